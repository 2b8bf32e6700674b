"""Pictures that a note holds itself, as `data:` in an address, say nothing (PRV19)."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from urllib.parse import quote, unquote_to_bytes

import pytest

from garden.text.parse import MAX_BYTES, parse
from tests.photographs import CANARY, photograph, pixels
from tests.support import default_theme, garden_of

PHOTOGRAPH = photograph("JPEG", size=(8, 6))
CODED = b64encode(PHOTOGRAPH).decode()
JPEG = f"data:image/jpeg;base64,{CODED}"
SCENE = f"<svg xmlns='http://www.w3.org/2000/svg'><metadata>{CANARY.decode()}</metadata></svg>"
SVG = f"data:image/svg+xml,{quote(SCENE)}"
SITE = '[site]\nbase_url = "https://me.net/"\n[properties]\nshow = ["shown", "listed"]\n'
MODES = {
    "HTML that is made safe": SITE,
    "HTML that is trusted": f'{SITE}[markdown]\nhtml = "trust"\n',
    "HTML that is text": f'{SITE}[markdown]\nhtml = "escape"\n',
    "several authors": SITE.replace("[site]", '[site]\ntrust = "shared"'),
}
# where a picture may stand; {} is the address of a photograph
PLACES = {
    "a picture": "![a]({})",
    "a picture in pointed brackets": "![a](<{}>)",
    "a picture with a title": '![a]({} "b")',
    "a picture with a size": "![a|30]({})",
    "a link": "[a]({})",
    "a reference": "![a][p] ![p]\n\n[p]: {}",
    "an address in pointed brackets": "<{}>",
    "a picture in a link": "[![a]({})](b.md)",
    "a heading": "# ![a]({}) b",
    "a cell": "| a |\n| - |\n| ![a]({}) |",
    "a callout": "> [!note] ![a]({})\n> b",
    "a footnote": "a[^1]\n\n[^1]: ![a]({})",
    "an item beside a link": "- ![a]({}) [[b]]",
    "an element": '<img src="{}">',
    "an element without quotes": "<img src={}>",
    "an element in a line": "a <img alt='b' src='{}'> c",
    "a link in HTML": '<a href="{}">a</a>',
    "sizes of a picture": '<img srcset="{} 1x, {} 2x">',
    "sources of a picture": '<picture><source srcset="{} 300w,{} 600w"><img src="{}"></picture>',
    "the poster of a film": '<video poster="{}"></video>',
    "a style": '<div style="background: url({}) red">a</div>',
    "a style with quotes": "<div style=\"background: url('{}')\">a</div>",
    "a style with quotes by entities": '<div style="background: url(&quot;{}&quot;)">a</div>',
    "a style sheet": "<style>a { b: url({}) }</style>",
    "a drawing in HTML": '<svg><image href="{}"/></svg>',
    "an object": '<object data="{}"></object>',
    "words": "see {} here",
    "code": "`{}`",
    "a block of code": '```html\n<img src="{}">\n```',
    "a diagram": "```mermaid\nflowchart\na[\"<img src='{}'>\"]\n```",
    "a description": '---\ndescription: "{}"\n---\n',
    "a property": "---\nshown: {}\n---\n",
    "a list in a property": "---\nlisted:\n  - {}\n---\n",
    "a cover": "---\nimage: {}\n---\n",
}


def on_lines(address: str) -> str:
    return "&#10;".join(address[i : i + 76] for i in range(0, len(address), 76))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": lambda address: address.replace("data:image", "DATA:IMAGE"),
    "in mixed letters": lambda address: address.replace("data:image", "DaTa:image"),
    "with parameters": lambda address: address.replace(";base64", ";name=a.jpg;base64"),
    "with a place behind it": lambda address: f"{address}#a",
    "without its last letters": lambda address: address.rstrip("=")[:-1],
    "in the letters of addresses": lambda _: f"data:image/jpeg,{quote(PHOTOGRAPH)}",
    "in base64 with those": lambda _: f"data:image/jpeg;base64,{quote(CODED, safe='')}",
    "of another kind than it says": lambda address: address.replace("jpeg", "png"),
    "a drawing": lambda _: SVG,
    "a drawing in base64": lambda _: (
        f"data:image/svg+xml;base64,{b64encode(SCENE.encode()).decode()}"
    ),
}
IN_HTML: dict[str, Callable[[str], str]] = {
    **SPELLINGS,
    "behind a blank": lambda address: f" {address}",
    "behind a line end by an entity": lambda address: f"&#10; {address}",
    "with a line end in its scheme": lambda address: address.replace("data", "da&#10;ta"),
    "with a tabulator by its name": lambda address: address.replace("data:", "d&Tab;ata&colon;"),
    "a drawing with a line end in its scheme": lambda _: SVG.replace("data", "da&#10;ta"),
    "on many lines": on_lines,
    "by entities": lambda address: address.replace("da", "&#100;&#x61;").replace("+", "&#43;"),
    "a drawing as it stands": lambda _: f"data:image/svg+xml;utf8,{SCENE}",
}


SPACED = f"data:image/svg+xml;utf8,{quote(SCENE, safe=' /:=')}"
QUOTED = SPACED.replace("%27", '"')
COMMENTED = SPACED.replace("metadata%3E", "metadata%3E%3C!-- _a_ https://b.c --%3E", 1)


def said(text: str) -> bytes:
    """A text, and what stands in it in base64 or in the letters of addresses."""
    letters = (re.sub(r"\s", "", coded) for coded in re.findall(r"base64,([\w+/=\s]+)", text))
    parts = (b64decode(one[: len(one) - (len(one) % 4 == 1)] + "==") for one in letters)
    return b"".join((unquote_to_bytes(text), *parts))


def assert_silent(note: str, config: str) -> None:
    grown = garden_of({"a.md": note, "b.md": "[[a]] ![[a]]"}, config)
    found = {path: said(text) for path, text in grown.pages().items()}
    assert [path for path, text in found.items() if CANARY in text or b"Exif" in text] == []
    assert CANARY not in said(repr((grown.garden.notes, grown.bodies, grown.words)))
    assert not {"image-uncleaned", "image-location"} & set(grown.rules)


@pytest.mark.parametrize("config", MODES.values(), ids=list(MODES))
@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
def test_prv19_a_photograph_in_a_note_says_nothing(place: str, config: str) -> None:
    assert_silent(place.replace("{}", JPEG), config)


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=list(SPELLINGS))
@pytest.mark.parametrize("place", ["![a]({})", "![a][p]\n\n[p]: {}", "[a]({})"])
def test_prv19_however_its_address_is_written(place: str, spelling: Callable[[str], str]) -> None:
    assert_silent(place.replace("{}", spelling(JPEG)), SITE)


@pytest.mark.parametrize("config", MODES.values(), ids=list(MODES))
@pytest.mark.parametrize("drawing", [SPACED, QUOTED, COMMENTED], ids=["", "quotes", "a comment"])
@pytest.mark.parametrize(
    "place", ["![a](<{}>)", "[a](<{}>) b", "![a](< {} >)", "# ![a](<{}>)", "[a]: <{}>\n\n![a]"]
)
def test_prv19_a_drawing_with_blanks_in_pointed_brackets(
    place: str, drawing: str, config: str
) -> None:
    assert_silent(place.replace("{}", drawing), config)


@pytest.mark.parametrize("place", ["object data", "embed src", "input type=image src"])
@pytest.mark.parametrize("spelling", IN_HTML.values(), ids=list(IN_HTML))
def test_prv19_whatever_element_of_trusted_html_holds_it(
    spelling: Callable[[str], str], place: str
) -> None:
    assert_silent(f'<{place}="{spelling(JPEG)}">', MODES["HTML that is trusted"])


@pytest.mark.parametrize("mode", ["HTML that is made safe", "HTML that is trusted"])
@pytest.mark.parametrize("spelling", IN_HTML.values(), ids=list(IN_HTML))
@pytest.mark.parametrize("place", ['<img src="{}">', '<p>\n<a href="{}">a</a>\n</p>'])
def test_prv19_however_its_address_is_written_in_html(
    place: str, spelling: Callable[[str], str], mode: str
) -> None:
    assert_silent(place.replace("{}", spelling(JPEG)), MODES[mode])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_prv19_it_looks_the_same(form: str) -> None:
    picture = photograph(form)
    address = f"data:image/{form.lower()};base64,{b64encode(picture).decode()}"
    html = garden_of({"a.md": f"![a]({address})"}).html("a.md")
    left = b64decode(html.partition("base64,")[2].partition('"')[0])
    assert CANARY not in left
    assert pixels(left) == pixels(picture)


SAYING_NOTHING = {
    "a dot": "![a](data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7)",
    "words of data": "The data: a, b and c; my data:image/jpeg;base64, that is.",
    "text in an address": "`data:text/plain;base64,U29tZSB3b3Jkcw==`",
}


@pytest.mark.parametrize("text", SAYING_NOTHING.values(), ids=list(SAYING_NOTHING))
def test_what_says_nothing_stays_as_it_is(text: str) -> None:
    grown = garden_of({"a.md": text})
    assert text.strip("`![a]()") in grown.html("a.md")
    assert grown.rules == []


TOLD = {
    "a photograph that is cut off": (f"a\n\n![a]({JPEG[:400]})", "", "image-location", 3),
    "a drawing that is cut off": (
        f"a\n\nb ![a]({SVG[:-9]})",
        "",
        "image-uncleaned",
        3,
    ),
    "a picture of a kind that is not cleaned": (
        "a\n\n`data:image/tiff;base64,{}`",
        "",
        "image-location",
        3,
    ),
    "a cover": (f"---\na: b\ncover: {JPEG[:400]}\n---\n", "", "image-location", 3),
    "one that is to keep what it says": (
        f"a\n\n![a]({JPEG})",
        '[images]\nmetadata = "keep"\n',
        "image-location",
        3,
    ),
}


@pytest.mark.parametrize(("note", "config", "rule", "line"), TOLD.values(), ids=list(TOLD))
def test_prv19_what_stays_in_a_picture_is_told_once(
    note: str, config: str, rule: str, line: int
) -> None:
    tiff = b64encode(PHOTOGRAPH[PHOTOGRAPH.index(b"MM\0*") :]).decode()
    grown = garden_of({"a.md": note.replace("{}", tiff)}, config)
    assert [(problem.rule, problem.span.line) for problem in grown.problems] == [(rule, line)]


def test_a_picture_that_is_to_keep_what_it_says_stays_as_it_is() -> None:
    grown = garden_of({"a.md": f"![a]({JPEG})"}, '[images]\nmetadata = "keep"\n')
    assert JPEG in grown.html("a.md")


def test_prv19_a_picture_in_a_footer_says_nothing() -> None:
    config = f"[site]\nfooter = '![a]({JPEG})'\n"
    pages = garden_of({"a.md": "a"}, config).pages(default_theme())
    assert "data:image/jpeg" in pages["a/index.html"]
    assert CANARY not in said(pages["a/index.html"])


def test_prv19_a_picture_in_a_note_that_is_shown_as_text() -> None:
    parsed = parse(f"![a]({JPEG})\n".encode() + b"a\n" * (MAX_BYTES // 2))
    assert CANARY not in said("".join(map(str, parsed.body.blocks[0].parts)))


STYLES = {
    "a style": ('<p style="color: red; /* zqx */ top: 0">a</p>', "color: red; /**/ top: 0"),
    "a comment that has no end": ('<p style="color: red /* zqx">a</p>', "color: red /**/"),
    "a style in a line": ("a <b style='color: red/* zqx */'>b</b>", "color: red/**/"),
    "a comment that names a file": ('<p style="color: red /* url(zqx) */">a</p>', "red /**/"),
}


@pytest.mark.parametrize("mode", ["HTML that is made safe", "HTML that is trusted"])
@pytest.mark.parametrize(("note", "left"), STYLES.values(), ids=list(STYLES))
def test_prv22_comments_in_styles_are_nowhere(note: str, left: str, mode: str) -> None:
    html = garden_of({"a.md": note}, MODES[mode]).html("a.md")
    assert left in html
    assert "zqx" not in html


def test_prv22_comments_in_a_trusted_style_sheet_are_nowhere() -> None:
    note = '<style>\na { b: "/* c */" } /* zqx */\n</style>\n'
    html = garden_of({"a.md": note}, MODES["HTML that is trusted"]).html("a.md")
    assert html == '<style>\na { b: "/* c */" } /**/\n</style>\n'
