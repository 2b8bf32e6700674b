"""What the syntaxes find while markdown-it reads one note, and where it stands in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import escape

from garden.image.embedded import Read
from garden.model import Flaw, Link, Need, Parts, Span
from garden.text.held import may_hold_pictures, with_clean_pictures
from garden.text.options import ParseOptions
from garden.text.places import Places
from garden.text.targets import picture_label

_HOLE = re.compile("\ufdd0([0-9]+)\ufdd1")
_FOOTNOTE = re.compile("( ?)\ufdd0([0-9]+)\ufdd1(?=(\\w)?)")
_KEPT = re.compile("\ufdd2([0-9]+)\ufdd3")
IN_LINK = "in a link"  # in the `meta` of a token that stands in the text of a link
EMBED = "embed"  # likewise, of one that is a block where blocks may stand
PLAYER = "player"  # likewise, of a sound or film, which stands in the line
FOOTNOTE = "footnote"  # the type of a token that refers to one
UNSEEN = "unseen"  # likewise, of one that stands where no reader sees it
_KEY = "garden"
MOST_IN_QUOTES = 1_000_000  # characters of HTML that was put aside
_TEXTS = frozenset(("text", "text_special", "code_inline", "math_inline", "math_inline_double"))


@dataclass(frozen=True, slots=True)
class Definition:
    """The text of a footnote as it was read; one that is written in the line has no label."""

    label: str
    span: Span
    tokens: list[Token]


class Findings:
    """Collects the links and flaws of one note. `first_line` is the body's line in the file.

    `places` tells where the body was written, if comments were cut out of it.
    """

    def __init__(
        self,
        body: str,
        options: ParseOptions,
        first_line: int = 1,
        places: Places | None = None,
    ) -> None:
        self.options = options
        self.is_board = False  # of the plugin Kanban
        self.admonitions = 0  # around what is being read
        self.may_hold_html = "<" in body
        self.may_hold_ids = "^" in body
        self.may_hold_pictures = may_hold_pictures(body)
        self.holes: list[Link] = []
        self.spans: list[Span] = []  # where each of them stands
        self.flaws: list[Flaw] = []
        self.meant_tags: list[str] = []  # too deep to be tags; they still may deny
        self.labels: set[str] = set()  # of all footnotes with a text, folded
        self.footnotes: dict[str, Definition] = {}  # by folded label, or an id
        self.unread: list[Definition] = []  # those that no page shows
        self.needs: set[Need] = set()
        self._room = MOST_IN_QUOTES
        self._kept: list[tuple[str, str]] = []  # HTML of our own, and what a reader sees of it
        self._lines = body.split("\n")
        self._places = places
        self._written = places.lines if places else self._lines
        self._offset = first_line
        self._line = -1  # of the inline being read, counted from 0 in the body
        self._content = ""
        self._starts: tuple[int, ...] = ()  # where the lines of the content begin
        self._first: Sequence[int] = ()  # the columns at which its first line stands
        self._column = 0
        self.here = Span(first_line)  # the block being written
        self._closing = ("", 0, -1)  # of `]]`: in which text, looked for from where, found where

    def hole(self, link: Link, span: Span) -> str:
        """Take a link; what is returned stands for it in the HTML until `filled`."""
        self.holes.append(link)
        self.spans.append(span)
        return f"\ufdd0{len(self.holes) - 1}\ufdd1"

    def keep(self, html: str, text: str) -> str:
        """Put HTML of our own aside, so that no sanitiser takes it apart and no quote cuts it.

        What is returned stands for it until `parts`; `text` is what a reader sees of it.
        """
        self._kept.append((html, text))
        return f"\ufdd2{len(self._kept) - 1}\ufdd3"

    def quoted(self, html: str) -> Parts:
        """HTML that other pages show, as `parts`; what was put aside stands for much more.

        Where a note quotes too much of that, as beside a thousand links, it is text from there on.
        """
        self._room -= self.length_of(html) - len(html)
        if self._room < 0:
            html = _KEPT.sub(lambda found: str(escape(self.kept_text(found[0]))), html)
        return self.parts(html)

    def length_of(self, html: str) -> int:
        """How long some HTML is with what was put aside."""
        if "\ufdd2" not in html:
            return len(html)
        return len(html) + sum(len(self._kept[int(number)][0]) for number in _KEPT.findall(html))

    def kept_text(self, piece: str) -> str:
        """What a reader sees of HTML that was put aside."""
        return self._kept[int(piece[1:-1])][1]

    def parts(self, html: str) -> Parts:
        """HTML with holes as a tuple in which the links stand where the holes were."""
        if "\ufdd2" in html:
            html = _KEPT.sub(lambda found: self._kept[int(found[1])][0], html)
        html = self.with_clean_pictures(html)
        if "\ufdd0" not in html:
            return (html,) if html else ()
        parts: list[str | Link] = []
        text, *rest = _HOLE.split(html)
        for number, after in zip(rest[::2], rest[1::2], strict=True):
            link = self.holes[int(number)]
            if link.kind == "html":  # the hole stands for the whole attribute
                text, after = text.removesuffix(f' {link.label[0]}="'), after.removeprefix('"')
            if text:
                parts.append(text)
            parts.append(link)
            text = after
        return (*parts, text) if text else tuple(parts)

    def with_clean_pictures(self, html: str, read: Read = unescape) -> str:
        """HTML, or text that is to be `read` otherwise, in which pictures say nothing."""
        if not self.may_hold_pictures:
            return html
        keep = self.options.metadata == "keep"
        return with_clean_pictures(html, self._told, keep=keep, read=read)

    def named(self, words: str) -> str:
        """Words of a heading in which pictures say nothing; where they are drawn, it is told."""
        if not self.may_hold_pictures:
            return words
        keep = self.options.metadata == "keep"
        return with_clean_pictures(words, lambda *_: None, keep=keep, read=str)

    def _told(self, rule: str, message: str, hint: str) -> None:
        """Tell of a picture once, though other pages may quote it."""
        flaw = Flaw(rule, message, hint, self.here)
        if flaw not in self.flaws:
            self.flaws.append(flaw)

    def without_footnotes(self, html: str) -> str:
        """HTML without references to footnotes, nor the space before one that ends a phrase."""
        return _FOOTNOTE.sub(self._unless_footnote, html) if self.footnotes else html

    def _unless_footnote(self, found: re.Match[str]) -> str:
        if self.holes[int(found[2])].kind != "footnote":
            return found[0]
        return found[1] if found[3] else ""

    def flaw(self, rule: str, message: str, hint: str = "", span: Span | None = None) -> None:
        self.flaws.append(Flaw(rule, message, hint, span or Span(self._offset)))

    def line_span(self, line: int) -> Span:
        """The whole of a line, counted from 0 in the body."""
        return self._span(line, 0, len(self._source(line)))

    def _span(self, line: int, column: int, length: int) -> Span:
        """A part of a line of the body, where it was written."""
        if self._places:
            line, column, length = self._places.written(line, column, length)
        return Span(line + self._offset, column + 1, length)

    def within(self, line: Span, text: str, start: int, length: int) -> Span:
        """Where `text[start:][:length]` stands, of a text that stands in a line of the file."""
        columns = _found_in(self._written[line.line - self._offset], text, line.column - 1)
        first = columns[min(start, len(columns) - 1)]
        last = columns[min(start + length, len(columns)) - 1]
        return Span(line.line, first + 1, last - first + 1)

    def text_of(self, span: Span) -> str:
        start = span.column - 1
        return self._written[span.line - self._offset][start : start + span.length]

    def enter(self, token: Token) -> None:
        """From here on positions are those of this inline token's content."""
        line = token.map[0] if token.map else 0
        # Cells of one table row are looked for one after another.
        self._column = self._column + 1 if line == self._line else 0
        self._line, self._content, self._starts = line, token.content, ()
        self._first = _found_in(self._source(line), token.content.partition("\n")[0], self._column)
        self._column = self._first[-1]

    def closing(self, src: str, start: int) -> int:
        """Where the next `]]` stands, `len(src)` for nowhere; looked up once for many openings."""
        known_in, known_from, known = self._closing
        if known_in is not src or not known_from <= start <= known:
            at = src.find("]]", start)
            known = at if at >= 0 else len(src)
            self._closing = (src, start, known)
        return known

    def is_in_label(self, state: StateInline) -> bool:
        """Whether what is read is the label of a wikilink or of a picture, a text by itself."""
        return state.src is not self._content

    def located(self, state: StateInline, start: int, end: int) -> Span:
        """Where in the file `state.src[start:end]` stands.

        markdown-it strips the marks of quotes, lists and tables before it reads inlines, so each
        line of an inline is looked for again in its line of the file.
        """
        if self.is_in_label(state):
            return self.line_span(self._line)
        self._starts = self._starts or _line_starts(state.src)
        row = bisect_right(self._starts, start) - 1
        begin, line = self._starts[row], self._line + row
        text = state.src[begin:].partition("\n")[0] if row else ""
        columns = _found_in(self._source(line), text, 0) if row else self._first
        column = columns[min(start - begin, len(columns) - 1)]
        length = len(state.src[start:end].partition("\n")[0])
        return self._span(line, column, length)

    def _source(self, line: int) -> str:
        return self._lines[line] if line < len(self._lines) else ""


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(found.end() for found in re.finditer("\n", text)))


def _found_in(source: str, text: str, start: int) -> Sequence[int]:
    """The columns of `source` at which the characters of `text` stand, from `start` on.

    In a table `\\|` was read as `|`.
    """
    column = source.find(text, start)
    if column >= 0:
        return range(column, column + len(text) + 1)
    columns = []
    for character in text:
        start = source.find(character, start)
        if start < 0:
            break
        columns.append(start)
        start += 1
    return columns or range(1)


def environment(findings: Findings) -> MutableMapping[str, Any]:
    """What markdown-it hands to every rule, with the findings in it."""
    return {_KEY: findings}


def findings_of(env: MutableMapping[str, Any]) -> Findings:
    found = env[_KEY]
    assert isinstance(found, Findings), "the engine is run with `environment(findings)`"
    return found


def plain(tokens: Sequence[Token]) -> str:
    """The plain text of inline tokens: what search engines and alternative texts show."""
    return "".join(map(_plain_token, tokens))


def _plain_token(token: Token) -> str:
    if token.meta and UNSEEN in token.meta:
        return ""
    if token.type in _TEXTS:
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.meta and token.meta.get(EMBED):
        return " "  # of the words around it, which stand apart
    if token.type == "wikilink" and token.meta["link"].kind == "wikilink":
        return plain(token.children or ()) or str(token.meta["last"])
    if token.type == "tag":
        return f"#{token.meta['link'].target}"
    if token.type == "image":
        return picture_label(plain(token.children or ()))[0]
    return plain(token.children or ()) if token.type == "mdlink" else ""
