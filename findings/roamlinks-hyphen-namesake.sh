#!/usr/bin/env bash
# mkdocs-roamlinks-plugin 0.3.2 (with MkDocs 1.6.1): a link that names a note exactly leads to another
# note, if that one differs only in hyphens, underscores, spaces or case and lies deeper.
#
# Expected. README: [[wikilinks]] are found anywhere under the docs folder by their file name. A note
# called exactly as the link says should win over one that is merely spelled like it.
#
# What happens. Both names are first reduced: lower case, without "-", "_", " " and ".md". Then every
# file of the folder is walked over, and the last one that fits is kept, so the exact name has no
# precedence; a folder is walked through after the files beside it, so the deeper one wins.
#
#   files                                 link in index.md   leads to
#   Resort.md                             [[Resort]]         Resort.md
#   Resort.md, trips/Re-sort.md           [[Resort]]         trips/Re-sort.md
#   Resort.md, trips/re sort.md           [[Resort]]         trips/re sort.md
#   Resort.md, trips/Resorts.md           [[Resort]]         Resort.md
#   Resort.md, trips/Re.mdsort.md         [[Resort]]         trips/Re.mdsort.md   (".md" goes anywhere)
#
# Documented: a comment in the source says that "-", "_" and spaces are ignored; neither README nor
# comment says that the exact name loses.
#
# Why it matters. Re-sign and resign, co-op and coop, "to do" and todo are different notes. No warning
# is given, for a note was found.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-roamlinks-plugin==0.3.2
venv/bin/pip list 2>/dev/null | grep -E '^(mkdocs|mkdocs-roamlinks-plugin) '

printf 'site_name: Notes\nplugins:\n  - roamlinks\n' > mkdocs.yml

: > seen.txt
for other in '' 'Re-sort.md' 're sort.md' 'Resorts.md' 'Re.mdsort.md'; do
    rm -rf docs site
    mkdir -p docs/trips
    echo '[[Resort]]' > docs/index.md
    echo 'A place for holidays' > docs/Resort.md
    if [ -n "$other" ]; then echo 'Another note' > "docs/trips/$other"; fi
    venv/bin/mkdocs build --quiet
    link=$(grep -o 'href="[^"]*">Resort</a></p>' site/index.html | cut -d'"' -f2)
    echo "Resort.md and ${other:-nothing else}: [[Resort]] leads to $link" | tee -a seen.txt
done

cat > then.txt <<'TXT'
Resort.md and nothing else: [[Resort]] leads to Resort/
Resort.md and Re-sort.md: [[Resort]] leads to trips/Re-sort/
Resort.md and re sort.md: [[Resort]] leads to trips/re%20sort/
Resort.md and Resorts.md: [[Resort]] leads to Resort/
Resort.md and Re.mdsort.md: [[Resort]] leads to trips/Re.mdsort/
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
