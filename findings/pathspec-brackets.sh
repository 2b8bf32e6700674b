#!/usr/bin/env bash
# pathspec 1.1.1 (GitIgnoreSpec) against git check-ignore: brackets in a pattern. Named classes such as
# [[:digit:]] fit nothing, and a negated bracket fits a slash.
#
# Expected. pathspec's README: GitIgnoreSpec replicates git's behaviour, edge cases too. git's manual,
# gitignore: patterns are those of fnmatch(3) with FNM_PATHNAME, where "*", "?" and brackets do not
# fit a slash, and fnmatch has the named classes of POSIX. So one .gitignore, one answer.
#
# What happens.
#
#   pattern                 git ignores                pathspec ignores
#   draft-[0-9].md          draft-1.md                 draft-1.md
#   draft-[[:digit:]].md    draft-1.md                 nothing
#   draft-[![:digit:]].md   draft-a.md, draft-].md     nothing
#   draft-[]].md            draft-].md                 draft-].md
#   draft-[\]].md           draft-].md                 nothing        (an escaped bracket)
#   note?s.md               noteXs.md                  noteXs.md
#   note[!0-9]s.md          noteXs.md                  noteXs.md and note/s.md
#   note[.-0]s.md           nothing                    note/s.md      ("/" lies between "." and "0")
#   draft-[z-a].md          nothing                    re.error, not a GitIgnorePatternError
#
# Documented: no. The notes to pathspec 1.1.0 say that a pattern with an invalid range is passed over,
# as git does; a reversed range is not among those.
#
# Why it matters. What a vault's owner keeps out of git with such a pattern is left out of a published
# site only if the generator reads it alike: notes that git ignores are published, others are missing.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pathspec==1.1.1
venv/bin/pip list 2>/dev/null | grep -E '^pathspec '
git --version
git init --quiet vault

cat > look.py <<'PY'
import re
import subprocess
import warnings

from pathspec import GitIgnoreSpec

warnings.simplefilter("ignore", FutureWarning)
notes = ["draft-1.md", "draft-a.md", "draft-].md", "noteXs.md", "note/s.md"]
patterns = ["draft-[0-9].md", "draft-[[:digit:]].md", "draft-[![:digit:]].md", "draft-[]].md", r"draft-[\]].md",
            "note?s.md", "note[!0-9]s.md", "note[.-0]s.md", "draft-[z-a].md"]
for pattern in patterns:
    with open("vault/.gitignore", "w") as file:
        file.write(pattern + "\n")
    asked = ["git", "-C", "vault", "check-ignore", "--no-index", "--stdin"]
    by_git = subprocess.run(asked, input="\n".join(notes) + "\n", capture_output=True, text=True).stdout.split()
    try:
        spec = GitIgnoreSpec.from_lines([pattern])
        by_pathspec = [note for note in notes if spec.match_file(note)]
    except re.error as error:
        by_pathspec = f"re.error: {error.msg}"
    print(pattern, by_git, by_pathspec)
PY
venv/bin/python look.py | tee seen.txt

cat > then.txt <<'TXT'
draft-[0-9].md ['draft-1.md'] ['draft-1.md']
draft-[[:digit:]].md ['draft-1.md'] []
draft-[![:digit:]].md ['draft-a.md', 'draft-].md'] []
draft-[]].md ['draft-].md'] ['draft-].md']
draft-[\]].md ['draft-].md'] []
note?s.md ['noteXs.md'] ['noteXs.md']
note[!0-9]s.md ['noteXs.md'] ['noteXs.md', 'note/s.md']
note[.-0]s.md [] ['note/s.md']
draft-[z-a].md [] re.error: bad character range z-a
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
