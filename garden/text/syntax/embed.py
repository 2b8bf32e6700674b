"""`![[Note]]` where blocks may stand: it is drawn there, so the paragraph around it is split.

In a heading, a label, emphasis or a row of column titles it stays a link (rows E01 to E05, E20).
A sound or film stands in the line, in formatted words too, but in no title (row E10).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from garden.model import Link, Span
from garden.text.findings import EMBED, PLAYER, Findings, findings_of
from garden.text.html import track_inline
from garden.text.visible import without_comments

_PLACE = "place"  # in the `meta` of an embed that stands where blocks may stand
_PARAGRAPH, _FLOW = "in a paragraph", "not in a paragraph"
_BREAKS = ("softbreak", "hardbreak")
_BLOCK = '<div data-embed="">{}</div>'  # so that the sanitiser too takes it for a block
_CARD = r'<p class="web-embed[^<>]*+>(?:[^<]++|<(?!/?(?:p|div)\b))*+</p>'
_EMBED = f'<div data-embed="">(\ufdd0[0-9]+\ufdd1|{_CARD})</div>'
_MARKED = re.compile(_EMBED)
_SPLIT = re.compile(f"</p>\n{_EMBED}\n<p>")
_AROUND_CARD = re.compile("^<p[^>]*>|</p>$")
_EMPTY = "<p></p>\n"


def embed(md: MarkdownIt) -> None:
    md.core.ruler.after("mdlink", "embed", _place)


def _place(state: StateCore) -> None:
    if "![" not in state.src:
        return
    for i, token in enumerate(state.tokens):
        if token.type == "inline" and any(map(_is_placed, token.children or ())):
            around = state.tokens[i - 1]
            if place := _place_in(around):
                shown = findings_of(state.env).options.html == "escape"
                token.children = _placed(token.children or [], place, tags_are_text=shown)


def _is_placed(token: Token) -> bool:
    return bool(token.meta and (token.meta.get(EMBED) or token.meta.get(PLAYER)))


def _is_embed(token: Token) -> bool:
    return bool(token.meta and token.meta.get(EMBED))


def _place_in(around: Token) -> str:
    if around.type == "paragraph_open":
        return _FLOW if around.hidden else _PARAGRAPH
    return _FLOW if around.type == "td_open" else ""


def _placed(children: Sequence[Token], place: str, *, tags_are_text: bool) -> list[Token]:
    """Give the embeds that no formatting surrounds their place, without line breaks around it,

    and players theirs.
    """
    out: list[Token] = []
    open_tags: list[str] = []
    depth = 0
    after_embed = False
    for token in children:
        depth += token.nesting
        if token.type == "html_inline" and not tags_are_text:
            track_inline(without_comments(token.content), open_tags)
        if _is_embed(token) and not depth and not open_tags:
            _end_line(out)
            token.meta[_PLACE] = place
            after_embed = True
        elif after_embed:
            token.content = token.content.lstrip() if token.type == "text" else token.content
            after_embed = _is_space(token)
        if token.meta and token.meta.get(PLAYER):
            token.meta[_PLACE] = place
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
    if token.type == "html_inline":
        return not without_comments(token.content).strip()
    return token.type in _BREAKS or (token.type == "text" and not token.content.strip())


def embedding(token: Token, link: Link, findings: Findings, span: Span) -> str:
    """An embed where it stands."""
    if not has_place(token):
        return findings.hole(link, span)
    if token.meta.get(PLAYER):
        return findings.hole(replace(link, kind="player"), span)
    return in_its_place(token, findings.hole(replace(link, in_place=True), span))


def has_place(token: Token) -> bool:
    """Whether an embed is shown where it stands, and is no mere link."""
    return bool(token.meta.get(_PLACE))


def in_its_place(token: Token, html: str) -> str:
    """A block where it stands; in a paragraph it ends that one, and begins a new one."""
    marked = _BLOCK.format(html)
    return f"</p>\n{marked}\n<p>" if token.meta[_PLACE] == _PARAGRAPH else f"\n{marked}\n"


def joined(html: str) -> str:
    """Text with its embeds in one line again, as a quotation has it."""
    if "data-embed" not in html:
        return html
    return _MARKED.sub(_in_line, _SPLIT.sub(_in_line, html)).strip()


def _in_line(marked: re.Match[str]) -> str:
    return f" {_AROUND_CARD.sub('', marked[1])} "


def without_empty_paragraphs(html: str) -> str:
    """Without what is left of paragraphs that began or ended with an embed."""
    return html.replace(_EMPTY, "") if _EMPTY in html else html


def unmarked(html: str) -> str:
    """The embeds of a finished block without what marked them as blocks."""
    return _MARKED.sub(r"\1", html) if "data-embed" in html else html
