"""Where a web address that stands bare in a text begins, and where it ends (rows M12 and P05)."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Up to white space, `<`, `[[`, or the punctuation of Chinese and Japanese sentences.
REST = re.compile(r"://(?:(?!\[\[)[^\s<>\u3000-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f])+")
_BARE = re.compile(rf"(?<![A-Za-z0-9])https?{REST.pattern}", re.IGNORECASE)
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
    """`text` without what ends the sentence around it; a `)` stays when it has its `(`."""
    unopened, end = text.count(")") - text.count("("), len(text)
    while end:
        if text.endswith("==", 0, end):  # of a highlight
            end -= 2
        elif text[end - 1] in _TRAILING:
            end -= 1
        elif text[end - 1] == ")" and unopened > 0:
            unopened -= 1
            end -= 1
        else:
            break
    return text[:end]
