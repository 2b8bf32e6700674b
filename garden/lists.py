"""The questions about lists: of folders, of tags, of what is recent, a page of a list at a time.

A long list is on several pages, each with `LISTED_ON_A_PAGE` notes and as many folders or tags,
so every page is bounded and asks only for its own part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar

from garden.config import Config
from garden.dates import moment
from garden.model import Branch, Card, Folder, Garden, Listed, Note, Pager, Ranked
from garden.paths import fold, folder_of
from garden.urls import LISTED_ON_A_PAGE

IN_A_TREE = 500  # folders or tags that one page shows at most as a tree
_DEEPEST = 8  # levels of a tree
_NEAREST = 3  # levels above a page that are shown of a long way, besides the outermost

_NEVER = datetime.min.replace(tzinfo=UTC)

T = TypeVar("T")
Ways = tuple[Card | None, ...]  # one below the other; None stands for those that are not shown


def date_of(note: Note) -> str:
    """When a note was last changed, else when it was made; empty when neither is known."""
    return note.modified or note.created


def made_on(note: Note) -> str:
    """When a note was made, else when it was last changed; empty when neither is known."""
    return note.created or note.modified


def lateness(date: str) -> tuple[str, datetime]:
    """What notes are sorted by in time: first by the day that is shown, wherever that was."""
    return date[:10], moment(date) if date else _NEVER


def latest_first(paths: Iterable[str], dates: Callable[[str], str]) -> list[str]:
    """Notes by their dates, those without one last; where dates are the same, in their order."""
    return sorted(paths, key=lambda path: lateness(dates(path)), reverse=True)


def list_lengths(garden: Garden) -> Iterator[tuple[str, int]]:
    """The URL of every list, and how many entries its pages have to share."""
    for folder in garden.folders.values():
        yield folder.url, max(len(folder.notes), len(folder.subfolders))
    for key, tag in garden.tags.items():
        yield garden.tag_urls[key], max(len(tag.notes), len(garden.subtags.get(key, ())))
    if "recent" in garden.lists:
        yield garden.lists["recent"], len(garden.recent)
    if "tags" in garden.lists:
        yield garden.lists["tags"], len(garden.subtags[""])


def list_names(
    config: Config, *, has_notes: bool, is_dated: bool, is_tagged: bool
) -> Iterator[str]:
    """The lists of a site that are not of one folder or tag; their names are their addresses."""
    yield "map"
    if is_dated and config.lists.recent:
        yield "recent"
    if is_tagged:
        yield "tags"
    if config.graph.page and has_notes:
        yield "graph"
    if config.lists.most_linked:
        yield "most-linked"
    if config.lists.orphans:
        yield "orphans"


def pager(garden: Garden, url: str, number: int) -> Pager:
    """Where the page with a number stands in the list at `url`."""
    return pager_of((url, *garden.further.get(url, ())), number)


def pager_of(urls: Sequence[str], number: int) -> Pager:
    """Where the page with a number stands among the pages at `urls`."""
    before = urls[number - 2] if number > 1 else None
    return Pager(number, len(urls), before, urls[number] if number < len(urls) else None)


def list_url(garden: Garden, name: str) -> str | None:
    """Where the page of a list of `list_names` stands; None where there is no such page."""
    return garden.lists.get(name)


def folder(garden: Garden, path: str) -> Branch:
    """The folder at a path, with the count of the notes in it; "" is the whole vault."""
    return _folder_branch(garden.folders, path, ())


def own_folder(garden: Garden, path: str) -> str | None:
    """The folder whose page a note is."""
    return garden.folder_pages.get(path)


def ancestors(garden: Garden, path: str, number: int = 1) -> Ways:
    """The way from the map down to a note or folder; for a note that lies in no folder, none.

    It does not name the page itself; but a further page of a list leads to the first.
    """
    is_folder = path in garden.folders
    above = path if is_folder and number > 1 else folder_of(path)
    if not is_folder and garden.folders[above].note == path:
        above = folder_of(above)
    elif not above and not is_folder and path not in garden.folder_pages:
        return ()

    def card(name: str) -> Card:
        return Card(garden.folders[name].url, garden.folders[name].name)

    return (Card(garden.lists["map"], "Map"), *_levels(above, card))


def notes_in(garden: Garden, path: str, number: int = 1) -> tuple[Listed, ...]:
    """The notes that lie in a folder itself, as far as they are on one page."""
    return _listed(garden, page_of(garden.folders[path].notes, number), sorts=True)


def subfolders(garden: Garden, path: str, number: int = 1) -> tuple[Branch, ...]:
    """The folders one level below a folder, by name, as far as they are on one page."""
    names = page_of(garden.folders[path].subfolders, number)
    return tuple(_folder_branch(garden.folders, name, ()) for name in names)


def folder_tree(garden: Garden, number: int = 1) -> tuple[Branch, ...]:
    """The folders at the top with those below them, as far as they are on one page of the map."""
    folders = garden.folders

    def inside(path: str) -> Sequence[str]:
        return folders[path].subfolders

    def draw(path: str, below: tuple[Branch, ...]) -> Branch:
        return _folder_branch(folders, path, below)

    return _tree(page_of(inside(""), number), inside, draw)


def _folder_branch(folders: Mapping[str, Folder], path: str, below: tuple[Branch, ...]) -> Branch:
    found = folders[path]
    return Branch(found.url, found.name, found.count, below)


def tagged(garden: Garden, tag: str, number: int = 1) -> tuple[Listed, ...]:
    """The notes with a tag or one nested in it, as far as they are on one page."""
    return _listed(garden, page_of(garden.tags[fold(tag)].notes, number), sorts=True)


def tag(garden: Garden, name: str) -> Branch:
    """A tag, with the count of the notes that carry it or one nested in it."""
    return _tag_branch(garden, fold(name), ())


def subtags(garden: Garden, tag: str, number: int = 1) -> tuple[Branch, ...]:
    """The tags one level below a tag, as far as they are on one page; below "", those at the top.

    Each is named from the top: `a/b`.
    """
    keys = page_of(garden.subtags.get(fold(tag), ()), number)
    return tuple(_tag_branch(garden, key, ()) for key in keys)


def tag_tree(garden: Garden, number: int = 1) -> tuple[Branch, ...]:
    """The tags at the top with those nested in them, as far as they are on one page."""

    def inside(key: str) -> Sequence[str]:
        return garden.subtags.get(key, ())

    def draw(key: str, below: tuple[Branch, ...]) -> Branch:
        return _tag_branch(garden, key, below)

    return _tree(page_of(inside(""), number), inside, draw)


def tag_parents(garden: Garden, tag: str, number: int = 1) -> Ways:
    """The way from the list of all tags down to a tag, as `ancestors` of a folder."""
    key = fold(tag)

    def card(name: str) -> Card:
        return Card(garden.tag_urls[name], garden.tags[name].name)

    above = key if number > 1 else folder_of(key)
    return (Card(garden.lists["tags"], "Tags"), *_levels(above, card))


def _levels(path: str, card: Callable[[str], Card]) -> Ways:
    """The levels of a path, the outermost first; None for those in the middle of a long one."""
    parts = path.split("/") if path else []
    depths = range(1, len(parts) + 1)
    near = depths if len(depths) <= _NEAREST + 2 else depths[-_NEAREST:]
    cards = tuple(card("/".join(parts[:depth])) for depth in near)
    return cards if near is depths else (card(parts[0]), None, *cards)


def _tag_branch(garden: Garden, key: str, below: tuple[Branch, ...]) -> Branch:
    found = garden.tags[key]
    return Branch(garden.tag_urls[key], found.name, len(found.notes), below)


def recent(garden: Garden, count: int) -> tuple[Listed, ...]:
    """The notes that changed last, with what each is about."""
    return _listed(garden, garden.recent[:count], told=True)


def recent_page(garden: Garden, number: int) -> tuple[Listed, ...]:
    """The notes with a date, latest first, as far as they are on one page."""
    return _listed(garden, page_of(garden.recent, number))


def most_linked(garden: Garden, number: int) -> tuple[Ranked, ...]:
    """The notes that most notes link to, as far as they are on one page."""
    first = (number - 1) * LISTED_ON_A_PAGE + 1
    return tuple(
        Ranked(rank, garden.urls[path], garden.notes[path].title, len(garden.inbound[path]))
        for rank, path in enumerate(page_of(garden.most_linked, number), first)
    )


def orphans(garden: Garden, number: int) -> tuple[Listed, ...]:
    """The notes without links to or from others, by title, as far as they are on one page."""
    return _listed(garden, page_of(garden.orphans, number))


def introduced(garden: Garden, count: int) -> tuple[Listed, ...]:
    """The first notes that lie in no folder, with what each is about."""
    return _listed(garden, garden.folders[""].notes[:count], told=True)


def page_of(entries: Sequence[T], number: int) -> Sequence[T]:
    """The entries of a long list that belong on a page, counted from 1."""
    return entries[(number - 1) * LISTED_ON_A_PAGE : number * LISTED_ON_A_PAGE]


def beside(garden: Garden, path: str) -> tuple[Card | None, Card | None]:
    """The notes before and after a note in its folder."""

    def card(other: str) -> Card | None:
        return Card(garden.urls[other], garden.notes[other].title) if other else None

    before, after = garden.beside.get(path, ("", ""))
    return card(before), card(after)


def _listed(
    garden: Garden, paths: Iterable[str], *, told: bool = False, sorts: bool = False
) -> tuple[Listed, ...]:
    notes = ((garden.urls[path], garden.notes[path]) for path in paths)
    return tuple(
        Listed(
            url,
            note.title,
            date_of(note),
            note.doc.description if told else "",
            note.created if sorts else "",
        )
        for url, note in notes
    )


def _tree(
    top: Sequence[str],
    inside: Callable[[str], Sequence[str]],
    draw: Callable[[str, tuple[Branch, ...]], Branch],
) -> tuple[Branch, ...]:
    """The branches below `top`, down to the last level that fits in whole."""
    depth, count, level = 0, len(top), list(top)
    while level := list(chain.from_iterable(map(inside, level))):
        count += len(level)
        if count > IN_A_TREE or depth + 1 == _DEEPEST:
            break
        depth += 1

    def grown(key: str, left: int) -> Branch:
        return draw(key, tuple(grown(below, left - 1) for below in inside(key)) if left else ())

    return tuple(grown(key, depth) for key in top)
