"""Where the comments of a note stand, and the note without them (rows S03 to S06, S24).

That is decided once, over the text as it was written, before anything reads it. The engine of the
note tells what is code, and where paragraphs, cells, items and quotes end. What a comment hides is
cut out, and what stood around it is read again: nothing hidden ever meets another syntax.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from garden.text.cutting import ALONE, FAR, REST_OF_LINE, Opened
from garden.text.endings import Endings, begins
from garden.text.findings import Findings, environment
from garden.text.leaves import Blocks
from garden.text.options import ParseOptions
from garden.text.places import Cut, Piece, Pieces
from garden.text.prose import Prose
from garden.text.visible import FENCE, hidden_anywhere

_FURTHER = re.compile(r"[ \t]*(?<!%)%%(?!%)[^%`\n]*%%(?!%)")  # comments in a row
_WINDOW, _WIDEST = 500, 8_000  # characters that are looked at together, unless a block is longer
_MOST, _TIMES = 100_000, 12  # characters that are read, and how often those of a long note
_AS_TEXT = re.compile(r"[0-9]%%|\s%%\s")  # a fence that may be a slip of the pen

_ENDLESS = "a comment without an end hides the rest"
_NESTED = "a comment that begins in a list, in a quote or indented ends outside of it: "
_NESTED += "what either of its two readings hides is hidden"
_NESTED_HINT = "begin and end it with %% at the very beginning of a line"
_LOOSE = "a %% without a second one in its paragraph, item or cell is shown as text"
_ODD = "one %% too many in a paragraph, item or cell: all that may be a comment is hidden"
_LOOSE_HINT = "end the comment in the same block, or write \\%\\%"
_IN_CODE = "this comment stands in code of HTML or behind a backslash, and is hidden"
_IN_CODE_HINT = "to show it write `…` around it, or \\%\\%"
_BETWEEN = "all from this %% up to the one that begins its line, {} line{} below, is hidden"
_BETWEEN_HINT = "let a comment over several blocks begin at the beginning of a line"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the author should know about a comment, and where in the text it begins."""

    start: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Uncommented:
    """What of a text stays, from where to where the rest is hidden, and what is unclear in it."""

    text: Pieces
    hidden: tuple[tuple[int, int], ...] = ()
    doubts: tuple[Doubt, ...] = ()


def without_any(source: str, md: MarkdownIt, options: ParseOptions) -> Uncommented:
    """The text of a note, as `md` will read it, without its comments."""
    if "%%" not in source and "<!--" not in source:
        return Uncommented(Pieces([Piece(source, 0)]))
    reader = _Reader(source, md, options)
    reader.read()
    hidden = tuple(sorted(reader.hidden))
    return Uncommented(Pieces(reader.done), hidden, tuple(reader.told()))


class _Reader:
    """Reads a text block by block; one with a comment that ends in another is read once more."""

    def __init__(self, source: str, md: MarkdownIt, options: ParseOptions) -> None:
        self.done: list[Piece] = []
        self.hidden: list[tuple[int, int]] = []
        self._source, self._md, self._options = source, md, options
        self._endings = Endings(source)
        self._head: list[Piece] = []  # what is read again of the block before the comment
        self._place = self._end = 0  # up to where the source was read, and that of the window
        self._doubts: dict[int, Doubt] = {}
        self._loose: dict[int, int] = {}  # fences that are text, and where their blocks begin
        self._room = _MOST + _TIMES * len(source)
        self._last_dollars = source.rfind("$$")

    def read(self) -> None:
        size = _WINDOW
        while self._head or self._place < len(self._source):
            self._end = self._source.find("\n", self._place + size) + 1 or len(self._source)
            ahead = Piece(self._source[self._place : self._end], self._place)
            window = Pieces([*self._head, ahead])
            self._room -= len(window.text)
            if self._room < 0:
                self._read_without_code()
                return
            cuts = len(self.hidden)
            if not self._read(window) or size < _WIDEST:
                size *= 4
            if len(self.hidden) > cuts:
                size = _WINDOW

    def told(self) -> list[Doubt]:
        loose = {
            start: Doubt(start, _LOOSE, _LOOSE_HINT)
            for start in self._loose
            if not self._source[start - 1].isdigit()  # "100%% sure" is a slip of the pen
        }
        return sorted((loose | self._doubts).values(), key=lambda doubt: doubt.start)

    def _read(self, window: Pieces) -> bool:
        """Read a window but for its last block; False where it has to be longer."""
        blocks, until = self._blocks(window), len(window.text)
        if self._end < len(self._source):
            until = blocks.last()
            halved = window.text.count("$$") % 2 and self._last_dollars >= self._end
            if not until or halved:
                return False
        cuts: list[Cut] = []
        for leaf in blocks.leaves(until):
            fences = tuple(f.start() for f in FENCE.finditer(window.text, leaf.start, leaf.end))
            if not self._read_leaf(Opened(window, blocks, leaf, cuts, fences)):
                return True
        self.done += window.without(cuts, 0, until)
        self._go_on(window, self._end if until == len(window.text) else window.origin(until))
        return True

    def _blocks(self, window: Pieces) -> Blocks:
        tokens: list[Token] = []
        env = environment(Findings(window.text, self._options))
        self._md.block.parse(f"{window.text}\n", self._md, env, tokens)
        return Blocks(window.text, tokens)

    def _go_on(self, window: Pieces, place: int) -> None:
        """Go on at a place of the source, be it in what is read again or behind the window."""
        rest = list(window.since(place))
        is_ahead = bool(rest) and rest[-1].start + len(rest[-1].text) == self._end
        self._head = rest[:-1] if is_ahead else rest
        self._place = rest[-1].start if is_ahead else max(place, self._end)

    def _read_leaf(self, here: Opened) -> bool:
        """Cut the comments out of a leaf; False after one that changed the blocks around it."""
        leaf, window = here.leaf, here.window
        text = window.text[leaf.start : leaf.end]
        if "%%" not in text and "<!--" not in text:
            return True
        env = environment(Findings(text, self._options))
        math = self._options.math
        prose = Prose(text, self._md, env, math=math, plain=leaf.is_html)
        position = 0
        while (found := prose.opening(position)) is not None:
            start = leaf.start + found
            place = window.origin(start)
            end = self._ending(here, start, place)
            if end is None:
                position = found + 2
                continue
            if text.startswith("%%", found) and here.may_be_shown(start):
                self._doubts.setdefault(place, Doubt(place, _IN_CODE, _IN_CODE_HINT))
            if self._loose and text.startswith("%%", found) and begins(self._source, place):
                self._hide_between(here, start, end)
                return False
            after = window.position(end)
            if not here.is_within(start, after) or after is None:
                self._cut_out(here, start, end)
                return False
            here.cuts.append(here.cut(start, after))
            self.hidden.append((place, end))
            position = max(after - leaf.start, found + 1)
        return True

    def _ending(self, here: Opened, start: int, place: int) -> int | None:
        """Where in the source that ends which is hidden from here on; None for a fence in text."""
        window = here.window
        if window.text.startswith("<!--", start):
            end = self._endings.html(place, window.origin(start + 3) + 1)
            return self._all(place, "-->") if end is None else end
        if begins(self._source, place):
            return self._end_of_block(here, place, window.origin(start + 1) + 1)
        behind = bisect_right(here.fences, start)
        if behind < len(here.fences):
            is_odd = (len(here.fences) - behind) % 2 == 0
            if is_odd := is_odd and bool(_AS_TEXT.match(window.text, start - 1)):
                self._doubts[place] = Doubt(place, _ODD, _LOOSE_HINT)
            return window.origin(here.fences[behind + is_odd] + 1) + 1
        self._loose[place] = window.origin(here.blocks.top(start))
        return None

    def _end_of_block(self, here: Opened, place: int, start: int) -> int:
        end = self._endings.fence(start)
        if end is None:
            return self._all(place, "%%")
        own = here.window.origin(here.blocks.holder(here.leaf).end)
        if begins(self._source, place) == "line" or end <= own:
            return end
        self._doubts[place] = Doubt(place, _NESTED, _NESTED_HINT)
        return self._endings.all_that_may_hide(end) or len(self._source)

    def _all(self, place: int, mark: str) -> int:
        self._doubts[place] = Doubt(place, _ENDLESS, f"end it with {mark}")
        return len(self._source)

    def _cut_out(self, here: Opened, start: int, end: int) -> None:
        """Hide what stands up to a place of the source, and read the block again with the rest."""
        window, top = here.window, here.blocks.top(start)
        place = window.origin(start)
        while here.leads(start) and (further := _FURTHER.match(self._source, end)):
            end = further.end()
        instead = here.instead(start, self._source[place:end], self._source[end : end + FAR])
        self.done += window.without(here.cuts, 0, top)
        head = [*window.without(here.cuts, top, start), Piece(instead, place)]
        if here.empties_html(start) and (line := REST_OF_LINE.match(self._source, end)):
            end = line.end()
        elif instead == "" and here.leads(start) and not window.text[top:start].strip():
            while self._source[end] in " \t":
                end += 1
            head[-1] = Piece(f"{ALONE}\n", place)  # else it might go on with the block before
        self._read_again(window, head, place, end, since=window.origin(top))

    def _hide_between(self, here: Opened, start: int, end: int) -> None:
        """Hide from the first fence in text up to the end of a comment that begins its line."""
        first, block = next(iter(self._loose.items()))
        line = self._source.count("\n", first, here.window.origin(start))
        message = _BETWEEN.format(line, "s" * (line > 1))
        self._doubts[first] = Doubt(first, message, _BETWEEN_HINT)
        self.done += here.window.without(here.cuts, 0, start)
        head = list[Piece]()
        while self.done and self.done[-1].start + len(self.done[-1].text) > block:
            head.append(self.done.pop())
        head = list(Pieces(head[::-1]).until(first))
        self.done += Pieces(head).until(block)
        shown = Pieces([*Pieces(head).since(block)])
        is_apart = shown.text[-1:].isspace() or self._source[end : end + 1].isspace()
        head = [*shown.pieces, Piece("" if is_apart else " ", first)]
        self._read_again(here.window, head, first, end, since=block)

    def _read_again(
        self, window: Pieces, head: list[Piece], place: int, end: int, *, since: int
    ) -> None:
        self.hidden.append((place, end))
        self._go_on(window, end)
        self._head[:0] = head
        self._loose = {start: top for start, top in self._loose.items() if start < since}

    def _read_without_code(self) -> None:
        """What needs too many steps to be read: without comments, even where it may be code."""
        self.done += self._head
        for start, end in hidden_anywhere(self._source, self._place):
            self.done.append(Piece(self._source[self._place : start], self._place))
            self.hidden.append((start, end))
            self._place = end
        self.done.append(Piece(self._source[self._place :], self._place))
