"""Reports the bare `-` under a paragraph that made a heading of it (part 0, 13)."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from garden.text.findings import findings_of


def setext(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "setext", _suspects)


def _suspects(state: StateCore) -> None:
    findings = findings_of(state.env)
    for token in state.tokens:
        if token.type != "heading_open" or token.markup != "-" or not token.map:
            continue
        span = findings.line_span(token.map[1] - 1)
        if span.length and findings.text_of(span).strip(" \t>") == "-":
            hint = "put a blank line above it, or text after it if a list was meant"
            findings.flaw("setext-suspect", "this - makes a heading of the text above", hint, span)
