"""From markdown-it's tokens to the `Block`s of a note, and its footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from garden.model import Block, BlockId, Body, Footnote, Heading, Part, Parts, Place
from garden.text.findings import findings_of
from garden.text.outline import Outline
from garden.text.syntax.rawhtml import LEFT_OPEN
from garden.text.writer import Writer

_LONG = 4_000  # characters of a block


@dataclass(frozen=True, slots=True)
class Written:
    """A note's text as blocks, and what other pages may know of it."""

    body: Body
    outline: tuple[Heading, ...]
    block_ids: tuple[BlockId, ...]
    parts: tuple[Part, ...]
    html_ids: tuple[str, ...]
    heavy: tuple[tuple[int, int], ...]
    links: tuple[Place, ...]


def write_blocks(md: MarkdownIt, tokens: Sequence[Token], env: MutableMapping[str, Any]) -> Written:
    """All blocks of a note."""
    outline = Outline()
    blocks: list[Block] = []
    links: list[Place] = []
    for group in _groups(tokens):
        writer = Writer(md, env, outline, len(blocks))
        block, placed = writer.write(group)
        blocks.append(block)
        links.extend(placed)
    footnotes, in_footnotes = _footnotes(md, env, outline)
    return Written(
        Body(tuple(blocks), tuple(outline.quotes), footnotes),
        tuple(outline.headings),
        tuple(outline.block_ids),
        tuple(outline.parts),
        tuple(outline.html_ids),
        heavy_blocks(blocks, _weights(footnotes, outline)),
        (*links, *in_footnotes),
    )


def _footnotes(
    md: MarkdownIt, env: MutableMapping[str, Any], outline: Outline
) -> tuple[tuple[Footnote, ...], list[Place]]:
    """The footnotes that the blocks refer to, and those that these refer to; and their links."""
    footnotes: list[Footnote] = []
    links: list[Place] = []
    known = findings_of(env).footnotes
    for id_ in outline.waiting:  # to which the texts add
        writer = Writer(md, env, outline, -1, outline.referred[id_])
        block, placed = writer.write(known[id_].tokens)
        footnotes.append(Footnote(id_, block.parts))
        links.extend(placed)
    return tuple(footnotes), links


def _weights(footnotes: Sequence[Footnote], outline: Outline) -> Counter[int]:
    """The characters of footnotes, which count with the block that first refers to them."""
    weights = Counter[int]()
    for footnote in footnotes:
        weights[outline.referred[footnote.id].block] += _size(footnote.parts)
    return weights


def heavy_blocks(
    blocks: Sequence[Block], more: Mapping[int, int] | None = None
) -> tuple[tuple[int, int], ...]:
    """The blocks that are long, and how many times `_LONG` characters they are more than one.

    `more` are characters that come with a block.
    """
    more = more or {}
    sizes = (_size(block.parts) + more.get(i, 0) for i, block in enumerate(blocks))
    return tuple((i, size // _LONG) for i, size in enumerate(sizes) if size >= _LONG)


def _size(parts: Parts) -> int:
    return sum(len(part) for part in parts if isinstance(part, str))


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of one top-level block after another; of several that raw HTML spans."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0 and not (token.meta and token.meta.get(LEFT_OPEN)):
            yield group
            group = []
    assert not group, "rawhtml closes what a note leaves open"
