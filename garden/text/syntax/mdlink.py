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
from garden.paths import is_image, is_player
from garden.text.findings import EMBED, IN_LINK, PLAYER, Findings, findings_of, plain
from garden.text.html import clean
from garden.text.localaddress import is_local, report_local
from garden.text.media import PLAYERS, pdf_place, player, viewer
from garden.text.options import ParseOptions
from garden.text.syntax.embed import embedding, has_place, in_its_place
from garden.text.syntax.local import localized
from garden.text.targets import (
    is_external,
    may_link,
    may_load,
    picture_attributes,
    picture_label,
    split_address,
)
from garden.text.web import Post, Remote, Video, card, external_link, web_embed, web_name

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
            token.children = children = localized(_folded(children), findings_of(state.env))
        if "image" in kinds:
            for child in children:
                if child.type == "image":
                    _report_local(child, findings_of(state.env))
                    place = _place_of(str(child.attrs.get("src", "")), state)
                    child.meta |= {place: True} if place else {}


def _report_local(image: Token, findings: Findings) -> None:
    src = str(image.attrs.get("src", ""))
    if is_local(src):
        report_local(findings, src, _span(image))


def _place_of(src: str, state: StateCore) -> str:
    """How what is embedded stands in the text: as a block, as a player, or, empty, as a picture."""
    if is_external(src):
        return _place_of_web(web_embed(src), findings_of(state.env).options)
    target, anchor = split_address(src)
    if is_player(target):
        return PLAYER
    return EMBED if (target or anchor) and not is_image(target) else ""


def _folded(children: Sequence[Token]) -> list[Token]:
    """A link may hold a footnote in the line, and that another link."""
    out: list[Token] = []
    around: list[list[Token]] = []
    for child in children:
        if child.type == "link_open":
            around.append(out)
            out = []
            link = Token("mdlink", "a", 0, child.attrs, children=out, meta=child.meta)
            around[-1].append(link)
        elif child.type == "link_close":
            out = around.pop()
        else:
            if around:
                child.meta = {**child.meta, IN_LINK: True}
            out.append(child)
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
    if not href or not may_link(href, shared=findings.options.shared):
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
    src = str(token.attrs.get("src", ""))
    shared = findings.options.shared
    may_stand = may_load(src, shared=shared) or may_link(src, shared=shared)
    if not src or is_local(src) or not may_stand:
        return escapeHtml(alt)
    if not is_external(src):
        if token.meta.get(IN_LINK) and not is_image(split_address(src)[0]):
            return escapeHtml(alt)  # what is no picture would be a link inside a link
        if token.meta.get(EMBED) or token.meta.get(PLAYER):
            link = _link(token, src, escapeHtml(alt), "embed", findings, size)
            return embedding(token, link, findings, _span(token))
        return findings.hole(
            _link(token, src, escapeHtml(alt), "image", findings, size), _span(token)
        )
    return _render_web(token, src, alt, size, findings)


def _place_of_web(found: Video | Post | Remote, options: ParseOptions) -> str:
    """The same of a web address; where several write, sites that they name load nothing."""
    match found:
        case Video() | Post():
            return EMBED
        case Remote("pdf") if not options.shared:
            return EMBED
        case Remote("audio" | "video") if not options.shared:
            return PLAYER
        case _:
            return ""


def _render_web(token: Token, src: str, alt: str, size: str, findings: Findings) -> str:
    """What another website gives, as far as its place allows (rows E22, E23)."""
    found, title = web_embed(src), _title(token)
    may_stand = may_load(src, shared=findings.options.shared)
    if isinstance(found, Remote) and found.kind in ("image", "file") and may_stand:
        return (
            f'<img src="{escapeHtml(src)}" alt="{escapeHtml(alt)}"'
            f'{picture_attributes(size, title)} loading="lazy" decoding="async">'
        )
    name = web_name(found, src, alt)
    if token.meta.get(IN_LINK):
        return escapeHtml(name)
    if not has_place(token) or not may_stand:
        return external_link(src, name)
    if isinstance(found, Remote):
        return _render_file(token, found, src, name, size)
    if isinstance(found, Video):
        findings.needs.add("video")
    return in_its_place(token, card(found, src, alt))


def _render_file(token: Token, found: Remote, src: str, name: str, size: str) -> str:
    label, title, link = escapeHtml(name), _title(token), external_link(src, name)
    if found.kind in PLAYERS:
        shown = player(found.kind, escapeHtml(src), link, label, size, title)
        return f'<span class="web-embed {PLAYERS[found.kind]}">{shown}</span>'
    address, _, anchor = src.partition("#")
    place, size = pdf_place(anchor, size)
    shown = viewer(escapeHtml(f"{address}#{place}" if place else address), link, label, size, title)
    return in_its_place(token, f'<p class="web-embed pdf-embed">{shown}</p>')


def _title(token: Token) -> str:
    return str(token.attrs.get("title", ""))


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
