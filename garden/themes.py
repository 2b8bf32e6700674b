"""Where themes lie: those that come with garden, and the folder laid over them."""

from __future__ import annotations

from importlib.resources import files as resources
from pathlib import Path

from garden.disk import Disk
from garden.reading import Request
from garden.theme import Theme, ThemeError, layered

_BASE = "base.html"  # what a folder of themes must hold to be a theme


def read_theme(request: Request, disk: Disk) -> Theme:
    """The theme of the configuration, with the overrides laid over it. Raises `ThemeError`."""
    name = request.config.theme.name
    root = themes_folder()
    known = sorted(folder.name for folder in root.iterdir() if (folder / _BASE).is_file())
    if name not in known:
        raise ThemeError(f'no theme is called "{name}"; there are: {", ".join(known)}')
    over = _contents(disk, request.overrides) if request.overrides else {}
    return layered(name, _contents(disk, root / name), over)


def themes_folder() -> Path:
    """In an installed garden beside its code, in a checkout at the top."""
    bundled = Path(str(resources("garden"))) / "_bundled" / "themes"
    return bundled if bundled.is_dir() else Path(__file__).parent.parent / "themes"


def _contents(disk: Disk, folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    entries = disk.files(folder, lambda _, name, __: name.startswith(".") or name.endswith("~"))
    return {entry.path: disk.read(folder / entry.path) for entry in entries}
