"""What the blocks of a note have in common while they are written: its headings, ids and quotes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

from garden.model import BlockId, Heading, Part, Parts
from garden.paths import fold, heading_key
from garden.text.findings import plain
from garden.text.syntax.blockid import BLOCK_ID

MOST_IN_PIECES = 1_000_000  # characters; a note that says more again in pieces has no more of them


class Where(NamedTuple):
    """The block that is being written, or that refers to what is, and the heading above it."""

    block: int
    heading: int


@dataclass(slots=True)
class Outline:
    """What the blocks of a note have in common: its headings, ids and quotes so far."""

    headings: list[Heading] = field(default_factory=list)
    block_ids: list[BlockId] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    room: int = MOST_IN_PIECES
    html_ids: dict[str, None] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)  # block ids, folded
    quotes: list[Parts] = field(default_factory=list)
    excerpts: int = 0
    referred: dict[str, Where] = field(default_factory=dict)  # footnote → its first reference
    waiting: list[str] = field(default_factory=list)  # the footnotes in that order

    def heading(
        self, opening: Token, inline: Token, block: int, named: Callable[[str], str], *, alone: bool
    ) -> None:
        """Take a heading, whose words are to be `named`."""
        text = named(" ".join(plain(inline.children or ()).split()))
        level, name = int(opening.tag[1]), str(opening.attrs["id"])
        key = heading_key(named(inline.content))
        self.headings.append(Heading(level, text, key, name, block, alone))

    def block_id(self, token: Token) -> str:
        """The id that a token carries, when no other block had it first."""
        written = str(token.meta.get(BLOCK_ID, "")) if token.meta else ""
        if not written or fold(written) in self.taken:
            return ""
        self.taken.add(fold(written))
        return f"^{written}"
