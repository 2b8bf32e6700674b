"""An unindented line after an indented list leaves the list (row S20), as in the app.

CommonMark would make it a lazy continuation of the last item's paragraph. A formula stays (S27).
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from garden.text.syntax.math import is_formula_line


def listend(md: MarkdownIt) -> None:
    md.block.ruler.before("table", "listend", _ends, {"alt": ["paragraph"]})


def _ends(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.listIndent <= 0 or is_formula_line(state, start, end):
        return False
    return silent and state.sCount[start] == 0
