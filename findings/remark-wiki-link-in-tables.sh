#!/usr/bin/env bash
# remark-wiki-link 2.0.1 with remark-gfm 4.0.1: a link with other words in the cell of a table leads to
# a note whose name ends with a backslash.
#
# Expected. Obsidian's help, "Tables": in a cell the bar of a link is written as \|, so that it does
# not end the cell: [[Note\|words]]. GitHub's specification of tables (GFM, 4.10) says the same of any
# bar, inside of other inline markup too. So in a table, [[Note\|words]] is a link to Note.
#
# What happens. remark-gfm keeps the cell in one piece, and takes the backslash away in code and text
# only. remark-wiki-link divides the raw characters at the bar, so the name is "Note\". A plain link
# is right, and outside of tables so is one with words.
#
#   where              in the note          leads to
#   in a paragraph     [[Note|words]]       note
#   in a table         [[Note]]             note
#   in a table         [[Note\|words]]      note\        (no such page)
#   in a table         [[Note|words]]       no link: the cell ends at the bar
#   in a paragraph     [[Note\|words]]      note\
#   in a table         `[[Note\|words]]`    code, without the backslash (as GFM has it)
#
# Documented: no; aliasDivider is, with ":" as its default, which is why it is set here.
#
# Why it matters. Obsidian writes the backslash itself when one links in a table. All such links of a
# vault are broken on the site, while their words look right.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund unified@11.0.5 remark-parse@11.0.0 remark-gfm@4.0.1 remark-wiki-link@2.0.1
npm ls --depth 0 | grep remark

cat > look.mjs <<'JS'
import { unified } from "unified";
import remarkParse from "remark-parse";
import remarkGfm from "remark-gfm";
import remarkWikiLink from "remark-wiki-link";

const reader = unified().use(remarkParse).use(remarkGfm).use(remarkWikiLink, { aliasDivider: "|" });
const links = (node) =>
  node.type === "wikiLink" ? [`${node.data.permalink} shown as ${node.data.alias}`]
  : node.type === "inlineCode" ? [`code ${node.value}`]
  : (node.children ?? []).flatMap(links);

const show = (where, text, note) => console.log(where, text, "->", links(reader.parse(note)).join("; ") || "no link");
for (const text of ["[[Note]]", "[[Note|words]]", "[[Note\\|words]]", "`[[Note\\|words]]`"]) {
  show("in a paragraph:", text, `Some ${text}`);
  show("in a table:", text, `| Head |\n| ---- |\n| ${text} |\n`);
}
JS
node look.mjs | tee seen.txt

cat > then.txt <<'TXT'
in a paragraph: [[Note]] -> note shown as Note
in a table: [[Note]] -> note shown as Note
in a paragraph: [[Note|words]] -> note shown as words
in a table: [[Note|words]] -> no link
in a paragraph: [[Note\|words]] -> note\ shown as words
in a table: [[Note\|words]] -> note\ shown as words
in a paragraph: `[[Note\|words]]` -> code [[Note\|words]]
in a table: `[[Note\|words]]` -> code [[Note|words]]
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
