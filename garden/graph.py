"""The questions about the graph: who stands around a note, and who is linked with whom at all.

A note's own page asks for its neighbours alone. What lists every note is for the files of the map.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from heapq import nsmallest
from itertools import count
from typing import Literal

from garden.model import Branch, Garden
from garden.paths import fold, natural_key

MOST = 24  # neighbours of a note that its picture shows
COLOURS = 8  # that groups are told apart by; 0 is that of what is in none
_LONG = 300  # links of a note from which on they are looked up from their other ends

Direction = Literal["in", "both", "out", "tag"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A note that is linked with another, or a tag of it; in the colour of its group."""

    url: str
    title: str
    direction: Direction
    colour: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands around a note: by direction and title, and `more` that are left out.

    `links` are pairs of indexes of those that are linked among themselves.
    """

    colour: int
    around: tuple[Neighbour, ...] = ()
    links: tuple[tuple[int, int], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A note of the map, or a tag."""

    url: str
    title: str
    folder: str
    tag: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Who is linked with whom, and nothing else of them: all that a layout depends on.

    `seeds` are 32 bits of a hash of each path; `links` are of each spot the later ones.
    """

    seeds: tuple[int, ...]
    links: tuple[tuple[int, ...], ...]


def neighbours(garden: Garden, path: str) -> Neighbours:
    """The notes that link to a note or that it links to, and with `graph.tags` also its tags;

    nothing without `graph.local`. Of many those are kept that are linked both ways, and then those
    with more links.
    """
    config, outbound = garden.config.graph, garden.outbound.get(path, ())
    if not config.local:
        return Neighbours(0)
    inbound = {group[0].source for group in garden.inbound.get(path, ())}
    every: dict[str, Direction] = dict.fromkeys(inbound, "in")
    every |= {target: "both" if target in inbound else "out" for target in outbound}
    tags = _tags(garden, path)[: MOST // 3] if config.tags else ()
    most, kept = MOST - len(tags), list(every)
    if len(kept) > most:
        kept = nsmallest(most, kept, key=lambda other: _rank(garden, other, every[other]))
    kept.sort(key=lambda other: (_ORDER[every[other]], *_by_title(garden, other)))
    around = [
        Neighbour(
            garden.urls[other],
            garden.notes[other].title,
            every[other],
            colour_of(garden, other),
        )
        for other in kept
    ]
    around += [Neighbour(garden.tag_urls[key], _tag_name(garden, key), "tag", 0) for key in tags]
    links = tuple(_among(garden, {other: i for i, other in enumerate(kept)}))
    return Neighbours(colour_of(garden, path), tuple(around), links, len(every) - len(kept))


_ORDER: Mapping[Direction, int] = {"in": 0, "both": 1, "out": 2, "tag": 3}


def _rank(garden: Garden, path: str, direction: Direction) -> tuple[int, int, str, str]:
    """What the most important neighbours come first by.

    Of the count of links only its magnitude: one link more somewhere changes few pictures.
    """
    return (
        direction != "both",
        -_links(garden, path).bit_length(),
        fold(garden.notes[path].title),
        path,
    )


def _links(garden: Garden, path: str) -> int:
    return len(garden.inbound.get(path, ())) + len(garden.outbound.get(path, ()))


def _by_title(garden: Garden, path: str) -> tuple[object, str]:
    return natural_key(garden.notes[path].title), path


def _among(garden: Garden, index: Mapping[str, int]) -> list[tuple[int, int]]:
    """The links among some notes, each pair once. A note with very many links costs no more."""
    pairs: set[tuple[int, int]] = set()
    hubs = {path for path in index if len(garden.outbound.get(path, ())) > _LONG}
    for path, i in index.items():
        if path not in hubs:
            pairs |= {(i, j) for t in garden.outbound.get(path, ()) if (j := index.get(t, i)) != i}
        if hubs and len(groups := garden.inbound.get(path, ())) <= _LONG:
            sources = {group[0].source for group in groups}
            pairs |= {(index[hub], i) for hub in hubs & sources if hub != path}
    return sorted({(min(pair), max(pair)) for pair in pairs})


def group_of(garden: Garden, path: str, by: Literal["folder", "tag"]) -> str:
    """The outermost folder of a note, or its first tag as far as that is not nested; or nothing."""
    if by == "folder":
        return path.partition("/")[0] if "/" in path else ""
    tags = garden.notes[path].doc.tags
    return fold(tags[0]).partition("/")[0] if tags else ""


def _tags(garden: Garden, path: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(fold, garden.notes[path].doc.tags)))


def _tag_name(garden: Garden, key: str) -> str:
    return f"#{garden.tags[key].name}"


def colour_of(garden: Garden, path: str) -> int:
    """The number of the colour of a note, as `graph.colour` wants it: the same on all pages."""
    return garden.colours.get(group_of(garden, path, garden.config.graph.colour), 0)


def with_colours(garden: Garden) -> Garden:
    """The garden with the colours of its groups."""
    by_tag = garden.config.graph.colour == "tag"
    groups = garden.subtags.get("", ()) if by_tag else garden.folders[""].subfolders
    return replace(garden, colours={group: colour_at(i) for i, group in enumerate(groups)})


def colour_at(place: int) -> int:
    """The number of the colour of a group, by its place among all."""
    return 1 + place % COLOURS


def graph_spots(garden: Garden) -> tuple[Spot, ...]:
    """Every note of the garden by its path, and with `graph.tags` every tag after them."""
    notes = (
        Spot(
            garden.urls[path],
            note.title,
            group_of(garden, path, "folder"),
            group_of(garden, path, "tag"),
        )
        for path, note in garden.notes.items()
    )
    tags = garden.tags if garden.config.graph.tags else ()
    return (
        *notes,
        *(Spot(garden.tag_urls[key], _tag_name(garden, key), "", key) for key in tags),
    )


def graph_groups(garden: Garden) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """The outermost folders and tags, each with its name, in the order of their colours."""
    folders = tuple((path, garden.folders[path].name) for path in garden.folders[""].subfolders)
    tags = tuple((key, _tag_name(garden, key)) for key in garden.subtags.get("", ()))
    return folders, tags


def graph_shape(garden: Garden) -> Shape:
    """Who is linked with whom, by the places of `graph_spots`."""
    paths = list(garden.notes)
    index = {path: i for i, path in enumerate(paths)}
    numbers = count(len(paths))
    tags = {key: next(numbers) for key in garden.tags} if garden.config.graph.tags else {}
    later: list[set[int]] = [set() for _ in (*paths, *tags)]
    for i, j in _pairs(garden, index, tags):
        later[min(i, j)].add(max(i, j))
    return Shape(
        tuple(map(_seed, (*paths, *(f"#{key}" for key in tags)))),
        tuple(tuple(sorted(found)) for found in later),
    )


def _pairs(
    garden: Garden, index: Mapping[str, int], tags: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    for path, targets in garden.outbound.items():
        for target in targets:
            yield index[path], index[target]
    if tags:
        for path, i in index.items():
            for key in _tags(garden, path):
                yield i, tags[key]


def _seed(name: str) -> int:
    data = name.encode(errors="surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=4).digest(), "big")


def hubs(garden: Garden, number: int) -> tuple[Branch, ...]:
    """The notes with the most links, each with their count, the first `number` of them."""
    linked = ((path, _links(garden, path)) for path in garden.notes)
    best = nsmallest(number, linked, key=lambda one: (-one[1], fold(garden.notes[one[0]].title)))
    return tuple(
        Branch(garden.urls[path], garden.notes[path].title, links) for path, links in best if links
    )
