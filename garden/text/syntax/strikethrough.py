"""`~~text~~` is deleted text (row S02): `<del>`, as the app has it."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token


def strikethrough(md: MarkdownIt) -> None:
    md.enable("strikethrough")
    md.add_render_rule("s_open", _render)
    md.add_render_rule("s_close", _render)


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    return "<del>" if tokens[index].nesting > 0 else "</del>"
