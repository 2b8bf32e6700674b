// Puts the footnotes of a page into the margin, each beside its first reference or, where another
// stands there, below it. They are the elements of the list at the end, in their place of the
// document: only where they are seen changes, and on paper and small screens nothing does.

const GAP = 12; // pixels between two of them

const sizes = new ResizeObserver(() => requestAnimationFrame(place));
let list = null;

function start() {
  list = document.querySelector(".footnotes");
  sizes.disconnect();
  if (!list) return;
  list.classList.add("in-margin");
  sizes.observe(list.parentElement); // also when fonts come, or a part of the text is folded
  for (const note of notes()) {
    note.classList.add("sidenote");
    sizes.observe(note);
  }
  for (const tall of document.querySelectorAll(".note-aside")) sizes.observe(tall);
  place();
}

function notes() {
  return [...list.querySelectorAll(":scope > ol > li")];
}

function place() {
  const text = list.parentElement;
  const top = text.getBoundingClientRect().top;
  const above = document.querySelector(".note-aside"); // what stands in the margin already
  const wanted = notes().map((note) => ({ note, y: lineOf(note) - top }));
  let free = above && isBeside(above, text) ? above.getBoundingClientRect().bottom - top + GAP : 0;
  for (const { note, y } of wanted.sort((one, other) => one.y - other.y)) {
    const from = Math.max(y, free);
    note.style.setProperty("--y", `${from}px`);
    free = from + note.offsetHeight + GAP;
  }
  text.style.setProperty("--notes", `${free}px`); // the text is as long as they are
}

/** Where the first reference to a footnote is seen, or what it is folded into. */
function lineOf(note) {
  const back = note.querySelector(".footnote-backref");
  const reference = document.getElementById(decodeURIComponent(back?.hash.slice(1) ?? ""));
  const folded = reference?.closest("details:not([open])");
  return (folded ?? reference ?? note).getBoundingClientRect().top;
}

function isBeside(column, text) {
  const { left, right } = text.getBoundingClientRect();
  const { left: start, right: end, height } = column.getBoundingClientRect();
  return height > 0 && (start >= right || end <= left);
}

/** A reference that is pointed at shows which note is meant. */
function point({ target, type }) {
  const link = target.closest?.('[role="doc-noteref"]');
  const note = link && document.getElementById(link.hash.slice(1));
  note?.classList.toggle("is-meant", type === "pointerover" || type === "focusin");
}

for (const kind of ["pointerover", "pointerout", "focusin", "focusout"]) {
  document.addEventListener(kind, point);
}
document.addEventListener("garden:renewed", start);
start();
