"""SVG: how large it says that it is. It is read as text, so no entity is ever expanded."""

from __future__ import annotations

import re

_HEAD = 65_536  # bytes
_ROOT = re.compile(r"<(?:\w+:)?svg(?=[\s/>])", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*")
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(px|cm|mm|in|pc|pt|)")
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "in": 96.0,
    "pc": 16.0,
    "pt": 4 / 3,
}


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in CSS pixels; two zeros where it does not say both of itself.

    A `viewBox` alone is a shape, and no size.
    """
    text = _without_comments(data[:_HEAD].decode(errors="replace"))
    root = _ROOT.search(text)
    attributes = _ATTRIBUTES.match(text, root.end()) if root else None
    if attributes is None:
        return 0, 0
    width, height = (_pixels(attributes[0], name) for name in ("width", "height"))
    return (width, height) if width and height else (0, 0)


def _without_comments(text: str) -> str:
    kept, rest = "", text
    while rest:
        before, _, comment = rest.partition("<!--")
        kept, rest = kept + before, comment.partition("-->")[2]
    return kept


def _pixels(attributes: str, name: str) -> int:
    given = re.search(rf"(?<![\w:-]){name}\s*=\s*[\"']([^\"']{{0,40}})[\"']", attributes)
    length = _LENGTH.fullmatch(given[1].strip()) if given else None
    return round(float(length[1]) * _PIXELS[length[2]]) if length else 0
