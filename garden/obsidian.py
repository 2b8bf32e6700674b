"""What Obsidian's settings say that matters here: those of the vault that is built, or that it

lies in. Writes nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from garden.config import ConfigError
from garden.daily import DailyNotes
from garden.disk import Disk, is_written, kind_of
from garden.ignored import Filter, filters_of, folder_in
from garden.model import Problem
from garden.paths import fold
from garden.rules import problem
from garden.signs import plain_name

FOLDER = ".obsidian"
APP, TEMPLATES, TYPES = "app.json", "templates.json", "types.json"
TEMPLATER = "plugins/templater-obsidian/data.json"  # a plugin that most who use templates have
CORE, DAILY = "core-plugins.json", "daily-notes.json"
FILES = (APP, TEMPLATES, TYPES, TEMPLATER, CORE, DAILY)


@dataclass(frozen=True, slots=True)
class Settings:
    """What Obsidian's settings say. `below` is the path, in the vault that they are of, of the

    folder that is built, with a slash behind it; empty when it is that vault.
    """

    strict_line_breaks: bool = False
    ignored: tuple[Filter, ...] = ()
    templates: tuple[str, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)  # of properties, by name
    daily: DailyNotes | None = None  # where that plugin is on
    problems: tuple[Problem, ...] = ()
    below: str = ""
    closed_by: str = ""  # a note above, which makes all of it private

    def ignores(self, path: str) -> bool:
        names = dict.fromkeys((self.below + path, plain_name(self.below + path)))
        return any(each.fits(name) for each in self.ignored for name in names)

    def holds_template(self, path: str) -> bool:
        if not self.templates:
            return False
        folded = fold(plain_name(self.below + path))
        return any(folded.startswith(f"{folder}/") for folder in self.templates)


def settings_files(root: Path) -> tuple[Path, ...]:
    """The files of settings that count for a folder and lie above it; they need not be there."""
    around, below = vault_around(root)
    return tuple(around.resolve() / FOLDER / name for name in FILES) if below else ()


def vault_around(root: Path) -> tuple[Path, str]:
    """The nearest folder with settings of Obsidian, itself or above, and the path in it, with a

    slash behind it. Without any it is the folder itself.
    """
    for place in (Path(os.path.abspath(root)), root.resolve()):  # noqa: PTH100 (a link stays one)
        for count, folder in enumerate((place, *place.parents)):
            if is_written(folder / FOLDER):
                below = place.relative_to(folder).as_posix() if count else ""
                return _called(root, folder, count), f"{below}/" if below else ""
    return root, ""


def _called(root: Path, folder: Path, count: int) -> Path:
    """A folder so many steps above `root`, called as that is where it can be."""
    short = root.joinpath(*[".."] * count)
    return short if short.resolve() == folder.resolve() else folder


def read_settings(disk: Disk, root: Path) -> Settings:
    """Raises `ConfigError`, OSError: what is there and cannot be read may say what is private."""
    around, below = vault_around(root)
    folder = around / FOLDER
    if is_written(folder) and not folder.is_dir():
        raise ConfigError(f"{folder}: found {kind_of(folder)}, but wanted is a folder; delete it")
    app = _json(disk, folder / APP)
    types, problems = _types(disk, root, folder)
    return Settings(
        strict_line_breaks=app.get("strictLineBreaks") is True,
        ignored=filters_of(_texts(app.get("userIgnoreFilters")), str(folder / APP)),
        templates=tuple(_templates(disk, folder)),
        types=types,
        daily=_daily(disk, folder, below),
        problems=problems,
        below=below,
    )


def _texts(value: Any) -> Iterator[str]:
    listed = value if isinstance(value, list) else [value]
    return (each for each in listed if isinstance(each, str))


def _templates(disk: Disk, folder: Path) -> Iterator[str]:
    """The folders of templates, of Obsidian's own plugin and of Templater, folded."""
    for name, key in ((TEMPLATES, "folder"), (TEMPLATER, "templates_folder")):
        found = _json(disk, folder / name).get(key)
        if isinstance(found, str) and (path := folder_in(found).strip("/")):
            yield fold(plain_name(path))


def _types(disk: Disk, root: Path, folder: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The type of each property. A broken file is a warning: it says nothing of what is private."""
    file = folder / TYPES
    try:
        found = _json(disk, file).get("types")
    except ConfigError:
        hint = "change the type of a property in Obsidian, which writes the file anew"
        name = file.relative_to(root) if file.is_relative_to(root) else file
        return {}, (problem("property-types", name.as_posix(), "not valid JSON", hint),)
    pairs = sorted(found.items()) if isinstance(found, dict) else []
    return {name: declared for name, declared in pairs if isinstance(declared, str)}, ()


def _daily(disk: Disk, folder: Path, below: str) -> DailyNotes | None:
    """Where daily notes stand. A broken file only means that no date leads to one."""
    try:
        plugins = json.loads(read_settings_file(disk, folder / CORE) or b"{}")
        found = _json(disk, folder / DAILY)
    except (ConfigError, ValueError, RecursionError):
        return None
    named = [name for name, on in plugins.items() if on] if isinstance(plugins, dict) else plugins
    if not isinstance(named, list) or "daily-notes" not in named:
        return None
    given = (found.get("folder"), found.get("format"))
    where, form = (each if isinstance(each, str) else "" for each in given)
    path = f"{folder_in(where).strip('/')}/".removeprefix("/")
    if not f"{path}{form}".startswith(below):
        return None
    return DailyNotes(path.removeprefix(below), form or DailyNotes().format)


def read_settings_file(disk: Disk, path: Path) -> bytes | None:
    """What a file of settings holds; None where there is none. Raises `ConfigError`, OSError.

    What is there and cannot be read stops the build: it may say what is private.
    """
    if path.is_file():
        return disk.read(path)
    if is_written(path):
        raise ConfigError(f"{path}: found {kind_of(path)}, but wanted is a file; mend or delete it")
    return None


def _json(disk: Disk, path: Path) -> Mapping[str, Any]:
    """An Obsidian settings file, empty when absent. Raises `ConfigError`, OSError.

    A broken one stops the build: it may have said what is not to be published.
    """
    try:
        found = json.loads(read_settings_file(disk, path) or b"{}")
    except (ValueError, RecursionError) as error:
        said = "nested too deeply" if isinstance(error, RecursionError) else error
        raise ConfigError(
            f"{path}: not valid JSON: {said}; save Obsidian's settings anew"
        ) from None
    return found if isinstance(found, dict) else {}
