#!/usr/bin/env bash
# mkdocs-ezlinks-plugin 0.1.14 (with MkDocs 1.6.1): a third note of the same name switches the
# warning off, and every short link then leads to that third note.
#
# Expected. The plugin's README: a short link that fits several files goes to the one nearest to the
# page that links, and with `warn_ambiguities: true` a name that stays ambiguous is told of. So with
# two notes called log.md, or three, or four, [[log]] should lead from a page to the log beside it,
# and should be told of where none is near.
#
# What happens. That is so for an even number of namesakes only. The table of file names is cut down
# to the unique ones after each file: the second log takes the name out of the table, the third puts
# itself in again as if it were the only one, the fourth takes it out again. A name that is in the
# table is answered from it, without a look at the page that links and without a warning.
#
#   namesakes   [[log]] from the page beside a/log.md     warning on the page at the top
#   1           a/log.md                                  none (nothing is ambiguous)
#   2           a/log.md                                  yes
#   3           c/log.md                                  none
#   4           a/log.md                                  yes
#   5           e/log.md                                  none
#
# Documented: no. README and option table know no such limit.
#
# Why it matters. Vaults are full of namesakes: one log, index or readme for each project. One more
# folder quietly sends the links of all the others to it, and the build that warned goes silent.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-ezlinks-plugin==0.1.14
venv/bin/pip list 2>/dev/null | grep -E '^(mkdocs|mkdocs-ezlinks-plugin) '

cat > mkdocs.yml <<'YML'
site_name: Notes
plugins:
  - ezlinks:
      warn_ambiguities: true
YML

: > seen.txt
for count in 1 2 3 4 5; do
    rm -rf docs site
    mkdir docs
    echo '[[log]]' > docs/index.md
    for folder in $(echo a b c d e | cut -d' ' -f"1-$count"); do
        mkdir "docs/$folder"
        echo "The log of $folder" > "docs/$folder/log.md"
        echo '[[log]]' > "docs/$folder/Page.md"
    done
    venv/bin/mkdocs build > told.txt 2>&1
    link=$(grep -o '<p><a href="[^"]*"' site/a/Page/index.html | cut -d'"' -f2)
    if grep -q 'Link ambiguity detected' told.txt; then warned=yes; else warned=no; fi
    echo "namesakes $count: the page in a links to $link, warned: $warned" | tee -a seen.txt
done

cat > then.txt <<'TXT'
namesakes 1: the page in a links to ../log/, warned: no
namesakes 2: the page in a links to ../log/, warned: yes
namesakes 3: the page in a links to ../../c/log/, warned: no
namesakes 4: the page in a links to ../log/, warned: yes
namesakes 5: the page in a links to ../../e/log/, warned: no
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
