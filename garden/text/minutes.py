"""How long a note takes to read: by its words, and in scripts without spaces by its characters."""

from __future__ import annotations

import re
from itertools import chain

from garden.model import Body, Link, Parts
from garden.text.targets import shown_text

_WORDS, _CHARACTERS = 200, 500  # that are read in a minute
_TAG = re.compile(r"<[^<>]*>")
# Chinese characters, and the kana of Japanese; Korean has spaces between its words
_CHARACTER = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
_MARK = re.compile("[\u3000-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
_SAYING = ("wikilink", "markdown", "tag")  # the kinds of links that are words of the text


def minutes_to_read(body: Body) -> int:
    """The minutes that a text takes, in whole ones; 0 for less than one."""
    parts = chain((b.parts for b in body.blocks), (f.parts for f in body.footnotes))
    text = _TAG.sub("", " ".join(map(_text_of, parts)))
    count = 0
    if not text.isascii():
        text, count = _CHARACTER.subn(" ", text)
        text = _MARK.sub(" ", text) if count else text
    minutes = len(text.split()) / _WORDS + count / _CHARACTERS
    return int(minutes + 0.5) if minutes >= 1 else 0


def _text_of(parts: Parts) -> str:
    return "".join(part if isinstance(part, str) else _said(part) for part in parts)


def _said(link: Link) -> str:
    if link.kind not in _SAYING:
        return ""
    return _text_of(link.label) or shown_text(link.target, link.anchor)
