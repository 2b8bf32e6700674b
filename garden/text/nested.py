"""Text that is not read as Markdown, without the sources of what asks or steers in it (row E14).

Such is what plugins fill with Markdown (`tabs`, `col` …), and what is too large or nested too
deeply. Code that is shown on purpose stays: in a language that is known, or in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from garden.text.allowed import names
from garden.text.fence import info_of
from garden.text.lexing import is_language
from garden.text.pluginblock import SAYING, asking_kind, is_asking_inline
from garden.text.visible import visible

ELIDED = "…"
# What plugins fill with Markdown, so that a comment in it is one
_HOLDING = names(
    "tab tabs col cols col-md column columns multi-column multicolumn grid card cards callout "
    "accordion collapse panel panels steps slide slides"
)
_FENCE = re.compile(r"^([ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)*)(`{3,}|~{3,})([^\n]*)$")
_TICKS = re.compile("`+")
_BLANK = re.compile(r"(\n[ \t>]*(?=\n))")
_CODE = re.compile(r"<code\b[^<>]*>((?:[^<]|<(?!/?code\b))*)(?:</code\s*>|\Z)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def within(info: str, text: str) -> str:
    """What a block may show of its text; `info` is the line that opens it, without its marks."""
    language = info_of(info).language.lower()
    if not _may_ask(text) and "%%" not in text and "<!--" not in text:
        return text
    if language not in SAYING and is_language(language):
        return text
    return without_asking(visible(text) if language in _HOLDING else text)


def _may_ask(text: str) -> bool:
    return "`" in text or "~~~" in text or "<" in text


@dataclass(slots=True)
class _Block:
    """A block of code that is open: its marks, and whether what is in it is left out, or code."""

    marks: str
    hides: bool
    is_code: bool


def without_asking(text: str) -> str:
    """The text with its labels in place of the blocks that ask, however deep they are nested."""
    return "".join(_without_asking(text)) if _may_ask(text) else text


def _without_asking(text: str) -> Iterator[str]:
    open_: list[_Block] = []
    prose = list[str]()
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line.rstrip("\n"))
        inner = open_[-1] if open_ else None
        if found and inner and _closes(found, inner):
            yield from _told(prose)
            _close(open_, found[2])
            yield line
        elif inner and (inner.hides or inner.is_code):
            yield "" if inner.hides else line
        elif found and (found[2][0] == "~" or "`" not in found[3]):
            yield from _told(prose)
            kind = asking_kind(found[3])
            language = info_of(found[3].strip()).language.lower()
            is_code = language not in SAYING and is_language(language)
            open_.append(_Block(found[2], bool(kind), is_code))
            yield f"{found[1]}{found[2]}{kind}\n" if kind else line
        else:
            prose.append(line)
    yield from _told(prose)


def _closes(found: re.Match[str], block: _Block) -> bool:
    return found[2].startswith(block.marks) and not found[3].strip()


def _close(open_: list[_Block], marks: str) -> None:
    """The block that these marks began, with all that were left open in it; else the innermost."""
    at = next((i for i, block in enumerate(open_) if block.marks == marks), len(open_) - 1)
    del open_[at:]


def _told(prose: list[str]) -> Iterator[str]:
    """Lines that are no code, without what asks in them; the list is emptied."""
    if prose:
        yield without_asking_inline("".join(prose))
        prose.clear()


def without_asking_inline(text: str) -> str:
    """Text without inline code that asks, in each of its paragraphs."""
    if "`" in text:
        text = "".join("".join(_without_spans(part)) for part in _BLANK.split(text))
    return without_asking_html(text)


def without_asking_html(html: str) -> str:
    """The same of code in HTML, whose words plugins read as well."""
    return _CODE.sub(_unless_asking, html) if "<code" in html.lower() else html


def _unless_asking(found: re.Match[str]) -> str:
    return ELIDED if is_asking_inline(unescape(_TAG.sub("", found[1]))) else found[0]


def _without_spans(text: str) -> Iterator[str]:
    runs = list(_TICKS.finditer(text))
    next_of = dict[int, int]()  # by length
    closing = [0] * len(runs)
    for i in range(len(runs) - 1, -1, -1):
        closing[i] = next_of.get(len(runs[i][0]), 0)
        next_of[len(runs[i][0])] = i
    at = end = 0
    while at < len(runs):
        start, close = runs[at], closing[at]
        if close and is_asking_inline(text[start.end() : runs[close].start()]):
            yield text[end : start.start()] + ELIDED
            end = runs[close].end()
        at = max(close, at) + 1
    yield text[end:]
