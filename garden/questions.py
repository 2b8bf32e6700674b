"""The questions that a page may ask of the garden: pure functions with frozen answers.

Each asks for the smallest thing that answers, because a page is redrawn when an answer changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from garden import lists
from garden.config import Site
from garden.embeds import embedded
from garden.model import (
    Ambiguous,
    Block,
    Card,
    Found,
    Garden,
    Mention,
    Missing,
    Note,
    Outcome,
    Way,
)
from garden.paths import fold
from garden.resolve import anchor_id, search
from garden.resolve import outcome as outcome_of

Question = Callable[..., Any]
_FAVICONS = ("favicon.svg", "favicon.ico", "favicon.png")


def site(garden: Garden) -> Site:
    return garden.config.site


def shown_properties(garden: Garden) -> tuple[str, ...]:
    return garden.config.links.properties


def note(garden: Garden, path: str) -> Note:
    return garden.notes[path]


def card(garden: Garden, path: str) -> Card:
    return Card(garden.urls[path], garden.notes[path].title)


def resolve(garden: Garden, source: str, target: str, anchor: str) -> Outcome:
    """Where a link in the note at `source` leads; a heading that is not there leads to its note."""
    found = search(garden.names, source, target, aliases=garden.config.links.aliases)
    pick = found.pick
    if pick is None:
        return Missing()
    known = pick in garden.notes
    place = (anchor_id(garden.notes[pick], anchor) or "") if anchor and known else anchor
    return outcome_of(garden.urls, found, place)


def destination(garden: Garden, source: str, target: str, anchor: str) -> Found | None:
    """`resolve` for a page, which need not know what else would have fitted."""
    match resolve(garden, source, target, anchor):
        case Found() as found:
            return found
        case Ambiguous(pick):
            return pick
        case _:
            return None


def backlinks(garden: Garden, path: str) -> tuple[Mention, ...]:
    return garden.inbound.get(path, ())


def outgoing(garden: Garden, path: str) -> tuple[Card, ...]:
    """The notes that a note links to, each once, in the order of their first link."""
    return tuple(card(garden, target) for target in garden.outbound.get(path, ()))


def backlink_urls(garden: Garden, path: str) -> tuple[str, ...]:
    """Where the further pages of backlinks of a note stand, from the second on."""
    return garden.backlink_urls.get(path, ())


def tag_url(garden: Garden, tag: str) -> str:
    return garden.tag_urls[fold(tag)]


def navigation(garden: Garden) -> tuple[Way, ...]:
    return garden.navigation


def social(garden: Garden) -> tuple[Way, ...]:
    return garden.social


def latest(garden: Garden) -> tuple[str, ...]:
    """The notes of the feed: those that changed last."""
    return garden.recent[: garden.config.feed.count]


def feed_url(garden: Garden) -> str:
    """Where the feed stands; empty when there is none."""
    return garden.feed_url


def favicon(garden: Garden) -> str:
    """The author's own icon of the site; empty when there is none."""
    return next((name for name in _FAVICONS if name in garden.static), "")


def footer(garden: Garden) -> tuple[Block, ...]:
    return garden.footer


QUESTIONS: dict[str, Question] = {
    question.__name__: question
    for question in (
        site,
        shown_properties,
        note,
        card,
        resolve,
        destination,
        embedded,
        backlinks,
        outgoing,
        backlink_urls,
        tag_url,
        latest,
        feed_url,
        favicon,
        navigation,
        social,
        footer,
        lists.pager,
        lists.list_url,
        lists.folder,
        lists.own_folder,
        lists.ancestors,
        lists.notes_in,
        lists.subfolders,
        lists.folder_tree,
        lists.tag,
        lists.tagged,
        lists.subtags,
        lists.tag_tree,
        lists.tag_parents,
        lists.recent,
        lists.recent_page,
        lists.introduced,
    )
}
