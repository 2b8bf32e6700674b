"""`![[Note]]` where blocks may stand: it is drawn there, so the paragraph around it is split.

In a heading, a label, emphasis or a row of column titles it stays a link (rows E01 to E05, E20).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from garden.text.html import track_inline

PLACE = "place"  # in the `meta` of an embed that stands where blocks may stand
PARAGRAPH, FLOW = "in a paragraph", "not in a paragraph"
_BREAKS = ("softbreak", "hardbreak")
_SPLIT = re.compile("</p>\n(\ufdd0[0-9]+\ufdd1)\n<p>")
_EMPTY = "<p></p>\n"


def embed(md: MarkdownIt) -> None:
    md.core.ruler.after("mdlink", "embed", _place)


def _place(state: StateCore) -> None:
    for i, token in enumerate(state.tokens):
        if token.type == "inline" and any(map(_is_embed, token.children or ())):
            around = state.tokens[i - 1]
            if place := _place_in(around):
                token.children = _placed(token.children or [], place)


def _is_embed(token: Token) -> bool:
    return bool(token.meta and token.meta.get("embed"))


def _place_in(around: Token) -> str:
    if around.type == "paragraph_open":
        return FLOW if around.hidden else PARAGRAPH
    return FLOW if around.type == "td_open" else ""


def _placed(children: Sequence[Token], place: str) -> list[Token]:
    """Give the embeds that no formatting surrounds their place, without line breaks around it."""
    out: list[Token] = []
    open_tags: list[str] = []
    depth = 0
    after_embed = False
    for token in children:
        depth += token.nesting
        if token.type == "html_inline":
            track_inline(token.content, open_tags)
        if _is_embed(token) and not depth and not open_tags:
            _end_line(out)
            token.meta[PLACE] = place
            after_embed = True
        elif after_embed:
            token.content = token.content.lstrip() if token.type == "text" else token.content
            after_embed = _is_space(token)
        if not (after_embed and _is_space(token)):
            out.append(token)
    return out


def _end_line(tokens: list[Token]) -> None:
    """Take the white space at the end away."""
    while tokens and _is_space(tokens[-1]):
        tokens.pop()
    if tokens and tokens[-1].type == "text":
        tokens[-1].content = tokens[-1].content.rstrip()


def _is_space(token: Token) -> bool:
    return token.type in _BREAKS or (token.type == "text" and not token.content.strip())


def in_its_place(hole: str, place: str) -> str:
    """A hole where it stands; in a paragraph it ends that one, and begins a new one."""
    return f"</p>\n{hole}\n<p>" if place == PARAGRAPH else f"\n{hole}\n"


def joined(html: str) -> str:
    """Text with its embeds in one line again, as a quotation has it."""
    return _SPLIT.sub(r" \1 ", html).strip() if "</p>" in html else html


def without_empty_paragraphs(html: str) -> str:
    """Without what is left of paragraphs that began or ended with an embed."""
    return html.replace(_EMPTY, "") if _EMPTY in html else html
