"""HTML in notes: unknown elements are text, the rest is the policy's.

Blocks between which an element stays open are marked, so that they are kept together: every `Block`
is balanced and can stand on another page. What a note leaves open is closed and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from garden.text.allowed import ADDRESSES
from garden.text.findings import Findings, findings_of
from garden.text.hidden import ELEMENT, attributes
from garden.text.html import forbidden_in, track_open, with_unknown_as_text
from garden.text.localaddress import is_local, note_in, report_local
from garden.text.syntax.unseen import put_aside
from garden.text.trusted import with_holes
from garden.text.vector import begins_svg, svg_end, with_drawings
from garden.text.visible import without_comments

_ENDLESS = "a text with an <svg> without an end"  # in the environment
LEFT_OPEN = "left open"  # in the `meta` of the last token of a top-level block
_ENTITY = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+))", re.IGNORECASE)
_HOLES = range(0xFDD0, 0xFDD5)
_HTML = ("html_block", "html_inline")
_BREAKS = ("softbreak", "hardbreak")


def rawhtml(md: MarkdownIt) -> None:
    md.inline.ruler.before("html_inline", "svg", _svg)
    md.core.ruler.before("heading", "unseen", _put_aside)  # ids are made of what is seen
    md.core.ruler.push("rawhtml", _balance)
    md.add_render_rule("html_inline", _render)
    md.add_render_rule("html_block", _render_block)


def _put_aside(state: StateCore) -> None:
    findings = findings_of(state.env)
    if not findings.may_hold_html or findings.options.html == "escape":
        return
    for tokens in (state.tokens, *(f.tokens for f in findings.footnotes.values())):
        if findings.options.html == "sanitize":
            if not findings.options.shared:
                _draw(tokens, findings)
            _report_removed(tokens, findings)
            _report_local(tokens, findings)
        put_aside(tokens, findings)


def _svg(state: StateInline, silent: bool) -> bool:
    """A whole `<svg>`, in which nothing is Markdown."""
    if not begins_svg(state.src, state.pos) or state.env.get(_ENDLESS) == state.src:
        return False
    options = findings_of(state.env).options
    if options.html != "sanitize" or options.shared:
        return False
    end = svg_end(state.src, state.pos)
    if not 0 <= end <= state.posMax:
        state.env[_ENDLESS] = state.src  # or each of many openings would look for an end
        return False
    if not silent:
        state.push("html_inline", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _draw(tokens: Sequence[Token], findings: Findings) -> None:
    for token in tokens:
        if token.type in _HTML:
            token.content = with_drawings(token.content, findings)
        elif token.children:
            _draw(token.children, findings)


def _balance(state: StateCore) -> None:
    findings = findings_of(state.env)
    if findings.may_hold_html:
        for tokens in (state.tokens, *(f.tokens for f in findings.footnotes.values())):
            _balance_text(tokens, findings)


def _balance_text(tokens: list[Token], findings: Findings) -> None:
    """The text of the note, or of one of its footnotes."""
    if findings.options.html != "escape":
        _keep_together(tokens, findings)


def _keep_together(tokens: list[Token], findings: Findings) -> None:
    stack: list[str] = []
    start = depth = 0
    opened_at = 0  # line of the block since which something is open
    for i, token in enumerate(tokens):
        depth += token.nesting
        if depth:
            continue
        was_open = bool(stack)
        track_open(raw_html(tokens[start : i + 1]), stack)
        if stack and not was_open:
            opened_at = (tokens[start].map or [0])[0]
        if stack:
            token.meta = {**token.meta, LEFT_OPEN: True}
        start = i + 1
    if stack:
        _close(tokens, findings, stack, opened_at)


def _report_removed(tokens: Sequence[Token], findings: Findings) -> None:
    for token in tokens:
        for name, line in dict.fromkeys(_removed(token, shared=findings.options.shared)):
            message, hint = f"<{name}> is left out", "take it out of the note, or write Markdown"
            span = findings.line_span(token.map[0] + line) if token.map else None
            findings.flaw("html-removed", message, hint, span)


def _report_local(tokens: Sequence[Token], findings: Findings) -> None:
    for token in tokens:
        for html in raw_html([token]) if token.type in ("html_block", "inline") else ():
            line = findings.line_span(token.map[0]) if token.map else None
            for address in filter(is_local, _addresses(html)):
                if not note_in(address)[0]:
                    report_local(findings, address, line)


def _addresses(html: str) -> Iterator[str]:
    for tag in ELEMENT.finditer(html):
        yield from (value for name, value in attributes(tag[3]) if name in ADDRESSES)


def _removed(block: Token, *, shared: bool) -> Iterator[tuple[str, int]]:
    """What of a block is left out, and on which of its lines."""
    line = 0
    for token in block.children or [block]:
        for html in raw_html([token]):
            for name in forbidden_in(html, shared=shared):
                before = token.content.partition(f"<{name}")[0]
                yield name, line + before.count("\n") * (token.type in _HTML)
        line += token.type in _BREAKS or token.content.count("\n")


def _close(tokens: list[Token], findings: Findings, stack: list[str], line: int) -> None:
    html = "".join(f"</{tag}>" for tag in reversed(stack))
    tokens.append(Token("html_block", "", 0, content=html, block=True))
    message = f"<{stack[-1]}> has no end and runs to the end of the note"
    hint = f"end it with </{stack[-1]}>"
    findings.flaw("html-unclosed", message, hint, findings.line_span(line))


def has_raw_html(tokens: Sequence[Token]) -> bool:
    return any(True for _ in raw_html(tokens))


def raw_html(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in _HTML:
            yield without_comments(token.content)
        elif token.children:
            yield from raw_html(token.children)


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    html = _ENTITY.sub(_harmless, without_comments(tokens[index].content))
    match findings_of(env).options.html:
        case "escape":
            return escapeHtml(html)
        case "trust":
            html = with_holes(html, findings_of(env))
    return with_unknown_as_text(html)


def _harmless(entity: re.Match[str]) -> str:
    """A numeric entity, unless it stands for a character that holes are made of."""
    digits = (entity[1] or entity[2]).lstrip("0")[:8]
    code = int(digits or "0", 16 if entity[1] else 10)
    return "\ufffd" if code in _HOLES else entity[0]


def _render_block(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    html = _render(self, tokens, index, options, env)
    if findings_of(env).options.html == "escape" and html.strip():
        return f"<p>{html.strip()}</p>\n"
    return html
