#!/usr/bin/env bash
# remark-parse 8.0.3 against 11.0.0 and markdown-it 15.0.3: in Chinese and Japanese, bold words that end
# with a mark of punctuation are bold in the old one and show their asterisks in the new ones.
#
# Expected. Versions 8 and 11 of one parser, and the other one, read the same Markdown, and bold words
# stay bold. These languages have no spaces between words; whether bold words end with a full-width
# colon, bracket or quotation mark is chance. (Obsidian's credits name remark-parse, without a number.)
#
# What happens. CommonMark (0.31, "left-flanking" and "right-flanking" runs): a closing ** behind a mark
# of punctuation must be followed by a space or by punctuation. A character of Chinese is neither.
# remark-parse 8 is older than that rule.
#
#   in the note            remark-parse 8   remark-parse 11, markdown-it
#   **强调**文字            bold             bold         (no punctuation inside)
#   **强调：**文字          bold             asterisks
#   **强调：** 文字         bold             bold         (a space behind)
#   **强调：**，文字        bold             bold         (punctuation behind)
#   这是**“强调”**文字      bold             asterisks
#   Das **„Wort“**chen     bold             asterisks    (not for these languages alone)
#
# Documented: by CommonMark's rules the newer ones are right; the specification's issue 650 has the case
# of these languages, open.
#
# Why it matters. A site that moves to a newer parser shows bare ** where words were bold, in a few
# places of each note, and nothing reports them.
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
const bold = (node) => node.type === "strong" || (node.children ?? []).some(bold);
const named = (is) => (is ? "bold" : "asterisks");
for (const note of ["**强调**文字", "**强调：**文字", "**强调：** 文字", "**强调：**，文字", "这是**“强调”**文字", "Das **„Wort“**chen"]) {
  const html = new MarkdownIt().render(note);
  console.log(note, named(bold(old.parse(note))), named(bold(current.parse(note))), named(html.includes("<strong>")));
}
JS
node look.mjs | tee seen.txt

cat > then.txt <<'TXT'
**强调**文字 bold bold bold
**强调：**文字 bold asterisks asterisks
**强调：** 文字 bold bold bold
**强调：**，文字 bold bold bold
这是**“强调”**文字 bold asterisks asterisks
Das **„Wort“**chen bold asterisks asterisks
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
