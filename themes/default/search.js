// The palette that searches the garden. It is fetched when a reader first asks for it.

import { fold, holds, indexOf, isTagged, merged, options, questionOf, shardsFor } from "./finding.js";
import { blocksOf, excerpt, forget, marked, passage, saysAll } from "./passages.js";
import { styled } from "./sheets.js";
import { words } from "./words.js";

await styled(new URL("./search.css", import.meta.url).href);

const root = new URL("../", import.meta.url);
const NOTES = 6; // that are found by their titles
const HEADINGS = 4;
const TAGS = 6;
const TEXTS = 20;
const READ = 100; // notes that are read through for a phrase
const AT_ONCE = 8;
const PAUSE = 150; // milliseconds of typing before texts are looked through

// --- what the site holds -------------------------------------------------------------------------

const fetched = new Map();

function load(name) {
  if (!fetched.has(name)) {
    const reading = fetch(new URL(`site-data/search/${name}`, root)).then((response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      return response.json();
    });
    reading.catch(() => fetched.delete(name));
    fetched.set(name, reading);
  }
  return fetched.get(name);
}

// The notes and headings that have arrived, by part; and the indexes of their titles.
let known = null;
let changed = () => {}; // is told when more of them has arrived

function start() {
  if (known) return known.plan;
  const mine = (known = { parts: [], notes: [], titles: null, headings: null });
  mine.titles = indexOf(["title", "aliases", "tags"]);
  mine.headings = indexOf(["heading"]);
  mine.plan = load("parts.json").then(async (plan) => {
    mine.recent = plan.recent;
    const each = Array.from({ length: plan.parts }, (_, part) => addPart(mine, part));
    await Promise.all(each);
    return plan;
  });
  mine.plan.catch(() => (known = null));
  return mine.plan;
}

async function addPart(mine, part) {
  const rows = await load(`${part}/titles.json`);
  const notes = rows.map(([url, title, aliases, tags]) => ({ url, title, aliases, tags, part }));
  mine.parts[part] = notes;
  const first = mine.notes.push(...notes) - notes.length;
  mine.titles.addAll(
    notes.map(({ title, aliases, tags }, i) => ({ id: first + i, title, aliases: aliases.join("\n"), tags: tags.join("\n") })),
  );
  changed();
  const outlines = await load(`${part}/headings.json`);
  const headings = outlines.flatMap((outline, i) =>
    outline.map(([heading, anchor], n) => ({ id: `${first + i} ${n}`, heading, anchor })),
  );
  notes.forEach((note, i) => (note.headings = outlines[i]));
  await mine.headings.addAllAsync(headings, { chunkSize: 500 });
  changed();
}

// --- what is found -------------------------------------------------------------------------------

const isMeant = (question, ...texts) => question.phrases.every((phrase) => texts.some((text) => holds(text, phrase)));

function notesFound(question) {
  const { notes, titles } = known;
  if (!question.terms.length) {
    const found = notes.filter((note) => isTagged(note.tags, question));
    return found.map((note) => ({ note, terms: [] })).sort((a, b) => a.note.title.localeCompare(b.note.title));
  }
  const found = titles.search("asked", { ...options(question), boost: { title: 3, aliases: 2 } });
  return found
    .map(({ id, terms }) => ({ note: notes[id], terms }))
    .filter(({ note }) => isTagged(note.tags, question) && isMeant(question, note.title, ...note.aliases));
}

function headingsFound(question) {
  if (!question.terms.length) return [];
  const found = known.headings.search("asked", { ...options(question), boost: {} });
  return found
    .map(({ id, terms }) => {
      const [note, n] = id.split(" ").map(Number);
      const [heading, anchor] = known.notes[note].headings[n];
      return { note: known.notes[note], heading, anchor, terms };
    })
    .filter(({ note, heading }) => isTagged(note.tags, question) && isMeant(question, heading));
}

// All tags with those above them, and how many notes have each.
function tagsFound(begun) {
  const counts = new Map();
  for (const { tags } of known.notes) {
    const own = new Map();
    for (const tag of tags) {
      const levels = tag.split("/");
      levels.forEach((_, i) => own.set(fold(levels.slice(0, i + 1).join("/")), levels.slice(0, i + 1).join("/")));
    }
    for (const [key, name] of own) counts.set(key, { name, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts]
    .filter(([key]) => key.startsWith(begun) || key.includes(`/${begun}`))
    .map(([, tag]) => tag)
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
    .slice(0, TAGS);
}

// Texts in which all words stand; as parts arrive, `told` hears of what is found in them.
async function textsFound(question, isWanted, told) {
  const plan = await load("parts.json");
  const wanted = shardsFor(question, plan.shards);
  const arrived = [];
  const tell = (combineWith) => {
    const parts = Object.keys(arrived).map(Number);
    const index = merged(parts.map((part) => arrived[part]));
    const notes = parts.flatMap((part) => known.parts[part]);
    const found = index.search("asked", options(question, combineWith));
    return found.map(({ id, terms }) => ({ note: notes[id], terms })).filter(({ note }) => isTagged(note.tags, question));
  };
  let last = performance.now();
  const each = Array.from({ length: plan.parts }, async (_, part) => {
    const names = ["lengths", ...wanted].map((name) => `${part}/${name}.json`);
    const [lengths, ...shards] = await Promise.all(names.map(load));
    arrived[part] = { lengths, shards };
    if (!isWanted() || performance.now() - last < PAUSE || question.phrases.length) return;
    last = performance.now();
    told(tell("AND"), false);
  });
  await Promise.all(each);
  const found = tell("AND");
  if (found.length || question.terms.length < 2 || question.phrases.length) return { found, any: false };
  return { found: tell("OR"), any: true };
}

// Those of some notes that say all phrases, read in batches.
async function saying(found, question, isWanted, told) {
  const said = [];
  for (let i = 0; i < Math.min(found.length, READ) && said.length < TEXTS; i += AT_ONCE) {
    const some = found.slice(i, i + AT_ONCE);
    const blocks = await Promise.all(some.map(({ note }) => blocksOf(addressOf(note))));
    if (!isWanted()) return said;
    said.push(...some.filter((_, n) => saysAll(blocks[n], question.phrases)));
    told(said, false);
  }
  return said;
}

function addressOf(note, anchor = "") {
  const url = new URL(note.url.split("/").map(encodeURIComponent).join("/"), root);
  if (anchor) url.hash = anchor;
  return url.href;
}

// --- the palette ---------------------------------------------------------------------------------

function made(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const input = made("input", {
  type: "text",
  role: "combobox",
  "aria-expanded": "false",
  "aria-controls": "g-search-results",
  "aria-autocomplete": "list",
  "aria-label": "Search notes",
  placeholder: "Search notes",
  enterkeyhint: "go",
  inputmode: "search",
  autocomplete: "off",
  autocapitalize: "off",
  spellcheck: "false",
});
const list = made("div", { id: "g-search-results", class: "search-results", role: "listbox", "aria-label": "Results" });
const status = made("p", { class: "search-status", role: "status" });
const closing = made("button", { type: "button", class: "search-close", "aria-label": "Close the search (Esc)" }, "Esc");
const help = made(
  "dl",
  { class: "search-help" },
  ...[
    ["two words", "notes with both"],
    ["“two words”", "these words one after the other"],
    ["#tag", "notes with a tag, or one below it"],
    ["↑ ↓ Enter", "choose and open; with Ctrl or Cmd in a new tab"],
  ].map(([key, meaning]) => made("div", {}, made("dt", {}, key), made("dd", {}, meaning))),
);
const bar = made("div", { class: "search-bar" }, input, closing);
const palette = made("dialog", { class: "search", "aria-label": "Search", "data-made": "" }, bar, status, list, help);
// Outside the body, so that what inert pages and scripts of the page do does not reach it.
document.documentElement.append(palette);

let rows = []; // what is shown
let active; // the key of the row that Enter opens
let isMoved = false; // whether the reader has chosen that row
let turn = 0; // of what was typed; what comes back from an earlier one is late
let timer = 0;

export function open(text) {
  if (!palette.open) palette.showModal();
  if (text !== undefined) input.value = text;
  input.focus();
  input.select();
  answer();
}

// Nothing of what was asked stays in the address.
palette.addEventListener("close", () => {
  turn += 1;
  const here = new URL(location.href);
  if (!here.searchParams.has("q")) return;
  here.searchParams.delete("q");
  history.replaceState(history.state, "", here);
});
palette.addEventListener("click", ({ target }) => {
  if (target === palette || target === closing) palette.close();
});
document.addEventListener("garden:renewed", () => {
  fetched.clear();
  forget();
  known = null;
  if (palette.open) answer();
});

// --- answering -----------------------------------------------------------------------------------

async function answer() {
  const mine = (turn += 1);
  const isWanted = () => mine === turn;
  const question = questionOf(input.value);
  clearTimeout(timer);
  isMoved = false;
  const isEmpty = !question.terms.length && !question.tags.length && !question.begun;
  const again = () => isWanted() && first(question, isEmpty);
  try {
    const plan = start();
    changed = isEmpty ? () => {} : again;
    await load("parts.json");
    again();
    await plan;
    if (!isWanted()) return;
    if (!isEmpty) again();
    if (question.terms.length) timer = setTimeout(() => second(question, isWanted), PAUSE);
  } catch {
    if (isWanted()) fail();
  }
}

const isOfSite = (url) => typeof url === "string" && url.startsWith(root.pathname) && !url.startsWith("//");

// Before anything is typed: where the reader was, or what is new.
function offer() {
  let visited = [];
  try {
    visited = [JSON.parse(sessionStorage.getItem(`visited ${root.pathname}`) ?? "[]")].flat();
  } catch {
    // A browser that keeps nothing.
  }
  const before = visited.filter((one) => Array.isArray(one) && isOfSite(one[0]) && one[0] !== location.pathname);
  const found = before.length
    ? before.map(([url, title]) => row("note", location.origin + url, [[title]]))
    : known.recent.map(([url, title]) => row("note", addressOf({ url }), [[title]]));
  show([{ name: before.length ? "Visited lately" : "Recent notes", rows: found }]);
  say("");
}

let texts = null; // what was found in texts for the question that is shown: {question, rows, any}

// Titles, headings and tags, at once.
function first(question, isEmpty) {
  if (isEmpty) return offer();
  show(tiers(question));
  if (!texts || texts.key !== keyOf(question)) say(question.terms.length ? "Searching…" : told());
}

const keyOf = (question) => JSON.stringify([question.terms, question.tags, question.phrases, question.prefix, question.begun]);

function tiers(question) {
  const notes = notesFound(question);
  const most = question.terms.length ? NOTES : 50;
  const top = notes.slice(0, most);
  const names = new Set(top.map(({ note }) => note));
  const found = [];
  if (question.begun) found.push({ name: "Tags", rows: tagsFound(question.tags.at(-1) ?? "").map(tagRow) });
  found.push({ name: question.tags.length && !question.terms.length ? "Notes with this tag" : "Notes", rows: top.map(noteRow) });
  found.push({ name: "Headings", rows: headingsFound(question).slice(0, HEADINGS).map(headingRow) });
  if (texts?.key === keyOf(question)) {
    const rest = texts.found.filter(({ note }) => !names.has(note)).slice(0, TEXTS);
    const name = texts.any ? "With some of these words" : "In the text";
    found.push({ name, rows: rest.map((one) => textRow(one, question)) });
  }
  return found;
}

async function second(question, isWanted) {
  const tell = (found, any) => {
    if (!isWanted()) return;
    texts = { key: keyOf(question), found, any };
    show(tiers(question));
  };
  try {
    let { found, any } = await textsFound(question, isWanted, tell);
    if (!isWanted()) return;
    if (question.phrases.length) {
      if (found.length) say("Reading notes…");
      found = await saying(found, question, isWanted, tell);
      if (!isWanted()) return;
    }
    tell(found, any);
    if (rows.length) say(told(found.length, any));
    else none(question);
  } catch {
    if (isWanted()) fail();
  }
}

function told(inTexts = 0, any = false) {
  const count = rows.length;
  const said = `${count} ${count === 1 ? "result" : "results"}`;
  if (any) return `No note has all of these words. ${said} with some of them.`;
  return inTexts > count ? `${said} of ${inTexts}` : count ? said : "Nothing found";
}

// Nothing is found: the titles that come nearest.
function none(question) {
  const near = known.titles
    .search("asked", { ...options(question, "OR"), boost: {}, fuzzy: (term) => term.length > 2 && 0.4, prefix: true })
    .slice(0, NOTES)
    .map(({ id, terms }) => noteRow({ note: known.notes[id], terms }));
  show([{ name: "Do you mean", rows: near }]);
  say(`Nothing found for ${input.value.trim()}.${near.length ? " These titles are near." : ""}`);
}

function fail() {
  show([]);
  say("The search could not be loaded. Is this page online?");
}

// --- rows ----------------------------------------------------------------------------------------

// What is shown of something found: pieces of its name, what stands beside it, where it leads.
// A tag leads nowhere: it goes into what was typed. `quotes` says what to quote of its text.
function row(kind, href, title, { path = "", tag = "", quotes = null } = {}) {
  const mark = JSON.stringify([kind, href, title, path, quotes?.terms]);
  return { key: `${kind} ${tag || href}`, mark, href, title, path, tag, quotes };
}

const folderOf = ({ url }) => url.split("/").slice(0, -2).join(" / ").replaceAll("-", " ");

// Beside a title stands its folder, or else why it was found.
function noteRow({ note, terms }) {
  const said = (text) => words(text).filter((word) => terms.includes(word)).length;
  const best = (texts) => texts.filter(said).sort((a, b) => said(b) - said(a))[0];
  const isOther = terms.length > 0 && !said(note.title);
  const alias = isOther && best(note.aliases);
  const tag = isOther && best(note.tags);
  const path = alias ? `also ${alias}` : tag ? `#${tag}` : folderOf(note);
  return row("note", addressOf(note), marked(note.title, terms), { path });
}

const headingRow = ({ note, heading, anchor, terms }) =>
  row("heading", addressOf(note, anchor), marked(heading, terms), { path: note.title });

const tagRow = ({ name, count }) =>
  row("tag", "", [[`#${name}`]], { path: `${count} ${count === 1 ? "note" : "notes"}`, tag: name });

const textRow = ({ note, terms }, { phrases }) =>
  row("text", addressOf(note), [[note.title]], { quotes: { note, terms, phrases } });

const pieces = (parts) => parts.map(([text, isMatch]) => (isMatch ? made("mark", {}, text) : text));

function option({ href, title, path, tag, quotes }) {
  const name = made("span", { class: "search-title" }, ...pieces(title));
  const about = made("span", { class: "search-path" }, path);
  const node = made(tag ? "div" : "a", { role: "option", class: "search-row", tabindex: "-1" }, name, about);
  if (href) node.href = href;
  if (quotes) {
    waiting.set(node, quotes);
    sight.observe(node);
  }
  return node;
}

// Quotes are read from the pages of those notes that are in sight.
const waiting = new WeakMap();
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    quote(target, waiting.get(target));
  }
});

async function quote(node, { note, terms, phrases }) {
  const best = passage(await blocksOf(addressOf(note)), terms, phrases);
  if (!best) return;
  node.href = addressOf(note, best.anchor);
  node.querySelector(".search-path").textContent = best.heading;
  node.append(made("span", { class: "search-snippet" }, ...pieces(excerpt(best))));
}

// --- showing -------------------------------------------------------------------------------------

// A row that was there already stays, with what is quoted in it.
function show(found) {
  const before = new Map(rows.map(({ mark, node }) => [mark, node]));
  const groups = found.filter((group) => group.rows.length);
  rows = groups.flatMap((group) => group.rows);
  for (const [i, one] of rows.entries()) {
    one.node = before.get(one.mark) ?? option(one);
    one.node.id = `g-search-${i}`;
  }
  list.replaceChildren(
    ...groups.map(({ name, rows }, i) => {
      const label = made("div", { class: "search-group", id: `g-search-group-${i}`, role: "presentation" }, name);
      return made("div", { role: "group", "aria-labelledby": label.id }, label, ...rows.map(({ node }) => node));
    }),
  );
  list.hidden = !rows.length;
  help.hidden = input.value.trim() !== "";
  input.setAttribute("aria-expanded", String(rows.length > 0));
  if (!isMoved || !rows.some(({ key }) => key === active)) active = rows[0]?.key;
  point(isMoved);
}

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

const chosen = () => rows.find(({ key }) => key === active);

// Marks the row that Enter opens.
function point(scrolls) {
  for (const { key, node } of rows) node.setAttribute("aria-selected", String(key === active));
  const node = chosen()?.node;
  input.setAttribute("aria-activedescendant", node?.id ?? "");
  if (scrolls) node?.scrollIntoView({ block: "nearest" });
}

function choose(key, scrolls) {
  active = key;
  isMoved = true;
  point(scrolls);
}

function enter(isApart) {
  const one = chosen();
  if (one?.tag) complete(one.tag);
  else if (one && isApart) window.open(one.node.href, "_blank", "noopener");
  else if (one) go(one.node.href);
}

function go(href) {
  palette.close();
  location.assign(href);
}

function complete(tag) {
  input.value = input.value.replace(/#[^\s#]*$/, `#${tag} `);
  input.focus();
  answer();
}

const STEPS = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (at, count) => count - 1,
};

input.addEventListener("input", answer);
input.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
  // Home and End are for what is typed, until the reader is among the results.
  const isStep = key in STEPS && !(ctrlKey || metaKey || altKey || shiftKey) && (isMoved || key.startsWith("Arrow"));
  if (isComposing || (!isStep && key !== "Enter")) return;
  event.preventDefault();
  if (!isStep) enter(ctrlKey || metaKey);
  else if (rows.length) choose(rows[STEPS[key](rows.indexOf(chosen()), rows.length)].key, true);
});

const rowAt = ({ target }) => rows.find(({ node }) => node.contains(target));

list.addEventListener("pointermove", (event) => {
  const one = rowAt(event);
  if (one && one.key !== active) choose(one.key, false);
});
list.addEventListener("mousedown", (event) => event.preventDefault()); // what is typed keeps the focus
list.addEventListener("click", (event) => {
  const one = rowAt(event);
  if (one?.tag) complete(one.tag);
  else if (one && !event.ctrlKey && !event.metaKey && !event.shiftKey) palette.close();
});
