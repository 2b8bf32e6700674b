"""Photographs and drawings that a note holds itself, as `data:` in an address: without what they

say of themselves, as those that are files (PRV19).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import unescape
from typing import Any

from garden.image import FORMATS, cleaned, tells_where
from garden.image.embedded import Read, with_clean_addresses
from garden.image.kinds import kind_of
from garden.model import Flaw, Span
from garden.text.frontmatter import FrontMatter

Told = Callable[[str, str, str], None]  # a rule, what is wrong, and what to do
_SIGNS = (
    "ata:",
    "ATA:",
    "64,",
    "image/",
    "IMAGE/",
)  # one of them stands in any, however it is written
_UNCLEANED = "a picture in an address cannot be cleaned: it is published with all that it says"
_LOCATED = "a picture in an address says where it was taken, and is published with that"
_HINT = "save it as a file in JPEG or PNG, and show that"


def may_hold_pictures(text: str) -> bool:
    """Whether some text may hold a picture; cheap, since nearly none does."""
    return any(sign in text for sign in _SIGNS)


def with_clean_pictures(text: str, told: Told, *, keep: bool, read: Read = unescape) -> str:
    """HTML, or text that is to be `read` otherwise, in which pictures say nothing.

    What is wrong is `told`. To `keep` what they say means to tell of places alone.
    """
    return with_clean_addresses(text, partial(_clean, told, keep), read)


def with_clean_front(front: FrontMatter, *, keep: bool) -> tuple[FrontMatter, tuple[Flaw, ...]]:
    """The same of the texts that front matter holds; what is nested deeper is shown nowhere."""
    flaws = list[Flaw]()

    def clean(line: int, value: Any) -> Any:
        def told(rule: str, message: str, hint: str) -> None:
            flaws.append(Flaw(rule, message, hint, Span(line)))

        if isinstance(value, list):
            return [clean(line, item) if isinstance(item, str) else item for item in value]
        if isinstance(value, str) and may_hold_pictures(value):
            return with_clean_pictures(value, told, keep=keep, read=str)
        return value

    values = {key: clean(front.lines.get(key, 1), value) for key, value in front.values.items()}
    return (front if values == front.values else replace(front, values=values)), tuple(flaws)


def _clean(told: Told, keep: bool, data: bytes) -> bytes:
    kind = kind_of(data)
    if not kind:
        return data
    found = None if keep else cleaned(data)
    if found is None and tells_where(data):
        told("image-location", _LOCATED, _HINT)
    elif found is None and kind in FORMATS and not keep:
        told("image-uncleaned", _UNCLEANED, _HINT)
    return found.clean if found else data
