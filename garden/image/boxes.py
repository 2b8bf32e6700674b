"""Boxes in boxes, as the ISO family of files has them: HEIC and AVIF, films, JPEG XL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MOST = 4096  # boxes, items or places of one kind: more is not a photograph


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    whole: int  # where its head starts
    start: int  # of its content
    end: int


def boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    """The boxes in a part of the file. Raises ValueError for one that ends outside."""
    for _ in range(MOST):
        if at + 8 > end:
            return
        box = box_at(data, at, end)
        if box is None:
            raise ValueError("a box that ends outside of the box around it")
        yield box
        at = box.end
    raise ValueError("too many boxes")


def sound_boxes(data: bytes) -> Iterator[Box]:
    """The boxes of a whole file, up to what is none."""
    at = 0
    for _ in range(MOST):
        box = box_at(data, at, len(data))
        if box is None:
            return
        yield box
        at = box.end


def box_at(data: bytes, at: int, end: int) -> Box | None:
    """The box that starts at a place; None where none does that ends in time."""
    if at + 8 > end:
        return None
    size, start = int.from_bytes(data[at : at + 4], "big"), at + 8
    if size == 1:
        size, start = int.from_bytes(data[start : start + 8], "big"), at + 16
    stop = end if size == 0 else at + size
    return Box(data[at + 4 : at + 8], at, start, stop) if start <= stop <= end else None


def inside(data: bytes, path: tuple[bytes, ...], start: int, end: int) -> Iterator[Box]:
    """The boxes in a box that is found by the names of those around it."""
    for box in boxes(data, start, end):
        if not path:
            yield box
        elif box.kind == path[0]:
            first = box.start + (4 if box.kind == b"meta" else 0)
            yield from inside(data, path[1:], first, box.end)


class Numbers:
    """Reads numbers one after the other. Raises ValueError behind the end."""

    def __init__(self, data: bytes, box: Box) -> None:
        self._data, self._at, self._end = data, box.start, box.end

    def next(self, size: int) -> int:
        self._at += size
        if self._at > self._end:
            raise ValueError("a list that ends too soon")
        return int.from_bytes(self._data[self._at - size : self._at], "big")
