// Marks in the table of contents the part that is being read.

const LINE = 0.3; // of the window's height: a heading above it is one that the reader has reached
let parts = []; // a heading and its link, from top to bottom
let isWaiting = false;

function find() {
  parts = [...document.querySelectorAll(".contents a")].flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading ? [{ heading, link }] : [];
  });
  mark();
}

/** The last heading that stands above the line; they stand in order, so half of them can be left
 * out at each look. */
function current() {
  let [from, to] = [0, parts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (parts[middle].heading.getBoundingClientRect().top <= innerHeight * LINE) from = middle + 1;
    else to = middle;
  }
  const isEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  return isEnd && from < parts.length && isSeen(parts.at(-1).heading) ? parts.at(-1) : parts[from - 1];
}

function isSeen(heading) {
  const { top } = heading.getBoundingClientRect();
  return top >= 0 && top < innerHeight;
}

function mark() {
  isWaiting = false;
  const link = current()?.link;
  if (link?.ariaCurrent === "location") return;
  for (const { link: other } of parts) other.removeAttribute("aria-current");
  if (!link) return;
  link.setAttribute("aria-current", "location");
  bringIntoView(link);
}

/** Within the list alone: the page stays where the reader has scrolled it to. */
function bringIntoView(link) {
  const list = link.closest("nav");
  const [inner, outer] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top + outer.height / 3;
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom + outer.height / 3;
}

function soon() {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(mark);
}

addEventListener("scroll", soon, { passive: true });
addEventListener("resize", soon, { passive: true });
document.addEventListener("garden:renewed", find);
find();
