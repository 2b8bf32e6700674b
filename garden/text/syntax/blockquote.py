"""`> text`: quotes, as CommonMark has them, but a tab counts from behind the sign (row C16).

That is how the app reads them: it takes the signs off first. So what the Tab key writes nests.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_TAB = 4  # columns
Marks = tuple[int, int, int, int]  # of a line: where it begins, its indent, in columns, and a shift


def blockquote(md: MarkdownIt) -> None:
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.at("blockquote", _blockquote, {"alt": interrupts})


def _blockquote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _has_sign(state, start):
        return False
    if not silent:
        around = state.parentType, state.lineMax, state.blkIndent, state.listIndent
        state.parentType = "blockquote"
        marks = _take_off(state, start, end)
        _read(state, start, start + len(marks))
        state.parentType, state.lineMax, state.blkIndent, state.listIndent = around
        for line, mark in enumerate(marks, start):
            _set(state, line, mark)
    return True


def _has_sign(state: StateBlock, line: int) -> bool:
    return state.src.startswith(">", state.bMarks[line] + state.tShift[line])


def _take_off(state: StateBlock, start: int, end: int) -> list[Marks]:
    """Set the lines of a quote to what is behind their signs; what they were is returned."""
    marks: list[Marks] = []
    is_blank = False
    for line in range(start, end):
        if state.isEmpty(line):
            break
        is_inside = _has_sign(state, line) and state.sCount[line] >= state.blkIndent
        if not is_inside and (is_blank or _ends(state, line, end)):
            break
        marks.append(_marks(state, line))
        if is_inside:
            _set(state, line, _behind_sign(state, line))
            is_blank = state.isEmpty(line)
        else:
            state.sCount[line] = -1  # goes on with a paragraph, if there is one
    return marks


def _ends(state: StateBlock, line: int, end: int) -> bool:
    """Whether another block begins at a line; then no paragraph looks beyond."""
    rules = state.md.block.ruler.getRules("blockquote")
    if not any(rule(state, line, end, True) for rule in rules):
        return False
    state.lineMax = line
    return True


def _behind_sign(state: StateBlock, line: int) -> Marks:
    begin = state.bMarks[line] + state.tShift[line] + 1
    begin += state.src.startswith(" ", begin)
    columns, at = 0, begin
    while at < state.eMarks[line] and state.src[at] in " \t":
        columns += _TAB - columns % _TAB if state.src[at] == "\t" else 1
        at += 1
    return begin, at - begin, columns, 0


def _read(state: StateBlock, start: int, end: int) -> None:
    state.blkIndent, state.listIndent = 0, -1
    opening = state.push("blockquote_open", "blockquote", 1)
    opening.markup = ">"
    state.md.block.tokenize(state, start, end)
    opening.map = [start, state.line]
    state.push("blockquote_close", "blockquote", -1).markup = ">"


def _marks(state: StateBlock, line: int) -> Marks:
    return state.bMarks[line], state.tShift[line], state.sCount[line], state.bsCount[line]


def _set(state: StateBlock, line: int, marks: Marks) -> None:
    state.bMarks[line], state.tShift[line], state.sCount[line], state.bsCount[line] = marks
