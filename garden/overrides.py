"""Looks whether what is laid over a theme was copied from files that have changed since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from garden.bundled import themes_folder
from garden.copies import original_of
from garden.disk import Disk, is_written, kind_of
from garden.ejected import Mark, mark_of, version_of
from garden.litter import is_litter, is_probe
from garden.model import Problem
from garden.paths import OVERRIDES, fold
from garden.rules import problem
from garden.signs import plain_name
from garden.theme import ThemeError

VENDOR = "vendor"  # the folder of a theme with the packages of others
_PRIVATE = "private"
WORDS = "theme.toml"  # what is said of each of its files


def theme_files(disk: Disk, theme: str) -> list[str]:
    """The files of a theme that can be laid over, by relative path; none of an unknown theme."""
    root = themes_folder() / theme
    return files_below(disk, root, without=(VENDOR, WORDS))


def files_below(disk: Disk, folder: Path, *, without: tuple[str, ...] = ()) -> list[str]:
    """The files of a theme's folder; none of one that is not there. Raises `ThemeError`.

    What is litter in a vault is litter here, and a folder called private is private here too. Other
    patterns of `publish.exclude` are about notes: one that opens a few folders closes all others.
    """
    if not folder.is_dir():
        if is_written(folder):
            raise _not_wanted(folder, "a folder")
        return []

    def skip(above: str, name: str, is_folder: bool) -> bool:
        is_private = is_folder and fold(plain_name(name)) == _PRIVATE
        is_left = is_litter(name) or is_probe(name) or bool(original_of(name))
        return is_left or is_private or (not above and name in without)

    paths = [entry.path for entry in disk.files(folder, skip)]
    for path in paths:
        if not (folder / path).is_file():
            raise _not_wanted(folder / path, "a file")
        if any("\ud800" <= c <= "\udfff" for c in path):  # bytes that are not UTF-8
            raise ThemeError(f"{folder / path}: its name is not valid UTF-8; rename it")
    return paths


def _not_wanted(path: Path, wanted: str) -> ThemeError:
    return ThemeError(f"{path}: found {kind_of(path)}, but wanted is {wanted}; mend or delete it")


def outdated(disk: Disk, folder: Path | None, theme: str) -> Iterator[Problem]:
    """The copies in a folder that is laid over a theme, whose originals have changed since."""
    names = theme_files(disk, theme) if folder else []
    for path in files_below(disk, folder) if folder else ():
        mark = mark_of(disk.read(folder / path)) if folder else None
        if mark is not None and mark.theme == theme:
            is_there = mark.name in names  # a mark may say anything
            now = disk.read(themes_folder() / theme / mark.name) if is_there else None
            if now is None or version_of(now) != mark.version:
                yield _outdated(path, mark, now)


def _outdated(path: str, mark: Mark, now: bytes | None) -> Problem:
    if now is None:
        message = f"copied from an older garden, whose theme had a file {mark.name}"
        hint = f"if the site is as it should be, take the mark out of {path}"
    else:
        message = f"copied from an older {mark.name} than that of this garden"
        hint = (
            f"compare them with `garden theme eject {mark.name} --diff`; when yours is as it "
            f"should be, write {version_of(now)} in its mark"
        )
    return problem("theme-stale", f"{OVERRIDES}/{path}", message, hint)
