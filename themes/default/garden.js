// What every page has. All else is fetched when a reader first asks for it.

const root = document.documentElement;

root.dataset.scripts = "on"; // for what only works with them

// --- finding one's way: explorer, contents, sorted lists, a random note -------------------------

const EXPLORER = `explorer ${new URL("../", import.meta.url).pathname}`; // what a session remembers

function asked() {
  try {
    return Boolean(sessionStorage.getItem(EXPLORER));
  } catch {
    return false; // a browser that keeps nothing
  }
}

const browse = async () => (await import("./explorer.js")).show(EXPLORER);

// A small tree of notes, or one that was asked for before, is fetched when its place is seen; who
// opens the menu of a phone asks for any.
const explorer = document.querySelector(".explorer");
if (explorer) {
  const seen = new IntersectionObserver((places) => {
    if (!places.at(-1).isIntersecting) return;
    seen.disconnect();
    if (globalThis.requestIdleCallback) requestIdleCallback(browse, { timeout: 500 });
    else setTimeout(browse);
  });
  if (explorer.dataset.explorer === "small" || asked()) seen.observe(explorer);
  explorer.closest("[popover]")?.addEventListener("toggle", browse, { once: true });
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-browse], [data-random], [data-sort]");
  if (button?.matches("[data-browse]")) await browse();
  else if (button?.matches("[data-random]")) (await import("./random.js")).go();
  else if (button) (await import("./sorting.js")).sort(button);
});

// Where the style sheet shows the contents, they are open; anywhere else a reader opens them.
for (const contents of document.querySelectorAll(".contents")) {
  contents.open = contents.querySelector("ol").checkVisibility();
  contents.dataset.ready = "";
}
addEventListener("scroll", async function follow() {
  if (!document.querySelector(".contents")) return;
  removeEventListener("scroll", follow);
  await import("./contents.js");
}, { passive: true });
