"""Where themes lie: those that come with garden, and the folder laid over them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from garden.bundled import themes_folder
from garden.disk import Disk
from garden.overrides import VENDOR, WORDS, files_below
from garden.reading import Request
from garden.theme import Package, Theme, ThemeError, layered

_BASE = "base.html"  # what a folder of themes must hold to be a theme
_LOCK = "vendor.lock.json"


def read_theme(request: Request, disk: Disk) -> Theme:
    """The theme of the configuration, with the overrides laid over it. Raises `ThemeError`."""
    name = request.config.theme.name
    root = folder_of(name)
    over = _contents(disk, request.overrides) if request.overrides else {}
    own = _contents(disk, root, without=(VENDOR, WORDS))
    return layered(name, own, over, packages_in(disk, root / VENDOR))


def folder_of(name: str) -> Path:
    """The folder of a theme that comes with garden. Raises `ThemeError` for any other name."""
    root = themes_folder()
    known = sorted(folder.name for folder in root.iterdir() if (folder / _BASE).is_file())
    if name not in known:
        raise ThemeError(f'no theme is called "{name}"; there are: {", ".join(known)}')
    return root / name


def packages_in(disk: Disk, folder: Path) -> dict[str, Package]:
    """The packages of others in a theme, by name. Of each, only what its lock file says is read."""
    if not folder.is_dir():
        return {}
    locks = {place.name: disk.read(place / _LOCK) for place in sorted(folder.iterdir())}
    return {
        name: Package(_hashes(lock), _Contents(disk, folder / name)) for name, lock in locks.items()
    }


def _hashes(lock: bytes) -> dict[str, str]:
    """The hashes of all that lies in one folder, from whatever packages of npm it comes."""
    found: dict[str, str] = {}
    for package in json.loads(lock).values():
        found |= package["files"]
    return found


@dataclass(frozen=True)
class _Contents(Mapping[str, bytes]):
    """The files below a folder, read when they are wanted."""

    disk: Disk
    folder: Path

    def __getitem__(self, name: str) -> bytes:
        return self.disk.read(self.folder / name)

    def __iter__(self) -> Iterator[str]:
        return iter(files_below(self.disk, self.folder))

    def __len__(self) -> int:
        return len(files_below(self.disk, self.folder))


def _contents(disk: Disk, folder: Path, *, without: tuple[str, ...] = ()) -> dict[str, bytes]:
    return {path: disk.read(folder / path) for path in files_below(disk, folder, without=without)}
