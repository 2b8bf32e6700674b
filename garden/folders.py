"""The folders of a garden: which note is a folder's page, and what lies in each (part 0, 12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from garden.model import Folder
from garden.paths import (
    folder_of,
    folder_url,
    name_of,
    natural_key,
    page_url,
    url_key,
)
from garden.urls import Addresses, rank


def folders_above(path: str) -> Iterator[str]:
    """The folders that a note or folder lies in, nearest first, without the vault itself."""
    while path := folder_of(path):
        yield path


def folder_paths(notes: Iterable[str]) -> tuple[str, ...]:
    """Every folder that holds one of `notes` at any depth, and the vault itself: ``."""
    return tuple(sorted({"", *(folder for path in notes for folder in folders_above(path))}))


def folder_notes(folders: Iterable[str], notes: Iterable[str]) -> dict[str, str]:
    """Which note is the page of a folder, for those folders that have one.

    `a/index.md`, else `a/a.md`, else `a.md` beside the folder. Each note is the page of one
    folder at most: of the one in its own spelling, else of the first with the same address.
    """
    folders, notes = sorted(filter(None, folders)), sorted(notes, key=lambda p: (rank(p), p))
    found: dict[str, str] = {}
    known = set(folders)
    for path in notes:
        folder = folder_of(path) if rank(path) < 2 else path.rpartition(".")[0]
        if folder in known:
            found.setdefault(folder, path)
    taken = set(found.values())
    beside: defaultdict[str, list[str]] = defaultdict(list)
    wanting = {url_key(folder_url(folder)) for folder in folders if folder not in found}
    for path in reversed(notes):
        if wanting and rank(path) == 2 and path not in taken:
            beside[url_key(page_url(path))].append(path)
    for folder in folders:
        if folder not in found and (fits := beside.get(url_key(folder_url(folder)))):
            found[folder] = fits.pop()
    return found


def folder_tree(
    given: Addresses,
    pages: Mapping[str, str],
    in_order: Iterable[str],
    titles: Mapping[str, str],
) -> dict[str, Folder]:
    """All folders by path. `pages` has their notes, `in_order` all published notes as listed.

    `titles` are those of the notes that are a folder's page, by folder, and of the garden.
    """
    notes: defaultdict[str, list[str]] = defaultdict(list)
    counts: defaultdict[str, int] = defaultdict(int, {"": 0})
    own = {path: folder for folder, path in pages.items()}
    for path in in_order:
        folder = own.get(path)
        if folder is None or folder_of(path) not in (folder, folder_of(folder)):
            notes[folder_of(path)].append(path)
        for above in ("", *folders_above(path)):
            counts[above] += 1
    inside: defaultdict[str, list[str]] = defaultdict(list)
    names = {path: titles.get(path) or name_of(path) for path in counts}
    for path in sorted(filter(None, counts), key=lambda path: (natural_key(names[path]), path)):
        inside[folder_of(path)].append(path)
    return {
        path: Folder(
            path,
            names[path],
            _url(given, pages, path),
            pages.get(path, ""),
            tuple(notes[path]),
            tuple(inside[path]),
            counts[path],
        )
        for path in sorted(counts)
    }


def _url(given: Addresses, pages: Mapping[str, str], path: str) -> str:
    if not path:
        return given.lists["map"]
    return given.notes[pages[path]] if path in pages else given.folders[path]
