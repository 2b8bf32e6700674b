#!/usr/bin/env bash
# Python-Markdown 3.11.3, slugify_unicode: the ids of headings lose the vowel signs of Hindi, Thai,
# Arabic and others, so different headings share one id; GitHub's ids (github-slugger 2.0.0) keep them.
#
# Expected. Python-Markdown's documentation of its extension "toc": slugify_unicode keeps Unicode
# characters in ids, unlike the default, which keeps ASCII only. For a heading in Hindi that means its
# letters, and the vowel signs with them (Unicode's property "Alphabetic" has them too).
#
# What happens. What is not \w, a space or a hyphen is removed, and Python's \w has letters and digits,
# but no combining marks (classes Mn and Mc).
#
#   heading                       slugify_unicode    github-slugger
#   किताब (book)                   कतब                किताब
#   कुतुब (poles)                   कतब                कुतुब        (the same id as the book's)
#   ที่นี่ (here, Thai)             ทน                 ที่นี่
#   عَلَم (flag, with vowels)       علم                عَلَم
#   Café, e with U+0301           cafe               café (as written)
#   Café, one character           café               café
#
# The last two are the same word: the id depends on which form the keyboard or the file system gave.
#
# Documented: no; the name and the text speak of Unicode as a whole.
#
# Why it matters. MkDocs sites for these languages are told to use slugify_unicode. Links to headings
# that were made elsewhere (GitHub, Obsidian exports) miss, and two headings of one page get ids with
# "_1" that change places when a section is moved.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Markdown==3.11.3
venv/bin/pip list 2>/dev/null | grep -E '^Markdown '
npm install --silent --no-audit --no-fund github-slugger@2.0.0
npm ls --depth 0 | grep github-slugger

cat > slug.mjs <<'JS'
import { slug } from "github-slugger";
for (const heading of process.argv.slice(2)) console.log(slug(heading));
JS
cat > look.py <<'PY'
import subprocess

import markdown
from markdown.extensions.toc import TocExtension, slugify_unicode

headings = ["किताब", "कुतुब", "ที่นี่", "عَلَم", "Cafe\u0301", "Caf\u00e9"]
by_github = subprocess.run(["node", "slug.mjs", *headings], capture_output=True, text=True, check=True).stdout.split()
codes = lambda text: " ".join(f"{ord(character):04X}" for character in text)
for heading, other in zip(headings, by_github):
    own = slugify_unicode(heading, "-")
    print(f"{codes(heading)} -> {codes(own)}; github-slugger keeps all: {other == heading.lower()}")

page = markdown.markdown(f"# {headings[0]}\n\n# {headings[1]}\n", extensions=[TocExtension(slugify=slugify_unicode)])
print([part.split('"')[1].replace(slugify_unicode(headings[0], "-"), "SAME") for part in page.splitlines()])
PY
venv/bin/python look.py | tee seen.txt

cat > then.txt <<'TXT'
0915 093F 0924 093E 092C -> 0915 0924 092C; github-slugger keeps all: True
0915 0941 0924 0941 092C -> 0915 0924 092C; github-slugger keeps all: True
0E17 0E35 0E48 0E19 0E35 0E48 -> 0E17 0E19; github-slugger keeps all: True
0639 064E 0644 064E 0645 -> 0639 0644 0645; github-slugger keeps all: True
0043 0061 0066 0065 0301 -> 0063 0061 0066 0065; github-slugger keeps all: True
0043 0061 0066 00E9 -> 0063 0061 0066 00E9; github-slugger keeps all: True
['SAME', 'SAME_1']
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
