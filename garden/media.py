"""Files of the vault where a note embeds them: players, PDF viewers, and boxes with a link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from posixpath import splitext

from markupsafe import escape

from garden.model import Found, Link
from garden.paths import is_not_drawn_yet, name_of
from garden.text.media import PLAYERS, pdf_place, player, viewer
from garden.text.targets import last_segment, picture_label
from garden.view import View

NO_SOURCE = ' src="data:,"'  # of raw HTML whose file is missing: without one it is not valid
_PICTURE = re.compile(  # one among several sources stays, since another may be shown
    r'<picture\b[^<]*(?:<(?!/?picture\b)[^<]*)*</picture>|<img\b(?:[^<>"]|"[^"]*")*>'
)
_ALT = re.compile(r'\salt="([^"]*)"')


def draw_player(view: View, link: Link, found: Found, label: str) -> str:
    """A sound or film; its fragment stays on the wrapper too, as that of a picture (row E10)."""
    address = str(escape(view.href(found.url, found.anchor)))
    name = label or str(escape(name_of(link.target)))
    assert found.kind != "note", "a note has no player"
    shown = player(found.kind, address, _link(address, name), name, link.size, link.title)
    named = f' src="{escape(link.target)}#{escape(link.anchor)}"' if link.anchor else ""
    css = f"internal-embed {PLAYERS[found.kind]}"
    return f'<span class="{css}"{named}>{shown}</span>'


def draw_file(view: View, link: Link, found: Found, label: str) -> str:
    """A file where a block may stand: a PDF is shown, of any other the name and kind are."""
    name = label or str(escape(name_of(link.target)))
    if found.kind == "pdf":
        place, size = pdf_place(link.anchor, link.size)
        address = str(escape(view.href(found.url, place)))
        shown = viewer(address, _link(address, name), name, size, link.title)
        return f'<div class="internal-embed pdf-embed">\n{shown}\n</div>'
    address = str(escape(view.href(found.url, found.anchor)))
    kind = splitext(link.target)[1][1:].upper()
    told = f' <span class="file-kind">{escape(kind)}</span>' if kind else ""
    return f'<div class="internal-embed file-embed">{_link(address, name)}{told}</div>'


def draw_missing(link: Link, label: str) -> str:
    """The same for what does not exist and what is not published (row E16).

    Of a canvas or base, which no site shows yet, the name is told, without an address.
    """
    if is_not_drawn_yet(link.target):
        name = label or escape(last_segment(link.target, link.anchor))
        return f'<div class="internal-embed file-embed is-unresolved">{name}</div>'
    css = "internal-embed markdown-embed is-unresolved"
    return f'<div class="{css}">{picture_label(label)[0] or "not found"}</div>'


def draw_exported(pictures: Mapping[str, str]) -> str:
    """The pictures of a drawing by colour scheme; where there are two, one of them is shown."""
    if len(pictures) == 1:
        scheme, drawn = next(iter(pictures.items()))
        return f'<div class="drawing is-{scheme}">{drawn}</div>'
    each = (f'<span class="only-{scheme}">{drawn}</span>' for scheme, drawn in pictures.items())
    return f'<div class="drawing">{"".join(each)}</div>'


def draw_unexported(name: str, address: str) -> str:
    """A drawing of which there is no picture; `address` is that of its page, empty on that."""
    named = _link(address, name) if address else f"<span>{name}</span>"
    kind = '<span class="file-kind">Excalidraw</span>'
    return f'<div class="internal-embed file-embed drawing-embed">{named} {kind}</div>'


def draw_srcset(view: View, link: Link, source: str) -> str:
    """The pictures of a `srcset` that there are (row X05)."""
    first = replace(link, label=link.label[:2])
    drawn = (_candidate(view, each, source) for each in (first, *link.label[2:]))
    shown = ", ".join(filter(None, drawn))
    return f' srcset="{shown}"' if shown else ""


def _candidate(view: View, part: str | Link, source: str) -> str:
    if isinstance(part, str):
        return str(escape(part))
    found = view.destination(source, part.target, part.anchor)
    address = view.href(found.url, found.anchor) if found else part.title
    return f"{escape(address)} {part.label[1]}".rstrip() if address else ""


def without_missing_pictures(html: str) -> str:
    """`<img>` in raw HTML that has no file: its words, as those of any missing picture."""
    return _PICTURE.sub(_picture, html) if NO_SOURCE in html else html


def _picture(tag: re.Match[str]) -> str:
    if NO_SOURCE not in tag[0] or not tag[0].startswith("<img"):
        return tag[0]
    alt = _ALT.search(tag[0])
    text = alt[1] if alt else ""
    return f'<span class="internal-embed is-unresolved">{text or "not found"}</span>'


def _link(address: str, name: str) -> str:
    return f'<a class="internal-link internal-embed" href="{address}">{name}</a>'
