"""Blocks of code, fenced or indented (rows S14, S21): drawn by what their language asks for.

Inline code that a plugin of Obsidian would answer is left out (row E14).
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.backticks import backtick
from markdown_it.token import Token

from garden.text.codeblock import draw_code
from garden.text.diagram import draw_diagram
from garden.text.fence import Code, Fence, info_of
from garden.text.findings import findings_of
from garden.text.pluginblock import (
    SAYING,
    asking_kind,
    draw_asking,
    draw_saying,
    is_asking_inline,
    tell_inline,
)

# The languages that are more than code, in small letters, and what draws them
FENCES: Mapping[str, Fence] = {
    "mermaid": draw_diagram,
    **dict.fromkeys(sorted(SAYING), draw_saying),
}


_ELIDED = '<span class="plugin-block">…</span>'


def code(md: MarkdownIt) -> None:
    md.inline.ruler.at("backticks", _backticks)
    md.add_render_rule("plugin_inline", lambda *_: _ELIDED)
    md.add_render_rule("fence", _render)
    md.add_render_rule("code_block", _render)


def _backticks(state: StateInline, silent: bool) -> bool:
    """Inline code as CommonMark has it; a question gives way to a sign that it was there."""
    start, before = state.pos, len(state.tokens)
    found = backtick(state, silent)
    if found and not silent and len(state.tokens) > before:
        token, findings = state.tokens[-1], findings_of(state.env)
        if is_asking_inline(token.content) and not findings.options.plugin_source:
            token.type, token.content = "plugin_inline", ""
            tell_inline(findings, findings.located(state, start, state.pos))
    return found


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token, findings = tokens[index], findings_of(env)
    written = unescapeAll(token.info).strip()
    span = findings.line_span(token.map[0] if token.map else 0)
    block = Code(token.content, info_of(written), span)
    if kind := asking_kind(written) or asking_kind(block.info.language):
        return draw_asking(block, findings, kind)
    return FENCES.get(block.info.language.lower(), draw_code)(block, findings)
