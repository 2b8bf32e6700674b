#!/usr/bin/env bash
# remark-parse 8.0.3 against 11.0.0 and markdown-it 15.0.3: of a paragraph above a line of dashes, the
# last line is the heading in the old one, and the whole paragraph in the new ones.
#
# Expected. Versions 8 and 11 of one parser cut a note into the same headings.
#
# What happens. CommonMark (0.31, "setext headings") lets a heading have several lines; remark-parse 8
# is older than that and reads one. It also wants the line of dashes to begin and end without spaces.
#
#   in the note       remark-parse 8               remark-parse 11, markdown-it
#   one⏎two⏎---       paragraph, heading "two"     heading "one⏎two"
#   one⏎two⏎===       paragraph, heading "two"     heading "one⏎two"
#   one⏎  ---         paragraph, rule              heading "one"
#   one⏎---␣          paragraph, rule              heading "one"
#
# Documented: each is right by the rules of its time. (Obsidian's credits name remark-parse, without a
# number.)
#
# Why it matters. A rule that was typed without an empty line above it makes a heading of one line in
# the one, and of a whole paragraph in the other: with its outline, its id and the links to it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund unified@11.0.5 remark-parse@11.0.0 markdown-it@15.0.3 \
    unified9@npm:unified@9.2.2 remark-parse8@npm:remark-parse@8.0.3
npm ls --depth 0 | grep -E 'remark|markdown-it'

cat > look.mjs <<'JS'
import { createRequire } from "node:module";
import { unified } from "unified";
import remarkParse from "remark-parse";
import MarkdownIt from "markdown-it";

const require = createRequire(import.meta.url);
const old = require("unified9")().use(require("remark-parse8"));
const current = unified().use(remarkParse);
const text = (node) => node.value ?? (node.children ?? []).map(text).join("");
const headings = (tree) => tree.children.filter((node) => node.type === "heading").map(text);
const ours = (tokens) => tokens.filter((_, i) => tokens[i - 1]?.type === "heading_open").map((token) => token.content);
for (const note of ["one\ntwo\n---\n", "one\ntwo\n===\n", "one\n  ---\n", "one\n--- \n"]) {
  const found = [headings(old.parse(note)), headings(current.parse(note)), ours(new MarkdownIt().parse(note, {}))];
  console.log(JSON.stringify(note), ...found.map((list) => JSON.stringify(list)));
}
JS
node look.mjs | tee seen.txt

cat > then.txt <<'TXT'
"one\ntwo\n---\n" ["two"] ["one\ntwo"] ["one\ntwo"]
"one\ntwo\n===\n" ["two"] ["one\ntwo"] ["one\ntwo"]
"one\n  ---\n" [] ["one"] ["one"]
"one\n--- \n" [] ["one"] ["one"]
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
