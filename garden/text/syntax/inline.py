"""Reads the inlines of a note as CommonMark does, and keeps track of the line they stand on."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from garden.text.findings import findings_of


def inline(md: MarkdownIt) -> None:
    md.core.ruler.at("inline", _read_all)


def _read_all(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            parse_inline(token, state)


def parse_inline(token: Token, state: StateCore) -> None:
    """Fill a token's children from its content, after those that it already has."""
    findings_of(state.env).enter(token)
    if token.children is None:
        token.children = []
    state.md.inline.parse(token.content, state.md, state.env, token.children)
