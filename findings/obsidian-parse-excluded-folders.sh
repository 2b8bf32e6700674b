#!/usr/bin/env bash
# obsidian-parse 0.1.1: Obsidian's list of excluded folders is read as regular expressions, so folders
# with a bracket or a plus in their name are not excluded, and others are that nobody named.
#
# Expected. README: a folder is read by the ignore rules in .obsidian/app.json. Obsidian's dialog for
# them ("Excluded files") asks for a path, or for a regular expression between slashes, such as
# /draft$/. An entry Drafts/ means the folder Drafts at the top of the vault.
#
# What happens. Every entry is compiled as a regular expression and looked for anywhere in the path.
#
#   entry         what Obsidian leaves out       what obsidian-parse leaves out
#   Drafts/       Drafts/                        Drafts/, My Drafts/
#   (Drafts)/     (Drafts)/                      Drafts/, My Drafts/, but not (Drafts)/
#   C++/          C++/                           C++/ no longer: see below
#   2024.01/      2024.01/                       2024.01/, 2024x01/
#   /^Drafts/     Drafts/                        nothing, for no path begins with a slash
#
# An entry that Python cannot compile, such as "*old*/", is passed over without a word. "C++" is one
# before Python 3.11; from 3.11 on it is a "possessive" repetition, compiles, and fits "C/" but never
# "C++/".
#
# Documented: in the source only, which speaks of regular expressions, and of doing as Obsidian does.
#
# Why it matters. A folder that its owner excluded is read all the same and lands in the graph or the
# site that is made with it, and a folder beside it is missing, both without a warning.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check obsidian-parse==0.1.1
venv/bin/pip list 2>/dev/null | grep -E '^obsidian-parse '
venv/bin/python --version

mkdir -p vault/.obsidian
for folder in '(Drafts)' 'Drafts' 'My Drafts' 'C++' '2024.01' '2024x01'; do
    mkdir "vault/$folder"
    echo "[[Other]]" > "vault/$folder/Note in $folder.md"
done

cat > look.py <<'PY'
import json
from pathlib import Path

from obsidian_parse import parse

folders = sorted(p.name for p in Path("vault").iterdir() if not p.name.startswith("."))
for entry in ["Drafts/", "(Drafts)/", "C++/", "*old*/", "2024.01/", "/^Drafts/"]:
    Path("vault/.obsidian/app.json").write_text(json.dumps({"userIgnoreFilters": [entry]}))
    read = {result.path.parent.name for result in parse(["vault"])}
    print(entry, "leaves out", [name for name in folders if name not in read])
PY
venv/bin/python look.py | tee seen.txt

cat > then.txt <<'TXT'
Drafts/ leaves out ['Drafts', 'My Drafts']
(Drafts)/ leaves out ['Drafts', 'My Drafts']
C++/ leaves out []
*old*/ leaves out []
2024.01/ leaves out ['2024.01', '2024x01']
/^Drafts/ leaves out []
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
