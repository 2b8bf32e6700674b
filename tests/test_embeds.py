"""Embeds: what a page leaves out is what the checks report, and a page stays bounded."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from garden.checks.embeds import _refused
from garden.embeds import MAX_EMBEDS, embeds_in, trail_of, whole
from tests.support import Grown, garden_of

SECTIONS = ("", "#A", "#B", "#A#B", "#^x", "#^y", "#nowhere")
EMBEDS = st.builds(
    "![[{}{}]]".format, st.sampled_from(["", "1", "2", "3"]), st.sampled_from(SECTIONS)
)
LINES = st.one_of(
    st.sampled_from(["# A", "## B", "text ^x", "- item ^y\n- other", "<div>", "</div>", "1. a ^x"]),
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
        assert html.count("<p>embed loop: ") == refusals(grown, path)["embed-loop"]
        assert boxes(html) <= 2 * MAX_EMBEDS
        ids = Counter(re.findall(r' id="([^"]*)"', html))
        assert max(ids.values(), default=1) == 1
        assert as_a_browser_reads(html) == as_a_browser_reads(as_a_browser_reads(html))


def refusals(grown: Grown, path: str) -> Counter[str]:
    note = grown.garden.notes[path]
    trail = trail_of(note)
    return Counter(
        rule
        for link in embeds_in(note.doc, whole(note.doc))
        for _, rule, _ in _refused(grown.garden, path, link, trail)
    )


def as_a_browser_reads(html: str) -> str:
    body = LexborHTMLParser(f"<body>{html}</body>").body
    assert body is not None
    return str(body.inner_html)


def test_out13_notes_that_embed_the_next_often_end_with_a_warning() -> None:
    files = {f"{n}.md": f"![[{n + 1}]]\n\n" * 10 for n in range(30)} | {"30.md": "the end"}
    grown = garden_of(files)
    assert grown.rules.count("embed-limit") == 28
    assert boxes(grown.html("0.md")) <= MAX_EMBEDS * 11


def test_out13_notes_that_embed_the_next_twice_end_at_five_levels() -> None:
    files = {f"{n}.md": f"![[{n + 1}]]\n\n![[{n + 1}]]" for n in range(30)} | {"30.md": "the end"}
    grown = garden_of(files)
    assert set(grown.rules) == {"embed-depth"}
    assert boxes(grown.html("0.md")) == 2 + 4 + 8 + 16 + 32 + 64
