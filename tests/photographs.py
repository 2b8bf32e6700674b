"""Pictures made by Pillow, with all that cameras and programs write into them."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any
from zlib import crc32

from PIL import Image
from PIL.PngImagePlugin import PngInfo

CANARY = b"zqxmaker"
XMP = b"<x:xmpmeta><rdf exif:GPSLatitude='52,30N'>zqxmaker</rdf></x:xmpmeta>"
PROFILE = b"a colour profile " * 10
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")


@cache
def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture that no format can make small, red at its top left."""
    picture = Image.effect_noise((width, height), 90).convert("RGB")
    picture.paste((255, 0, 0), (0, 0, width // 4, height // 4))
    return picture.convert(mode)


def exif(orientation: int = 1, *, located: bool = True) -> Image.Exif:
    found = Image.Exif()
    found[0x0112], found[0x010F] = orientation, CANARY.decode()
    if located:
        place = found.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", (52.0, 30.0, 0.0), "E", (13.0, 2.0, 1.0)
    return found


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def photograph(form: str, orientation: int = 1, size: tuple[int, int] = (90, 60)) -> bytes:
    """A picture that says everything of itself which its format can hold."""
    more: dict[str, Any] = {"exif": exif(orientation), "xmp": XMP, "icc_profile": PROFILE}
    match form:
        case "GIF":
            return saved(noise(*size), form, comment=CANARY)
        case "JPEG":
            more |= {"comment": CANARY, "quality": 97}
        case "PNG":
            del more["xmp"]
            more["pnginfo"] = text = PngInfo()
            text.add_text("Author", CANARY.decode())
            text.add_itxt("XML:com.adobe.xmp", XMP.decode())
            text.add_text("Comment", CANARY.decode(), zip=True)
        case "AVIF":
            more["icc_profile"] = None
    return saved(noise(*size), form, **more)


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        return picture


def pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    picture = opened(data)
    return picture.size, picture.convert("RGBA").tobytes()


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return (
        len(content).to_bytes(4, "big") + kind + content + crc32(kind + content).to_bytes(4, "big")
    )


def with_more(picture: bytes, kind: bytes) -> bytes:
    """A PNG in which a chunk holds more than it says."""
    at = picture.index(kind) - 4
    end = at + 12 + int.from_bytes(picture[at : at + 4], "big")
    return picture[:at] + chunk(kind, picture[at + 8 : end - 4] + CANARY) + picture[end:]


def in_riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP of some chunks."""
    written = (kind + len(c).to_bytes(4, "little") + c + b"\0" * (len(c) % 2) for kind, c in chunks)
    body = b"WEBP" + b"".join(written)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
