"""Non-interference (NI1, NI2): what is not published changes no byte of the site.

The site of a vault equals the site of that vault without every file that is not published, and
stays as it is whatever those files say.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garden.paths import is_note
from tests.offline import built, tree, write
from tests.support import garden_of
from tests.written import (
    CONFIG,
    DATES,
    FOLDERS,
    KINDS,
    PERMALINKS,
    STEMS,
    TAGS,
    TARGETS,
    TITLES,
    UPS,
    WORDS,
    Vault,
    Written,
    published,
)

SITE = '[site]\nbase_url = "https://me.net/"\n'
DENIED = "---\npublish: false\n---\n"


def assert_without(files: Vault, config: str = "") -> None:
    """The pages are those of the vault without everything that is not published."""
    grown = garden_of(files, config)
    alone = garden_of(published(files, grown), config)
    assert alone.pages() == grown.pages()
    assert alone.garden.urls == grown.garden.urls


# --- each channel by itself ---------------------------------------------------------------------

PRIVATE: dict[str, tuple[Vault, str, frozenset[str]]] = {
    # files, configuration, the notes that are published
    "PRV2 an alias that is a public title": (
        {"Trust.md": "[[Faith]]", "b.md": "---\naliases: [Trust, Faith]\npublish: no\n---\n"},
        "",
        frozenset({"Trust.md"}),
    ),
    "PRV2 an alias that is a public alias": (
        {
            "b.md": "---\naliases: [Faith]\n---\n",
            "a.md": "---\naliases: [Faith]\npublish: false\n---\n",
            "c.md": "[[Faith]]",
        },
        "",
        frozenset({"b.md", "c.md"}),
    ),
    "PRV2 a permalink that a public note wants": (
        {"a.md": "---\npermalink: /x\npublish: false\n---\n", "b.md": "---\npermalink: /x\n---\n"},
        "",
        frozenset({"b.md"}),
    ),
    "PRV2 a permalink on a public path": (
        {"a.md": "---\npermalink: /b\npublish: false\n---\n", "b.md": ""},
        "",
        frozenset({"b.md"}),
    ),
    "PRV5 backlinks": (
        {"a.md": "[[b]]", "b.md": "", "c.md": f"{DENIED}[[b]] [[b]]"},
        "",
        frozenset({"a.md", "b.md"}),
    ),
    "PRV6 a link": ({"a.md": "see [[b]]", "b.md": DENIED}, "", frozenset({"a.md"})),
    "PRV7 a link with a label": ({"a.md": "[[b|text]]", "b.md": DENIED}, "", frozenset({"a.md"})),
    "PRV8 a link by path": (
        {"a.md": "[[private/f/b]] [[f/b]]", "private/f/b.md": ""},
        "",
        frozenset({"a.md"}),
    ),
    "PRV9 embeds": (
        {"a.md": "![[b]]\n\n![[b#H]]\n\n![[b#^id]]", "b.md": f"{DENIED}# H\ntext ^id"},
        "",
        frozenset({"a.md"}),
    ),
    "PRV10 embeds of embeds": (
        {"a.md": "![[b]]", "b.md": "b\n\n![[c]]", "c.md": f"{DENIED}c"},
        "",
        frozenset({"a.md", "b.md"}),
    ),
    "PRV12 PRV13 PRV16 the feed and the sitemap": (
        {
            "a.md": "---\ndate: 2024-01-01\n---\n#x",
            "b.md": "---\ndate: 2025-01-01\npublish: false\naliases: [c]\n---\n#y",
            "private/d.md": "---\ndate: 2026-01-01\n---\n",
        },
        SITE,
        frozenset({"a.md"}),
    ),
    "PRV12 a feed that only private notes would be in": (
        {"a.md": "", "b.md": "---\ndate: 2025-01-01\npublish: false\n---\n"},
        SITE,
        frozenset({"a.md"}),
    ),
    "PRV13 private notes and files where garden's own would stand": (
        {
            "a.md": "---\ndate: 2024-01-01\n---\n[[feed.xml]]",
            "feed.xml.md": DENIED,
            "sitemap.xml.md": DENIED,
            "robots.txt.md": DENIED,
            "private/feed.xml": "",
        },
        SITE,
        frozenset({"a.md"}),
    ),
    "PRV14 tags": (
        {"a.md": "#x", "b.md": f"{DENIED}#x #x/y #z", "c.md": f"{DENIED}#X"},
        "",
        frozenset({"a.md"}),
    ),
    "PRV14 the first spelling of a tag": (
        {"a.md": f"{DENIED}#Foo", "b.md": "#foo"},
        "",
        frozenset({"b.md"}),
    ),
    "PRV15 the home page": ({"index.md": DENIED, "a.md": ""}, "", frozenset({"a.md"})),
    "PRV15 a folder with private notes alone": (
        {"a.md": "[[x]]", "f/x.md": DENIED, "f/g/y.md": DENIED, "h/index.md": DENIED},
        "",
        frozenset({"a.md"}),
    ),
    "PRV15 counts and the way up": (
        {"f/a.md": "", "f/b.md": DENIED, "f/g/c.md": "", "f/g/h/d.md": DENIED, "g.md": DENIED},
        "",
        frozenset({"f/a.md", "f/g/c.md"}),
    ),
    "PRV15 recent notes": (
        {"a.md": "---\ndate: 2024-01-01\n---\n", "b.md": "---\ndate: 2024-01-02\ndraft: 1\n---\n"},
        "",
        frozenset({"a.md"}),
    ),
    "PRV15 a second page of a list": (
        {f"f/{i}.md": "#x" if i < 200 else f"{DENIED}#x" for i in range(201)},
        "",
        frozenset({f"f/{i}.md" for i in range(200)}),
    ),
    "PRV15 the navigation": (
        {"a.md": "", "b.md": DENIED, "f/c.md": DENIED, "p.png": "", "f/p.png": ""},
        '[site]\nfooter = "[[b]] [[c|x]]"\n'
        '[[navigation]]\nlink = "b"\n[[navigation]]\nlink = "/f/"\n',
        frozenset({"a.md"}),
    ),
    "PRV15 the folder's note": (
        {"f/index.md": DENIED, "f/f.md": "", "f.md": DENIED, "a.md": "[[f]] [[f/index]]"},
        "",
        frozenset({"f/f.md", "a.md"}),
    ),
    "PRV17 attachments": (
        {
            "a.md": "![[p.png]] ![[q.png]] ![[r.png]]",
            "private/p.png": "p",
            "f/p.png": "p",
            "private/q.png": "q",
            "b.md": f"{DENIED}![[s.png]]",
            "s.png": "s",
        },
        "",
        frozenset({"a.md"}),
    ),
    "PRV17 an attachment that only a private note shows shares a name": (
        {"g/a.md": "![[p.png]]", "g/p.png": "1", "p.png": "2", "b.md": f"{DENIED}![[/p.png]]"},
        "",
        frozenset({"g/a.md"}),
    ),
    "PRV23 a private name in the front matter": (
        {
            "a.md": '---\nup: "[[b]]"\nrelated: ["[[b|x]]", "[[c]]"]\n---\n',
            "b.md": DENIED,
            "c.md": "",
        },
        '[properties]\nshow = ["up", "related"]\n',
        frozenset({"a.md", "c.md"}),
    ),
    "PRV36 collisions": (
        {"A B.md": DENIED, "A-B.md": "", "A  B.md": ""},
        "",
        frozenset({"A-B.md", "A  B.md"}),
    ),
    "PRV36 collisions of attachments": (
        {"n.md": "![[a-b.png]]", "a b.png": "1", "a-b.png": "2", "x.md": f"{DENIED}![[a b.png]]"},
        "",
        frozenset({"n.md"}),
    ),
    "PRV37 ambiguity": (
        {
            "a.md": "[[x]] [[f/x]]",
            "x.md": DENIED,
            "private/f/x.md": "",
            "f/g/x.md": "",
            "h/x.md": "",
        },
        "",
        frozenset({"a.md", "f/g/x.md", "h/x.md"}),
    ),
    "PRV41 a private folder in other letters": (
        {"a.md": "[[b]] [[c]]", "Private/b.md": "", "PRIVATE/f/c.md": ""},
        "",
        frozenset({"a.md"}),
    ),
    "PRV42 raw HTML": (
        {
            "a.md": '<img src="private/p.png"> <a href="b.md">x</a>',
            "private/p.png": "",
            "b.md": DENIED,
        },
        "",
        frozenset({"a.md"}),
    ),
    "PRV9 PRV17 players, viewers and boxes": (
        {
            "a.md": "![[s.mp3]] ![[f.mp4|300]] ![[d.pdf#page=2]] ![[d.zip]]\n\n"
            "![[g.mp3]] ![[g.pdf]]",
            **dict.fromkeys(("private/s.mp3", "private/f.mp4", "private/d.pdf"), ""),
            **dict.fromkeys(("private/d.zip", "g.mp3", "g.pdf"), ""),
            "b.md": f"{DENIED}![[g.mp3]] ![[g.pdf]] ![[h.mp4]]",
            "h.mp4": "",
        },
        "",
        frozenset({"a.md"}),
    ),
    "PRV17 the address of a narrower copy": (
        {
            "a.md": "![[p.png]]",
            "p.png": "",
            "p-480w.webp": "",
            "p-480w.webp.md": DENIED,
            "private/p-960w.webp": "",
            "b.md": f"{DENIED}![[p-480w.webp]]",
        },
        "",
        frozenset({"a.md"}),
    ),
    "PRV18 what a page does not show": (
        {
            "a.md": "%%![[p.png]]%% <!-- ![[q.png]] -->\n\n"
            "[^1]: ![[r.png]] [[b]]\n\n`![[s.png]]`\n",
            **dict.fromkeys(("p.png", "q.png", "r.png", "s.png"), ""),
            "b.md": DENIED,
        },
        "",
        frozenset({"a.md"}),
    ),
    "PRV23 properties and their types": (
        {
            "a.md": '---\nup: "[[b]]"\npic: "![[p.png]]"\nsee: ["[[c]]", private/p.png]\n---\n',
            "b.md": f"{DENIED}up: 1",
            "c.md": "---\nup: 2024-01-01\nsecret: 1\npublish: false\n---\n",
            "p.png": "",
            "private/p.png": "",
        },
        '[properties]\nshow = ["up", "see", "secret"]\n',
        frozenset({"a.md"}),
    ),
    "PRV38 footnotes": (
        {
            "a.md": "a[^1] ![[b]] ![[c]] z[^2]\n\n[^1]: [[b]] ![[b#H]]\n[^2]: ![[p.png]]",
            "b.md": f"{DENIED}b[^1] ^[in line]\n\n[^1]: one",
            "c.md": "c[^1]\n\n[^1]: three [[b|x]] ![[private/p.png]]",
            "private/p.png": "",
        },
        "",
        frozenset({"a.md", "c.md"}),
    ),
    "PRV42 the sizes of a picture in raw HTML": (
        {
            "a.md": '<img src="p.png" srcset="p.png 1x, private/q.png 2x, r.png 3x">\n\n'
            '<picture><source srcset="private/q.png"><img src="private/q.png" alt="x"></picture>',
            "p.png": "",
            "private/q.png": "",
            "r.png.md": DENIED,
        },
        "",
        frozenset({"a.md"}),
    ),
    "PRV43 the nodes of a diagram": (
        {
            "a.md": "```mermaid\nflowchart\na[b]:::internal-link --> c\n"
            "class c internal-link\n```\n",
            "b.md": f"{DENIED}```mermaid\nflowchart\na:::internal-link\n```",
            "c.md": f"{DENIED}$x$ ![](https://youtu.be/abc)\n\n```js\nx\n```\n",
        },
        "",
        frozenset({"a.md"}),
    ),
    "a tag's page and a private note": (
        {"tags/x.md": DENIED, "a.md": "#x"},
        "",
        frozenset({"a.md"}),
    ),
    "a link to a heading": ({"a.md": "[[b#H]] [[b#^i]]", "b.md": DENIED}, "", frozenset({"a.md"})),
    "front matter that is broken": (
        {
            "a.md": "[[b]] [[c]] [[d]] [[e]]",
            "b.md": "---\ntitle: [\n---\n",
            "c.md": "---\nx: 1\n",
            "d.md": "---\n- a\n---\n",
            "e.md": "---\npublish: maybe\n---\n",
        },
        "",
        frozenset({"a.md"}),
    ),
    "a private tag": (
        {
            "a.md": "[[b]] [[c]] #x",
            "b.md": "#private #x",
            "c.md": "---\ntags: [Private/sub]\n---\n",
        },
        "",
        frozenset({"a.md"}),
    ),
    "a draft": ({"a.md": "[[b]]", "b.md": "---\ndraft: true\n---\n"}, "", frozenset({"a.md"})),
    "a folder whose note is private": (
        {
            "a.md": "[[x]] ![[p.png]]",
            "f/index.md": "---\nprivate: true\n---\n",
            "f/g/x.md": "",
            "f/p.png": "",
        },
        "",
        frozenset({"a.md"}),
    ),
    "a folder whose note is private and broken": (
        {"a.md": "[[x]]", "f/index.md": "---\nprivate: true\ntitle: [\n---\n", "f/g/x.md": ""},
        "",
        frozenset({"a.md"}),
    ),
    "a folder whose note is neither private nor not": (
        {"a.md": "[[x]]", "f/f.md": "---\nPrivate: maybe\n---\n", "f/g/x.md": ""},
        "",
        frozenset({"a.md"}),
    ),
    "a folder whose private note is a draft too": (
        {"a.md": "[[x]]", "f/f.md": "---\ndraft: true\nprivate: yes\n---\n", "f/g/x.md": ""},
        "",
        frozenset({"a.md"}),
    ),
    "a folder whose note is private, in other letters": (
        {"a.md": "[[x]]", "F/f.md": "---\nPRIVATE: 'true'\n---\n", "F/g/x.md": ""},
        "",
        frozenset({"a.md"}),
    ),
    "notes without a flag": (
        {"a.md": "---\npublish: true\n---\n[[b]] #x", "b.md": "#x", "c.md": "[[a]]"},
        '[publish]\nmode = "flag"\n',
        frozenset({"a.md"}),
    ),
    "notes outside the folders": (
        {"in/a.md": "[[b]] [[in/c]]", "b.md": "[[a]]", "in/c.md": "", "inner/d.md": "[[a]]"},
        '[publish]\nmode = "folders"\nfolders = ["in"]\n',
        frozenset({"in/a.md", "in/c.md"}),
    ),
}


@pytest.mark.parametrize(("files", "config", "public"), PRIVATE.values(), ids=list(PRIVATE))
def test_ni1_without_the_private_files(files: Vault, config: str, public: frozenset[str]) -> None:
    assert set(garden_of(files, config).garden.notes) == public
    assert_without(files, config)


def is_folder_note(path: str, files: Vault) -> bool:
    *_, folder, name = f"/{path}".split("/")
    is_inside = bool(folder) and name.removesuffix(".md").lower() in ("index", folder.lower())
    return is_inside or any(other.startswith(f"{path.removesuffix('.md')}/") for other in files)


MUTATIONS = {
    "emptied": DENIED,
    "a title": "---\ntitle: a\npublish: false\n---\n",
    "aliases": "---\naliases: [a, b, x, f/x, Trust]\npublish: false\n---\n",
    "a permalink": "---\npermalink: /a\npublish: false\n---\n",
    "links": f"{DENIED}[[a]] ![[a]] [[b]] [[Trust]] ![[p.png]] ![[s.png]]",
    "tags": f"{DENIED}#x #X/y #private #new",
    "formulas, code, a diagram, a video": (
        f"{DENIED}$x$[^1] ![](https://youtu.be/abc) ![[p.png]] ![[g.pdf]]\n\n```js\n1\n```\n\n"
        "```mermaid\nflowchart\na:::internal-link\n```\n\n[^1]: ![[private/p.png]]"
    ),
    "properties": "---\nup: [1]\nsee: true\nsecret: x\npublish: false\n---\n",
    "broken": "---\npublish: false\ntitle: [\n---\n[[a]] #x",
    "not text": f"{DENIED}\x00\ufdd0\ufeff",
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=list(MUTATIONS))
@pytest.mark.parametrize(("files", "config", "public"), PRIVATE.values(), ids=list(PRIVATE))
def test_ni2_whatever_the_private_files_say(
    files: Vault, config: str, public: frozenset[str], mutation: str
) -> None:
    changed = dict(files)
    for path in files:
        if is_note(path) and path not in public:
            is_private = "private: true" in files[path]  # with all of its folder, and stays so
            is_spared = not is_private and is_folder_note(path, files)
            closes = "title: [" in mutation or "#private" in mutation  # its folder, too
            text = DENIED if is_spared and closes else mutation
            changed[path] = text.replace("publish: false", "private: true") if is_private else text
    assert garden_of(changed, config).pages() == garden_of(files, config).pages()


@pytest.mark.parametrize("name", PRIVATE)
def test_ni1_on_disk_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    files, config, _ = PRIVATE[name]
    hidden = {".obsidian/workspace.json": "{}", ".env": "x", ".trash/a.md": "[[a]]"}
    built(write(tmp_path / "1/notes", {**files, **hidden}), tmp_path / "1/out", config)
    public = published(files, garden_of(files, config))
    built(write(tmp_path / "2/notes", public), tmp_path / "2/out", config)
    assert tree(tmp_path / "1/out") == tree(tmp_path / "2/out")


# --- any vault ----------------------------------------------------------------------------------


def few(values: tuple[str, ...], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


PATHS = st.builds("{}{}.md".format, st.sampled_from(FOLDERS), st.sampled_from(STEMS))
PICTURES = st.builds(
    "{}{}.png".format, st.sampled_from(FOLDERS), st.sampled_from(("p", "a b", "a"))
)
NOTES = st.builds(
    Written,
    kind=st.sampled_from(KINDS),
    aliases=few(WORDS, 2),
    permalink=st.sampled_from(PERMALINKS),
    title=st.sampled_from(TITLES),
    up=st.sampled_from(UPS),
    date=st.sampled_from(DATES),
    tags=few(TAGS, 2),
    links=few(TARGETS, 3),
    embeds=few((*TARGETS, "a b.png"), 2),
)
VAULTS = st.dictionaries(PATHS, NOTES, min_size=1, max_size=9)


@settings(derandomize=True, deadline=None, max_examples=120)
@given(VAULTS, st.lists(PICTURES, max_size=3))
def test_ni1_of_any_vault(notes: dict[str, Written], pictures: list[str]) -> None:
    files = {path: note.text for path, note in notes.items()} | dict.fromkeys(pictures, "picture")
    assert_without(files, CONFIG)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(VAULTS, st.lists(NOTES, min_size=9, max_size=9))
def test_ni2_of_any_vault(notes: dict[str, Written], others: list[Written]) -> None:
    """Private notes become others that are private for the same reason."""
    files = {path: note.text for path, note in notes.items()}
    grown = garden_of(files, CONFIG)
    changed = dict(files)
    for (path, note), other in zip(notes.items(), others, strict=False):
        if path not in grown.garden.notes:
            fields = {name: getattr(other, name) for name in Written.__dataclass_fields__}
            changed[path] = Written(**{**fields, "kind": note.kind}).text
    assert garden_of(changed, CONFIG).pages() == grown.pages()
