"""The questions about the explorer: the tree of all notes, and what leads to a random one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Literal

from garden.lists import date_of, lateness, made_on
from garden.model import Garden, Note, Row, Signposts
from garden.paths import natural_key
from garden.patterns import patterns

SMALL = 300  # notes: up to so many, the explorer is fetched without being asked for
_DEEPEST = 24  # levels; what lies deeper is found on the page of its folder


@dataclass(frozen=True, slots=True)
class _Branch:
    """A note, or a folder with what lies in it; a folder is as late as the latest of its notes."""

    path: str
    title: str
    late: tuple[str, datetime]
    rows: tuple[Row, ...]


def signposts(garden: Garden) -> Signposts:
    """How readers find their way: what every page shows."""
    config, count = garden.config, len(garden.notes)
    return Signposts(
        "none" if not (config.explorer.enabled and count) else _size(count),
        config.explorer.random and count > 1,
        config.lists.order,
        bool(garden.beside),
    )


def _size(count: int) -> Literal["small", "large"]:
    return "small" if count <= SMALL else "large"


def addresses(garden: Garden) -> tuple[str, ...]:
    """The URLs of all notes, of which a random one is taken."""
    return tuple(sorted(garden.urls[path] for path in garden.notes))


def explorer_rows(garden: Garden) -> tuple[Row, ...]:
    """All notes and folders, as `explorer` of the configuration wants them; "" is the top."""
    return tuple(row for branch in _inside(garden, "", 0) for row in branch.rows)


def _inside(garden: Garden, path: str, level: int) -> list[_Branch]:
    """What lies in a folder, in the order in which it is shown."""
    folder, explorer = garden.folders[path], garden.config.explorer
    notes = [_leaf(garden, each, level) for each in folder.notes if not _is_hidden(garden, each)]
    below = (_folder(garden, each, level) for each in folder.subfolders)
    folders = [branch for branch in below if branch]
    match explorer.folders:
        case "first":
            return [*_by_name(folders), *_in_order(garden, notes)]
        case "last":
            return [*_in_order(garden, notes), *_by_name(folders)]
        case _:
            return _in_order(garden, [*folders, *notes])


def _leaf(garden: Garden, path: str, level: int) -> _Branch:
    note = garden.notes[path]
    return _Branch(
        path, note.title, _late(garden, note), (Row(level, garden.urls[path], note.title),)
    )


def _folder(garden: Garden, path: str, level: int) -> _Branch | None:
    """A folder with what is shown of it; None where that is nothing."""
    folder = garden.folders[path]
    if _is_hidden(garden, f"{path}/"):
        return None
    inside = _inside(garden, path, level + 1) if level + 1 < _DEEPEST else []
    own = [_leaf(garden, folder.note, level)] if folder.note else []
    if not inside and level + 1 < _DEEPEST and (not own or _is_hidden(garden, folder.note)):
        return None
    rows = (row for branch in inside for row in branch.rows)
    late = max(map(attrgetter("late"), (*own, *inside)), default=lateness(""))
    return _Branch(path, folder.name, late, (Row(level, folder.url, folder.name), *rows))


def _is_hidden(garden: Garden, path: str) -> bool:
    hidden = garden.config.explorer.hidden
    return bool(hidden) and patterns(hidden).deny(path)


def _late(garden: Garden, note: Note) -> tuple[str, datetime]:
    date = made_on if garden.config.explorer.order == "created" else date_of
    return lateness(date(note))


def _in_order(garden: Garden, branches: Iterable[_Branch]) -> list[_Branch]:
    named = _by_name(branches)
    if garden.config.explorer.order == "name":
        return named
    return sorted(named, key=attrgetter("late"), reverse=True)


def _by_name(branches: Iterable[_Branch]) -> list[_Branch]:
    return sorted(branches, key=lambda branch: (natural_key(branch.title), branch.path))
