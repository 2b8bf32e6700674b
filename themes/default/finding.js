// What a search finds: MiniSearch over the shards that the site holds. Nothing here knows a page.

import MiniSearch from "./minisearch/minisearch.js";
import { isUnspaced, shardOf, terms, words } from "./words.js";

export const FIELDS = ["title", "aliases", "headings", "tags", "text"];
const BOOST = { title: 6, aliases: 5, headings: 3, tags: 2 };
const QUOTED = /["“”„«»]([^"“”„«»]+)["“”„«»]/g;
const TAG = /(?<=^|\s)#([^\s#]+)/g;

// Terms are split before they are looked for, so MiniSearch splits none.
const whole = { tokenize: (term) => [term], processTerm: (term) => term };

export const fold = (text) => text.normalize("NFC").toLowerCase();

// What was typed: words, phrases in quotes, #tags. The last word or tag may have only begun.
export function questionOf(typed) {
  const phrases = [...typed.matchAll(QUOTED)].map((found) => words(found[1])).filter((p) => p.length);
  const rest = typed.replace(QUOTED, " ");
  const tags = [...rest.matchAll(TAG)].map((found) => fold(found[1].replace(/\/+$/, "")));
  const isOpen = !/\s$/.test(rest);
  const begun = isOpen && /(?:^|\s)#[^\s#]*$/.test(rest);
  const single = words(rest.replace(TAG, " ").replace(/#(?=\s|$)/, " "));
  const every = [...new Set([...phrases.flat(), ...single])];
  return { words: single, phrases, tags, terms: every, begun, prefix: isOpen && !begun ? single.at(-1) : "" };
}

// How MiniSearch is asked: all terms, the last as a beginning, longer ones with a typo.
export function options(question, combineWith = "AND") {
  return {
    tokenize: () => question.terms,
    processTerm: (term) => term,
    prefix: (term) => term === question.prefix,
    fuzzy: (term) => term.length > 3 && !isUnspaced(term) && !question.phrases.flat().includes(term) && 0.2,
    combineWith,
    boost: BOOST,
  };
}

export const shardsFor = (question, count) => [...new Set(question.terms.map((term) => shardOf(term, count)))];

// One MiniSearch of parts: of each the lengths of its notes' fields, and the shards that are there.
// The notes of a part are numbered on from those of the part before it.
export function merged(parts) {
  const index = new Map();
  const fieldLength = {};
  const documentIds = {};
  const sums = FIELDS.map(() => 0);
  let start = 0;
  for (const { lengths, shards } of parts) {
    lengths.forEach((fields, i) => {
      documentIds[start + i] = start + i;
      fieldLength[start + i] = { ...fields };
      fields.forEach((length, field) => (sums[field] += length));
    });
    for (const [term, fields] of shards.flat()) addPostings(index, term, fields, start);
    start += lengths.length;
  }
  const data = {
    documentCount: start,
    nextId: start,
    documentIds,
    fieldIds: Object.fromEntries(FIELDS.map((name, field) => [name, field])),
    fieldLength,
    averageFieldLength: sums.map((sum) => sum / (start || 1)),
    storedFields: {},
    dirtCount: 0,
    index: [...index],
    serializationVersion: 2,
  };
  return MiniSearch.loadJS(data, { fields: FIELDS, ...whole });
}

// Postings are pairs: how far a note is from the one before, and how often it has the term.
function addPostings(index, term, fields, start) {
  const known = index.get(term) ?? {};
  for (const [field, postings] of Object.entries(fields)) {
    const entry = (known[field] ??= {});
    let note = start;
    for (let i = 0; i < postings.length; i += 2) entry[(note += postings[i])] = postings[i + 1];
  }
  index.set(term, known);
}

// An index of what is short, such as titles, made here.
export const indexOf = (fields) => new MiniSearch({ fields, ...whole, tokenize: terms });

// Whether words stand in a text one after the other.
export const holds = (text, phrase) => ` ${words(text).join(" ")} `.includes(` ${phrase.join(" ")} `);

// Whether a note has all tags that were asked for: each itself, or one below it.
export function isTagged(tags, question) {
  const own = tags.map(fold);
  return question.tags.every((tag, i) => {
    const isBegun = question.begun && i === question.tags.length - 1;
    return own.some((name) => name === tag || name.startsWith(isBegun ? tag : `${tag}/`));
  });
}
