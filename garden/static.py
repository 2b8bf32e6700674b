"""Reads the static folder: which of its files are copied to the site as they are, and which not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from garden.config import Config, ConfigError
from garden.disk import Disk, Entry, Skip
from garden.litter import is_litter, is_probe
from garden.model import UNREAD, Doc, Problem
from garden.obsidian import Settings
from garden.paths import is_note, nfc
from garden.publish import in_private_folder, private_folders
from garden.rules import problem
from garden.text.options import ParseOptions
from garden.vault import closed_folder, denial_of

_AT_THE_TOP = (".well-known", ".nojekyll")
_ANYWHERE = (".htaccess",)
_JUNK = (".ds_store", "thumbs.db", "desktop.ini")  # of which nobody needs to hear
_UNSAFE = re.compile("[\x00-\x1f\x7f\\\\\ud800-\udfff]")

Denial = Callable[[str], str]


@dataclass(slots=True)
class Static:
    """Paths are relative to the static folder and in NFC.

    `places` has the path of each file in the vault, or from the folder's own name; `real` those on
    the disk.
    """

    places: dict[str, str] = field(default_factory=dict)
    real: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_static(
    disk: Disk,
    root: Path | None,
    vault: Path,
    config: Config,
    settings: Settings,
    outputs: Iterable[Path],
) -> Static:
    """What there is to copy. Raises `ConfigError` for a folder that is more than static files."""
    static = Static()
    if root is None:
        return static
    if not root.is_dir():
        if "static" not in config.build.model_fields_set:
            return static
        raise ConfigError(f"build.static: {root} is no folder; make one, or take this key out")
    _refuse(root, vault, outputs)
    above = _place(root, vault)
    private = _private_folders(disk, root, above, config)  # it may lie where no notes are read
    denial = partial(_denial, config, settings, above, private)
    closed = list[str]()  # folders that may not be read
    is_inside = root.resolve().is_relative_to(vault.resolve())
    for entry in disk.files(root, _skipper(static, above, denial), closed.append):
        path = nfc(entry.path)
        if is_inside and is_note(path):
            continue  # it is a note of the vault, published or told like any other
        if reason := denial(path) or (denial(nfc(entry.real)) if entry.real else ""):
            static.problems.append(problem("static-private", f"{above}/{path}", reason))
        elif reason := _fault(path, entry, static):
            static.problems.append(problem("static", f"{above}/{path}", reason))
        else:
            static.places[path], static.real[path] = f"{above}/{path}", root / entry.path
    if not is_inside:  # else the vault tells of them
        told = (f"{above}/{nfc(folder)}" for folder in closed)
        static.problems += (closed_folder(folder) for folder in told)
    return static


def _refuse(root: Path, vault: Path, outputs: Iterable[Path]) -> None:
    real, own = root.resolve(), [path.resolve() for path in outputs]
    if any(place.is_relative_to(real) for place in (vault.resolve(), *own)):
        what = "is or contains the vault, the output or the cache"
    elif any(real.is_relative_to(place) for place in own):
        what = "lies in the output or the cache"
    elif any(part.startswith(".") for part in real.relative_to(_above(real, vault)).parts):
        what = "is hidden, or lies in a hidden folder"
    else:
        return
    raise ConfigError(f"build.static: {root} {what}; name a folder of its own")


def _above(real: Path, vault: Path) -> Path:
    """The nearest folder around both the static folder and the vault."""
    around = vault.resolve()
    return next((p for p in (around, *around.parents) if real.is_relative_to(p)), Path(real.anchor))


def _place(root: Path, vault: Path) -> str:
    """The path of the folder in the vault, and outside of it its name."""
    real, around = root.resolve(), vault.resolve()
    return nfc(real.relative_to(around).as_posix() if real.is_relative_to(around) else root.name)


def _private_folders(disk: Disk, root: Path, above: str, config: Config) -> frozenset[str]:
    """The folders whose own note keeps them private, by their paths as problems name them."""
    notes = (entry for entry in disk.files(root, _hides, lambda _: None) if is_note(entry.path))
    docs = {f"{above}/{nfc(e.path)}": _note(disk, root, e) for e in notes}
    return private_folders(config.publish, docs)


def _note(disk: Disk, root: Path, entry: Entry) -> Doc:
    """A note, of which only its front matter matters. One that is not to be read may be private."""
    from garden.text.parse import parse  # most static folders have no notes, and pay nothing for it

    if entry.real is None:
        return UNREAD
    try:
        return parse(disk.read(root / entry.path), ParseOptions()).doc
    except PermissionError:
        return UNREAD


def _denial(
    config: Config, settings: Settings, above: str, closed: frozenset[str], path: str
) -> str:
    """Why a path is private, both from where the folder is seen and from the top of the site."""
    if is_note(path):
        return "notes are not copied"
    if in_private_folder(f"{above}/{path}", closed):
        return "its folder's note is private"
    return denial_of(config, settings, path) or denial_of(config, settings, f"{above}/{path}")


def _skipper(static: Static, above: str, denial: Denial) -> Skip:
    """Leaves out what is hidden and what editors leave, a folder as one, and says so."""

    def skip(folder: str, name: str, _: bool) -> bool:
        if not _is_hidden(folder, name):
            return False
        if name.lower() not in _JUNK:
            path = nfc(f"{folder}/{name}" if folder else name)
            rule = "static-private" if denial(path) else "static"
            message = "it is hidden, or left by an editor"
            static.problems.append(problem(rule, f"{above}/{path}", message))
        return True

    return skip


def _hides(folder: str, name: str, _: bool) -> bool:
    return _is_hidden(folder, name)


def _is_hidden(folder: str, name: str) -> bool:
    is_left = is_litter(name) or is_probe(name)
    return is_left and name not in _ANYWHERE and (bool(folder) or name not in _AT_THE_TOP)


def _fault(path: str, entry: Entry, static: Static) -> str:
    """Why a file cannot be copied; empty when it can."""
    if entry.real is None:
        return "this link leads out of the folder, to a folder, or nowhere"
    *folders, name = entry.real.split("/")
    if any(_is_hidden("/".join(folders[:i]), part) for i, part in enumerate([*folders, name])):
        return "a link to a hidden file"
    if _UNSAFE.search(path):
        return "a name that not every system can hold"
    return "another file has this name, in another Unicode form" if path in static.real else ""
