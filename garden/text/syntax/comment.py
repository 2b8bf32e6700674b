"""`%%comments%%` and `<!-- comments -->` are cut out before a note is read (rows S03 to S06).

What is left is a mark in the line of each that had its lines to itself, and ends a paragraph.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from garden.text.cutting import ALONE

_MARK = re.compile(rf"{ALONE}[ \t]*\n?[ \t]*")


def comment(md: MarkdownIt) -> None:
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "comment", _block, {"alt": interrupts})
    md.inline.ruler.before("escape", "comment", _inline)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = state.bMarks[start] + state.tShift[start]
    if state.src[first : state.eMarks[start]].strip() != ALONE:
        return False
    if not silent:
        state.line = start + 1
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    """In a line that is indented so far that no block can begin in it."""
    found = _MARK.match(state.src, state.pos)
    if found is None:
        return False
    state.pos = found.end()
    return True
