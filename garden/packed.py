"""What gzip, zlib and zip have packed, and what a PDF file sets in pieces: read with limits, so

that no file becomes more than can be searched.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

_MOST = 1 << 24  # bytes that one packed part may become
_MOST_OF_ZIP = 1 << 26  # likewise, all files of one archive
_PARTS = 500  # packed parts of one file
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_AFTER_GZIP = 32 + zlib.MAX_WBITS  # zlib looks itself whether a stream is gzip or zlib
_ZIP = b"PK\x03\x04"
_FILE = re.compile(  # the head of each file in an archive: as it stands, or deflated
    rb"PK\x03\x04..(?P<flags>..)(?P<way>[\x00\x08]\x00).{8}(?P<size>.{4}).{4}"
    rb"(?P<name>..)(?P<more>..)",
    re.DOTALL,
)
_STORED = b"\0\0"
_PDF = b"%PDF"
# Text of a PDF file: a string in brackets, one in hexadecimal digits, a number, an operator
_PDF_PIECE = re.compile(
    rb"\((?P<text>(?:[^\\()]|\\.|\((?:[^\\()]|\\.)*+\))*+)\)"
    rb"|<(?P<hex>[0-9A-Fa-f\s]+)>|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))|(?P<word>[A-Za-z'\"*]+)",
    re.DOTALL,
)
_PDF_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_PDF_SPACE = -180.0  # thousandths of a letter's height by which the next piece is moved away
_PDF_SHOWING = (b"Tj", b"TJ")  # the piece after it goes on where this one has ended


def unpacked(content: bytes) -> Iterator[tuple[int, bytes]]:
    """What gzip or zlib have packed, wherever it begins: a file, the text of a PNG, of a PDF."""
    at, count = 0, 0
    while count < _PARTS and (found := _PACKED.search(content, at)):
        at = found.start() + 2
        engine = zlib.decompressobj(_AFTER_GZIP)
        try:
            inner = engine.decompress(memoryview(content)[found.start() :], _MOST)
        except zlib.error:
            continue
        count += 1
        if engine.eof:
            at = len(content) - len(engine.unused_data)
        if inner:
            yield found.start(), inner


def unzipped(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The names and files of an archive, which text documents and books are, too.

    It may be cut off. What needs a password, or is packed in a rare way, is passed over; so is all
    that follows when the files become too large.
    """
    left = _MOST_OF_ZIP if content.startswith(_ZIP) else 0
    for file in islice(_FILE.finditer(content), _PARTS):
        name = file.end() + int.from_bytes(file["name"], "little")
        start = name + int.from_bytes(file["more"], "little")
        inner = _inflated(file, content, start, min(left, _MOST))
        left -= len(inner)
        if left <= 0:
            return
        yield from ((file.start(), one) for one in (content[file.end() : name], inner) if one)


def _inflated(file: re.Match[bytes], content: bytes, start: int, most: int) -> bytes:
    size = int.from_bytes(file["size"], "little")
    if file["flags"][0] & 1 or not most:
        return b""
    if file["way"] == _STORED:
        return content[start : start + min(size, most)]
    try:
        raw = zlib.decompressobj(-zlib.MAX_WBITS)
        return raw.decompress(memoryview(content)[start:], most)
    except zlib.error:
        return b""


def texts_of_pdf(content: bytes) -> Iterator[tuple[int, str]]:
    """What the pages of a PDF file say, as far as its letters have their usual numbers."""
    if content.startswith(_PDF):
        for start, part in ((0, content), *unpacked(content)):
            if text := "".join(_pieces_of_pdf(part)).strip():
                yield start, text


def _pieces_of_pdf(content: bytes) -> Iterator[str]:
    """The strings of a page: those that are shown in one row are one text."""
    for piece in _PDF_PIECE.finditer(content):
        match piece.lastgroup:
            case "text":
                yield _string_of_pdf(_PDF_ESCAPE.sub(_unescaped, piece["text"]))
            case "hex":
                digits = b"".join(piece["hex"].split())
                yield _string_of_pdf(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
            case "number":
                yield " " if float(piece["number"]) < _PDF_SPACE else ""
            case "word":
                yield "" if piece["word"] in _PDF_SHOWING else " "


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code.isdigit() and code[:1] < b"8":
        return bytes((int(code, 8) & 0xFF,))
    return {b"\n": b"", b"\r": b"", b"\r\n": b""}.get(code, b" " if code in b"nrtbf" else code)


def _string_of_pdf(string: bytes) -> str:
    if string.startswith(b"\xfe\xff") or (len(string) > 1 and not any(string[::2])):
        return string.removeprefix(b"\xfe\xff").decode("utf-16-be", errors="replace")
    return string.decode("cp1252", errors="replace")
