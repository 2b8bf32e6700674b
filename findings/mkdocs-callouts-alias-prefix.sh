#!/usr/bin/env bash
# mkdocs-callouts 1.17.1: the kind of a callout that one has made up oneself is renamed, if it begins
# with one of Obsidian's aliases and a hyphen.
#
# Expected. Obsidian's help, "Callouts": the kinds have aliases (done is success, cite is quote), and
# one can make up kinds of one's own and style them by their name. mkdocs-callouts' README: "aliases"
# turns an alias into the kind that it stands for. [!check-in] is no alias of anything, and should
# reach the page as the class "check-in", for the stylesheet that was written for it.
#
# What happens. The alias is replaced wherever the kind begins with it and a word ends there, and a
# hyphen ends a word:
#
#   [!done]           success           (the alias)
#   [!done-list]      success-list
#   [!check-in]       success-in
#   [!error-log]      danger-log
#   [!important-date] tip-date
#   [!my-done]        my-done           (not at the beginning)
#   [!donelist]       donelist          (no end of a word)
#   [!faq_page]       faq_page          (an underscore does not end a word)
#
# Documented: no; setting `aliases: false` avoids it, and switches the real aliases off with it.
#
# Why it matters. The callout's class changes, so its colour and icon are those of nothing; a note
# looks right in Obsidian and is plain on the web.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-callouts==1.17.1
venv/bin/pip list 2>/dev/null | grep -E '^(mkdocs|mkdocs-callouts) '

cat > mkdocs.yml <<'YML'
site_name: Notes
markdown_extensions: [admonition]
plugins: [callouts]
YML
mkdir docs
kinds='done done-list check-in error-log important-date my-done donelist faq_page'
for kind in $kinds; do printf '> [!%s] Title of %s\n> Words\n\n' "$kind" "$kind"; done > docs/index.md
venv/bin/mkdocs build --quiet

for kind in $kinds; do
    class=$(grep -B1 ">Title of $kind<" site/index.html | grep -o 'class="admonition [^"]*"' | cut -d'"' -f2)
    echo "[!$kind] becomes ${class#admonition }"
done | tee seen.txt

cat > then.txt <<'TXT'
[!done] becomes success
[!done-list] becomes success-list
[!check-in] becomes success-in
[!error-log] becomes danger-log
[!important-date] becomes tip-date
[!my-done] becomes my-done
[!donelist] becomes donelist
[!faq_page] becomes faq_page
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
