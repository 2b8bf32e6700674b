"""Blocks to HTML: the holes are filled with what the view answers, right for the page shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from garden.embeds import Embedded, Trail, trail_of
from garden.model import Block, Found, Link, Parts
from garden.paths import name_of
from garden.text.html import text_of, without_media
from garden.text.targets import last_segment, picture_attributes, shown_text
from garden.view import View

_NOT_DRAWN_YET = (".canvas", ".base")  # their names are shown (part 0, 15)
_TAG = re.compile(r"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_ANCHOR = re.compile(r"<(span|p) id=\"\^[^\"]*\"></\1>\n?")  # there for its id alone
_HAS_ID = re.compile(r"\sid\s*=", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s+([\w:-]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
_LINK_OR_PICTURE = re.compile(r"<(?:a|img)\b")


def draw_blocks(view: View, blocks: Sequence[Block], source: str) -> Markup:
    """The HTML of a note's blocks; links are resolved from `source`, embeds drawn in place."""
    trail = trail_of(view.ask("head", source), view.ask("site").language)
    return Markup("".join(_drawn(view, block.parts, source, trail) for block in blocks))


def draw_parts(view: View, parts: Parts, source: str) -> str:
    """`parts` as HTML, with embeds as links."""
    return _drawn(view, parts, source, None)


def _drawn(view: View, parts: Parts, source: str, trail: Trail | None) -> str:
    """`parts` as HTML; `trail` are the embeds around them, None where there can be none."""
    return "".join(
        part
        if isinstance(part, str)
        else _embed(view, part, source, trail)
        if trail and part.in_place
        else draw_link(view, part, source)
        for part in parts
    )


def draw_link(view: View, link: Link, source: str, *, quoted: bool = False) -> str:
    """What fills a hole. Quoted, a picture shrinks to a link, as an embed does."""
    if link.kind == "tag":
        address = escape(view.href(view.ask("tag_url", link.target)))
        return f'<a class="tag" href="{address}">#{escape(link.target)}</a>'
    found = view.destination(source, link.target, link.anchor)
    if link.kind == "html":
        return _attribute(str(link.label[0]), _address(view, found) if found else "")
    label = draw_parts(view, link.label, source)
    if quoted and _LINK_OR_PICTURE.search(label):
        label = str(escape(text_of(without_media(label))))  # no link inside a link
    if found is None:
        return _unresolved(link, label)
    if link.kind == "image" and found.kind == "image" and not quoted:
        return _image(view, link, found, label)
    return _anchor(view, link, found, label)


def _embed(view: View, link: Link, source: str, trail: Trail) -> str:
    """An embed as a box of blocks; without content, or a link, where it leads too far (OUT13)."""
    if trail.is_at_its_end:
        return f"<p>{draw_link(view, link, source)}</p>"
    found: Embedded | None = view.ask("embedded", source, link.target, link.anchor)
    if found is None:
        return _no_embed(view, link, source)
    label = draw_parts(view, link.label, source) or str(escape(found.title))
    address = escape(view.href(found.url, found.anchor))
    named = f'<a class="internal-link markdown-embed-link" href="{address}">{label}</a>'
    match trail.count(found):
        case "":
            content = _content(view, found, trail)
        case "embed-loop":
            content = f"<p>embed loop: {escape(trail.loop(found))}</p>\n"
        case _:
            content = ""
    lang = f' lang="{escape(found.lang)}"' if found.lang != trail.chain[-1].lang else ""
    title = f'<div class="markdown-embed-title">{named}</div>\n'
    body = f'<div class="markdown-embed-content"{lang}>\n{content}</div>\n' if content else ""
    return f'<div class="internal-embed markdown-embed">\n{title}{body}</div>'


def _no_embed(view: View, link: Link, source: str) -> str:
    """What is embedded and is no note: a file as a link, nothing at all as an empty box (E16).

    A note without the section that is asked for is not shown whole (row L28).
    """
    found = view.destination(source, link.target, "")
    label = draw_parts(view, link.label, source)
    if found is None or found.kind == "note":
        css = "internal-embed markdown-embed is-unresolved"
        return f'<div class="{css}">{label or "not found"}</div>'
    return f'<div class="internal-embed file-embed">{_anchor(view, link, found, label)}</div>'


def _content(view: View, found: Embedded, trail: Trail) -> str:
    """The blocks that an embed shows, without ids, which the page may have already (E02)."""
    blocks = _blocks(view, found)
    drawn = (_drawn(view, parts, found.path, trail.below(found)) for parts in blocks)
    return _TAG.sub(_without_id, _ANCHOR.sub("", "".join(drawn)))


def _blocks(view: View, found: Embedded) -> list[Parts]:
    blocks, section = view.body(found.path).blocks, found.section
    shown = [block.parts for block in blocks[section.start : section.stop]]
    if section.piece:
        pieces = blocks[section.start].pieces
        shown[:1] = [piece.parts for piece in pieces if piece.id == section.piece]
    return shown


def _without_id(tag: re.Match[str]) -> str:
    if not _HAS_ID.search(tag[0]):
        return tag[0]
    return _ATTRIBUTE.sub(lambda found: "" if found[1].lower() == "id" else found[0], tag[0])


def _attribute(name: str, address: str) -> str:
    """An attribute of raw HTML; without a `src` an element is invalid, so it gets an empty one."""
    if not address:
        return f' {name}="data:,"' if name == "src" else ""
    return f' {name}="{address}"'


def _address(view: View, found: Found) -> str:
    return str(escape(view.href(found.url, found.anchor)))


def _anchor(view: View, link: Link, found: Found, label: str) -> str:
    css = "internal-link internal-embed" if link.kind in ("embed", "image") else "internal-link"
    title = f' title="{escape(link.title)}"' if link.title else ""
    text = label or escape(shown_text(link.target, link.anchor))
    return f'<a class="{css}" href="{_address(view, found)}"{title}>{text}</a>'


def _unresolved(link: Link, label: str) -> str:
    """The same for what does not exist and what is not published (part 0, 4)."""
    if link.kind in ("embed", "image") and not link.target.lower().endswith(_NOT_DRAWN_YET):
        return f'<span class="internal-embed is-unresolved">{label or "not found"}</span>'
    text = label or escape(last_segment(link.target, link.anchor))
    return f'<span class="internal-link is-unresolved">{text}</span>'


def _image(view: View, link: Link, found: Found, alt: str) -> str:
    """A picture; its fragment stays on wrapper and element, where style sheets look for it."""
    given = picture_attributes(link.size, link.title)
    named = f' src="{escape(link.target)}#{escape(link.anchor)}"' if link.anchor else ""
    text = alt or escape(name_of(link.target))
    return (
        f'<span class="internal-embed image-embed"{named}>'
        f'<img src="{_address(view, found)}" alt="{text}"{given} loading="lazy" decoding="async">'
        "</span>"
    )


def draw_quote(view: View, parts: Parts, source: str) -> Markup:
    """Words around a link, for another page; pictures and embeds shrink to links."""
    drawn = (p if isinstance(p, str) else draw_link(view, p, source, quoted=True) for p in parts)
    return Markup("".join(drawn))
