"""Bytes to text: byte order marks, broken UTF-8, line ends, characters that no note may hold."""

from __future__ import annotations

import codecs
import re
from urllib.parse import unquote

from garden.model import Flaw, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# NUL, and the noncharacters with which holes and comments are written, so that a note cannot forge
# one.
_FORBIDDEN = re.compile("[\0\ufdd0-\ufdd5]")


def decoded(source: bytes) -> tuple[str, tuple[Flaw, ...]]:
    """The text of a file, and what was wrong with its bytes (rule OUT12). Loses no character."""
    body, encoding = source, _unmarked(source)
    for mark, named in _MARKS:
        if source.startswith(mark):
            body, encoding = source[len(mark) :], named
            break
    flaws: tuple[Flaw, ...] = ()
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        text = body.decode(encoding, errors="replace")
        flaws = (_bad_bytes(error, len(source) - len(body)),)
    text = text.lstrip("\ufeff")  # a second mark would hide that front matter begins
    return permitted(text.replace("\r\n", "\n").replace("\r", "\n")), flaws


def _unmarked(source: bytes) -> str:
    """The encoding of a text without a mark, by where the NULs of its first letters stand."""
    nul = tuple(byte == 0 for byte in source[:4])
    if nul == (False, True, False, True):
        return "utf-16-le"
    return "utf-16-be" if nul == (True, False, True, False) else "utf-8"


def permitted(text: str) -> str:
    """`text` without what no note may hold; whatever is decoded goes through here."""
    return _FORBIDDEN.sub("\ufffd", text)


def percent_decoded(address: str) -> str:
    """`%C3%A4` → `ä`: an address, or a part of one, as it is read."""
    return permitted(unquote(address))


def _bad_bytes(error: UnicodeDecodeError, offset: int) -> Flaw:
    before = error.object[: error.start].replace(b"\r\n", b" \n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    return Flaw(
        "encoding",
        f"byte {error.start + offset} is not valid {error.encoding.upper()}",
        "save the file as UTF-8",
        Span(line, error.start - (before.rfind(b"\n") + 1) + 1, 1),
    )
