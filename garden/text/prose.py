"""Where in the text of one block a comment may begin: not in code, nor in a formula.

The engine's own rules say how far code, formulas, links and tags reach, so that no page can show
as text what was taken for code here.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, backtick, html_inline

from garden.text.syntax.math import math_inline
from garden.text.syntax.wikilink import wikilink_rule

_SIGN = re.compile(r"\\[^%]|`|\$|<!--|<|\[\[|%+", re.DOTALL)
_PLAIN = re.compile(r"<!--|%+")


class Prose:
    """The text of a block; in `plain` one, as in HTML, nothing is code."""

    def __init__(
        self, text: str, md: MarkdownIt, env: MutableMapping[str, Any], *, math: bool, plain: bool
    ) -> None:
        self._state = StateInline(text, md, env, [])
        self._math = math
        self._plain_until = len(text) if plain else 0

    def opening(self, position: int) -> int | None:
        """Where from `position` on the next comment may begin: at `<!--` or at a fence."""
        src = self._state.src
        while position < len(src):
            plain = position < self._plain_until
            found = (_PLAIN if plain else _SIGN).search(src, position)
            if found is None:
                return None
            if plain and found.start() >= self._plain_until:
                position = self._plain_until
                continue
            if found[0] in ("<!--", "%%"):
                return found.start()
            position = max(self._after(found), found.start() + 1)
        return None

    def _after(self, found: re.Match[str]) -> int:
        """How far that reaches which a sign begins; of links and tags, what is in them counts."""
        state, start = self._state, found.start()
        state.pos = start
        match found[0]:
            case "`":
                backtick(state, True)
                return state.pos
            case "$":
                return state.pos if self._math and math_inline(state, True) else start + 1
            case "<":
                if autolink(state, True):
                    return state.pos
                self._plain_until = state.pos if html_inline(state, True) else 0
                return start + 1
            case "[[":
                self._plain_until = state.pos if wikilink_rule(state, True) else 0
                return start + 1
        return found.end()
