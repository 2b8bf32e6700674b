"""Tables, as GitHub has them (row S19); but a row with too many cells loses none of its text."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_block.table import table as github_table
from markdown_it.token import Token

from garden.text.findings import findings_of


def table(md: MarkdownIt) -> None:
    md.enable("table")
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = len(state.tokens)
    if not github_table(state, start, end, silent):
        return False
    if not silent:
        _keep_further_cells(state, state.tokens[first:])
    return True


def _keep_further_cells(state: StateBlock, tokens: list[Token]) -> None:
    """What a row has beyond the last column stays in that one, with its bars.

    The commonest reason is `[[Note|label]]`, in which the bar should have been `\\|` (row L10).
    """
    columns = sum(token.type == "th_open" for token in tokens)
    cells: list[Token] = []
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(token)
        elif token.type == "tr_close" and cells and cells[0].map:
            _keep_in_last(state, cells[0].map[0], cells, columns)


def _keep_in_last(state: StateBlock, line: int, cells: list[Token], columns: int) -> None:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    if text.count("|") < columns:
        return
    written = escapedSplit(text)
    written = written[not written[0] : -1 if not written[-1] else None]
    if len(written) <= columns:
        return
    cells[-1].content = "|".join(written[columns - 1 :]).strip()
    message = f"this row has {len(written)} cells, its table has {columns} columns"
    hint = "write \\| for a bar inside a cell, also in [[Note\\|label]]"
    findings = findings_of(state.env)
    findings.flaw("table-cells", message, hint, findings.line_span(line))
