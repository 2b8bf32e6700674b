#!/usr/bin/env bash
# A note that begins with a long rule ("-----"): two Python readers take what follows for front matter
# and it is gone from the page; three JavaScript readers do not.
#
# Expected. Obsidian's help, "Properties", and Jekyll, whose format it is, know one fence: a line of
# exactly three hyphens. In CommonMark a line of four or more hyphens at the top is a thematic break,
# a usual ornament above an opening paragraph.
#
# What happens. python-frontmatter and the front_matter plugin of mdit-py-plugins want three hyphens
# or more. Text between two such rules is handed to YAML, which reads "Some words." as a string; that
# is no mapping, so it is dropped without an error.
#
#   note                                python-       mdit-py-    gray-       front-   remark-
#                                       frontmatter   plugins     matter      matter   frontmatter
#   --- title: A --- Body               properties    properties  properties  same     properties
#   ---- title: A ---- Body             properties    properties  text        text     text
#   ----- Some words. ----- Body        words gone    words gone  text        text     text
#   ----- Note: read it. ----- Body     a property    words gone  text        text     text
#   --- title: A ---- Body              properties    properties  see below   text     text
#
# In the last line, three hyphens are closed by four: gray-matter ends the front matter at the third
# hyphen and leaves the fourth at the top of the body, where it is an empty list item.
#
# Documented: python-frontmatter's documentation shows three hyphens only. The docstring of the plugin
# says nothing of more.
#
# Why it matters. The opening words of a note are missing from the published page and no one is told,
# or they become properties; "publish: false" between four hyphens is obeyed by some of the readers.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    python-frontmatter==1.3.0 markdown-it-py==4.3.0 mdit-py-plugins==0.7.0
venv/bin/pip list 2>/dev/null | grep -E '^(python-frontmatter|mdit-py-plugins) '
npm install --silent --no-audit --no-fund \
    gray-matter@4.0.3 front-matter@4.0.2 unified@11.0.5 remark-parse@11.0.0 remark-frontmatter@5.0.0
npm ls --depth 0 | grep matter

cat > notes.json <<'JSON'
["---\ntitle: A\n---\nBody\n",
 "----\ntitle: A\n----\nBody\n",
 "-----\nSome words.\n-----\nBody\n",
 "-----\nNote: read it.\n-----\nBody\n",
 "---\ntitle: A\n----\nBody\n"]
JSON
cat > look.py <<'PY'
import json

import frontmatter
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

md = MarkdownIt().use(front_matter_plugin)
for note in json.load(open("notes.json")):
    post = frontmatter.loads(note)
    print("python-frontmatter", json.dumps(note), post.metadata, json.dumps(post.content))
    print("mdit-py-plugins", json.dumps(note), json.dumps(md.render(note)))
PY
cat > look.mjs <<'JS'
import { readFileSync } from "node:fs";
import matter from "gray-matter";
import frontMatter from "front-matter";
import { unified } from "unified";
import remarkParse from "remark-parse";
import remarkFrontmatter from "remark-frontmatter";

for (const note of JSON.parse(readFileSync("notes.json", "utf8"))) {
  const gray = matter(note);
  const plain = frontMatter(note);
  const tree = unified().use(remarkParse).use(remarkFrontmatter).parse(note);
  console.log("gray-matter", JSON.stringify(note), JSON.stringify(gray.data), JSON.stringify(gray.content));
  console.log("front-matter", JSON.stringify(note), JSON.stringify(plain.attributes), JSON.stringify(plain.body));
  console.log("remark-frontmatter", JSON.stringify(note), tree.children.map((node) => node.type).join(" "));
}
JS
{ venv/bin/python look.py; node look.mjs; } | tee seen.txt

cat > then.txt <<'TXT'
python-frontmatter "---\ntitle: A\n---\nBody\n" {'title': 'A'} "Body"
mdit-py-plugins "---\ntitle: A\n---\nBody\n" "\n<p>Body</p>\n"
python-frontmatter "----\ntitle: A\n----\nBody\n" {'title': 'A'} "Body"
mdit-py-plugins "----\ntitle: A\n----\nBody\n" "\n<p>Body</p>\n"
python-frontmatter "-----\nSome words.\n-----\nBody\n" {} "Body"
mdit-py-plugins "-----\nSome words.\n-----\nBody\n" "\n<p>Body</p>\n"
python-frontmatter "-----\nNote: read it.\n-----\nBody\n" {'Note': 'read it.'} "Body"
mdit-py-plugins "-----\nNote: read it.\n-----\nBody\n" "\n<p>Body</p>\n"
python-frontmatter "---\ntitle: A\n----\nBody\n" {'title': 'A'} "Body"
mdit-py-plugins "---\ntitle: A\n----\nBody\n" "\n<p>Body</p>\n"
gray-matter "---\ntitle: A\n---\nBody\n" {"title":"A"} "Body\n"
front-matter "---\ntitle: A\n---\nBody\n" {"title":"A"} "Body\n"
remark-frontmatter "---\ntitle: A\n---\nBody\n" yaml paragraph
gray-matter "----\ntitle: A\n----\nBody\n" {} "----\ntitle: A\n----\nBody\n"
front-matter "----\ntitle: A\n----\nBody\n" {} "----\ntitle: A\n----\nBody\n"
remark-frontmatter "----\ntitle: A\n----\nBody\n" thematicBreak heading paragraph
gray-matter "-----\nSome words.\n-----\nBody\n" {} "-----\nSome words.\n-----\nBody\n"
front-matter "-----\nSome words.\n-----\nBody\n" {} "-----\nSome words.\n-----\nBody\n"
remark-frontmatter "-----\nSome words.\n-----\nBody\n" thematicBreak heading paragraph
gray-matter "-----\nNote: read it.\n-----\nBody\n" {} "-----\nNote: read it.\n-----\nBody\n"
front-matter "-----\nNote: read it.\n-----\nBody\n" {} "-----\nNote: read it.\n-----\nBody\n"
remark-frontmatter "-----\nNote: read it.\n-----\nBody\n" thematicBreak heading paragraph
gray-matter "---\ntitle: A\n----\nBody\n" {"title":"A"} "-\nBody\n"
front-matter "---\ntitle: A\n----\nBody\n" {} "---\ntitle: A\n----\nBody\n"
remark-frontmatter "---\ntitle: A\n----\nBody\n" thematicBreak heading paragraph
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
