"""A drawing of the plugin Excalidraw: of its note, only the back of the card is text (part 0, 16).

What the drawing says stands below that, as words, ids, links and JSON: it belongs to the picture,
and no page, search or description has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from garden.model import Meta
from garden.text.visible import FENCE

DRAWING_KEY = "excalidraw-plugin"
_PAYLOAD = r"(?:[ \t]*(?:%%[ \t]*)?\n)*(?:`{3,}|~{3,}|\{)"
# What the plugin writes before the data, in the layouts that it has had; words may stand before it
_SECTION = rf"""
    (?<!\#)\#{{1,6}}[ \t]+(?:
        (?:Excalidraw[ ]Data|Text[ ]Elements|Element[ ]Links|Embedded[ ]Files)[ \t]*\#*[ \t]*$
        | Drawing[ \t]*\#*[ \t]*\n{_PAYLOAD}
    )
"""
_SCENE = r"""
    ^[ \t>]*(?:`{3,}|~{3,})[ \t]*
        (?:compressed-json\b|(?:json)?[ \t]*\n\s*\{\s*"type"\s*:\s*"excalidraw")
    | ^[ \t]*\{\s*"type"\s*:\s*"excalidraw"
"""
_FLAGS = re.MULTILINE | re.VERBOSE | re.IGNORECASE
_DATA = re.compile(rf"(?:%%[ \t]*\n\s*)?(?:{_SECTION}) | {_SCENE}", _FLAGS)
_SECTIONS = re.compile(r"^\#{1,2}[ \t](?:Excalidraw[ ]Data|Text[ ]Elements)[ \t]*$", _FLAGS)
# Below the heading, what begins as a scene does; packed, it is one word of Base64
_DRAWN = re.compile(
    r"""^\#{1,2}[ \t]Drawing[ \t]*\n(?:[ \t]*(?:%%[ \t]*)?\n){0,9}(?:
        (?:`{3,}|~{3,})[ \t]*compressed-json[ \t]*\n\s*[A-Za-z0-9+/=]+[ \t]*$
        | (?:(?:`{3,}|~{3,})[ \t]*(?:json)?[ \t]*\n)?\s*\{\s*"type"\s*:\s*"excalidraw"
    )""",
    _FLAGS,
)
_QUOTED = re.compile(r"^[ \t>]*(?:`{4,}|~{3,})", re.MULTILINE)
_MARKS = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}+(?!.*`)|~{3,}+)(.*)$", re.MULTILINE
)
_BANNER = re.compile(r"^[ \t]*==⚠.*⚠==.*$", re.MULTILINE)
# A picture made of Markdown, of which the source is kept in the note
_IMAGE = re.compile(
    r"(?:^\#+[ \t]+Markdown[ ]Images[ \t]*$\s*)?<!--[ ]excalidraw-markdown-image:([\w-]+)[ ]-->.*?"
    r"(?:<!--[ ]/excalidraw-markdown-image:\1[ ]-->|\Z)",
    re.DOTALL | _FLAGS,
)
_LAST_FENCE = re.compile(r"%%\s*\Z")
_EMPTY_HEADING = re.compile(r"^#[ \t]*\s*\Z", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Card:
    """The body of a drawing in two: the back of the card, which is text, and its data.

    Each line of the text stands in the line that it was written in.
    """

    text: str
    data: str


def is_drawing(meta: Meta, body: str) -> bool:
    """Whether a note is a drawing: it says so, or holds all that one does."""
    return any(prop.key == DRAWING_KEY for prop in meta.properties) or holds_drawing(body)


def holds_drawing(body: str) -> bool:
    """Whether a note that has lost its key is a drawing, and does not only show how one is.

    Its headings are words that any note may have: only with a scene below them are they those.
    """
    if "# Drawing\n" not in body:
        return False
    found = _SECTIONS.search(body)
    if found is None or not _DRAWN.search(body, found.end()):
        return False
    return not _QUOTED.search(body, 0, found.start())


def card_of(body: str) -> Card:
    """The body of a drawing, cut where the first of its data may begin."""
    end = _end_of_text(body)
    text, data = body[:end], body[end:]
    images = "\n".join(image[0] for image in _IMAGE.finditer(text))
    text = _IMAGE.sub(_lines_of, _BANNER.sub("", text))
    return Card(_EMPTY_HEADING.sub("", _closed(text)), f"{images}\n{data}" if images else data)


def _end_of_text(body: str) -> int:
    """Where the first of the data begins that no block of code only shows."""
    code = _code_of(body)
    block = next(code, None)
    for found in _DATA.finditer(body):
        at = found.start()
        while block and block[1] <= at:
            block = next(code, None)
        if not block or not block[0] < at:
            return at
    return len(body)


def _code_of(body: str) -> Iterator[tuple[int, int]]:
    """Where blocks of code stand that surely end; one without an end would run into the data.

    So does one in which another seems to begin, whose end would be taken for its own.
    """
    opened: re.Match[str] | None = None
    for mark in _MARKS.finditer(body):
        if opened is None:
            opened = mark
        elif mark[1][0] == opened[1][0] and len(mark[1]) >= len(opened[1]):
            if mark[2].strip():
                return
            yield opened.start(), mark.end()
            opened = None


def _lines_of(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _closed(text: str) -> str:
    """Without a `%%` at the end that only hid the data."""
    return _LAST_FENCE.sub("", text) if len(FENCE.findall(text)) % 2 else text
