#!/usr/bin/env bash
# mdit-py-plugins 0.7.0, dollarmath: words in brackets behind a displayed formula vanish from the page,
# and become its id and the text of nothing.
#
# Expected. In Obsidian, in MathJax and in remark-math, $$a$$ (see below) is a formula and then words.
# The plugin's docstring: "allow_labels" is for equations with a label, $$...$$ (label), and is on by
# default. A label in that sense is a short name, such as eq1.
#
# What happens. Any words in brackets behind the closing dollars, up to the end of the line, are taken
# as a label: they are made an id, with hyphens for the spaces, and are not shown. With a comma or a
# word before the bracket, or text in front of the formula, it is another thing altogether.
#
#   in the note                  on the page
#   $$a$$ (eq1)                  the formula; id "eq1"
#   $$a$$ (see the note below)   the formula; id "see-the-note-below", the words are gone
#   $$a$$(see below)             the same without the space
#   $$a$$, (see below)           no displayed formula: a dollar, an inline formula, a dollar, the words
#   $$a$$ (see) below            likewise
#   x $$a$$ (see below)          likewise
#   $$a$$ / (see below) on the next line   the formula, then a paragraph with the words
#
# Documented: that there are labels; not that they may be whole sentences, which are then not shown.
#
# Why it matters. Explanations behind formulas, "(Bayes, see above)", are in the note and not on the
# site. Two formulas with the same words in brackets have the same id as well.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown-it-py==4.3.0 mdit-py-plugins==0.7.0
venv/bin/pip list 2>/dev/null | grep -E '^(markdown-it-py|mdit-py-plugins) '

cat > look.py <<'PY'
import re

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

md = MarkdownIt().use(dollarmath_plugin)
notes = ["$$a$$ (eq1)", "$$a$$ (see the note below)", "$$a$$(see below)", "$$a$$, (see below)", "$$a$$ (see) below",
         "x $$a$$ (see below)", "$$a$$\n(see below)"]
for note in notes:
    html = md.render(note)
    words = " ".join(re.sub(r"<[^>]*>", "", html).split())
    print(repr(note), "shows", repr(words), "ids", re.findall(r'\bid="([^"]*)"', html), "display" if "math block" in html else "inline")
PY
venv/bin/python look.py | tee seen.txt

cat > then.txt <<'TXT'
'$$a$$ (eq1)' shows '¶ a' ids ['eq1'] display
'$$a$$ (see the note below)' shows '¶ a' ids ['see-the-note-below'] display
'$$a$$(see below)' shows '¶ a' ids ['see-below'] display
'$$a$$, (see below)' shows '$a$, (see below)' ids [] inline
'$$a$$ (see) below' shows '$a$ (see) below' ids [] inline
'x $$a$$ (see below)' shows 'x $a$ (see below)' ids [] inline
'$$a$$\n(see below)' shows 'a (see below)' ids [] display
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
