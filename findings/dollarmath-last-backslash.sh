#!/usr/bin/env bash
# mdit-py-plugins 0.7.0: a formula that begins a paragraph is no formula if the paragraph ends in a
# backslash, however far away.
#
# Expected. `$x$` is a formula unless a backslash stands before its sign.
#
# What happens. Whether a sign is escaped is asked by walking backwards over backslashes. The walk goes
# one step before the first character, and there Python's index -1 is the last character of the text.
#
#   in the note            what is shown
#   $x$ and text           a formula
#   text $x$ and \         a formula
#   $x$ and text \         dollars
#   $x$ and text \\        dollars
#   \\$x$ and text \       dollars        (an escaped backslash, then a formula)
#
# Documented: nothing about it. A backslash that ends a line is a line break in CommonMark, so one is
# left at the end of a paragraph, an item or a cell whenever the line after it is deleted.
#
# Why it matters. The formula is shown as TeX with its dollars, and the cause stands lines below it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mdit-py-plugins==0.7.0 markdown-it-py==4.3.0
venv/bin/pip list 2>/dev/null | grep -E '^(mdit-py-plugins|markdown-it-py) '

cat > look.py <<'PY'
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

md = MarkdownIt().use(dollarmath_plugin)
for note in ("$x$ and text", "text $x$ and \\", "$x$ and text \\", "$x$ and text \\\\", "\\\\$x$ and text \\"):
    kinds = [token.type for token in md.parse(note)[1].children]
    print(note, "->", "a formula" if "math_inline" in kinds else "dollars")
PY
venv/bin/python look.py | tee seen.txt

cat > then.txt <<'TXT'
$x$ and text -> a formula
text $x$ and \ -> a formula
$x$ and text \ -> dollars
$x$ and text \\ -> dollars
\\$x$ and text \ -> dollars
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
