"""A drawing of the plugin Excalidraw: of its note, only the back of the card is text (part 0, 16).

What the drawing says stands below that, as words, ids, links and JSON: it belongs to the picture,
and no page, search or description has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from garden.model import Meta
from garden.text.visible import FENCE

DRAWING_KEY = "excalidraw-plugin"
_PAYLOAD = r"(?:[ \t]*(?:%%)?[ \t]*\n)*(?:`{3,}|~{3,}|\{)"
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
_WHOLE = re.compile(
    r"^(?:%%[ \t]*\n\s*)?\#{1,2}[ \t](?:Excalidraw[ ]Data|Text[ ]Elements)[ \t]*\n"
    r"(?:.*\n)*?\#{1,2}[ \t]Drawing[ \t]*\n(?:`{3,}(?:compressed-)?json)?[ \t]*\n?\S",
    _FLAGS,
)
_QUOTED = re.compile(r"^[ \t>]*(?:`{4,}|~{3,})", re.MULTILINE)
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
    """Whether a note that has lost its key is a drawing, and does not only show how one is."""
    if "# Drawing\n" not in body:
        return False
    found = _WHOLE.search(body)
    return found is not None and not _QUOTED.search(body, 0, found.start())


def card_of(body: str) -> Card:
    """The body of a drawing, cut where the first of its data may begin."""
    found = _DATA.search(body)
    end = found.start() if found else len(body)
    text, data = body[:end], body[end:]
    images = "\n".join(image[0] for image in _IMAGE.finditer(text))
    text = _IMAGE.sub(_lines_of, _BANNER.sub("", text))
    return Card(_EMPTY_HEADING.sub("", _closed(text)), f"{images}\n{data}" if images else data)


def _lines_of(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _closed(text: str) -> str:
    """Without a `%%` at the end that only hid the data."""
    return _LAST_FENCE.sub("", text) if len(FENCE.findall(text)) % 2 else text
