"""Writes one block of a note: HTML with holes, its parts that links can reach, its excerpts.

Tokens are turned into strings at once and never kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from garden.digest import digest_of
from garden.model import Block, BlockId, Link, Part, Parts, Piece, Place, Span, links_of
from garden.text.findings import findings_of
from garden.text.hidden import said
from garden.text.html import clean, ids_in
from garden.text.outline import Outline, Where
from garden.text.quote import quotes
from garden.text.syntax.blockid import BLOCK_ID
from garden.text.syntax.embed import joined, unmarked, without_empty_paragraphs
from garden.text.syntax.rawhtml import LEFT_OPEN, has_raw_html, raw_html

CELL_BORDER = ' <span class="cell-border">·</span> '


@dataclass(slots=True)
class _Marked:
    """What carries an id; `start` and `end` are indexes into what has been written."""

    id: str
    depth: int
    start: int
    number: int | None = None  # of an item in a numbered list
    is_item: bool = False
    level: int = 0  # of a heading
    end: int = 0


def _listed(marked: _Marked, html: str) -> str:
    """A list item in a list of its own, with its number."""
    if not marked.is_item:
        return html
    if marked.number is None:
        return f"<ul>\n{html}</ul>\n"
    return f'<ol start="{marked.number}">\n{html}</ol>\n'


def _begins_part(token: Token) -> bool:
    """Whether links can reach less than the block: by an id, or as a heading amid raw HTML."""
    return bool(token.meta) and (BLOCK_ID in token.meta or LEFT_OPEN in token.meta)


class Writer:
    """Writes one block and its excerpts, and finds the places of its links.

    The text of a footnote has no number; `at` is where the note first refers to it.
    """

    def __init__(
        self,
        md: MarkdownIt,
        env: MutableMapping[str, Any],
        outline: Outline,
        number: int,
        at: Where | None = None,
    ) -> None:
        assert isinstance(md.renderer, RendererHTML)
        self.renderer, self.options, self.env = md.renderer, md.options, env
        self.findings, self.outline, self.number = findings_of(env), outline, number
        self.at = at
        self.html: list[str] = []
        self.excerpts: list[list[tuple[Link, Parts]]] = []  # the links of each, and their quotes
        self.depth = 0
        self.numbers: list[int | None] = []  # of the last items in the lists around
        self.marked: list[_Marked] = []  # what carries an id and is not at its end yet
        self.passed: list[_Marked] = []  # what carried one
        self.row: list[str] | None = None  # the cells of the table row being written
        self.row_has_raw = False
        self.headings: dict[int, int] = {}  # id of a link → index of the heading above it
        self.spans: dict[int, Span] = {}  # the same → where it stands
        self.first_hole = len(self.findings.holes)

    def write(self, tokens: Sequence[Token]) -> tuple[Block, list[Place]]:
        alone = len(tokens) == 3 and tokens[0].type == "heading_open"
        may_hold_html = self.findings.may_hold_html
        is_told = may_hold_html or self.findings.may_hold_pictures
        if is_told and tokens and tokens[0].map:
            self.findings.here = self.findings.line_span(tokens[0].map[0])
        may_hold_parts = may_hold_html or self.findings.may_hold_ids
        tracked = may_hold_parts and self.at is None and any(map(_begins_part, tokens))
        draw = self._marked_token if tracked else self._token
        for i, token in enumerate(tokens):
            if token.type == "inline":
                self._inline(token)
                continue
            if token.type == "heading_open" and "id" in token.attrs:
                self.outline.heading(
                    token, tokens[i + 1], self.number, self.findings.named, alone=alone
                )
            draw(tokens, i)
        level = int(tokens[0].tag[1]) if alone else 0
        raw = list(raw_html(tokens)) if may_hold_html else []
        self.outline.html_ids.update(dict.fromkeys(chain.from_iterable(map(ids_in, raw))))
        pieces = tuple(self._pieces(has_raw=bool(raw))) if tracked else ()
        html = self._safe("".join(self.html), has_raw=bool(raw))
        block = Block(self.findings.parts(html), level, pieces)
        links, spans = self.findings.holes, self.findings.spans
        new = slice(self.first_hole, len(links))
        self.spans = dict(zip(map(id, links[new]), spans[new], strict=True))
        if self.findings.footnotes:
            self._refer(block.parts)
        places = list(self._quoted())
        has_diagrams = "diagram" in self.findings.needs
        unquoted = raw or (has_diagrams and any(link.kind == "diagram" for link in links[new]))
        return block, [*places, *self._unquoted(block, places)] if unquoted else places

    @property
    def _above(self) -> int:
        """The last heading so far; of a footnote's text, the one above its reference."""
        return self.at.heading if self.at else len(self.outline.headings) - 1

    def _refer(self, parts: Parts) -> None:
        """Remember the footnotes that have not been referred to before."""
        for link in links_of(parts):
            if link.kind == "footnote" and link.target not in self.outline.referred:
                block = self.at.block if self.at else self.number
                heading = self.headings.get(id(link), self._above)
                self.outline.referred[link.target] = Where(block, heading)
                self.outline.waiting.append(link.target)

    def _marked_token(self, tokens: Sequence[Token], i: int) -> None:
        """Write a token, and note where what carries an id begins and ends."""
        token, anchor = tokens[i], self.outline.block_id(tokens[i])
        self._count(token)
        if token.type == "heading_open" and "id" in token.attrs:
            self._begin_section(token)
        if anchor and token.type == "heading_open":
            heading = len(self.outline.headings) - 1
            self.outline.block_ids.append(BlockId(anchor, self.number, heading))
        elif anchor:
            number = self.numbers[-1] if self.numbers else None
            is_item = token.type == "list_item_open"
            self.marked.append(_Marked(anchor, self.depth, len(self.html), number, is_item))
        self._token(tokens, i, anchor)
        self.depth += token.nesting
        if token.nesting <= 0 and self.marked and self._is_end(self.marked[-1]):
            self._pass(self.marked.pop())

    def _count(self, token: Token) -> None:
        """Keep the numbers of list items."""
        if token.type in ("ordered_list_open", "bullet_list_open"):
            start = int(token.attrs.get("start", 1)) - 1 if token.tag == "ol" else None
            self.numbers.append(start)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self.numbers.pop()
        elif token.type == "list_item_open" and self.numbers[-1] is not None:
            self.numbers[-1] += 1

    def _begin_section(self, opening: Token) -> None:
        """A heading ends the sections of its level and above, and begins its own."""
        level = int(opening.tag[1])
        while self.marked and self.marked[-1].level >= level:
            self._pass(self.marked.pop())
        marked = _Marked(str(opening.attrs["id"]), self.depth, len(self.html), level=level)
        self.marked.append(marked)

    def _is_end(self, marked: _Marked) -> bool:
        return marked.depth == self.depth and not marked.level

    def _pass(self, marked: _Marked) -> None:
        marked.end = len(self.html)
        self.passed.append(marked)

    def _pieces(self, *, has_raw: bool) -> Iterator[Piece]:
        """The parts of the block that links can reach, where they are not the whole block."""
        while self.marked:
            self._pass(self.marked.pop())
        for marked in self.passed:
            if not marked.level:
                self.outline.block_ids.append(BlockId(marked.id, self.number))
            html = "".join(self.html[marked.start : marked.end])
            size = self.findings.length_of(html)
            if size > self.outline.room or (marked.start, marked.end) == (0, len(self.html)):
                continue
            self.outline.room -= size
            safe = self._safe(html, has_raw=has_raw)
            piece = Piece(marked.id, self.findings.parts(_listed(marked, safe)))
            embeds = tuple(link for link in links_of(piece.parts) if link.in_place)
            self.outline.parts.append(Part(marked.id, embeds))
            yield piece

    def _token(self, tokens: Sequence[Token], i: int, anchor: str = "") -> None:
        token = tokens[i]
        if anchor and token.nesting > 0 and token.type != "heading_open":
            token.attrs = {**token.attrs, "id": anchor}
        if token.type == "tr_open":
            self.row = []
        html = self._drawn(tokens, i)
        if anchor and token.nesting == 0:
            html = f'<div id="{escapeHtml(anchor)}">{html}</div>\n'
        elif anchor and token.type == "heading_open":
            html += f'<span id="{escapeHtml(anchor)}"></span>'
        self.html.append(html)
        if token.type == "tr_close":
            self._end_row()

    def _drawn(self, tokens: Sequence[Token], i: int) -> str:
        rule = self.renderer.rules.get(tokens[i].type, self.renderer.renderToken)
        html: str = rule(tokens, i, self.options, self.env)
        return html

    def _inline(self, token: Token) -> None:
        first_hole = len(self.findings.holes)
        html = self.renderer.renderInline(token.children or [], self.options, self.env)
        self.html.append(html)
        for link in self.findings.holes[first_hole:]:
            self.headings[id(link)] = self._above
        has_raw = self.findings.may_hold_html and has_raw_html([token])
        if self.row is not None:
            self.row.append(html)
            self.row_has_raw |= has_raw
        else:
            self._quote(html, has_raw=has_raw)

    def _end_row(self) -> None:
        cells, self.row = self.row or [], None
        text = CELL_BORDER.join(cell for cell in cells if cell)
        self._quote(text, has_raw=self.row_has_raw)
        self.row_has_raw = False

    def _quote(self, html: str, *, has_raw: bool) -> None:
        """Keep what holds a link; safe and balanced, because it will stand on other pages."""
        html = self.findings.without_footnotes(joined(html))
        if has_raw:
            html = said(clean(html, self.findings, without=("id",)))
        if found := list(quotes(html, self.findings)):
            self.excerpts.append(found)

    def _safe(self, html: str, *, has_raw: bool) -> str:
        html = without_empty_paragraphs(html)
        if has_raw and self.findings.options.html == "sanitize":
            html = clean(html, self.findings)
        return unmarked(html)

    def _quoted(self) -> Iterator[Place]:
        """The links of each excerpt."""
        last = self._above
        for excerpt in self.excerpts:
            for outer, quote in excerpt:
                self.outline.quotes.append(quote)
                at, digest = len(self.outline.quotes) - 1, digest_of(quote)
                for link in links_of((outer,)):
                    above, span = self.headings.get(id(link), last), self.spans[id(link)]
                    yield Place(link, self.number, self.outline.excerpts, at, digest, above, span)
            self.outline.excerpts += 1

    def _unquoted(self, block: Block, quoted: Iterable[Place]) -> Iterator[Place]:
        """The links that stand in no excerpt, as only those of raw HTML and of diagrams do.

        The sanitiser makes such links once for the block and again for its excerpt.
        """
        seen = Counter(place.link for place in quoted)
        last = self._above
        for link in links_of(block.parts):
            seen[link] -= 1
            if seen[link] < 0 and link.kind != "footnote":
                yield Place(link, self.number, heading=last, span=self.spans[id(link)])
