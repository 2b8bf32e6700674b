"""Backlinks: which links count, what of their surroundings is quoted, in which order.

A case is what `Here.md` says and the quotes that then stand on the page of `Target.md`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.support import default_theme, garden_of

TARGET = "---\naliases: [Other name]\n---\n# H\n\nText. ^id\n\nMore.\n"
RELATED = '[properties]\nshow = ["related"]'
LINK = '<mark><a class="internal-link" href="./">Target</a></mark>'

_BACKLINK = re.compile(
    r'<backlink href="([^"]*)" title="([^"]*)" more="(\d+)">(.*?)</backlink>', re.DOTALL
)
_QUOTE = re.compile(r'<quote heading="([^"]*)" anchor="([^"]*)">(.*?)</quote>', re.DOTALL)
_MORE = re.compile(r'<more href="([^"]*)">')
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")
_VOID = ("br", "hr", "img", "input")


@dataclass(frozen=True)
class Quoted:
    """What the bare theme shows of one backlink."""

    href: str
    title: str
    more: int
    quotes: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]  # text and anchor


def _quoted(page: str) -> list[Quoted]:
    return [
        Quoted(
            href,
            title,
            int(more),
            tuple(text for _, _, text in _QUOTE.findall(inside)),
            tuple((heading, anchor) for heading, anchor, _ in _QUOTE.findall(inside)),
        )
        for href, title, more, inside in _BACKLINK.findall(page)
    ]


def _backlinks(files: Mapping[str, str], config: str = "") -> list[Quoted]:
    """The backlinks on the page of `Target.md`."""
    pages = garden_of({"Target.md": TARGET, **files}, config).pages()
    return _quoted(pages["Target/index.html"])


def _quotes(text: str, others: Mapping[str, str] | None = None, config: str = "") -> list[str]:
    """The quotes of `Here.md`, whose text is given."""
    found = _backlinks({"Here.md": text, **(others or {})}, config)
    return [quote for backlink in found if backlink.href == "../Here/" for quote in backlink.quotes]


def _text(quote: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", quote))


def _is_balanced(quote: str) -> bool:
    """Whether every element is closed in its order, and no link stands in a link."""
    if "<" in _TAG.sub("", quote):
        return False
    stack: list[str] = []
    for closing, name in _TAG.findall(quote):
        if name in _VOID:
            continue
        if closing and (not stack or stack.pop() != name):
            return False
        if not closing:
            if name == "a" and "a" in stack:
                return False
            stack.append(name)
    return not stack


# id, what Here.md says, how many quotes of it the target shows
COUNTED = (
    ("a wikilink", "[[Target]]", 1),
    ("a label", "[[Target|text]]", 1),
    ("a path", "[[/Target.md]]", 1),
    ("an alias", "[[Other name]]", 1),
    ("a heading", "[[Target#H]]", 1),
    ("a heading that is missing L28", "[[Target#Nope]]", 1),
    ("a block", "[[Target#^id]]", 1),
    ("an embed", "![[Target]]", 1),
    ("an embed of a heading", "![[Target#H]]", 1),
    ("a Markdown link", "[t](Target.md)", 1),
    ("a Markdown link to a heading", "[t](Target.md#h)", 1),
    ("a link by reference", "[t][r]\n\n[r]: Target.md", 1),
    ("a link in raw HTML", 'see <a href="Target.md">t</a>', 1),
    ("L27 a callout's title and its body", "> [!note] [[Target]]\n> [[Target]]", 2),
    ("L27 a table", "| a |\n|---|\n| [[Target]] |", 1),
    ("L27 a heading", "# On [[Target]]", 1),
    ("L27 a list", "- a\n  - [[Target]]", 1),
    ("L27 S08 the text of a footnote", "x[^1]\n\n[^1]: [[Target]]", 1),
    ("L27 S08 once, however many lead to it", "x[^1] y[^1]\n\nz[^1]\n\n[^1]: [[Target]]", 1),
    ("L27 S08 two paragraphs of a footnote", "x[^1]\n\n[^1]: [[Target]]\n\n    [[Target]]", 2),
    ("L27 S08 a footnote of a footnote", "x[^1]\n\n[^1]: y[^2]\n[^2]: [[Target]]", 1),
    ("L27 S09 a footnote in the line, and the text around it", "[[Target]]^[[[Target]]]", 2),
    ("S08 not in a footnote that nothing refers to", "x[^2]\n\n[^1]: [[Target]]", 0),
    ("S08 not in one that only such a footnote refers to", "[^1]: [^2]\n[^2]: [[Target]]", 0),
    ("S08 not in the second of one name", "x[^1]\n\n[^1]: y\n[^1]: [[Target]]", 0),
    ("once for each excerpt", "[[Target]] and [[Target|again]] and [t](Target.md)", 1),
    ("once for each row of a table", "| [[Target]] | [[Target]] |\n|---|---|", 1),
    ("twice in two paragraphs", "[[Target]]\n\n[[Target]]", 2),
    ("twice in two list items", "- [[Target]]\n- [[Target]]", 2),
    ("twice in an item and in the item below it", "- [[Target]]\n  - [[Target]]", 2),
    ("L19 not in code", "`[[Target]]` and `[t](Target.md)`", 0),
    ("L19 not in a code block", "```\n[[Target]]\n```\n\n    [[Target]]", 0),
    ("L24 not in a comment", "a %%[[Target]]%% b", 0),
    ("L24 not in a comment over several lines", "%%\n[[Target]]\n\n- [[Target]]\n%%", 0),
    ("L24 not in a comment over several blocks", "a <!--b\n\n- [[Target]]\n\nc--> d", 0),
    ("L24 not between a fence in text and a comment", "a %%b\n\n[[Target]]\n\n%%c%%", 0),
    ("L24 not in a comment without an end", "a\n\n%%\n[[Target]]", 0),
    ("L24 not in a comment of HTML", "a <!-- [[Target]] -->\n\n<!--\n[[Target]]\n-->", 0),
    ("not in math", "$[[Target]]$", 0),
    ("L18 not when escaped", "\\[\\[Target\\]\\]", 0),
    ("L14 not when it is empty", "[[]] and []()", 0),
    ("not to another note", "[[Here]] and [[Missing]]", 0),
)


@pytest.mark.parametrize(("text", "count"), [pytest.param(*row[1:], id=row[0]) for row in COUNTED])
def test_counts(text: str, count: int) -> None:
    quotes = _quotes(text)
    assert len(quotes) == count
    assert [quote for quote in quotes if not _is_balanced(quote)] == []


# id, what Target.md says of itself
SELF_LINKS = (
    ("L25 its heading", "# H\n\n[[#H]]"),
    ("L25 its own name", "[[Target]] and [[Target#H]]\n\n# H"),
    ("L25 its own alias", "---\naliases: AL\n---\n[[AL]]"),
    ("L25 its own block", "text ^id\n\n[[#^id]] and ![[#^id]]"),
    ("L25 a Markdown link", "[t](Target.md) and [t](#h)\n\n# H"),
    ("L25 a property", '---\nrelated: "[[Target]]"\n---\n'),
)


@pytest.mark.parametrize("text", [pytest.param(row[1], id=row[0]) for row in SELF_LINKS])
def test_note_does_not_mention_itself(text: str) -> None:
    assert _backlinks({"Target.md": text}, RELATED) == []


# id, the front matter of Here.md, the configuration, the expected quotes
PROPERTIES: tuple[tuple[str, str, str, list[str]], ...] = (
    (
        "L26 one that is shown",
        'related: "[[Target]]"',
        RELATED,
        ['related: <a class="internal-link" href="./">Target</a>'],
    ),
    (
        "L26 in a list",
        'related: ["[[Here]]", "see [[Target|this]]"]',
        RELATED,
        ['related: see <a class="internal-link" href="./">this</a>'],
    ),
    (
        "L26 its name in any case of letters",
        'Related: "[[Target]]"',
        RELATED,
        ['Related: <a class="internal-link" href="./">Target</a>'],
    ),
    ("L26 one that is not shown", 'related: "[[Target]]"', "", []),
    ("L26 another one", 'other: "[[Target]]"', RELATED, []),
    ("L26 without quotation marks it is a list", "related: [[Target]]", RELATED, []),
)


@pytest.mark.parametrize(
    ("front", "config", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PROPERTIES]
)
def test_property(front: str, config: str, expected: list[str]) -> None:
    assert _quotes(f"---\n{front}\n---\ntext\n", config=config) == expected


# id, what Here.md says, the expected quotes
CONTEXTS = (
    ("a paragraph", "before\n\na [[Target]] b\n\nafter", [f"a {LINK} b"]),
    (
        "emphasis stays",
        "*a* `b` **c [[Target]] d**",
        [f"<em>a</em> <code>b</code> <strong>c {LINK} d</strong>"],
    ),
    ("the innermost list item", "- a\n  - b [[Target]]\n    - c\n- d", [f"b {LINK}"]),
    ("a list item without those below it", "- a [[Target]]\n  - b\n- c", [f"a {LINK}"]),
    ("the paragraph of a long item", "- a\n\n  b [[Target]]\n\n  c", [f"b {LINK}"]),
    (
        "a row of a table",
        "| a | b |\n|---|---|\n| c | [[Target]] |\n| d | e |",
        [f'c <span class="cell-border">·</span> {LINK}'],
    ),
    ("the paragraph in a quote", "> a\n>\n> b [[Target]]", [f"b {LINK}"]),
    (
        "a callout's title apart from its body",
        "> [!note] a [[Target]]\n> b [[Target]]",
        [f"a {LINK}", f"b {LINK}"],
    ),
    ("a heading", "## On [[Target]] and more", [f"On {LINK} and more"]),
    ("a label", "[[Target|a *b*]]", [f"{LINK.replace('Target', 'a <em>b</em>')}"]),
    (
        "a heading that it links to",
        "a [[Target#H]]",
        ['a <mark><a class="internal-link" href="#h">Target &gt; H</a></mark>'],
    ),
    ("S08 the text of a footnote", "x[^1] y\n\n[^1]: a [[Target]] b", [f"a {LINK} b"]),
    ("S08 an item in it", "x[^1] y\n\n[^1]: a\n\n    - b [[Target]]\n    - c", [f"b {LINK}"]),
    ("S09 a footnote in the line", "x ^[a [[Target]] b] y", [f"a {LINK} b"]),
    (
        "S08 without the footnotes around",
        "a[^1] [[Target]] [^1]^[x], b [^1] c [^1]. **d**[^1]e [^1]\n\n[^1]: y",
        [f"a {LINK}, b c. <strong>d</strong>e"],
    ),
    (
        "other links lead on from this page",
        "[[Here]], [[Missing]], <https://e.com> and [[Target]]",
        [
            '<a class="internal-link" href="../Here/">Here</a>, '
            '<span class="internal-link is-unresolved">Missing</span>, '
            '<a href="https://e.com" class="external-link">https://e.com</a> '
            f"and {LINK}"
        ],
    ),
    (
        "text is not HTML",
        "a &lt; b & `c<d` [[Target]]",
        [f"a &lt; b &amp; <code>c&lt;d</code> {LINK}"],
    ),
    (
        "E06 a picture shrinks to a link",
        "![[i.png]] [[Target]]",
        [f'<a class="internal-link internal-embed" href="../i.png">i.png</a> {LINK}'],
    ),
    (
        "M08 and is named by its alternative text",
        "![a|50](i.png) [[Target]]",
        [f'<a class="internal-link internal-embed" href="../i.png">a</a> {LINK}'],
    ),
    (
        "an embed shrinks to a link",
        "![[Other]] [[Target]]",
        [f'<a class="internal-link internal-embed" href="../Other/">Other</a> {LINK}'],
    ),
    (
        "E10 E11 players and PDF files shrink to links",
        "![[v.mp4|640]] ![[d.pdf#page=2|the paper]] [[Target]]",
        [
            '<a class="internal-link internal-embed" href="../v.mp4">v.mp4</a> '
            '<a class="internal-link internal-embed" href="../d.pdf#page=2">the paper</a> '
            f"{LINK}"
        ],
    ),
    (
        "E22 a card shrinks to a link",
        "see ![a < b](https://youtu.be/x) and [[Target]]",
        [
            'see <a href="https://youtu.be/x" class="external-link" data-youtube="x">'
            f"Watch on YouTube: a &lt; b</a> and {LINK}"
        ],
    ),
    (
        "E22 a player of another website shrinks to a link",
        "![](https://e.com/a.mp3) [[Target]]",
        [
            '<span class="web-embed media-embed audio-embed"><a href="https://e.com/a.mp3"'
            f' class="external-link">a.mp3</a></span> {LINK}'
        ],
    ),
    (
        "an embed of the target is a link to it",
        "a ![[Target]]",
        ['a <mark><a class="internal-link internal-embed" href="./">Target</a></mark>'],
    ),
)


FILES = {"i.png": "", "v.mp4": "", "d.pdf": "", "Other.md": "# Much text\n\nMore.\n"}


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in CONTEXTS]
)
def test_context(text: str, expected: list[str]) -> None:
    assert _quotes(text, FILES) == expected


# id, a line of text with pictures or raw HTML around the link
MEDIA = (
    ("a picture in the text of a link", "[![a](i.png) b](Target.md)"),
    ("a picture in the text of another link", "[![a](i.png)](Other.md) [[Target]]"),
    ("a picture in raw HTML", '<img src="i.png" alt="a"> [[Target]]'),
    ("a video in raw HTML", '<video src="v.mp4" controls></video> [[Target]]'),
    ("a link in raw HTML", 'see <a href="Target.md">t</a> and *more*'),
    ("the link in raw HTML, and once more", 'see <a href="Target.md">t</a> and [[Target]]'),
    ("another link in raw HTML", '<a href="Other.md">t</a> [[Target]]'),
    ("an element around the link", "<b>a <i>b</i> [[Target]]</b> c"),
    ("a picture with several sizes in raw HTML", '<img src="i.png" srcset="i.png 2x"> [[Target]]'),
    ("a film, a PDF and a card", "![[v.mp4]] ![](https://e.com/d.pdf) [[Target]]"),
    ("the same in the middle of raw HTML", "<b>a</b> ![](https://youtu.be/x) [[Target]]"),
    ("a picture from elsewhere", "![a](https://e.com/a.png) [[Target]]"),
)


@pytest.mark.parametrize("text", [pytest.param(row[1], id=row[0]) for row in MEDIA])
def test_quote_is_balanced_and_without_media(text: str) -> None:
    (quote,) = _quotes(text, {"i.png": "", "v.mp4": "", "Other.md": ""})
    assert _is_balanced(quote), quote
    assert re.findall(r"<(?:img|video|audio|iframe)\b", quote) == []


def test_link_in_raw_html_is_quoted_with_its_text() -> None:
    (quote,) = _quotes('see <a href="Target.md">t</a> and *more*')
    assert _text(quote) == "see t and more"


WORDS = "word " * 80

# id, what stands before and after the link, in Markdown
LONG = (
    ("words", WORDS, f" {WORDS}"),
    ("one long word", "x" * 400, "y" * 400),
    ("in an element", f"{WORDS}**bold {WORDS}", f" {WORDS}bold** {WORDS}"),
    ("in elements within elements", f"**a *b {WORDS}", f" {WORDS} b* a** {WORDS}"),
    ("entities", "&lt; " * 200, " &amp;" * 200),
    ("code", f"`{WORDS}` ", f" `{WORDS}`"),
    ("links", "[[Other]] " * 60, " [[Other]]" * 60),
    ("raw HTML", f"<b>{WORDS}</b><i>{WORDS} ", f" {WORDS}</i><u>{WORDS}</u>"),
)


@pytest.mark.parametrize(("before", "after"), [pytest.param(*row[1:], id=row[0]) for row in LONG])
def test_long_context_is_cut_on_both_sides(before: str, after: str) -> None:
    (quote,) = _quotes(f"{before}[[Target]]{after}", {"Other.md": ""})
    left, _, right = _text(quote).partition("Target")
    assert 100 < len(left) <= 151
    assert 100 < len(right) <= 151
    assert left.startswith("…")
    assert right.endswith("…")
    assert LINK in quote
    assert _is_balanced(quote), quote


def test_context_is_cut_between_words() -> None:
    (quote,) = _quotes(f"{WORDS}[[Target]] {WORDS}")
    left, right = quote.split(LINK)
    assert set(left.removeprefix("…").split()) == {"word"}
    assert set(right.removesuffix("…").split()) == {"word"}


_LONG_AGO = f"Long ago {WORDS}ended. "
# id, what stands before and after the link, what the quote then shows of that
SENTENCES = (
    ("whole ones", f"{_LONG_AGO}{'It is so. ' * 9}As ", f" says. {'Yes! ' * 17}Then {WORDS}",
     f"{'It is so. ' * 9}As ", f" says. {'Yes! ' * 17}".rstrip()),
    ("in quotation marks", f'{_LONG_AGO}"{"Ah, so it was. " * 6}" As ', " says.",
     f'"{"Ah, so it was. " * 6}" As ', " says."),
    ("without spaces", f"{'草' * 200}。{'花' * 99}", f"{'花' * 99}。{'草' * 200}",
     "花" * 99, f"{'花' * 99}。"),
    ("not after a short form", f"{_LONG_AGO}{'no end, ' * 7}e.g. {'of it ' * 13}as ", " says.",
     None, " says."),
    ("not where next to nothing is left", f"{_LONG_AGO}{'no end, ' * 20}Dr. ",
     f" and Dr. {'no end ' * 30}", None, None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "left", "right"), [pytest.param(*row[1:], id=row[0]) for row in SENTENCES]
)
def test_whole_sentences_are_quoted(
    before: str, after: str, left: str | None, right: str | None
) -> None:
    (quote,) = _quotes(f"{before}[[Target]]{after}")
    found = tuple(map(_text, quote.split(LINK)))
    assert found[0] == left if left else found[0].startswith("…")
    assert found[1] == right if right else found[1].endswith("…")


def test_short_context_is_whole() -> None:
    text = "a" * 149 + " [[Target]] " + "b" * 149
    assert _quotes(text) == [text.replace("[[Target]]", LINK)]


# id, what Here.md says, the heading named with each quote, and its anchor
HEADINGS = (
    ("none above it", "[[Target]]\n\n# One", [("", "")]),
    (
        "the nearest above it",
        "## One\n\n[[Target]]\n\n### Two *b*\n\n- [[Target]]\n\n## One\n\n[[Target]]",
        [("One", "one"), ("Two b", "two-b"), ("One", "one-1")],
    ),
    (
        "S08 of a footnote, the one above its first reference",
        "## One\n\nx[^1] y[^2]\n\n## Two\n\nz[^2]\n\n[^1]: a^[[[Target]]]\n[^2]: [[Target]]",
        [("One", "one"), ("One", "one")],
    ),
    ("the heading itself", "# One\n\n## On [[Target]]", [("On Target", "on-target")]),
    (
        "inside of raw HTML",
        "<div>\n\n# One\n\n[[Target]]\n\n# Two\n\n[[Target]]\n\n</div>",
        [("One", "one"), ("Two", "two")],
    ),
)


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(*row[1:], id=row[0]) for row in HEADINGS]
)
def test_heading_is_named(text: str, expected: list[tuple[str, str]]) -> None:
    (backlink,) = _backlinks({"Here.md": text})
    assert list(backlink.headings) == expected


def test_links_are_resolved_from_where_they_stand() -> None:
    files = {"a/Here.md": "[[./Near]] [[Near]] [[Target]]", "a/Near.md": "", "b/Near.md": ""}
    (backlink,) = _backlinks(files)
    near = '<a class="internal-link" href="../a/Near/">{}</a>'
    assert backlink.href == "../a/Here/"
    assert backlink.quotes == (f"{near.format('./Near')} {near.format('Near')} {LINK}",)


def test_note_that_is_not_published_is_not_named() -> None:
    assert _backlinks({"Secret.md": "---\npublish: false\n---\n[[Target]]"}) == []


def test_order_is_that_of_titles() -> None:
    titles = {"a.md": "Pear", "b.md": "apple", "c/d.md": "Apple", "e.md": "Zebra", "f.md": "fig"}
    files = {path: f"---\ntitle: {title}\n---\n[[Target]]" for path, title in titles.items()}
    expected = [("b", "apple"), ("c/d", "Apple"), ("f", "fig"), ("a", "Pear"), ("e", "Zebra")]
    found = _backlinks(files)
    assert [(b.href, b.title) for b in found] == [(f"../{url}/", title) for url, title in expected]
    assert _backlinks(dict(reversed(files.items()))) == found


def test_quotes_are_in_the_order_of_the_text() -> None:
    text = "a [[Target]]\n\n- b [[Target]]\n  - c [[Target]]\n\nd [[Target]]"
    assert [_text(quote) for quote in _quotes(text)] == [f"{c} Target" for c in "abcd"]


@pytest.mark.parametrize(
    ("mentions", "shown", "more"), [(1, 1, 0), (5, 5, 0), (6, 5, 1), (9, 5, 4)]
)
def test_five_mentions_of_one_note(mentions: int, shown: int, more: int) -> None:
    (backlink,) = _backlinks({"Here.md": "\n\n".join(["[[Target]]"] * mentions)})
    assert (len(backlink.quotes), backlink.more) == (shown, more)


def _sources(count: int) -> dict[str, str]:
    return {f"Note {number:02}.md": "[[Target]]" for number in range(1, count + 1)}


# how many notes mention the target, how many stand on each page
PAGES = ((30, (30,)), (31, (30, 1)), (60, (30, 30)), (61, (30, 30, 1)))


@pytest.mark.parametrize(("count", "expected"), PAGES)
def test_further_pages(count: int, expected: tuple[int, ...]) -> None:
    pages = garden_of({"Target.md": TARGET, **_sources(count)}).pages()
    outs = ["Target/index.html", *(f"Target/backlinks/{n}/index.html" for n in range(2, 9))]
    found = [pages[out] for out in outs if out in pages]
    assert tuple(page.count("<backlink ") for page in found) == expected
    leads = ["backlinks/2/", *(f"../{number}/" for number in range(3, 9))]
    more = [[href] for href in leads[: len(expected) - 1]]
    assert [_MORE.findall(page) for page in found] == [*more, []]


def test_further_page_leads_back_to_the_sources() -> None:
    pages = garden_of({"Target.md": TARGET, **_sources(31)}).pages()
    further = pages["Target/backlinks/2/index.html"]
    assert '<backlink href="../../../Note-31/">' in further
    assert '<mark><a class="internal-link" href="../../">Target</a></mark>' in further


def test_order_of_titles_runs_through_all_pages() -> None:
    count = 31
    files = {
        f"n{number:02}.md": f"---\ntitle: Title {count - number:02}\n---\n[[Target]]"
        for number in range(count)
    }
    titles = [backlink.title for backlink in _backlinks(files)]
    assert titles == [f"Title {number:02}" for number in range(1, count)]


def test_a_page_that_has_further_pages_twice_names_both_ways() -> None:
    files = {f"f/{number:03}.md": "[[f/index]]" for number in range(201)}
    page = garden_of({**files, "f/index.md": "# All"}).pages(default_theme())["f/index.html"]
    names = re.findall(r'<nav class="pager" aria-label="([^"]*)"', page)
    assert names == ["Pages", "Pages of linked notes"]
