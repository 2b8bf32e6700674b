"""What an SVG holds in its addresses and style sheets: pictures, paths of a disk, comments."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable
from urllib.parse import quote, unquote_to_bytes

Clean = Callable[[bytes], bytes]  # a picture without what it says; raises ValueError, IndexError

_URI = re.compile(r"(?P<before>[\"'(]?)(?P<head>data:[^,\"'()\s]{0,100},)", re.IGNORECASE)
_ENDS = {'"': '"', "'": "'", "(": ")"}
_LOCAL = re.compile(r"\s*(?:file:|[A-Za-z]:[\\/]|\\\\)", re.IGNORECASE)
_NOWHERE = "about:invalid"
_FILE = re.compile(r"(url\(\s*[\"']?)file:[^\"')]*", re.IGNORECASE)  # which no page may load
_BLANK = re.compile(rb"\s+")
_STYLE = re.compile(  # what has no end goes on to the end, as in browsers
    r"""(?P<comment>/\*.*?(?:\*/|\Z))|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?
    |url\(\s*+[^"'\s)][^)]*+\)?""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)


def with_clean_address(address: str, clean: Clean) -> str:
    """An address that is no path of the disk on which a drawing was made, or a clean picture."""
    return _NOWHERE if _LOCAL.match(address) else with_clean_addresses(address, clean)


def with_clean_addresses(text: str, clean: Clean) -> str:
    """A style in which pictures say nothing of themselves, and no path is one of a disk.

    What stands there instead is not found either.
    """
    text = _FILE.sub(rf"\1{_NOWHERE}", text)
    parts, at = list[str](), 0
    while (found := _URI.search(text, at)) is not None:
        end = text.find(_ENDS[found["before"]], found.end()) if found["before"] else len(text)
        end = end if end >= 0 else len(text)
        parts += [text[at : found.end()], _clean(found["head"], text[found.end() : end], clean)]
        at = end
    return "".join([*parts, text[at:]])


def with_clean_style(text: str, clean: Clean) -> str:
    """A style sheet without what its comments say; they part words, so their signs stay."""

    def left(found: re.Match[str]) -> str:
        return "/**/" if found["comment"] else found[0]

    return with_clean_addresses(_STYLE.sub(left, text), clean)


def _clean(head: str, payload: str, clean: Clean) -> str:
    is_base64 = head[:-1].lower().rstrip().endswith("base64")
    data = unquote_to_bytes(payload)
    if is_base64:
        try:
            data = b64decode(_BLANK.sub(b"", data) + b"==")
        except Error:
            return payload
    left = clean(data)
    if left == data:
        return payload
    return b64encode(left).decode() if is_base64 else quote(left)
