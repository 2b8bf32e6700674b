"""What a picture says of itself besides its pixels, and the picture without that.

Bytes in, values out: nothing is decoded. A format is a function `(bytes) -> Cleaned` that raises
ValueError for bytes that are not of its kind.
"""

from __future__ import annotations

from collections.abc import Callable

from garden.image import exif, gif, heif, jpeg, png, webp
from garden.image.cleaned import Cleaned
from garden.image.kinds import kind_of

FORMATS: dict[str, Callable[[bytes], Cleaned]] = {
    "gif": gif.cleaned,
    "heif": heif.cleaned,
    "jpeg": jpeg.cleaned,
    "png": png.cleaned,
    "webp": webp.cleaned,
}


def cleaned(data: bytes) -> Cleaned | None:
    """A picture without what it says of itself; None if it is in no format that can be cleaned,

    or broken. Never raises.
    """
    read = FORMATS.get(kind_of(data))
    try:
        return read(data) if read else None
    except (ValueError, IndexError):
        return None


def tells_where(data: bytes) -> bool:
    """Whether bytes of any kind, broken ones too, seem to say where a picture was taken."""
    known = cleaned(data)
    return known.located if known else exif.is_located_anywhere(data)
