"""Which tags a garden has: from the text and the front matter, with their parents."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.support import Grown, garden_of

SINGULAR = "[markdown]\nsingular_tag = true\n"


def tags(grown: Grown) -> dict[str, tuple[str, ...]]:
    """Each tag as it is shown, and the names of the notes that are listed under it."""
    return {
        tag.name: tuple(path.removesuffix(".md") for path in tag.notes)
        for tag in grown.garden.tags.values()
    }


# case → (notes by name, tags)
GARDENS: dict[str, tuple[Mapping[str, str], dict[str, tuple[str, ...]]]] = {
    "T04 one tag in any casing": ({"A": "#Tag #TAG #tag"}, {"Tag": ("A",)}),
    "T04 the casing that is seen first": (
        {"B": "#tag", "A": "#Tag"},
        {"Tag": ("A", "B")},
    ),
    "T04 front matter comes first": ({"A": "---\ntags: TAG\n---\n#tag"}, {"TAG": ("A",)}),
    "T04 in any alphabet": (
        {"A": "#Straße #STRASSE #ΟΔΌΣ #οδός"},
        {"Straße": ("A",), "ΟΔΌΣ": ("A",)},
    ),
    "T04 in any Unicode form": ({"A": "#cafe\u0301", "B": "#café"}, {"café": ("A", "B")}),
    "T05 a parent lists its children": (
        {"A": "#a/b", "B": "#a/b/c", "C": "#a"},
        {"a": ("A", "B", "C"), "a/b": ("A", "B"), "a/b/c": ("B",)},
    ),
    "T05 a note is listed once": (
        {"A": "#a #a/b #a/c"},
        {"a": ("A",), "a/b": ("A",), "a/c": ("A",)},
    ),
    "T05 a parent keeps the casing that is seen first": (
        {"A": "#Area/One", "B": "#area/two"},
        {"Area": ("A", "B"), "Area/One": ("A",), "area/two": ("B",)},
    ),
    "T05 a name that begins alike is no child": (
        {"A": "#ab", "B": "#a"},
        {"a": ("B",), "ab": ("A",)},
    ),
    "T06 none in code, math, addresses, comments": (
        {"A": "`#a` $#b$ https://e.net/#c %%#d%% <!-- #e --> [[N#f]] [t](N.md#g)\n\n```\n#h\n```"},
        {},
    ),
    "T09 none in a text property": ({"A": "---\nsummary: 'about #tag'\nlist: ['#b']\n---\n"}, {}),
    "T09 none in a title or description": (
        {"A": "---\ntitle: '#t'\ndescription: '#d'\naliases: ['#a']\n---\n"},
        {},
    ),
}


@pytest.mark.parametrize(
    ("notes", "expected"), [pytest.param(*case, id=t) for t, case in GARDENS.items()]
)
def test_gardens(notes: Mapping[str, str], expected: dict[str, tuple[str, ...]]) -> None:
    assert tags(garden_of({f"{name}.md": text for name, text in notes.items()})) == expected


DEEP = "/".join("abcdefghijklmnop")  # 16 levels


@pytest.mark.parametrize("text", ["#{}", "---\ntags: [{}]\n---\n"], ids=["text", "front matter"])
def test_a_tag_has_16_levels_at_most(text: str) -> None:
    most, more = (garden_of({"A.md": text.format(tag)}) for tag in (f"private-{DEEP}", f"x/{DEEP}"))
    assert (len(most.garden.tags), most.rules) == (16, [])
    assert (len(more.garden.tags), more.rules) == (0, ["tag-invalid"])


@pytest.mark.parametrize("text", ["#{}", "---\ntags: [{}]\n---\n", "{} #{}"])
def test_a_private_tag_denies_however_deep_it_is(text: str) -> None:
    words = "word " * 2_000_000 if text.startswith("{}") else ""  # so large that it is plain text
    note = text.format(*([words] if words else []), f"Private/{DEEP}")
    grown = garden_of({"A.md": note, "B.md": ""})
    assert set(grown.garden.notes) == {"B.md"}


# front matter → (tags, how many values are told to be no tag)
FRONT = {
    'tags: [a, "#b"]': (("a", "b"), 0),
    "tags:\n  - a\n  - b": (("a", "b"), 0),
    "tags: one": (("one",), 0),
    "tags: '#one'": (("one",), 0),
    'tags: "a, b"': ((), 1),
    "tags: a b": ((), 1),
    "tags: 2024": ((), 1),
    "tags: '2024'": ((), 1),
    "tags: [2024, y2024, 1.0, true]": (("y2024",), 3),
    "tags: [a, {b: c}, [d]]": (("a",), 2),
    "tags: [null, a]": (("a",), 0),
    "tags:": ((), 0),
    "tags: #a": ((), 0),
    "tags: []": ((), 0),
    "Tags: a": (("a",), 0),
    "TAGS: [a]": (("a",), 0),
    "tags: [a, A, '#a']": (("a",), 0),
    "tags: [a/b]": (("a", "a/b"), 0),
    "tags: [日本語, 🌱, snake_case, kebab-case]": (("kebab-case", "snake_case", "日本語", "🌱"), 0),
    "tags: ['a.b', 'a:b']": ((), 2),
    "tags: yes": (("yes",), 0),
}


@pytest.mark.parametrize(
    ("front", "names", "invalid"),
    [pytest.param(front, *case, id=f"T07 {front!r}") for front, case in FRONT.items()],
)
def test_front_matter(front: str, names: tuple[str, ...], invalid: int) -> None:
    grown = garden_of({"A.md": f"---\n{front}\n---\ntext"})
    assert tags(grown) == dict.fromkeys(names, ("A",))
    assert grown.rules == ["tag-invalid"] * invalid


# front matter → tags with `singular_tag`
SINGULARS = {
    "tag: a": ("a",),
    "tag: [a, b]": ("a", "b"),
    "Tag: a": ("a",),
    "tag: a\ntags: b": ("a", "b"),
}


@pytest.mark.parametrize(
    ("front", "names"), [pytest.param(*case, id=f"T08 {case[0]!r}") for case in SINGULARS.items()]
)
def test_singular(front: str, names: tuple[str, ...]) -> None:
    files = {"A.md": f"---\n{front}\n---\ntext"}
    without = {"b": ("A",)} if "tags:" in front else {}
    assert tags(garden_of(files)) == without
    assert tags(garden_of(files, SINGULAR)) == dict.fromkeys(names, ("A",))


def test_t05_every_tag_has_a_page_that_lists_its_notes() -> None:
    drawn = garden_of({"A.md": "#a/b", "B.md": "#a"}).pages()
    assert drawn["tags/a/index.html"].count("<note ") == 2
    assert drawn["tags/a/index.html"].count("<nested ") == 1
    assert drawn["tags/a/b/index.html"].count("<note ") == 1
