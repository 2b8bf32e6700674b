"""The lists of notes by who links to whom: those most linked to, and those without any link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from garden.model import Garden
from garden.paths import natural_key
from garden.urls import pages_of_list

_LEAST = 2  # notes that link to one of those that are most linked to


def with_ranks(garden: Garden) -> Garden:
    """The garden with the lists of that kind that its configuration wants."""
    return replace(
        garden,
        most_linked=tuple(_most_linked(garden)) if "most-linked" in garden.lists else (),
        orphans=tuple(_orphans(garden)) if "orphans" in garden.lists else (),
    )


def pages_of_ranks(garden: Garden) -> list[tuple[str, int]]:
    """How many pages each of these lists has."""
    return [(url, pages_of_list(length)) for url, length in lengths_of_ranks(garden)]


def lengths_of_ranks(garden: Garden) -> Iterator[tuple[str, int]]:
    """The URL of each of these lists, and how many notes its pages have to share."""
    if "most-linked" in garden.lists:
        yield garden.lists["most-linked"], len(garden.most_linked)
    if "orphans" in garden.lists:
        yield garden.lists["orphans"], len(garden.orphans)


def _most_linked(garden: Garden) -> list[str]:
    linked = [path for path, sources in garden.inbound.items() if len(sources) >= _LEAST]
    return sorted(linked, key=lambda path: (-len(garden.inbound[path]), _by_title(garden, path)))


def _orphans(garden: Garden) -> list[str]:
    """The pages of the site itself and of its folders are found without links."""
    found = (
        path
        for path in garden.notes
        if not (garden.inbound.get(path) or garden.outbound.get(path))
        and garden.urls[path]
        and path not in garden.folder_pages
    )
    return sorted(found, key=lambda path: _by_title(garden, path))


def _by_title(garden: Garden, path: str) -> tuple[object, str]:
    return natural_key(garden.notes[path].title), path
