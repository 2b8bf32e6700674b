"""What `garden theme` does: lists the files of the theme, and copies one to be changed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from difflib import get_close_matches, unified_diff
from pathlib import Path

from garden.chosen import Chosen, shown
from garden.disk import Disk
from garden.ejected import ejected
from garden.overrides import WORDS, files_below, outdated, theme_files
from garden.paths import OVERRIDES
from garden.theme import ThemeError
from garden.themes import folder_of


def listed(place: Chosen, disk: Disk) -> Iterator[str]:
    """A line for each file of the theme, and for each of the author's own, with a word on it.

    Raises `ThemeError`.
    """
    theme, folder = place.config.theme.name, place.base / OVERRIDES
    about = tomllib.loads(disk.read(folder_of(theme) / WORDS).decode())["files"]
    names, over = theme_files(disk, theme), files_below(disk, folder)
    older = {
        problem.path.removeprefix(f"{OVERRIDES}/") for problem in outdated(disk, folder, theme)
    }
    own = [name for name in over if name not in names]
    wide = max(map(len, (*names, *own)))
    for name in names:
        whose = "" if name not in over else " (yours, of an older garden)" * (name in older)
        whose = whose or " (yours is used)" * (name in over)
        yield f"{name:<{wide}}  {about.get(name, '')}{whose}"
    for name in own:
        yield f"{name:<{wide}}  your own"


def copied(place: Chosen, name: str, disk: Disk) -> str:
    """Copy a file of the theme beside the configuration; what is to be said of it.

    Raises `ThemeError` for a file that is not there, and for one that would be overwritten.
    """
    content, target = original(place, name, disk), place.base / OVERRIDES / name
    where = shown(target)
    if target.exists() or target.is_symlink():
        said = f"{where} is there already, and stays as it is"
        raise ThemeError(f"{said}; to compare them: garden theme eject {name} --diff")
    if target.parent.resolve() != ((place.base / OVERRIDES).resolve() / name).parent:
        raise ThemeError(f"{shown(target.parent)} leads elsewhere, where no theme is read from")
    disk.make_folder(target.parent)
    disk.write(target, content)
    return f"{where} is now used in place of the theme's {name}; change it as you like."


def original(place: Chosen, name: str, disk: Disk) -> bytes:
    """A file of the theme as it is copied, with its mark. Raises `ThemeError`."""
    theme = place.config.theme.name
    folder, names = folder_of(theme), theme_files(disk, theme)
    if name not in names:
        raise ThemeError(f'the theme has no file "{name}"{_near(name, names)}')
    return ejected(theme, name, disk.read(folder / name))


def differing(place: Chosen, name: str, disk: Disk) -> str:
    """What differs between a file of the theme and the author's, as `diff -u` shows it.

    Raises `ThemeError`.
    """
    theirs, yours = original(place, name, disk), place.base / OVERRIDES / name
    mine = disk.read_if_there(yours)
    if mine is None:
        raise ThemeError(f"there is no {shown(yours)} to compare with the theme's {name}")
    one, two = (part.decode(errors="replace").splitlines() for part in (theirs, mine))
    return "\n".join(unified_diff(one, two, f"theme/{name}", shown(yours), lineterm=""))


def _near(name: str, names: list[str]) -> str:
    last = {Path(path).name: path for path in reversed(names)}  # `page.css` for `style/page.css`
    near = get_close_matches(name, [*names, *last], n=1)
    meant = f'did you mean "{last.get(near[0], near[0])}"? ' if near else ""
    return f"; {meant}`garden theme list` shows all"
