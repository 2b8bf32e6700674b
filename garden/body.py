"""Blocks to HTML: the holes are filled with what the view answers, right for the page shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from garden.embeds import Embedded, Trail, trail_of
from garden.footnotes import Numbered, is_reference_id
from garden.media import (
    NO_SOURCE,
    draw_exported,
    draw_file,
    draw_missing,
    draw_player,
    draw_srcset,
    draw_unexported,
    without_missing_pictures,
)
from garden.model import Block, Drawing, Found, Head, Link, Parts, Picture
from garden.paths import is_not_drawn_yet, name_of
from garden.text.html import text_of, without_media
from garden.text.media import PLAYERS
from garden.text.targets import last_segment, picture_attributes, picture_label, shown_text
from garden.view import View

_AT_THE_TOP, _LARGE = 3, 200  # blocks in which a first picture of so many pixels is not lazy
_COLUMN = 640  # pixels: no theme of garden's own sets text wider
_EMBEDS = ("embed", "image", "player")
_TAG = re.compile(r"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_ANCHOR = re.compile(r"<(span|p) id=\"\^[^\"]*\"></\1>\n?")  # there for its id alone
_HAS_ID = re.compile(r"\sid\s*=", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s+([\w:-]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
_LINK_OR_PICTURE = re.compile(r"<(?:a|img)\b")


def draw_blocks(view: View, blocks: Sequence[Block], source: str) -> Markup:
    """The HTML of a note's blocks, with their footnotes at the end.

    Links are resolved from `source`, embeds drawn in place.
    """
    return draw_note(view, (), blocks, source)[1]


def draw_note(
    view: View, heading: Sequence[Block], blocks: Sequence[Block], source: str
) -> tuple[Markup, Markup]:
    """The same of a note's heading and its text apart; the footnotes of both are in the text."""
    head: Head = view.ask("head", source)
    trail = trail_of(head, view.ask("site").language)

    def drawn(part: Sequence[Block]) -> str:
        return "".join(_drawn(view, block.parts, source, trail) for block in part)

    title = drawn(heading)
    own = _drawing(view, Link(""), source, trail) + "\n" if head.is_drawing else ""
    start = own + drawn(blocks[:_AT_THE_TOP])
    trail.budget.eager = 0
    return Markup(title), Markup(start + drawn(blocks[_AT_THE_TOP:]) + _footnotes(view, trail))


def _footnotes(view: View, trail: Trail) -> str:
    """The texts of all footnotes that a page refers to; of those of embedded notes without ids."""
    texts: dict[str, dict[str, Parts]] = {}
    own = trail.chain[0]

    def text(footnote: Numbered) -> str:
        path = footnote.path
        if path not in texts:
            texts[path] = {each.id: each.parts for each in view.body(path).footnotes}
        around = replace(trail, chain=(replace(own, lang=footnote.lang),))
        drawn = _drawn(view, texts[path][footnote.id], path, around)
        return drawn if path == own.path else _without_ids(drawn)

    return trail.footnotes.section(trail.lang, text)


def draw_parts(view: View, parts: Parts, source: str) -> str:
    """`parts` as HTML, with embeds as links."""
    return _drawn(view, parts, source, None)


def _drawn(view: View, parts: Parts, source: str, trail: Trail | None) -> str:
    """`parts` as HTML; `trail` are the embeds around them, None where there can be none."""
    drawn = "".join(
        part if isinstance(part, str) else _filled(view, part, source, trail) for part in parts
    )
    return without_missing_pictures(drawn)


def _filled(view: View, link: Link, source: str, trail: Trail | None) -> str:
    if trail and link.in_place:
        return _embed(view, link, source, trail)
    if trail and link.kind == "footnote":
        return trail.footnotes.refer(source, link.target, trail.lang)
    return draw_link(view, link, source, trail=trail)


def draw_link(
    view: View, link: Link, source: str, *, quoted: bool = False, trail: Trail | None = None
) -> str:
    """What fills a hole. Quoted, a picture shrinks to a link, as an embed does.

    A reference to a footnote is nothing where no list of them follows. `trail` is what stands
    around it on the page, if it is part of a text there.
    """
    if link.kind == "footnote":
        return ""
    if link.kind == "tag":
        address = escape(view.href(view.ask("tag_url", link.target)))
        return f'<a class="tag" href="{address}">#{escape(link.target)}</a>'
    found = view.destination(source, link.target, link.anchor)
    if link.kind == "html":
        if link.label[0] == "srcset":
            return draw_srcset(view, link, source)
        written = str(escape(link.title))
        return _attribute(str(link.label[0]), _address(view, found) if found else written)
    label = draw_parts(view, link.label, source)
    if quoted and _LINK_OR_PICTURE.search(label):
        label = str(escape(text_of(without_media(label))))  # no link inside a link
    if found is None:
        return _unresolved(link, label)
    if link.kind == "image" and found.kind == "image" and not quoted:
        return _image(view, link, found, label, trail)
    if link.kind == "player" and found.kind in PLAYERS and not quoted:
        return draw_player(view, link, found, label)
    if _names_drawn(found, link, label) and view.ask("drawing", source, link.target):
        link, label = replace(link, anchor=""), picture_label(label)[0]
    return _anchor(view, link, found, label)


def _names_drawn(found: Found, link: Link, label: str) -> bool:
    """Whether a link would show an id in a drawing or the size of its picture, if it is one."""
    is_id = bool(link.anchor and not found.anchor and not label)
    is_size = link.kind == "embed" and bool(picture_label(label)[1])
    return found.kind == "note" and (is_id or is_size)


def _embed(view: View, link: Link, source: str, trail: Trail) -> str:
    """An embed as a box of blocks; without content, or a link, where it leads too far (OUT13)."""
    if trail.is_at_its_end:
        return f"<p>{draw_link(view, link, source)}</p>"
    found: Embedded | None = view.ask("embedded", source, link.target, link.anchor)
    if found is None:
        return _no_embed(view, link, source)
    if found.is_drawing:
        trail.count(found)
        return _drawing(view, link, source, trail)
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
    lang = f' lang="{escape(found.lang)}"' if found.lang != trail.lang else ""
    title = f'<div class="markdown-embed-title">{named}</div>\n'
    body = f'<div class="markdown-embed-content"{lang}>\n{content}</div>\n' if content else ""
    return f'<div class="internal-embed markdown-embed">\n{title}{body}</div>'


def _drawing(view: View, link: Link, source: str, trail: Trail) -> str:
    """A drawing as the pictures that were exported of it; without any, a box with its name."""
    found: Drawing = view.ask("drawing", source, link.target)
    alt, size = picture_label(draw_parts(view, link.label, source))
    name = alt or str(escape(found.title))

    def picture(url: str) -> str:
        shown = Link(found.title, size=size or link.size, kind="image")
        return _image(view, shown, Found(url, "image"), str(escape(text_of(name))), trail)

    if not (found.light or found.dark):
        address = "" if found.url == view.here else str(escape(view.href(found.url)))
        return draw_unexported(name, address)
    pictures = {"light": found.light, "dark": found.dark}
    drawn = {scheme: picture(url) for scheme, url in pictures.items() if url}
    return draw_exported(drawn)


def _no_embed(view: View, link: Link, source: str) -> str:
    """What is embedded and is no note: a file, or nothing at all as a box that says so (E16).

    A note without the section that is asked for is not shown whole (row L28).
    """
    found = view.destination(source, link.target, link.anchor)
    label = draw_parts(view, link.label, source)
    if found is None or found.kind == "note":
        return draw_missing(link, label)
    return draw_file(view, link, found, label)


def _content(view: View, found: Embedded, trail: Trail) -> str:
    """The blocks that an embed shows, without ids, which the page may have already (E02)."""
    blocks = _blocks(view, found)
    drawn = (_drawn(view, parts, found.path, trail.below(found)) for parts in blocks)
    return _without_ids("".join(drawn))


def _blocks(view: View, found: Embedded) -> list[Parts]:
    blocks, section = view.body(found.path).blocks, found.section
    shown = [block.parts for block in blocks[section.start : section.stop]]
    if section.piece:
        pieces = blocks[section.start].pieces
        shown[:1] = [piece.parts for piece in pieces if piece.id == section.piece]
    return shown


def _without_ids(html: str) -> str:
    return _TAG.sub(_without_id, _ANCHOR.sub("", html))


def _without_id(tag: re.Match[str]) -> str:
    """The start of an element without its id; that of a reference to a footnote stays."""
    if not _HAS_ID.search(tag[0]):
        return tag[0]
    return _ATTRIBUTE.sub(lambda found: "" if _is_id(found) else found[0], tag[0])


def _is_id(attribute: re.Match[str]) -> bool:
    value = attribute[0].partition("=")[2].strip(" \t\n\"'")
    return attribute[1].lower() == "id" and not is_reference_id(value)


def _attribute(name: str, address: str) -> str:
    """An attribute of raw HTML; without a `src` an element is invalid, so it gets an empty one."""
    if not address:
        return NO_SOURCE if name == "src" else ""
    return f' {name}="{address}"'


def _address(view: View, found: Found) -> str:
    return str(escape(view.href(found.url, found.anchor)))


def _anchor(view: View, link: Link, found: Found, label: str) -> str:
    css = "internal-link internal-embed" if link.kind in _EMBEDS else "internal-link"
    title = f' title="{escape(link.title)}"' if link.title else ""
    text = label or escape(shown_text(link.target, link.anchor))
    return f'<a class="{css}" href="{_address(view, found)}"{title}>{text}</a>'


def _unresolved(link: Link, label: str) -> str:
    """The same for what does not exist and what is not published (part 0, 4)."""
    if link.kind in _EMBEDS and not is_not_drawn_yet(link.target):
        return f'<span class="internal-embed is-unresolved">{label or "not found"}</span>'
    text = label or escape(last_segment(link.target, link.anchor))
    return f'<span class="internal-link is-unresolved">{text}</span>'


def _image(view: View, link: Link, found: Found, alt: str, trail: Trail | None) -> str:
    """A picture; its fragment stays on wrapper and element, where style sheets look for it.

    It has its size, so that the text below does not jump when it has been loaded.
    """
    picture: Picture | None = view.ask("picture", found.url)
    size = _size(link.size, picture)
    given = picture_attributes(size, link.title) + _choice(view, size, picture)
    if not (trail and picture and _width(size) >= _LARGE and trail.budget.takes_eager()):
        given += ' loading="lazy"'
    named = f' src="{escape(link.target)}#{escape(link.anchor)}"' if link.anchor else ""
    text = alt or escape(name_of(link.target))
    return (
        f'<span class="internal-embed image-embed"{named}>'
        f'<img src="{_address(view, found)}" alt="{text}"{given} decoding="async">'
        "</span>"
    )


def _size(given: str, picture: Picture | None) -> str:
    """The size of a picture as it is shown: the author's, else its own; a height is worked out."""
    if picture is None or not picture.width or "x" in given:
        return given
    width = int(given) if given else picture.width
    return f"{width}x{max(1, round(width * picture.height / picture.width))}" if width else given


def _width(size: str) -> int:
    return int(size.partition("x")[0] or 0)


def _choice(view: View, size: str, picture: Picture | None) -> str:
    """The copies of a picture, of which a browser takes the one that its screen has use for."""
    if picture is None or not picture.choice:
        return ""
    choice = ", ".join(f"{escape(view.href(url))} {width}w" for width, url in picture.choice)
    shown = min(_width(size) or picture.width, _COLUMN)
    return f' srcset="{choice}" sizes="(max-width: {shown}px) 100vw, {shown}px"'


def draw_quote(view: View, parts: Parts, source: str) -> Markup:
    """Words around a link, for another page; pictures and embeds shrink to links."""
    drawn = (p if isinstance(p, str) else draw_link(view, p, source, quoted=True) for p in parts)
    return Markup("".join(drawn))
