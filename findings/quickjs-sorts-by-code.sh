#!/usr/bin/env bash
# quickjs-ng 0.17.0.2 (Python) against V8 (Node 20): localeCompare sorts by character code and takes no
# notice of its options, and dates and numbers are written one way for every language; nothing fails.
#
# Expected. ECMA-262 with ECMA-402: localeCompare(that, locales, options) sorts by the rules of the
# language, { numeric: true } sorts "note 9" before "note 10", and toLocaleString("de") writes numbers
# as in German. An engine without ECMA-402 may leave the language out, but ECMA-262 says for it that
# the arguments must not be used for anything else, so a script cannot tell from an error.
#
# What happens. The same script, run when a site is built and again in the reader's browser:
#
#   expression                                         quickjs-ng      V8
#   sort zebra, Apple, ähre, apple                     Apple apple zebra ähre   ähre apple Apple zebra
#   sort note 10, note 9 with numeric                  note 10, note 9          note 9, note 10
#   "résumé" = "resume" with sensitivity "base"        no                       yes
#   (1234.5).toLocaleString("de")                      1234.5                   1.234,5
#   5 January 2024 .toLocaleDateString("de")           01/05/2024               5.1.2024
#   "i".toLocaleUpperCase("tr")                        I                        İ
#   "ö" = "o" + U+0308 (composed or not)               yes                      yes
#   typeof Intl                                        undefined                object
#
# Documented: that there is no Intl; not that the methods which belong to it are there all the same.
# (V8's order is that of English, as Node has it by default.)
#
# Why it matters. An index of notes that is sorted in Python with QuickJS and searched or extended in
# the browser is in two orders, and a date such as 01/05/2024 is published for readers of German.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check quickjs-ng==0.17.0.2
venv/bin/pip list 2>/dev/null | grep -E '^quickjs-ng '
node --version

cat > expressions.txt <<'TXT'
["zebra", "Apple", "ähre", "apple"].sort((a, b) => a.localeCompare(b, "en")).join()
["note 10", "note 9"].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).join()
"résumé".localeCompare("resume", "en", { sensitivity: "base" }) === 0
(1234.5).toLocaleString("de")
new Date(Date.UTC(2024, 0, 5, 12)).toLocaleDateString("de", { timeZone: "UTC" })
"i".toLocaleUpperCase("tr")
"ö".localeCompare("o\u0308") === 0
typeof Intl
TXT
cat > look.py <<'PY'
import subprocess

import quickjs

context = quickjs.Context()
for expression in open("expressions.txt", encoding="utf-8").read().splitlines():
    script = f"String({expression})"
    by_v8 = subprocess.run(["node", "-p", script], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{expression} -> quickjs-ng {context.eval(script)}; V8 {by_v8}")
PY
TZ=UTC venv/bin/python look.py | tee seen.txt

cat > then.txt <<'TXT'
["zebra", "Apple", "ähre", "apple"].sort((a, b) => a.localeCompare(b, "en")).join() -> quickjs-ng Apple,apple,zebra,ähre; V8 ähre,apple,Apple,zebra
["note 10", "note 9"].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).join() -> quickjs-ng note 10,note 9; V8 note 9,note 10
"résumé".localeCompare("resume", "en", { sensitivity: "base" }) === 0 -> quickjs-ng false; V8 true
(1234.5).toLocaleString("de") -> quickjs-ng 1234.5; V8 1.234,5
new Date(Date.UTC(2024, 0, 5, 12)).toLocaleDateString("de", { timeZone: "UTC" }) -> quickjs-ng 01/05/2024; V8 5.1.2024
"i".toLocaleUpperCase("tr") -> quickjs-ng I; V8 İ
"ö".localeCompare("o\u0308") === 0 -> quickjs-ng true; V8 true
typeof Intl -> quickjs-ng undefined; V8 object
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
