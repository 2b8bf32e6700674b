#!/usr/bin/env bash
# mkdocs-obsidian-bridge 1.3.1 (with MkDocs 1.6.1): the folder of a link is compared as the end of a
# string, so [[art/Note]] leads to smart/Note.md.
#
# Expected. README: the plugin makes Obsidian's links work as they do in Obsidian, where a path in a
# link names folders: art/Note is a Note in a folder called art, and in no other.
#
# What happens. A candidate fits if its full path ends with the characters of the link. "smart/Note.md"
# ends with "art/Note.md". Of several that fit, the one with the fewest steps from the page wins, so
# the wrong folder even wins over the right one when the page lies in it.
#
#   link in the page         files                             leads to
#   x/Page.md: [[art/Note]]   art/Note.md, smart/Note.md        art/Note.md    (same distance, first)
#   smart/Page.md: the same   art/Note.md, smart/Note.md        smart/Note.md  (art/Note.md is there!)
#   x/Page.md: the same       smart/Note.md                     smart/Note.md  (should be a missing link)
#   x/Page.md: the same       smarts/Note.md                    nothing        (the end differs)
#
# Documented: no; the README speaks of the shortest path among the files that fit.
#
# Why it matters. Folders such as art and smart, log and blog, work and homework are usual, and
# Obsidian itself writes the folder into a link exactly when a name is ambiguous.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-obsidian-bridge==1.3.1
venv/bin/pip list 2>/dev/null | grep -E '^(mkdocs|mkdocs-obsidian-bridge) '

printf 'site_name: Notes\nplugins:\n  - obsidian-bridge\n' > mkdocs.yml

: > seen.txt
try() {    # the page that links, then the folders that have a Note
    local page=$1 folder
    shift
    rm -rf docs site
    mkdir -p "docs/$(dirname "$page")"
    echo '# Start' > docs/index.md
    for folder in "$@"; do mkdir -p "docs/$folder"; echo "# $folder" > "docs/$folder/Note.md"; done
    echo 'See [[art/Note]]' > "docs/$page.md"
    venv/bin/mkdocs build --quiet > told.txt 2>&1
    link=$(grep -o 'See <a href="[^"]*"' "site/$page/index.html" | cut -d'"' -f2)
    echo "$page, Note in $*: $link" | tee -a seen.txt
}
try x/Page art smart
try smart/Page art smart
try x/Page smart
try x/Page smarts

cat > then.txt <<'TXT'
x/Page, Note in art smart: ../../art/Note/
smart/Page, Note in art smart: ../Note/
x/Page, Note in smart: ../../smart/Note/
x/Page, Note in smarts: art/Note
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
