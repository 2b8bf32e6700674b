"""Looks at the files of pictures: how large each is, what it says of itself, what becomes of it.

A file is read when it is new or has changed. What was found is kept in the cache, with the same
care as all else there (rule OUT5); whatever is wrong with that, the files are looked at again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder

from garden.config import Images
from garden.disk import Disk, Stamp
from garden.image import CLEANABLE, cleaned, films, heif, svg, tells_where
from garden.image.kinds import HEAD, kind_of
from garden.model import Garden, Measured, Problem
from garden.paths import is_image
from garden.progress import Progress, counted, silent
from garden.rules import problem
from garden.seal import opened, sealed
from garden.shrinking import MOST_PIXELS

MOST_BYTES = 100_000_000  # of a file that is looked at: it is held in memory
_LEAST_BYTES = 20_000  # of a picture of which narrower copies are made
_MOST_HIGH = 16_383  # pixels of a WebP
_SHRINKING = ("jpeg", "png", "webp", "heif", "bmp")
_MEASURED = (*_SHRINKING, "gif", "tiff")  # by the library
_NAMES = {
    "film": "this film says where it was taken",
    "pdf": "a picture in this file says where it was taken",
}
_STATIC = "//"  # what paths in the static folder begin with here
_FILE = "pictures.msgpack"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of one file. `kind` is that of its bytes, empty for what is no picture.

    `is_clean` says that there is nothing to take out of it, `is_known` that it could be, and
    `located` that it tells where it was taken.
    """

    digest: bytes = b""  # SHA-256; empty for what is no picture, or too large to be read whole
    length: int = 0  # bytes
    kind: str = ""
    width: int = 0  # in pixels, as it is shown; 0 when nobody knows
    height: int = 0
    orientation: int = 1
    is_clean: bool = True
    is_known: bool = False
    is_animated: bool = False
    located: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was looked at, and when: another stamp is another file."""

    stamp: Stamp
    found: Examined


@dataclass(frozen=True, slots=True)
class _Kept:
    """All that was found, and what it was found with."""

    reader: str
    looked: dict[str, Looked]


_encode = Encoder().encode
_decode = Decoder(_Kept).decode


def looked_at(
    disk: Disk,
    places: Mapping[str, Path],
    known: Mapping[str, Looked],
    progress: Progress = silent,
) -> dict[str, Looked]:
    """What pictures are, by path; those that are as they were `known` to be are not read.

    What is not there any more is left out: whoever copies it will say so.
    """
    stamps = {path: disk.stamp(place) for path, place in places.items()}
    same = {p: looked for p, looked in known.items() if stamps.get(p) == looked.stamp}
    new = [path for path in sorted(places) if path not in same and stamps[path] is not None]
    for path in counted(new, "looking at pictures", len(new), progress):
        with suppress(FileNotFoundError, NotADirectoryError):
            same[path] = _looked(disk, places[path])
    return same


def _looked(disk: Disk, place: Path) -> Looked:
    """A file read between two looks at its stamp that are the same, if it ever stands still."""
    stamp, found = disk.stamp(place) or (), Examined()
    for _ in range(_TRIES):
        before = stamp
        found = _examined_file(disk, place, before[0] if before else 0)
        stamp = disk.stamp(place) or ()
        if stamp == before:
            return Looked(stamp, found)
    return Looked((), found)


def _examined_file(disk: Disk, place: Path, length: int) -> Examined:
    """What a file is; only what may be a picture is read whole, whatever it is called."""
    kind = kind_of(disk.part(place, 0, HEAD))
    if kind == "film":
        located = films.tells_where(partial(disk.part, place), length)
        return Examined(length=length, kind=kind, located=located)
    if not kind and not is_image(place.name):
        return Examined(length=length)
    if length > MOST_BYTES:
        return Examined(length=length, kind=kind)
    return examined(disk.read(place))


def examined(data: bytes) -> Examined:
    """What a picture is. Never raises; nothing of it is decoded."""
    kind, known = kind_of(data), cleaned(data)
    orientation = known.orientation if known else 1
    width, height = _size(kind, known.clean if known else data, orientation)
    return Examined(
        hashlib.sha256(data).digest(),
        len(data),
        kind,
        width,
        height,
        orientation,
        is_clean=known is None or known.clean == data,
        is_known=known is not None or kind == "bmp",
        is_animated=known is not None and known.animated,
        located=known.located if known else tells_where(data),
    )


def _size(kind: str, data: bytes, orientation: int) -> tuple[int, int]:
    """Width and height in pixels; two zeros for what has none."""
    if kind == "svg":
        return svg.size_of(data)
    if kind == "heif":
        return heif.size_of(data)
    if kind not in _MEASURED:
        return 0, 0
    import imagesize  # for which no build pays that has no new picture

    width, height = imagesize.get(BytesIO(data), exif_rotation=False)
    if not (isinstance(width, int) and isinstance(height, int)) or min(width, height) < 1:
        return 0, 0
    return (height, width) if orientation > 4 else (width, height)


def places_of(garden: Garden, real: Mapping[str, Path]) -> dict[str, Path]:
    """Where all published files lie that are no notes: any may be a picture; see `Inputs.real`."""
    files = (path for path in garden.urls if path not in garden.notes)
    paths = (*files, *(f"{_STATIC}{path}" for path in garden.static.values()))
    return {path: real[path] for path in paths}


def measured(config: Images, looked: Mapping[str, Looked], *, pillow: str) -> dict[str, Measured]:
    """What pages may know of pictures in the vault. Without Pillow none gets narrower copies."""
    found = {path: one.found for path, one in looked.items() if not path.startswith(_STATIC)}
    return {
        path: Measured(one.width, one.height, bool(pillow) and shrinks(config, one))
        for path, one in found.items()
        if one.width or is_image(path)
    }


def shrinks(config: Images, found: Examined) -> bool:
    """Whether narrower copies of a picture are worth it, and can be made."""
    return (
        bool(config.widths)
        and found.kind in _SHRINKING
        and not found.is_animated
        and found.length >= _LEAST_BYTES
        and 0 < found.height <= _MOST_HIGH
        and found.width * found.height <= MOST_PIXELS
    )


def problems_in(
    config: Images,
    looked: Mapping[str, Looked],
    static: Mapping[str, str],
    *,
    pillow: str,
    disarms: bool = False,
) -> Iterator[Problem]:
    """What is wrong with pictures (rule PRV19); `static` has the places of those that lie there.

    Where garden `disarms` drawings, one that cannot be read is not published as it is.
    """
    for path in sorted(looked):
        found, is_static = looked[path].found, path.startswith(_STATIC)
        if is_static:
            path = static[path.removeprefix(_STATIC)]
        elif fault := _fault(path, found, pillow) or _uncleaned(config, path, found, disarms):
            rule, message, hint = fault
            yield problem(rule, path, message, hint)
        if found.located and (hint := _remedy(config, found, is_static=is_static)):
            what = _NAMES.get(found.kind, "this picture says where it was taken")
            yield problem("image-location", path, f"{what}, and is published with that", hint)


def _fault(path: str, found: Examined, pillow: str) -> tuple[str, str, str] | None:
    """The rule that a picture breaks, what is wrong with it, and what to do."""
    is_picture = is_image(path) or found.kind in CLEANABLE
    if found.length > MOST_BYTES and is_picture:
        message = f"over {MOST_BYTES // 1_000_000} megabytes: it is copied as it is"
        return "image-large", message, "save it smaller"
    if pillow and found.width * found.height > MOST_PIXELS:
        pixels = found.width * found.height // 1_000_000
        message = f"{pixels:,} million pixels: no narrower copies are made of it"
        return "image-large", message, "save it smaller"
    if is_image(path) and found.kind != "svg" and not found.width:
        what = "a broken picture" if found.kind else "no picture, though it is called one"
        return "image-unreadable", f"{what}: it is copied as it is", "save it anew, or rename it"
    return None


def _uncleaned(
    config: Images, path: str, found: Examined, disarms: bool
) -> tuple[str, str, str] | None:
    """What is told of a picture that is of a kind which garden cleans, and yet could not be."""
    if found.is_known or found.kind not in CLEANABLE or config.metadata == "keep":
        return None
    if disarms and path.lower().endswith(".svg"):
        return None
    message = "this picture cannot be cleaned: it is copied as it is, with all that it says"
    return "image-uncleaned", message, "save it anew, or look at what is in it"


def _remedy(config: Images, found: Examined, *, is_static: bool) -> str:
    """What an author can do about a place that is told; nothing where garden does it."""
    if is_static:
        return "take that out of the file: what lies in the static folder is copied as it is"
    if found.kind in ("film", "pdf"):
        return "take that out of the file: garden cannot"
    if not found.is_known:
        return "take that out of the file, or save it as JPEG or PNG: there garden does"
    if config.metadata == "keep":
        return 'take that out of the file, or set images.metadata = "strip"'
    return ""


def recall(disk: Disk, folder: Path | None) -> dict[str, Looked]:
    """What was found the last time; nothing where that cannot be read."""
    with suppress(OSError, MsgspecError, ValueError, RecursionError):
        data = opened((disk.read_if_there(folder / _FILE) if folder else None) or b"")
        if data is not None:
            kept = _decode(data)
            return kept.looked if kept.reader == _reader() else {}
    return {}


def remember(disk: Disk, folder: Path | None, looked: Mapping[str, Looked]) -> None:
    """Keep what was found for the next time; a full disk costs no more than that."""
    if folder is not None:
        with suppress(OSError, UnicodeEncodeError):  # a file's name that is no text
            data = _encode(_Kept(_reader(), dict(looked)))
            disk.make_private_folder(folder)
            disk.write(folder / _FILE, sealed(data))


@cache
def _reader() -> str:
    """A hash of all that looks at pictures."""
    disk, root = Disk(), Path(__file__).parent
    files = [Path(__file__), *sorted((root / "image").rglob("*.py"))]
    code = hashlib.sha256(b"".join(map(disk.read, files))).hexdigest()
    return f"{code} imagesize={version('imagesize')}"
