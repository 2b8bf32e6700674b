"""Vaults with private notes, each private in another way, and public ones that ask for them.

Each fact of what is private carries a word of its own, so that it is known wherever it shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from random import Random

from tests.commented import commented
from tests.proof.carriers import held, pictures

COMMENTED = dict(commented())
COMMENTS = 8  # in each public note
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
WAYS: Mapping[str, tuple[str, str, str]] = {
    # how a note is private: its path, front matter, the end of its text; ~ is a word of its own
    "publish: false": ("notes/~.md", "publish: false", ""),
    "publish: no": ("~/~.md", "Publish: 'No'", ""),
    "publish: 0": ("~/~.md", "PUBLISH: 0", ""),
    "publish: [false]": ("broken/a.md", "publish: [false]", ""),
    "publish: maybe": ("broken/b.md", "publish: maybe", ""),
    "draft": ("~.md", "draft: true", ""),
    "private": ("a/~/~.md", "private: yes", ""),
    "a private folder": ("private/~/~.md", "", ""),
    "a private folder in other letters": ("a/PRIVATE/~.md", "", ""),
    "a pattern": ("Journal/~/~.md", "", ""),
    "a pattern of names": ("~.Secret.md", "", ""),
    "a private tag": ("~.md", "", "#private"),
    "a tag below a private one": ("b/~.md", "tag: private/~", ""),
    "a private folder's note": ("folded/~/~.md", "", ""),
    "Obsidian's settings": ("Ignored/~.md", "", ""),
    "a template": ("Templates/~.md", "", ""),
    "a template of Templater": ("Patterns/~.md", "", ""),
    "an expression of JavaScript in Obsidian's settings": ("Numbered/~.md", "", ""),
    "a conflict copy of Syncthing": ("~.sync-conflict-20240501-101010-ABCDEFG.md", "", ""),
    "a conflict copy of ownCloud": ("a/~_conflict-20240501-101010.md", "", ""),
    "a conflict copy of a folder": ("~.sync-conflict-20240501-101010-ABCDEFG/~.md", "", ""),
    "a folder whose note is excluded": ("shut/~/~.md", "", ""),
    "a folder whose note is ignored": ("quiet/~/~.md", "", ""),
    "a folder whose note has a conflict copy": ("torn/~.md", "", ""),
    "a folder whose note only iCloud has": ("away/~.md", "", ""),
    "an exception before its folder": ("Journal/index.md", "", ""),
    "a class of signs": ("notes/7~.md", "", ""),
    "a name in another Unicode form": ("e\u0301.md", "private: true", ""),
    "a folder whose note lies beside it": ("beside/~.md", "", ""),
    "a folder whose note has a private tag": ("tagged/~/~.md", "", ""),
    "a folder whose note has a misplaced tag": ("misplaced/~.md", "", ""),
    "an unseen sign in a private folder": ("pri\u200bvate/~.md", "", ""),
    "a blank behind a private folder": ("a/private\u00a0/~.md", "", ""),
    "an unseen sign in a pattern": ("Letters/~.md", "", ""),
    "a letter of Turkish": ("Gizli/~.md", "", ""),
    "an old copy of a folder": ("notes.bak/~.md", "", ""),
    "a fence with a type": ("told/k.md", "type", ""),
    "the trash": (".trash/~.md", "", ""),
    "front matter that is not YAML": ("broken/c.md", "x: [", ""),
    "a key twice": ("broken/d.md", "draft: false\ndraft: true", ""),
    "front matter without an end": ("broken/e.md", "-", ""),
    "front matter after a byte order mark": ("broken/f.md", "\ufeff", ""),
    "front matter closed by dots": ("broken/g.md", ".", ""),
    "TOML": ("broken/h.md", "+", ""),
    "front matter that is a list": ("broken/i.md", "- ~", ""),
    "front matter that is too long": ("broken/j.md", f"x: {'x' * 66000}", ""),
    "published: false": ("told/a.md", "published: false", ""),
    "dg-publish: no": ("told/b.md", "DG-Publish: 'No'", ""),
    "Logseq's property": ("told/c.md", "logseq", ""),
    "an unseen sign in a key": ("told/d.md", "pri\u200bvate: true", ""),
    "an unseen sign in a tag": ("told/e.md", "", "#pri\u200bvate"),
    "a malformed tag": ("told/f.md", "tag: '(private)'", ""),
    "a second block": ("told/g.md", "second", ""),
    "front matter below a comment": ("told/h.md", "late", ""),
    "front matter with a name": ("told/i.md", "yaml", ""),
    "JSON without fences": ("told/j.md", "json", ""),
    "lone carriage returns": ("broken/k.md", "\r", ""),
}
MISPLACED = {  # what stands before the rest of the front matter, where garden reads none
    "logseq": "public:: false\n\n",
    "second": "---\na: b\n---\n---\nprivate: true\n",
    "late": "%% x %%\n\n---\nprivate: true\n",
    "type": "--- !!map\nprivate: true\n",
    "yaml": "---yaml\nprivate: true\n",
    "json": '{"private": true}\n\n',
}
CONFIG = """
[site]
base_url = "https://me.net/notes/"
footer = "[x](private/p.md) ![[hidden]] [[~|x]]"
[publish]
exclude = [
  "!index.md", "private/", "./journal//", "*.secret.md", "[[:digit:]]*.md", "/shut/index.md",
  "Let​ters/", "GİZLİ/",
]
[properties]
show = ["see", "other", "cover"]
[lists]
most_linked = true
orphans = true
[explorer]
order = "modified"
[notes]
previous_next = "date"
[feed]
tags = ["shared"]
folders = ["notes", "a"]
[graph]
tags = true
[build]
static = "../files"
[dates]
git = false
"""
FOLDER_PRIVATE = "---\nprivate: true\n---\n"
SETTINGS = {
    ".obsidian/app.json": r'{"userIgnoreFilters": [" ./Ignored/", "quiet/q", "/^(?<n>Numb)ered/"]}',
    ".obsidian/templates.json": '{"folder": "Templates"}',
    ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "/Patterns/"}',
    "folded/index.md": FOLDER_PRIVATE,
    "shut/index.md": FOLDER_PRIVATE,
    "quiet/quiet.md": FOLDER_PRIVATE,
    "beside.md": FOLDER_PRIVATE,
    "tagged/README.md": "#private\n",
    "misplaced/index.md": "---\na: b\n---\n---\ntags: private\n---\n",
    "torn/torn.sync-conflict-20240501-101010-ABCDEFG.md": FOLDER_PRIVATE,
    "away/.index.md.icloud": "",
    "\u00e9.md": "Another form of a name.\n",
}
BESIDE = {  # what is no note, and lies where it could go out; ~ is a word of its own
    "Closed.excalidraw.md": "---\nexcalidraw-plugin: raw\npublish: false\n---\n~",
    "Closed.excalidraw.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>~</text></svg>',
    "_theme/private/~.css": "~ {}",
    "_theme/node_modules/~.css": "~ {}",
    "_theme/Thumbs.db": "~",
    "_redirects": "/* /~",
    "cname": "~",
    "f/Web.config": "~",
    "vercel.json": "~",
    "../files/index.md": "The note of the static folder, with ~.",
    "../files/closed/index.md": "---\nprivate: true\n---\n~",
    "../files/closed/deep/~.txt": "~",
    "../files/unclear/unclear.md": "---\nprivate: [\n---\n~",
    "../files/unclear/~.txt": "~",
    "../files/.DS_Store": "~",
}
PRIVATE = """\
title: ~
aliases: [~, a/~]
tags: [shared, ~]
description: ~
unknown: ~
nested: {a: {b: [~]}}
permalink: /~
image: ~.png
see: "[[~]]"
date: 2030-01-01
---
# ~

Words ~ %%~%% <!-- ~ --> #~/~ [[~|~]] [~](~.md) ![~](~.png) ^~

> [!note] ~
> ~ and[^1]

- [ ] ~ <span title="~" data-~="~">~</span>
- $\\text{~}$ `~` ^~

| ~ |
| - |
| ~ |

```js title="~"
const x = "~";
```

```mermaid
flowchart
a[~] --> b:::internal-link
```

[^1]: ~ ![[~.pdf]]
"""
PUBLIC = """\
---
title: {open}
tags: [shared, {open}]
date: 2024-01-0{number}
up: "[[{secret}]]"
~: ~
nested: {{a: "~", b: ["~"]}}
see: "[[{secret}|label]]"
cover: {cover}
description: >
  {open}
  %% ~
---
Text {open} %%~%% and %%
~
~ %% so <!-- ~

~ --> on. See [[{secret}|this]], [[{path}|that]], [those]({path}), [[~/there]].

![[{path}]] ![[{secret}#x]]

![[{path}#^x]]

{embed}

> [!tip] {open} %%~%%
> - one %%~%% ![[{path}]]

| a | %%~%% |
| - | - |
| b | <!-- ~ --> |

<img src="{picture}" alt="x"> <a href="{path}">x</a> <div hidden>%%~%%</div>

%% ![[{commented}]] %% `![[in code.png]]`

{comments}

![]({held}) <img src="{held}"> [x]({held}) <p style="color: red /* ~ */">x</p>

![[photograph.jpg]] ![[drawing.png]] {carriers}
[[_redirects]] [x](CNAME) ![[f/web.config]] [[vercel.json]]

> ```dataview
> LIST FROM "~" WHERE ~
> ```

```base
filters: file.inFolder("~")
```

`= this.~` ![[drawing {number}]]
![[drawing {number}#^~|30]]
![[Closed.excalidraw]] ![[Closed.excalidraw.svg]]
<template>~</template> <dialog>~ [[{secret}]]</dialog> [[~\\~\\there]]

<code>= this.~</code> `\u00a0= this.~` [[~/]] [[obsidian:open?vault=~]]
x <a-b style="left:-9999px">~</a-b>

````tabs
# a
```tasks
~
```
````

[this](obsidian://open?vault=~&file=~%2F~%2Fx) <obsidian://vault/~/~/x> [that](file:///~/~)

````ad-note
title: {open} %%~%%
icon: ~
{open} %%~%% [[{secret}|this]] ![[{path}]]

```dataview
LIST FROM "~"
```
````

#shared one %%~%% more
"""
DRAWING = """\
---
excalidraw-plugin: parsed
---
{open} [[public 1]] %%~%%

# Markdown Images

<!-- excalidraw-markdown-image:abc -->

~ [[{secret}]]

<!-- /excalidraw-markdown-image:abc -->

%%
# Excalidraw Data

## Text Elements
~ [[{secret}]] #~ ^~

## Element Links
~: [[{path}|~]]

## Embedded Files
~: [[{picture}]]

%%
## Drawing
```json
{{"type":"excalidraw","elements":[{{"text":"~"}}]}}
```
%%
"""
BOARD = """\
---
kanban-plugin: board
---
## {open}

- [ ] {open}

***

## ~

- [x] ~ [[{secret}]] #~
"""


class Words:
    """Words that stand nowhere else; `told` says of each where it was written."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.told: dict[str, str] = {}

    def word(self, of: str, prefix: str = "zqx") -> str:
        word = prefix + "".join(self.rng.choices(LETTERS, k=8))
        self.told[word] = of
        return word

    def filled(self, text: str, of: str) -> str:
        """A text in which each ~ is a word of its own, told by the line it stands in."""
        lines = text.split("\n")
        return "\n".join(
            re.sub("~", lambda _, line=line: self.word(f"{of}: {line.strip()}"), line)  # type: ignore[misc]
            for line in lines
        )


def private_note(words: Words, way: str) -> tuple[str, str]:
    path, front, end = WAYS[way]
    path = words.filled(path, f"{way}, its path")
    front, text = words.filled(front, way), words.filled(f"{PRIVATE}\n{end}\n", way)
    if front in MISPLACED:
        return path, f"{MISPLACED[front]}{text}"
    match front:
        case "-":
            return path, f"---\npublish: false\n{text.replace('---', '', 1)}"
        case "\ufeff":
            return path, f"\ufeff---\npublish: false\n{text.replace('---', '', 1)}"
        case ".":
            return path, f"---\npublish: false\n{text.replace('---', '...', 1)}"
        case "+":
            return path, f"+++\npublish = false\n{text.replace('---', '+++', 1)}"
        case "\r":
            return path, f"---\npublish: false\n{text.replace('---', '', 1)}".replace("\n", "\r")
    return path, f"---\n{front}\n{text}" if front else f"---\n{text}"


def vault_of(
    words: Words, ways: list[str], comments: int = COMMENTS, *, shows: bool = True
) -> dict[str, str | bytes]:
    """Private notes, each in another way, and public ones that ask for them in every way.

    It `shows` pictures that say more than they show.
    """
    shown = pictures() if shows else {}
    files: dict[str, str | bytes] = {**SETTINGS, **shown}
    notes = dict(private_note(words, way) for way in ways)
    unseen = {
        words.filled(f"{folder}~.{ending}", "the name of a file"): words.filled("~ " * 3, "a file")
        for folder in ("", "private/", "notes/")
        for ending in ("png", "pdf", "csv", "canvas")
    }
    withheld = [path for path in unseen if path.startswith("private/")]
    unseen["in code.png"] = words.word("a file named in code")
    for number, (path, other) in enumerate(zip(notes, unseen, strict=False), 1):
        embed = f"![[public {number - 1}]]" if number > 1 else f"![[{path}]]"
        text = PUBLIC.format(
            open=words.word("public", "zqy"),
            number=number % 9 + 1,
            secret=Path(path).stem,
            path=path,
            picture=withheld[number % len(withheld)],
            commented=other,
            embed=embed,
            carriers=" ".join(f"[x]({name})" for name in shown),
            held=held() if shows else "",
            cover=held() if shows else "",
            comments="\n\n".join(words.rng.sample(list(COMMENTED.values()), comments)),
        )
        board = BOARD.format(open=words.word("public", "zqy"), secret=Path(path).stem)
        drawing = DRAWING.format(
            open=words.word("public", "zqy"), secret=Path(path).stem, path=path, picture=other
        )
        files[f"drawing {number}.md"] = words.filled(drawing, "a drawing")
        files[f"board {number}.md"] = words.filled(board, "a board")
        files[f"{'notes/' * (number % 2)}public {number}.md"] = words.filled(text, "a public note")
    beside = {words.filled(path, path): words.filled(text, path) for path, text in BESIDE.items()}
    return {**files, **beside, **notes, **unseen}
