"""GIF: a run of blocks; comments, text, and what browsers do not know are left out."""

from __future__ import annotations

from collections.abc import Iterator

from garden.image.cleaned import Cleaned
from garden.image.exif import XMP_PLACE

_HEAD = 13  # bytes
_EXTENSION, _PICTURE, _END = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF  # how long a picture stays; what a program adds
_LOOPS, _COLOURS = (b"NETSCAPE2.0", b"ANIMEXTS1.0"), b"ICCRGBG1012"  # programs that add them
_NAME, _CONTROLS = 11, 4  # bytes


def cleaned(data: bytes) -> Cleaned:
    """A GIF of its pictures, and of how they follow each other. Raises ValueError, IndexError."""
    start, located, pictures = _HEAD + _colours(data[10]), False, 0
    kept = [data[:start]]
    for kind, label, whole in _blocks(data, start):
        pictures += kind == _PICTURE
        left = _left(label, whole) if kind == _EXTENSION else whole
        located = located or (not left and XMP_PLACE in whole)
        kept.append(left)
    if not pictures:
        raise ValueError("a GIF without a picture")
    return Cleaned(b"".join(kept), located=located, animated=pictures > 1)


def _left(label: int, whole: bytes) -> bytes:
    """What an extension does for the picture: no browser shows the text in a GIF."""
    if label == _CONTROL and whole[2] == _CONTROLS:
        return whole[: 3 + _CONTROLS] + b"\0"
    if label != _APPLICATION or whole[2] != _NAME:
        return b""
    name, first = whole[3:14], whole[14:18]
    if name in _LOOPS:  # how often; other blocks of theirs say something else
        return whole[:18] + b"\0" if first[:2] == b"\3\1" else b""
    return whole if name == _COLOURS else b""


def _blocks(data: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    """The blocks up to the end: kind, label of an extension, and all of it."""
    while at < len(data):
        kind, start = data[at], at
        if kind == _END:
            yield kind, 0, data[at : at + 1]
            return
        if kind == _EXTENSION:
            at += 2
        elif kind == _PICTURE:
            at += 11 + _colours(data[at + 9])
        else:
            return
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
        yield kind, data[start + 1], data[start:at]


def _colours(flags: int) -> int:
    """How many bytes the colours take that follow."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
