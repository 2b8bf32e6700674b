"""Laws of `parse`: it never raises, drops no word, writes balanced HTML and nothing that runs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from garden.model import Body, Link, Parsed, Parts, links_of
from garden.text.options import ParseOptions
from garden.text.parse import parse
from tests.support import garden_of

SETTINGS = settings(max_examples=200, deadline=None)
OPTIONS = st.builds(
    ParseOptions,
    strict_line_breaks=st.booleans(),
    html=st.sampled_from(["sanitize", "escape"]),
    shared=st.booleans(),
    torn_lists=st.booleans(),
)

PIECES = (
    *"[]!|#^%=$>-+*_~`<&\\\n \t():.,x1é日🌱\u200d\u202e\u0301",
    *(
        "[[",
        "]]",
        "![[",
        "%%",
        "==",
        "$$",
        "~~",
        "```",
        "~~~",
        "---",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
    ),
    *("[^1]", "[^a]", "\n[^1]: ", "\n[^A]: ", "^["),
    *(
        "\n    ",
        "\n\t",
        "[!note]",
        "[!tip]- ",
        " ^id",
        "[ ] ",
        "[x] ",
        "#tag",
        "| - |\n",
        "Note",
        "\r",
    ),
    *("](Note.md)", "i.png", "http://e.net", "<div>", "</div>", "<b>", "<!--", "-->", "{{", "\0"),
)
RICH = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)

HTML_PIECES = (
    *("<script>", "</script>", "<script src=//e.net>", "<style>", "</style>", "<svg onload=a()>"),
    *(
        "<svg>",
        "</svg>",
        "<math>",
        "</math>",
        "<template>",
        "<noscript>",
        "<iframe srcdoc='<script>'>",
    ),
    *(
        "<img src=x onerror=a()>",
        "<img src=x ",
        "onerror=a()",
        ">",
        "<b onclick='a()'>",
        "</b>",
        "<p>",
    ),
    *(
        "<a href='javascript:a()'>",
        "<a href='java\tscript:a()'>",
        "<a href=' &#106;avascript:a()'>",
    ),
    *("<a href='JaVaScRiPt:a()'>", "<a href='\x01javascript:a()'>", "</a>", "[t](javascript:a())"),
    *("[t](java&#9;script:a())", "![t](javascript:a())", "<javascript:a()>", "[[javascript:a()]]"),
    *(
        "[[javascript:a()|t]]",
        "![[vbscript:a()]]",
        "[t]: javascript:a()\n",
        "[t]",
        "<iframe src=javascript:a()>",
    ),
    *(
        "<object data=javascript:a()>",
        "<form action=javascript:a()>",
        "<button formaction=javascript:a()>",
    ),
    *(
        "<video poster=javascript:a()>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?php",
        "?>",
        "<div",
        "<a",
        "'",
    ),
    *(
        '"',
        "`",
        "=",
        "/",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "| ",
        "[[a|",
        "]]",
        "%%",
        "==",
        "$",
        "a",
        " ",
        "&lt;",
        "&quot;",
    ),
    *(
        "<x onclick=a()>",
        '> [!a" onclick=a() b="] <b onclick=a()>\n',
        '```" onclick=a()\n',
        "<title>",
        "<xmp>",
    ),
)
HTML = st.lists(st.sampled_from(HTML_PIECES), max_size=25).map("".join)

RUNS = ("script", "style", "svg", "object", "embed", "form", "base", "meta")

LETTERS = st.characters(categories=("Lu", "Ll", "Lo"))
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=20)
LETTER_WORDS = st.text(LETTERS, min_size=1, max_size=8)
Noted = tuple[str, str]
JOINTS = (
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n- ",
    "\n  - ",
    "\n> ",
    "\n> > ",
    "\n1. ",
    "\n# ",
    "\n\n    ",
    "\n\t",
    "\r\n",
)


def written(parsed: Parsed) -> Iterator[str]:
    """The HTML of every block, piece, quote and footnote, each link filled as a page might."""
    for block in parsed.body.blocks:
        yield filled(block.parts)
        yield from (filled(piece.parts) for piece in block.pieces)
    yield from map(filled, parsed.body.quotes)
    yield from (filled(footnote.parts) for footnote in parsed.body.footnotes)


def texts_of(body: Body) -> list[Parts]:
    return [*(block.parts for block in body.blocks), *(note.parts for note in body.footnotes)]


def filled(parts: Parts) -> str:
    return "".join(part if isinstance(part, str) else filled_link(part) for part in parts)


def filled_link(link: Link) -> str:
    if link.kind == "html":
        return ' href="hole"'
    return f"<a>{html.escape(link.target) if link.kind == 'tag' else filled(link.label)}</a>"


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


class Markup(HTMLParser):
    """The elements and attributes of some HTML, and the tags that do not match."""

    VOID = ("br", "col", "hr", "img", "input", "source", "track", "wbr")

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.unmatched: list[str] = []
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        self.unmatched += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unmatched.append(f"/{tag}")


@SETTINGS
@given(st.binary(max_size=300), OPTIONS)
def test_any_bytes_are_parsed(source: bytes, options: ParseOptions) -> None:
    parse(source, options)


@SETTINGS
@given(st.sampled_from(["---\n", "---\n{", "+++\n", "\ufeff---\r"]), st.binary(max_size=200))
def test_any_bytes_are_parsed_as_front_matter(fence: str, source: bytes) -> None:
    parse(fence.encode() + source + b"\n---\ntext")


@SETTINGS
@given(RICH, OPTIONS)
def test_any_text_is_parsed(text: str, options: ParseOptions) -> None:
    parse(text.encode(), options)


@SETTINGS
@given(st.text(max_size=200), OPTIONS)
def test_any_characters_are_parsed(text: str, options: ParseOptions) -> None:
    parse(text.encode(errors="surrogatepass"), options)


@SETTINGS
@given(RICH, OPTIONS)
def test_the_same_text_is_parsed_alike(text: str, options: ParseOptions) -> None:
    assert parse(text.encode(), options) == parse(text.encode(), options)


@SETTINGS
@given(RICH)
def test_every_place_and_heading_is_one_of_the_body(text: str) -> None:
    parsed = parse(text.encode())
    blocks, outline = parsed.body.blocks, parsed.doc.outline
    for place in parsed.doc.links:
        holding = (
            parsed.body.footnotes if place.block < 0 else blocks[place.block : place.block + 1]
        )
        assert any(place.link == link for held in holding for link in links_of(held.parts))
        assert -1 <= place.quote < len(parsed.body.quotes)
        assert -1 <= place.heading < len(outline)
    pieces = [piece.id for block in blocks for piece in block.pieces]
    assert pieces == [part.id for part in parsed.doc.parts]
    assert len(set(pieces)) == len(pieces)
    for known in parsed.doc.block_ids:
        assert known.block < len(blocks)
    for heading in outline:
        assert blocks[heading.block].level == (heading.level if heading.alone else 0)
    assert len({heading.id for heading in outline}) == len(outline)


@SETTINGS
@given(RICH)
def test_every_span_lies_in_the_file(text: str) -> None:
    lines = re.split(r"\r\n?|\n", text)
    doc = parse(text.encode()).doc
    for span in (*(p.span for p in doc.links), *(flaw.span for flaw in doc.flaws)):
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1


@SETTINGS
@given(RICH, OPTIONS)
def test_every_block_is_balanced(text: str, options: ParseOptions) -> None:
    for markup in written(parse(text.encode(), options)):
        assert not Markup(markup).unmatched


@SETTINGS
@given(WORDS, st.data(), OPTIONS)
def test_plain_words_are_all_shown_in_their_order(
    words: list[str], data: st.DataObject, options: ParseOptions
) -> None:
    source = words[0]
    for word in words[1:]:
        source += data.draw(st.sampled_from(JOINTS)) + word
    blocks = parse(source.encode(), options).body.blocks
    assert text_of("".join(filled(block.parts) for block in blocks)).split() == words


@SETTINGS
@given(RICH)
def test_s08_footnotes_are_those_that_are_referred_to(text: str) -> None:
    body = parse(text.encode()).body
    links = (link for parts in texts_of(body) for link in links_of(parts))
    referred = [link.target for link in links if link.kind == "footnote"]
    assert [footnote.id for footnote in body.footnotes] == list(dict.fromkeys(referred))
    quoted = (link for quote in body.quotes for link in links_of(quote))
    assert [link for link in quoted if link.kind == "footnote"] == []


# what stands in the text, and what further down
FOOTNOTES = (
    ("{0}[^{2}]", "[^{2}]: {1}"),
    ("{0}^[{1}]", ""),
    ("{0} ^[*{1}*]", ""),
    ("{0}[^{2}]", "[^{2}]:\n    {1}"),
    ("- {0}[^{2}]", "> [^{2}]: {1}"),
    ("{0}[^{2}]\n[^{2}]: {1}", ""),
    ("[{0}[^{2}]](a)", "[^{2}]: > {1}"),
    ("# {0}[^{2}]", "- [^{2}]: - {1}"),
    ("{0}[^{2}]", "[^{2}]: ^[{1}]"),
)


@SETTINGS
@given(st.lists(st.tuples(LETTER_WORDS, LETTER_WORDS, st.sampled_from(FOOTNOTES)), max_size=8))
def test_s08_s09_no_word_of_a_footnote_is_lost(notes: list[tuple[str, str, Noted]]) -> None:
    lines = [
        [part.format(word, note, number) for part in form]
        for number, (word, note, form) in enumerate(notes)
    ]
    source = "\n\n".join([line[0] for line in lines] + [line[1] for line in lines])
    body = parse(source.encode()).body
    shown = text_of(" ".join(map(filled, texts_of(body)))).split()
    assert sorted(shown) == sorted(word for note in notes for word in note[:2])


def assert_nothing_runs(markup: str) -> None:
    assert "<script" not in markup.lower()
    for tag, attributes in Markup(markup).elements:
        assert tag not in RUNS
        for name, value in attributes.items():
            assert not name.startswith("on")
            bare = re.sub(r"[\x00-\x20\x7f]", "", value).lower()
            assert name in ("title", "alt") or not bare.startswith(("javascript:", "vbscript:"))


@SETTINGS
@given(st.one_of(HTML, st.tuples(HTML, RICH, HTML).map("".join)), OPTIONS)
@example("<iframe><script>a()</script></iframe>", ParseOptions())
@example("<b title='&lt;script>'>&lt;script></b>", ParseOptions())
def test_nothing_that_runs_is_written(text: str, options: ParseOptions) -> None:
    for markup in written(parse(text.encode(), options)):
        assert_nothing_runs(markup)


@SETTINGS
@given(HTML, HTML)
@example("<iframe><script>a()</script></iframe>", "")
@example("<video><p title='", "'></video>")
def test_nothing_that_runs_is_quoted_by_a_backlink(before: str, after: str) -> None:
    grown = garden_of({"A.md": f"x {before} [[Target]] {after}", "Target.md": ""})
    assert_nothing_runs(re.sub("<meta [^>]*>", "", grown.pages()["Target/index.html"]))


RUNS_OF_SIGNS = st.lists(st.sampled_from(["%", "%%%", "%%%%", "%%%%%", "a", "`", " "]), max_size=8)
BEGINNINGS = st.sampled_from(["", "- ", "> ", "# ", "> [!a] ", "1. [ ] ", "a\n", "| a | ", "<p>"])
HIDDEN = st.sampled_from(["zqx", "[[zqx]]", "#zqx `", "zqx % $ | <b>", "![zqx](zqx.png)", "> zqx"])


@SETTINGS
@given(BEGINNINGS, RUNS_OF_SIGNS.map(" ".join), HIDDEN, st.sampled_from(["%%", "<!---->"]))
def test_s05_what_stands_between_two_fences_of_a_line_is_nowhere(
    beginning: str, runs: str, hidden: str, signs: str
) -> None:
    fences = (signs[:4], signs[4:] or "%%") if signs[0] == "<" else ("%%", "%%")
    code = runs.count("`") % 2 and "`" in hidden  # it may be in a code span
    text = f"{beginning}x {runs.replace('`', '') if code else runs} {hidden.join(fences)} last"
    assert "zqx" not in repr(parse(text.encode()))


@SETTINGS
@given(st.lists(st.tuples(WORDS, st.sampled_from(["%%zqx%%", "<!--zqx\n\n- zqx-->"]))), OPTIONS)
def test_s24_text_outside_of_comments_is_never_lost(
    written: list[tuple[list[str], str]], options: ParseOptions
) -> None:
    text = "".join(f"{' '.join(words)} {comment} " for words, comment in written)
    parsed = parse(f"first {text}".encode(), options)
    shown = text_of("".join(map(filled, texts_of(parsed.body)))).split()
    assert shown == ["first", *(word for words, _ in written for word in words)]
