"""Pictures made anew: narrower, or turned as they are to be seen. All that Pillow is asked to do.

It comes with the extra [images], and is imported when there is such a picture to be made.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 89_478_485  # a quarter of a gigabyte in memory; the limit that Pillow itself has
_ORIENTATION = 0x0112  # the tag of EXIF
_TURNED = 92  # the quality of a picture that is turned: near to what a camera saves
_METHOD = 4  # how hard WebP tries, of 6
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_ON_ITS_SIDE = (5, 6, 7, 8)  # orientations
_ROOM = 1.25  # how much wider than its copy a JPEG is decoded at least
_COLOURS = ("RGB", "RGBA", "P")  # whose colour profile is one of red, green and blue
_GREYS = ("1", "L", "LA", "PA", "I;16")


@cache
def pillow() -> str:
    """The version of Pillow, of which all bytes depend; empty where it is not installed."""
    with suppress(PackageNotFoundError):
        return version("pillow")
    return ""


def narrower(data: bytes, width: int, quality: int) -> bytes:
    """A picture as WebP of a width in pixels, upright, in its colours and without metadata.

    Of what cannot be decoded it is the picture itself: a browser may yet make something of it.
    """
    try:
        return _narrower(data, width, quality)
    except Exception:  # Pillow raises of every kind for broken files
        return data


def upright(data: bytes, kind: str) -> bytes:
    """A picture turned as EXIF wants it; the same where it cannot be decoded."""
    try:
        return _upright(data, _FORMATS[kind])
    except Exception:
        return data


def _narrower(data: bytes, width: int, quality: int) -> bytes:
    from PIL import Image, ImageOps

    with _opened(data) as opened:
        profile = _profile(opened) if opened.mode in _COLOURS else None
        opened.draft(None, _least(opened, width))  # a JPEG is decoded no larger than needed
        picture = ImageOps.exif_transpose(_plain(opened))
    height = max(1, round(width * picture.height / picture.width))
    small = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _saved(small, "WEBP", quality=quality, method=_METHOD, icc_profile=profile)


def _least(opened: Image, width: int) -> tuple[int, int]:
    """The size that a picture must be decoded to, before it is turned, to become so wide."""
    least = ceil(_ROOM * width)
    return (1, least) if opened.getexif().get(_ORIENTATION) in _ON_ITS_SIDE else (least, 1)


def _upright(data: bytes, form: str) -> bytes:
    from PIL import ImageOps
    from PIL.JpegImagePlugin import get_sampling

    with _opened(data) as opened:
        sampling = get_sampling(opened) if form == "JPEG" else -1
        turned = ImageOps.exif_transpose(opened)
    options: dict[str, Any] = {"quality": _TURNED, "icc_profile": _profile(turned)}
    if sampling >= 0:
        options["subsampling"] = sampling
    return _saved(turned, form, **options)


def _opened(data: bytes) -> Image:
    """A picture, of which only the head is read yet. Raises ValueError for one too large."""
    from PIL.Image import open as read

    opened = read(BytesIO(data))
    if opened.width * opened.height > MOST_PIXELS:
        raise ValueError("it would not fit into memory")
    return opened


def _plain(opened: Image) -> Image:
    """A picture of colours that can be mixed, with what is transparent in it. Raises ValueError

    for inks, which only their own profile makes colours of.
    """
    if opened.mode not in (*_COLOURS, *_GREYS):
        raise ValueError("no colours of a screen")
    return opened.convert("RGBA" if opened.has_transparency_data else "RGB")


def _profile(picture: Image) -> bytes | None:
    return picture.info.get("icc_profile")


def _saved(picture: Image, form: str, **options: Any) -> bytes:
    """Without EXIF, XMP and comments, of which a picture would else carry some along."""
    out = BytesIO()
    picture.info = {}
    picture.save(out, form, exif=b"", **options)
    return out.getvalue()
