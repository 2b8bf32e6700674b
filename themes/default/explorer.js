// The tree of all notes. It is one file for the whole site, fetched once; a folder is drawn when it
// is opened, so that a large garden costs no more than what is seen of it.

const root = new URL("../", import.meta.url);
const source = new URL("site-data/explorer.html", root);
const folders = new Map(); // an item of the file, as far as it is drawn → how it is opened

let name = ""; // under which a session remembers the tree
let text = ""; // of the file
let state = { open: [], top: 0 }; // the addresses of open folders, and how far the tree is scrolled

export async function show(key) {
  name = key;
  recall();
  keep();
  await draw();
}

async function draw() {
  const nav = document.querySelector(".explorer");
  const response = nav && (await fetch(source).catch(() => null));
  if (!response?.ok) return;
  const found = await response.text();
  if (found === text && nav.querySelector(".explorer-tree")) return;
  const top = text ? scroller(nav).scrollTop : null;
  text = found;
  plant(nav, new DOMParser().parseFromString(text, "text/html"));
  settle(nav, top);
}

/** Puts the tree into the page, with what was open before and the way to this page. */
function plant(nav, file) {
  folders.clear();
  const tree = drawn(file.querySelector("main > ul"));
  tree.className = "explorer-tree";
  tree.dataset.made = ""; // a preview that renews the page leaves it alone
  const here = place(nav, file);
  for (const item of file.querySelectorAll("li:has(> ul)")) {
    if (state.open.includes(item.firstElementChild.getAttribute("href"))) reveal(item);
  }
  if (here) reveal(here);
  if (here && isThis(here)) folders.get(here)?.link.setAttribute("aria-current", "page");
  nav.querySelector(".explorer-tree")?.remove();
  nav.append(tree);
}

/** The item of this page in the file, else that of the nearest folder above it. */
function place(nav, file) {
  const items = new Map([...file.links].map((link) => [plain(link.getAttribute("href")), link.parentElement]));
  const ways = [...nav.querySelectorAll(".explorer-way a")].map((link) => link.href).reverse();
  const wanted = [location.href, ...ways].map((address) => plain(fromFile(address)));
  return items.get(wanted.find((address) => items.has(address)));
}

function isThis(item) {
  return plain(item.firstElementChild.getAttribute("href")) === plain(fromFile(location.href));
}

/** An address as the file writes it. */
function fromFile(address) {
  return `../${new URL(address).pathname.slice(root.pathname.length).replace(/(^|\/)index\.html$/, "$1")}`;
}

function plain(address) {
  try {
    return decodeURIComponent(address).normalize();
  } catch {
    return address; // a stray per cent sign
  }
}

/** Opens the folders that an item lies in, from the top, and the item itself. */
function reveal(item) {
  const above = item.parentElement.closest("li");
  if (above) reveal(above);
  folders.get(item)?.open?.();
}

function drawn(list) {
  const copy = document.createElement("ul");
  copy.append(...[...list.children].map(drawnItem));
  return copy;
}

function drawnItem(item) {
  const [entry, link] = [document.createElement("li"), document.createElement("a")];
  const [{ textContent: title }, below] = item.children;
  link.href = new URL(item.firstElementChild.getAttribute("href"), source).href;
  link.textContent = title;
  folders.set(item, { link });
  if (below) entry.append(switchFor(item, title, below, entry, link));
  entry.append(link);
  return entry;
}

/** The button that opens and closes a folder. */
function switchFor(item, title, below, entry, link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "explorer-switch";
  button.ariaLabel = title;
  button.ariaExpanded = "false";
  let list = null;
  const turn = (isOpen) => {
    if (isOpen && !list) entry.append((list = drawn(below)));
    if (list) list.hidden = !isOpen;
    button.ariaExpanded = String(isOpen);
  };
  button.addEventListener("click", () => {
    const isOpen = button.ariaExpanded !== "true";
    turn(isOpen);
    const address = item.firstElementChild.getAttribute("href");
    state.open = state.open.filter((other) => other !== address).concat(isOpen ? address : []);
    keep();
  });
  folders.set(item, { link, open: () => turn(true) });
  return button;
}

// --- what a session remembers -------------------------------------------------------------------

function recall() {
  try {
    const { open, top } = JSON.parse(sessionStorage.getItem(name) ?? "{}");
    if (Array.isArray(open) && Number.isFinite(top)) state = { open, top };
  } catch {
    // A browser that keeps nothing, or what is not ours, begins anew on each page.
  }
}

function keep() {
  try {
    sessionStorage.setItem(name, JSON.stringify(state));
  } catch {
    // Likewise.
  }
}

/** Scrolls the tree to where it was, and then as little as needed to show this page in it. */
function settle(nav, top) {
  const box = scroller(nav);
  if (box === document.documentElement) return;
  box.scrollTop = top ?? state.top;
  const here = nav.querySelector(".explorer-tree [aria-current]")?.getBoundingClientRect();
  const around = box.getBoundingClientRect();
  const isSeen = here && here.top >= around.top && here.bottom <= around.bottom;
  if (here && !isSeen) box.scrollTop += here.top - around.top - around.height / 3;
}

/** The element that scrolls the tree; the page itself is not to be scrolled for it. */
function scroller(nav) {
  const page = document.documentElement;
  for (let box = nav; box && box !== document.body; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return page;
}

addEventListener("pagehide", () => {
  const nav = document.querySelector(".explorer");
  if (!nav) return;
  state.top = scroller(nav).scrollTop;
  keep();
});
document.addEventListener("garden:renewed", draw);
