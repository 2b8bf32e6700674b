"""PNG: a run of chunks; those that do not make the picture are left out."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from garden.image.cleaned import Cleaned
from garden.image.exif import XMP_PLACE, is_located, orientation_of, oriented

_HEAD = 8  # bytes
_MAKING = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT"
    b" acTL fcTL fdAT".split()
)
_CRITICAL = 0x20  # the bit of the first letter that is not set in what must be understood


def cleaned(data: bytes) -> Cleaned:
    """A PNG of the chunks that make it, and its orientation. Raises ValueError.

    What stands behind its end goes too: it may be what was cut off the picture.
    """
    kept, orientation, located, kinds = list[bytes](), 0, False, set[bytes]()
    for kind, content, whole in _chunks(data):
        kinds.add(kind)
        if kind in _MAKING or not kind[0] & _CRITICAL:
            kept.append(whole)
        elif kind == b"eXIf":
            orientation = orientation or orientation_of(content)
            located = located or is_located(content)
        else:
            located = located or XMP_PLACE in content
    if not kept or kept[0][4:8] != b"IHDR" or b"IDAT" not in kinds:
        raise ValueError("a PNG without a picture")
    if orientation > 1:
        kept.insert(1, _chunk(b"eXIf", oriented(orientation)))
    clean = data[:_HEAD] + b"".join(kept)
    return Cleaned(clean, orientation or 1, located, b"acTL" in kinds)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The chunks up to the end: kind, content, and all of it. One that is cut off is the last."""
    at = _HEAD
    while at + 8 <= len(data):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        if not kind.isalpha():
            return
        yield kind, data[at + 8 : end - 4], data[at:end]
        if kind == b"IEND":
            return
        at = end


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + check
