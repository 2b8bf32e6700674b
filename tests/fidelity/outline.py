"""The outline of a note: what garden reads in it as bold, as an item, as code, in that order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from garden.text.findings import Findings, environment
from garden.text.frontmatter import FrontMatter, Number, load
from garden.text.markdown import engine
from tests.fidelity.neutral import OPTIONS

_FORMATS = {"strong_open": "bold", "em_open": "italics", "s_open": "struck"}
_LISTS = {"bullet_list_open": "bullet", "ordered_list_open": "number"}
_LEAVES = {
    "code_inline": "code",
    "fence": "code block",
    "code_block": "code block",
    "math_inline": "formula",
    "math_inline_double": "formula",
    "math_block": "formula",
}
_TEXTS = ("text", "text_special", *_LEAVES)


class Mark(NamedTuple):
    """Something in a note that is more than text: of which kind, what it says, on which line."""

    kind: str
    says: str
    line: int


def outline(front: str, body: str) -> list[Mark]:
    """What garden reads in a note, as `judge.js` tells it of the judge."""
    env = environment(Findings(body, OPTIONS))
    return [*_properties(front), *_blocks(_engine().parse(f"{body}\n", env))]


@cache
def _engine() -> MarkdownIt:
    """All our syntaxes; but what stands in elements that show no text is read too, as text."""
    return engine(OPTIONS).disable("unseen")


def _blocks(tokens: Sequence[Token]) -> Iterator[Mark]:
    lists: list[str] = []
    for i, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 1
        if token.type in _LISTS:
            lists.append(_LISTS[token.type])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            said = _words(tokens[i + 2]) if tokens[i + 1].type == "paragraph_open" else ""
            yield Mark("item", f"{lists[-1]}, level {len(lists)}: {said}", line)
        elif token.type == "heading_open":
            yield Mark("heading", f"level {token.tag[1:]}: {_words(tokens[i + 1])}", line)
        elif token.type == "tr_open":
            yield Mark("row", " | ".join(_cells(tokens[i:])), line)
        elif token.type in _LEAVES:
            yield Mark(_LEAVES[token.type], token.content, line)
        elif token.type == "inline":
            yield from _inline(token.children or (), line)


def _words(around: Token) -> str:
    """The text in a token."""
    return _said(around.children or ())


def _said(tokens: Sequence[Token]) -> str:
    return "".join(map(_text, tokens))


def _text(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "tag":
        return str(token.meta["link"].target)
    return token.content if token.type in _TEXTS else _words(token)


def _cells(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "tr_close":
            return
        if token.type == "inline":
            yield _words(token)


def _inline(tokens: Sequence[Token], line: int) -> Iterator[Mark]:
    for i, token in enumerate(tokens):
        if token.type in _FORMATS:
            yield Mark(_FORMATS[token.type], _said(_inside(tokens[i:])), line)
        elif token.type in _LEAVES:
            yield Mark(_LEAVES[token.type], token.content, line)
        elif token.type == "image" and token.attrs.get("src"):
            yield Mark("picture", f"→ {token.attrs['src']}", line)
        elif token.type == "mdlink":
            if token.attrs.get("href"):
                yield Mark("link", f"{_words(token)} → {token.attrs['href']}", line)
            yield from _inline(token.children or (), line)


def _inside(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands between the first token and the one that closes it."""
    depth = 0
    for i, token in enumerate(tokens):
        depth += token.nesting
        if not depth:
            return tokens[1:i]
    return tokens[1:]


def _properties(front: str) -> Iterator[Mark]:
    read = load(front)
    if not isinstance(read, FrontMatter):
        yield Mark("front matter", f"refused: {read.message}", read.line)
        return
    for key, value in read.values.items():
        said = json.dumps(_number(value), ensure_ascii=False)
        yield Mark("property", f"{key}: {said}", read.lines.get(key, 1))


def _number(value: Any) -> Any:
    """A value with its numbers as JSON has them; garden keeps them as they were written."""
    if isinstance(value, dict):
        return {str(key): _number(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_number(inner) for inner in value]
    if isinstance(value, Number):
        number = float(value)
        return int(number) if number.is_integer() else number
    return value
