"""What front matter is read, what refuses publication, and what each key may hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garden.text.frontmatter import _measured, _plain
from tests.support import Grown, garden_of

CANARY = "zqxcanary"


def pages(grown: Grown) -> str:
    return "\n".join(grown.pages().values())


def with_front_matter(front: str) -> Grown:
    return garden_of({"Note.md": f"---\n{front}\n---\n{CANARY}", "Other.md": "[[Note]]"})


def reasons(grown: Grown, rule: str) -> list[tuple[str, int, str]]:
    return [(p.path, p.span.line, p.level) for p in grown.problems if p.rule == rule]


READ: dict[str, str | bytes] = {
    "P01 plain": "---\ntitle: Read\n---\nbody",
    "P01 spaces after the fences": "--- \ntitle: Read\n---  \nbody",
    "P01 a tab after the fences": "---\t\ntitle: Read\n---\t\nbody",
    "P01 byte order mark": b"\xef\xbb\xbf---\ntitle: Read\n---\nbody",
    "P01 CRLF": "---\r\ntitle: Read\r\n---\r\nbody",
    "P01 CR": "---\rtitle: Read\r---\rbody",
    "P01 UTF-16": "---\ntitle: Read\n---\nbody".encode("utf-16"),
    "P03 a tab behind the signs of items and keys": (
        "---\ntitle:\tRead\ntags:\n-\tone\n  \n-\ttwo\n"
        "aliases:\t[a,\tb]\nx:\t\n  -\t'y z'\n---\nbody"
    ),
    "P02 JSON": '---\n{"title": "Read"}\n---\nbody',
    "P02 JSON on several lines": '---\n{\n  "title": "Read",\n  "tags": ["a"]\n}\n---\nbody',
    "P06 nested objects": "---\ntitle: Read\na: {b: [1, {d: e}]}\nf:\n  g:\n    - h: 1\n---\nbody",
    "a comment": "---\n# a comment\ntitle: Read\n---\nbody",
    "a key in capitals": "---\nTITLE: Read\n---\nbody",
    "a number of 5,000 digits": f"---\ntitle: Read\nn: {'9' * 5000}\n---\nbody",
    "a date that does not exist": "---\ntitle: Read\ndue: 2024-02-30\n---\nbody",
    "a value that as a key would merge": "---\ntitle: Read\na: <<\nb: [<<, c]\n---\nbody",
    "a NUL": "---\ntitle: Read\na: b\0c\n---\nbody",
}


@pytest.mark.parametrize("source", [pytest.param(s, id=title) for title, s in READ.items()])
def test_is_read_and_not_shown(source: str | bytes) -> None:
    grown = garden_of({"Note.md": source})
    assert grown.garden.notes["Note.md"].title == "Read"
    assert grown.html("Note.md") == "<p>body</p>\n"
    assert grown.rules == []


NOT_FRONT_MATTER = {
    "P01 a fence that is not on line 1 is a rule": (
        "text\n\n---\n\ntitle: x",
        "<p>text</p>\n<hr>\n<p>title: x</p>\n",
    ),
    "P01 a rule that begins a note": ("---\n\ntext", "<hr>\n<p>text</p>\n"),
    "an empty block": ("---\n---\ntext", "<p>text</p>\n"),
    "a block of comments": ("---\n# a\n---\ntext", "<p>text</p>\n"),
}


@pytest.mark.parametrize(
    ("source", "html"), [pytest.param(*case, id=t) for t, case in NOT_FRONT_MATTER.items()]
)
def test_nothing_is_lost_where_there_is_no_front_matter(source: str, html: str) -> None:
    grown = garden_of({"Note.md": source})
    assert grown.html("Note.md") == html
    assert grown.rules == []


ALIAS_BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
)
MERGE_BOMB = "\n".join(
    ["a0: &a0 {x: 1}"] + [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 24)]
)

# title → (the note, the line of the file that the problem names)
UNREADABLE: dict[str, tuple[str | bytes, int]] = {
    "PRV26 unclosed": (f"---\npublish: false\n\n{CANARY}", 1),
    "PRV26 unclosed, without a denial": (f"---\ntitle: x\n\n{CANARY}", 1),
    "PRV26 unclosed, after a byte order mark": (f"\ufeff---\npublish: false\n\n{CANARY}", 1),
    "PRV26 unclosed, a denial below prose": (f"---\n\n{CANARY}\ndraft: true\n", 1),
    "PRV26 closed by dots": (f"---\npublish: false\n...\n{CANARY}", 1),
    "PRV26 closed by dots, a rule below": (f"---\ntitle: x\n...\n{CANARY}\n\n---\n{CANARY}", 4),
    "PRV26 closed by an indented fence": (f"---\npublish: false\n ---\n{CANARY}", 1),
    "PRV26 lone CR, unclosed": (f"---\rpublish: false\r\r{CANARY}", 1),
    "PRV26 TOML": (f"+++\npublish = false\n+++\n{CANARY}", 1),
    "PRV26 TOML after a byte order mark": (f"\ufeff+++\ntitle = 'x'\n+++\n{CANARY}", 1),
    "PRV26 TOML with a quoted key": (f'+++\n"publish" = false\n+++\n{CANARY}', 1),
    "PRV26 below blank lines": (f"\n\n---\npublish: false\n---\n{CANARY}", 3),
    "PRV26 a list": (f"---\n- {CANARY}\n- b\n---\n{CANARY}", 2),
    "PRV26 a scalar": (f"---\n{CANARY}\n---\n{CANARY}", 2),
    "PRV26 a key twice": (f"---\na: 1\npublish: false\npublish: true\n---\n{CANARY}", 4),
    "PRV26 a key twice, in other letters": (
        f"---\nPublish: true\na: 1\npublish: true\n---\n{CANARY}",
        4,
    ),
    "PRV26 a key twice, in quotes": (f'---\ndraft: false\n"draft": true\n---\n{CANARY}', 3),
    "PRV26 a nested key twice": (f"---\na:\n  b: 1\n  B: 2\n---\n{CANARY}", 4),
    "PRV26 over 64 KiB": (f"---\npublish: true\na: {'x' * 65536}\n---\n{CANARY}", 1),
    "P02 JSON with a key twice": (f'---\n{{"a": 1, "a": 2}}\n---\n{CANARY}', 2),
    "P02 JSON with a key twice, on several lines": (
        f'---\n{{\n"publish": false,\n"publish": true\n}}\n---\n{CANARY}',
        4,
    ),
    "P02 JSON that is cut off": (f'---\n{{"publish": false,\n---\n{CANARY}', 3),
    "P03 a second colon": (f"---\na: 1\ntitle: a: b\n---\n{CANARY}", 3),
    "P03 a placeholder": (f"---\na: 1\ndate: {{{{date}}}}\n---\n{CANARY}", 3),
    "P03 a tab": (f"---\na: 1\ntags:\n\t- x\n---\n{CANARY}", 4),
    "P03 a tab before what has a key": (f"---\na:\n-\tb: 1\n  c: 2\n---\n{CANARY}", 3),
    "P03 a tab between two signs of items": (f"---\na:\n-\t- b\n---\n{CANARY}", 3),
    "P03 a tab before a key": (f"---\na: 1\n\tpublish: false\n---\n{CANARY}", 3),
    "P03 an unclosed quote": (f'---\ntitle: "x\npublish: false\n---\n{CANARY}', 3),
    "P03 a control character": (f"---\na: 1\ntitle: a\x01b\n---\n{CANARY}", 3),
    "P03 a key that is a list": (f"---\na: 1\n[b, c]: d\n---\n{CANARY}", 3),
    "P03 an alias of nothing": (f"---\na: 1\nb: *c\n---\n{CANARY}", 3),
    "P03 a Python object": (f"---\na: 1\nb: !!python/object/apply:os.system [x]\n---\n{CANARY}", 3),
    "P03 a directive": (f"---\n%YAML 1.1\n---\n{CANARY}", 3),
    "OUT13 30,000 levels": (f"---\na: 1\nb: {'[' * 30_000}\n---\n{CANARY}", 3),
    "OUT13 30,000 levels, closed": (f"---\na: {'[' * 30_000}{']' * 30_000}\n---\n{CANARY}", 2),
    "OUT13 30,000 levels of JSON": (
        f'---\n{{"a": {"[" * 30_000}{"]" * 30_000}}}\n---\n{CANARY}',
        2,
    ),
    "OUT13 33 levels": (f"---\na: {'[' * 33}{']' * 33}\n---\n{CANARY}", 2),
    "OUT13 an alias bomb": (f"---\n{ALIAS_BOMB}\n---\n{CANARY}", 10),
    "OUT13 a merge bomb": (f"---\n{MERGE_BOMB}\n---\n{CANARY}", 3),
    "OUT13 17 merges": ("---\nb: &b {x: 1}\n" + "<<: *b\n" * 17 + f"---\n{CANARY}", 19),
}


@pytest.mark.parametrize(
    ("source", "line"), [pytest.param(*case, id=t) for t, case in UNREADABLE.items()]
)
def test_unreadable_is_not_published(source: str | bytes, line: int) -> None:
    grown = garden_of({"Note.md": source, "Other.md": "[[Note]]"})
    assert set(grown.garden.notes) == {"Other.md"}
    assert reasons(grown, "front-matter") == [("Note.md", line, "error")]
    assert CANARY not in pages(grown)


DENIED: dict[str, str | bytes] = {
    "byte order mark": f"\ufeff---\npublish: false\n---\n{CANARY}",
    "lone CR": f"---\rpublish: false\r---\r{CANARY}",
    "CRLF": f"---\r\npublish: false\r\n---\r\n{CANARY}",
    "UTF-16, little end first": b"\xff\xfe"
    + f"---\ndraft: true\n---\n{CANARY}".encode("utf-16-le"),
    "UTF-16, big end first": b"\xfe\xff" + f"---\ndraft: true\n---\n{CANARY}".encode("utf-16-be"),
    "a number of 5,000 digits": f"---\nn: {'9' * 5000}\npublish: false\n---\n{CANARY}",
    "a NUL elsewhere": f"---\na: b\0c\npublish: false\n---\n{CANARY}",
    "a date that does not exist": f"---\ndate: 2024-02-30\npublish: false\n---\n{CANARY}",
    "bytes that are not UTF-8": f"---\na: x\npublish: false\n---\n{CANARY}".encode().replace(
        b"x", b"\xff"
    ),
    "a merge": f"---\nb: &b {{publish: false}}\n<<: *b\n---\n{CANARY}",
    "a block of text": f"---\npublish: |\n  false\n---\n{CANARY}",
    "an explicit key": f"---\n? publish\n: false\n---\n{CANARY}",
    "P02 JSON": f'---\n{{"publish": false}}\n---\n{CANARY}',
}


@pytest.mark.parametrize("source", [pytest.param(s, id=f"PRV26 {t}") for t, s in DENIED.items()])
def test_a_denial_is_not_lost(source: str | bytes) -> None:
    grown = garden_of({"Note.md": source, "Other.md": "[[Note]]"})
    assert set(grown.garden.notes) == {"Other.md"}
    assert CANARY not in pages(grown)
    assert [withheld.path for withheld in grown.report.withheld] == ["Note.md"]
    assert "front-matter" not in grown.rules


YES, NO, UNCLEAR = "published", "private", "private, and told"

SPELLINGS = {
    "publish: true": YES,
    "publish: True": YES,
    "publish: TRUE": YES,
    "publish: 'true'": YES,
    'publish: " True "': YES,
    "publish: yes": YES,
    "publish: Y": YES,
    "publish: on": YES,
    "publish: 1": YES,
    "publish: '1'": YES,
    "publish:": YES,
    "publish: null": YES,
    "publish: ~": YES,
    "publish: ''": YES,
    "publish: '  '": YES,
    "publish: # false": YES,
    "publish: false": NO,
    "publish: False": NO,
    "publish: FALSE": NO,
    "publish: False ": NO,
    'publish: "false"': NO,
    "publish: 'False '": NO,
    "publish: no": NO,
    "publish: No": NO,
    "publish: 'NO'": NO,
    "publish: n": NO,
    "publish: off": NO,
    "publish: 0": NO,
    "publish: '0'": NO,
    "Publish: false": NO,
    "PUBLISH: false": NO,
    '"publish": false': NO,
    "'Publish ': false": NO,
    "publish : false": NO,
    '{"publish": false}': NO,
    '{"Publish": "No"}': NO,
    '{"publish": 0}': NO,
    "publish: [false]": UNCLEAR,
    "publish: [true]": UNCLEAR,
    "publish:\n  - true": UNCLEAR,
    "publish: {}": UNCLEAR,
    "publish: {a: true}": UNCLEAR,
    "publish: maybe": UNCLEAR,
    "publish: 2": UNCLEAR,
    "publish: -1": UNCLEAR,
    "publish: 1.0": UNCLEAR,
    "publish: 2024-01-01": UNCLEAR,
    "publish: truee": UNCLEAR,
    "publish: ｆａｌｓｅ": UNCLEAR,
    "publish: false\0": UNCLEAR,
    "publish: '[[true]]'": UNCLEAR,
    "draft: false": YES,
    "draft: 'No'": YES,
    "draft:": YES,
    "draft: true": NO,
    "draft: 'True'": NO,
    "DRAFT: yes": NO,
    "draft: 1": NO,
    "draft: maybe": UNCLEAR,
    "draft: [false]": UNCLEAR,
    "private: false": YES,
    "private: off": YES,
    "private: null": YES,
    "private: true": NO,
    "Private: Y": NO,
    "private: on": NO,
    "private: '1'": NO,
    "private: 2": UNCLEAR,
    "private: {}": UNCLEAR,
    "publish: true\ndraft: true": NO,
    "publish: true\nprivate: yes": NO,
    "publish: false\ndraft: false\nprivate: false": NO,
    "publish: true\ndraft: maybe": UNCLEAR,
    "publish: true\ndraft: false\nprivate: false": YES,
    "published: false": NO,
    "a: {publish: false}": YES,
}


@pytest.mark.parametrize(
    ("front", "decision"),
    [pytest.param(*case, id=f"PRV27 {case[0]!r}") for case in SPELLINGS.items()],
)
def test_spellings(front: str, decision: str) -> None:
    grown = with_front_matter(front)
    assert ("Note.md" in grown.garden.notes) == (decision == YES)
    assert (CANARY in pages(grown)) == (decision == YES)
    assert ("publish-value" in grown.rules) == (decision == UNCLEAR)
    assert "front-matter" not in grown.rules


def test_an_unclear_value_is_told_with_its_line() -> None:
    grown = with_front_matter("title: x\npublish: maybe")
    assert reasons(grown, "publish-value") == [("Note.md", 3, "error")]


# front matter → (tags, aliases, cssclasses)
LISTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "tags: [a, b]\naliases: [c, d]\ncssclasses: [e, f]": (("a", "b"), ("c", "d"), ("e", "f")),
    "tags:\n  - a\naliases:\n  - c\ncssclasses:\n  - e": (("a",), ("c",), ("e",)),
    "tags: a\naliases: c d\ncssclasses: e": (("a",), ("c d",), ("e",)),
    "tags:\naliases:\ncssclasses:": ((), (), ()),
    "tags: [null, a]\naliases: [null]\ncssclasses: [null, e]": (("a",), (), ("e",)),
    "tags: []\naliases: []\ncssclasses: []": ((), (), ()),
    "aliases: [2024, 1.10, true, 12:30, NO]": ((), ("2024", "1.10", "true", "12:30", "NO"), ()),
}


@pytest.mark.parametrize(
    ("front", "lists"), [pytest.param(*case, id=f"P07 {case[0]!r}") for case in LISTS.items()]
)
def test_lists(front: str, lists: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]) -> None:
    grown = with_front_matter(front)
    meta = grown.garden.notes["Note.md"].doc.meta
    assert (meta.tags, meta.aliases, meta.cssclasses) == lists
    assert grown.rules == []


REDIRECTS = {
    "P08 alias: Guides/Making friends": "Guides/Making-friends/index.html",
    "P08 alias: [Old]": "Old/index.html",
    "P07 aliases: Old": "Old/index.html",
}


@pytest.mark.parametrize(("front", "out"), [pytest.param(*c, id=c[0]) for c in REDIRECTS.items()])
def test_an_alias_leads_on(front: str, out: str) -> None:
    assert 'href="../' in with_front_matter(front[4:]).pages()[out]


CLASSES = {
    "P08 cssclass: wide": "wide",
    "P09 cssclasses: [list-cards, hide-title]": "list-cards hide-title",
    "P09 cssclasses: list-cards hide-title": "list-cards hide-title",
    "P09 cssclasses: ['a\" onclick=x', '<b>', fine]": "fine",
}


@pytest.mark.parametrize(("front", "css"), [pytest.param(*c, id=c[0]) for c in CLASSES.items()])
def test_classes_stand_on_the_page(front: str, css: str) -> None:
    assert f'class="{css}"' in with_front_matter(front[4:]).pages()["Note/index.html"]


def test_p10_permalink_is_the_address() -> None:
    drawn = with_front_matter("permalink: about/me").pages()
    assert CANARY in drawn["about/me/index.html"]
    assert "<redirect" in drawn["Note/index.html"]


def test_p10_description_is_that_of_the_page() -> None:
    page = with_front_matter("description: It's <short>").pages()["Note/index.html"]
    assert 'description="It&#39;s &lt;short&gt;"' in page


@pytest.mark.parametrize("key", ["image", "cover", "Image"])
def test_p10_image_is_published(key: str) -> None:
    files = {"Note.md": f"---\n{key}: pics/a.png\n---\n", "pics/a.png": "", "pics/b.png": ""}
    grown = garden_of(files)
    assert grown.garden.notes["Note.md"].doc.meta.image == "pics/a.png"
    assert set(grown.garden.urls) == {"Note.md", "pics/a.png"}


def test_p10_image_may_stand_elsewhere() -> None:
    grown = with_front_matter("image: https://example.org/a.png")
    assert grown.garden.notes["Note.md"].doc.meta.image == "https://example.org/a.png"
    assert grown.rules == []


# the note → (its title, how often its H1 is shown)
TITLES = {
    "text": ("My note", 0),
    "# Heading\n\ntext": ("Heading", 1),
    "# My note\n\ntext": ("My note", 1),
    "text\n\n# Heading": ("My note", 1),
    "## Heading": ("My note", 0),
    "---\ntitle: Given\n---\ntext": ("Given", 0),
    "---\ntitle: Given\n---\n# Given\n\ntext": ("Given", 1),
    "---\ntitle: Given\n---\n# Other\n\ntext": ("Given", 1),
    "---\ntitle: 2024-01-02\n---\ntext": ("2024-01-02", 0),
    "---\ntitle: 1.10\n---\ntext": ("1.10", 0),
    "---\ntitle:\n---\ntext": ("My note", 0),
    "# **Bold** `code`": ("Bold code", 1),
}


@pytest.mark.parametrize(
    ("source", "title", "headings"),
    [pytest.param(s, *c, id=f"P11 {s!r}") for s, c in TITLES.items()],
)
def test_titles(source: str, title: str, headings: int) -> None:
    grown = garden_of({"My note.md": source})
    page = grown.pages()["My-note/index.html"]
    assert grown.garden.notes["My note.md"].title == title
    assert page.startswith(f"<title>{title}</title>")
    assert page.count("<h1") == headings


# the front matter → the page's URL, its description and the picture for link previews
PUBLISHED_AS = {
    "permalink: Guides/Making friends": ("Guides/Making-friends/", "text", ""),
    "description: one *sentence*": ("n/", "one *sentence*", ""),
    "image: pictures/p.png": ("n/", "text", "https://me.net/pictures/p.png"),
    "cover: p.png": ("n/", "text", "https://me.net/pictures/p.png"),
    "image: https://e.com/p.png": ("n/", "text", "https://e.com/p.png"),
    "image: javascript:alert(1)": ("n/", "text", ""),
    "image: nowhere.png": ("n/", "text", ""),
    "publish: true": ("n/", "text", ""),
}


@pytest.mark.parametrize(
    ("front", "url", "description", "image"),
    [pytest.param(front, *row, id=f"P10 {front}") for front, row in PUBLISHED_AS.items()],
)
def test_publish_keys(front: str, url: str, description: str, image: str) -> None:
    files = {"n.md": f"---\n{front}\n---\ntext", "pictures/p.png": "x"}
    grown = garden_of(files, '[site]\nbase_url = "https://me.net/"')
    page = grown.pages()[f"{url}index.html"]
    assert f'description="{description}"' in page
    assert ('<meta image="' in page) == bool(image)
    assert f'<meta image="{image}">' in page or not image
    copied = "pictures/p.png" in grown.pages()
    assert copied == image.startswith("https://me.net/")
    assert ("image-missing" in grown.rules) == ("nowhere" in front)


# the text of a note → its description
DESCRIPTIONS = {
    "I write #python code": "I write python code",
    "#python is *nice* and #a/b too": "python is nice and a/b too",
    "#a #b, #c\n\nSo it is.": "So it is.",
    "#a #b\nSo it is.\n#c": "So it is.",
    "![[x.png]] #a\n\nText": "Text",
    "one  \ntwo": "one two",
    "#a": "",
}


@pytest.mark.parametrize(("text", "description"), DESCRIPTIONS.items())
def test_the_description_is_the_first_paragraph(text: str, description: str) -> None:
    assert garden_of({"n.md": text}).garden.notes["n.md"].doc.description == description


_YAML = (
    "a: ",
    "b: x\n",
    "A: ",
    "\n",
    "\n- ",
    "\n  - ",
    "[c, 1.10]\n",
    "{",
    "}",
    "'",
    "|\n ",
    "2024-01-01",
)


@given(st.lists(st.sampled_from(_YAML), max_size=10).map("".join))
@settings(max_examples=300, deadline=None)
def test_front_matter_read_in_one_pass_is_what_measuring_it_first_gives(text: str) -> None:
    if (read := _plain(text)) is not None:
        assert read == _measured(text)


@pytest.mark.parametrize(
    "text",
    ["a: {b: c}", "a: [[b]]", "a: &b c", "a: b\nA: c", "<<: {}", "? [a]\n: b", "a: [", "- a", ""],
)
def test_what_may_be_refused_is_measured(text: str) -> None:
    assert _plain(text) is None


def test_what_may_be_deep_is_never_composed_unmeasured() -> None:
    assert _plain("a: " + "[" * 30_000) is None
