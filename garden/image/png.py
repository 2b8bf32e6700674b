"""PNG: a run of chunks; those that do not make the picture are left out.

Pixels are unpacked to see where they end, since more may be packed with them; they stay as packed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from garden.image.cleaned import Cleaned
from garden.image.colour import packed_profile
from garden.image.exif import XMP_PLACE, is_located, orientation_of, oriented
from garden.image.packed import alone, size_of

_HEAD = 8  # bytes
_CRITICAL = 0x20  # the bit of the first letter that is not set in what must be understood
_LENGTHS = {  # of what makes a picture and says a fixed number of things
    **{b"IHDR": 13, b"IEND": 0, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4, b"mDCV": 24},
    **{b"cLLI": 8, b"pHYs": 9, b"acTL": 8, b"fcTL": 26},
}
_BY_COLOUR: dict[bytes, dict[int, int]] = {  # the same, by the colour type of the picture
    b"tRNS": {0: 2, 2: 6},
    b"bKGD": {0: 2, 2: 6, 3: 1, 4: 2, 6: 6},
    b"sBIT": {0: 1, 2: 3, 3: 3, 4: 2, 6: 4},
}
_PALETTE, _MOST_COLOURS = 3, 256
_PIXELS, _MORE_PIXELS, _FRAME = b"IDAT", b"fdAT", b"fcTL"  # the last two of one that moves
_MANY = (_PIXELS, _MORE_PIXELS, _FRAME)
_PROFILE = b"ICC Profile\0\0"  # its name, which programs choose, and that it is packed


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk as it stands in the file, its number and its check included."""

    kind: bytes
    content: bytes
    whole: bytes

    def of(self, content: bytes) -> _Chunk:
        return self if content == self.content else _made(self.kind, content)


def cleaned(data: bytes) -> Cleaned:
    """A PNG of the chunks that make it, and its orientation. Raises ValueError.

    What stands behind its end goes too: it may be what was cut off the picture.
    """
    chunks = list(_chunks(data))
    if not chunks or chunks[0].kind != b"IHDR" or len(chunks[0].content) != _LENGTHS[b"IHDR"]:
        raise ValueError("a PNG without a head")
    head, kept, orientation, located = chunks[0].content, dict[bytes, _Chunk](), 0, False
    out = list[_Chunk]()
    for chunk in chunks:
        if chunk.kind == b"eXIf":
            orientation = orientation or orientation_of(chunk.content)
            located = located or is_located(chunk.content)
        elif chunk.kind in kept and chunk.kind not in _MANY:
            continue
        elif (left := _left(chunk, head)) is not None:
            out.append(left)
            kept[chunk.kind] = left
        else:
            located = located or XMP_PLACE in chunk.content
    if _PIXELS not in kept:
        raise ValueError("a PNG without a picture")
    out = list(_with_pixels_alone(out, head))
    if orientation > 1:
        out.insert(1, _made(b"eXIf", oriented(orientation)))
    clean = data[:_HEAD] + b"".join(chunk.whole for chunk in out)
    return Cleaned(clean, orientation or 1, located, b"acTL" in kept)


def _left(chunk: _Chunk, head: bytes) -> _Chunk | None:
    """What is kept of a chunk. Raises ValueError for one without which nothing can be shown."""
    kind, length, colour = chunk.kind, len(chunk.content), head[9]
    if kind in (_PIXELS, _MORE_PIXELS):
        return chunk
    if kind == b"IEND":
        return chunk.of(b"")
    if kind == b"iCCP":
        return _profile(chunk)
    if kind == b"PLTE" or (kind == b"tRNS" and colour == _PALETTE):
        return chunk if length <= _MOST_COLOURS * (3 if kind == b"PLTE" else 1) else None
    if kind in _BY_COLOUR:
        return chunk if length == _BY_COLOUR[kind].get(colour) else None
    if kind in _LENGTHS:
        return chunk if length == _LENGTHS[kind] else None
    if not kind[0] & _CRITICAL:
        raise ValueError("a chunk that is not understood")
    return None


def _profile(chunk: _Chunk) -> _Chunk | None:
    _, _, packed = chunk.content.partition(b"\0")
    try:
        return chunk.of(_PROFILE + packed_profile(packed[1:]))
    except ValueError:
        return None  # browsers leave it out as well


def _with_pixels_alone(chunks: list[_Chunk], head: bytes) -> Iterator[_Chunk]:
    """The same chunks, without what is packed with or behind the pixels."""
    sizes = {_PIXELS: _size(head)}  # of what may come next
    moves = any(chunk.kind == b"acTL" for chunk in chunks)
    for kind, found in groupby(chunks, key=lambda chunk: chunk.kind):
        run = list(found)
        if kind in (_PIXELS, _MORE_PIXELS):
            if kind in sizes:
                size = size_of(*sizes.pop(kind), head)
                yield from _alone(run, 0 if kind == _PIXELS else 4, size)
        elif kind != _FRAME or moves:
            yield from run
        if kind == _FRAME and moves:
            sizes[_MORE_PIXELS] = _size(run[-1].content[4:])


def _size(said: bytes) -> tuple[int, int]:
    return int.from_bytes(said[:4], "big"), int.from_bytes(said[4:8], "big")


def _alone(run: list[_Chunk], numbered: int, size: int) -> Iterator[_Chunk]:
    """One run of pixels in chunks of the same number; each may begin with `numbered` bytes."""
    stream = b"".join(chunk.content[numbered:] for chunk in run)
    left, at = alone(stream, size), 0
    if left == stream:
        yield from run
        return
    for chunk in run:
        end = at + len(chunk.content) - numbered if chunk is not run[-1] else len(left)
        yield _made(chunk.kind, chunk.content[:numbered] + left[at:end])
        at = end


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """The chunks up to the end. One that is cut off is the last."""
    at = _HEAD
    while at + 8 <= len(data):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4], "big")
        if not kind.isalpha():
            return
        yield _Chunk(kind, data[at + 8 : end - 4], data[at:end])
        if kind == b"IEND":
            return
        at = end


def _made(kind: bytes, content: bytes) -> _Chunk:
    check = crc32(kind + content).to_bytes(4, "big")
    return _Chunk(kind, content, len(content).to_bytes(4, "big") + kind + content + check)
