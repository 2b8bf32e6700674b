#!/usr/bin/env bash
# lunr 2.3.9: letters outside A to Z are cut from the ends of words, so "été" is indexed as "t", and
# words of other scripts are not indexed at all; no error says so.
#
# Expected. lunr's guide, "Core concepts": the default pipeline has a trimmer that removes punctuation
# from the ends of words, a filter of English stop words and a stemmer. "é" and "Ü" are letters, so an
# index of French or German words should at least find them as they are written.
#
# What happens. The trimmer removes what JavaScript's \W stands for, that is all but A to Z, digits
# and "_". Search terms are not trimmed, only the index is:
#
#   in a note   in the index   a search for it finds   a search for this finds it
#   naïve       naïv           yes                     naïve        (inside: kept)
#   café        caf            no                      caf
#   Übung       bung           no                      bung
#   été         t              no                      t
#   été!        t              no                      t            (like the "t" of t-shirt)
#   Привет      (empty)        no                      nothing
#
# Documented: half. The guide's page on languages says that English is the default and that
# lunr-languages adds others; a comment on the trimmer warns of "non latin characters". French, German
# and Icelandic are written in Latin ones; that words are cut, and the index is silent, is not said.
#
# Why it matters. MkDocs' search is lunr with English as default, and so is that of many gardens. One
# French or German note in an English site cannot be found by its own title.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund lunr@2.3.9
npm ls --depth 0 | grep lunr

cat > look.js <<'JS'
const lunr = require("lunr");

for (const word of ["naïve", "café", "Übung", "été", "été!", "Привет"]) {
  const index = lunr(function () {
    this.ref("id");
    this.field("text");
    this.add({ id: "Note", text: word });
  });
  const terms = Object.keys(index.invertedIndex);
  console.log(`${word}: indexed as ${JSON.stringify(terms)}, found by itself: ${index.search(word).length > 0}`);
}
JS
node look.js | tee seen.txt

cat > then.txt <<'TXT'
naïve: indexed as ["naïv"], found by itself: true
café: indexed as ["caf"], found by itself: false
Übung: indexed as ["bung"], found by itself: false
été: indexed as ["t"], found by itself: false
été!: indexed as ["t"], found by itself: false
Привет: indexed as [""], found by itself: false
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
