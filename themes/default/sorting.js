// Sorts a list of notes that is wholly on its page: by title, or by a date with the latest first.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

export function sort(button) {
  const group = button.closest(".sorting");
  const list = group.nextElementSibling;
  const by = button.dataset.sort;
  const notes = [...list.children].sort((one, other) => byTitle(one, other));
  if (by !== "title") notes.sort((one, other) => Math.sign(time(other, by) - time(one, by)));
  for (const note of notes) show(note, by);
  list.append(...notes);
  for (const each of group.querySelectorAll("button")) each.ariaPressed = each === button;
}

function byTitle(one, other) {
  return collator.compare(one.querySelector("a").textContent, other.querySelector("a").textContent);
}

/** When a note was changed, or made. Of two times on an entry, the second is when it was made. */
function timeOf(note, by) {
  const times = note.querySelectorAll("time");
  return by === "created" ? times[times.length - 1] : times[0];
}

/** In milliseconds; a note without a date comes last. */
function time(note, by) {
  return Date.parse(timeOf(note, by)?.dateTime.slice(0, 10) ?? "") || -8.64e15;
}

function show(note, by) {
  for (const each of note.querySelectorAll("time")) each.hidden = each !== timeOf(note, by);
}
