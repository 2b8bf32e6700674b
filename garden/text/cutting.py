"""How a comment is cut out of a leaf: whether blocks stay what they are, and what stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from garden.text.endings import BEFORE
from garden.text.leaves import Blocks, Leaf
from garden.text.places import Cut, Pieces

ALONE = "\ufdd4"  # stands in the line of a comment that had its lines to itself
_MARKS = ("%%", "<!", "--", "``", "$$", "[[", "]]")  # what no comment may leave behind
_MAY_BEGIN = re.compile(r"\s*[0-9]")  # a list that did not while it stood in a paragraph
_CODE = re.compile(r"<(/?)(?:code|kbd|pre|samp|tt|xmp|textarea)\b", re.IGNORECASE)
_LOOKED_BACK = 2_000  # characters in which an element of code may begin
FAR = 200  # characters in which the end of a line is looked for
REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")


@dataclass(slots=True)
class Opened:
    """A leaf that is being read, and what was cut out of its window so far."""

    window: Pieces
    blocks: Blocks
    leaf: Leaf
    cuts: list[Cut]
    fences: tuple[int, ...]  # of the leaf

    def line_before(self, start: int) -> int:
        return self.window.text.rfind("\n", 0, start) + 1

    def leads(self, start: int) -> bool:
        """Whether a comment stands where its line begins."""
        return BEFORE.fullmatch(self.window.text, self.line_before(start), start) is not None

    def is_within(self, start: int, end: int | None) -> bool:
        """Whether a comment can be cut out, and all blocks stay what they are."""
        if end is None or end > self.leaf.end:
            return False
        if not self.leads(start) or self._in_html(start):
            return True
        line = REST_OF_LINE.match(self.window.text, end)
        after = self.window.text[line.end() : self.leaf.end] if line else "1"
        return not _MAY_BEGIN.match(after)

    def cut(self, start: int, end: int) -> Cut:
        """A line that a comment leaves empty would end a block of HTML, and goes with it."""
        text = self.window.text
        line = REST_OF_LINE.match(text, end)
        if line and self.empties_html(start):
            return self.line_before(start), min(line.end(), self.leaf.end), ""
        return start, end, self.instead(start, text[start:end], text[end : end + FAR])

    def instead(self, start: int, hidden: str, after: str) -> str:
        """What stands for a comment: words on two lines stay apart (S24)."""
        if self.leads(start):
            return ALONE if not self._in_html(start) and REST_OF_LINE.match(after) else ""
        before, after = self.window.text[start - 1], after[:1]
        if before + after in _MARKS or before == "\\":
            return " "
        is_apart = not after or before.isspace() or after.isspace()
        return "" if is_apart or "\n" not in hidden else " "

    def may_be_shown(self, start: int) -> bool:
        """Whether signs of a comment may have been meant to be seen: escaped, or as code."""
        before = self.window.text[max(self.leaf.start, start - _LOOKED_BACK) : start]
        if (len(before) - len(before.rstrip("\\"))) % 2:
            return True
        opened = _CODE.findall(before) if "<" in before else []
        return bool(opened) and not opened[-1]

    def empties_html(self, start: int) -> bool:
        """Whether a comment begins a line within a block of HTML, in which no mark may stand."""
        before = self.window.text[self.line_before(start) : start]
        return self._in_html(start) and not before.strip()

    def _in_html(self, start: int) -> bool:
        is_html = self.leaf.is_html
        return is_html and not BEFORE.fullmatch(self.window.text, self.leaf.start, start)
