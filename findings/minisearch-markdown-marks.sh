#!/usr/bin/env bash
# MiniSearch 7.2.0: words in `code`, ==highlight==, ~~strike~~, |cells| and $formulas$ of a Markdown
# text are not found, while words in **bold**, _italics_, [links] and "quotes" are.
#
# Expected. README: documents are tokenized by default at spaces and punctuation. The marks of Markdown
# are punctuation in every sense (CommonMark, "ASCII punctuation character", lists all of them), so a
# note's source can be indexed as it is, and marks fall away.
#
# What happens. Punctuation is Unicode's class P. Half of the ASCII marks are in class S, symbols:
# $ + < = > ^ ` | ~ . They stay with the word, and a search for the word alone finds nothing; a search
# for a prefix finds nothing either, since the mark comes first.
#
#   in the note    the term in the index   a search for the word   for its beginning
#   **word**       word                    found                   found
#   _word_         word                    found                   found
#   [word](x)      word                    found                   found
#   `word`         `word`                  not found               not found
#   ==word==       ==word==                not found               not found
#   ~~word~~       ~~word~~                not found               not found
#   |word|         |word|                  not found               not found
#   $word$         $word$                  not found               not found
#   word`          word`                   not found               found      (mark at the end only)
#
# Documented: as "Unicode space or punctuation"; which of the usual marks that leaves out is seen only
# in the expression.
#
# Why it matters. Sites that index a vault's Markdown instead of its text lose just the terms that were
# marked as important: code, highlights and the cells of tables.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund minisearch@7.2.0
npm ls --depth 0 | grep minisearch

cat > look.mjs <<'JS'
import MiniSearch from "minisearch";

for (const text of ["**word**", "_word_", "[word](x)", "`word`", "==word==", "~~word~~", "|word|", "$word$", "word`"]) {
  const index = new MiniSearch({ fields: ["text"] });
  index.add({ id: 1, text: `before ${text} behind` });
  const found = (query, options) => (index.search(query, options).length > 0 ? "found" : "not found");
  console.log(`${text}: ${found("word")}, by its beginning: ${found("wor", { prefix: true })}`);
}
JS
node look.mjs | tee seen.txt

cat > then.txt <<'TXT'
**word**: found, by its beginning: found
_word_: found, by its beginning: found
[word](x): found, by its beginning: found
`word`: not found, by its beginning: not found
==word==: not found, by its beginning: not found
~~word~~: not found, by its beginning: not found
|word|: not found, by its beginning: not found
$word$: not found, by its beginning: not found
word`: not found, by its beginning: found
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
