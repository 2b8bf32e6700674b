"""What `make fidelity` compares, and how; the judge itself needs node and is asked by name only."""

from __future__ import annotations

from random import Random

import pytest

from tests.fidelity.__main__ import random_notes
from tests.fidelity.compared import Difference, differences, report
from tests.fidelity.neutral import neutral, without_wiki
from tests.fidelity.outline import Mark, outline

OUTLINES = {
    # a note, and what garden reads in it: kind, what it says, line
    "headings of both kinds": (
        "# a *b*\n\nc\n---",
        [("heading", "level 1: a b", 1), ("italics", "b", 1), ("heading", "level 2: c", 3)],
    ),
    "items by their first paragraph, with how deep they are": (
        "- a\n\n  more\n  1. b\n- [x] c",
        [
            ("item", "bullet, level 1: a", 1),
            ("item", "number, level 2: b", 4),
            ("item", "bullet, level 1:  c", 5),
        ],
    ),
    "formats in formats": (
        "**a ~~b~~** *c*",
        [("bold", "a b", 1), ("struck", "b", 1), ("italics", "c", 1)],
    ),
    "the rows of a table": (
        "| a | `b` |\n| - | - |\n| c | |",
        [("row", "a | b", 1), ("code", "b", 1), ("row", "c | ", 3)],
    ),
    "code of all kinds": (
        "`a`\n\n```js\nb\n```\n\n    c",
        [("code", "a", 1), ("code block", "b\n", 3), ("code block", "c\n", 7)],
    ),
    "formulas of all kinds": (
        "$a$\n\n$$\nb\n$$",
        [("formula", "a", 1), ("formula", "\nb\n", 3)],
    ),
    "links and pictures": (
        "[a](b.md) https://c.de ![d](e.png) [f]\n\n[f]: /g",
        [
            ("link", "a → b.md", 1),
            ("link", "https://c.de → https://c.de", 1),
            ("picture", "→ e.png", 1),
            ("link", "f → /g", 1),
        ],
    ),
    "text in elements that show none": ("**<title>a</title>**", [("bold", "a", 1)]),
    "a highlight and a tag are words": ("**==a== #b**", [("bold", "a b", 1)]),
}


@pytest.mark.parametrize(
    ("body", "marks"), [pytest.param(*case, id=title) for title, case in OUTLINES.items()]
)
def test_the_outline_of_a_note(body: str, marks: list[tuple[str, str, int]]) -> None:
    assert outline("", body) == marks


FRONT = {
    "texts, numbers, lists": (
        "a: no\nb: 1.10\nc: [2, x]",
        [("property", 'a: "no"', 2), ("property", "b: 1.1", 3), ("property", 'c: [2, "x"]', 4)],
    ),
    "what garden refuses": (
        "a: b: c",
        [
            (
                "front matter",
                "refused: not valid YAML: mapping values are not allowed in this context",
                2,
            )
        ],
    ),
}


@pytest.mark.parametrize(
    ("front", "marks"), [pytest.param(*case, id=title) for title, case in FRONT.items()]
)
def test_the_outline_of_front_matter(front: str, marks: list[tuple[str, str, int]]) -> None:
    assert outline(front, "") == marks


WIKI = {
    "a wikilink is a word": ("[[a b|c]]s", "xxaxbxcxxs"),
    "an embed is a word": ("![[a.png]]", "xxxaxpngxx"),
    "a wikilink to code in a heading": ("[[a#`b[]`|c]]", "xxaxxbxxxxcxx"),
    "one with a bracket in it": ("[[a]b]]", "xxaxbxx"),
    "a footnote is a word, and its text an item": (
        "a[^1]\n\n[^1]: b\n    c\n\n> [^d]:e",
        "axx1x\n\n-   b\n    c\n\n> -   e",
    ),
    "a footnote in the line loses its sign": ("a^[b]", "ax[b]"),
    "a block id is blank": ("a ^b-1\n\n^c", "a     \n\n  "),
    "a power is none": ("2^10", "2^10"),
    "any state of a task is an x": ("- [?] a\n> 1. [-] b\n- [ ] c", "- [x] a\n> 1. [x] b\n- [ ] c"),
    "what is no state stays": ("- [ab] c\n[?] d", "- [ab] c\n[?] d"),
    "the first line of a callout is blank": ("> [!a|b]- c\n> d", ">          \n> d"),
    "a callout in an item": ("- > [!a] b\n  > c", "- >       \n  > c"),
    "a link is none": ("> [a](b) c", "> [a](b) c"),
}


@pytest.mark.parametrize(
    ("written", "read"), [pytest.param(*case, id=title) for title, case in WIKI.items()]
)
def test_what_only_garden_knows_is_neutral(written: str, read: str) -> None:
    assert without_wiki(written) == read
    assert written.count("\n") == read.count("\n"), "each line stays where it was"


def test_a_note_is_split_and_its_comments_are_cut() -> None:
    note = neutral(b"---\na: b\n---\n%%\nhidden\n%%\n\nc %%hidden%% d\n")
    assert note.front == "a: b"
    assert "hidden" not in note.body
    assert note.body.split() == ["c", "d"]
    assert note.line(note.body[: note.body.index("c")].count("\n") + 1) == 8


@pytest.mark.parametrize(
    ("source", "front", "body"),
    [
        pytest.param("---\na: [\n---\n# b", "a: [", "# b", id="it cannot be read"),
        pytest.param("---\na: b", "", "", id="it has no end"),
        pytest.param("---\na: b\n---", "a: b", "", id="it is all"),
        pytest.param("---\n---\nb", "", "b", id="it is empty"),
        pytest.param("a\n\n---\n\nb", "", "a\n\n---\n\nb", id="there is none"),
    ],
)
def test_front_matter_is_where_garden_sees_it(source: str, front: str, body: str) -> None:
    note = neutral(source.encode())
    assert (note.front, note.body) == (front, body)


def mark(kind: str, says: str, line: int = 1) -> Mark:
    return Mark(kind, says, line)


SAME = {
    "white space and signs in text": ([mark("bold", "a ==b==")], [mark("bold", "a\nb")]),
    "white space in code": ([mark("code block", "a\nb\n")], [mark("code block", "a\nb")]),
    "an address and its encoding": ([mark("link", "a → %C3%A4")], [mark("link", "a → ä")]),
    "lines": ([mark("bold", "a", 1)], [mark("bold", "a", 2)]),
    "the order of different kinds": (
        [mark("bold", "a"), mark("code", "b")],
        [mark("code", "b"), mark("bold", "a")],
    ),
    "the order of properties": (
        [mark("property", "b: 1"), mark("property", "1: 2")],
        [mark("property", "1: 2"), mark("property", "b: 1")],
    ),
    "why front matter is refused": (
        [mark("front matter", "refused: one")],
        [mark("front matter", "refused: two")],
    ),
    "an address that safety refuses": ([], [mark("link", "a → javascript:b()")]),
}


@pytest.mark.parametrize(
    ("ours", "theirs"), [pytest.param(*case, id=f"{t} differ not") for t, case in SAME.items()]
)
def test_outlines_that_are_the_same(ours: list[Mark], theirs: list[Mark]) -> None:
    assert differences(ours, theirs) == []


DIFFERENT = {
    "only garden has it": ([mark("bold", "a", 3)], [], [("bold", 3, ("a",), ())]),
    "only the judge has it": ([], [mark("bold", "a", 3)], [("bold", 3, (), ("a",))]),
    "it says something else": (
        [mark("bold", "a"), mark("bold", "b", 2)],
        [mark("bold", "a"), mark("bold", "c", 2)],
        [("bold", 2, ("b",), ("c",))],
    ),
    "a sign in code": (
        [mark("code", "a|b")],
        [mark("code", "a\\|b")],
        [("code", 1, ("a|b",), ("a\\|b",))],
    ),
    "signs alone": ([mark("bold", "!")], [mark("bold", "?")], [("bold", 1, ("!",), ("?",))]),
    "one front matter is refused, and its keys are not told too": (
        [mark("front matter", "refused: a")],
        [mark("property", "b: 1")],
        [("front matter", 1, ("refused: a",), ())],
    ),
    "a level": (
        [mark("item", "bullet, level 1: a")],
        [mark("item", "bullet, level 2: a")],
        [("item", 1, ("bullet, level 1: a",), ("bullet, level 2: a",))],
    ),
}


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [pytest.param(*case, id=title) for title, case in DIFFERENT.items()],
)
def test_outlines_that_differ(
    ours: list[Mark], theirs: list[Mark], found: list[tuple[object, ...]]
) -> None:
    assert differences(ours, theirs) == found


def test_the_report_begins_with_the_commonest_kind_and_quotes_the_first_of_each() -> None:
    bold = [(f"{n}.md", Difference("bold", n, ("a\n b",), ())) for n in (1, 2, 3)]
    code = ("c.md", Difference("code", 7, (), ("x" * 100,)))
    assert list(report([code, *bold], 2)) == [
        "bold: 3",
        "  1.md:1",
        "    garden a b",
        "    judge  nothing",
        "  2.md:2",
        "    garden a b",
        "    judge  nothing",
        "code: 1",
        "  c.md:7",
        "    garden nothing",
        f"    judge  {'x' * 90}…",
    ]


def test_random_notes_are_the_same_for_one_seed() -> None:
    notes = dict(random_notes(3, Random(1)))
    assert list(notes) == ["random 0", "random 1", "random 2"]
    assert notes == dict(random_notes(3, Random(1)))
    assert notes != dict(random_notes(3, Random(2)))
