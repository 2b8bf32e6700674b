"""HTML in notes: comments never show, unknown elements are text, the rest is the policy's."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from garden.text.findings import findings_of
from garden.text.html import with_unknown_as_text, without_comments


def rawhtml(md: MarkdownIt) -> None:
    md.add_render_rule("html_inline", _render)
    md.add_render_rule("html_block", _render_block)


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    html = without_comments(tokens[index].content)
    if findings_of(env).options.html == "escape":
        return escapeHtml(html)
    return with_unknown_as_text(html)


def _render_block(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    html = _render(self, tokens, index, options, env)
    if findings_of(env).options.html == "escape" and html.strip():
        return f"<p>{html.strip()}</p>\n"
    return html
