"""AVIF and HEIC: boxes in boxes. What does not make the picture is blanked where it stands.

To take it out would move all that other boxes point to; only behind all of that the file is cut
off. Orientation is a box of its own here, and readers do not look for it in EXIF; but some refuse
a picture whose EXIF is none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from garden.image.boxes import Box, boxes, inside, sound_boxes
from garden.image.cleaned import Cleaned
from garden.image.exif import is_located_anywhere
from garden.image.films import names_place
from garden.image.items import Item, Span, items_in, thumbnails_in, unlisted, unnamed
from garden.image.samples import samples_in, saying_in

_EMPTY = b"\0\0\0\0MM\x00*\x00\x00\x00\x08"  # EXIF without a tag, when zeros follow
_SEQUENCES = frozenset((b"avis", b"msf1", b"hevc", b"hevx", b"hevm", b"hevs", b"avcs"))
_SAYING = (b"free", b"skip", b"uuid", b"udta", b"xml ", b"bxml", b"jumb")  # in lists
_PROPERTIES = (*_SAYING, b"udes", b"altt", b"crtt", b"mdft")  # words, and times


def cleaned(data: bytes) -> Cleaned:
    """A picture in which nothing but the picture is left. Raises ValueError, IndexError."""
    top = list(sound_boxes(data))
    metas = [box for box in top if box.kind == b"meta"][:1]
    moves = data[8:12] in _SEQUENCES or not metas
    moovs = [box for box in top if box.kind == b"moov"][:1] if moves else []
    if not (metas or moovs) or (moovs and any(box.kind == b"moof" for box in top)):
        raise ValueError("no picture, or one that is not understood")
    lists, shown, edits = [*top[:1], *metas, *moovs], list[Span](), list[tuple[Span, bytes]]()
    for moov in moovs:
        shown += samples_in(data, moov)
        edits += [edit for box in saying_in(data, moov) for edit in _freed(box)]
    for meta in metas:
        items, thumbnails = items_in(data, meta), thumbnails_in(data, meta)
        shown += [s for i in items if i.makes and i.number not in thumbnails for s in i.spans]
        edits += _in_meta(data, meta, items, thumbnails)
    clean = _with_alone(data, top, lists, _merged(shown))
    for (start, end), content in edits:
        if end <= len(clean):
            clean[start:end] = content
    films = (data[box.start : box.end] for box in top if box not in lists and box.kind != b"mdat")
    located = is_located_anywhere(data) or any(map(names_place, films))
    return Cleaned(bytes(clean), 1, located, data[8:12] == b"avis")


def _with_alone(data: bytes, top: list[Box], lists: list[Box], shown: list[Span]) -> bytearray:
    """The file with its lists and what is shown, zeros for all else, and nothing behind that."""
    clean, end = bytearray(len(data)), 0
    kept = _merged([*((box.whole, box.end) for box in lists), *shown])
    for box in top:
        holds = _holds(box, kept)
        clean[box.whole : box.start] = data[box.whole : box.start]
        if not holds and box.kind != b"mdat":
            clean[box.whole + 4 : box.whole + 8] = b"free"
        end = box.end if holds else end
    for first, last in kept:
        clean[first:last] = data[first:last]
    for idat in (b for meta in lists for b in _idat(data, meta)):
        clean[idat.start : idat.end] = bytes(idat.end - idat.start)
        for first, last in shown:
            inner = max(first, idat.start), min(last, idat.end)
            if inner[0] < inner[1]:
                clean[slice(*inner)] = data[slice(*inner)]
    return clean[: max(end, kept[-1][1])]


def _idat(data: bytes, meta: Box) -> Iterator[Box]:
    """The bytes of small items, which stand between the lists."""
    if meta.kind == b"meta":
        yield from (b for b in boxes(data, meta.start + 4, meta.end) if b.kind == b"idat")


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same bytes in their order, none of them twice."""
    out = list[Span]()
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _holds(box: Box, wanted: Sequence[Span]) -> bool:
    """Whether some of the bytes that are wanted, which are in order, stand in a box."""
    before = bisect_right(wanted, (box.end - 1, box.end)) - 1
    return before >= 0 and wanted[before][1] > box.whole


def _freed(box: Box) -> Iterator[tuple[Span, bytes]]:
    """A box that is left as one that says nothing."""
    yield (box.whole + 4, box.whole + 8), b"free"
    yield (box.start, box.end), bytes(box.end - box.start)


def _in_meta(
    data: bytes, meta: Box, items: Iterable[Item], thumbnails: dict[int, Span]
) -> Iterator[tuple[Span, bytes]]:
    """What stands otherwise in the lists, and in the place of what the picture is not made of."""
    for box in boxes(data, meta.start + 4, meta.end):
        if box.kind in _SAYING:
            yield from _freed(box)
    for box in inside(data, (b"iprp", b"ipco"), meta.start + 4, meta.end):
        if box.kind in _PROPERTIES:
            yield from _freed(box)
    for item in items:
        yield from unnamed(data, item)
        if item.number in thumbnails:
            yield from unlisted(item, thumbnails[item.number])
        elif item.is_exif:
            for start, end in item.spans:
                yield (start, end), _EMPTY.ljust(end - start, b"\0")[: end - start]


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the picture is shown; two zeros where that cannot be read.

    It is the largest picture in the file: others are a thumbnail, or tiles. If one of them is
    turned, it is. (The library that knows other formats knows none here that is turned.)
    """
    try:
        sizes, turns = [(0, 0)], 0
        for box in inside(data, (b"meta", b"iprp", b"ipco"), 0, len(data)):
            if box.kind == b"ispe":
                sizes.append((_at(data, box.start + 4), _at(data, box.start + 8)))
            elif box.kind == b"irot":
                turns = data[box.start] & 1
    except (ValueError, IndexError):
        return 0, 0
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return (height, width) if turns else (width, height)


def _at(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "big")
