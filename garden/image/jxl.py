"""JPEG XL in its boxes: those that do not make the picture are left out, packed ones too.

Which way is up is said in the picture itself.
"""

from __future__ import annotations

from garden.image.boxes import sound_boxes
from garden.image.cleaned import Cleaned
from garden.image.exif import is_located_anywhere

_PICTURE = (b"jxlc", b"jxlp")
_MAKING = (b"JXL ", b"ftyp", b"jxll", b"jxli", *_PICTURE)


def cleaned(data: bytes) -> Cleaned:
    """A JPEG XL of the boxes that make it. Raises ValueError."""
    kept = [box for box in sound_boxes(data) if box.kind in _MAKING]
    if not any(box.kind in _PICTURE for box in kept):
        raise ValueError("a JPEG XL without a picture")
    clean = b"".join(data[box.whole : box.end] for box in kept)
    return Cleaned(clean, located=is_located_anywhere(data))
