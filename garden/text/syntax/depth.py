"""What is nested too deeply to be read is shown as text, never dropped.

markdown-it skips everything below its `maxNesting`; this rule is there before it.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from garden.text.astext import as_text
from garden.text.findings import Findings, findings_of

MAX_NESTING = 200
_LIMIT = MAX_NESTING - 10  # a list adds two levels, a paragraph one


def depth(md: MarkdownIt) -> None:
    md.options["maxNesting"] = MAX_NESTING
    md.block.ruler.before("table", "depth", _too_deep)


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.level < _LIMIT:
        return False
    findings = findings_of(state.env)
    tell_depth(findings, _LIMIT // 2, start)
    stop = start + 1
    while stop < end and state.sCount[stop] >= state.blkIndent:
        stop += 1
    state.line = stop
    token = state.push("code_block", "code", 0)
    token.content = shown_as_text(state.getLines(start, stop, state.blkIndent, True), findings)
    token.map = [start, stop]
    return True


def tell_depth(findings: Findings, levels: int, line: int) -> None:
    message, hint = f"nested over {levels} levels deep", "nest less deeply"
    findings.flaw("nesting", message, hint, findings.line_span(line))


def shown_as_text(text: str, findings: Findings) -> str:
    """What is not read as Markdown, without what a reader is not to see."""
    return as_text(text, plugin_source=findings.options.plugin_source)
