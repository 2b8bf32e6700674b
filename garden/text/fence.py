"""A block of code as it was written: its text, and what the line says that opens it.

Of what editors and site generators write after the language, all is read that is not ambiguous:
Obsidian's plugins, Hugo, Quartz, Docusaurus, MkDocs, Pandoc. The rest is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from garden.model import Span
from garden.text.findings import Findings

Range = tuple[int, int]  # its first and its last line, from 1

_VALUE = r"""(?:"[^"]*+"|'[^']*+'|\{[^}]*+\}|\[[^\]]*+\]|[^\s,"'{]+(?:,[0-9-]+)*+)"""
_WORD = re.compile(
    r"\{(?P<braces>[^}]*+)\}"
    rf"|(?P<key>[A-Za-z][\w-]*)\s?[=:]\s?(?P<value>{_VALUE})"
    r"|(?P<flag>[A-Za-z.][\w.+#-]*)(?:\{(?P<start>[0-9]{1,6})\})?"
    r"|\"[^\"]*+\"|'[^']*+'|/[^/]*+/|\S"
)
_LANGUAGE = re.compile(r"[^\s{=]++(?=[\s{]|$)")
_FILE = re.compile(r"([^\s:]+):([^\s:]*\w\.\w+)")  # js:main.js
_RANGES = re.compile(r"[0-9\s,.-]+")
_RANGE = re.compile(r"([0-9]{1,6})(?:\s*(?:-|\.\.)\s*([0-9]{1,6}))?")
_TITLES = ("title", "ti", "filename")
_LINES = ("hl", "hl_lines", "highlight", "mark")
_NUMBERS = ("showlinenumbers", "linenos", "linenums", "line-numbers", "numberlines", "ln")
_STARTS = ("linenostart", "startlinenumber", "startline", "startfrom")
_LONGEST = 1_000  # characters that are looked at
_NO = ("false", "no", "off")


@dataclass(frozen=True, slots=True)
class Info:
    """What the opening line of a fence says (row S14)."""

    language: str = ""  # as it was written
    title: str = ""
    marked: tuple[Range, ...] = ()  # the lines that are to stand out
    start: int | None = None  # the number of the first line; None where lines have no numbers


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code. `span` is the line that opens it."""

    text: str
    info: Info
    span: Span = field(default_factory=Span)


Fence = Callable[[Code, Findings], str]  # the HTML of a block of code


def info_of(written: str) -> Info:
    """The opening line of a fence without its marks."""
    written = written[:_LONGEST]
    named = _LANGUAGE.match(written)
    if not named:
        return _read(Info(), written)
    if of_file := _FILE.fullmatch(named[0]):
        info = Info(of_file[1], of_file[2])
    else:
        info = Info(named[0])
    return _read(info, written[named.end() :])


def _read(info: Info, rest: str) -> Info:
    for word in _WORD.finditer(rest):
        if word["braces"] is not None:
            info = _in_braces(info, word["braces"])
        elif word["key"]:
            info = _with_value(info, word["key"].lower(), word["value"])
        elif word["flag"] and word["flag"].lower().lstrip(".") in _NUMBERS:
            info = replace(info, start=int(word["start"] or 1))
        elif word["flag"] and not info.language:
            info = replace(info, language=word["flag"])
    return info


def _in_braces(info: Info, inner: str) -> Info:
    """`{1,3-5}`, Hugo's `{linenos=true}`, Pandoc's `{.python}`, R Markdown's `{r, echo=FALSE}`."""
    if _RANGES.fullmatch(inner):
        return replace(info, marked=(*info.marked, *_ranges(inner)))
    named = re.match(r"\s*\.?([A-Za-z][^\s,.={}]*)(?=[\s,]|$)", inner)
    if named and not info.language:
        return _read(replace(info, language=named[1]), inner[named.end() :])
    return _read(info, inner)


def _with_value(info: Info, key: str, written: str) -> Info:
    value = written[1:-1] if written[0] in "\"'{[" else written
    if key in _TITLES:
        return replace(info, title=" ".join(value.split()))
    if key in _LINES:
        return replace(info, marked=(*info.marked, *_ranges(value)))
    is_number = re.fullmatch("[0-9]{1,6}", value)
    if key in _NUMBERS and value.lower() not in _NO:
        return replace(info, start=int(value) if is_number else info.start or 1)
    if key in _STARTS and is_number:
        return replace(info, start=int(value))
    return info


def _ranges(text: str) -> Iterator[Range]:
    """The lines that are named, if nothing but lines is named; Hugo may put them in quotes."""
    text = re.sub("[\"']", "", text)
    found = _RANGE.findall(text) if _RANGES.fullmatch(text) else ()
    return ((int(first), int(last or first)) for first, last in found)
