"""The questions that a page may ask of the garden: pure functions with frozen answers.

Each asks for the smallest thing that answers, because a page is redrawn when an answer changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from garden import contents, explorer, lists
from garden.config import Config, Site
from garden.embeds import embedded
from garden.lists import pager_of
from garden.model import (
    Ambiguous,
    Block,
    Card,
    Found,
    Garden,
    Head,
    Linker,
    Mention,
    Missing,
    Need,
    Note,
    Outcome,
    Pager,
    Picture,
    Said,
    Way,
)
from garden.paths import fold
from garden.properties import label_of, panel
from garden.resolve import anchor_id, search_of
from garden.resolve import outcome as outcome_of
from garden.urls import SOURCES_ON_A_PAGE

Question = Callable[..., Any]
MENTIONS_OF_ONE_NOTE = 5  # that a page quotes
_FAVICONS = ("favicon.svg", "favicon.ico", "favicon.png")


def site(garden: Garden) -> Site:
    return garden.config.site


def date_format(garden: Garden) -> str:
    """How dates are written: `dates.format`."""
    return garden.config.dates.format


def head(garden: Garden, path: str) -> Head:
    """What the page of a note says of it, besides its text."""
    note, meta = garden.notes[path], garden.notes[path].doc.meta
    return Head(
        path,
        note.title,
        note.doc.description,
        meta.lang,
        meta.image,
        () if garden.config.site.trust == "shared" else meta.cssclasses,
        meta.tags,
        note.created,
        note.modified,
        note.own_title,
        note.doc.length,
        tuple(panel(garden, note.doc)),
    )


def text(garden: Garden, path: str) -> int:
    """A digest of the text of a note, which itself is kept apart; see `View.body`."""
    return garden.notes[path].doc.digest


def card(garden: Garden, path: str) -> Card:
    return Card(garden.urls[path], garden.notes[path].title)


def resolve(garden: Garden, source: str, target: str, anchor: str) -> Outcome:
    """Where a link in the note at `source` leads; a heading that is not there leads to its note."""
    found = search_of(garden, source, target)
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


def destinations(garden: Garden, path: str) -> tuple[tuple[str, str, Found | None], ...]:
    """Where the links in the text of a note lead: target, anchor and destination of each."""
    links = dict.fromkeys(
        (place.link.target, place.link.anchor)
        for place in garden.notes[path].doc.links
        if place.link.kind != "tag"
    )
    return tuple(
        (target, anchor, destination(garden, path, target, anchor)) for target, anchor in links
    )


def picture(garden: Garden, url: str) -> Picture | None:
    """The size of the picture at a URL of the site, and its copies; None for no known picture."""
    return garden.pictures.get(url)


def linkers(garden: Garden, path: str) -> int:
    """How many notes link to a note."""
    return len(garden.inbound.get(path, ()))


def backlinks(garden: Garden, path: str, number: int) -> tuple[Linker, ...]:
    """The notes that link to a note, by title, as far as they are on one page."""
    start = (number - 1) * SOURCES_ON_A_PAGE
    groups = garden.inbound.get(path, ())[start : start + SOURCES_ON_A_PAGE]
    return tuple(_linker(garden, mentions) for mentions in groups)


def _linker(garden: Garden, mentions: Sequence[Mention]) -> Linker:
    source = garden.notes[mentions[0].source]
    first = mentions[:MENTIONS_OF_ONE_NOTE]
    said = tuple(_said(garden.config, source, mention) for mention in first)
    return Linker(source.path, card(garden, source.path), said, len(mentions) - len(said))


def _said(config: Config, source: Note, mention: Mention) -> Said:
    if mention.place < 0:
        prop = source.doc.meta.properties[mention.property]
        return Said(property=label_of(config, prop), values=prop.values)
    place = source.doc.links[mention.place]
    is_below_title = place.heading == 0 and source.own_title
    if place.heading < 0 or is_below_title:
        return Said(place.quote, place.digest)
    heading = source.doc.outline[place.heading]
    return Said(place.quote, place.digest, heading.text, heading.id)


def outgoing(garden: Garden, path: str) -> tuple[Card, ...]:
    """The notes that a note links to, each once, in the order of their first link."""
    return tuple(card(garden, target) for target in garden.outbound.get(path, ()))


def backlink_pager(garden: Garden, path: str, number: int) -> Pager:
    """Where a page stands among those with the backlinks of a note; the first is the note's own."""
    return pager_of((garden.urls[path], *garden.backlink_urls.get(path, ())), number)


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


def needed(garden: Garden, need: Need) -> bool:
    """Whether a note needs something of the theme, so that the site holds it."""
    return need in garden.needs


def footer(garden: Garden) -> tuple[Block, ...]:
    return garden.footer


QUESTIONS: dict[str, Question] = {
    question.__name__: question
    for question in (
        site,
        date_format,
        head,
        text,
        card,
        resolve,
        destination,
        destinations,
        embedded,
        picture,
        linkers,
        backlinks,
        outgoing,
        backlink_pager,
        tag_url,
        latest,
        feed_url,
        favicon,
        navigation,
        social,
        needed,
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
        lists.beside,
        contents.contents,
        explorer.signposts,
        explorer.explorer_rows,
        explorer.addresses,
    )
}
