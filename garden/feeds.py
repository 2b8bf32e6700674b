"""Which feeds a site has: its own, and those of the tags and folders that `[feed]` names."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from garden.model import Feed, FeedForm, FeedLink, Garden, Problem
from garden.paths import CONFIG_NAME, below, fold
from garden.rules import problem
from garden.urls import Addresses, own_url

_FILES: dict[str, FeedForm] = {"feed.xml": "atom", "feed.json": "json"}
_HINT = "take it out of [feed], or give a note in it a date"

Source = tuple[str, str, Collection[str]]  # what a feed follows: its title, its page, its notes


def feeds_of(garden: Garden, given: Addresses) -> Iterator[Feed]:
    """The feeds of a garden, those of the site first. One without a note is not made."""
    if not garden.config.feed.count:
        return
    title = garden.config.site.title
    yield from _feeds(garden, given, (title, "", garden.notes), is_whole=True)
    for found in dict.fromkeys(_wanted(garden).values()):
        if found:
            name, page, notes = found
            yield from _feeds(garden, given, (f"{name} · {title}", page, notes), is_whole=False)


def feeds_of_nothing(garden: Garden) -> Iterator[Problem]:
    """What is asked for and cannot be: of what is private as of what does not exist."""
    if garden.config.feed.count and garden.config.site.base_url:
        pages = {feed.page for feed in garden.feeds if not feed.is_whole}
        for name, found in _wanted(garden).items():
            if found is None or found[1] not in pages:
                message = f'"{name}" has no published note with a date'
                yield problem("feed", CONFIG_NAME, message, _HINT)


def _feeds(garden: Garden, given: Addresses, of: Source, *, is_whole: bool) -> Iterator[Feed]:
    title, page, notes = of
    dated = (path for path in garden.recent if path in notes)
    latest = tuple(path for path, _ in zip(dated, range(garden.config.feed.count), strict=False))
    if latest:
        for name, form in _FILES.items():
            link = FeedLink(own_url(below(page, name), given), title, form)
            yield Feed(link, page, latest, is_whole)


def _wanted(garden: Garden) -> dict[str, Source | None]:
    """What the configuration names, as it is written there; None where there is no such thing."""
    settings = garden.config.feed
    folders = {fold(path): path for path in garden.folders if path}
    tags = {f"#{tag.removeprefix('#')}": _of_tag(garden, tag) for tag in settings.tags}
    return {**tags, **{name: _of_folder(garden, folders, name) for name in settings.folders}}


def _of_tag(garden: Garden, name: str) -> Source | None:
    key = fold(name.removeprefix("#"))
    tag = garden.tags.get(key)
    return (f"#{tag.name}", garden.tag_urls[key], frozenset(tag.notes)) if tag else None


def _of_folder(garden: Garden, folders: dict[str, str], name: str) -> Source | None:
    path = folders.get(fold(name.strip("/")))
    if path is None:
        return None
    found = garden.folders[path]
    notes = frozenset(note for note in garden.notes if note.startswith(f"{path}/"))
    return found.name, found.url, notes
