// What every page has. All else is fetched when a reader first asks for it.

const root = document.documentElement;

root.dataset.scripts = "on"; // for what only works with them

// The graph of a note: what brings it to life comes when a reader first turns to it.
for (const type of ["pointerover", "focusin", "click"]) {
  document.addEventListener(type, async (event) => {
    const graph = event.target.closest?.(".graph");
    if (graph) (await import("./graph.js")).attend(graph, event);
  });
}
