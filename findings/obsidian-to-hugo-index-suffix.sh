#!/usr/bin/env bash
# obsidian-to-hugo 12023.3.21: a link to a note whose name ends with "_index" loses that ending, and
# so leads to another note, or to none.
#
# Expected. README: [[/some/wiki/link/_index]] becomes a reference to /some/wiki/link/, since Hugo
# calls the page of a folder _index. That is a rule for files that are called _index.
#
# What happens. It is applied to every link that ends with these six characters. With an alias it is
# the same; with a heading it is not, for then the link does not end with them, and the folder page
# that the rule is for is no longer found by it.
#
#   [[docs/_index]]          ref "docs/"            (what the rule is for)
#   [[stock_index]]          ref "stock"            (another note)
#   [[stock_index|prices]]   ref "stock"
#   [[stock_index#2024]]     ref "stock_index#2024"
#   [[docs/_index#Start]]    ref "docs/_index#start"
#   [[stock_Index]]          ref "stock_Index"
#
# Documented: only the first line is.
#
# Why it matters. stock_index, body_mass_index, z_index are names of notes. If there is also a note
# called stock, Hugo builds without a word and the link leads to the wrong page.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check obsidian-to-hugo==12023.3.21
venv/bin/pip list 2>/dev/null | grep -E '^obsidian-to-hugo '

mkdir vault content
cat > vault/Note.md <<'MD'
[[docs/_index]]
[[stock_index]]
[[stock_index|prices]]
[[stock_index#2024]]
[[docs/_index#Start]]
[[stock_Index]]
MD
venv/bin/python -m obsidian_to_hugo --obsidian-vault-dir=vault --hugo-content-dir=content
tee seen.txt < content/Note.md

cat > then.txt <<'TXT'
[docs/_index]({{< ref "docs/" >}})
[stock_index]({{< ref "stock" >}})
[prices]({{< ref "stock" >}})
[stock_index#2024]({{< ref "stock_index#2024" >}})
[docs/_index#Start]({{< ref "docs/_index#start" >}})
[stock_Index]({{< ref "stock_Index" >}})
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
