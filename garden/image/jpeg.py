"""JPEG: a run of segments; what does not make the picture is left out, and nothing decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from garden.image.cleaned import Cleaned
from garden.image.exif import XMP_PLACE, is_located, orientation_of, oriented

_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)  # but those inside of a scan
_END, _SCAN, _APP0, _APP1, _APP2, _APP14 = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
_MAKING = frozenset(range(0xC0, 0xE0)) - {0xC8, *range(0xD0, 0xDA)} | {_SCAN}  # C8 is reserved
_ADOBE = 12  # bytes of what Adobe says of the colours
_EXIF = b"Exif\x00\x00"
_JFIF = 14  # bytes of a JFIF header; after them stands a thumbnail


def cleaned(data: bytes) -> Cleaned:
    """A JPEG of its image data, its colour profile and its orientation. Raises ValueError.

    What stands behind its end, such as a short film, goes too.
    """
    head, body, orientation, located, has_scan = list[bytes](), list[bytes](), 0, False, False
    for marker, payload, whole in _segments(data):
        if marker == _APP0:
            head += [b"\xff\xe0\x00\x10" + payload[:12] + b"\0\0"] if _is_jfif(payload) else []
        elif marker == _APP1:
            if payload.startswith(_EXIF):
                orientation = orientation or orientation_of(payload[len(_EXIF) :])
            located = located or is_located(payload[len(_EXIF) :]) or XMP_PLACE in payload
        elif marker == _APP14 and payload.startswith(b"Adobe"):
            body.append(b"\xff\xee\x00\x0e" + payload[:_ADOBE].ljust(_ADOBE, b"\0"))
        elif marker in _MAKING or marker == _END or _is_profile(marker, payload):
            has_scan = has_scan or marker == _SCAN
            body.append(whole)
    if not has_scan:
        raise ValueError("a JPEG without a picture")
    if orientation > 1:
        turned = _EXIF + oriented(orientation)
        head.append(b"\xff\xe1" + (len(turned) + 2).to_bytes(2, "big") + turned)
    return Cleaned(b"".join((data[:2], *head, *body)), orientation or 1, located)


def _is_jfif(payload: bytes) -> bool:
    return payload.startswith(b"JFIF\x00") and len(payload) >= _JFIF


def _is_profile(marker: int, payload: bytes) -> bool:
    """Whether a segment holds a colour profile; all others of its kind only say something."""
    return marker == _APP2 and payload.startswith(b"ICC_PROFILE\x00")


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The segments up to the end: marker, content, and all of it; a scan comes with its data.

    A scan that ends too soon is the last. Raises ValueError where nothing can be shown.
    """
    at, has_scan = 2, False
    while (found := _MARKER.search(data, at)) is not None:
        marker, start = data[found.end() - 1], found.end()
        if marker == _END:
            yield marker, b"", b"\xff\xd9"
            return
        if marker == 0x01:
            at = start
            continue
        size = int.from_bytes(data[start : start + 2], "big")
        end = start + size
        if size < 2 or end > len(data):
            break
        if marker == _SCAN:
            has_scan, following = True, _MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield marker, data[start + 2 : start + size], data[start - 2 : end]
        at = end
    if not has_scan:
        raise ValueError("a JPEG that ends too soon")
