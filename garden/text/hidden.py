"""Elements of HTML of which a reader sees nothing: `hidden`, a closed `<dialog>`, `<template>` …

No description, search, quote or feed says what is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from garden.text.style import style_hides

ELEMENT = re.compile(r"<(/?)([A-Za-z][\w.:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
# Taken out with all that is in them
_VOID = "area base br col embed hr img input link meta source track wbr"
_NEVER = "canvas datalist math noembed noframes noscript script style svg template title"
NEVER_SHOWN = frozenset(_NEVER.split())
# What is in these is for browsers that do not know them
FALLBACK = frozenset(("audio", "video", "rp", "progress", "meter"))
UNSAID = NEVER_SHOWN | FALLBACK | {"iframe"}
_MAY_HIDE = re.compile(
    rf"<(?:{'|'.join(sorted(UNSAID))}|dialog)\b|\bhidden\b|\bpopover\b|\bstyle\s*=", re.IGNORECASE
)
VOID = frozenset(_VOID.split())


def may_hide(html: str) -> bool:
    """Whether a closer look is worth its while."""
    return bool(_MAY_HIDE.search(html))


def attributes(written: str) -> Iterator[tuple[str, str]]:
    """The attributes of an element as a browser reads them, with names in small letters."""
    return ((name.lower(), value) for name, value in written_attributes(written))


def written_attributes(written: str) -> Iterator[tuple[str, str]]:
    for name, value in _ATTRIBUTE.findall(written):
        bare = value[1:-1] if value[:1] in ("'", '"') else value
        yield name, unescape(bare)


def hides(written: str) -> bool:
    """Whether an element with these attributes shows nothing of what is in it."""
    for name, value in attributes(written):
        if name in ("hidden", "popover") or (name == "style" and style_hides(value)):
            return True
    return False


def is_unseen(name: str, written: str) -> bool:
    """Whether nothing is seen of what is in an element; `written` are its attributes."""
    if name == "dialog":
        return all(attribute != "open" for attribute, _ in attributes(written)) or hides(written)
    return name in NEVER_SHOWN or hides(written)


def seen(html: str) -> str:
    """Balanced HTML without the elements that a note hides."""
    return "".join(_seen(html, frozenset())) if may_hide(html) else html


def said(html: str) -> str:
    """The same without any in which no reader finds words."""
    return "".join(_seen(html, UNSAID)) if may_hide(html) else html


def _seen(html: str, more: frozenset[str]) -> Iterator[str]:
    end = 0
    while True:
        opening = next((t for t in ELEMENT.finditer(html, end) if _opens_unseen(t, more)), None)
        if opening is None:
            yield html[end:]
            return
        yield html[end : opening.start()]
        end = _end_of(html, opening)


def _opens_unseen(tag: re.Match[str], more: frozenset[str]) -> bool:
    name = tag[2].lower()
    if tag[1]:
        return False
    return name in more or (is_unseen(name, tag[3]) and name not in NEVER_SHOWN) or hides(tag[3])


def _end_of(html: str, opening: re.Match[str]) -> int:
    """Where an element ends; without an end it runs to that of the text."""
    name = opening[2].lower()
    if name in VOID:
        return opening.end()
    depth = 1
    for tag in ELEMENT.finditer(html, opening.end()):
        if tag[2].lower() == name:
            depth += -1 if tag[1] else 1
            if not depth:
                return tag.end()
    return len(html)
