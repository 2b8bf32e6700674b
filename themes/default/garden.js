// What every page has. All else is fetched when a reader first asks for it.

// --- what is wider than its place ------------------------------------------------------------
// It scrolls sideways in itself, so it must be one of the places that the keyboard comes to.

const WIDE = ".note-body :is(table, .math, pre.mermaid)";
const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));

function reach(element) {
  if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

// --- a link to each heading ------------------------------------------------------------------

function linkHeadings() {
  for (const heading of document.querySelectorAll(".note-body :is(h1, h2, h3, h4, h5, h6)[id]")) {
    // Its name is words alone; where it holds more than words, that is to be heard too.
    if (heading.querySelector(".heading-link, .math, a, img")) continue;
    const name = heading.textContent.trim();
    const link = document.createElement("a");
    link.className = "heading-link";
    link.href = `#${encodeURIComponent(heading.id)}`;
    link.setAttribute("aria-label", `Link to “${name}”`);
    heading.setAttribute("aria-label", name); // the link is not part of it
    heading.append(link);
  }
}

function look() {
  linkHeadings();
  for (const element of document.querySelectorAll(WIDE)) sizes.observe(element);
}

look();
document.addEventListener("garden:renewed", look);

// Search: its button, which without scripts is a link to the map; "/" and Ctrl or Cmd K; ?q=words.

const button = () => document.querySelector(".search-open");

async function search(text) {
  try {
    (await import("./search.js")).open(text);
  } catch {
    location.assign(button().href);
  }
}

function dress() {
  const found = button();
  found?.setAttribute("role", "button");
  found?.setAttribute("aria-haspopup", "dialog");
  found?.setAttribute("aria-keyshortcuts", "/ Control+K");
}

function asksForSearch({ key, ctrlKey, metaKey, altKey, shiftKey, target }) {
  if ((ctrlKey || metaKey) && !altKey && !shiftKey) return key.toLowerCase() === "k";
  if (key === " ") return target.closest?.(".search-open");
  return key === "/" && !ctrlKey && !metaKey && !altKey && !target.closest?.("input, textarea, select, [contenteditable]");
}

if (button()) {
  dress();
  document.addEventListener("garden:renewed", dress);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || !asksForSearch(event)) return;
    event.preventDefault();
    search();
  });
  document.addEventListener("click", (event) => {
    const isPlain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!isPlain || !event.target.closest?.(".search-open")) return;
    event.preventDefault();
    search();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) search(asked);
  const title = document.querySelector("article.note") && document.querySelector("h1")?.textContent.trim();
  if (title) {
    try {
      const visited = JSON.parse(sessionStorage.getItem("visited") ?? "[]").filter(([url]) => url !== location.pathname);
      sessionStorage.setItem("visited", JSON.stringify([[location.pathname, title], ...visited].slice(0, 9)));
    } catch {
      // A browser that keeps nothing offers no notes that were visited.
    }
  }
}

// The graph of a note: what brings it to life comes when a reader first turns to it.
for (const type of ["pointerover", "focusin", "click"]) {
  document.addEventListener(type, async (event) => {
    const graph = event.target.closest?.(".graph");
    if (graph) (await import("./graph.js")).attend(graph, event);
  });
}

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

// --- previews of what links lead to, once a reader points at one or comes to one by keyboard ------

const COMING = ["pointerover", "focusin"];

function previews() {
  for (const kind of COMING) document.removeEventListener(kind, comeToLink);
  return import("./previews.js").catch(() => {}); // without it links are links
}

function comeToLink(event) {
  if (event.target.closest?.("main a")) previews().then((script) => script?.begin(event));
}

if (document.documentElement.dataset.previews !== "off") {
  for (const kind of COMING) document.addEventListener(kind, comeToLink);
  const taps = matchMedia("(hover: none)").matches; // the first tap on a footnote shows it already
  if (taps && document.querySelector(".footnotes")) void previews();
}

// --- footnotes in the margin, where the screen is as wide as the page says -------------------------

let margin = null;

function useMargin() {
  const { href, media } = document.querySelector('link[rel="modulepreload"][media]') ?? {};
  if (!href || margin?.media === media) return;
  margin = matchMedia(media);
  const use = () => margin.matches && import(href).catch(() => {}); // then they stand at the end
  margin.addEventListener("change", use);
  use();
}

useMargin();
document.addEventListener("garden:renewed", useMargin);
