"""Nothing private is in a site, nor in what a build says: each fact of each private note carries a

word of its own, which is looked for in every form that a file can hold it in.
"""

from __future__ import annotations

import base64
import gzip
import io
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from garden.audit import audited
from garden.cli import cli
from garden.config import read_config
from garden.disk import Disk
from garden.gitignore import read_lines
from garden.grown import Grown, read_garden
from garden.image.cleaned import Cleaned
from garden.layers import layers
from garden.patterns import patterns
from garden.reading import Request
from garden.text.comments import Uncommented
from garden.text.places import Piece, Pieces
from tests.commented import commented
from tests.offline import Files, write
from tests.photographs import CANARY, photograph
from tests.proof.proof import Case, Proof
from tests.support import bare_theme

# PRV25 (pictures of text), PRV38's private parts of notes, PRV44 (copies of sources) and PRV45 (the
# history of a repository) are of things that garden does not make. PRV1, PRV31 and PRV39 are of the
# preview, whose answers are its own proof's.

COMMENTED = dict(commented())
_COMMENTS = 8  # in each public note
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_SECRET = re.compile(r"zqx[a-z2-7]{5,8}", re.IGNORECASE)
_SEEN = re.compile(r"zqy[a-z2-7]{8}")
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
]
[properties]
show = ["see", "other"]
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
    "torn/torn.sync-conflict-20240501-101010-ABCDEFG.md": FOLDER_PRIVATE,
    "away/.index.md.icloud": "",
    "\u00e9.md": "Another form of a name.\n",
}
BESIDE = {  # what is no note, and lies where it could go out; ~ is a word of its own
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

![[photograph.jpg]] ![[drawing.png]] {carriers}
[[_redirects]] [x](CNAME) ![[f/web.config]] [[vercel.json]]

> ```dataview
> LIST FROM "~" WHERE ~
> ```

```base
filters: file.inFolder("~")
```

`= this.~` <template>~</template> <dialog>~ [[{secret}]]</dialog> [[~\\~\\there]]

[this](obsidian://open?vault=~&file=~%2F~%2Fx) <obsidian://vault/~/~/x> [that](file:///~/~)

#shared
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


_SAID = CANARY.decode()
SCENE = (
    f'<!-- {_SAID} --><svg xmlns="http://www.w3.org/2000/svg" xmlns:e="urn:e" e:a="{_SAID}" '
    f'content="{_SAID}"><metadata>{_SAID}</metadata><e:b>{_SAID}</e:b><?p {_SAID}?>{_SAID}<g/>'
    f"<style>/* {_SAID} */</style></svg>"
)


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


@cache
def pictures() -> dict[str, bytes]:
    """Pictures that say more than they show, by all names, each with the same word."""
    heif, film = photograph("AVIF"), b"\0\0\0\x10mpvd" + CANARY
    carriers = {
        "photograph.jpg": photograph("JPEG"),
        "drawing.png": photograph("PNG"),
        "one.hif": heif,
        "two.avif": heif + film,
        "three.heics": heif + film.replace(b"mpvd", b"mdat"),
        "four.jpg_large": photograph("JPEG") + film,
        "five.apng": photograph("PNG"),
        "six.txt": photograph("WEBP"),
        "seven.old": photograph("GIF"),
        "eight.svg": SCENE.encode(),
        "nine.svgz": gzip.compress(SCENE.encode()),
        "ten.SVG": SCENE.encode("utf-16"),
        "eleven": photograph("JPEG"),
    }
    picture = base64.b64encode(photograph("JPEG")).decode()
    held = f'<image href="data:image/jpeg;base64,{picture}"/>'
    return {**carriers, "twelve.svg": SCENE.replace("<g/>", held).encode()}


def vault_of(words: Words, ways: list[str]) -> dict[str, str | bytes]:
    """Private notes, each in another way, and public ones that ask for them in every way."""
    files: dict[str, str | bytes] = {**SETTINGS, **pictures()}
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
            carriers=" ".join(f"[x]({name})" for name in pictures()),
            comments="\n\n".join(words.rng.sample(list(COMMENTED.values()), _COMMENTS)),
        )
        board = BOARD.format(open=words.word("public", "zqy"), secret=Path(path).stem)
        files[f"board {number}.md"] = words.filled(board, "a board")
        files[f"{'notes/' * (number % 2)}public {number}.md"] = words.filled(text, "a public note")
    beside = {words.filled(path, path): words.filled(text, path) for path, text in BESIDE.items()}
    return {**files, **beside, **notes, **unseen}


def hits(found: Mapping[str, bytes], words: Words) -> list[str]:
    """The files that hold private words, with what was written with one of them."""
    known = {**words.told, CANARY.decode(): "a picture's metadata"}
    out = list[str]()
    for name, content in found.items():
        said = {*secrets_in(name.encode()), *secrets_in(content)} & known.keys()
        if said:
            out.append(f"{name}: {len(said)} words, one of {known[min(said)]}")
    return out


@lru_cache(256)  # the theme's files are those of every site
def secrets_in(content: bytes) -> frozenset[str]:
    texts = (layer.text for layer in layers(content))
    return frozenset(word.lower() for text in texts for word in _SECRET.findall(text))


def said_by(*arguments: str | Path) -> str:
    """What a command says; whatever it ends with."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), suppress(SystemExit):
        cli.main([str(word) for word in arguments], standalone_mode=False)
    return out.getvalue()


def site_of(vault: Path, folder: Path) -> dict[str, bytes]:
    """The site of a vault with what its build says, which a log may show (PRV35)."""
    said = said_by("build", vault, "-o", folder / "public", "--cache", folder / "cache")
    files = {
        path.relative_to(folder / "public").as_posix(): path.read_bytes()
        for path in sorted((folder / "public").rglob("*"))
        if path.is_file() and "vendor" not in path.parts
    }
    return {**files, "what was said": said.encode()}


def faults_of(found: Mapping[str, bytes], words: Words) -> list[str]:
    seen = b"\n".join(found.values()).decode(errors="replace")
    missing = [w for w, of in words.told.items() if of == "public" and w not in seen]
    return [*hits(found, words), *(f"{word} of a public note is not there" for word in missing)]


def tried(words: Words, ways: list[str], folder: Path) -> list[str]:
    vault = write(folder / "vault", vault_of(words, ways))
    (vault / "garden.toml").write_text(words.filled(CONFIG, "the configuration"))
    return faults_of(site_of(vault, folder), words)


def falsely_found(words: Words, ways: list[str], folder: Path) -> list[str]:
    """What `garden audit` takes for leaks in a site that has none."""
    out, vault = tried(words, ways, folder), folder / "vault"
    with patch.dict(os.environ, XDG_CACHE_HOME=str(folder / "caches")):
        said = said_by("audit", folder / "public", vault, "-v")
    return out if said.startswith("nothing leaks") else [*out, f"an audit says: {said}"]


DENIALS = ("publish: false", "draft", "private")  # of a line that can be taken out
WITHDRAWALS: Mapping[str, Callable[[Path, str], object]] = {
    "it says so again": lambda note, text: _written(note, text),
    "it is called otherwise": lambda note, text: _written(_moved(note, "new.md"), text),
    "it moves into a private folder": lambda note, _: _moved(note, "private/new.md"),
    "it is deleted": lambda note, text: note.unlink(),
    "its folder becomes private": lambda note, text: _written(
        note.parent / f"{note.parent.name}.md", "---\nprivate: true\n---\n"
    ),
}


def _moved(note: Path, name: str) -> Path:
    (note.parent / "private").mkdir()
    return note.rename(note.parent / name)


def _written(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def withdrawn(words: Words, way: str, how: str, folder: Path) -> list[str]:
    """PRV28: what was private, then public, then private is gone with the next build."""
    vault = write(folder / "vault", vault_of(words, [way]))
    (vault / "garden.toml").write_text(words.filled(CONFIG, "the configuration"))
    shown = f"{words.word('a picture that was shown')}.png"
    (vault / shown).write_text(words.word("what was in a picture that was shown"))
    text = words.filled(f"---\n{WAYS[way][1]}\n{PRIVATE}\n![[{shown}]]\n", way)
    note = vault / "turned" / f"{words.word('a name that was shown')}.md"
    _written(note, text)
    out = faults_of(site_of(vault, folder), words)
    note.write_text(text.replace(WAYS[way][1], "publish: true"))
    if not hits(site_of(vault, folder), words):
        out.append("what is published is not there")
    WITHDRAWALS[how](note, text)
    after = site_of(vault, folder)
    del after["what was said"]  # it names what is no longer public
    return out + [f"{how}: {fault}" for fault in faults_of(after, words)]


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    for number in range(1_000_000):
        words, place = Words(rng), folder / str(number)
        if number % 4 == 3:
            way, how = rng.choice(DENIALS), rng.choice(list(WITHDRAWALS))
            yield partial(withdrawn, words, way, how, place)
        else:
            ways = rng.sample(list(WAYS), 6)
            try_one = falsely_found if number % 4 == 2 else tried
            yield partial(try_one, words, ways, place)


# --- planted faults -----------------------------------------------------------------------------

TITLE, BODY = "Zqx Plan für Übermorgen", "nobody should ever read these eight words or more of it"
LINES = "\n- milk for the cat\n- call the lawyer\n- hide the rest\n"
SECRET = f"---\ntitle: {TITLE}\npublish: false\n---\n# Heading of secrets\n\n{BODY}\n{LINES}"
PIXELS = photograph("JPEG", size=(60, 60))
VAULT: Files = {"a.md": "Public.\n", "b/secret.md": SECRET, "b/hidden picture.jpg": PIXELS}
NUMBERS = "".join(f"&#{ord(c)};" for c in TITLE)
CODED = base64.b64encode(TITLE.encode()).decode()
FORMS: Mapping[str, tuple[str, bytes]] = {
    "in a page": ("a/index.html", f"<p>\nsee {TITLE}</p>".encode()),
    "between tags": ("a/index.html", b"<p>Zqx <b>Pl</b>an f\xc3\xbcr <i>\xc3\x9cber</i>morgen</p>"),
    "in an attribute": ("a/index.html", f'<a title="{TITLE}">x</a>'.encode()),
    "as entities": ("a/index.html", f"<p>{NUMBERS}</p>".encode()),
    "in base64": ("a/index.html", f'<img src="data:text/plain;base64,{CODED}">'.encode()),
    "in a packed file": ("pages.gz", gzip.compress(TITLE.encode())),
    "in JSON": ("data.json", b'["Zqx Plan f\\u00fcr \\u00dcbermorgen"]'),
    "in an address": ("a/index.html", b'<a href="/b/Zqx%20Plan%20f%C3%BCr%20%C3%9Cbermorgen/">'),
    "as a slug": ("a/index.html", '<a href="/b/zqx-plan-für-übermorgen/">'.encode()),
    "in other letters": ("a/index.html", "ZQX PLAN FU\u0308R U\u0308BERMORGEN".encode()),
    "in UTF-16": ("a.bin", b"\0\1\2" + TITLE.encode("utf-16-le")),
    "in the name of a file": ("b/zqx-plan-für-übermorgen/index.html", b"<p>x</p>"),
    "some words of the text": (
        "search.json",
        rb'{"t": "Nobody should ever <em>read<\/em> these eight words or"}',
    ),
    "a heading": ("toc.txt", b"Heading of Secrets"),
    "short lines of a list": (
        "a/index.html",
        b"<ul><li>milk for the cat</li><li>call the lawyer</li><li>hide the rest</li></ul>",
    ),
    "the text of a picture": (
        "p.png",
        photograph("PNG").replace(b"Author", b"Author\0" + TITLE.encode()),
    ),
    "a file": ("x.jpg", PIXELS),
    "a part of a file": ("x.bin", b"before" + PIXELS[200:] + b"after"),
    "a file in a page": ("a/index.html", b"<img src='data:," + base64.b64encode(PIXELS) + b"'>"),
    "a page of the preview": (
        "a/index.html",
        b'<head><meta name="garden-preview" content="drafts">',
    ),
}


# A fault of what is public → what is put in the place of the code that keeps a word back
FAULTS: Mapping[str, tuple[str, object]] = {
    "the source of a block that asks": ("garden.text.syntax.code.asking_kind", lambda _: ""),
    "a question in a line": ("garden.text.syntax.code.is_asking_inline", lambda _: False),
    "the archive of a board": ("garden.text.syntax.board._archives", lambda _: iter(())),
    "an address of this computer": ("garden.text.syntax.local.is_local", lambda _: False),
    "a closed dialog": ("garden.text.syntax.rawhtml.put_aside", lambda *_: None),
    "the path of a link": ("garden.body.last_segment", lambda target, _: target),
    "litter in a theme": ("garden.overrides.is_litter", lambda _: False),
    "a private folder of a theme": ("garden.overrides._PRIVATE", ""),
    "a static folder's own notes are not asked": (
        "garden.static._private_folders",
        lambda *_: frozenset(),
    ),
    "a note that publishes what steers a host": ("garden.publish.steers", lambda _: False),
}


@cache
def garden_at(place: Path) -> tuple[Request, Grown]:
    vault = write(place, VAULT)
    request = Request(vault, None, read_config("[dates]\ngit = false\n"), theme=bare_theme())
    return request, read_garden(request, Disk())


def audit_of(folder: Path, name: str, content: bytes) -> list[str]:
    """The leaks that an audit finds in a site of two files."""
    request, grown = garden_at(folder.parent / "vault")
    site = write(folder / "site", {"index.html": "<p>Public.</p>", name: content})
    found = audited(request, grown, site, Disk())
    return [f"{leak.file}: {leak.fact.kind}" for leak in found.leaks if leak.file == name]


SHOWN: Mapping[str, tuple[str, object]] = {
    # what is patched, and by what
    "comments that are text": (
        "garden.text.parse.without_any",
        lambda text, *_: Uncommented(Pieces([Piece(text, 0)])),
    ),
    "a fence that looks for no partner": ("garden.text.comments.FENCE", re.compile("(?!)")),
    "comments of diagrams": ("garden.text.diagram.uncommented", lambda text: text),
    "comments of formulas": ("garden.text.syntax.math._uncommented", lambda text: text),
}


def planted(folder: Path) -> dict[str, Case]:
    def published() -> list[str]:
        with patch("garden.grow.note_denial", lambda *_: ""):
            return hits_of(folder / "published")

    def hits_of(place: Path) -> list[str]:
        return tried(Words(Random(1)), ["draft"], place)

    def with_fault(name: str, fault: object) -> list[str]:
        with patch(name, fault):
            return hits_of(folder / name)

    faults = {name: partial(with_fault, *fault) for name, fault in FAULTS.items()}

    def overlooked(place: str, fault: object, way: str) -> Case:
        def seen() -> list[str]:
            with patch(place, fault):
                return tried(Words(Random(1)), [way], folder / way)

        return seen

    meant = {
        "a misplaced block that is overlooked": overlooked(
            "garden.text.split.nearly_front_matter", lambda *_, **__: (), "a second block"
        ),
        "a key of another program that is overlooked": overlooked(
            "garden.text.meta.FOREIGN", (), "published: false"
        ),
        "a property of Logseq that is overlooked": overlooked(
            "garden.text.parse.public_property", lambda _: None, "Logseq's property"
        ),
        "an unseen sign in a key that counts": overlooked(
            "garden.text.frontmatter.bare", str, "an unseen sign in a key"
        ),
        "an unseen sign in a tag that counts": overlooked(
            "garden.text.syntax.tag.bare", lambda sign: sign, "an unseen sign in a tag"
        ),
        "a malformed tag that is overlooked": overlooked(
            "garden.text.meta.meant_tags", lambda _: (), "a malformed tag"
        ),
    }

    def uncleaned() -> list[str]:
        with patch("garden.image.FORMATS", {}):
            return hits_of(folder / "uncleaned")

    def by_ending(kind: str) -> list[str]:
        """A cleaner of one kind that forgets what it is there for."""
        with patch.dict("garden.image.FORMATS", {kind: lambda data: Cleaned(data)}):
            return hits_of(folder / f"as it is {kind}")

    kinds = ("jpeg", "png", "webp", "gif", "heif", "svg", "svgz")
    pictured = {f"pictures of {kind} as they are": partial(by_ending, kind) for kind in kinds}

    def shown(name: str, fault: object) -> list[str]:
        with patch(name, fault), patch("tests.proof.leaks._COMMENTS", len(COMMENTED)):
            return hits_of(folder / name)

    comments = {what: partial(shown, *fault) for what, fault in SHOWN.items()}
    audits = {name: partial(audit_of, folder / name, *form) for name, form in FORMS.items()}
    opened = {name: partial(_opened, folder / name, *fault) for name, fault in OPENED.items()}
    return {
        "a draft that is published": published,
        "pictures as they are": uncleaned,
        **faults,
        **comments,
        **meant,
        **pictured,
        **audits,
        **opened,
    }


OPENED: Mapping[str, tuple[str, str, object]] = {
    # a way in which a note is private → what is put in place of what keeps it so
    "a folder's note that is not read": (
        "a folder whose note is excluded",
        "garden.vault._Reader._close",
        lambda *_: None,
    ),
    "a conflict copy that is a note": (
        "a conflict copy of Syncthing",
        "garden.vault.copy_in",
        lambda _: "",
    ),
    "a name that only iCloud has": (
        "a folder whose note only iCloud has",
        "garden.vault._Reader.miss",
        lambda *_: None,
    ),
    "an expression that fits nothing": (
        "an expression of JavaScript in Obsidian's settings",
        "garden.obsidian.filters_of",
        lambda *_: (),
    ),
    "an exception that opens": (
        "an exception before its folder",
        "garden.patterns.verdict",
        lambda *_: "open",
    ),
    "a class that is none": ("a class of signs", "garden.gitignore._CLASSES", {"digit": "x"}),
    "templates of Obsidian alone": (
        "a template of Templater",
        "garden.obsidian.Settings.holds_template",
        lambda *_: False,
    ),
}


def _opened(place: Path, way: str, name: str, fault: object) -> list[str]:
    read_lines.cache_clear()
    patterns.cache_clear()
    try:
        with patch(name, fault):
            return tried(Words(Random(1)), [way], place)
    finally:
        read_lines.cache_clear()
        patterns.cache_clear()


PROOF = Proof("leaks", "3", "PRV1–PRV45", "vaults", 20, cases, planted)
