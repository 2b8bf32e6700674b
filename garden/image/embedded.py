"""Pictures that stand as `data:` in addresses and style sheets, and those that load them."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from urllib.parse import quote, unquote_to_bytes

from garden.image.nowhere import (
    NOWHERE,
    is_data,
    may_be_followed,
    may_be_loaded,
    may_stand_in_style,
    without_blanks,
)

Clean = Callable[[bytes], bytes]  # a picture without what it says; raises ValueError, IndexError
Read = Callable[[str], str]  # what is meant by the letters in which an address is written

_QUOTE = r"&(?:quot|apos|\#0*3[49]|\#[xX]0*2[27]);"  # as HTML writes one in a value
_URI = re.compile(
    rf"(?P<set>srcset\s{{0,9}}=\s{{0,9}})?(?:(?P<before>[\"'(<]|&lt;|{_QUOTE})\s{{0,9}})?"
    r"(?P<head>data:[^,\"'()<>]{0,100},)",
    re.IGNORECASE,
)
_END = re.compile(rf"[\s\"'()<>`]|{_QUOTE}", re.IGNORECASE)  # of one that nothing encloses
_WHOLE = re.compile(r"\s*(data:[^,]{0,100},)", re.IGNORECASE)
_PLACE = "=,;:/?!()%"  # signs in what stands behind `#`
_CLOSING = {"(": ")", "<": ">", "&lt;": "&gt;"}  # what else encloses with the same sign
_TAG = re.compile(r"<[^<>]*>")  # in words that hold an address
_NO_LETTER = re.compile(rb"[^A-Za-z0-9+/]+")
_COMMENT = re.compile(  # what has no end goes on to the end, as in browsers
    r"""(?P<comment>/\*.*?(?:\*/|\Z))|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?
    |url\(\s*+[^"'\s)][^)]*+\)?""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_LOADED = re.compile(
    r"""(?P<by>(?:url|src)\(\s*+|(?:@import|image-set\()\s*+(?=["']))
    (?P<address>"[^"]*"?|'[^']*'?|[^)"']*)""",
    re.IGNORECASE | re.VERBOSE,
)


def with_clean_address(address: str, clean: Clean) -> str:
    """An address that is nothing but a picture, or may lead to one: a clean picture, or none."""
    if not is_data(address):
        return address if may_be_loaded(address) else NOWHERE
    if (found := _WHOLE.match(address)) is None:
        address = without_blanks(address)
        found = _WHOLE.match(address)
    if found is None:
        return NOWHERE
    end = found.end()
    return address[:end] + _clean(found[1], address[end:], clean, str)


def with_clean_link(address: str) -> str:
    """An address that a reader may follow; it names no file or note of its author."""
    return address if may_be_followed(address) else NOWHERE


def with_clean_list(addresses: str, clean: Clean) -> str:
    """Addresses of pictures with their sizes; none of them if one may not stay."""
    stay = all(is_data(part) or may_be_loaded(part.rstrip(",")) for part in addresses.split())
    return with_clean_addresses(addresses, clean) if stay else NOWHERE


def with_clean_addresses(text: str, clean: Clean, read: Read = str) -> str:
    """Words, a style or HTML in which all pictures in addresses say nothing of themselves.

    What stands there instead is not found either.
    """
    parts, at = list[str](), 0
    while (found := _URI.search(text, at)) is not None:
        end = _end(text, found)
        payload = text[found.end() : end]
        if found["before"] == "&lt;" and "<" in payload:
            payload = _TAG.sub("", payload)
        parts += [text[at : found.end()], _clean(found["head"], payload, clean, read)]
        at = end
    return "".join([*parts, text[at:]])


def without_style_comments(style: str) -> str:
    """A style sheet without what its comments say; they part words, so their signs stay."""
    if "/*" not in style:
        return style
    return _COMMENT.sub(lambda found: "/**/" if found["comment"] else found[0], style)


def with_clean_style(style: str, clean: Clean) -> str:
    """A style sheet that says nothing but how something looks, and loads nothing of a disk."""
    style = _LOADED.sub(_without_path, without_style_comments(style))
    return with_clean_addresses(style, clean) if ":" in style else style


def _without_path(found: re.Match[str]) -> str:
    written = found["address"]
    sign = written[:1] if written[:1] in ("'", '"') else ""
    if may_stand_in_style(written.strip("\"'")):
        return found[0]
    return f"{found['by']}{sign}{NOWHERE}{sign}"


def _end(text: str, found: re.Match[str]) -> int:
    """Where a picture ends: where what encloses it does, or else before a space."""
    start, before = found.end(), found["before"]
    if before and not found["set"]:
        end = text.find(_CLOSING.get(before, before), start)
    else:
        following = _END.search(text, start)
        end = following.start() if following else -1
    return end if end >= 0 else len(text)


def _clean(head: str, payload: str, clean: Clean, read: Read) -> str:
    if head[:-1].lower().rstrip().endswith("base64"):
        letters, sign, place = read(payload).partition("#")
        data = _from_base64(letters)
        left = clean(data)
        same = left == data
        return payload if same else f"{b64encode(left).decode()}{sign}{quote(place, _PLACE)}"
    data = unquote_to_bytes(read(payload))
    left = clean(data)
    return payload if left == data else quote(left)


def _from_base64(written: str) -> bytes:
    """What some letters stand for, as much as there is of it."""
    letters = _NO_LETTER.sub(b"", unquote_to_bytes(written))
    return b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
