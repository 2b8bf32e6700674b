#!/usr/bin/env bash
# gray-matter 4.0.3: a note with broken front matter raises an error when it is read first, and is read
# as a note without properties, with the front matter as its text, when it is read again.
#
# Expected. README: gray-matter parses front matter and returns data and content. The same text should
# give the same answer; broken YAML should be an error each time.
#
# What happens. Without options the result is kept by its text, and it is put into that store before
# YAML is read. After the error the half-made result lies there: no data, the whole text as content.
# Any object of options, even an empty one, turns the store off. The data is kept by reference too, so
# that a list which one caller changes is changed for the next reader of an equal text.
#
#   call                          first             second
#   matter(broken)                YAMLException     data {}, content with "publish: false" in it
#   matter(broken, {})            YAMLException     YAMLException
#   matter(broken + " ")          YAMLException     as above: another text has a store of its own
#   matter(good), list changed    ["a"]             ["a","z"]
#
# Documented: no. It is reported as gray-matter's issues 121 and 166, both open since 2021 and 2023.
#
# Why it matters. Generators read a note twice: for the index and for the page, or again in watch mode.
# A note that says "publish: false" beside a broken line stops the first pass, and a second pass that
# goes on publishes it, with its properties as text.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund gray-matter@4.0.3
npm ls --all | grep -E 'gray-matter|js-yaml'

cat > look.js <<'JS'
const matter = require("gray-matter");

const show = (name, ...call) => {
  for (const time of ["first", "second"]) {
    try {
      const { data, content } = matter(...call);
      console.log(name, time, JSON.stringify(data), JSON.stringify(content));
    } catch (error) {
      console.log(name, time, error.name);
    }
  }
};
const broken = '---\ntitle: "Trust" and more\npublish: false\n---\nBody\n';
show("with options:", broken, {});
show("without:", broken);
show("a blank more:", broken + " ");

const good = "---\ntags: [a]\n---\n";
matter(good).data.tags.push("z");
console.log("an equal text:", JSON.stringify(matter(good).data));
JS
node look.js | tee seen.txt

cat > then.txt <<'TXT'
with options: first YAMLException
with options: second YAMLException
without: first YAMLException
without: second {} "---\ntitle: \"Trust\" and more\npublish: false\n---\nBody\n"
a blank more: first YAMLException
a blank more: second {} "---\ntitle: \"Trust\" and more\npublish: false\n---\nBody\n "
an equal text: {"tags":["a","z"]}
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
