"""The questions that a page may ask of the garden: pure functions with frozen answers.

Each asks for the smallest thing that answers, because a page is redrawn when an answer changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from garden.config import Site
from garden.model import Ambiguous, Card, Found, Garden, Mention, Missing, Note, Outcome
from garden.paths import fold, is_note
from garden.resolve import anchor_id, search
from garden.resolve import outcome as outcome_of

Question = Callable[..., Any]


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
    links = (p.link for p in garden.notes[path].doc.links if p.link.kind != "tag")
    found = (
        search(garden.names, path, link.target, aliases=garden.config.links.aliases).pick
        for link in links
    )
    picks = dict.fromkeys(p for p in found if p is not None and p != path and is_note(p))
    return tuple(card(garden, pick) for pick in picks)


def tag_url(garden: Garden, tag: str) -> str:
    return garden.tag_urls[fold(tag)]


def tagged(garden: Garden, tag: str) -> tuple[Card, ...]:
    """The notes with a tag or one nested in it, by title."""
    return by_title(card(garden, path) for path in garden.tags[fold(tag)].notes)


def subtags(garden: Garden, tag: str) -> tuple[Card, ...]:
    """The tags nested one level below a tag; below the empty one, those at the top."""
    above = f"{fold(tag)}/" if tag else ""
    return tuple(
        Card(garden.tag_urls[key], found.name)
        for key, found in garden.tags.items()
        if key.startswith(above) and "/" not in key[len(above) :]
    )


def cards(garden: Garden) -> tuple[Card, ...]:
    """All notes, by title. Wide: only for pages that are lists of everything."""
    return by_title(card(garden, path) for path in garden.notes)


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
        backlinks,
        outgoing,
        tag_url,
        tagged,
        subtags,
        cards,
    )
}
