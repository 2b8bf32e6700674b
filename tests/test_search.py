"""The search: what a word is, what the index holds of a garden, and that browsers find the same.

MiniSearch runs in QuickJS here, with the same notes given to it one by one and as shards.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from garden.model import Body
from garden.paths import DATA
from garden.questions import findable, headings
from garden.shards import index_of, parts_of, shard_of, shards_in
from garden.text.parse import parse
from garden.text.words import plain_text, terms, words
from tests.support import HERE, Grown, garden_of

THEME = HERE.parent / "themes" / "default"
ROWS = [
    [cell.strip().split() if i else cell.strip() for i, cell in enumerate(line.split("|"))]
    for line in (HERE / "search/words.txt").read_text().splitlines()
    if not line.startswith("# ")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_words_of_any_script(row: list[Any]) -> None:
    text, asked, *kept = row
    assert words(text) == asked
    assert terms(text) == (kept[0] if kept else asked)


def test_what_is_too_long_is_no_word() -> None:
    assert words(f"a {'b' * 64} {'c' * 65} {'𠮷' * 65}")[:3] == ["a", "b" * 64, "𠮷𠮷"]


# --- in a browser's language ------------------------------------------------------------------


def script(*names: str) -> str:
    """Modules of the theme as one script."""
    texts = ((THEME / name).read_text() for name in names)
    code = "\n".join(
        re.sub(r"^import .*;$|^export \{.*\};$", "", text, flags=re.M) for text in texts
    )
    return re.sub(r"^export ", "", code, flags=re.M)


@cache
def browser() -> Any:
    quickjs = pytest.importorskip("quickjs")
    context = quickjs.Context()
    names = ("vendor/minisearch/minisearch.js", "words.js", "finding.js")
    context.eval(script(*names))
    context.eval((HERE / "search/compare.js").read_text())
    return context


def called(name: str, *arguments: object) -> Any:
    shown = ", ".join(map(json.dumps, arguments))
    return json.loads(browser().eval(f"JSON.stringify({name}({shown}))"))


def test_browsers_find_the_same_words() -> None:
    assert [[row[0], called("words", row[0]), called("terms", row[0])] for row in ROWS] == [
        [row[0], row[1], row[-1]] for row in ROWS
    ]


def test_browsers_look_in_the_same_shards() -> None:
    found = sorted({term for row in ROWS for term in row[-1]})
    assert [called("shardOf", term, 16) for term in found] == [shard_of(t, 16) for t in found]


# --- the text of a note -------------------------------------------------------------------------

TEXTS = {
    "text": ("one *two* th**r**ee", "one two three"),
    "a link": ("[[f/A#b]] [[A|the *label*]] [x](https://e.com/y)", "A the label x"),
    "an embed and a picture": ("one ![[B]] ![alt](i.png) two", "one two"),
    "comments": ("one %%two%% <!-- three --> four", "one four"),
    "tags": ("see #a/b", "see a/b"),
    "code": ("`<a>` b\n```py\nif x < y: pass\n```", "<a> b if x < y: pass"),
    "a formula": ("$a^2$ b", "a^2 b"),
    "cells, items and lines": ("|a|b|\n|-|-|\n|c|d|\n\n- e\n- f\n\ng\nh", "a b c d e f g h"),
    "a footnote": ("one[^1]\n\n[^1]: two", "one two"),
    "an unused footnote": ("one\n\n[^1]: two", "one"),
    "HTML": ("<b title='no'>one</b> &amp; <div>two</div>three", "one & two three"),
    "a callout": ("> [!note] One\n> two", "One two"),
}


def text_of(body: Body) -> str:
    return " ".join(plain_text(body).split())


@pytest.mark.parametrize(("source", "text"), TEXTS.values(), ids=list(TEXTS))
def test_what_a_search_reads_of_a_note(source: str, text: str) -> None:
    parsed = parse(source.encode())
    assert text_of(parsed.body) == text
    assert sorted(parsed.words) == sorted(set(terms(text)))


# --- the files ----------------------------------------------------------------------------------


def files_of(grown: Grown) -> dict[str, Any]:
    """What the search of a garden fetches, by the path below its folder."""
    start = f"{DATA}/search/"
    pages = grown.pages()
    return {out.removeprefix(start): json.loads(pages[out]) for out in pages if start in out}


SMALL = {
    "b.md": "---\naliases: [Bee]\ntags: [t/u]\n---\n# B\nwords of b\n\n## Under\n#v words",
    "a.md": "words",
    "c.md": "---\npublish: false\n---\nwords",
}


def test_the_files_of_a_small_garden() -> None:
    files = files_of(garden_of(SMALL))
    assert set(files) == {
        *("parts.json", "0/titles.json", "0/headings.json", "0/lengths.json", "0/0.json"),
    }
    assert files["parts.json"] == {"parts": 1, "shards": 1, "recent": []}
    assert files["0/titles.json"] == [["a/", "a", [], []], ["b/", "B", ["Bee"], ["t/u", "v"]]]
    assert files["0/headings.json"] == [[], [["Under", "under"]]]
    assert files["0/lengths.json"] == [[1, 0, 0, 0, 1], [1, 1, 1, 3, 5]]
    index = dict(files["0/0.json"])
    assert index["words"] == {"4": [0, 1, 1, 2]}
    assert index["b"] == {"0": [1, 1], "4": [1, 2]}
    assert index["bee"] == {"1": [1, 1]}
    assert list(index) == sorted(index)


def test_without_a_search_there_is_nothing_of_it() -> None:
    assert files_of(garden_of(SMALL, "[search]\nenabled = false")) == {}


def test_titles_are_text() -> None:
    files = files_of(garden_of({"a.md": "---\ntitle: <img src=x>\n---\n"}))
    assert files["0/titles.json"][0][1] == "<img src=x>"


def test_the_name_of_a_file_may_be_no_text_at_all() -> None:
    files = files_of(garden_of({"a\udcff.md": "---\ndate: 2024-01-01\n---\nx\n"}))
    assert files["0/titles.json"][0][1] == "a\udcff"  # written as a?
    assert files["parts.json"]["recent"][0][1] == "a\udcff"


@pytest.mark.parametrize(
    ("notes", "parts", "shards"),
    [(0, 1, 1), (16, 1, 1), (50, 1, 4), (1000, 1, 64), (10_000, 16, 64)],
)
def test_how_many_files_there_are(notes: int, parts: int, shards: int) -> None:
    found = parts_of(f"f/{n}.md" for n in range(notes))
    assert (len(found), shards_in(found)) == (parts, shards)
    assert sum(map(len, found)) == notes
    assert max(map(len, found), default=0) <= 1_100


def test_another_note_changes_its_part_alone() -> None:
    paths = [f"{n}.md" for n in range(60)]
    before, after = parts_of(paths, 10), parts_of([*paths, "x.md"], 10)
    assert len(before) == len(after) == 8
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


# --- what is found ------------------------------------------------------------------------------

MANY = (
    "Crème brûlée and garden paths",
    "数字花园 とガーデン入門",
    "gardens gardening garden constructor",
)
MADE = {
    f"f{n % 3}/{n}.md": f"---\naliases: [Other {n}]\ntags: [t{n % 4}/u]\n---\n"
    f"# {MANY[n % 3]} {n}\n\n## Heading {n % 7}\n\n{MANY[n * 5 % 3]} word{n % 11} " * (1 + n % 3)
    for n in range(40)
}
QUERIES = (
    *("garden", "gard", "gardne", "garden path", "paths garde", "creme BRULEE", "t1", "heading 3"),
    *(
        "花园",
        "数字花园",
        "园",
        "ガーデン",
        "ン",
        "constructor",
        "word1 garden",
        "nothing at all",
        "the",
    ),
    *(
        '"garden paths" word',
        "trust is",
        "trsut",
        "note",
        "link to",
        "a",
        "publish",
        "configuratoin",
    ),
)


def vault_of(folder: str) -> dict[str, str]:
    root = HERE.parent / folder
    return {p.relative_to(root).as_posix(): p.read_text() for p in sorted(root.rglob("*.md"))}


@pytest.mark.parametrize("size", [1_000, 9], ids=["one part", "several parts"])
@pytest.mark.parametrize("name", ["made", "content"])
def test_shards_find_what_minisearch_finds(name: str, size: int) -> None:
    grown = garden_of(MADE if name == "made" else vault_of("content"))
    parts = parts_of(grown.garden.notes, size)
    assert (len(parts) > 1) == (size == 9)
    garden = replace(grown.garden, parts=parts)
    shards = 8
    files: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for part, paths in enumerate(parts):
        known, outlines = findable(garden, part), headings(garden, part)
        index = index_of(known, outlines, (grown.words[path] for path in paths), shards)
        rows = [json.loads(shard) for shard in index.shards]
        files.append({"lengths": json.loads(index.lengths), "shards": rows})
        for note, outline, path in zip(known, outlines, paths, strict=True):
            body = grown.bodies[path]
            notes.append(
                {
                    "id": len(notes),
                    "title": note.title,
                    "aliases": "\n".join(note.aliases),
                    "headings": "\n".join(text for text, _ in outline),
                    "tags": "\n".join(note.tags),
                    "text": text_of(body),
                }
            )
    assert called("load", notes, files, shards) == len(grown.garden.notes)
    found = {query: called("compared", query) for query in QUERIES}
    assert {query: ours for query, (_, ours) in found.items()} == {
        query: native for query, (native, _) in found.items()
    }
    assert sum(bool(ours) for _, ours in found.values()) > 10
