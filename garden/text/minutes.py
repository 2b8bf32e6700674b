"""How long a text takes to read: by its words, and in scripts without spaces by its characters."""

from __future__ import annotations

import re

_WORDS, _CHARACTERS = 200, 500  # that are read in a minute
# Chinese characters, and the kana of Japanese; Korean has spaces between its words
_CHARACTER = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
_MARK = re.compile("[\u3000-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")


def minutes_to_read(text: str) -> int:
    """The minutes that a text takes, in whole ones; 0 for less than one."""
    count = 0
    if not text.isascii():
        text, count = _CHARACTER.subn(" ", text)
        text = _MARK.sub(" ", text) if count else text
    minutes = len(text.split()) / _WORDS + count / _CHARACTERS
    return int(minutes + 0.5) if minutes >= 1 else 0
