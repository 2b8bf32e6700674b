"""`> [!note]- Title`: callouts, made from the quotes that CommonMark found (C01 to C15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_FIRST_LINE = re.compile(r"\[!([^\]|\n]+)(?:\|([^\]\n]*))?\]([+-]?)(?:[ \t]+([^\n]*))?(?:\n|$)")
_HEADING = re.compile(r"#{1,6}(?=[ \t]|$)")


def callout(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "callout", _callouts)


def _callouts(state: StateCore) -> None:
    if "[!" not in state.src and "ad-" not in state.src.lower():
        return
    out: list[Token] = []
    endings: list[list[Token]] = []  # what closes each open quote
    skip = 0
    for i, token in enumerate(state.tokens):
        if skip:
            skip -= 1
        elif token.type == "blockquote_open":
            found = _marker(state.tokens, i)
            if found is None:
                out.append(token)
                endings.append([])
            else:
                head, endings_of_this, skip = _opened(state.tokens, i, found)
                out.extend(head)
                endings.append(endings_of_this)
        elif token.type == "blockquote_close":
            out.extend(endings.pop() or [token])
        else:
            out.append(token)
    state.tokens = out


def _marker(tokens: list[Token], quote: int) -> re.Match[str] | None:
    """The `[!type]` on the first line of a quote (C12), be it a paragraph or a setext heading."""
    if quote + 2 >= len(tokens) or tokens[quote + 2].type != "inline":
        return None
    if tokens[quote + 1].type == "heading_open" and tokens[quote + 1].markup not in ("=", "-"):
        return None
    return _FIRST_LINE.match(tokens[quote + 2].content)


def _opened(
    tokens: list[Token], quote: int, found: re.Match[str]
) -> tuple[list[Token], list[Token], int]:
    """What stands for the beginning of the quote, what will end it, how many tokens to pass."""
    container, first = tokens[quote + 1], tokens[quote + 2]
    kind, metadata, sign, title = found[1].strip(), found[2], found[3], (found[4] or "").strip()
    kind = kind or "note"
    line = first.map[0] if first.map else 0
    outer, summary = ("details", "summary") if sign else ("div", "div")
    box = _token("callout_open", outer, 1, line, f"callout{' is-collapsible' if sign else ''}")
    box.meta = tokens[quote].meta  # its block id
    box.attrs.update(tokens[quote].attrs)
    box.attrs["data-callout"] = kind.lower()
    if metadata is not None:
        box.attrs["data-callout-metadata"] = metadata.strip()
    if sign:
        box.attrs["data-callout-fold"] = sign
    if sign == "+":
        box.attrs["open"] = ""
    head = [box, *_title(summary, title, _named(kind), line)]
    rest = first.content[found.end() :]
    left_over = _left_over(tokens, quote, rest)
    has_body = bool(left_over) or tokens[quote + 4].type != "blockquote_close"
    ending = [_token("callout_close", outer, -1, line)]
    if has_body:
        head.append(_token("callout_content_open", "div", 1, line, "callout-content"))
        ending.insert(0, _token("callout_content_close", "div", -1, line))
    if rest and first.map:
        first.map = [first.map[0] + 1, first.map[1]]
        container.map = first.map
    return [*head, *left_over], ending, 3


def _title(tag: str, title: str, kind: str, line: int) -> Iterator[Token]:
    """A title that is written as a heading is in its size, but no link leads to it (C15)."""
    heading = _HEADING.match(title)
    inner = f"h{heading.end()}" if heading else "span"
    text = _token("inline", "", 0, line)
    text.content = (_of_heading(title[heading.end() :]) if heading else title) or kind
    text.children = []
    yield _token("callout_title_open", tag, 1, line, "callout-title")
    yield _token("callout_title_inner_open", inner, 1, line, "callout-title-inner")
    yield text
    yield _token("callout_title_inner_close", inner, -1, line)
    yield _token("callout_title_close", tag, -1, line)


def _of_heading(written: str) -> str:
    """The text of a heading without the signs that may close it."""
    text = written.strip()
    bare = text.rstrip("#")
    return text if bare[-1:].strip() else bare.rstrip()


def _left_over(tokens: list[Token], quote: int, rest: str) -> list[Token]:
    """The first paragraph or heading without its first line; a bare `---` is a rule again."""
    container, first, close = tokens[quote + 1 : quote + 4]
    if rest.strip():
        first.content = rest
        return [container, first, close]
    if container.type == "heading_open":
        rule = Token("hr", "hr", 0, map=container.map, block=True)
        return [rule]
    return []


def _named(kind: str) -> str:
    words = kind.replace("-", " ").split()
    return " ".join(word[:1].upper() + word[1:].lower() for word in words)


def _token(kind: str, tag: str, nesting: int, line: int, css: str = "") -> Token:
    token = Token(kind, tag, 1 if nesting > 0 else -1 if nesting < 0 else 0, block=True)
    token.map = [line, line + 1]
    if css:
        token.attrs["class"] = css
    return token
