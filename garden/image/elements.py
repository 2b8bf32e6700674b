"""What an element of a drawing, and each of its attributes, is good for."""

from __future__ import annotations

import re

from garden.image.embedded import (
    Clean,
    with_clean_address,
    with_clean_addresses,
    with_clean_link,
    with_clean_list,
    with_clean_style,
)
from garden.image.nowhere import NOWHERE, is_data, on_disk

_NAMES = frozenset(("id", "class"))  # by which others know an element
_ADDRESSES = frozenset(("href", "src", "base", "poster", "data", "background"))
_LINKS = frozenset(("action", "formaction", "cite", "longdesc", "ping", "role", "arcrole"))
_LISTS = frozenset(("srcset", "imagesrcset"))
_CHANGES = frozenset(("to", "from", "by", "values"))  # of an animation
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


def is_link(local: str, attributes: list[str], *, is_page: bool) -> bool:
    """Whether the address of an element is for following, or animates such a one."""
    if local in ("set", "animate"):
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        return given.get("attributeName", "").strip().rpartition(":")[2] == "href"
    return is_page or local == "a"


def with_clean_value(
    name: str, value: str, clean: Clean, *, is_drawing: bool, follows: bool = False
) -> str:
    """The value of an attribute without paths, comments, and what pictures in it say.

    In an element that a reader `follows`, an address is a link.
    """
    prefix, _, local = name.rpartition(":")
    if local in _NAMES:
        return with_clean_addresses(value, clean) if ":" in value else value
    if local == "style" or (is_drawing and _is_style(local) and _holds_style(value)):
        return with_clean_style(value, clean)
    if (follows and local == "href") or (local in _LINKS and (local != "role" or prefix)):
        return with_clean_link(value)
    if follows and is_drawing and local in _CHANGES and (local == "values" or not is_data(value)):
        return ";".join(map(with_clean_link, value.split(";")))
    if local in _ADDRESSES or is_data(value):
        return with_clean_address(value, clean)
    if local in _LISTS:
        return with_clean_list(value, clean)
    if on_disk(value):
        return "" if local in _WORDS else NOWHERE
    if ":" in value:
        return (
            with_clean_style(value, clean) if "(" in value else with_clean_addresses(value, clean)
        )
    return value


def _holds_style(value: str) -> bool:
    return "/*" in value or "(" in value


def _is_style(local: str) -> bool:
    """Whether browsers read the value of an attribute as they read a style."""
    return not any(local in names for names in (_NAMES, _WORDS, _ADDRESSES, _LINKS, _LISTS))
