"""From markdown-it's tokens to `Block`s: HTML with holes, headings with ids, excerpts.

Tokens are turned into strings at once and never kept.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from garden.model import Block, Body, Excerpt, Heading, Place, links_of
from garden.paths import fold, heading_slug, unique_id
from garden.text.findings import Findings, findings_of, plain
from garden.text.html import clean, left_open, without_comments

_HTML = ("html_block", "html_inline")
CELL_BORDER = ' <span class="cell-border">·</span> '


@dataclass(slots=True)
class Outline:
    """What headings and block ids a note has given so far, and which ids are taken."""

    headings: list[Heading] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    block_ids: dict[str, str] = field(default_factory=dict)  # folded → as it was written

    def heading(self, opening: Token, inline: Token, block: int) -> None:
        text = " ".join(plain(inline.children or ()).split())
        name = unique_id(heading_slug(text), self.taken)
        opening.attrs = {"id": name, **opening.attrs}
        self.headings.append(Heading(int(opening.tag[1]), text, inline.content, name, block))

    def block_id(self, token: Token) -> str:
        """The id that a token carries, when no other block had it first."""
        written = str(token.meta.get("block_id", "")) if token.meta else ""
        if not written or fold(written) in self.block_ids:
            return ""
        self.block_ids[fold(written)] = written
        return f"^{written}"


@dataclass(frozen=True, slots=True)
class Written:
    """A note's text as blocks, and what other pages may know of it."""

    body: Body
    outline: tuple[Heading, ...]
    block_ids: tuple[str, ...]
    links: tuple[Place, ...]


def write_blocks(md: MarkdownIt, tokens: Sequence[Token], env: MutableMapping[str, Any]) -> Written:
    """All blocks of a note. Raw HTML left open at the end is closed there, and reported."""
    findings, outline = findings_of(env), Outline()
    blocks: list[Block] = []
    links: list[Place] = []
    for group in _groups(tokens, findings):
        writer = _Writer(md, env, outline, len(blocks))
        block, placed = writer.write(group)
        blocks.append(block)
        links.extend(placed)
    return Written(
        Body(tuple(blocks)),
        tuple(outline.headings),
        tuple(outline.block_ids.values()),
        tuple(links),
    )


def _groups(tokens: Sequence[Token], findings: Findings) -> Iterator[list[Token]]:
    """The tokens of one top-level block after another; of several that raw HTML spans."""
    group: list[Token] = []
    piece: list[Token] = []
    stack: list[str] = []
    depth = 0
    for token in tokens:
        piece.append(token)
        depth += token.nesting
        if depth == 0:
            if findings.options.html != "escape":
                stack = left_open(_raw_html(piece), stack)
            group += piece
            piece = []
            if not stack:
                yield group
                group = []
    if group:
        _report_unclosed(group, stack, findings)
        yield [*group, _closing_tags(stack)]


def _raw_html(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in _HTML:
            yield without_comments(token.content)
        elif token.children:
            yield from _raw_html(token.children)


def _report_unclosed(group: Sequence[Token], stack: Sequence[str], findings: Findings) -> None:
    span = findings.line_span(group[0].map[0]) if group[0].map else None
    message = f"<{stack[-1]}> has no end and runs to the end of the note"
    findings.flaw("html-unclosed", message, f"end it with </{stack[-1]}>", span)


def _closing_tags(stack: Sequence[str]) -> Token:
    html = "".join(f"</{tag}>" for tag in reversed(stack))
    return Token("html_block", "", 0, content=html, block=True)


class _Writer:
    """Writes one block. A hole stands in the excerpt that was being written when it was made."""

    def __init__(
        self, md: MarkdownIt, env: MutableMapping[str, Any], outline: Outline, number: int
    ) -> None:
        assert isinstance(md.renderer, RendererHTML)
        self.renderer, self.options, self.env = md.renderer, md.options, env
        self.findings, self.outline, self.number = findings_of(env), outline, number
        self.html: list[str] = []
        self.excerpts: list[str] = []
        self.row: list[str] | None = None  # the cells of the table row being written
        self.placed: dict[int, int] = {}  # number of a hole → of its excerpt

    def write(self, tokens: Sequence[Token]) -> tuple[Block, list[Place]]:
        anchors = []
        for i, token in enumerate(tokens):
            if i == 0 and token.type == "heading_open":
                self.outline.heading(token, tokens[1], self.number)
            anchor = self.outline.block_id(token)
            if anchor:
                anchors.append(anchor)
            self._token(tokens, i, anchor)
        level = int(tokens[0].tag[1]) if tokens[0].type == "heading_open" else 0
        html = self._safe("".join(self.html), any(True for _ in _raw_html(tokens)))
        block = Block(
            self.findings.parts(html),
            level,
            tuple(anchors),
            tuple(Excerpt(self.findings.parts(text)) for text in self.excerpts),
        )
        return block, list(self._places(block, html))

    def _token(self, tokens: Sequence[Token], i: int, anchor: str) -> None:
        token = tokens[i]
        if token.type == "inline":
            self._inline(token)
            return
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
        rule = self.renderer.rules.get(tokens[i].type)
        if rule is not None:
            return str(rule(tokens, i, self.options, self.env))
        return self.renderer.renderToken(tokens, i, self.options, self.env)

    def _inline(self, token: Token) -> None:
        first_hole = len(self.findings.holes)
        html = self.renderer.renderInline(token.children or [], self.options, self.env)
        self.html.append(html)
        for hole in range(first_hole, len(self.findings.holes)):
            self.placed[hole] = len(self.excerpts)
        if self.row is not None:
            self.row.append(html)
        elif len(self.findings.holes) > first_hole:
            self.excerpts.append(self._safe(html, any(True for _ in _raw_html([token]))))

    def _end_row(self) -> None:
        cells, self.row = self.row or [], None
        if any("\ufdd0" in cell for cell in cells):
            text = CELL_BORDER.join(cell for cell in cells if cell)
            self.excerpts.append(self._safe(text, "<" in text))

    def _safe(self, html: str, has_raw: bool) -> str:
        if has_raw and self.findings.options.html == "sanitize":
            return clean(html, self.findings)
        return html

    def _places(self, block: Block, html: str) -> Iterator[Place]:
        numbers = {id(link): n for n, link in enumerate(self.findings.holes)}
        heading = len(self.outline.headings) - 1
        for link in links_of(block.parts):
            excerpt = self.placed.get(numbers[id(link)], -1)
            yield Place(link, self.number, excerpt, heading)
