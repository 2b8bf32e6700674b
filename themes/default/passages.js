// The places in a note that say what was looked for, read from the note's own page.

import { holds } from "./finding.js";
import { placed } from "./words.js";

const BLOCK = "p,li,td,th,pre,dt,dd,h1,h2,h3,h4,h5,h6,blockquote,summary,figcaption,div";
const UNREAD = ".footnote-ref,.footnote-backref,script,style,.katex-html,.katex-mathml math > semantics > :not(annotation),nav,[data-made],[hidden]:not(.diagram *)";
const BEFORE = 60; // characters of text that are shown before the first match
const LONGEST = 220;
const MOST_PAGES = 200; // that are kept

const pages = new Map();

export const forget = () => pages.clear();

// The blocks of a note's page: their text, and the heading above each.
export async function blocksOf(url) {
  if (!pages.has(url)) {
    if (pages.size >= MOST_PAGES) pages.delete(pages.keys().next().value);
    const reading = fetch(url).then((response) => (response.ok ? response.text() : ""));
    pages.set(url, reading.then(read));
  }
  try {
    return await pages.get(url);
  } catch {
    pages.delete(url);
    return [];
  }
}

function read(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const note = page.querySelector("article .note-body") ?? page.querySelector("article, main") ?? page.body;
  for (const node of note.querySelectorAll(UNREAD)) node.remove();
  const texts = page.createTreeWalker(note, NodeFilter.SHOW_TEXT);
  const blocks = [];
  let last; // none yet, which is not the same as text in no block
  let anchor = "";
  let heading = "";
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const block = node.parentElement.closest(BLOCK);
    if (block !== last) {
      const isHeading = /^H[1-6]$/.test(block?.tagName);
      const footnote = block?.closest(".footnotes li[id]"); // is below no heading
      if (footnote) [anchor, heading] = [footnote.id, ""];
      if (isHeading && block.id) {
        anchor = block.id;
        heading = block.textContent.trim();
      }
      blocks.push({ text: "", anchor, heading, isHeading });
    }
    last = block;
    blocks.at(-1).text += node.data;
  }
  return blocks.map(({ text, ...rest }) => ({ ...rest, text: text.replace(/\s+/g, " ").trim() }));
}

// Whether a note says each of some phrases; a phrase does not go on from one block to the next.
export const saysAll = (blocks, phrases) =>
  phrases.every((phrase) => blocks.some(({ text }) => holds(text, phrase)));

// The block that says most of what was found, with the matches in it; null where none does.
export function passage(blocks, found, phrases) {
  let best = null;
  for (const block of blocks) {
    const places = matches(block.text, found);
    if (!places.length) continue;
    const said = new Set(places.flatMap(([, , terms]) => terms.filter((term) => found.includes(term)))).size;
    const score = said + 10 * phrases.filter((phrase) => holds(block.text, phrase)).length - (block.isHeading ? 0.5 : 0);
    if (!best || score > best.score) best = { ...block, places, score };
  }
  return best;
}

const matches = (text, found) =>
  [...placed(text)].filter(([, , terms]) => terms.some((term) => found.includes(term)));

// Text around the first match, in pieces: `[text, whether it is a match]`.
export function excerpt({ text, places }) {
  const first = places[0][0];
  let start = Math.max(0, first - BEFORE);
  if (start) start = Math.min(first, text.indexOf(" ", start) + 1 || start);
  let end = start + LONGEST;
  if (end < text.length) {
    const space = text.lastIndexOf(" ", end);
    if (space > end - LONGEST / 2) end = space; // some scripts have none
  }
  return [[start ? "…" : ""], ...cut(text, places, start, end), [end < text.length ? "…" : ""]];
}

// A text with what was found in it, in the same form.
export const marked = (text, found) => cut(text, matches(text, found), 0, text.length);

function cut(text, places, start, end) {
  const pieces = [];
  let at = start;
  for (const [from, to] of places) {
    if (to <= at || from >= end) continue;
    pieces.push([text.slice(at, Math.max(at, from))], [text.slice(Math.max(at, from), to), true]);
    at = to;
  }
  return [...pieces, [text.slice(at, Math.max(at, end))]];
}
