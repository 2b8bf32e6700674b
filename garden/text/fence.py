"""A block of code as it was written: its text, and what the line says that opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from garden.model import Span
from garden.text.findings import Findings


@dataclass(frozen=True, slots=True)
class Info:
    """What the opening line of a fence says (row S14)."""

    language: str = ""  # as it was written


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code. `span` is the line that opens it."""

    text: str
    info: Info
    span: Span


Fence = Callable[[Code, Findings], str]  # the HTML of a block of code


def info_of(written: str) -> Info:
    return Info(*written.split(maxsplit=1)[:1])
