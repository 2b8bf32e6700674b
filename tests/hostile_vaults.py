"""Hostile vaults as text: how the files `broken/*.txt` are read, and the vaults made.

A case is `title / . / files / . / what is said / .`; a line `@@ path` begins a file, which may be
of another kind: `(link to …)`, `(folder)`, `(named pipe)`, `(socket)`, `(no rights)`, or
`(in utf-16-le)`. In files and their names `«FF FE»` are bytes, `«[ × 30000»` is a text many times,
in which `{n}` is the number of each and `{n-1}` that of the one before.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.support import HERE

_MARKED = re.compile(r"«((?:[0-9A-F]{2} ?)+|(?:.*?) × [\d,]+)»", re.DOTALL)
_KIND = re.compile(r"(.*?)(?: \(((?:link to|in) .+|folder|named pipe|socket|no rights)\))?")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a vault; `kind` is empty for an ordinary one in UTF-8."""

    path: bytes
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """A vault, and what garden says of it."""

    title: str
    files: tuple[File, ...]
    said: str
    place: tuple[Path, int, int]  # the lines that hold what is said

    @property
    def is_plain(self) -> bool:
        """Whether it is made of nothing but notes and other files of a vault."""
        special = (b"garden.toml", b"_theme", b".", b"/")
        return not any(
            file.path.startswith(special) or (file.kind and not file.kind.startswith("in "))
            for file in self.files
        )

    @property
    def is_drawn(self) -> bool:
        """Whether what is said is only found out when pages are drawn."""
        return any(file.path.startswith(b"_theme") for file in self.files)


def cases() -> Iterator[Case]:
    for file in sorted((HERE / "broken").glob("*.txt")):
        yield from _cases_of(file)


def _cases_of(file: Path) -> Iterator[Case]:
    lines = file.read_text(encoding="utf-8").split("\n")
    dots = [number for number, line in enumerate(lines) if line == "."]
    assert len(dots) % 3 == 0, f"{file.name}: each case has three lines that are a dot"
    for start, middle, end in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
        said = "\n".join(lines[middle + 1 : end])
        files = tuple(_files(lines[start + 1 : middle]))
        yield Case(f"{file.stem}: {lines[start - 1]}", files, said, (file, middle + 1, end))


def _files(lines: Sequence[str]) -> Iterator[File]:
    first, *parts = re.split(r"^@@ ", "\n".join(lines), flags=re.MULTILINE)
    assert not first, "the first line names a file"
    for part in parts:
        head, _, text = part.removesuffix("\n").partition("\n")
        found = _KIND.fullmatch(head)
        assert found is not None, head
        path, kind = found[1], found[2] or ""
        encoding = kind.removeprefix("in ") if kind.startswith("in ") else "utf-8"
        yield File(_bytes(path), kind, _bytes(text, encoding))


def _bytes(text: str, encoding: str = "utf-8") -> bytes:
    parts = _MARKED.split(text)
    return b"".join(
        _marked(part, encoding) if i % 2 else part.encode(encoding) for i, part in enumerate(parts)
    )


def _marked(part: str, encoding: str) -> bytes:
    repeated, times, count = part.rpartition(" × ")
    if not times:
        return bytes.fromhex(part)
    repeated = repeated.replace("\\n", "\n")
    numbers = range(1, int(count.replace(",", "")) + 1)
    if "{n" not in repeated:
        return repeated.encode(encoding) * len(numbers)
    each = (repeated.replace("{n}", f"{n}").replace("{n-1}", f"{n - 1}") for n in numbers)
    return "".join(each).encode(encoding)


def make(root: Path, files: Sequence[File]) -> None:
    """The files below a folder. Raises OSError where the disk cannot hold one."""
    for file in files:
        path = root / os.fsdecode(file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path, file)
    made = {os.fsencode(path) for path in root.rglob("*")}
    for file in files:  # on some disks two names are one, or one becomes another
        if file.path[:1] != b"." and os.fsencode(root) + b"/" + file.path not in made:
            raise OSError(f"no {file.path!r} on this disk")


def _make(path: Path, file: File) -> None:
    match file.kind.split(" ")[0]:
        case "link":
            path.symlink_to(file.kind.removeprefix("link to "))
        case "folder":
            path.mkdir()
        case "named":
            os.mkfifo(path)
        case "socket":
            with closing(socket.socket(socket.AF_UNIX)) as opened:
                opened.bind(os.path.relpath(path))
        case kind:
            path.write_bytes(file.content)
            if kind == "no":
                path.chmod(0)
                if os.access(path, os.R_OK):
                    raise OSError("nothing is forbidden to root")
