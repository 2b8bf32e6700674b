"""The engine's short cuts: what they lead to is what the long way leads to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from garden.text.blocks import Written, write_blocks
from garden.text.decode import decoded
from garden.text.findings import Findings, environment
from garden.text.markdown import SYNTAXES, Engine, engine
from garden.text.options import ParseOptions
from tests.test_parse_laws import RICH, SETTINGS

_OPTIONS = ParseOptions(strict_line_breaks=True)


def _engine_that_asks_all() -> Engine:
    md = Engine("commonmark", {"xhtmlOut": False})
    for syntax in SYNTAXES:
        syntax(md)
    return md


_ALL, _DISPATCHED = _engine_that_asks_all(), engine(_OPTIONS)


def _written(md: Engine, text: str) -> Written:
    body, _ = decoded(text.encode())
    env = environment(Findings(body, _OPTIONS))
    return write_blocks(md, md.parse(body, env), env)


@given(RICH)
@SETTINGS
def test_rules_asked_only_where_they_may_begin_find_the_same(text: str) -> None:
    assert _written(_DISPATCHED, text) == _written(_ALL, text)


_ADDRESSES = [
    "http://",
    "https://",
    "a.b",
    "c",
    "a" * 64,
    *"/?#@.%:&=()é A-_",
    "%20",
    "//",
    "..",
]


@given(st.lists(st.sampled_from(_ADDRESSES), max_size=8).map("".join))
@SETTINGS
def test_addresses_are_normalised_as_markdown_it_does(url: str) -> None:
    assert _DISPATCHED.normalizeLink(url) == MarkdownIt().normalizeLink(url)
