"""Whatever bytes a note holds, its text is on the page and its author is told what was wrong."""

from __future__ import annotations

import codecs

import pytest

from garden.model import links_of
from garden.text.parse import parse
from tests.support import garden_of

CANARY = "zqxcanary"
TOO_LARGE = 8 * 1024 * 1024 + 1

# case → (bytes, HTML)
READ = {
    "OUT12 byte order mark": (codecs.BOM_UTF8 + b"a", "<p>a</p>"),
    "OUT12 byte order mark before a heading": (codecs.BOM_UTF8 + b"# a", '<h1 id="a">a</h1>'),
    "OUT12 UTF-16, little end first": (
        codecs.BOM_UTF16_LE + "aé🌱".encode("utf-16-le"),
        "<p>aé🌱</p>",
    ),
    "OUT12 UTF-16, big end first": (
        codecs.BOM_UTF16_BE + "aé🌱".encode("utf-16-be"),
        "<p>aé🌱</p>",
    ),
    "OUT12 NUL": (b"a\0b", "<p>a\ufffdb</p>"),
    "OUT12 CRLF": (b"a\r\n\r\nb", "<p>a</p>\n<p>b</p>"),
    "OUT12 CR": (b"a\r\rb", "<p>a</p>\n<p>b</p>"),
    "OUT12 all line ends": (b"a\r\n\rb\n\nc", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    "OUT12 nothing": (b"", ""),
    "OUT12 only a byte order mark": (codecs.BOM_UTF8, ""),
}


@pytest.mark.parametrize(("source", "html"), [pytest.param(*c, id=t) for t, c in READ.items()])
def test_is_read(source: bytes, html: str) -> None:
    grown = garden_of({"Note.md": source})
    assert grown.html("Note.md").strip("\n") == html
    assert grown.rules == []


# case → (bytes, HTML, the offset that is named, line)
BROKEN = {
    "OUT12 a lone byte": (b"a\xffb", "<p>a\ufffdb</p>", 1, 1),
    "OUT12 on a later line": (b"a\n\nb\xff", "<p>a</p>\n<p>b\ufffd</p>", 4, 3),
    "OUT12 after a byte order mark": (codecs.BOM_UTF8 + b"a\xff", "<p>a\ufffd</p>", 4, 1),
    "OUT12 Latin-1": ("für".encode("latin-1"), "<p>f\ufffdr</p>", 1, 1),
    "OUT12 the first of several": (b"a\xff b\xfe", "<p>a\ufffd b\ufffd</p>", 1, 1),
    "OUT12 a sequence that is cut off": (b"a \xe2\x82", "<p>a \ufffd</p>", 2, 1),
    "OUT12 a surrogate": (b"a\xed\xa0\x80b", "<p>a\ufffd\ufffd\ufffdb</p>", 1, 1),
    "OUT12 UTF-16 of an odd length": (codecs.BOM_UTF16_LE + b"a\0b", "<p>a\ufffd</p>", 4, 1),
}


@pytest.mark.parametrize(
    ("source", "html", "offset", "line"), [pytest.param(*c, id=t) for t, c in BROKEN.items()]
)
def test_broken_bytes_are_shown_and_told(source: bytes, html: str, offset: int, line: int) -> None:
    grown = garden_of({"Note.md": source})
    assert grown.html("Note.md").strip("\n") == html
    [problem] = grown.problems
    assert (problem.path, problem.rule, problem.level) == ("Note.md", "encoding", "warning")
    assert f"byte {offset} " in problem.message
    assert problem.span.line == line


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_out12_line_ends_make_no_difference(end: str) -> None:
    text = "---\ntitle: x\n---\n# a\n\n- b\n  c\n\n```\nd\n\ne\n```\n\n> [!note] f\n> g ^h\n"
    assert parse(text.replace("\n", end).encode()) == parse(text.encode())


FORGED = {
    "plain": "\ufdd0{}\ufdd1",
    "in a code span": "`\ufdd0{}\ufdd1`",
    "in a fence": "```\n\ufdd0{}\ufdd1\n```",
    "in math": "$\ufdd0{}\ufdd1$",
    "in a link's label": "[[B|\ufdd0{}\ufdd1]]",
    "in a target": "[[\ufdd0{}\ufdd1]]",
    "in raw HTML": "<div>\ufdd0{}\ufdd1</div>",
    "in an attribute": '<b title="\ufdd0{}\ufdd1">b</b>',
    "as entities": "&#xFDD0;{}&#xFDD1;",
    "as decimal entities": "&#64976;{}&#64977;",
    "as entities in raw HTML": "<div>&#xFDD0;{}&#xFDD1;</div>",
    "as entities in an attribute": '<b title="&#xFDD0;{}&#xFDD1;">b</b>',
    "as entities in an address": '<a href="&#xFDD0;{}&#xFDD1;">b</a>',
    "as entities in a link's title": '[b](B.md "&#xFDD0;{}&#xFDD1;")',
    "percent-encoded": "[b](%EF%B7%90{}%EF%B7%91)",
    "percent-encoded on another website": "<https://e.com/%EF%B7%90{}%EF%B7%91>",
    "percent-encoded in what is embedded": "![](https://e.com/%EF%B7%90{}%EF%B7%91.pdf)",
    "made by a formula": r"$\text{\def\a{\char64976}\a{}\char64977}$",
    "in the front matter": '---\ntitle: "\\uFDD0{}\\uFDD1"\nx: "[[B|\\uFDD0{}\\uFDD1]]"\n---\n',
}


def _with_marks(forged: str, marks: str) -> str:
    """The same with other noncharacters, in each of their spellings."""
    for written, own in zip("\ufdd0\ufdd1", marks, strict=True):
        encoded = ["".join(f"%{byte:02X}" for byte in c.encode()) for c in (written, own)]
        forged = forged.replace(written, own).replace(f"{ord(written):X}", f"{ord(own):X}")
        forged = forged.replace(str(ord(written)), str(ord(own)))
        forged = forged.replace(encoded[0], encoded[1])
    return forged


@pytest.mark.parametrize("marks", ["\ufdd0\ufdd1", "\ufdd2\ufdd3"], ids=["of a link", "of HTML"])
@pytest.mark.parametrize("number", [0, 99])
@pytest.mark.parametrize("forged", [pytest.param(f, id=f"hole {t}") for t, f in FORGED.items()])
def test_a_note_cannot_forge_a_hole(forged: str, number: int, marks: str) -> None:
    source = _with_marks(forged, marks).replace("{}", str(number)) + "\n\n[[Target]]"
    grown = garden_of({"A.md": source, "Target.md": ""}, '[properties]\nshow = ["x"]')
    written = [p for block in grown.bodies["A.md"].blocks for p in links_of(block.parts)]
    assert sum(link.target == "Target" for link in written) == 1
    page = grown.pages()["A/index.html"]
    assert page.count('href="../Target/"') == 2  # in the text, and as outgoing


def large(text: str) -> str:
    """A note of more than 8 MiB that ends with `text`."""
    line = "word " * 199 + "\n"
    return line * (TOO_LARGE // len(line) + 1) + text


def test_out13_over_8_mib_is_shown_as_plain_text() -> None:
    grown = garden_of({"Note.md": f"---\ntitle: T\n---\n{large(f'<b>**{CANARY}**')}"})
    html = grown.html("Note.md")
    assert html.startswith("<pre>word word")
    assert html.rstrip().endswith(f"&lt;b&gt;**{CANARY}**</pre>")
    assert grown.garden.notes["Note.md"].title == "T"
    assert [(p.path, p.rule) for p in grown.problems] == [("Note.md", "too-large")]


@pytest.mark.parametrize(
    "comment", [f"%%{CANARY}%%", f"%%\n{CANARY}\n%%\n", f"<!-- {CANARY} -->"], ids=repr
)
def test_prv21_a_comment_in_a_note_over_8_mib_is_hidden(comment: str) -> None:
    assert CANARY not in garden_of({"Note.md": large(comment)}).html("Note.md")


@pytest.mark.parametrize("denial", ["\n\n#private", "\n\ntext #private/diary"])
def test_a_private_tag_in_a_note_over_8_mib_denies(denial: str) -> None:
    assert not garden_of({"Note.md": large(denial)}).garden.notes


def test_a_note_over_8_mib_can_deny_in_its_front_matter() -> None:
    assert not garden_of({"Note.md": f"---\npublish: false\n---\n{large('')}"}).garden.notes


def nested(kind: str, levels: int) -> str:
    """Quotes or lists, `levels` deep, with a text in each and the canary in the deepest."""
    marker, step = {"quotes": ("> ", "> "), "lists": ("- ", "  "), "numbers": ("1. ", "   ")}[kind]
    texts = [f"{step * n}{marker}level{n}" for n in range(levels - 1)]
    return "\n".join([*texts, f"{step * (levels - 1)}{marker}{CANARY}\n"])


DEPTHS = [("quotes", 20), ("quotes", 50), ("lists", 20), ("lists", 50), ("numbers", 50)]


@pytest.mark.parametrize(("kind", "levels"), DEPTHS)
def test_nesting_is_read(kind: str, levels: int) -> None:
    grown = garden_of({"Note.md": nested(kind, levels)})
    html = grown.html("Note.md")
    assert f"{CANARY}</" in html
    assert all(f"level{n}" in html for n in range(levels - 1))
    assert grown.rules == []


@pytest.mark.parametrize("levels", [300, 1200])
@pytest.mark.parametrize("kind", ["quotes", "lists", "numbers"])
def test_deep_nesting_is_shown_and_told(kind: str, levels: int) -> None:
    grown = garden_of({"Note.md": nested(kind, levels)})
    html = grown.html("Note.md")
    assert CANARY in html
    assert all(f"level{n}" in html for n in range(levels - 1))
    assert set(grown.rules) == {"nesting"}
    assert all(1 < problem.span.line <= levels for problem in grown.problems)


def test_prv21_a_comment_below_the_limit_of_nesting_is_hidden() -> None:
    grown = garden_of({"Note.md": f"{'> ' * 300}shown %%{CANARY}%%\n"})
    assert "shown" in grown.html("Note.md")
    assert CANARY not in grown.html("Note.md")


@pytest.mark.parametrize("mark", ["*", "_", "**", "==", "~~", "[", "![", "[[", "(", "<b>", "`"])
def test_deep_nesting_of_inlines_keeps_the_text(mark: str) -> None:
    source = mark * 1000 + CANARY + mark[::-1] * 1000
    assert CANARY in garden_of({"Note.md": source}).html("Note.md")


# note → (rule, line)
TOLD = {
    "S05 a comment without an end": ("a\n\nb %%c\n\nd", "comment-unclosed", 3),
    "S05 a block without an end": ("---\ntitle: x\n---\na\n\n%%\nc\n\nd", "comment-unclosed", 6),
    "S05 a comment without an end in a list": ("- a\n- b\n\n  %%\n  c", "comment-unclosed", 4),
    "HTML without an end": ("a\n\n<div>\n\nb", "html-unclosed", 3),
    "a dash below text": ("a\n\nb\n-\n", "setext-suspect", 4),
    "L17 a web address": ("a\n\n[[https://e.net]]", "link-url", 3),
}


@pytest.mark.parametrize(
    ("source", "rule", "line"), [pytest.param(*case, id=t) for t, case in TOLD.items()]
)
def test_what_is_hidden_or_changed_is_told_once(source: str, rule: str, line: int) -> None:
    grown = garden_of({"Note.md": source})
    assert [(p.rule, p.span.line) for p in grown.problems] == [(rule, line)]
