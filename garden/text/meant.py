"""Every word of a value that may have been meant as a tag: it may only ever deny (PRV27)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from garden.paths import TAG_NAME
from garden.signs import bare
from garden.text.targets import tag_name

_BETWEEN = re.compile(r"[\s,;]+")
_TAGS = re.compile(TAG_NAME)
_LETTERS = re.compile(r"[\w/-]+")


def meant_tags(value: Any) -> Iterator[str]:
    """The words of a tag's list, mapping or text, however it is written; some of them twice."""
    for text in _texts(value, set()):
        yield from words_of(text)


def words_of(text: str) -> Iterator[str]:
    """The words of a text, cut at white space, at what ends a tag, and at all that is no letter.

    Wide forms count as the usual ones, since `，` stands between tags in China.
    """
    plain = unicodedata.normalize("NFKC", bare(text))
    for word in _BETWEEN.split(plain):
        yield from filter(None, (tag_name(word.lstrip("#")),))
    if not _LETTERS.fullmatch(plain):
        yield from map(tag_name, _TAGS.findall(plain))
    yield from (tag_name(word.strip("-_")) for word in _LETTERS.findall(plain))


def _texts(value: Any, known: set[int]) -> Iterator[str]:
    """All scalars, each container once: references of YAML can make very many of few."""
    if isinstance(value, (dict, list)):
        if id(value) in known:
            return
        known.add(id(value))
        parts = (*value.keys(), *value.values()) if isinstance(value, dict) else value
        for part in parts:
            yield from _texts(part, known)
    elif value is not None:
        yield str(value)
