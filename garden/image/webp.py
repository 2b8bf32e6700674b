"""WebP: a run of chunks in a RIFF; those that do not make the picture are left out."""

from __future__ import annotations

from collections.abc import Iterator

from garden.image.cleaned import Cleaned
from garden.image.colour import profile
from garden.image.exif import XMP_PLACE, is_located, orientation_of, oriented

_HEAD = 12  # bytes
_PICTURE = frozenset((b"VP8 ", b"VP8L", b"ANMF"))
_STILL = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
_MAKING = _PICTURE | {b"VP8X", b"ALPH", b"ANIM", b"ICCP"}
_LENGTHS = {b"VP8X": 10, b"ANIM": 6}  # of what says a fixed number of things
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
            kept.append((kind, _left(kind, content)))
        elif kind == b"EXIF":
            tiff = content.removeprefix(b"Exif\x00\x00")
            orientation = orientation or orientation_of(tiff)
            located = located or is_located(tiff)
        else:
            located = located or XMP_PLACE in content
    if not _PICTURE.intersection(kind for kind, _ in kept):
        raise ValueError("a WebP without a picture")
    kept = _shown(kept, is_animated=bool(flags & _ANIMATED_FLAG))
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


def _left(kind: bytes, content: bytes) -> bytes:
    """What a chunk holds that makes the picture: of one of a moving one, the chunks in it."""
    if kind == b"ANMF":
        inner = [chunk for chunk in _chunks(content, _FRAME, len(content)) if chunk[0] in _STILL]
        return content[:_FRAME] + _written(_first(inner))
    if kind == b"ICCP":
        return profile(content)
    return content[: _LENGTHS.get(kind)]


def _shown(chunks: list[tuple[bytes, bytes]], *, is_animated: bool) -> list[tuple[bytes, bytes]]:
    """Those that a reader looks at: of a kind that there may be once, the first."""
    if chunks[0][0] != b"VP8X":
        return [chunk for chunk in chunks if chunk[0] in _STILL][:1]
    shown = {b"VP8X", b"ICCP", *((b"ANIM", b"ANMF") if is_animated else _STILL)}
    return _first([chunk for chunk in chunks if chunk[0] in shown])


def _first(chunks: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    seen, out = set[bytes](), list[tuple[bytes, bytes]]()
    for kind, content in chunks:
        kind_of = b"VP8 " if kind == b"VP8L" else kind
        if kind == b"ANMF" or kind_of not in seen:
            out.append((kind, content))
            seen.add(kind_of)
    return out


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
