// What every page has. All else is fetched when a reader first asks for it.

const root = document.documentElement;

root.dataset.scripts = "on"; // for what only works with them

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
