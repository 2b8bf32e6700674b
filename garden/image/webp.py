"""WebP: a run of chunks in a RIFF; those that do not make the picture are left out."""

from __future__ import annotations

from collections.abc import Iterator

from garden.image.cleaned import Cleaned
from garden.image.exif import XMP_PLACE, is_located, orientation_of, oriented

_HEAD = 12  # bytes
_PICTURE = frozenset((b"VP8 ", b"VP8L", b"ANMF"))
_MAKING = _PICTURE | {b"VP8X", b"ALPH", b"ANIM", b"ICCP"}
_FRAME = 16  # bytes of what is said of a picture that moves, before its own chunks
_SAYS = 0x08 | 0x04  # the flags for EXIF and for XMP
_EXIF_FLAG, _ANIMATED_FLAG = 0x08, 0x02


def cleaned(data: bytes) -> Cleaned:
    """A WebP of the chunks that make it, and its orientation. Raises ValueError."""
    kept, orientation, located, flags = list[tuple[bytes, bytes]](), 0, False, 0
    for kind, content in _chunks(data, _HEAD, _end(data)):
        if kind == b"VP8X" and content:
            flags = content[0]
        if kind in _MAKING:
            kept.append((kind, _frame(content) if kind == b"ANMF" else content))
        elif kind == b"EXIF":
            tiff = content.removeprefix(b"Exif\x00\x00")
            orientation = orientation or orientation_of(tiff)
            located = located or is_located(tiff)
        else:
            located = located or XMP_PLACE in content
    if not _PICTURE.intersection(kind for kind, _ in kept):
        raise ValueError("a WebP without a picture")
    has_flags = kept[0][0] == b"VP8X" and bool(kept[0][1])
    turn = orientation if has_flags and orientation else 1  # without flags nobody looks for EXIF
    if has_flags:
        said = (flags & ~_SAYS) | (_EXIF_FLAG if turn > 1 else 0)
        kept[0] = (b"VP8X", bytes([said]) + kept[0][1][1:])
    if turn > 1:
        kept.append((b"EXIF", oriented(turn)))
    return Cleaned(_riff(kept), turn, located, bool(flags & _ANIMATED_FLAG))


def _end(data: bytes) -> int:
    """Where the file ends by its own words; what stands behind that is none of it."""
    return min(len(data), 8 + int.from_bytes(data[4:8], "little"))


def _frame(content: bytes) -> bytes:
    """One of the pictures of a moving one, of the chunks that make it."""
    inner = _chunks(content, _FRAME, len(content))
    return content[:_FRAME] + _written([chunk for chunk in inner if chunk[0] in _MAKING])


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """The chunks, kind and content; one that is cut off is the last."""
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], data[at + 8 : min(at + 8 + size, end)]
        at += 8 + size + size % 2


def _riff(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"WEBP" + _written(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _written(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(
        kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
        for kind, content in chunks
    )
