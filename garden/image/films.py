"""Films say where they were taken, too. Nothing is taken out of them here."""

from __future__ import annotations

import re
from collections.abc import Callable

from garden.image.boxes import MOST
from garden.image.exif import is_located_anywhere

_PLACE = re.compile(rb"\xa9xyz|loci\0\0\0\0|location\.ISO6709|GPSLatitude|gpmd|camm")
_LONGEST = 1 << 26  # bytes of lists that are looked at
_PIXELS = b"mdat"

Read = Callable[[int, int], bytes]  # bytes of a file: where they start, and how many


def names_place(lists: bytes) -> bool:
    """Whether the lists of a film, that is all but its pictures, say where it was taken."""
    return _PLACE.search(lists) is not None or is_located_anywhere(lists)


def tells_where(read: Read, length: int) -> bool:
    """The same of a film of any length, of which only the lists are read."""
    at = 0
    for _ in range(MOST):
        head = read(at, 16)
        if len(head) < 8:
            return False
        size = int.from_bytes(head[:4], "big")
        size = int.from_bytes(head[8:], "big") if size == 1 else size or length - at
        if size < 8:
            return False
        if head[4:8] != _PIXELS and names_place(read(at, min(size, _LONGEST))):
            return True
        at += size
    return False
