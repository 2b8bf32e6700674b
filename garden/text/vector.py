"""`<svg>…</svg>` in a note: a picture of its own bytes, made harmless, and never markup (X03)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

from markupsafe import escape

from garden.image import cleaned, svg
from garden.text.findings import Findings
from garden.text.hidden import ELEMENT, hides, written_attributes

_OPENING = re.compile(r"<svg(?=[\s/>])", re.IGNORECASE)
_NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_NAME = re.compile(r"(?!xmlns)[A-Za-z_][\w.-]*|xlink:href|xml:space", re.ASCII)
_TEXT, _TITLE = "{http://www.w3.org/2000/svg}text", "{http://www.w3.org/2000/svg}title"
# What nobody is told of a picture in an `<img>`
_UNHEARD = re.compile(rb"<(title|desc)\b[^>]*(?<!/)>.*?</\1\s*>", re.DOTALL)
_MOST = 100_000  # characters; what is larger is no picture
_MOST_WORDS = 300  # characters


def svg_end(text: str, start: int) -> int:
    """Where the `<svg>` that begins at `start` ends, with any that are in it; -1 for nowhere."""
    depth = 0
    for tag in ELEMENT.finditer(text, start, min(len(text), start + _MOST)):
        if tag[2].lower() == "svg":
            depth += -1 if tag[1] else 0 if tag[3].endswith("/") else 1
            if depth <= 0:
                return tag.end()
    return -1


def begins_svg(text: str, start: int) -> bool:
    return bool(_OPENING.match(text, start))


def with_drawings(html: str, findings: Findings) -> str:
    """HTML in which a picture stands for each `<svg>` that can be one; it is put aside."""
    return "".join(_with_drawings(html, findings)) if _OPENING.search(html) else html


def _with_drawings(html: str, findings: Findings) -> Iterator[str]:
    at = 0
    while (found := _OPENING.search(html, at)) and (end := svg_end(html, found.start())) >= 0:
        written = html[found.start() : end]
        drawing = cleaned(svg.harmless("".join(_as_xml(written)).encode()))
        yield html[at : found.start()]
        is_picture = drawing is not None and _draws(drawing.clean)
        yield _picture(drawing.clean, findings) if drawing and is_picture else written
        at = end
    yield html[at:]


def _draws(drawing: bytes) -> bool:
    """Whether anything is drawn: words that stand in no `<text>` are not."""
    return len(ElementTree.fromstring(drawing)) > 0


def _picture(drawing: bytes, findings: Findings) -> str:
    words = _words(drawing)
    width, height = svg.size_of(drawing)
    size = f' width="{width}" height="{height}"' if width and height else ""
    source = f"data:image/svg+xml;base64,{b64encode(_UNHEARD.sub(b'', drawing)).decode()}"
    return findings.keep(f'<img src="{source}" alt="{escape(words)}"{size}>', words)


def _as_xml(html: str) -> Iterator[str]:
    """A drawing as HTML may write it, in XML: each element ended, each value in quotes."""
    at, opened = 0, list[str]()
    for tag in ELEMENT.finditer(html):
        yield _text(html[at : tag.start()])
        at = tag.end()
        name = tag[2].replace(":", "_")
        if tag[1]:
            while name in opened:
                closed = opened.pop()
                yield f"</{closed}>"
                if closed == name:
                    break
            continue
        given = {key: value for key, value in written_attributes(tag[3]) if _NAME.fullmatch(key)}
        named = " ".join(f'{key}="{escape(value)}"' for key, value in given.items())
        end = "/" if tag[3].endswith("/") else ""
        yield f"<{name} {named if opened else f'{_NAMES} {named}'}{end}>"
        if not end:
            opened.append(name)
    yield _text(html[at:])


def _text(html: str) -> str:
    return str(escape(unescape(html)))


def _words(drawing: bytes) -> str:
    """What the picture is called, else what is written in it."""
    root = ElementTree.fromstring(drawing)
    named = [root.get("aria-label"), *(title.text for title in root.findall(_TITLE))]
    said = next(filter(None, named), "") or " ".join(
        "".join(text.itertext()) for text in root.iter(_TEXT) if not _is_hidden(text)
    )
    return " ".join(said.split())[:_MOST_WORDS]


def _is_hidden(text: ElementTree.Element) -> bool:
    return text.get("display") == "none" or hides(f'style="{text.get("style", "")}"')
