"""What a HEIC or AVIF file lists: its items, what each of them is, and where its bytes stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from garden.image.boxes import MOST, Box, Numbers, boxes

Span = tuple[int, int]  # where bytes start in the file, and where they end

_MAKING = frozenset(
    b"hvc1 lhv1 hev1 av01 avc1 vvc1 evc1 jpeg j2k1 unci mski grid iden iovl tmap tili".split()
)
_NAMES = (b"", b"Color", b"Alpha", b"Depth", b"GMap", b"Exif", b"XMP")  # that programs give
_MOST = 65_536  # places of all items
_OTHER = b"free"  # the kind of an item, or of a reference, that no reader looks for


@dataclass(frozen=True, slots=True)
class Item:
    """`entry` is where its kind stands in the list, `name` where the name stands behind that."""

    number: int
    kind: bytes
    entry: Span
    name: Span
    spans: tuple[Span, ...]

    @property
    def makes(self) -> bool:
        """Whether the picture is made of it."""
        return self.kind in _MAKING

    @property
    def is_exif(self) -> bool:
        return self.kind == b"Exif"


def items_in(data: bytes, meta: Box) -> list[Item]:
    """All that a file lists. Raises ValueError for what is not understood."""
    lists = {box.kind: box for box in boxes(data, meta.start + 4, meta.end)}
    if b"iinf" not in lists or b"iloc" not in lists:
        return []
    idat = lists.get(b"idat")
    spans = dict(_located(data, lists[b"iloc"], idat))
    return [_with_spans(item, spans) for item in _listed(data, lists[b"iinf"])]


def _with_spans(item: Item, spans: dict[int, tuple[Span, ...] | None]) -> Item:
    found = spans.get(item.number, ())
    if found is None:
        raise ValueError("a place that is not understood")
    return Item(item.number, item.kind, item.entry, item.name, found)


def thumbnails_in(data: bytes, meta: Box) -> dict[int, Span]:
    """The items that are a smaller copy of another, and where it is said that they are."""
    found = dict[int, Span]()
    for iref in (box for box in boxes(data, meta.start + 4, meta.end) if box.kind == b"iref"):
        wide = 2 if data[iref.start] == 0 else 4
        for box in boxes(data, iref.start + 4, iref.end):
            if box.kind == b"thmb":
                found[Numbers(data, box).next(wide)] = (box.whole + 4, box.whole + 8)
    return found


def unlisted(item: Item, said: Span) -> Iterator[tuple[Span, bytes]]:
    """What stands instead in the lists, so that nothing is sought where nothing is any more."""
    yield item.entry, _OTHER
    yield said, _OTHER


def unnamed(data: bytes, item: Item) -> Iterator[tuple[Span, bytes]]:
    """Zeros instead of a name that somebody has given; that of `mime` stands before more."""
    start, end = item.name
    if item.kind not in (b"mime", b"uri ") and data[start:end] not in _NAMES:
        yield (start, end), bytes(end - start)


def _listed(data: bytes, iinf: Box) -> Iterator[Item]:
    first = iinf.start + (6 if data[iinf.start] == 0 else 8)
    for box in boxes(data, first, iinf.end):
        version = data[box.start]
        if box.kind != b"infe" or version < 2:
            continue
        wide = 2 if version == 2 else 4
        at = box.start + 4 + wide + 2
        number = int.from_bytes(data[box.start + 4 : box.start + 4 + wide], "big")
        stop = data.find(b"\0", at + 4, box.end)
        name = (at + 4, stop if stop >= 0 else box.end)
        yield Item(number, data[at : at + 4], (at, at + 4), name, ())


def _located(
    data: bytes, iloc: Box, idat: Box | None
) -> Iterator[tuple[int, tuple[Span, ...] | None]]:
    """Where each item stands, by its number; None for a place that is not understood."""
    numbers = Numbers(data, iloc)
    version, _ = numbers.next(1), numbers.next(3)
    sizes = numbers.next(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    count = 0
    for _ in range(min(numbers.next(wide), MOST)):
        item = numbers.next(wide)
        by_offset = numbers.next(2) & 15 if version in (1, 2) else 0
        numbers.next(2)  # another file; there is none
        base, spans = numbers.next(base_size), list[Span]()
        around = {0: (0, len(data)), 1: (idat.start, idat.end) if idat else None}.get(by_offset)
        for _ in range(min(numbers.next(2), MOST)):
            numbers.next(index_size)
            start, length = base + numbers.next(offset_size), numbers.next(length_size)
            count += 1
            if count > _MOST:
                raise ValueError("too many places")
            if around:
                spans.append(_span(around, start, length))
        yield item, tuple(spans) if around else None


def _span(around: Span, start: int, length: int) -> Span:
    first = around[0] + start
    end = first + length if length else around[1]
    if not first <= end <= around[1]:
        raise ValueError("a place outside of the file")
    return first, end
