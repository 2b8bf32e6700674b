"""`[text](address)` and `![alt](address)`: links and pictures as CommonMark has them.

Addresses inside the garden become holes (rows M01 to M13); those outside stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference as commonmark_reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image as commonmark_image
from markdown_it.rules_inline.link import link as commonmark_link
from markdown_it.token import Token

from garden.model import NOWHERE, Link, LinkKind, Span
from garden.paths import is_image, is_note, name_of
from garden.text.findings import EMBED, IN_LINK, Findings, findings_of, plain
from garden.text.html import clean
from garden.text.syntax.embed import embedding
from garden.text.targets import (
    is_external,
    is_harmless,
    picture_attributes,
    picture_label,
    split_address,
)
from garden.text.visible import uncommented

Rule = Callable[[StateInline, bool], bool]


def mdlink(md: MarkdownIt) -> None:
    md.block.ruler.at("reference", _reference)
    md.inline.ruler.at("link", _located(commonmark_link, "link_open"))
    md.inline.ruler.at("image", _located(commonmark_image, "image"))
    md.core.ruler.after("text_join", "mdlink", _read_links)
    md.add_render_rule("mdlink", _render_link)
    md.add_render_rule("image", _render_image)


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """As CommonMark has it, but `[^1]: text` is a footnote, whose text must not be lost."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return commonmark_reference(state, start, end, silent)


def _located(rule: Rule, kind: str) -> Rule:
    """`rule`, which also notes where in the file its token stands."""

    def located(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if state.src[start] not in "[!" or state.html_terminator_last("]") < start:
            return False  # else each of many openings would look for the end that is not there
        if not rule(state, silent):
            return False
        if not silent:
            opened = next(t for t in state.tokens[before:] if t.type == kind)
            opened.meta["span"] = findings_of(state.env).located(state, start, state.pos)
            if kind == "image" and state.linkLevel > 0:  # in <a> of raw HTML too
                opened.meta[IN_LINK] = True
        return True

    return located


def _read_links(state: StateCore) -> None:
    """Make one `mdlink` token of each link_open … link_close; `![t](Note.md)` is an embed."""
    for token in state.tokens:
        children = token.children or ()
        kinds = {child.type for child in children}
        if "link_open" in kinds:
            token.children = children = _folded(children)
        if "image" in kinds:
            for child in children:
                if child.type == "image":
                    child.meta[EMBED] = _names_note(str(child.attrs.get("src", "")))


def _names_note(src: str) -> bool:
    """Whether an address means a note, as `Note.md`, `Note` and `#Heading` do."""
    target, anchor = split_address(src)
    if is_external(src):
        return False
    return is_note(target) or (bool(target or anchor) and "." not in name_of(target))


def _folded(children: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    inside = out
    for child in children:
        if child.type == "link_open":
            inside = []
            out.append(Token("mdlink", "a", 0, child.attrs, children=inside, meta=child.meta))
        elif child.type == "link_close":
            inside = out
        else:
            if inside is not out:
                child.meta = {**child.meta, IN_LINK: True}
            inside.append(child)
    return out


def _render_link(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token, findings = tokens[index], findings_of(env)
    children = token.children or []
    label: str = self.renderInline(children, options, env)
    if any(child.type == "html_inline" for child in children):
        label = clean(label, findings, without=("a",))
    href, title = str(token.attrs.get("href", "")), _title(token)
    if not href or not is_harmless(href, shared=findings.options.shared):
        return label
    if is_external(href):
        named = f' title="{escapeHtml(title)}"' if title else ""
        return f'<a href="{escapeHtml(href)}" class="external-link"{named}>{label}</a>'
    return findings.hole(_link(token, href, label, "markdown", findings), _span(token))


def _render_image(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token, findings = tokens[index], findings_of(env)
    alt, size = picture_label(plain(token.children or ()))
    src, title = str(token.attrs.get("src", "")), _title(token)
    if not src or not is_harmless(src, shared=findings.options.shared):
        return escapeHtml(alt)
    if not is_external(src):
        if token.meta.get(IN_LINK) and not is_image(split_address(src)[0]):
            return escapeHtml(alt)  # what is no picture would be a link inside a link
        if token.meta.get(EMBED):
            link = _link(token, src, escapeHtml(alt), "embed", findings)
            return embedding(token, link, findings, _span(token))
        return findings.hole(
            _link(token, src, escapeHtml(alt), "image", findings, size), _span(token)
        )
    given = picture_attributes(size, title)
    return (
        f'<img src="{escapeHtml(src)}" alt="{escapeHtml(alt)}"{given} '
        'loading="lazy" decoding="async">'
    )


def _title(token: Token) -> str:
    return uncommented(str(token.attrs.get("title", "")))


def _link(
    token: Token, href: str, label: str, kind: LinkKind, findings: Findings, size: str = ""
) -> Link:
    target, anchor = split_address(href)
    return Link(
        target,
        anchor,
        findings.parts(label),
        kind,
        title=_title(token),
        size=size,
    )


def _span(token: Token) -> Span:
    span = token.meta.get("span", NOWHERE)
    assert isinstance(span, Span)
    return span
