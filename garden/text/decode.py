"""Bytes to text: byte order marks, broken UTF-8, line ends, characters that no note may hold."""

from __future__ import annotations

import codecs
import re
from urllib.parse import unquote

from garden.model import Flaw, Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# NUL, and the noncharacters with which holes are written, so that a note cannot forge one.
_FORBIDDEN = re.compile("[\0\ufdd0-\ufdd3]")


def decoded(source: bytes) -> tuple[str, tuple[Flaw, ...]]:
    """The text of a file, and what was wrong with its bytes (rule OUT12). Loses no character."""
    body, encoding = source, "utf-8"
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
    return permitted(text.replace("\r\n", "\n").replace("\r", "\n")), flaws


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
