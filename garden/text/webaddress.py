"""Where a web address that stands bare in a text begins, and where it ends (rows M12 and P05).

What was pasted from HTML has `&amp;` in it. In a note that is the sign it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.common.utils import replaceEntityPattern

# Up to white space, `<`, `[[`, or the punctuation of Chinese and Japanese sentences.
REST = re.compile(r"://(?:(?!\[\[)[^\s<>\u3000-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f])+")
_BARE = re.compile(rf"(?<![A-Za-z0-9])https?{REST.pattern}", re.IGNORECASE)
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LAST_ENTITY = re.compile(rf"{_ENTITY.pattern}\Z")
_NEVER = '<>"'  # in an address, however they are written
_TRAILING = "?!.,:;*_~'\"[]|"


def with_addresses(text: str) -> Iterator[tuple[str, bool]]:
    """A text in its pieces, and whether each is a web address."""
    end = 0
    for found in _BARE.finditer(text):
        url = without_punctuation(found[0])
        if url.endswith("://"):
            continue
        if found.start() > end:
            yield text[end : found.start()], False
        yield url, True
        end = found.start() + len(url)
    if end < len(text):
        yield text[end:], False


def without_punctuation(text: str) -> str:
    """`text` without what ends the sentence around it, entities too; `)` stays with its `(`."""
    unopened, end = text.count(")") - text.count("("), len(text)
    while end:
        if text.endswith("==", 0, end):  # of a highlight
            end -= 2
        elif last := text[end - 1] == ";" and _LAST_ENTITY.search(text, max(0, end - 40), end):
            end = last.start()
        elif text[end - 1] in _TRAILING:
            end -= 1
        elif text[end - 1] == ")" and unopened > 0:
            unopened -= 1
            end -= 1
        else:
            break
    return text[:end]


def meant_address(text: str) -> tuple[str, int]:
    """A bare address as it was meant, and how many characters of `text` it takes."""
    for entity in _ENTITY.finditer(text):
        if (sign := _sign(entity)) in _NEVER or sign.isspace():
            text = text[: entity.start()]
            break
    shown = without_punctuation(text)
    return _ENTITY.sub(_sign, shown), len(shown)


def _sign(entity: re.Match[str]) -> str:
    return replaceEntityPattern(entity[0], entity[1])
