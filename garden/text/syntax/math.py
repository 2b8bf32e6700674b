"""`$…$` and `$$…$$`: TeX that nothing else touches (rows S10, S11), shown as it was written."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar, math_inline_dollar

_dollar = math_inline_dollar(allow_space=False, allow_digits=True, allow_double=True)


def math(md: MarkdownIt) -> None:
    md.inline.ruler.before("escape", "math_inline", _inline)
    md.block.ruler.before("fence", "math_block", math_block_dollar(allow_labels=False))
    md.add_render_rule("math_inline", _render_inline)
    md.add_render_rule("math_inline_double", _render_inline)
    md.add_render_rule("math_block", _render_block)


def _inline(state: StateInline, silent: bool) -> bool:
    """As the plugin has it, but a price is no formula and a code span is never cut in two."""
    start, src = state.pos, state.src
    if src[start] != "$":
        return False
    end = src.find("$", start + 1)
    if end < 0 or not _dollar(state, True):
        return False
    inside = src[start : state.pos]
    price = src[state.pos : state.pos + 1].isdigit()
    state.pos = start
    if price or len(inside.split("`")) % 2 == 0:
        return False
    return _dollar(state, silent)


def _render_inline(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token = tokens[index]
    kind = "math-display" if token.markup == "$$" else "math-inline"
    return f'<span class="math {kind}">{escapeHtml(token.content.strip())}</span>'


def _render_block(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    return f'<div class="math math-display">{escapeHtml(tokens[index].content.strip())}</div>\n'
