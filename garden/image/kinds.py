"""What kind of picture some bytes are, whatever the file is called."""

from __future__ import annotations

from garden.image import xmltext

_HEIF = frozenset(
    b"avif avis avio heic heix heim heis hevc hevx hevm hevs avci avcs mif1 mif2 msf1".split()
)
_FILM = (b"moov", b"mdat", b"wide", b"pnot", b"skip", b"free")  # how an old film begins
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"IIRO", b"IIRS", b"MMOR", b"IIU\0")  # and raw
_JXL = b"\0\0\0\x0cJXL \r\n\x87\n"
_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (_JXL, "jxl"),
    *((start, "tiff") for start in _TIFF),
    (b"FUJIFILMCCD-RAW", "raw"),
    (b"8BPS", "psd"),
    (b"%PDF-", "pdf"),
)
HEAD = 65_536  # bytes by which a kind is known


def kind_of(data: bytes) -> str:
    """A format by its first bytes; empty for what is no picture, and no film."""
    for start, kind in _BEGINNINGS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "heif" if brands(data) & _HEIF else "film"
    if data[4:8] in _FILM and data[:2] == b"\0\0":
        return "film"
    if data.startswith(b"BM") and len(data) > 26:
        return "bmp"
    if data.startswith(b"\x1f\x8b\x08"):
        return "svgz" if xmltext.is_drawing(xmltext.unpacked(data[:HEAD], HEAD)) else ""
    return "svg" if xmltext.is_drawing(data) else ""


def brands(data: bytes) -> frozenset[bytes]:
    """What a file of the ISO family says that it is: its main brand and the others."""
    end = min(int.from_bytes(data[:4], "big"), 256)
    return frozenset((data[8:12], *(data[i : i + 4] for i in range(16, end - 3, 4))))
