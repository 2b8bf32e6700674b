"""Tables, as GitHub has them (row S19)."""

from __future__ import annotations

from markdown_it import MarkdownIt


def table(md: MarkdownIt) -> None:
    md.enable("table")
