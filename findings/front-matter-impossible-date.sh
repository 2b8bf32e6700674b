#!/usr/bin/env bash
# A date that does not exist (2024-02-30) in a note's front matter, in five readers of YAML: an error
# that is not a YAML error, another day, or the text as it stands.
#
# Expected. YAML 1.1's timestamp type gives a pattern, and 2024-02-30 fits it. PyYAML's documentation
# says that its errors are all YAMLError; so a program that catches YAMLError is told of a bad note.
# Or the value is no date and stays a string, as it does with 2024-2-30.
#
# What happens.
#
#   reader                            2024-02-28    2024-02-30                      2024-2-30
#   PyYAML 6.0.4                      a date        ValueError, not a YAMLError     string
#   ruamel.yaml 0.19.1                a date        ValueError, not a YAMLError     string
#   js-yaml 3.15.2 (in gray-matter)   28 February   1 March                         string
#   js-yaml 5.5.0                     string        string                          string
#   yaml 2.9.1                        string        string                          string
#
# python-frontmatter 1.3.0 passes PyYAML's ValueError on as it is.
#
# Documented: no. PyYAML's manual names YAMLError as the base of its errors; gray-matter's README has
# nothing on dates.
#
# Why it matters. A slip of one digit in one note ends the whole build of a Python program that is
# prepared for broken YAML, while a JavaScript one publishes the note under a day that nobody wrote.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    PyYAML==6.0.4 ruamel.yaml==0.19.1 python-frontmatter==1.3.0
venv/bin/pip list 2>/dev/null | grep -E '^(PyYAML|ruamel.yaml|python-frontmatter) '
npm install --silent --no-audit --no-fund gray-matter@4.0.3 js-yaml3@npm:js-yaml@3.15.2 js-yaml@5.5.0 yaml@2.9.1
npm ls --all | grep -E 'gray-matter|yaml'

cat > look.py <<'PY'
import frontmatter
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError as RuamelError


def read(name, reader, kind, day, text):
    try:
        value = reader(text)["date"]
        print(name, day, "->", type(value).__name__, value)
    except Exception as error:
        told = "a YAML error" if isinstance(error, kind) else "not a YAML error"
        print(name, day, "->", f"{type(error).__name__}, {told}")


for day in ["2024-02-28", "2024-02-30", "2024-2-30"]:
    read("PyYAML", yaml.safe_load, yaml.YAMLError, day, f"date: {day}")
    read("ruamel.yaml", YAML(typ="safe", pure=True).load, RuamelError, day, f"date: {day}")
    read("python-frontmatter", frontmatter.loads, yaml.YAMLError, day, f"---\ndate: {day}\n---\n")
PY
cat > look.mjs <<'JS'
import matter from "gray-matter";
import js3 from "js-yaml3";
import * as js5 from "js-yaml";
import YAML from "yaml";

const named = (value) => (value instanceof Date ? "Date " + value.toISOString().slice(0, 10) : `${typeof value} ${value}`);
for (const day of ["2024-02-28", "2024-02-30", "2024-2-30"]) {
  const text = `date: ${day}\n`;
  console.log("gray-matter", day, "->", named(matter(`---\n${text}---\n`).data.date));
  console.log("js-yaml 3", day, "->", named(js3.safeLoad(text).date));
  console.log("js-yaml 5", day, "->", named(js5.load(text).date));
  console.log("yaml", day, "->", named(YAML.parse(text).date));
}
JS
{ venv/bin/python look.py; node look.mjs; } | tee seen.txt

cat > then.txt <<'TXT'
PyYAML 2024-02-28 -> date 2024-02-28
ruamel.yaml 2024-02-28 -> date 2024-02-28
python-frontmatter 2024-02-28 -> date 2024-02-28
PyYAML 2024-02-30 -> ValueError, not a YAML error
ruamel.yaml 2024-02-30 -> ValueError, not a YAML error
python-frontmatter 2024-02-30 -> ValueError, not a YAML error
PyYAML 2024-2-30 -> str 2024-2-30
ruamel.yaml 2024-2-30 -> str 2024-2-30
python-frontmatter 2024-2-30 -> str 2024-2-30
gray-matter 2024-02-28 -> Date 2024-02-28
js-yaml 3 2024-02-28 -> Date 2024-02-28
js-yaml 5 2024-02-28 -> string 2024-02-28
yaml 2024-02-28 -> string 2024-02-28
gray-matter 2024-02-30 -> Date 2024-03-01
js-yaml 3 2024-02-30 -> Date 2024-03-01
js-yaml 5 2024-02-30 -> string 2024-02-30
yaml 2024-02-30 -> string 2024-02-30
gray-matter 2024-2-30 -> string 2024-2-30
js-yaml 3 2024-2-30 -> string 2024-2-30
js-yaml 5 2024-2-30 -> string 2024-2-30
yaml 2024-2-30 -> string 2024-2-30
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
