"""Of EXIF the little that matters here: which way is up, and whether it says where.

EXIF is a TIFF file without a picture, put inside of another. XMP says the same in XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from struct import unpack_from

_ORIENTATION, _PLACE, _LATITUDE = 0x0112, 0x8825, 2  # tags; the last one inside of the place
_ENTRY = 12  # bytes
_MOST, _LONGEST = 64, 131_072  # beginnings of EXIF that are looked at in broken files, and bytes
_START = re.compile(rb"(?=II\*\x00|MM\x00\*)")
_PLACES = b"CMT4"  # a list of places by itself, as Canon's raw pictures have it
XMP_PLACE = b"GPSLatitude"


def orientation_of(tiff: bytes) -> int:
    """How a picture is to be turned, 1 to 8; 1, as it is, where nothing is said."""
    for tag, kind, _, short in _entries(tiff):
        if tag == _ORIENTATION and kind == 3 and 1 <= short <= 8:
            return short
    return 1


def is_located(tiff: bytes) -> bool:
    """Whether EXIF says where a picture was taken. An empty list of places says nothing."""
    places = (value for tag, _, value, _ in _entries(tiff) if tag == _PLACE)
    return any(tag == _LATITUDE for at in places for tag, *_ in _entries(tiff, at))


def is_located_anywhere(data: bytes) -> bool:
    """The same of bytes that hold EXIF or XMP somewhere, or are EXIF."""
    starts = (found.end() for found, _ in zip(_START.finditer(data), range(_MOST), strict=False))
    parts = (data[at : at + _LONGEST] for at in starts)
    places = data[data.find(_PLACES) + 4 :][:_LONGEST] if _PLACES in data else b""
    is_place = any(tag == _LATITUDE for tag, *_ in _entries(places))
    return XMP_PLACE in data or is_place or is_located(data) or any(map(is_located, parts))


def oriented(orientation: int) -> bytes:
    """EXIF that says how a picture is to be turned, and nothing else."""
    entry = _ORIENTATION.to_bytes(2, "big") + b"\x00\x03\x00\x00\x00\x01"
    turned = orientation.to_bytes(2, "big") + b"\x00\x00"
    return b"MM\x00*\x00\x00\x00\x08\x00\x01" + entry + turned + b"\x00\x00\x00\x00"


def _entries(tiff: bytes, start: int | None = None) -> Iterator[tuple[int, int, int, int]]:
    """The tags of a directory, the first one if none is named: tag, type, value, and that as

    a short number. What reaches beyond the end is left out.
    """
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return
    first: int = unpack_from(order + "I", tiff, 4)[0] if start is None else start
    if first + 2 > len(tiff):
        return
    count: int = unpack_from(order + "H", tiff, first)[0]
    last = min(first + 2 + count * _ENTRY, len(tiff) - _ENTRY + 1)
    for at in range(first + 2, last, _ENTRY):
        tag, kind, _, value = unpack_from(order + "HHII", tiff, at)
        yield tag, kind, value, unpack_from(order + "H", tiff, at + 8)[0]
