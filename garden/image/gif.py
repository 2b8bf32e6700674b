"""GIF: a run of blocks; comments, text, and what browsers do not know are left out."""

from __future__ import annotations

from collections.abc import Iterator

from garden.image.cleaned import Cleaned
from garden.image.exif import XMP_PLACE

_HEAD = 13  # bytes
_EXTENSION, _PICTURE, _END = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF  # how long a picture stays; what a program adds
_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")  # loops, and colours


def cleaned(data: bytes) -> Cleaned:
    """A GIF of its pictures, and of how they follow each other. Raises ValueError, IndexError."""
    start, located, pictures = _HEAD + _colours(data[10]), False, 0
    kept = [data[:start]]
    for kind, label, whole in _blocks(data, start):
        pictures += kind == _PICTURE
        if kind == _EXTENSION and _says(label, whole):
            located = located or XMP_PLACE in whole
        else:
            kept.append(whole)
    if not pictures:
        raise ValueError("a GIF without a picture")
    return Cleaned(b"".join(kept), located=located, animated=pictures > 1)


def _says(label: int, whole: bytes) -> bool:
    """Whether an extension only says something: no browser shows the text in a GIF."""
    if label == _APPLICATION:
        return whole[3:14] not in _APPLICATIONS
    return label != _CONTROL


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
