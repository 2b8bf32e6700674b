"""The blocks of a text that hold no others, by its lines: what is code, what is text, what HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

Kind = Literal["text", "row", "html", "code"]

_KINDS: dict[str, Kind] = {
    "inline": "text",
    "html_block": "html",
    "fence": "code",
    "code_block": "code",
    "math_block": "code",
}
_HOLDING = ("list_item_open", "blockquote_open", "footnote_open")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A paragraph, heading, cell, block of code or of HTML: from where to where, in characters."""

    start: int
    end: int
    is_html: bool = False


class Blocks:
    """What the engine has read of a text, as far as it may be relied on."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens
        # of its lines; the last number is its end
        self._starts = [0, *(found.end() for found in re.finditer("\n", text)), len(text)]
        self._tops = [t.map[0] for t in tokens if t.level == 0 and t.nesting >= 0 and t.map]

    def last(self) -> int:
        """Where the last of the outermost blocks begins."""
        return self._starts[self._tops[-1]] if self._tops else 0

    def top(self, position: int) -> int:
        """Where the outermost block around a position begins, or the one before."""
        line = self._line(position)
        at = bisect_right(self._tops, line)
        return self._starts[self._tops[at - 1] if at else line]

    def holder(self, leaf: Leaf) -> Leaf:
        """The innermost item, quote or footnote around a leaf; without one, the leaf."""
        line = self._line(leaf.start)
        around = [t.map for t in self._tokens if t.type in _HOLDING and t.map]
        inner = [lines for lines in around if lines[0] <= line < lines[1]]
        if not inner:
            return leaf
        first, after = inner[-1]
        return Leaf(self._starts[first], self._starts[min(after, len(self._starts) - 1)])

    def leaves(self, until: int) -> Iterator[Leaf]:
        """All leaves but code in their order; a line that is in none is one by itself."""
        done = 0
        for first, after, kind in self._lines():
            if first < done:
                continue  # of a row each cell says so
            yield from self._each_line(done, first, until)
            done = after
            if kind in ("text", "html"):
                yield from self._leaf(first, after, until, is_html=kind == "html")
            elif kind == "row":
                yield from self._cells(first, until)
        yield from self._each_line(done, len(self._starts) - 1, until)

    def _lines(self) -> Iterator[tuple[int, int, Kind]]:
        in_table = False
        for token in self._tokens:
            if token.type in ("table_open", "table_close"):
                in_table = token.nesting > 0
            kind = _KINDS.get(token.type)
            if kind and token.map:
                yield token.map[0], token.map[1], "row" if in_table else kind

    def _leaf(self, first: int, after: int, until: int, *, is_html: bool) -> Iterator[Leaf]:
        start, end = self._starts[first], self._starts[min(after, len(self._starts) - 1)]
        if start < until:
            yield Leaf(start, end, is_html)

    def _each_line(self, first: int, after: int, until: int) -> Iterator[Leaf]:
        for line in range(first, after):
            yield from self._leaf(line, line + 1, until, is_html=False)

    def _cells(self, line: int, until: int) -> Iterator[Leaf]:
        start, end = self._starts[line], self._starts[line + 1]
        if start >= until:
            return
        for bar in _BAR.finditer(self._text, start, end):
            yield Leaf(start, bar.start())
            start = bar.end()
        yield Leaf(start, end)

    def _line(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position, 0, len(self._starts) - 1) - 1)
