"""What an element of a drawing, and each of its attributes, is good for."""

from __future__ import annotations

import re

from garden.image.embedded import (
    Clean,
    with_clean_address,
    with_clean_addresses,
    with_clean_style,
)
from garden.image.nowhere import NOWHERE, on_disk

_NAMES = frozenset(("id", "class"))  # by which others know an element
_ADDRESSES = frozenset(("href", "src", "base", "poster", "data", "action", "cite"))
_WORDS = frozenset(("title", "alt", "aria-label", "aria-description", "placeholder", "value"))
_INERT = frozenset(("template", "meta"))  # in HTML: nothing of it is shown
_SCRIPT = r"\s*(?:module|(?:text|application)/(?:x-)?(?:java|ecma|j)script[\d.]*)?\s*"  # a type
_RUNS = re.compile(
    r"<(?:[\w.-]+:)?script(?![\w.-])"
    rf"(?![^>]{{0,2000}}?\stype\s*=\s*[\"'](?!{_SCRIPT}[\"']))|[\s\"']on[a-z]+\s*=".encode(),
    re.IGNORECASE,
)


def runs(source: bytes) -> bool:
    """Whether something in a drawing may be run, and ask for what nobody sees."""
    return _RUNS.search(source) is not None


def is_shown(local: str, attributes: list[str], *, is_drawing: bool, has_script: bool) -> bool:
    """Whether what is in an element can be seen, heard, or steers what is."""
    if local in ("style", "script"):
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        known = r"\s*(?:text/css)?\s*" if local == "style" else _SCRIPT
        kind = given.get("type", "")
        return has_script or re.fullmatch(known, kind, re.IGNORECASE) is not None
    if is_drawing:
        return local != "metadata"
    return has_script or local not in _INERT


def with_clean_value(name: str, value: str, clean: Clean, *, is_drawing: bool) -> str:
    """The value of an attribute without paths, comments, and what pictures in it say."""
    local = name.rpartition(":")[2]
    if local == "style" or (is_drawing and "/*" in value and _is_style(local)):
        return with_clean_style(value, clean)
    if local in _ADDRESSES or value[:40].lstrip()[:5].lower() == "data:":
        return with_clean_address(value, clean)
    if local not in _NAMES and local not in _WORDS and on_disk(value):
        return NOWHERE
    if ":" in value:
        return (
            with_clean_style(value, clean) if "(" in value else with_clean_addresses(value, clean)
        )
    return value


def _is_style(local: str) -> bool:
    """Whether browsers read the value of an attribute as they read a style."""
    return local not in _NAMES and local not in _WORDS and local not in _ADDRESSES
