"""Of several lines above `===` or `---` the last alone is the heading (row S22), as in the app.

CommonMark makes one heading of the whole paragraph. So do comments, which end where that does.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def underline(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "underline", _last_lines)


def _last_lines(state: StateCore) -> None:
    headings = (i for i, token in enumerate(state.tokens) if token.type == "heading_open")
    if long := {i for i in headings if "\n" in state.tokens[i + 1].content}:
        state.tokens = list(_shortened(state.tokens, long))


def _shortened(tokens: Sequence[Token], long: Container[int]) -> Iterator[Token]:
    for i, token in enumerate(tokens):
        if i in long:
            yield from _above(token, tokens[i + 1])
        yield token


def _above(heading: Token, text: Token) -> Iterator[Token]:
    """The lines above the last as a paragraph; the heading keeps that one."""
    assert heading.map, "it has come from lines"
    assert text.map, "and so has this"
    last = text.map[1] - 1
    above, _, words = text.content.rpartition("\n")
    lines, level = [text.map[0], last], heading.level
    yield Token("paragraph_open", "p", 1, map=lines, level=level, block=True)
    yield text.copy(map=lines, content=above.strip(), children=[])
    yield Token("paragraph_close", "p", -1, level=level, block=True)
    heading.map, text.map, text.content = [last, heading.map[1]], [last, last + 1], words.strip()
