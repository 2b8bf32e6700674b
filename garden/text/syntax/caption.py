"""`![alt](walk.jpg "A caption")`, alone in its paragraph: a picture with words below it (M08)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from garden.text.findings import EMBED, PLAYER


def caption(md: MarkdownIt) -> None:
    md.core.ruler.push("caption", _captions)
    md.add_render_rule("caption", _render)


def _captions(state: StateCore) -> None:
    """A paragraph that is one picture with a title becomes a figure; in a tight list it is none."""
    if "![" not in state.src:
        return
    for i, (opening, token) in enumerate(pairwise(state.tokens), 1):
        if opening.type != "paragraph_open" or opening.hidden:
            continue
        (first, *more) = token.children or [token]
        if first.type != "image" or more or not _is_captioned(first):
            continue
        opening.tag = state.tokens[i + 1].tag = "figure"
        words = Token("caption", "figcaption", 0, content=str(first.attrs.pop("title")))
        token.children = [first, words]


def _is_captioned(image: Token) -> bool:
    is_other = image.meta.get(EMBED) or image.meta.get(PLAYER)  # a note, a film
    return not is_other and bool(str(image.attrs.get("title", "")).strip())


def _render(_: Any, tokens: Sequence[Token], index: int, __: Any, ___: Any) -> str:
    return f"<figcaption>{escapeHtml(tokens[index].content)}</figcaption>"
