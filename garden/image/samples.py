"""Where the pictures of a sequence stand, by the lists in its `moov`, and what else is there."""

from __future__ import annotations

from collections.abc import Iterator

from garden.image.boxes import Box, Numbers, boxes, inside
from garden.image.items import Span

_PICTURES = (b"pict", b"auxv", b"vide")
_SAYING = (b"udta", b"uuid", b"free", b"skip", b"meta")
_STBL = (b"mdia", b"minf", b"stbl")


def saying_in(data: bytes, moov: Box) -> Iterator[Box]:
    """The boxes that make no picture: sound, other tracks, and what is said of them."""
    for box in boxes(data, moov.start, moov.end):
        if box.kind in _SAYING or (box.kind == b"trak" and not _is_shown(data, box)):
            yield box
        elif box.kind == b"trak":
            yield from (b for b in boxes(data, box.start, box.end) if b.kind in _SAYING)


def samples_in(data: bytes, moov: Box) -> Iterator[Span]:
    """The bytes of all pictures. Raises ValueError where that cannot be read."""
    for trak in boxes(data, moov.start, moov.end):
        if trak.kind == b"trak" and _is_shown(data, trak):
            lists = {box.kind: box for box in inside(data, _STBL, trak.start, trak.end)}
            yield from _chunks(data, lists)


def _is_shown(data: bytes, trak: Box) -> bool:
    handlers = (b for b in inside(data, (b"mdia",), trak.start, trak.end) if b.kind == b"hdlr")
    return any(data[box.start + 8 : box.start + 12] in _PICTURES for box in handlers)


def _chunks(data: bytes, lists: dict[bytes, Box]) -> Iterator[Span]:
    wide = 8 if b"co64" in lists else 4
    offsets = _table(data, lists.get(b"co64") or lists.get(b"stco"), (wide,))
    runs = {row[0] - 1: row[1] for row in _table(data, lists.get(b"stsc"), (4, 4, 4))}
    sizes, first, count = _sizes(data, lists.get(b"stsz")), 0, 0
    for number, (start,) in enumerate(offsets):
        count = runs.get(number, count)
        length = sizes * count if isinstance(sizes, int) else sum(sizes[first : first + count])
        first += count
        if start + length > len(data):
            raise ValueError("a picture outside of the file")
        yield start, start + length


def _sizes(data: bytes, stsz: Box | None) -> int | list[int]:
    """How many bytes each picture has; one number for all of one size."""
    if stsz is None:
        raise ValueError("pictures of unknown size")
    numbers = Numbers(data, stsz)
    numbers.next(4)
    size, count = numbers.next(4), numbers.next(4)
    return size or [numbers.next(4) for _ in range(count)]


def _table(data: bytes, box: Box | None, widths: tuple[int, ...]) -> list[tuple[int, ...]]:
    if box is None:
        raise ValueError("a list that is not there")
    numbers = Numbers(data, box)
    numbers.next(4)
    return [tuple(map(numbers.next, widths)) for _ in range(numbers.next(4))]
