"""Embeds: what a page leaves out is what the checks report, and a page stays bounded."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from garden.checks.embeds import refusals
from garden.embeds import MAX_EMBEDS, embeds_in, trail_of, whole
from garden.heads import head
from tests.support import Grown, garden_of

SECTIONS = ("", "#A", "#B", "#A#B", "#^x", "#^y", "#nowhere")
EMBEDS = st.builds(
    "![[{}{}]]".format, st.sampled_from(["", "1", "2", "3"]), st.sampled_from(SECTIONS)
)
LINES = st.one_of(
    st.sampled_from(["# A", "## B", "text ^x", "- item ^y\n- other", "<div>", "</div>", "1. a ^x"]),
    st.sampled_from(
        ["x[^1] ^x", "- y[^2]^[z [^1]] ^y", "[^1]: one", "[^2]: <b>two\n\n    three[^1]"]
    ),
    EMBEDS,
    EMBEDS.map("- in a list {} ^y".format),
    EMBEDS.map("> in a quote {}".format),
    EMBEDS.map("in a line {} of text".format),
)
NOTES = st.lists(LINES, max_size=8).map("\n\n".join)
GARDENS = st.fixed_dictionaries({f"{number}.md": NOTES for number in (1, 2, 3)})


def boxes(html: str) -> int:
    return html.count('class="internal-embed markdown-embed"')


@settings(max_examples=150, deadline=None)
@given(GARDENS)
def test_what_stays_a_link_is_reported_and_ids_are_unique(files: dict[str, str]) -> None:
    grown = garden_of(files)
    for path in grown.garden.notes:
        html = grown.html(path)
        assert html.count("<p>embed loop: ") == refused(grown, path)["embed-loop"]
        ids = Counter(re.findall(r' id="([^"]*)"', html))
        assert max(ids.values(), default=1) == 1
        assert as_a_browser_reads(html) == as_a_browser_reads(as_a_browser_reads(html))


@settings(max_examples=150, deadline=None)
@given(GARDENS)
def test_e21_every_reference_leads_to_its_footnote_and_back(files: dict[str, str]) -> None:
    grown = garden_of(files)
    for path in grown.garden.notes:
        html = grown.html(path)
        references = re.findall(r'href="#(g-fn-\d+)" id="(g-fnref-[\d-]+)"', html)
        footnotes = re.findall(r'<li id="(g-fn-\d+)">', html)
        backwards = re.findall(r'footnote-backref[^>]*href="#(g-fnref-[\d-]+)"', html)
        assert list(dict.fromkeys(to for to, _ in references)) == footnotes
        assert footnotes == [f"g-fn-{n}" for n in range(1, len(footnotes) + 1)]
        assert sorted(backwards) == sorted(id_ for _, id_ in references)


def refused(grown: Grown, path: str) -> Counter[str]:
    note = grown.garden.notes[path]
    trail = trail_of(head(grown.garden, path), "en")
    return Counter(
        rule
        for link in embeds_in(note.doc, whole(note))
        for _, rule, _ in refusals(grown.garden, path, link, trail)
    )


def as_a_browser_reads(html: str) -> str:
    body = LexborHTMLParser(f"<body>{html}</body>").body
    assert body is not None
    return str(body.inner_html)


@pytest.mark.parametrize(
    ("times", "rules", "drawn"),
    [
        (2, {"embed-depth": 50}, 2 + 4 + 8 + 16 + 32 + 64),
        (10, {"embed-limit": 28, "embed-depth": 25}, MAX_EMBEDS),
    ],
)
def test_out13_notes_that_embed_the_next_many_times_end_with_a_warning(
    times: int, rules: dict[str, int], drawn: int
) -> None:
    files = {f"{n}.md": f"![[{n + 1}]]\n\n" * times for n in range(30)} | {"30.md": "the end"}
    grown = garden_of(files)
    assert Counter(grown.rules) == rules
    assert boxes(grown.html("0.md")) == drawn


def test_out13_notes_that_all_embed_all_others_are_bounded() -> None:
    many = "\n\n".join(f"![[{n}]]" for n in range(30))
    grown = garden_of({f"{n}.md": many for n in range(30)})
    assert max(boxes(grown.html(path)) for path in grown.garden.notes) == MAX_EMBEDS
    assert Counter(grown.rules)["embed-limit"] == 30


def test_s08_footnotes_are_one_list_below_heading_and_text() -> None:
    text = "# Title[^b]\n\nx[^a] and ^[in line]\n\n[^a]: a\n[^b]: b, of the title\n"
    grown = garden_of({"Here.md": text, "Note.md": "[[Here]] ![[Here]]"})
    page = grown.pages()["Here/index.html"]
    assert grown.garden.notes["Here.md"].title == "Title"
    assert re.findall(r'<li id="g-fn-(\d)">\n<p>([^<\xa0]*)', page) == [
        ("1", "b, of the title"),
        ("2", "a"),
        ("3", "in line"),
    ]
    assert page.count('class="footnotes"') == 1
    assert page.index("<h1") < page.index("g-fnref-1") < page.index("</h1>")


def test_s08_a_page_of_others_words_has_no_footnotes() -> None:
    config = '[site]\nbase_url = "https://e.com"'
    text = "---\ndate: 2024-01-01\n---\nfirst[^1] [[Target]]^[zqx]\n\n[^1]: zqx"
    pages = garden_of({"Here.md": text, "Target.md": "", "a/b.md": "#t"}, config).pages()
    told = [name for name, page in pages.items() if "zqx" in page or "footnote" in page]
    assert told == ["Here/index.html", "feed.xml", "feed.json", "site-data/search/0/0.json"]
    assert 'description="first Target"' in pages["Here/index.html"]


def test_s08_an_empty_footnote_and_one_in_the_front_matter() -> None:
    config = '[properties]\nshow = ["related"]'
    files = {"Here.md": "---\nrelated: 'x[^1] ^[y]'\n---\nz[^1]\n\n[^1]:"}
    page = garden_of(files, config).pages()["Here/index.html"]
    assert "x[^1] ^[y]" in page
    assert page.count("<li") == 1


def test_out13_a_long_footnote_weighs_with_what_refers_to_it_first() -> None:
    files = {f"{n}.md": f"x[^1]\n\ny[^1]\n\n[^1]: {'word ' * 400_000}" for n in range(20)}
    grown = garden_of({**files, "Here.md": "\n\n".join(f"![[{n}]]" for n in range(20))})
    assert set(grown.rules) == {"embed-limit"}
    assert len(grown.html("Here.md")) < 22_000_000


def test_out13_long_blocks_weigh_more() -> None:
    files = {"long.md": "word " * 400_000, "Here.md": "![[long]]\n\n" * 20}
    grown = garden_of(files)
    assert set(grown.rules) == {"embed-limit"}
    assert len(grown.html("Here.md")) < 22_000_000
