#!/usr/bin/env bash
# lzstring 1.0.4 (Python) against lz-string 1.5.0 (JavaScript): a character beyond U+FFFF comes back
# from the Python port as another character, and text from JavaScript comes back as halves.
#
# Expected. lzstring calls itself a port of lz-string, so the two should write the same text for the
# same input and read each other's. Obsidian's Excalidraw plugin keeps its drawings as lz-string's
# base64 in a note ("compressed-json"), so a Python program that reads a vault needs such a port.
#
# What happens. JavaScript's strings are of 16-bit units, and the format writes units. The port writes
# one "unit" for each Python character, of which the lower 16 bits survive:
#
#   character                     port, there and back    JavaScript's text, read by the port
#   U+FFFD (replacement)          U+FFFD                  U+FFFD
#   U+20BB7 (a Han character)     U+0BB7                  U+D842 U+DFB7 (two lone surrogates)
#   U+1D400 (bold A, formulas)    U+D400                  U+D835 U+DC00
#   U+10000 (first one beyond)    U+0000                  U+D800 U+DC00
#
# Neither gives an error. U+20BB7 turns into U+0BB7, no character at all, and U+1D400 into a Korean
# syllable. The lone surrogates raise UnicodeEncodeError later, when the text is written to a file.
#
# Documented: no.
#
# Why it matters. The text of a drawing is what a site searches and reads out. Rare Han characters in
# names and letters of formulas are silently exchanged, or the build ends at a place far from the cause.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lzstring==1.0.4
venv/bin/pip list 2>/dev/null | grep -E '^lzstring '
npm install --silent --no-audit --no-fund lz-string@1.5.0
npm ls --depth 0 | grep lz-string

cat > write.js <<'JS'
const { compressToBase64 } = require("lz-string");
for (const code of process.argv.slice(2)) console.log(compressToBase64(String.fromCodePoint(Number(code))));
JS

cat > look.py <<'PY'
import subprocess

from lzstring import LZString

codes = [0xFFFD, 0x20BB7, 0x1D400, 0x10000]
written = subprocess.run(
    ["node", "write.js", *map(str, codes)], capture_output=True, text=True, check=True
).stdout.split()
port = LZString()
named = lambda text: " ".join(f"U+{ord(character):04X}" for character in text)
for code, other in zip(codes, written):
    own = port.compressToBase64(chr(code))
    print(named(chr(code)), "there and back:", named(port.decompressFromBase64(own)), end="; ")
    print("from JavaScript:", named(port.decompressFromBase64(other)), "same base64:", own == other)
PY
venv/bin/python look.py | tee seen.txt

cat > then.txt <<'TXT'
U+FFFD there and back: U+FFFD; from JavaScript: U+FFFD same base64: True
U+20BB7 there and back: U+0BB7; from JavaScript: U+D842 U+DFB7 same base64: False
U+1D400 there and back: U+D400; from JavaScript: U+D835 U+DC00 same base64: False
U+10000 there and back: U+0000; from JavaScript: U+D800 U+DC00 same base64: False
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
