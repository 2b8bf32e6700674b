"""Reads a vault: its notes, its other files, what Obsidian's settings say of it. Writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import normalize

from garden.config import Config, ConfigError
from garden.dates import Times, iso_of
from garden.disk import TEMPORARY, Disk, Entry, Skip, is_written, kind_of
from garden.model import Problem
from garden.output import MANIFEST
from garden.paths import CONFIG_NAME, OVERRIDES, fold, is_note, nfc
from garden.progress import Progress, counted, silent
from garden.publish import path_denial
from garden.rules import problem

_LITTER = re.compile(
    r"\.|~|.*~$|.*\.(?:swp|swo|tmp|temp|icloud|crdownload|part|bak)$|#.*#$|4913$"
    r"|Thumbs\.db$|desktop\.ini$|node_modules$",
    re.IGNORECASE,
)
TYPES = ".obsidian/types.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the vault's own `.obsidian` folder says that matters here."""

    strict_line_breaks: bool = False
    ignored: tuple[str, ...] = ()
    templates: str = ""
    types: Mapping[str, str] = field(default_factory=dict)  # of properties, by name
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Reading:
    """What was read. Paths are relative to the vault and in NFC; `real` are those on the disk."""

    sources: dict[str, bytes] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)  # notes that may not be read
    denied: dict[str, str] = field(default_factory=dict)
    times: dict[str, Times] = field(default_factory=dict)
    real: dict[str, Path] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # symbolic link → what it leads to
    types: Mapping[str, str] = field(default_factory=dict)  # of properties, by name
    problems: list[Problem] = field(default_factory=list)


def read_settings(disk: Disk, root: Path) -> Settings:
    app = _json(disk, root / ".obsidian" / "app.json")
    templates = _json(disk, root / ".obsidian" / "templates.json")
    ignored = app.get("userIgnoreFilters")
    folder = templates.get("folder")
    types, problems = _types(disk, root)
    return Settings(
        strict_line_breaks=app.get("strictLineBreaks") is True,
        ignored=tuple(f for f in ignored if isinstance(f, str))
        if isinstance(ignored, list)
        else (),
        templates=folder.strip("/") if isinstance(folder, str) else "",
        types=types,
        problems=problems,
    )


def _types(disk: Disk, root: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The type of each property. A broken file is a warning: it says nothing of what is private."""
    try:
        found = _json(disk, root / TYPES).get("types")
    except ConfigError:
        hint = "change the type of a property in Obsidian, which writes the file anew"
        return {}, (problem("property-types", TYPES, "not valid JSON", hint),)
    pairs = sorted(found.items()) if isinstance(found, dict) else []
    return {name: declared for name, declared in pairs if isinstance(declared, str)}, ()


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


def read_vault(
    disk: Disk,
    root: Path,
    config: Config,
    settings: Settings,
    outputs: tuple[Path, ...],
    progress: Progress = silent,
) -> Reading:
    """Everything below `root` but litter, hidden files, sites that garden wrote, and `outputs`."""
    reading = Reading(types=settings.types, problems=[*settings.problems])
    closed = list[str]()  # folders that may not be read
    found = disk.files(root, _skipper(root, outputs), closed.append)
    for entry in counted(found, "looking for notes", 0, progress):
        path = _free_path(entry.path, reading.real)
        reading.real[path] = root / entry.path
        if reason := _path_denial(config, settings, path, entry):
            reading.denied[path] = reason
        elif entry.real is None:
            message = "this link leads out of the vault, to a folder, or nowhere"
            reading.problems.append(problem("symlink", path, message, "put the file itself here"))
        else:
            if entry.real != entry.path:
                reading.links[path] = nfc(entry.real)
            _take(disk, config, path, entry, reading)
    _close(config, settings, reading, [nfc(folder) for folder in closed])
    return reading


def _close(config: Config, settings: Settings, reading: Reading, folders: Sequence[str]) -> None:
    """Leave out what lies in folders that may not be read: a link elsewhere may lead into one,

    and its own note may have said that all of it is private. One that is private anyway has no
    name here (PRV35).
    """
    for path, real in reading.links.items():
        if any(real.startswith(f"{folder}/") for folder in folders):
            reading.sources.pop(path, None)
            reading.files = [other for other in reading.files if other != path]
            reading.denied[path] = "in a folder that may not be read"
    told = (folder for folder in folders if not denial_of(config, settings, f"{folder}/index.md"))
    reading.problems += map(closed_folder, told)


def closed_folder(folder: str) -> Problem:
    message = "this folder may not be read, so nothing in it is published"
    return problem("file-unreadable", folder, message, "change its permissions")


def _free_path(path: str, taken: Container[str]) -> str:
    """A path in NFC; where two files differ only in Unicode form, in another one."""
    forms = (nfc(path), path, normalize("NFD", path))
    return next((form for form in forms if form not in taken), path)


def _take(disk: Disk, config: Config, path: str, entry: Entry, reading: Reading) -> None:
    """Read a note; of another file its path is enough. Only a forbidden note is left out:

    any other fault is the machine's, and a build that went on would retract pages.
    """
    if not is_note(path):
        reading.files.append(path)
        return
    try:
        reading.sources[path] = disk.read(reading.real[path])
    except PermissionError as error:
        reading.problems.append(
            problem("file-unreadable", path, f"{error.strerror}", "change its permissions")
        )
        reading.unreadable.append(path)
        return
    if config.dates.fallback == "file":
        time = iso_of(entry.mtime)
        reading.times[path] = (time, time)


def _path_denial(config: Config, settings: Settings, path: str, entry: Entry) -> str:
    """Why a path, or the one that a symbolic link leads to, is private (PRV40)."""
    for name in dict.fromkeys((path, nfc(entry.real or path))):
        if reason := denial_of(config, settings, name):
            return reason
        if any(map(is_litter, name.split("/"))):
            return "a link to a hidden file"
    return ""


def denial_of(config: Config, settings: Settings, path: str) -> str:
    """Why a path is private by the configuration or by the vault's own settings."""
    if reason := path_denial(config.publish, path):
        return reason
    if any(_is_ignored(path, pattern) for pattern in settings.ignored):
        return "ignored in Obsidian's settings"
    below_templates = fold(path).startswith(f"{fold(settings.templates)}/")
    if settings.templates and below_templates and not config.publish.templates:
        return "in the folder of templates"
    return ""


def is_litter(name: str) -> bool:
    """Whether a file or folder is hidden, or left by an editor or a synchronisation."""
    return _LITTER.match(name) is not None


def _is_ignored(path: str, pattern: str) -> bool:
    """Obsidian's excluded files: the beginning of a path, or /a regular expression/."""
    if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/"):
        try:
            return re.search(pattern[1:-1], path) is not None
        except re.error:
            return False
    return bool(pattern.strip("/")) and fold(path).startswith(fold(pattern.lstrip("/")))


def _skipper(root: Path, outputs: tuple[Path, ...]) -> Skip:
    own = {path.resolve() for path in outputs}

    def skip(folder: str, name: str, is_folder: bool) -> bool:
        if is_litter(name) or name.startswith(TEMPORARY):
            return True
        if not folder and name in (OVERRIDES, CONFIG_NAME):
            return True
        if not is_folder:
            return False
        path = root / folder / name
        with suppress(PermissionError):  # that it may not be read is told where it is listed
            return path.resolve() in own or (path / MANIFEST).is_file()
        return False

    return skip
