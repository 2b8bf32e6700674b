"""Pictures that say more than they show, each with the same word, and an address that holds one."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping
from functools import cache
from zlib import compress

from tests.photographs import CANARY, chunk, in_riff, noise, photograph, saved, with_more

_SAID = CANARY.decode()
SCENE = (
    f'<?xml-stylesheet href="file:///{_SAID}"?><!DOCTYPE svg SYSTEM "file:///{_SAID}">'
    f'<!-- {_SAID} --><svg xmlns="http://www.w3.org/2000/svg" xmlns:e="urn:e" e:a="{_SAID}" '
    f'content="{_SAID}"><metadata>{_SAID}</metadata><e:b>{_SAID}</e:b><?p {_SAID}?>{_SAID}<g/>'
    f'<style>/* {_SAID} */ @import "file:///{_SAID}"; a {{b: url(/Users/{_SAID}/a)}}</style>'
    f"<style type='text/less'>// {_SAID}</style><text>a<metadata>{_SAID}</metadata></text>"
    f"<g style='fill: red /* {_SAID} */' fill='url(file:///{_SAID})'/>"
    f"<a href='[[{_SAID}]]'/><image href='C:\\{_SAID}'/><use href='fi&#9;le:{_SAID}'/>"
    f'<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">a<template>{_SAID}</template></p>'
    "</foreignObject></svg>"
)
COLOURS = (200).to_bytes(4, "big") + bytes(196) + CANARY  # longer than they say


@cache
def pictures() -> Mapping[str, bytes]:
    """Pictures by all names."""
    heif, film = photograph("AVIF"), b"\0\0\0\x10mpvd" + CANARY
    return {
        "photograph.jpg": photograph("JPEG"),
        "drawing.png": photograph("PNG"),
        "one.hif": heif,
        "two.avif": heif + film,
        "three.heics": heif + film.replace(b"mpvd", b"mdat"),
        "four.jpg_large": photograph("JPEG") + film,
        "five.apng": photograph("PNG"),
        "six.txt": photograph("WEBP"),
        "seven.old": photograph("GIF"),
        "eight.svg": SCENE.encode(),
        "nine.svgz": gzip.compress(SCENE.encode()),
        "ten.SVG": SCENE.encode("utf-16"),
        "eleven": photograph("JPEG"),
        "twelve.svg": SCENE.replace("<g/>", f'<image href="{held()}"/>').encode(),
        **_overfull(),
    }


def _overfull() -> dict[str, bytes]:
    """Pictures in whose parts more is than they may hold."""
    png, gif = saved(noise(9, 9), "PNG", dpi=(72, 72)), saved(noise(9, 9), "GIF")
    webp = saved(noise(9, 9), "WEBP")[12:]
    return {
        "long.png": with_more(with_more(png, b"IDAT"), b"pHYs"),
        "named.png": png[:33] + chunk(b"iCCP", CANARY + b"\0\0" + compress(b"")) + png[33:],
        "loops.gif": gif[:-1] + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\x08" + CANARY + b"\0;",
        "colours.jpg": saved(noise(9, 9), "JPEG", icc_profile=COLOURS),
        "flags.webp": in_riff(
            (b"VP8X", b"\0\0\0\0\x08\0\0\x08\0\0" + CANARY + b"\0"), (webp[:4], webp[8:])
        ),
    }


@cache
def held() -> str:
    """A photograph as an address."""
    picture = base64.b64encode(photograph("JPEG", size=(9, 6))).decode()
    return f"data:image/jpeg;base64,{picture}"
