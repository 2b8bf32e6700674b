"""What a build remembers of the site that it wrote: which page asked what, and what was answered.

A page whose every answer is the same as when it was drawn would be drawn the same again, so it is
left as it is. Whatever is wrong with the memory, it is an empty one (rule OUT5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, convert, to_builtins
from msgspec.msgpack import Decoder, Encoder

from garden import shrinking
from garden.cache import short_key
from garden.config import Config
from garden.digest import digest_of
from garden.disk import Disk, Stamp
from garden.model import Key, Page, Report
from garden.output import Manifest
from garden.seal import opened, sealed
from garden.theme import Theme

if TYPE_CHECKING:
    from garden.answers import Answers

_DRAWN_WITH = ("babel", "Jinja2", "MarkupSafe", "imagesize", "msgspec")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it was drawn: what drew it, the file that it became, and what it asked.

    `asked` are indexes into `Memory.questions`.
    """

    maker: str
    stamp: Stamp
    asked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the author is told of a build, besides what it wrote."""

    notes: int
    static: int  # files copied from the static folder
    report: Report


@dataclass(frozen=True, slots=True)
class Memory:
    """The pages of a site by their paths in the output, and the questions of all of them.

    `how` is a digest of all that decides how pages look besides the answers, `inputs` one of all
    that was read, `notes` one of which note each page is. `others` are the files of the site that
    are no pages, `copies` those of them that are copies, and of what in which form; `sources` is
    what was copied.
    """

    how: int = 0
    inputs: int = 0
    told: Told | None = None
    notes: int = 0
    others: Mapping[str, Stamp] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Stamp] = field(default_factory=dict)
    questions: tuple[Key, ...] = ()
    digests: tuple[int, ...] = ()
    pages: Mapping[str, Drawn] = field(default_factory=dict)

    def asked_by(self, out: str) -> tuple[Key, ...]:
        return tuple(self.questions[i] for i in self.pages[out].asked)


_encode = Encoder().encode
_decode = Decoder(Memory).decode
_JSON = b"{"  # how JSON begins, and the values of msgpack do not that are a memory


def maker_of(page: Page) -> str:
    """What draws a page: two pages with one maker and the same answers are the same."""
    draw: Any = page.draw
    arguments: tuple[object, ...] = ()
    while isinstance(draw, partial):
        arguments += (*draw.args, *sorted(draw.keywords.items()))
        draw = draw.func
    return f"{draw.__module__}.{draw.__qualname__} {arguments} {page.addresses}"


def how(config: Config, theme: Theme) -> int:
    """All that decides how pages look besides the answers: our code, libraries, theme, settings."""
    versions = tuple(version(name) for name in _DRAWN_WITH)
    return digest_of((_code_digest(), versions, shrinking.pillow(), _numpy(), config, theme.digest))


def _numpy() -> str:
    """The version of numpy, which places the notes of the graph; empty where it is missing."""
    with suppress(PackageNotFoundError):
        return version("numpy")
    return ""


@cache
def _code_digest() -> str:
    disk = Disk()
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(map(disk.read, files))).hexdigest()


def unchanged(memory: Memory, answers: Answers) -> set[str]:
    """The pages whose every answer is the same as it was."""
    changed = {
        i
        for i, (key, digest) in enumerate(zip(memory.questions, memory.digests, strict=True))
        if answers.digest(key) != digest
    }
    return {out for out, drawn in memory.pages.items() if changed.isdisjoint(drawn.asked)}


def with_pages(
    memory: Memory, answers: Answers, pages: Mapping[str, tuple[str, Stamp, tuple[Key, ...]]]
) -> Memory:
    """A memory with the pages of a site: maker, stamp and questions of each."""
    numbers: dict[Key, int] = {}
    drawn = {
        out: Drawn(maker, stamp, tuple(numbers.setdefault(key, len(numbers)) for key in asked))
        for out, (maker, stamp, asked) in pages.items()
    }
    digests = tuple(map(answers.digest, numbers))
    return replace(memory, questions=tuple(numbers), digests=digests, pages=drawn)


def stands(
    disk: Disk, memory: Memory, output: Path, before: Manifest, real: Mapping[str, Path]
) -> bool:
    """Whether an output holds the site of a memory and no more, each file as it was left, and so

    each that was copied into it; `real` has the places of those on the disk. Another build may have
    come between and left no memory: only `before`, what the output says of itself, tells that.
    """
    files = {**{out: drawn.stamp for out, drawn in memory.pages.items()}, **memory.others}
    if before.files != files.keys() or memory.notes != listing(before.notes):
        return False
    if any(path not in real for path in memory.sources):
        return False
    return disk.stamps(output, files) == files and all(
        disk.stamp(real[path]) == stamp for path, stamp in memory.sources.items()
    )


def listing(notes: Mapping[str, str]) -> int:
    """A digest of the pages of notes, with the paths of the notes."""
    return digest_of(sorted(notes.items()))


def recall(disk: Disk, folder: Path | None, output: Path, how: int) -> Memory:
    """The memory of the site in `output`; an empty one when it does not fit `how`."""
    if folder is None:
        return Memory(how)
    with suppress(OSError, MsgspecError, ValueError, RecursionError):
        kept = disk.read_if_there(_file(folder, output)) or b""
        if (data := opened(kept)) is not None:
            found = _read(data)
            if found.how == how and len(found.questions) == len(found.digests):
                return found
    return Memory(how)


def remember(disk: Disk, folder: Path | None, output: Path, memory: Memory) -> None:
    """Keep a memory for the next build; a full disk costs no more than that."""
    if folder is not None:
        with suppress(OSError):
            disk.make_private_folder(folder)
            disk.write(_file(folder, output), sealed(_written(memory)))


def _written(memory: Memory) -> bytes:
    try:
        return _encode(memory)
    except UnicodeEncodeError:  # a file's name that is no text, which JSON can escape
        return json.dumps(to_builtins(memory)).encode()


def _read(data: bytes) -> Memory:
    """Raises `MsgspecError`, ValueError, RecursionError."""
    return convert(json.loads(data), Memory) if data.startswith(_JSON) else _decode(data)


def _file(folder: Path, output: Path) -> Path:
    return folder / f"site-{short_key(str(output.resolve()))}.msgpack"


def changed(memory: Memory, answers: Answers, out: str) -> tuple[Key, ...]:
    """The questions of a page that are answered otherwise than when it was drawn."""
    asked = ((memory.questions[i], memory.digests[i]) for i in memory.pages[out].asked)
    return tuple(key for key, digest in asked if answers.digest(key) != digest)


def is_remembered(folder: Path | None, output: Path) -> bool:
    """Whether there is a memory of the site in `output`, fit or not."""
    return folder is not None and _file(folder, output).is_file()
