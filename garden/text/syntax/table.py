"""Tables as the app has them (row S19): in most as GitHub does, from which four things differ.

The cells of the first line may be more or fewer than those of the dashes. A line without a bar is
below the table. What begins a list, a quote or a heading begins no table. And a row with too many
cells loses none of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import MAX_AUTOCOMPLETED_CELLS, escapedSplit

from garden.text.findings import findings_of

_DASHES = re.compile(r"(?!-(?:[ \t]|$))\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?")
_ID = re.compile(r"\^[A-Za-z0-9-]+")


def table(md: MarkdownIt) -> None:
    """The library's rule stays off: it comes before lists, and is where other rules find theirs."""
    md.block.ruler.before("lheading", "rows", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if start + 1 >= end or "|" not in (head := _text(state, start)):
        return False
    below = _text(state, start + 1)
    if not _is_inside(state, start + 1) or not _DASHES.fullmatch(below):
        return False
    cells, aligns = _cells(head), [_align(cell) for cell in _cells(below)]
    if not cells or (len(cells) != len(aligns) and "|" not in below[1:]):
        return False
    if not silent:
        aligns += [""] * (len(cells) - len(aligns))
        _write(state, start, end, aligns)
    return True


def _is_inside(state: StateBlock, line: int) -> bool:
    return state.sCount[line] >= state.blkIndent and not state.is_code_block(line)


def _write(state: StateBlock, start: int, end: int, aligns: Sequence[str]) -> None:
    around, state.parentType = state.parentType, "table"
    opening = state.push("table_open", "table", 1)
    state.push("thead_open", "thead", 1).map = [start, start + 1]
    _write_row(state, start, "th", aligns)
    state.push("thead_close", "thead", -1)
    after = _write_body(state, start + 2, end, aligns)
    state.push("table_close", "table", -1)
    opening.map = [start, after]
    state.parentType, state.line = around, after


def _write_body(state: StateBlock, start: int, end: int, aligns: Sequence[str]) -> int:
    rows = list(_rows(state, start, end, len(aligns)))
    if not rows:
        return start
    state.push("tbody_open", "tbody", 1).map = [start, start + len(rows)]
    for line in rows:
        _write_row(state, line, "td", aligns)
    state.push("tbody_close", "tbody", -1)
    return start + len(rows)


def _rows(state: StateBlock, start: int, end: int, columns: int) -> Iterator[int]:
    """The lines of a table; one that would need too many cells that nobody wrote is none."""
    rules = state.md.block.ruler.getRules("blockquote")
    filled = 0
    for line in range(start, end):
        text = _text(state, line)
        if "|" not in text:
            _report_id(state, line, text)
            return
        if not _is_inside(state, line) or any(rule(state, line, end, True) for rule in rules):
            return
        filled += columns - len(_cells(text))
        if filled > MAX_AUTOCOMPLETED_CELLS:
            return
        yield line


def _report_id(state: StateBlock, line: int, text: str) -> None:
    if _ID.fullmatch(text) and _is_inside(state, line):
        findings = findings_of(state.env)
        message = f"{text} is read as the id of the table above it"
        span = findings.line_span(line)
        findings.flaw("block-id-place", message, "put an empty line before and after it", span)


def _write_row(state: StateBlock, line: int, tag: str, aligns: Sequence[str]) -> None:
    cells = _cells(_text(state, line))
    if len(cells) > len(aligns):
        cells = _kept_in_last(state, line, cells, len(aligns))
    cells += [""] * (len(aligns) - len(cells))
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    for text, align in zip(cells, aligns, strict=True):
        opening = state.push(f"{tag}_open", tag, 1)
        if align:
            opening.attrs["style"] = f"text-align:{align}"
        inline = state.push("inline", "", 0)
        inline.map, inline.content, inline.children = [line, line + 1], text.strip(), []
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)


def _kept_in_last(state: StateBlock, line: int, cells: list[str], columns: int) -> list[str]:
    """What a row has beyond the last column stays in that one, with its bars.

    The commonest reason is `[[Note|label]]`, in which the bar should have been `\\|` (row L10).
    """
    message = f"this row has {len(cells)} cells, its table has {columns} columns"
    hint = "write \\| for a bar inside a cell, also in [[Note\\|label]]"
    findings = findings_of(state.env)
    findings.flaw("table-cells", message, hint, findings.line_span(line))
    return [*cells[: columns - 1], "|".join(cells[columns - 1 :])]


def _cells(text: str) -> list[str]:
    """What stands between the bars of a line; one at its beginning or end encloses."""
    cells = escapedSplit(text)
    if not cells[0]:
        del cells[0]
    return cells[:-1] if cells and not cells[-1] else cells


def _align(dashes: str) -> str:
    left, right = dashes.strip().startswith(":"), dashes.strip().endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
