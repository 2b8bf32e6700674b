"""AVIF and HEIC: boxes in boxes. What they say of the picture is blanked where it stands.

To take it out would move all that other boxes point to. Orientation is a box of its own here, and
readers do not look for it in EXIF; but some refuse a picture whose EXIF is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from garden.image.cleaned import Cleaned
from garden.image.exif import is_located, is_located_anywhere

_XMP = b"application/rdf+xml"
_EMPTY = b"\0\0\0\0MM\x00*\x00\x00\x00\x08"  # EXIF without a tag, when zeros follow
_MOST = 4096  # boxes, items or places of one kind: more is not a photograph


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int  # of its content
    end: int


def cleaned(data: bytes) -> Cleaned:
    """A picture in which EXIF and XMP say nothing. Raises ValueError, IndexError."""
    clean, located, has_picture = bytearray(data), False, False
    for box in _boxes(data, 0, len(data)):
        has_picture = has_picture or box.kind in (b"meta", b"moov")
        places = [(b"XMP", box.start, box.end)] if box.kind == b"uuid" else []
        if box.kind == b"meta":
            places = list(_places(data, box))
        for what, start, end in places:
            said = data[start:end]
            located = located or is_located_anywhere(said) or is_located(said[4:])
            blank = _EMPTY if what == b"Exif" else b""
            clean[start:end] = blank.ljust(end - start, b"\0")[: end - start]
    if not has_picture:
        raise ValueError("no picture")
    return Cleaned(bytes(clean), 1, located, data[8:12] == b"avis")


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the picture is shown; two zeros where that cannot be read.

    It is the largest picture in the file: others are a thumbnail, or tiles. If one of them is
    turned, it is. (The library that knows other formats knows none here that is turned.)
    """
    try:
        sizes, turns = [(0, 0)], 0
        for box in _inside(data, (b"meta", b"iprp", b"ipco"), 0, len(data)):
            if box.kind == b"ispe":
                sizes.append((_at(data, box.start + 4), _at(data, box.start + 8)))
            elif box.kind == b"irot":
                turns = data[box.start] & 1
    except (ValueError, IndexError):
        return 0, 0
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return (height, width) if turns else (width, height)


def _inside(data: bytes, path: tuple[bytes, ...], start: int, end: int) -> Iterator[_Box]:
    """The boxes in a box that is found by the names of those around it."""
    for box in _boxes(data, start, end):
        if not path:
            yield box
        elif box.kind == path[0]:
            first = box.start + (4 if box.kind == b"meta" else 0)
            yield from _inside(data, path[1:], first, box.end)


def _at(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "big")


def _boxes(data: bytes, at: int, end: int) -> Iterator[_Box]:
    """The boxes in a part of the file."""
    for _ in range(_MOST):
        if at + 8 > end:
            return
        size, start = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, start = int.from_bytes(data[start : start + 8], "big"), at + 16
        stop = end if size == 0 else at + size
        if stop < start or stop > end:
            raise ValueError("a box that ends outside of the box around it")
        yield _Box(data[at + 4 : at + 8], start, stop)
        at = stop
    raise ValueError("too many boxes")


def _places(data: bytes, meta: _Box) -> Iterator[tuple[bytes, int, int]]:
    """What EXIF and XMP there is, and where, by the lists of what is in the file."""
    inside = {box.kind: box for box in _boxes(data, meta.start + 4, meta.end)}
    if b"iinf" not in inside or b"iloc" not in inside:
        return
    named = dict(_saying(data, inside[b"iinf"]))
    for item, by_offset, places in _located(data, inside[b"iloc"]):
        if item not in named:
            continue
        origins: Mapping[int, _Box | None] = {0: _Box(b"", 0, len(data)), 1: inside.get(b"idat")}
        origin = origins.get(by_offset)
        if origin is None:
            raise ValueError("a place that is not understood")
        for start, length in places:
            stop = origin.start + start + length if length else origin.end
            if stop > origin.end:
                raise ValueError("a place outside of the file")
            yield named[item], origin.start + start, stop


def _saying(data: bytes, iinf: _Box) -> Iterator[tuple[int, bytes]]:
    """The numbers of the items that are EXIF or XMP, and which of them they are."""
    first = iinf.start + (6 if data[iinf.start] == 0 else 8)
    for box in _boxes(data, first, iinf.end):
        version = data[box.start]
        if box.kind != b"infe" or version < 2:
            continue
        wide = 2 if version == 2 else 4
        at = box.start + 4 + wide + 2
        kind, rest = data[at : at + 4], data[at + 4 : box.end]
        if kind == b"Exif" or (kind == b"mime" and _XMP in rest):
            yield int.from_bytes(data[box.start + 4 : box.start + 4 + wide], "big"), kind


class _Numbers:
    """Reads numbers one after the other. Raises ValueError behind the end."""

    def __init__(self, data: bytes, box: _Box) -> None:
        self._data, self._at, self._end = data, box.start, box.end

    def next(self, size: int) -> int:
        self._at += size
        if self._at > self._end:
            raise ValueError("a list that ends too soon")
        return int.from_bytes(self._data[self._at - size : self._at], "big")


def _located(data: bytes, iloc: _Box) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Where each item stands: its number, from where that is counted, and starts and lengths."""
    numbers = _Numbers(data, iloc)
    version, _ = numbers.next(1), numbers.next(3)
    sizes = numbers.next(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    for _ in range(min(numbers.next(wide), _MOST)):
        item = numbers.next(wide)
        origin = numbers.next(2) & 15 if version in (1, 2) else 0
        numbers.next(2)  # another file; there is none
        base, places = numbers.next(base_size), list[tuple[int, int]]()
        for _ in range(min(numbers.next(2), _MOST)):
            numbers.next(index_size)
            start = base + numbers.next(offset_size)
            places.append((start, numbers.next(length_size)))
        yield item, origin, places
