"""The part of a line that a problem is about, with carets under it.

What counts is cells, not characters: 花 takes two, a combining accent none.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, split_graphemes

from garden.model import Span
from garden.terminal import visible

_FAR = 1000  # characters on either side that are looked at: a line may be a book
_LESS = "…"


def excerpt(line: str, span: Span, width: int) -> tuple[str, str]:
    """What is shown of a line in `width` cells, 20 or more, and the carets to put below it.

    A span without a length is the whole line.
    """
    start, end = _bounds(line, span)
    before = visible(line[max(0, start - _FAR) : start])
    marked = visible(line[start : min(end, start + _FAR)])
    after = visible(line[end : end + _FAR])
    if cell_len(marked) > width - 2 and cell_len(before + marked + after) > width:
        marked, after = _head(marked, width * 3 // 5), _LESS
    if start > _FAR or cell_len(before + marked) > width - min(cell_len(after), width // 10):
        lead = max(width * 2 // 5, width - cell_len(marked + after))
        lead = min(lead, width - cell_len(marked) - (1 if after else 0))
        before = _LESS + _tail(before, lead - 1)
    room = width - cell_len(before + marked)
    if cell_len(after) > room:
        after = _head(after, room - 1) + _LESS
    return before + marked + after, " " * cell_len(before) + "^" * max(1, cell_len(marked))


def _bounds(line: str, span: Span) -> tuple[int, int]:
    """Where the span begins and ends in the line; one that goes on in the next ends with it."""
    if span.length:
        start = min(span.column - 1, len(line))
        return start, min(start + span.length, len(line))
    return len(line) - len(line.lstrip()), len(line.rstrip())


def _head(text: str, width: int) -> str:
    parts, _ = split_graphemes(text)
    return text[: _fitting(((end, cells) for _, end, cells in parts), width, 0)]


def _tail(text: str, width: int) -> str:
    parts, _ = split_graphemes(text)
    return text[
        _fitting(((start, cells) for start, _, cells in reversed(parts)), width, len(text)) :
    ]


def _fitting(parts: Iterable[tuple[int, int]], width: int, place: int) -> int:
    """The place of the last part that still fits, starting from `place`."""
    for found, cells in parts:
        width -= cells
        if width < 0:
            break
        place = found
    return place
