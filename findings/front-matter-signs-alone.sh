#!/usr/bin/env bash
# A property whose value is the sign = or << in four readers of YAML: an error in both of Python, a text
# in both of JavaScript.
#
# Expected. `symbol: =` and `next: <<` are texts; nothing of YAML begins with these signs in a value.
#
# What happens. YAML 1.1 has a type for each: "=" for the default value of a mapping, "<<" for merging.
# Both are meant for keys. PyYAML gives the type to values too, and safe_load has no constructor for it:
# the error says "could not determine a constructor for the tag", and all of the front matter is lost.
# ruamel.yaml does the same, though it reads YAML 1.2, whose core schema has neither type.
#
#   written        PyYAML 6.0.4   ruamel 0.19.1   js-yaml 5.5.0   yaml 2.7.0
#   symbol: =      error          error           "="             "="
#   next: <<       error          error           "<<"            "<<"
#   list: [=, a]   error          error           ["=", "a"]      ["=", "a"]
#   symbol: ==     "=="           "=="            "=="            "=="
#
# Documented: the types are, by YAML 1.1; that they make a document unreadable is not.
#
# Why it matters. Notes on mathematics, programs and keyboards have such values. An editor reads them,
# and a site generator in Python stops, or drops the properties.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1
venv/bin/pip list 2>/dev/null | grep -E '^(PyYAML|ruamel.yaml) '
npm install --silent --no-audit --no-fund js-yaml@5.5.0 yaml@2.7.0
npm ls --depth 0 | grep yaml

printf '%s\n' 'symbol: =' 'next: <<' 'list: [=, a]' 'symbol: ==' > notes.txt
cat > look.py <<'PY'
import json

import yaml
from ruamel.yaml import YAML

for written in open("notes.txt").read().splitlines():
    shown = []
    for load in (yaml.safe_load, YAML(typ="safe", pure=True).load):
        try:
            shown.append(json.dumps(*load(written).values()))
        except Exception:
            shown.append("error")
    print(written, *shown, sep=" | ")
PY
cat > look.mjs <<'JS'
import { readFileSync } from "node:fs";
import * as js from "js-yaml";
import YAML from "yaml";

for (const written of readFileSync("notes.txt", "utf8").trimEnd().split("\n")) {
  const shown = [js.load, YAML.parse].map((load) => {
    try {
      return JSON.stringify(Object.values(load(written))[0]).replace(",", ", ");
    } catch {
      return "error";
    }
  });
  console.log(shown.join(" | "));
}
JS
venv/bin/python look.py > python.txt
node look.mjs > node.txt
paste -d'|' python.txt node.txt | sed 's/|\([^ ]\)/ | \1/' | tee seen.txt

cat > then.txt <<'TXT'
symbol: = | error | error | "=" | "="
next: << | error | error | "<<" | "<<"
list: [=, a] | error | error | ["=", "a"] | ["=", "a"]
symbol: == | "==" | "==" | "==" | "=="
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
