// What every page has. All else is fetched when a reader first asks for it.

const root = document.documentElement;

root.dataset.scripts = "on"; // for what only works with them
