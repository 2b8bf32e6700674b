"""JPEG: a run of segments; what does not make the picture is left out, and nothing decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from garden.image.cleaned import Cleaned
from garden.image.colour import profile
from garden.image.exif import XMP_PLACE, is_located, orientation_of, oriented

_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)  # but those inside of a scan
_END, _SCAN, _APP0, _APP1, _APP2, _APP14 = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
# C8 is reserved, DE and DF are of pictures in several sizes, which no browser shows
_MAKING = frozenset(range(0xC0, 0xDE)) - {0xC8, *range(0xD0, 0xDA)} | {_SCAN}
_LINES = 0xDC  # how many of them there are, in two bytes
_PROFILE, _NUMBERED = b"ICC_PROFILE\x00", 14  # bytes before each part of a colour profile
_ADOBE = 12  # bytes of what Adobe says of the colours
_EXIF = b"Exif\x00\x00"
_JFIF = 14  # bytes of a JFIF header; after them stands a thumbnail


def cleaned(data: bytes) -> Cleaned:
    """A JPEG of its image data, its colour profile and its orientation. Raises ValueError.

    What stands behind its end, such as a short film, goes too.
    """
    head, body, orientation, located = list[bytes](), list[bytes](), 0, False
    segments = list(_segments(data))
    profiles = [payload for marker, payload, _ in segments if _is_profile(marker, payload)]
    for marker, payload, whole in segments:
        if marker == _APP1:
            if payload.startswith(_EXIF):
                orientation = orientation or orientation_of(payload[len(_EXIF) :])
            located = located or is_located(payload[len(_EXIF) :]) or XMP_PLACE in payload
        elif marker == _APP0 and _is_jfif(payload):
            head.append(_segment(_APP0, payload[:12] + b"\0\0"))
        elif _is_profile(marker, payload):
            body += _profile(profiles)
            profiles = []
        else:
            body.append(_left(marker, payload, whole))
    if _SCAN not in (marker for marker, _, _ in segments):
        raise ValueError("a JPEG without a picture")
    if orientation > 1:
        head.append(_segment(_APP1, _EXIF + oriented(orientation)))
    return Cleaned(b"".join((data[:2], *head, *body)), orientation or 1, located)


def _left(marker: int, payload: bytes, whole: bytes) -> bytes:
    """What is kept of a segment."""
    if marker == _APP14 and payload.startswith(b"Adobe"):
        return _segment(_APP14, payload[:_ADOBE].ljust(_ADOBE, b"\0"))
    if marker == _LINES:
        return _segment(_LINES, payload[:2])
    return whole if marker in _MAKING or marker == _END else b""


def _is_jfif(payload: bytes) -> bool:
    return payload.startswith(b"JFIF\x00") and len(payload) >= _JFIF


def _is_profile(marker: int, payload: bytes) -> bool:
    """Whether a segment holds a colour profile; all others of its kind only say something."""
    return marker == _APP2 and payload.startswith(_PROFILE) and len(payload) > _NUMBERED


def _profile(payloads: list[bytes]) -> list[bytes]:
    """A colour profile up to its end, in its numbered parts; nothing where some are missing."""
    parts = dict(reversed([(payload[12], payload[_NUMBERED:]) for payload in payloads]))
    if not payloads or sorted(parts) != list(range(1, payloads[0][13] + 1)):
        return []
    whole, pieces = profile(b"".join(parts[number] for number in sorted(parts))), list[bytes]()
    for number in sorted(parts):
        length = len(parts[number])
        if whole:
            pieces.append(whole[:length])
        whole = whole[length:]
    count = len(pieces)
    return [_segment(_APP2, _PROFILE + bytes((n, count)) + p) for n, p in enumerate(pieces, 1)]


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


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
