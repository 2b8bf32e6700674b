// The words of a text as the index of the search holds them: what `garden/text/words.py` does.

const LONGEST = 64;
const UNSPACED =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf" +
  "\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

// A run of letters as it was written.
const WRITTEN = /[\p{L}\p{N}\p{M}\u00ad]+/gu;

export const words = (text) => split(text, false);

// As they are kept: the last character of a run without spaces is a term, too.
export const terms = (text) => split(text, true);

export const isUnspaced = (text) => IS_UNSPACED.test(text);

// The shard that holds a term, by its first two characters; where scripts set no spaces by the first.
export function shardOf(term, count) {
  const [first, second] = term;
  const start = isUnspaced(first) || !second ? [first] : [first, second];
  return start.reduce((number, character) => number * 31 + character.codePointAt(0), 0) % count;
}

function split(text, last) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f\u00ad]/g, "").normalize("NFC");
  const lower = plain.toUpperCase().toLowerCase().replaceAll("ς", "σ").replaceAll("ß", "ss");
  const found = (lower.match(WORD) ?? []).flatMap((word) => cut(word, last));
  return found.filter((word) => word.length <= LONGEST || [...word].length <= LONGEST);
}

function cut(word, last) {
  if (!IS_UNSPACED.test(word)) return [word];
  return word.match(RUNS).flatMap((run) => {
    if (!IS_UNSPACED.test(run)) return [run];
    const characters = [...run];
    const pairs = characters.slice(1).map((character, i) => characters[i] + character);
    return last || !pairs.length ? [...pairs, characters.at(-1)] : pairs;
  });
}

// The words in a text as it was written, each with where it stands: `[start, end, terms]`.
export function* placed(text) {
  for (const run of text.matchAll(WRITTEN)) {
    for (const piece of run[0].matchAll(RUNS)) {
      const start = run.index + piece.index;
      if (!IS_UNSPACED.test(piece[0])) {
        yield [start, start + piece[0].length, words(piece[0])];
        continue;
      }
      let at = start;
      const characters = [...piece[0]];
      for (const [i, character] of characters.entries()) {
        const pair = character + (characters[i + 1] ?? "");
        yield [at, at + pair.length, words(pair)];
        at += character.length;
      }
    }
  }
}
