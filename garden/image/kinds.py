"""What kind of picture some bytes are, whatever the file is called."""

from __future__ import annotations

import re

_SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE\s+svg|svg)", re.IGNORECASE)
_SVG_ROOT = re.compile(rb"<(?:\w+:)?svg[\s/>]", re.IGNORECASE)
_HEIF = frozenset((b"avif", b"avis", b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1"))
_HEAD = 65_536  # bytes in which an SVG must begin


def kind_of(data: bytes) -> str:
    """A format by its first bytes; empty for what is no picture."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and brands(data) & _HEIF:
        return "heif"
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return "tiff"
    if data.startswith(b"BM") and len(data) > 26:
        return "bmp"
    head = data[:_HEAD]
    return "svg" if _SVG.match(head) and _SVG_ROOT.search(head) else ""


def brands(data: bytes) -> frozenset[bytes]:
    """What a file of the ISO family says that it is: its main brand and the others."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    return frozenset((data[8:12], *(data[i : i + 4] for i in range(16, end - 3, 4))))
