"""A text with parts cut out of it, and where in the whole text each of its characters stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

Cut = tuple[int, int, str]  # from where to where, and what stands there instead


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and where in the whole text it begins."""

    text: str
    start: int

    def __getitem__(self, part: slice) -> Piece:
        return Piece(self.text[part], self.start + (part.start or 0))


class Pieces:
    """Runs of a text in their order."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = [piece for piece in pieces if piece.text]
        self.text = "".join(piece.text for piece in self.pieces)
        lengths = [len(piece.text) for piece in self.pieces]
        self._begins = list(accumulate(lengths, initial=0))[:-1]

    def origin(self, position: int) -> int:
        """Where in the whole text a character stands; behind the last one, the end."""
        if not self.pieces:
            return 0
        i = max(0, bisect_right(self._begins, position) - 1)
        return self.pieces[i].start + position - self._begins[i]

    def position(self, place: int) -> int | None:
        """The other way round, also for a place that was cut out; None for one behind the end."""
        i = max(0, bisect_right(self.pieces, place, key=lambda piece: piece.start) - 1)
        within = min(place - self.pieces[i].start, len(self.pieces[i].text))
        is_behind = i == len(self.pieces) - 1 and within < place - self.pieces[i].start
        return None if is_behind else self._begins[i] + within

    def between(self, first: int, after: int) -> Iterator[Piece]:
        """What stands from one position to another."""
        i = max(0, bisect_right(self._begins, first) - 1)
        for begin, piece in zip(self._begins[i:], self.pieces[i:], strict=True):
            if begin >= after:
                return
            yield piece[max(0, first - begin) : after - begin]

    def without(self, cuts: Sequence[Cut], first: int, after: int) -> Iterator[Piece]:
        """What stands from one position to another but for what is cut out, in that order."""
        for begin, end, instead in cuts:
            if end <= first or begin >= after:
                continue
            yield from self.between(first, begin)
            yield Piece(instead, self.origin(begin))
            first = end
        yield from self.between(first, after)

    def since(self, start: int) -> Iterator[Piece]:
        """What stands at or behind a place of the whole text."""
        for piece in self.pieces:
            if piece.start + len(piece.text) > start:
                yield piece[max(0, start - piece.start) :]

    def until(self, place: int) -> Iterator[Piece]:
        """What stands before a place of the whole text."""
        for piece in self.pieces:
            if piece.start < place:
                yield piece[: place - piece.start]


class Places:
    """Lines of a text that was cut, and where they were written."""

    def __init__(self, text: Pieces, source: str) -> None:
        self.lines = source.split("\n")
        self._text = text
        self._starts = _starts(text.text.split("\n"))
        self._written = _starts(self.lines)

    def written(self, line: int, column: int, length: int) -> tuple[int, int, int]:
        """Where a part of a line was written, counted from 0; it ends with its first line."""
        start = self._starts[min(line, len(self._starts) - 1)] + column
        first, last = self._text.origin(start), self._text.origin(start + max(0, length - 1))
        row = bisect_right(self._written, first) - 1
        end = self._written[row + 1] - 1 if row + 1 < len(self._written) else last + 1
        return row, first - self._written[row], min(last + 1, end) - first if length else 0


def _starts(lines: Sequence[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines), initial=0))[:-1]
