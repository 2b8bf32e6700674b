"""What the syntaxes find while markdown-it reads one note, and where it stands in the file."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from garden.model import Flaw, Link, Parts, Span
from garden.text.targets import picture_label

_HOLE = re.compile("\ufdd0([0-9]+)\ufdd1")
_KEY = "garden"
_TEXTS = frozenset(("text", "text_special", "code_inline", "math_inline", "math_inline_double"))


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """All of the configuration that the text of a note is read by: part of the cache's key."""

    strict_line_breaks: bool = False
    html: Literal["sanitize", "trust", "escape"] = "sanitize"
    shared: bool = False
    singular_tag: bool = False


class Findings:
    """Collects the links and flaws of one note. `first_line` is the body's line in the file."""

    def __init__(self, body: str, options: ParseOptions, first_line: int = 1) -> None:
        self.options = options
        self.holes: list[Link] = []
        self.flaws: list[Flaw] = []
        self._lines = body.split("\n")
        self._offset = first_line
        self._line = 0  # of the inline being read, counted from 0 in the body
        self._content = ""
        self._position = 0  # how far into it lines are counted
        self._seen = (-1, 0)  # line and column of the last thing located
        self._closing = ("", 0, -1)  # of `]]`: in which text, looked for from where, found where

    def hole(self, link: Link) -> str:
        """Take a link; what is returned stands for it in the HTML until `filled`."""
        self.holes.append(link)
        return f"\ufdd0{len(self.holes) - 1}\ufdd1"

    def parts(self, html: str) -> Parts:
        """HTML with holes as a tuple in which the links stand where the holes were."""
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

    def flaw(self, rule: str, message: str, hint: str = "", span: Span | None = None) -> None:
        self.flaws.append(Flaw(rule, message, hint, span or Span(self._offset)))

    def line_span(self, line: int) -> Span:
        """The whole of a line, counted from 0 in the body."""
        text = self._lines[line] if line < len(self._lines) else ""
        return Span(line + self._offset, 1, len(text))

    def text_of(self, span: Span) -> str:
        start = span.column - 1
        return self._lines[span.line - self._offset][start : start + span.length]

    def enter(self, token: Token) -> None:
        """From here on positions are those of this inline token's content."""
        self._line = token.map[0] if token.map else 0
        self._content, self._position = token.content, 0

    def closing(self, src: str, start: int) -> int:
        """Where the next `]]` stands, `len(src)` for nowhere; looked up once for many openings."""
        known_in, known_from, known = self._closing
        if known_in is not src or not known_from <= start <= known:
            at = src.find("]]", start)
            known = at if at >= 0 else len(src)
            self._closing = (src, start, known)
        return known

    def located(self, state: StateInline, start: int, end: int) -> Span:
        """Where in the file `state.src[start:end]` stands.

        markdown-it strips the marks of quotes, lists and tables before it reads inlines, so the
        text is looked for again in its line; what a table unescaped is found by its beginning.
        """
        if state.src is self._content:  # not the label of a link or a picture
            self._line += state.src.count("\n", self._position, start)
            self._position = start
        raw = state.src[start:end].partition("\n")[0]
        source = self._lines[self._line] if self._line < len(self._lines) else ""
        after = self._seen[1] if self._seen[0] == self._line else 0
        column = source.find(raw, after)
        if column < 0:
            column = max(source.find(raw), source.find(raw.partition("|")[0], after), 0)
        self._seen = (self._line, column + 1)
        return Span(self._line + self._offset, column + 1, len(raw))


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
    if token.type in _TEXTS:
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "wikilink" and token.meta["link"].kind == "wikilink":
        return plain(token.children or ()) or str(token.meta["last"])
    if token.type == "image":
        return picture_label(plain(token.children or ()))[0]
    return plain(token.children or ()) if token.type == "mdlink" else ""
