"""Logseq's page property `public:: false`, the one word of that program that garden obeys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from garden.signs import bare
from garden.text.denial import is_plain_no

_PROPERTY = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?public[ \t]*::[ \t]*[\"']?(?P<value>\w+)[\"']?[ \t]*$", re.IGNORECASE
)
_HEADING = re.compile(r"#{1,6}[ \t]")
_BULLET = re.compile(r"[ \t]*[-*+](?:[ \t]|$)")
_FENCE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(`{3,}|~{3,})([^`]*)$")
_REMARK = re.compile(r"\s*(?:%%.*%%|<!--.*-->)\s*$")


def public_property(body: str) -> tuple[str, int] | None:
    """What denies in the first block of a text, and its line; None when nothing does."""
    if "::" not in body:
        return None
    code = _fenced(body)
    for number, line in _first_block(body):
        if number in code:
            continue
        found = _PROPERTY.match(bare(line))
        if found and is_plain_no(found["value"]):
            return f"public:: {found['value']}", number
    return None


def property_in_code(body: str) -> int | None:
    """The line of the same in a whole block of code that a note begins with: it denies nothing."""
    if "::" not in body or not (code := _fenced(body)):
        return None
    lines = ((n, _PROPERTY.match(bare(line))) for n, line in _first_block(body) if n in code)
    return next((n for n, found in lines if found and is_plain_no(found["value"])), None)


def _fenced(body: str) -> range:
    """The lines of a block of code in the first block of a text; of one without an end, none."""
    for start, line in _first_block(body):
        if opening := _FENCE.match(line):
            for number, later in enumerate(body.split("\n")[start:], start + 1):
                found = _FENCE.match(later)
                if found and found[1].startswith(opening[1]) and not found[2].strip():
                    return range(start, number + 1)
            return range(0)
    return range(0)


def _first_block(body: str) -> Iterator[tuple[int, str]]:
    """The lines of the first paragraph, and those of a bullet that is it or comes next."""
    was_text = was_empty = in_bullet = False
    for number, line in enumerate(body.split("\n"), 1):
        if not bare(line).strip() or _REMARK.match(line):
            was_empty = True
            continue
        is_bullet = bool(_BULLET.match(line))
        if in_bullet and (is_bullet or was_empty):
            return
        if was_text and was_empty and not is_bullet:
            return
        was_text, was_empty = was_text or not _HEADING.match(line), False
        in_bullet = in_bullet or is_bullet
        yield number, line
