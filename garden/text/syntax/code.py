"""Blocks of code, fenced or indented (rows S14, S21): drawn by what their language asks for.

Inline code that a plugin of Obsidian would answer is left out (row E14).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.backticks import backtick
from markdown_it.token import Token

from garden.text.codeblock import draw_code
from garden.text.diagram import draw_diagram
from garden.text.fence import Code, Fence, info_of
from garden.text.findings import Findings, findings_of
from garden.text.nested import ELIDED, within, without_asking_html
from garden.text.pluginblock import (
    SAYING,
    asking_kind,
    draw_asking,
    draw_saying,
    is_asking_inline,
    tell_inline,
    tell_nested,
)

# The languages that are more than code, in small letters, and what draws them
FENCES: Mapping[str, Fence] = {
    "mermaid": draw_diagram,
    **dict.fromkeys(sorted(SAYING), draw_saying),
}


_ELIDED = f'<span class="plugin-block">{ELIDED}</span>'
_OPENS, _CLOSES = re.compile(r"<code\b", re.IGNORECASE), re.compile(r"</code\b", re.IGNORECASE)


def code(md: MarkdownIt) -> None:
    md.inline.ruler.at("backticks", _backticks)
    md.core.ruler.before("heading", "asking", _leave_out)  # ids are made of what is seen
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


def _leave_out(state: StateCore) -> None:
    """The same of `<code>` in HTML, whose words a plugin reads as it does those between backticks.

    Words between two tags have been read as Markdown.
    """
    findings = findings_of(state.env)
    if not findings.may_hold_html or findings.options.plugin_source:
        return
    for tokens in (state.tokens, *(f.tokens for f in findings.footnotes.values())):
        for token in tokens:
            if token.type == "html_block":
                shown = without_asking_html(token.content)
                _tell_if(shown != token.content, findings, token)
                token.content = shown
            elif token.children and any(map(_is_opening, token.children)):
                shorter = list(_without_asking(token.children))
                _tell_if(len(shorter) < len(token.children), findings, token)
                token.children = shorter


def _tell_if(is_left_out: bool, findings: Findings, token: Token) -> None:
    if is_left_out and token.map:
        tell_inline(findings, findings.line_span(token.map[0]))


def _is_opening(token: Token) -> bool:
    return token.type == "html_inline" and bool(_OPENS.match(token.content))


def _without_asking(tokens: Sequence[Token]) -> Iterator[Token]:
    at = 0
    while at < len(tokens):
        stop = _end_of(tokens, at) if _is_opening(tokens[at]) else at
        if stop > at and is_asking_inline("".join(map(_said, tokens[at + 1 : stop]))):
            yield Token("plugin_inline", "", 0)
            at = stop
        else:
            yield tokens[at]
        at += 1


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """Where code ends: at its closing tag, at the next that opens one, or with its block."""
    for at in range(start + 1, len(tokens)):
        if tokens[at].type == "html_inline" and _CLOSES.match(tokens[at].content):
            return at
        if _is_opening(tokens[at]):
            return at - 1
    return len(tokens)


def _said(token: Token) -> str:
    """What stood between the tags, as far as it tells a question."""
    if token.type == "html_inline":
        return ""
    return "[[]]" if token.type == "wikilink" else token.content or " "


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token, findings = tokens[index], findings_of(env)
    written = unescapeAll(token.info).strip()
    span = findings.line_span(token.map[0] if token.map else 0)
    block = Code(token.content, info_of(written), span)
    if kind := asking_kind(written) or asking_kind(block.info.language):
        return draw_asking(block, findings, kind)
    draw = FENCES.get(block.info.language.lower(), draw_code)
    if draw is not draw_diagram and not findings.options.plugin_source:
        block = _without_nested(block, written, findings)
    return draw(block, findings)


def _without_nested(block: Code, written: str, findings: Findings) -> Code:
    """A block that a plugin fills with Markdown may hold blocks and code that ask."""
    shown = within(written, block.text)
    if shown != block.text:
        tell_nested(findings, block.info.language, block.span)
    return replace(block, text=shown)
