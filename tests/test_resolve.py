"""Which file and which heading a link finds: the tables 1B and 1A, row by row.

The rows R01 to R16 and M03 to M13 are about files, L05 to L33 and M06 about headings and blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from garden.model import Names, Search
from garden.resolve import anchor_id, names_of, search
from garden.text.targets import split_address, split_wikilink
from tests.support import garden_of

NFD, NFC = "Cafe\u0301", "Caf\u00e9"
NBSP, NARROW = "\u00a0", "\u202f"  # no-break spaces


def _search(
    files: str,
    source: str,
    link: str,
    aliases: Mapping[str, Sequence[str]] | None = None,
    *,
    fallback: bool = True,
) -> Search:
    """What `link` finds from `source`; `files` are separated by commas."""
    inside = link.removeprefix("[[").removesuffix("]]")
    target, _, _ = split_wikilink(inside) if inside != link else (*split_address(link), "")
    names = names_of([path.strip() for path in files.split(",")], aliases or {})
    return search(names, source, target, aliases=fallback)


# id, files, the note with the link, the link, what it finds, the rule that decided
FILES = (
    # R01: the exact path wins from anywhere.
    ("R01", "Note.md, zzzz/Note.md, a/b/Note.md", "x.md", "[[Note]]", "Note.md", "exact path"),
    ("R01", "Note.md, zzzz/Note.md, a/b/Note.md", "a/b/x.md", "[[Note]]", "Note.md", "exact path"),
    # R02: then the folder of the note itself.
    ("R02", "zzzz/Note.md, a/b/Note.md", "zzzz/x.md", "[[Note]]", "zzzz/Note.md", "same folder"),
    # R03: then the shortest path, counted in characters.
    ("R03", "zzzz/Note.md, a/b/Note.md", "x.md", "[[Note]]", "a/b/Note.md", "shortest path"),
    # R04: a folder further up does not count as the note's own.
    (
        "R04",
        "zzzz/Note.md, a/b/Note.md, b/Note.md, aaaaaaaa/Note.md",
        "zzzz/deep/x.md",
        "[[Note]]",
        "b/Note.md",
        "shortest path",
    ),
    # R05: the end of a path is enough, at the border of a segment.
    ("R05", "a/b/Note.md", "x.md", "[[b/Note]]", "a/b/Note.md", "the only one"),
    ("R05", "a/b/Note.md", "c/d/x.md", "[[b/Note.md]]", "a/b/Note.md", "the only one"),
    ("R05", "a/bb/Note.md", "x.md", "[[b/Note]]", None, "nothing fits"),
    ("R05", "a/My Note.md", "x.md", "[[Note]]", None, "nothing fits"),
    ("R05", "b/Note.md", "x.md", "[[a/b/Note]]", None, "nothing fits"),
    # R06: the exact path wins over the note's own folder.
    ("R06", "b/Note.md, a/b/Note.md", "a/b/x.md", "[[b/Note]]", "b/Note.md", "exact path"),
    # R07: what begins with a dot is relative, and nothing else.
    ("R07", "y.md, a/x.md", "a/x.md", "[[../y]]", "y.md", "relative path"),
    ("R07", "a/y.md, a/b/x.md", "a/b/x.md", "[[../y.md]]", "a/y.md", "relative path"),
    ("R07", "a/y.md, y.md", "a/x.md", "[[./y]]", "a/y.md", "relative path"),
    ("R07", "a/b/y.md", "a/x.md", "[[./b/y]]", "a/b/y.md", "relative path"),
    ("R07", "Missing.md, a/x.md", "a/x.md", "[[./Missing]]", None, "nothing fits"),
    ("R07", "b/y.md, a/x.md", "a/x.md", "[[../y]]", None, "nothing fits"),
    ("R07", "y.md, a/x.md", "a/x.md", "[[../../y]]", None, "nothing fits"),
    # R08: letters count the same in either case.
    ("R08", "Ext.md", "x.md", "[[Ext.MD]]", "Ext.md", "exact path"),
    ("R08", "Ext.md", "x.md", "[[EXT]]", "Ext.md", "exact path"),
    ("R08", "Folder/Ext.md", "x.md", "[[FOLDER/ext]]", "Folder/Ext.md", "exact path"),
    # R10: the note's own folder, as in the vault of Obsidian's help.
    (
        "R10",
        "Publish/Security.md, Sync/Security.md",
        "Sync/x.md",
        "[[Security]]",
        "Sync/Security.md",
        "same folder",
    ),
    (
        "R10",
        "Publish/Security.md, Sync/Security.md",
        "Publish/x.md",
        "[[Security]]",
        "Publish/Security.md",
        "same folder",
    ),
    # R11: letters with marks, composed or not.
    ("R11", f"{NFD}.md", "x.md", f"[[{NFC}]]", f"{NFD}.md", "exact path"),
    ("R11", f"{NFC}.md", "x.md", f"[[{NFD}]]", f"{NFC}.md", "exact path"),
    ("R11", f"a/{NFD}.md", "x.md", f"[[{NFC}]]", f"a/{NFD}.md", "the only one"),
    # R12: one letter in several shapes.
    ("R12", "ΟΔΌΣ.md", "x.md", "[[οδός]]", "ΟΔΌΣ.md", "exact path"),
    ("R12", "a/οδός.md", "x.md", "[[ΟΔΌΣ]]", "a/οδός.md", "the only one"),
    # R13: where only case tells two notes apart, it does.
    ("R13", "Foo.md, foo.md", "x.md", "[[foo]]", "foo.md", "exact path"),
    ("R13", "Foo.md, foo.md", "x.md", "[[Foo]]", "Foo.md", "exact path"),
    ("R13", "a/Foo.md, a/foo.md", "x.md", "[[foo]]", "a/foo.md", "the only one"),
    ("R13", "a/Foo.md, bbb/foo.md", "x.md", "[[foo]]", "bbb/foo.md", "the only one"),
    ("R13", "a/Foo.md, bbb/Foo.md", "x.md", "[[foo]]", "a/Foo.md", "shortest path"),
    ("R13", "Foo.md, foo.md", "x.md", "[[FOO]]", "Foo.md", "first by name"),
    # R14: only a note may leave out its ending.
    ("R14", "Plan.base, Plan.canvas, Plan.md", "x.md", "[[Plan]]", "Plan.md", "exact path"),
    ("R14", "Plan.canvas, Plan.md", "x.md", "[[Plan.canvas]]", "Plan.canvas", "exact path"),
    ("R14", "a/Plan.canvas, b/c/Plan.md", "x.md", "[[Plan]]", "b/c/Plan.md", "the only one"),
    ("R14", "a/i.png", "x.md", "[[i]]", None, "nothing fits"),
    ("R14", "a/i.png", "x.md", "[[I.PNG]]", "a/i.png", "the only one"),
    ("R14", "Version 1.2.md", "x.md", "[[Version 1.2]]", "Version 1.2.md", "exact path"),
    # R15: what lies below the note's folder, at any depth, comes before all else.
    (
        "R15",
        "Sub/Deep/Beta.md, Other/Beta.md",
        "Sub/Alpha.md",
        "[[Beta]]",
        "Sub/Deep/Beta.md",
        "below its folder",
    ),
    (
        "R15",
        "Sub/a/b/Beta.md, Sub/Deep/Beta.md, O/Beta.md",
        "Sub/Alpha.md",
        "[[Beta]]",
        "Sub/a/b/Beta.md",
        "shortest path",
    ),
    (
        "R15",
        "Sub/Deep/Beta.md, Sub/Beta.md, O/Beta.md",
        "Sub/Alpha.md",
        "[[Beta]]",
        "Sub/Beta.md",
        "shortest path",
    ),
    (
        "R15",
        "Sub/b/Beta.md, Sub/a/Beta.md, O/Beta.md",
        "Sub/Alpha.md",
        "[[Beta]]",
        "Sub/a/Beta.md",
        "first by name",
    ),
    ("R15", "Beta.md, Sub/Deep/Beta.md", "Sub/A.md", "[[Beta]]", "Beta.md", "exact path"),
    ("R15", "Sub/Deep/B.md, O/B.md", "Sub/Deep/More/A.md", "[[B]]", "O/B.md", "shortest path"),
    ("R15", "Subway/Beta.md, A/x/Beta.md", "Sub/A.md", "[[Beta]]", "A/x/Beta.md", "shortest path"),
    (
        "R15",
        "日記/春/花.md, 花/花.md",
        "日記/今日.md",
        "[[花]]",
        "日記/春/花.md",
        "below its folder",
    ),
    (
        "R15",
        "Sub/x/b/i.png, b/c/b/i.png, bb/i.png",
        "Sub/A.md",
        "[[b/i.png]]",
        "Sub/x/b/i.png",
        "below its folder",
    ),
    (
        "R15",
        "Sub/x/My Note.md, Z/My Note.md",
        "Sub/A.md",
        "My%20Note.md",
        "Sub/x/My Note.md",
        "below its folder",
    ),
    # R16: a no-break space is a space, in names and in links.
    ("R16", f"My{NBSP}Note.md", "x.md", "[[My Note]]", f"My{NBSP}Note.md", "exact path"),
    ("R16", "My Note.md", "x.md", f"[[My{NBSP}Note]]", "My Note.md", "exact path"),
    ("R16", f"a/9{NARROW}PM.png", "x.md", "[[9 PM.png]]", f"a/9{NARROW}PM.png", "the only one"),
    ("R16", "a/9 PM.png", "x.md", f"[[9{NARROW}PM.png]]", "a/9 PM.png", "the only one"),
    ("R16", f"k{NARROW}mostu.md", "x.md", f"[[k{NBSP}mostu]]", f"k{NARROW}mostu.md", "exact path"),
    ("R16", f"a{NBSP}b/c.md", "x.md", "a%20b/c.md", f"a{NBSP}b/c.md", "exact path"),
    ("R16", f"a b.md, a{NBSP}b.md", "x.md", f"[[a{NBSP}b]]", f"a{NBSP}b.md", "exact path"),
    ("R16", f"a b.md, a{NBSP}b.md", "x.md", "[[A B]]", "a b.md", "first by name"),
    # 1B 1: an empty path is the note itself.
    ("1B-1", "Note.md", "a/x.md", "[[#H]]", "a/x.md", "the note itself"),
    # 1B 2: a leading slash is the root of the vault.
    ("1B-2", "Note.md, a/Note.md", "a/x.md", "[[/Note]]", "Note.md", "path from the root"),
    ("1B-2", "a/Note.md", "x.md", "[[/a/Note.md]]", "a/Note.md", "path from the root"),
    ("1B-2", "b/a/Note.md", "x.md", "[[/a/Note]]", None, "nothing fits"),
    # 1B 4: of two paths of one length the first by name.
    ("1B-4", "b/Note.md, a/Note.md", "x.md", "[[Note]]", "a/Note.md", "first by name"),
    ("1B-4", "b/Note.md, a/Note.md, cc/Note.md", "x.md", "[[Note]]", "a/Note.md", "first by name"),
    # Markdown links find files by the same rules; they are percent-decoded first.
    ("M03", "Sub/My Note.md", "x.md", "My%20Note.md", "Sub/My Note.md", "the only one"),
    ("M03", "Sub/My Note.md", "Sub/x.md", "Sub/My%20Note.md", "Sub/My Note.md", "exact path"),
    ("M04", "x.md, a/x.md", "a/y.md", "../x.md", "x.md", "relative path"),
    ("M04", "x.md, a/x.md", "a/y.md", "./x.md", "a/x.md", "relative path"),
    ("M13", "A#B.md, A.md", "x.md", "A%23B.md", "A#B.md", "exact path"),
    ("M13", "A#B.md, A.md", "x.md", "A#B.md", "A.md", "exact path"),
)


@pytest.mark.parametrize(
    ("files", "source", "link", "expected", "rule"),
    [pytest.param(*row[1:], id=f"{row[0]} {row[3]} from {row[2]} in {row[1]}") for row in FILES],
)
def test_finds_file(files: str, source: str, link: str, expected: str | None, rule: str) -> None:
    found = _search(files, source, link)
    assert (found.pick, found.rule) == (expected, rule)


def test_all_candidates_are_kept_best_first() -> None:
    found = _search("ccc/Note.md, a/Note.md, bb/Note.md", "x.md", "[[Note]]")
    assert found.candidates == ("a/Note.md", "bb/Note.md", "ccc/Note.md")


ALIASES = {"N.md": ["AL", "Old name", "old/path"], "b/M.md": ["al", "N", NFD]}

# id, the link, whether aliases are a fallback, what it finds
BY_ALIAS = (
    ("R09 an alias", "[[AL]]", True, "N.md"),
    ("R09 with the fallback off", "[[AL]]", False, None),
    ("0.2 an old name", "[[Old name]]", True, "N.md"),
    ("0.2 in another case of letters", "[[OLD NAME]]", True, "N.md"),
    ("0.2 an alias with a slash", "[[old/path]]", True, "N.md"),
    ("0.2 composed or not", f"[[{NFC}]]", True, "b/M.md"),
    ("0.2 a name wins over an alias", "[[N]]", True, "N.md"),
    ("0.2 also with the fallback off", "[[N]]", False, "N.md"),
    ("0.3 of two the first by path", "[[al]]", True, "N.md"),
    ("1B-2 not for a relative path", "[[./AL]]", True, None),
)


@pytest.mark.parametrize(
    ("link", "fallback", "expected"), [pytest.param(*row[1:], id=row[0]) for row in BY_ALIAS]
)
def test_finds_alias(link: str, fallback: bool, expected: str | None) -> None:
    assert _search("N.md, b/M.md", "x.md", link, ALIASES, fallback=fallback).pick == expected


def test_alias_of_two_notes_has_both_as_candidates() -> None:
    found = _search("b/M.md, N.md", "x.md", "[[al]]", ALIASES)
    assert (found.candidates, found.rule) == (("N.md", "b/M.md"), "alias")


def test_index_has_notes_with_and_without_ending() -> None:
    names = names_of(["b/Note.md", "a/i.PNG"], {"b/Note.md": ["AL"]})
    assert names == Names(
        {"a/i.png": ("a/i.PNG",), "b/note.md": ("b/Note.md",), "b/note": ("b/Note.md",)},
        {"i.png": ("a/i.PNG",), "note.md": ("b/Note.md",), "note": ("b/Note.md",)},
        {"al": ("b/Note.md",)},
    )


ALIASED = "---\naliases: [AL]\n---\n"

# id, the other files, the note with the link, the link, the expected (rule, level, candidates)
GUESSES: tuple[tuple[str, dict[str, str], str, str, list[tuple[str, str, tuple[str, ...]]]], ...]
GUESSES = (
    (
        "0.3 the shortest path is information",
        {"a/Note.md": "", "bb/Note.md": ""},
        "Here.md",
        "[[Note]]",
        [("link-shortest", "info", ("a/Note.md", "bb/Note.md"))],
    ),
    (
        "0.3 the first by name is a warning",
        {"b/Note.md": "", "a/Note.md": ""},
        "Here.md",
        "[[Note]]",
        [("link-ambiguous", "warning", ("a/Note.md", "b/Note.md"))],
    ),
    (
        "0.3 also for a Markdown link",
        {"b/My Note.md": "", "a/My Note.md": ""},
        "Here.md",
        "[t](My%20Note.md)",
        [("link-ambiguous", "warning", ("a/My Note.md", "b/My Note.md"))],
    ),
    (
        "0.3 also for a picture",
        {"b/i.png": "", "a/i.png": ""},
        "Here.md",
        "![[i.png]]",
        [("link-ambiguous", "warning", ("a/i.png", "b/i.png"))],
    ),
    (
        "0.2 an alias is a warning",
        {"N.md": ALIASED},
        "Here.md",
        "[[AL]]",
        [("link-alias", "warning", ("N.md",))],
    ),
    (
        "R02 the note's own folder is no guess",
        {"a/Note.md": "", "b/Note.md": ""},
        "a/Here.md",
        "[[Note]]",
        [],
    ),
    (
        "R15 what lies below the note's folder is no guess",
        {"a/b/c/Note.md": "", "d/Note.md": ""},
        "a/Here.md",
        "[[Note]]",
        [],
    ),
    (
        "R01 the exact path is no guess",
        {"Note.md": "", "a/Note.md": "", "b/Note.md": ""},
        "Here.md",
        "[[Note]]",
        [],
    ),
    (
        "R07 a relative path is no guess",
        {"Note.md": "", "a/Note.md": "", "b/Note.md": ""},
        "a/Here.md",
        "[[../Note]]",
        [],
    ),
    ("R05 the only one is no guess", {"a/b/Note.md": ""}, "Here.md", "[[Note]]", []),
)


@pytest.mark.parametrize(
    ("files", "source", "link", "expected"), [pytest.param(*row[1:], id=row[0]) for row in GUESSES]
)
def test_says_how_it_guessed(
    files: dict[str, str],
    source: str,
    link: str,
    expected: list[tuple[str, str, tuple[str, ...]]],
) -> None:
    problems = garden_of({**files, source: link}).problems
    assert [(p.rule, p.level, p.candidates) for p in problems] == expected


def test_aliases_can_be_turned_off() -> None:
    files = {"N.md": ALIASED, "Here.md": "[[AL]]"}
    grown = garden_of(files, "[links]\naliases = false")
    assert grown.rules == ["link-missing"]
    assert "is-unresolved" in grown.html("Here.md")


# id, the note's text, the link to it as it is written, the id that it finds
ANCHORS = (
    ("L05 a heading", "# One\n## Two", "[[#Two]]", "two"),
    ("L05 with a label", "# One\n## Two", "[[#Two|t]]", "two"),
    ("L05 the first of several", "# H\n# H", "[[#H]]", "h"),
    ("L06 below another", "# B\n# A\n## B", "[[#A#B]]", "b-1"),
    ("L06 two levels below", "# A\n## X\n### B", "[[#A#B]]", "b"),
    ("L06 three segments", "# A\n## C\n## B\n### C", "[[#A#B#C]]", "c-1"),
    ("L06 below the second of two", "# A\n# A\n## B", "[[#A#B]]", "b"),
    ("L06 the first that is whole", "# A\n## C\n# A\n## B\n# A\n## B", "[[#A#B]]", "b"),
    ("L06 not on the same level", "# A\n# B", "[[#A#B]]", None),
    ("L06 not above", "## B\n# A", "[[#A#B]]", None),
    ("L06 not the other way round", "# A\n## B", "[[#B#A]]", None),
    ("L06 not where one is missing", "# A\n### B", "[[#A#X#B]]", None),
    ("L07 empty segments", "# A\n## B", "[[##B]]", "b"),
    ("L07 empty segments in between", "# A\n## B", "[[#A##B#]]", "b"),
    ("L08 a block", "text ^id", "[[#^id]]", "^id"),
    ("L08 in another case of letters", "text ^MyId", "[[#^myid]]", "^MyId"),
    ("L08 of a list item", "- a\n- b ^b-2", "[[#^B-2]]", "^b-2"),
    ("L08 not a heading", "# id", "[[#^id]]", None),
    ("L28 no heading", "# One", "[[#Two]]", None),
    ("L28 no block", "text ^id", "[[#^other]]", None),
    ("L20 code in a heading", "## `hasTag`", "[[#hasTag]]", "hastag"),
    ("L20 code in a link", "## move", "[[#`move`]]", "move"),
    ("L23 a link in a heading", "### [[Properties]]", "[[#Properties]]", "properties"),
    ("1A emphasis in a heading", "## a **b** c", "[[#a b c]]", "a-b-c"),
    ("1A parentheses in a heading", "## `x()`", "[[#x]]", "x"),
    ("1A underscores stay", "## _x_ y", "[[#_x_ y]]", "x-y"),
    ("1A an apostrophe stays", "## What's new", "[[#What's new]]", "whats-new"),
    ("1A and is not left out", "## Who's on", "[[#Who s on]]", None),
    ("1A a hyphen is no space", "# a-b\n# a b", "[[#a b]]", "a-b-1"),
    ("1A all of it must match", "## One two", "[[#One]]", None),
    ("1A spaces are one", "## a b", "[[#  a   b ]]", "a-b"),
    ("L30 a question mark left out", "## How large?", "[[#How large]]", "how-large"),
    ("L30 or written", "## How large?", "[[#How large?]]", "how-large"),
    ("L30 a comma", "# a, b", "[[#a, b]]", "a-b"),
    ("L30 a comma left out", "# a, b", "[[#a b]]", "a-b"),
    ("L31 case of letters", "## Site options", "[[#site Options]]", "site-options"),
    ("L31 case, and a comma left out", "# a, b", "[[#A B]]", "a-b"),
    ("L32 a colon, a number sign", "# Foo: Bar #1 (x)", "[[#Foo Bar 1 (x)]]", "foo-bar-1-x"),
    ("L33 any script", "# 日本語 見出し", "[[#日本語 見出し]]", "日本語-見出し"),
    ("L33 a joiner", "# مدل\u200cها", "[[#مدل\u200cها]]", "مدل\u200cها"),
    ("L33 a joiner is never left out", "# مدل\u200cها", "[[#مدلها]]", None),
    ("L33 a space of no width", "# a\u200bb", "[[#a\u200bb]]", "ab"),
    ("L33 accents are never left out", "# Café", "[[#Cafe]]", None),
    ("L33 composed or not", f"# {NFD}", f"[[#{NFC}]]", NFC.lower()),
    ("M05 percent-encoded", "## Some heading", "N.md#Some%20heading", "some-heading"),
    ("M05 case of letters", "## `fundingUrl`", "#fundingurl", "fundingurl"),
    ("M06 by its id", "## New PDF viewer", "#new-pdf-viewer", "new-pdf-viewer"),
    ("M06 by its numbered id", "# H\n# H", "#h-1", "h-1"),
    ("M06 the text comes first", "# a b\n# a-b", "#a-b", "a-b-1"),
    ("M06 in any script", "# Größe & Form", "#größe--form", "größe--form"),
)


@pytest.mark.parametrize(
    ("text", "link", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ANCHORS]
)
def test_finds_heading(text: str, link: str, expected: str | None) -> None:
    inside = link.removeprefix("[[").removesuffix("]]")
    anchor = split_wikilink(inside)[1] if inside != link else split_address(link)[1]
    note = garden_of({"Note.md": text}).garden.notes["Note.md"]
    assert anchor_id(note, anchor) == expected
