"""What pictures say of themselves, and the pictures without it (PRV19). Nothing ever raises."""

from __future__ import annotations

from typing import Any
from zlib import compress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from garden.image import FORMATS as CLEANED
from garden.image import cleaned, exif, tells_where
from garden.image.kinds import kind_of
from garden.image.svg import harmless, size_of
from garden.pictures import examined
from tests import photographs
from tests.photographs import (
    CANARY,
    FORMATS,
    chunk,
    in_riff,
    noise,
    opened,
    photograph,
    pixels,
    saved,
    with_more,
)

KINDS = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp", "AVIF": "heif", "GIF": "gif"}


@pytest.mark.parametrize("form", FORMATS)
def test_prv19_a_clean_picture_says_nothing_and_looks_the_same(form: str) -> None:
    picture = photograph(form)
    found = cleaned(picture)
    assert kind_of(picture) == KINDS[form]
    assert CANARY in picture
    assert found is not None
    assert CANARY not in found.clean
    assert b"GPS" not in found.clean
    assert pixels(found.clean) == pixels(picture)
    info = opened(found.clean).info
    assert not {"comment", "xmp", "Author", "XML:com.adobe.xmp", "Comment"} & info.keys() or (
        form == "AVIF" and not info["xmp"].strip(b"\0")
    )


@pytest.mark.parametrize("form", FORMATS)
def test_prv19_to_clean_twice_is_to_clean_once(form: str) -> None:
    found = cleaned(photograph(form, orientation=6))
    assert found is not None
    assert cleaned(found.clean) == found.__class__(
        found.clean, found.orientation, False, found.animated
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_prv19_the_colour_profile_stays(form: str) -> None:
    found = cleaned(photograph(form))
    assert found is not None
    assert opened(found.clean).info["icc_profile"] == photographs.PROFILE


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_which_way_is_up_stays(form: str, orientation: int) -> None:
    found = cleaned(photograph(form, orientation))
    assert found is not None
    assert found.orientation == orientation
    assert dict(opened(found.clean).getexif()) == ({274: orientation} if orientation > 1 else {})
    assert b"GPS" not in found.clean


PLAIN: dict[str, tuple[str, dict[str, Any]]] = {
    "a JPEG": ("JPEG", {}),
    "a progressive JPEG": ("JPEG", {"progressive": True}),
    "a JPEG with restarts": ("JPEG", {"restart_marker_blocks": 1}),
    "a PNG": ("PNG", {}),
    "a WebP": ("WEBP", {}),
    "a WebP without loss": ("WEBP", {"lossless": True}),
    "an AVIF": ("AVIF", {}),
    "a GIF": ("GIF", {}),
    "an animated GIF": ("GIF", {"save_all": True, "loop": 0, "duration": 9}),
    "an animated PNG": ("PNG", {"save_all": True}),
    "an animated WebP": ("WEBP", {"save_all": True}),
}


@pytest.mark.parametrize(("form", "options"), PLAIN.values(), ids=list(PLAIN))
def test_a_picture_that_says_nothing_stays_as_it_is(form: str, options: dict[str, Any]) -> None:
    if "save_all" in options:
        options = {**options, "append_images": [noise(30, 20).rotate(180)]}
    picture = saved(noise(30, 20), form, **options)
    found = cleaned(picture)
    assert found is not None
    assert found.clean == picture
    assert found.animated is ("save_all" in options)
    assert not found.located


def test_prv19_what_stands_behind_the_end_goes() -> None:
    """What was cut off a picture, or a short film that a telephone took with it."""
    for form in ("JPEG", "PNG", "WEBP", "GIF"):
        picture = saved(noise(30, 20), form)
        found = cleaned(picture + CANARY + picture)
        assert found is not None
        assert found.clean == picture, form


def test_prv19_thumbnails_go() -> None:
    picture = saved(noise(30, 20), "JPEG")
    jfif = b"\xff\xe0\x00\x13JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01" + b"zqx"
    jfxx = b"\xff\xe0\x00\x0aJFXX\x00zqx"
    found = cleaned(picture[:2] + jfif + jfxx + picture[20:])
    assert found is not None
    assert b"zqx" not in found.clean
    assert pixels(found.clean) == pixels(picture)


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


JXL_HEAD = b"\x00\x00\x00\x0cJXL \r\n\x87\n"
JXL = JXL_HEAD + box(b"ftyp", b"jxl \0\0\0\0jxl ") + box(b"jxlc", b"the picture")
FILM = box(b"ftyp", b"mp42\0\0\0\0") + box(b"mdat", CANARY) + box(b"moov", CANARY)
AVIF, GIF, WEBP, PNG, JPEG = (
    saved(noise(30, 20), form) for form in ("AVIF", "GIF", "WEBP", "PNG", "JPEG")
)
MOVING = saved(noise(30, 20), "WEBP", save_all=True, append_images=[noise(30, 20).rotate(180)])
SEQUENCE = saved(noise(30, 20), "AVIF", save_all=True, append_images=[noise(30, 20).rotate(180)])
FRAME = MOVING.index(b"ANMF")


def with_chunk_in_frame(picture: bytes) -> bytes:
    """A moving WebP in whose first picture stands a chunk more."""
    size = int.from_bytes(picture[FRAME + 4 : FRAME + 8], "little")
    more, end = b"zqxk\x08\0\0\0" + CANARY, FRAME + 8 + size
    head = picture[:FRAME] + b"ANMF" + (size + len(more)).to_bytes(4, "little")
    grown = head + picture[FRAME + 8 : end] + more + picture[end:]
    return grown[:4] + (len(grown) - 8).to_bytes(4, "little") + grown[8:]


def with_chunk(picture: bytes, kind: bytes) -> bytes:
    """A PNG with a chunk more behind its head."""
    chunk = len(CANARY).to_bytes(4, "big") + kind + CANARY + b"\0\0\0\0"
    return picture[:33] + chunk + picture[33:]


def with_pixels(picture: bytes, packed: bytes) -> bytes:
    """A PNG with other pixels."""
    at = picture.index(b"IDAT") - 4
    end = at + 12 + int.from_bytes(picture[at : at + 4], "big")
    return picture[:at] + chunk(b"IDAT", packed) + picture[end:]


LEVEL = noise(30, 20, "L")
RAW = b"".join(b"\0" + LEVEL.tobytes()[at : at + 30] for at in range(0, 600, 30))
GREY = with_pixels(saved(LEVEL, "PNG"), compress(RAW))
DENSE = saved(noise(30, 20), "PNG", dpi=(72, 72))
COLOURS = (200).to_bytes(4, "big") + b"a colour profile" * 13  # longer than it says
PROFILED, PROFILED_PNG = (
    saved(noise(30, 20), form, icc_profile=COLOURS[:200]) for form in ("JPEG", "PNG")
)
LONG = saved(noise(30, 20), "JPEG", icc_profile=(70_000).to_bytes(4, "big") + b"a" * 69_996)
LOOPING = saved(noise(30, 20), "GIF", save_all=True, loop=3, append_images=[noise(30, 20, "L")])
ICC_PNG = b"ICC Profile\0\0"
VP8 = WEBP[20 : 20 + int.from_bytes(WEBP[16:20], "little")]
FLAGS = b"\0\0\0\0\x1d\0\0\x13\0\0"
SIMPLE = in_riff((b"VP8 ", VP8))
EXTENDED = in_riff((b"VP8X", FLAGS), (b"VP8 ", VP8))


# what holds more than it shows → the picture that is left of it
MORE = {
    **{
        f"a box {kind.decode()} behind {name}": (picture + box(kind, CANARY), picture)
        for kind in (b"mpvd", b"sefd", b"udta", b"free", b"skip", b"uuid", b"mdat", b"zqxk")
        for name, picture in (("an AVIF", AVIF), ("a sequence", SEQUENCE))
    },
    "a film behind an AVIF": (AVIF + FILM, AVIF),
    "what is no box behind an AVIF": (AVIF + b"\0\0SEFH" + CANARY + b"SEFT", AVIF),
    "a box to the end of an AVIF": (AVIF + b"\0\0\0\0mdat" + CANARY, AVIF),
    "a box behind a JPEG XL": (JXL + box(b"xml ", CANARY) + box(b"brob", CANARY), JXL),
    "a box before the picture of a JPEG XL": (
        JXL[:32] + box(b"Exif", CANARY) + box(b"jumb", CANARY) + JXL[32:],
        JXL,
    ),
    "a film behind a JPEG": (JPEG + FILM, JPEG),
    "another JPEG behind a JPEG": (JPEG + photograph("JPEG"), JPEG),
    **{
        f"a marker {marker:X} in a JPEG": (JPEG[:2] + segment(marker, CANARY) + JPEG[2:], JPEG)
        for marker in (0x02, 0xBF, 0xC8, *range(0xE1, 0xF0), 0xF0, 0xFD, 0xFE)
    },
    "what Adobe says of colours, and more": (
        JPEG[:20] + segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + CANARY) + JPEG[20:],
        JPEG[:20] + segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01") + JPEG[20:],
    ),
    **{
        f"a chunk {kind.decode()} in a PNG": (with_chunk(PNG, kind), PNG)
        for kind in (
            b"tEXt",
            b"zTXt",
            b"iTXt",
            b"tIME",
            b"eXIf",
            b"caBX",
            b"iDOT",
            b"mkBF",
            b"zqXk",
        )
    },
    **{
        f"a chunk {kind.decode()} in a PNG that is too long": (with_chunk(PNG, kind), PNG)
        for kind in (
            *(b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"mDCV", b"fcTL"),
            *(b"tRNS", b"bKGD", b"sBIT", b"sPLT", b"hIST", b"iCCP", b"fdAT"),
        )
    },
    "a chunk of a PNG with more behind it": (
        with_more(DENSE, b"pHYs"),
        DENSE.replace(DENSE[33:54], b""),
    ),
    "a second chunk of a PNG": (
        DENSE[:54] + chunk(b"pHYs", CANARY + b"m") + DENSE[54:],
        DENSE,
    ),
    "the end of a PNG with more in it": (with_more(PNG, b"IEND"), PNG),
    "the name of a colour profile in a PNG": (
        PROFILED_PNG[:33]
        + chunk(b"iCCP", CANARY + b"\0\0" + compress(COLOURS[:200]))
        + PROFILED_PNG[PROFILED_PNG.index(b"IDAT") - 4 :],
        PROFILED_PNG,
    ),
    "more behind a colour profile in a PNG": (with_more(PROFILED_PNG, b"iCCP"), PROFILED_PNG),
    "more in a colour profile in a PNG": (
        PROFILED_PNG[:33]
        + chunk(b"iCCP", ICC_PNG + compress(COLOURS[:200] + CANARY, 0))
        + PROFILED_PNG[PROFILED_PNG.index(b"IDAT") - 4 :],
        PROFILED_PNG,
    ),
    "more behind the pixels of a PNG": (with_more(PNG, b"IDAT"), PNG),
    "a chunk of its own behind the pixels of a PNG": (
        PNG[:-12] + chunk(b"IDAT", CANARY) + PNG[-12:],
        PNG[:-12] + chunk(b"IDAT", b"") + PNG[-12:],
    ),
    "pixels behind others in a PNG": (
        PNG[:-12] + chunk(b"gAMA", b"abcd") + chunk(b"IDAT", CANARY) + PNG[-12:],
        PNG[:-12] + chunk(b"gAMA", b"abcd") + PNG[-12:],
    ),
    "more packed with the pixels of a PNG": (with_pixels(GREY, compress(RAW + CANARY, 0)), GREY),
    "more loops in a GIF": (
        LOOPING.replace(b"\x03\x01\x03\0\0", b"\x03\x01\x03\0\x08" + CANARY + b"\0"),
        LOOPING,
    ),
    "another word of the program that loops a GIF": (
        LOOPING[:-1] + b"\x21\xff\x0bNETSCAPE2.0\x08" + CANARY + b"\0;",
        LOOPING,
    ),
    "a long control of a GIF": (
        GIF[:-1] + b"\x21\xf9\x04\0\0\0\0\x08" + CANARY + b"\0" + GIF[-1:],
        GIF[:-1] + b"\x21\xf9\x04\0\0\0\0\0" + GIF[-1:],
    ),
    "an application of a GIF with a long name": (
        GIF[:-1] + b"\x21\xff\x13NETSCAPE2.0" + CANARY + b"\x03\x01\0\0\0" + GIF[-1:],
        GIF,
    ),
    "bytes between the segments of a JPEG": (JPEG[:20] + CANARY + JPEG[20:], JPEG),
    "more behind the colour profile of a JPEG": (
        saved(noise(30, 20), "JPEG", icc_profile=COLOURS[:200] + CANARY),
        PROFILED,
    ),
    "more behind a long colour profile": (
        saved(
            noise(30, 20),
            "JPEG",
            icc_profile=(70_000).to_bytes(4, "big") + b"a" * 69_996 + CANARY,
        ),
        LONG,
    ),
    "a colour profile in a JPEG of which parts are missing": (
        JPEG[:20] + segment(0xE2, b"ICC_PROFILE\0\2\3" + CANARY) + JPEG[20:],
        JPEG,
    ),
    "a second first part of a colour profile": (
        PROFILED[:-2] + segment(0xE2, b"ICC_PROFILE\0\1\1" + CANARY) + PROFILED[-2:],
        PROFILED,
    ),
    "the lines of a JPEG, and more": (
        JPEG[:-2] + segment(0xDC, b"\0\x14" + CANARY) + JPEG[-2:],
        JPEG[:-2] + segment(0xDC, b"\0\x14") + JPEG[-2:],
    ),
    "a second picture in a WebP": (in_riff((b"VP8 ", VP8), (b"VP8 ", CANARY)), SIMPLE),
    "a colour profile that a WebP does not announce": (
        in_riff((b"VP8 ", VP8), (b"ICCP", CANARY)),
        SIMPLE,
    ),
    "long flags of a WebP": (in_riff((b"VP8X", FLAGS + CANARY), (b"VP8 ", VP8)), EXTENDED),
    "a moving picture in a WebP that does not move": (
        in_riff((b"VP8X", FLAGS), (b"VP8 ", VP8), (b"ANIM", CANARY), (b"ANMF", CANARY * 3)),
        EXTENDED,
    ),
    "more behind the colour profile of a WebP": (
        in_riff((b"VP8X", FLAGS), (b"ICCP", COLOURS[:200] + CANARY), (b"VP8 ", VP8)),
        in_riff((b"VP8X", FLAGS), (b"ICCP", COLOURS[:200]), (b"VP8 ", VP8)),
    ),
    "a chunk in a picture of a moving WebP": (with_chunk_in_frame(MOVING), MOVING),
    "text in a GIF": (GIF[:-1] + b"\x21\x01\x08" + CANARY + b"\0" + GIF[-1:], GIF),
    "an extension of a GIF": (GIF[:-1] + b"\x21\x7a\x08" + CANARY + b"\0" + GIF[-1:], GIF),
}


@pytest.mark.parametrize(("picture", "left"), MORE.values(), ids=list(MORE))
def test_prv19_what_is_no_part_of_the_picture_goes(picture: bytes, left: bytes) -> None:
    found = cleaned(picture)
    assert CANARY in picture or b"\xff\xd9\xff\xd8" in picture
    assert found is not None
    assert found.clean == left


def interlaced(width: int, height: int, more: bytes = b"") -> bytes:
    """A grey PNG in seven passes."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4))
    raw = b"".join(
        b"\0" + bytes(range(x, width, right))
        for x, y, right, down in (*passes, (1, 0, 2, 2), (0, 1, 1, 2))
        for _ in range(y, height, down)
        if x < width
    )
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\1"
    pixels_of = compress(raw + more) if more else compress(raw)
    chunks = chunk(b"IHDR", head), chunk(b"IDAT", pixels_of), chunk(b"IEND", b"")
    return PNG[:8] + b"".join(chunks)


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (5, 9), (30, 20)])
def test_prv19_the_passes_of_an_interlaced_picture_are_counted(size: tuple[int, int]) -> None:
    found, plain = cleaned(interlaced(*size, CANARY)), cleaned(interlaced(*size))
    assert opened(interlaced(*size)).size == size
    assert found is not None
    assert plain is not None
    assert plain.clean == interlaced(*size)
    assert found.clean == interlaced(*size)


MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(1, 1), (7, 5), (30, 20)])
def test_prv19_pixels_of_all_kinds_are_counted(mode: str, size: tuple[int, int]) -> None:
    picture = saved(Image.new(mode, size), "PNG")
    found, more = cleaned(picture), cleaned(with_more(picture, b"IDAT"))
    assert found is not None
    assert more is not None
    assert found.clean == picture == more.clean


def test_prv19_more_behind_the_pixels_of_a_moving_png() -> None:
    picture = saved(noise(30, 20), "PNG", save_all=True, append_images=[noise(30, 20).rotate(180)])
    at = picture.rindex(b"fdAT") - 4
    end = at + 12 + int.from_bytes(picture[at : at + 4], "big")
    longer = picture[:at] + chunk(b"fdAT", picture[at + 8 : end - 4] + CANARY) + picture[end:]
    found = cleaned(longer)
    assert found is not None
    assert found.clean == picture


def test_a_chunk_of_a_png_that_must_be_understood_is_told() -> None:
    assert cleaned(with_chunk(PNG, b"CgBI")) is None


def test_prv19_a_film_in_front_of_the_picture_is_blanked() -> None:
    """Where something moves, all places in the file would have to."""
    at = AVIF.index(b"mdat") - 4
    before = AVIF[:at] + box(b"mpvd", CANARY)
    iloc = before.index(b"iloc")
    place = AVIF.index((at + 8).to_bytes(4, "big"), iloc)
    moved = (at + 8 + len(CANARY) + 8).to_bytes(4, "big")
    picture = before[:place] + moved + before[place + 4 :] + AVIF[at:]
    assert pixels(picture) == pixels(AVIF)
    found = cleaned(picture)
    assert found is not None
    assert found.clean == picture.replace(b"mpvd" + CANARY, b"free" + bytes(len(CANARY)))
    assert pixels(found.clean) == pixels(AVIF)


def test_prv19_sequences_of_pictures_stay() -> None:
    found = cleaned(SEQUENCE)
    assert found is not None
    assert found.clean == SEQUENCE
    assert found.animated


LOCATED = {
    "no EXIF": (saved(noise(9, 9), "JPEG"), False),
    "EXIF without a place": (
        saved(noise(9, 9), "JPEG", exif=photographs.exif(located=False)),
        False,
    ),
    "EXIF with a place": (saved(noise(9, 9), "JPEG", exif=photographs.exif()), True),
    "XMP with a place": (saved(noise(9, 9), "JPEG", xmp=photographs.XMP), True),
    "a PNG": (photograph("PNG"), True),
    "a WebP": (photograph("WEBP"), True),
    "an AVIF": (photograph("AVIF"), True),
    "a JPEG that ends too soon": (photograph("JPEG")[:400], True),
    "a TIFF": (photographs.exif().tobytes()[6:], True),
    "EXIF somewhere": (b"no picture" + photographs.exif().tobytes(), True),
    "no picture": (b"Exif", False),
    "nothing": (b"", False),
    "a film of a telephone": (
        box(b"ftyp", b"mp42") + box(b"moov", box(b"udta", box(b"\xa9xyz", b"+52.5+13.4/"))),
        True,
    ),
    "a film of another telephone": (
        box(b"ftyp", b"qt  ")
        + box(b"mdat", b"")
        + box(b"moov", b"com.apple.quicktime.location.ISO6709"),
        True,
    ),
    "an old film": (box(b"wide", b"") + box(b"moov", box(b"\xa9xyz", b"")), True),
    "a film that says nothing": (box(b"ftyp", b"mp42") + box(b"moov", b"mvhd"), False),
    "what only looks like a place in a film": (
        box(b"ftyp", b"mp42") + box(b"mdat", b"\xa9xyz"),
        False,
    ),
    "a JPEG XL": (JXL + box(b"Exif", b"\0\0\0\0" + photographs.exif().tobytes()[6:]), True),
    "a large TIFF": (b"II+\0" + photographs.exif().tobytes(), True),
    "a Photoshop file": (b"8BPS" + photographs.exif().tobytes()[6:], True),
    "a PDF file": (b"%PDF-1.7 " + photographs.exif().tobytes(), True),
}


@pytest.mark.parametrize(("picture", "located"), LOCATED.values(), ids=list(LOCATED))
def test_prv19_whether_a_picture_tells_where_it_was_taken(picture: bytes, located: bool) -> None:
    assert tells_where(picture) is located


def test_exif_with_the_orientation_alone_is_read_again() -> None:
    assert [exif.orientation_of(exif.oriented(n)) for n in range(1, 9)] == list(range(1, 9))


SIZES = {
    "a JPEG": (saved(noise(31, 20), "JPEG"), (31, 20)),
    "a JPEG on its side": (photograph("JPEG", 6, (31, 20)), (20, 31)),
    "a PNG": (saved(noise(31, 20), "PNG"), (31, 20)),
    "a PNG on its side": (photograph("PNG", 8, (31, 20)), (20, 31)),
    "a GIF": (saved(noise(31, 20), "GIF"), (31, 20)),
    "a WebP": (saved(noise(31, 20), "WEBP"), (31, 20)),
    "a WebP without loss": (saved(noise(31, 20), "WEBP", lossless=True), (31, 20)),
    "a WebP on its side": (photograph("WEBP", 6, (31, 20)), (20, 31)),
    "an AVIF": (saved(noise(31, 20), "AVIF"), (31, 20)),
    "an AVIF on its side": (photograph("AVIF", 6, (31, 20)), (20, 31)),
    "a BMP": (saved(noise(31, 20), "BMP"), (31, 20)),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" width="31" height="20"/>', (31, 20)),
    "no picture": (b"no picture", (0, 0)),
    "nothing": (b"", (0, 0)),
    "the head of a PNG": (b"\x89PNG\r\n\x1a\n", (0, 0)),
    "the head of a GIF": (b"GIF89a", (0, 0)),
}


@pytest.mark.parametrize(("picture", "size"), SIZES.values(), ids=list(SIZES))
def test_the_size_of_a_picture(picture: bytes, size: tuple[int, int]) -> None:
    found = examined(picture)
    assert (found.width, found.height) == size


BOMB = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(30))
SVGS = {
    '<svg width="31" height="20">': (31, 20),
    "<svg width='31px' height = '20px'>": (31, 20),
    '<svg width="1in" height="2.54cm">': (96, 96),
    '<svg width="72pt" height="6pc">': (96, 96),
    '<?xml version="1.0"?>\n<!-- <svg width="1" height="1"> -->\n<svg width="3" height="4">': (
        3,
        4,
    ),
    '\ufeff<svg width="3" height="4">': (3, 4),
    '<svg data-width="9" viewBox="0 0 1 1" width="3" height="4">': (3, 4),
    '<svg viewBox="0 0 24 24">': (0, 0),
    '<svg width="100%" height="100%">': (0, 0),
    '<svg width="2em" height="2em">': (0, 0),
    '<svg width="3">': (0, 0),
    '<svg viewBox="0 0 9 9"><rect width="3" height="4"/>': (0, 0),
    '<svg width="-3" height="4">': (0, 0),
    "<svg " * 9000: (0, 0),
    '<svg a="' * 9000: (0, 0),
    "<!--" * 9000: (0, 0),
    f'<svg width="{" " * 60_000}" height="3">': (0, 0),
    f'<!DOCTYPE svg [<!ENTITY a0 "x">{BOMB}]><svg width="3" height="4">&a30;</svg>': (3, 4),
}


@pytest.mark.parametrize(("text", "size"), SVGS.items(), ids=lambda value: str(value)[:40])
def test_the_size_of_an_svg(text: str, size: tuple[int, int]) -> None:
    assert size_of(text.encode()) == size


SAMPLES = [
    *(photograph(form, 6, (24, 16)) for form in FORMATS),
    saved(noise(24, 16), "BMP"),
    *(saved(Image.new("RGB", (8, 8)), form) for form in FORMATS),
]


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4)), max_size=4),
    st.floats(0, 1),
)
def test_broken_pictures_never_raise(
    picture: bytes, edits: list[tuple[float, bytes]], length: float
) -> None:
    for place, content in edits:
        at = int(place * len(picture))
        picture = picture[:at] + content + picture[at + len(content) :]
    found = examined(picture[: int(length * len(picture))])
    assert min(found.width, found.height) >= 0


@given(st.sampled_from(["", *CLEANED]), st.binary(max_size=200))
def test_any_bytes_never_raise(kind: str, rest: bytes) -> None:
    heads = {
        "jpeg": b"\xff\xd8\xff",
        "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "gif": b"GIF89a",
        "webp": b"RIFF\x40\x00\x00\x00WEBP",
        "heif": b"\x00\x00\x00\x14ftypavif\x00\x00\x00\x00avif\x00\x00\x00\x40meta",
        "jxl": JXL_HEAD,
        "svg": b"<svg",
        "svgz": b"\x1f\x8b\x08",
        "": b"",
    }
    picture = heads[kind] + rest
    examined(picture)
    found = cleaned(picture)
    assert found is None or cleaned(found.clean) is not None


# --- drawings of several authors -----------------------------------------------------------------

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{}>{}</svg>'
)
BARE = '<svg xmlns="http://www.w3.org/2000/svg"{}>{}</svg>'
NO_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" />'
TENFOLD = '<!ENTITY e{} "{}">'
BOMB = "".join(TENFOLD.format(i, f"&e{i - 1};" * 10) for i in range(12))
# a drawing → what is left of it: the attributes of its root, and what is in that
DRAWINGS = {
    "shapes stay": (
        SVG.format(' viewBox="0 0 1 1"', '<g id="a"><path d="M0" fill="url(#b)" /></g>'),
        BARE.format(' viewBox="0 0 1 1"', '<g id="a"><path d="M0" fill="url(#b)" /></g>'),
    ),
    "text stays": (
        SVG.format("", "<text>a <tspan>b</tspan> c</text>"),
        BARE.format("", "<text>a <tspan>b</tspan> c</text>"),
    ),
    "a script": (SVG.format("", "a<script>x</script>b"), BARE.format("", "a<g />b")),
    "a script of another name": (
        SVG.format(' xmlns:s="http://www.w3.org/2000/svg"', "<s:script>x</s:script>"),
        BARE.format("", "<g />"),
    ),
    "handlers": (SVG.format(' onload="x"', '<g ONCLICK="x" />'), BARE.format("", "<g />")),
    "HTML": (
        SVG.format(
            "",
            '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml" onclick="x">x</b>'
            "</foreignObject>",
        ),
        BARE.format("", "<g />"),
    ),
    "a link": (
        SVG.format("", '<a xlink:href="javascript:x" href="//e.com/"><text>x</text></a>'),
        BARE.format("", "<a><text>x</text></a>"),
    ),
    "what it has itself": (
        SVG.format("", '<use xlink:href="#a" /><image href="data:image/png;base64,AA==" />'),
        BARE.format("", '<use href="#a" /><image href="data:image/png;base64,AA==" />'),
    ),
    "drawings in it": (
        SVG.format("", '<use href="data:image/svg+xml,x" /><image href="x.png" />'),
        BARE.format("", "<use /><image />"),
    ),
    "an animation of an address": (
        SVG.format("", '<set attributeName="href" to="javascript:x" />'),
        BARE.format("", "<g />"),
    ),
    "styles": (
        SVG.format("", '<style>p { fill: red }</style><g style="fill: url(#a)" />'),
        BARE.format("", '<style>p { fill: red }</style><g style="fill: url(#a)" />'),
    ),
    "styles that load": (
        SVG.format(
            "",
            "<style>@import '//e.com';</style><style>a { b: url(//e.com) }</style>"
            '<g style="fill: u\\72l(//e.com)" fill="url( //e.com#a)" />',
        ),
        BARE.format("", "<g /><g /><g />"),
    ),
    "styles that load in other ways": (
        SVG.format(
            "",
            "<style>a{}<g/>@import '//e.com';</style>"
            '<g style="fill: image-set(\'//e.com\' 1x)" id="image1" />',
        ),
        BARE.format("", '<g /><g id="image1" />'),
    ),
    "an instruction and a declaration": (
        '<?xml version="1.0"?><?xml-stylesheet href="//e.com"?><!DOCTYPE svg '
        '[<!ENTITY a "b">]>' + SVG.format("", "<text>&a;</text>"),
        BARE.format("", "<text>b</text>"),
    ),
    "an entity of elsewhere": (
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("", "&a;"),
        NO_DRAWING,
    ),
    "entities without end": (
        f"<!DOCTYPE svg [{BOMB}]>" + SVG.format("", "&e11;"),
        NO_DRAWING,
    ),
    "a page": ('<html xmlns="http://www.w3.org/1999/xhtml"><svg /></html>', NO_DRAWING),
    "no XML": ("<svg><script>x", NO_DRAWING),
    "in letters that nobody knows": ('<?xml version="1.0" encoding="x"?><svg/>', NO_DRAWING),
    "deep": ("<svg>" * 50_000 + "</svg>" * 50_000, NO_DRAWING),
}


@pytest.mark.parametrize(("drawing", "left"), DRAWINGS.values(), ids=list(DRAWINGS))
def test_xss_a_drawing_neither_runs_nor_loads(drawing: str, left: str) -> None:
    assert harmless(drawing.encode()).decode() == left


@given(st.binary(max_size=200))
def test_any_bytes_are_made_a_harmless_drawing(data: bytes) -> None:
    assert harmless(harmless(data)) == harmless(data)
