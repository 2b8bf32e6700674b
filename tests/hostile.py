"""A garden with something in every place where the words of an author meet markup.

`garden_with` puts one text into all of them: each sink is a note of its own, or a file, so that a
page tells which of them has a hole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping

from tests.support import Grown, garden_of

Sink = Callable[[str], str]

BASE = "https://me.example/a/"
SHOWN = ("x", "list", "when")
TARGET = "# Target\n\n## Part\n\nwords ^block\n\n![[Target.svg]]\n\n$\\frac{$\n\n$$\n\\frac{\n$$\n"


def quoted(text: str) -> str:
    """As YAML, TOML and JSON all read it."""
    return json.dumps(text.encode(errors="replace").decode()).replace("\x7f", "\\u007f")


def _front(line: str) -> Sink:
    return lambda text: f"---\ncreated: 2024-05-01\n{line.replace('@', quoted(text))}\n---\nwords\n"


def _body(form: str) -> Sink:
    return lambda text: form.replace("@", text)


# what is said of a note, by where it is said; nothing there is markup
FRONT: Mapping[str, Sink] = {
    name: _front(line)
    for name, line in {
        "title": "title: @",
        "alias": "aliases: [@]",
        "tag": "tags: [@, known]",
        "nested tag": "tags: [@]\nstatus: @",
        "description": "description: @",
        "css class": "cssclasses: [@, known]",
        "permalink": "permalink: @",
        "date": "created: @\nmodified: @",
        "picture": "image: @",
        "picture in brackets": 'image: "[[Target.svg]]"\ntitle: @',
        "language": "lang: @\ntitle: @",
        "property": "x: @",
        "properties": "list: [@, 1, @]",
        "property of the wrong kind": "when: @\nx: {a: @}",
        "property that nobody shows": "other: @\n@: 1",
    }.items()
}

# what a note says itself, by the syntax that it stands in
BODY: Mapping[str, Sink] = {
    name: _body(form)
    for name, form in {
        "text": "@",
        "text in a line": "words @ words [[Target]] words @",
        "heading": "# @\n\n## @\n\n[[#@]]\n",
        "target": "[[@]]",
        "label": "[[Target|@]] [[Missing|@]]",
        "heading of a link": "[[Target#@]] [[#@]]",
        "block of a link": "[[Target#^@]] ^@",
        "embed": "![[@]]\n\nwords ![[@]] words\n",
        "embedded": "![[sinks/text]]\n\n![[sinks/heading#@]]\n",
        "size of an embed": "![[Target.svg|@]] ![[Target.svg|@|100x@]] ![[Target.mp4|@]]",
        "part of an embed": "![[Target.pdf#page=@&height=@]] ![[Target.mp3#t=@]]",
        "address": "[x](@) [x](<@>) <@> @",
        "title of an address": "[x](https://me.example '@') ![x](Target.svg \"@\")",
        "label of an address": "[@](https://me.example) [@](Target.md)",
        "address of a picture": "![x](@) ![@](<@>) ![@|100](Target.svg)",
        "picture of the Web": "![@](https://me.example/@.png) ![](https://youtu.be/@)",
        "reference": "[x][y] ![y]\n\n[y]: <@> '@'\n",
        "callout": "> [!@] @\n> words @\n",
        "kind of callout": '> [!note" @]- words\n> words\n\n> [!@|@]+\n> words\n',
        "fold of callout": "> [!note]@ @\n> words\n",
        "tag in text": "#@ #a@ #a/@",
        "code": "`@` ``@``\n\n    @\n",
        "fence": "```\n@\n```\n",
        "language of code": "```@\nwords\n```\n\n```js @\nlet x\n```\n",
        "title of code": '```js title="@" {@} linenos=@\nlet x\n```\n\n```js:@\nlet x\n```\n',
        "formula": "$@$ $$@$$\n\n$$\n@\n$$\n",
        "text in a formula": r"$\text{@}$ $\href{@}{x}$ $\url{@}$ $\htmlClass{@}{x}$",
        "HTML in a formula": r"$\htmlId{@}{x} \htmlStyle{@}{x} \htmlData{@=@}{x}$ "
        r"$\includegraphics[alt=@]{@}$ $\color{@}x$ $\def\x{@}\x$",
        "diagram": "```mermaid\n@\n```\n",
        "node of a diagram": '```mermaid\ngraph TD\nA["@"] --> B[@]:::internal-link\n'
        'C["@"]:::internal-link\nclick A "@" "@"\n%%{init: @}%%\n```\n',
        "block of a plugin": "```dataview\n@\n```\n\n```base\n@\n```\n\n```ad-@\n@\n```\n",
        "canvas": "![[@.canvas]] ![[@.base]] ![[Target.canvas|@]]",
        "footnote": "words[^@] words[^1] ^[@]\n\n[^@]: words\n\n[^1]: @\n",
        "formatted": "==@== ~~@~~ **@** _@_",
        "list": "- @\n- [@] words\n- [ ] @\n\n1. @\n",
        "table": "| @ | a |\n|---|:-:|\n| [[Target\\|@]] | @ |\n",
        "comment": "%%@%% <!--@--> words\n",
        "HTML block": "<div>\n@\n</div>\n",
        "HTML in a line": "words <b>@</b> <@> </@> words",
        "attribute of HTML": '<div title="@" class="@" id="@" style="@" onclick="@" '
        'data-x="@">x</div>',
        "attribute in single quotes": "<b title='@' style='@' @='@'>x</b> <b @>x</b>",
        "address in HTML": '<a href="@">x</a> <a href=@>x</a> <img src="@" alt="@" srcset="@ 1x">',
        "media in HTML": '<iframe src="@"></iframe> <video src="@" poster="@"></video>'
        '<audio src="@"></audio> <picture><source srcset="@"><img src="@"></picture>',
        "other HTML": '<form action="@"><input type="@" value="@"></form><svg @><a xlink:href="@">'
        '</svg><math href="@"></math><object data="@"></object><base href="@">',
    }.items()
}

# files called after it, and what shows them
NAMES: Mapping[str, str] = {
    "note": "@.md",
    "note that begins with it": "@ and more.md",
    "folder": "names/@/words.md",
    "note of a folder": "names/@/index.md",
    "picture": "files/@.png",
    "drawing": "files/@.svg",
    "paper": "files/@.pdf",
    "film": "files/@.mp4",
    "canvas": "files/@.canvas",
}

CONFIG = """
[site]
title = @
description = @
author = @
base_url = "https://me.example/a/"
footer = FOOTER
trust = "TRUST"
[markdown]
html = "HTML"
[properties]
show = ["x", "list", "when"]
labels = { x = @, list = @ }
[notes]
stage = ["status", @]
previous_next = "title"
[lists]
most_linked = true
orphans = true
[graph]
tags = true
[feed]
tags = ["known"]
[[navigation]]
title = @
link = "/map/"
[[navigation]]
title = "x"
link = @
[[navigation]]
link = @
[[social]]
name = @
url = "https://me.example/"
[[social]]
name = "x"
url = @
[[social]]
name = @
url = @
"""


def config_with(text: str, *, html: str = "sanitize", trust: str = "own", footer: str = "") -> str:
    """A configuration with a text in each field that holds one, and another as its footer."""
    known = {"@": quoted(text), "FOOTER": quoted(footer), "TRUST": trust, "HTML": html}
    return re.sub("@|FOOTER|TRUST|HTML", lambda found: known[found[0]], CONFIG)


def named(form: str, text: str) -> str:
    """A path with a text in it that a disk could hold."""
    path = form.replace("@", text.replace("\0", "").encode(errors="replace").decode())
    parts = [part for part in path.split("/") if part.strip(". ")]
    return "/".join(part.encode()[:200].decode(errors="ignore") for part in parts)


def files_with(text: str, sinks: Iterable[str] = (*FRONT, *BODY, *NAMES)) -> dict[str, str]:
    """Notes with a text in the sinks of some names, and files that they show."""
    wanted, files = frozenset(sinks), {"Target.md": TARGET, "Target.svg": "<svg/>"}
    files |= {f"Target.{ending}": "" for ending in ("mp3", "mp4", "pdf", "canvas")}
    for name, sink in {**FRONT, **BODY}.items():
        if name in wanted:
            files[f"sinks/{name}.md"] = sink(text)
    paths = [named(form, text) for name, form in NAMES.items() if name in wanted]
    shown = "".join(f"![[{path}]] [[{path}|x]]\n\n" for path in paths)
    files |= {path: "words [[Target]]\n" if path.endswith(".md") else "" for path in paths}
    return {**files, "sinks/files.md": f"---\ncreated: 2024-05-02\n---\n{shown}"}


def garden_with(text: str, config: str, *sinks: str) -> Grown:
    return garden_of(files_with(text, sinks) if sinks else files_with(text), config)
