"""Text and bytes that stand in a text in another form: codes of HTML, JSON and addresses, base64,

`data:` addresses.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, unquote_to_bytes

RUNS = re.compile(rb"(?:[\x20-\x7e]|[\xc3-\xf4][\x80-\xbf]{1,3}){6,}")
WIDE = tuple(
    (encoding, re.compile(pattern))
    for encoding, pattern in (
        ("utf-16-le", rb"(?:[^\x00-\x1f][\x00-\x06]){6,}"),
        ("utf-16-be", rb"(?:[\x00-\x06][^\x00-\x1f]){6,}"),
    )
)
_TIMES = 3  # a code in a code in a code
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\u\{[0-9a-fA-F]{1,6}\}|\\x[0-9a-fA-F]{2}|\\.")
_IS_CODED = re.compile(r"[&%\\]")
# In one run, or broken into lines as mail and keys are: no line but the last is a short one
_BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{40,}+(?:[ \t]*(?:\r?\n|\s)[ \t>]*[A-Za-z0-9+/_-]{40,}+)*+"
    r"(?:[ \t]*(?:\r?\n|\s)[ \t>]*[A-Za-z0-9+/_-]{2,39}(?![A-Za-z0-9+/_-]))?={0,2}"
    r"|[A-Za-z0-9+/_-]{8,}+={0,2}"
)
_NOT_OF_BASE64 = re.compile(r"[\s>=]+")
_WHOLE = 4096  # characters of base64 that may begin elsewhere than at the beginning
_PACKED = (b"\x1f\x8b", b"PK")
_DATA = re.compile(r"data:[\w/+.-]*(?:;(?!base64)[^,;\"'\s]*)*,([^\"'\s<>)]{8,})", re.IGNORECASE)


@lru_cache(maxsize=2)  # a file is asked for its words, and then for the files in it
def forms(text: str) -> tuple[str, ...]:
    """A text, then the lines of it that have codes, without them, and again where codes are left.

    Each line keeps its number; the others are empty.
    """
    found = [text]
    while len(found) <= _TIMES and (plain := _decoded(found[-1])):
        found.append(plain)
    return tuple(found)


def _decoded(text: str) -> str:
    if not _IS_CODED.search(text):
        return ""
    lines = text.split("\n")
    plain = [_decoded_line(line) if _IS_CODED.search(line) else line for line in lines]
    changed = (new if new != old else "" for new, old in zip(plain, lines, strict=True))
    return "\n".join(changed).rstrip("\n")


def _decoded_line(line: str) -> str:
    out = _ESCAPE.sub(_unescaped, unescape(line))
    return (unquote(out) if "%" in out else out).replace("\n", " ")


def _unescaped(found: re.Match[str]) -> str:
    code = found[0]
    match code[1]:
        case "u" if code[2:3] == "{":
            number = int(code[3:-1], 16)
            return chr(number) if number < 0x110000 else ""
        case "u" if len(code) > 2:
            units = bytes.fromhex(code.replace("\\u", ""))
            return units.decode("utf-16-be", errors="replace")
        case "x" if len(code) == 4:
            return chr(int(code[2:], 16))
        case "n" | "t" | "r" | "b" | "f":
            return " "
    return code[1:]


def inner_bytes(text: str, least: int = 0) -> Iterator[tuple[int, bytes, str]]:
    """What stands in a text as base64 of so many characters, or in an address, with its place."""
    for found in _BASE64.finditer(text):
        run = _NOT_OF_BASE64.sub("", found[0])
        if len(run) > least:
            yield from ((found.start(), inner, "base64") for inner in _of_base64(run))
    if "data:" in text:
        for found in _DATA.finditer(text):
            yield found.start(), unquote_to_bytes(found[1]), "address"


@lru_cache(maxsize=1 << 16)  # names and classes stand on every page
def _of_base64(run: str) -> tuple[bytes, ...]:
    """What a run of base64 may hold: one that begins with something else is tried four times."""
    run = run.replace("-", "+").replace("_", "/")
    starts = range(4) if len(run) <= _WHOLE else (0,)
    out = []
    for start in starts:
        part = run[start:]
        part = part[:-1] if len(part) % 4 == 1 else part
        content = b64decode(part + "=" * (-len(part) % 4))
        if (
            RUNS.search(content)
            or content.startswith(_PACKED)
            or any(p.search(content) for _, p in WIDE)
        ):
            out.append(content)
    return tuple(out)
