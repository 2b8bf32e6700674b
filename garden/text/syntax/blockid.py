"""`^id` at the end of a block, or on a line of its own below it (rows B01 to B10).

The id goes to the block as an attribute and to `meta[BLOCK_ID]`, and out of the text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BLOCK_ID = "block id"  # in the `meta` of the token that begins the block
_ID = re.compile(r"(?:^|\s|(?<=\]\]))\^([A-Za-z0-9-]+)[ \t]*$")


def blockid(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "blockid", _ids)


def _ids(state: StateCore) -> None:
    if "^" not in state.src:
        return
    tokens = state.tokens
    found = [i for i, t in enumerate(tokens) if t.type == "inline" and "^" in t.content]
    parents = _parents(tokens)
    gone: set[int] = set()
    for i in found:
        match = _ID.search(tokens[i].content)
        if match is None:
            continue
        alone = not tokens[i].content[: match.start()].strip()
        owner = _owner(tokens, parents, i, alone=alone)
        if owner is None:
            continue
        tokens[i].content = tokens[i].content[: match.start()].rstrip()
        if alone and (owner.type == "html_block" or BLOCK_ID in owner.meta):
            owner = tokens[i - 1]  # half an element, or one with an id: this one stands for itself
        elif alone:
            gone.update((i - 1, i, i + 1))
        owner.meta = {**owner.meta, BLOCK_ID: match[1]}
    if gone:
        state.tokens = [t for i, t in enumerate(tokens) if i not in gone]


def _parents(tokens: list[Token]) -> list[int]:
    """For each token the index of the token that opened what it stands in; -1 at the top."""
    parents, stack = [], [-1]
    for i, token in enumerate(tokens):
        if token.nesting < 0:
            stack.pop()
        parents.append(stack[-1])
        if token.nesting > 0:
            stack.append(i)
    return parents


def _owner(tokens: list[Token], parents: list[int], inline: int, *, alone: bool) -> Token | None:
    """The token that the id at the end of `inline` names; None when it is plain text (B09)."""
    container = parents[inline]
    if container < 0 or tokens[container].type not in ("paragraph_open", "heading_open"):
        return None
    if (quote := _outermost_quote(tokens, parents, container)) is not None:
        last = _ends_with(tokens, parents, inline, quote)
        return tokens[quote] if last else None
    parent = parents[container]
    if parent >= 0 and tokens[parent].type == "list_item_open":
        return None if alone and parent == container - 1 else tokens[parent]
    if not alone:
        return tokens[container]
    return _block_before(tokens, parents, container)


def _outermost_quote(tokens: list[Token], parents: list[int], i: int) -> int | None:
    quote = None
    while (i := parents[i]) >= 0:
        if tokens[i].type == "blockquote_open":
            quote = i
    return quote


def _ends_with(tokens: list[Token], parents: list[int], inline: int, quote: int) -> bool:
    """Whether nothing but closing tags stands between `inline` and the end of `quote`."""
    i = inline + 1
    while tokens[i].nesting < 0:
        if parents[i] == parents[quote]:
            return True
        i += 1
    return False


def _block_before(tokens: list[Token], parents: list[int], i: int) -> Token | None:
    """The token that begins the block just before the one that `tokens[i]` opens."""
    before = i - 1
    if before < 0 or parents[before] != parents[i]:
        return None
    if tokens[before].nesting < 0:
        before = next(j for j in range(before - 1, -1, -1) if _opens_level(tokens, parents, j, i))
    return tokens[before]


def _opens_level(tokens: list[Token], parents: list[int], j: int, i: int) -> bool:
    return tokens[j].nesting > 0 and parents[j] == parents[i]
