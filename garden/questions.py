"""The questions that a page may ask of the garden: pure functions with frozen answers.

Each asks for the smallest thing that answers, because a page is redrawn when an answer changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from garden.config import Site
from garden.dates import moment
from garden.embeds import embedded
from garden.model import Ambiguous, Card, Found, Garden, Mention, Missing, Note, Outcome
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
    place = (anchor_id(garden.notes[pick].doc, anchor) or "") if anchor and known else anchor
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


def tagged(garden: Garden, tag: str) -> tuple[Card, ...]:
    """The notes with a tag or one nested in it, by title."""
    return by_title(card(garden, path) for path in garden.tags[fold(tag)].notes)


def subtags(garden: Garden, tag: str) -> tuple[Card, ...]:
    """The tags nested one level below a tag; below the empty one, those at the top."""
    below = garden.subtags.get(fold(tag), ())
    return tuple(Card(garden.tag_urls[key], garden.tags[key].name) for key in below)


def cards(garden: Garden) -> tuple[Card, ...]:
    """All notes, by title. Wide: only for pages that are lists of everything."""
    return by_title(card(garden, path) for path in garden.notes)


def latest(garden: Garden) -> tuple[str, ...]:
    """The notes of the feed: those that have a date, the newest first."""
    dated = [note for note in garden.notes.values() if note.modified or note.created]
    dated.sort(key=lambda note: garden.urls[note.path])
    dated.sort(key=lambda note: moment(note.modified or note.created), reverse=True)
    return tuple(note.path for note in dated[: garden.config.feed.count])


def feed_url(garden: Garden) -> str:
    """Where the feed stands; empty when there is none."""
    return garden.feed_url


def favicon(garden: Garden) -> str:
    """The author's own icon of the site; empty when there is none."""
    return next((name for name in _FAVICONS if name in garden.static), "")


def by_title(found: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(sorted(found, key=lambda c: (fold(c.title), c.url)))


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
        tagged,
        subtags,
        cards,
        latest,
        feed_url,
        favicon,
    )
}
