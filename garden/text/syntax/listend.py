"""An unindented line after an indented list leaves the list (row S20), as in the app.

CommonMark would make it a lazy continuation of the last item's paragraph.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock


def listend(md: MarkdownIt) -> None:
    md.block.ruler.before("table", "listend", _ends, {"alt": ["paragraph"]})


def _ends(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return silent and state.listIndent > 0 and state.sCount[start] == 0
