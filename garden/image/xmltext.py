"""XML as text, in the letters that it says it is written in, and whether it is a drawing."""

from __future__ import annotations

import re
import zlib

_DECLARED = re.compile(rb"<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
_ENCODINGS = re.compile(  # that browsers know, and Python by the same names
    r"utf-?8|us-ascii|ascii|latin-?1|iso-8859-\d{1,2}|windows-12\d\d|koi8-[ru]|shift_jis|euc-jp"
    r"|euc-kr|gbk|gb2312|gb18030|big5",
    re.IGNORECASE,
)
_MARKS = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_PROLOG = re.compile(
    r"""\ufeff?+(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\["'>]|"[^"]*"|'[^']*')*+
    (?:\[(?:<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'|<(?!!--|\?)|[^\]"'<])*+\]\s*+)?+>)*+""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?svg[\s/>]", re.IGNORECASE)
_HEAD = 65_536  # bytes in which most drawings begin


def encoding_of(data: bytes) -> str:
    """The letters that XML is written in. Raises ValueError for those that nobody knows."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    said = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    encoding = said[1].decode() if said else "utf-8"
    if not _ENCODINGS.fullmatch(encoding):
        raise ValueError("an encoding that is not known")
    return encoding


def is_drawing(data: bytes) -> bool:
    """Whether the first element of some bytes is one of SVG."""
    if not data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        return False
    return _begins(data[:_HEAD]) or (len(data) > _HEAD and _begins(data))


def _begins(data: bytes) -> bool:
    try:
        text = data.decode(encoding_of(data), errors="replace")
    except (ValueError, LookupError):
        text = data.decode("latin-1")
    prolog = _PROLOG.match(text)
    return prolog is not None and _ROOT.match(text, prolog.end()) is not None


def unpacked(data: bytes, most: int) -> bytes:
    """What gzip has packed, or the first bytes of it; empty for what is not packed."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, most)
    except zlib.error:
        return b""


def is_packed_alone(data: bytes) -> bool:
    """Whether gzip has packed nothing but one file, without its name and other words."""
    packer = zlib.decompressobj(16 + zlib.MAX_WBITS)
    return data[3] == 0 and packer.decompress(data) is not None and not packer.unused_data
