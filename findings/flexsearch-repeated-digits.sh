#!/usr/bin/env bash
# FlexSearch 0.8.212: repeated digits are merged and numbers are cut after three digits, so a strict
# search for "10" finds the notes about 100, 1000 and 10000, and one for "1" finds the note for 11:11.
#
# Expected. FlexSearch's page on the encoder: by default repeated letters are merged ("missing" becomes
# "mising"), and long numbers are cut into groups of three so that parts of them fit. With
# tokenize: "strict" a whole term must fit, and 10, 100 and 1000 are different terms.
#
# What happens. Merging is done to digits as well, and equal terms of one text are merged after that.
#
#   text    terms    a strict search for the text finds
#   10      10       10, 100, 1000, 10000
#   100     10       10, 100, 1000, 10000
#   1000    10 0     1000, 10000
#   200     20       20, 200, 2000
#   2000    20 0     2000
#   2024    202 4    2024
#   204     204      204            (no two equal digits side by side: kept)
#   11:11   1        1, 11:11
#
# Documented: for letters. For digits, and for what merging and cutting do together, no.
#
# Why it matters. Years, amounts, times and ids are what one looks for in daily notes. Though the
# search is strict, wrong notes are among the results and none of the settings seems to be the cause.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund flexsearch@0.8.212
npm ls --depth 0 | grep flexsearch

cat > look.js <<'JS'
const { Encoder, Index } = require("flexsearch");

const notes = ["1", "10", "100", "1000", "10000", "11:11", "20", "200", "2000", "2024", "204", "book", "bok"];
const encoder = new Encoder();
const index = new Index({ tokenize: "strict" });
notes.forEach((text, id) => index.add(id, text));
for (const text of notes) {
  const found = index.search(text).map((id) => notes[id]).sort();
  console.log(`${text}: terms ${JSON.stringify(encoder.encode(text))}, a search finds ${found.join(", ")}`);
}
JS
node look.js | tee seen.txt

cat > then.txt <<'TXT'
1: terms ["1"], a search finds 1, 11:11
10: terms ["10"], a search finds 10, 100, 1000, 10000
100: terms ["10"], a search finds 10, 100, 1000, 10000
1000: terms ["10","0"], a search finds 1000, 10000
10000: terms ["10","0"], a search finds 1000, 10000
11:11: terms ["1"], a search finds 1, 11:11
20: terms ["20"], a search finds 20, 200, 2000
200: terms ["20"], a search finds 20, 200, 2000
2000: terms ["20","0"], a search finds 2000
2024: terms ["202","4"], a search finds 2024
204: terms ["204"], a search finds 204
book: terms ["bok"], a search finds bok, book
bok: terms ["bok"], a search finds bok, book
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
