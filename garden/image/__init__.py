"""What a picture says of itself besides its pixels, and the picture without that.

Bytes in, values out: nothing is decoded. A format is a function `(bytes) -> Cleaned` that raises
ValueError for bytes that are not of its kind.
"""

from __future__ import annotations

from collections.abc import Callable

from garden.image import drawing, exif, films, gif, heif, jpeg, jxl, png, webp
from garden.image.cleaned import Cleaned
from garden.image.kinds import kind_of

_DEEPEST = 3  # drawings in drawings
FORMATS: dict[str, Callable[[bytes], Cleaned]] = {
    "gif": gif.cleaned,
    "heif": heif.cleaned,
    "jpeg": jpeg.cleaned,
    "jxl": jxl.cleaned,
    "png": png.cleaned,
    "svg": lambda data: drawing.cleaned(data, _within(1)),
    "svgz": lambda data: drawing.unpacked_cleaned(data, _within(1)),
    "webp": webp.cleaned,
}
CLEANABLE = frozenset((*FORMATS, "bmp"))  # in which nothing is said


def cleaned(data: bytes) -> Cleaned | None:
    """A picture without what it says of itself; None if it is in no format that can be cleaned,

    or broken. Never raises.
    """
    read = FORMATS.get(kind_of(data))
    try:
        return read(data) if read else None
    except (ValueError, IndexError):
        return None


def _within(depth: int) -> Callable[[bytes], bytes]:
    """What becomes of a picture that stands in a drawing. Raises ValueError, IndexError."""

    def clean(data: bytes) -> bytes:
        kind = kind_of(data)
        if kind == "svg":
            if depth > _DEEPEST:
                raise ValueError("drawings too deep in drawings")
            return drawing.cleaned(data, _within(depth + 1)).clean
        return FORMATS[kind](data).clean if kind in FORMATS else data

    return clean


def tells_where(data: bytes) -> bool:
    """Whether bytes of any kind, broken ones too, seem to say where a picture was taken."""
    known = cleaned(data)
    if known:
        return known.located
    if kind_of(data) == "film":
        return films.tells_where(lambda at, count: data[at : at + count], len(data))
    return exif.is_located_anywhere(data)
