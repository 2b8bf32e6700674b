"""Asking rules only where they may begin finds what asking all of them everywhere does."""

from __future__ import annotations

from hypothesis import given

from garden.text.blocks import Written, write_blocks
from garden.text.findings import Findings, ParseOptions, environment
from garden.text.markdown import SYNTAXES, Engine, engine
from tests.test_parse_laws import RICH, SETTINGS

_OPTIONS = ParseOptions(strict_line_breaks=True)


def _engine_that_asks_all() -> Engine:
    md = Engine("commonmark", {"xhtmlOut": False})
    for syntax in SYNTAXES:
        syntax(md)
    return md


_ALL, _DISPATCHED = _engine_that_asks_all(), engine(_OPTIONS)


def _written(md: Engine, text: str) -> Written:
    env = environment(Findings(text, _OPTIONS))
    return write_blocks(md, md.parse(text, env), env)


@given(RICH)
@SETTINGS
def test_the_same_is_found(text: str) -> None:
    assert _written(_DISPATCHED, text) == _written(_ALL, text)
