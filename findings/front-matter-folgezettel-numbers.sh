#!/usr/bin/env bash
# The number of a note in its front matter (id: 1e2, 010, 10:30) in five readers of YAML: a string
# in one, a hundred in the next, and the turn comes at another place in each.
#
# Expected. Notes are numbered by hand: Folgezettel (21, 21a, 21e5), numbers with zeros in front (007,
# 010), times of day. YAML 1.1 and 1.2 give patterns for numbers, so a value should at least be of the
# same type as its neighbours are.
#
# What happens. 21d5 is a string everywhere; 21e5 is 2100000 in all but PyYAML, which wants a point in
# a float. 007 is 7 everywhere; 008 and 010 part: base eight in PyYAML and js-yaml 3, where 008 is a
# string, since 8 is no such digit, and 010 is eight. A time before ten o'clock is a string everywhere;
# one from ten on is a number of minutes in base sixty, in PyYAML and js-yaml 3.
#
#   written   PyYAML 6.0.4   ruamel 0.19.1   js-yaml 3.15.2   js-yaml 5.5.0   yaml 2.9.1
#   21d5      "21d5"         "21d5"          "21d5"           "21d5"          "21d5"
#   21e5      "21e5"         2100000         2100000          2100000         2100000
#   007       7              7               7                7               7
#   008       "008"          8               "008"            8               8
#   010       8              10              8                10              10
#   09:30     "09:30"        "09:30"         "09:30"          "09:30"         "09:30"
#   10:30     630            "10:30"         630              "10:30"         "10:30"
#   1_2       12             12              12               "1_2"           "1_2"
#
# Documented: each version of YAML documents its own types. No reader tells its user which notes it
# reads unlike the others; PyYAML's "21e5" follows the text of YAML 1.1, and js-yaml 3, also a reader
# of 1.1, does not. ruamel.yaml reads 1.2, which has no "_" in numbers, and takes it all the same.
#
# Why it matters. An editor, a plugin and a site generator read the same vault with different ones of
# these. Links by number, sorting, and permalinks made of an id come out differently, for a few notes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1
venv/bin/pip list 2>/dev/null | grep -E '^(PyYAML|ruamel.yaml) '
npm install --silent --no-audit --no-fund js-yaml3@npm:js-yaml@3.15.2 js-yaml@5.5.0 yaml@2.9.1
npm ls --depth 0 | grep yaml

cat > notes.txt <<'TXT'
21d5
21e5
007
008
010
09:30
10:30
1_2
TXT
cat > look.py <<'PY'
import json

import yaml
from ruamel.yaml import YAML

for written in open("notes.txt").read().split():
    read = [yaml.safe_load(f"id: {written}"), YAML(typ="safe", pure=True).load(f"id: {written}")]
    shown = [json.dumps(int(value["id"]) if isinstance(value["id"], float) else value["id"]) for value in read]
    print(written, *shown)
PY
cat > look.mjs <<'JS'
import { readFileSync } from "node:fs";
import js3 from "js-yaml3";
import * as js5 from "js-yaml";
import YAML from "yaml";

for (const written of readFileSync("notes.txt", "utf8").trim().split("\n")) {
  const text = `id: ${written}`;
  console.log(...[js3.safeLoad(text), js5.load(text), YAML.parse(text)].map((value) => JSON.stringify(value.id)));
}
JS
venv/bin/python look.py > python.txt
node look.mjs > node.txt
paste -d' ' python.txt node.txt | tee seen.txt

cat > then.txt <<'TXT'
21d5 "21d5" "21d5" "21d5" "21d5" "21d5"
21e5 "21e5" 2100000 2100000 2100000 2100000
007 7 7 7 7 7
008 "008" 8 "008" 8 8
010 8 10 8 10 10
09:30 "09:30" "09:30" "09:30" "09:30" "09:30"
10:30 630 "10:30" 630 "10:30" "10:30"
1_2 12 12 12 "1_2" "1_2"
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
