"""Where a comment ends that begins at some place of a note, in which nothing is read any more."""

from __future__ import annotations

import re
from typing import Literal

from garden.text.visible import FENCE

Begins = Literal["line", "inside", ""]

# What may stand in a line before its text: of quotes, lists, tasks and footnotes
BEFORE = re.compile(
    r"(?:[ \t>]|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])|\[.\](?=[ \t])|\[\^[^\]\s]+\]:)*"
)
_BLANK_LINE = re.compile(r"\n[ \t>]*(?:\n|\Z)")
# A fence, but for one that is mentioned (`%%`); and where code begins
_NEXT = re.compile(
    r"(?<![%`])%%(?!%)|(?<!%)%%(?![%`])"
    r"|^[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?(?P<code>`{3,}(?=[^\n`]*$)|~{3,})",
    re.MULTILINE,
)


def begins(source: str, place: int) -> Begins:
    """Whether a fence begins its line, and if so, whether marks of a list or quote are before."""
    start = source.rfind("\n", 0, place) + 1
    if start == place:
        return "line"
    return "inside" if BEFORE.fullmatch(source, start, place) else ""


class Endings:
    """Those of one note."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._open: dict[str, int] = {}  # marks of code, and from where on none ends them

    def html(self, place: int, start: int) -> int | None:
        """Behind the `-->` of what begins at a place; None where there is none."""
        end = self._source.find("-->", start)
        if end >= 0:
            return end + 3
        # `<!-->` is a comment to browsers, and may have been meant to begin one
        empty = re.compile("<!--(-?>)").match(self._source, place)
        return empty.end() if empty else None

    def fence(self, start: int) -> int | None:
        """Behind the next fence; one in a whole block of code does not end a comment around it."""
        while found := _NEXT.search(self._source, start):
            if not found["code"]:
                return found.end()
            start = self._behind_code(found["code"], found.end())
        return None

    def all_that_may_hide(self, end: int) -> int | None:
        """How far that goes which is hidden if a comment ends here, or if none does.

        By the first reading the next fence opens a comment, by the second this one does, and so on,
        in turn. None where one of the two hides the rest.
        """
        reading = 1
        while self._opens(end - 2, by_first=reading % 2 == 0):
            after = self.fence(end) if self._spans(end - 2, by_first=reading % 2 == 0) else None
            after = after or self._in_paragraph(end)
            if after is None:
                return None
            end, reading = after, reading + 1
        return end

    def _spans(self, fence: int, *, by_first: bool) -> bool:
        """Whether a comment that begins here may go on over several blocks."""
        return begins(self._source, fence) in (("line", "inside") if by_first else ("line",))

    def _opens(self, fence: int, *, by_first: bool) -> bool:
        return self._spans(fence, by_first=by_first) or self._in_paragraph(fence + 2) is not None

    def _in_paragraph(self, start: int) -> int | None:
        found = FENCE.search(self._source, start)
        if found is None or _BLANK_LINE.search(self._source, start, found.start()):
            return None
        return found.end()

    def _behind_code(self, marks: str, start: int) -> int:
        """Behind a block of code; one that is not closed is none."""
        if start >= self._open.get(marks, len(self._source)):
            return start
        closing = re.compile(rf"^[ \t>]*{marks}{marks[0]}*[ \t]*$", re.MULTILINE)
        found = closing.search(self._source, start)
        if found is None:
            self._open[marks] = start
            return start
        return found.end()
