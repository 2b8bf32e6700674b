"""The questions that a page may ask of the garden: pure functions with frozen answers.

Each asks for the smallest thing that answers, because a page is redrawn when an answer changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from garden import contents, explorer, graph, heads, lists
from garden.config import Site
from garden.daily import daily_path
from garden.drawings import drawing
from garden.embeds import embedded
from garden.lists import pager_of
from garden.model import (
    Ambiguous,
    Block,
    Card,
    Feed,
    FeedLink,
    Findable,
    Found,
    Garden,
    Linked,
    Linker,
    Mention,
    Missing,
    Need,
    Note,
    Outcome,
    Outgoing,
    Pager,
    Picture,
    Said,
    Target,
    Way,
    links_of,
)
from garden.paths import fold, folder_of
from garden.policy import policy as policy_of
from garden.properties import label_of
from garden.resolve import anchor_id, search_of
from garden.resolve import outcome as outcome_of
from garden.shards import shards_in
from garden.urls import SOURCES_ON_A_PAGE

Question = Callable[..., Any]
MENTIONS_OF_ONE_NOTE = 5  # that a page quotes
TARGETS = 100  # notes that a page lists of those it links to
_FAVICONS = ("favicon.svg", "favicon.ico", "favicon.png")
_TOUCH_ICON = "apple-touch-icon.png"


def site(garden: Garden) -> Site:
    return garden.config.site


def date_format(garden: Garden) -> str:
    """How dates are written: `dates.format`."""
    return garden.config.dates.format


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


def day_note(garden: Garden, source: str, day: str) -> str | None:
    """Where the daily note of a day stands, for a date in the note at `source` (row P04)."""
    if garden.daily is None:
        return None
    path = daily_path(garden.daily, date.fromisoformat(day))
    return garden.urls[path] if path in garden.notes and path != source else None


def picture(garden: Garden, url: str) -> Picture | None:
    """The size of the picture at a URL of the site, and its copies; None for no known picture."""
    return garden.pictures.get(url)


def linked(garden: Garden, path: str) -> Linked:
    """How many notes link to a note, and how often."""
    sources = garden.inbound.get(path, ())
    return Linked(len(sources), sum(map(len, sources)))


def backlinks(garden: Garden, path: str, number: int) -> tuple[Linker, ...]:
    """The notes that link to a note, by title, as far as they are on one page."""
    start = (number - 1) * SOURCES_ON_A_PAGE
    groups = garden.inbound.get(path, ())[start : start + SOURCES_ON_A_PAGE]
    return tuple(_linker(garden, path, mentions) for mentions in groups)


def _linker(garden: Garden, path: str, mentions: Sequence[Mention]) -> Linker:
    source = garden.notes[mentions[0].source]
    first = mentions[:MENTIONS_OF_ONE_NOTE]
    said = tuple(_said(garden, path, source, mention) for mention in first)
    more = len(mentions) - len(said)
    return Linker(
        source.path, card(garden, source.path), _elsewhere(garden, source, path), said, more
    )


def _elsewhere(garden: Garden, source: Note, path: str) -> str:
    """The name of the folder in which a note lies; empty if another lies there too."""
    around = folder_of(source.path)
    return garden.folders[around].name if around and around != folder_of(path) else ""


def _said(garden: Garden, path: str, source: Note, mention: Mention) -> Said:
    """A mention of the note at `path`."""
    if mention.place < 0:
        prop = source.doc.meta.properties[mention.property]
        searches = garden.searches[source.path]
        naming = (
            value
            for value in prop.values
            if any(searches[link.target].pick == path for link in links_of(value))
        )
        return Said(property=label_of(garden.config, prop), values=tuple(naming))
    place = source.doc.links[mention.place]
    is_below_title = place.heading == 0 and source.own_title
    if place.heading < 0 or is_below_title:
        return Said(place.quote, place.digest)
    heading = source.doc.outline[place.heading]
    return Said(place.quote, place.digest, heading.text, heading.id)


def outgoing(garden: Garden, path: str) -> Outgoing:
    """The notes that a note links to, each once, in the order of their first link."""
    every = garden.outbound.get(path, ())
    linking = {mentions[0].source for mentions in garden.inbound.get(path, ())}
    first = every[:TARGETS]
    targets = (Target(garden.urls[p], garden.notes[p].title, p in linking) for p in first)
    return Outgoing(tuple(targets), len(every) - len(first))


def backlink_pager(garden: Garden, path: str, number: int) -> Pager:
    """Where a page stands among those with the backlinks of a note; the first is the note's own."""
    return pager_of((garden.urls[path], *garden.backlink_urls.get(path, ())), number)


def tag_url(garden: Garden, tag: str) -> str:
    return garden.tag_urls[fold(tag)]


def navigation(garden: Garden) -> tuple[Way, ...]:
    return garden.navigation


def social(garden: Garden) -> tuple[Way, ...]:
    return garden.social


def feed(garden: Garden, url: str) -> Feed:
    """The feed at a URL."""
    return {feed.link.url: feed for feed in garden.feeds}[url]


def feeds(garden: Garden) -> tuple[FeedLink, ...]:
    """The feeds of the site."""
    return tuple(feed.link for feed in garden.feeds if feed.is_whole)


def feeds_at(garden: Garden, url: str) -> tuple[FeedLink, ...]:
    """The feeds of the tag or folder with its page at a URL."""
    found = (feed for feed in garden.feeds if not feed.is_whole)
    return tuple(feed.link for feed in found if feed.page == url)


def favicon(garden: Garden) -> str:
    """The author's own icon of the site; empty when there is none."""
    return next((name for name in _FAVICONS if name in garden.static), "")


def touch_icon(garden: Garden) -> str:
    """The author's own icon for the home screen of a phone; empty when there is none."""
    return _TOUCH_ICON if _TOUCH_ICON in garden.static else ""


def policy(garden: Garden, need: str) -> str:
    """What a page with a need of the theme may load and run; empty where the author wants none."""
    settings = garden.config.site
    return policy_of(settings.head, diagrams=need == "diagram") if settings.policy else ""


def needed(garden: Garden, need: Need) -> bool:
    """Whether a note needs something of the theme, so that the site holds it."""
    return need in garden.needs


def footer(garden: Garden) -> tuple[Block, ...]:
    return garden.footer


def divided(garden: Garden) -> tuple[int, int]:
    """How many parts a search has, and how many shards each of them."""
    return len(garden.parts), shards_in(garden.parts)


def findable(garden: Garden, part: int) -> tuple[Findable, ...]:
    """What a search knows of the notes of one part, besides their headings and texts."""
    notes = (garden.notes[path] for path in garden.parts[part])
    return tuple(
        Findable(garden.urls[note.path], note.title, note.doc.meta.aliases, note.doc.tags)
        for note in notes
    )


def headings(garden: Garden, part: int) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The headings of the notes of one part, text and id; but for those that are a title."""
    notes = (garden.notes[path] for path in garden.parts[part])
    return tuple(
        tuple((h.text, h.id) for h in note.doc.outline[1 if note.own_title else 0 :])
        for note in notes
    )


def texts(garden: Garden, part: int) -> tuple[int, ...]:
    """Digests of the texts of the notes of one part."""
    return tuple(garden.notes[path].doc.digest for path in garden.parts[part])


QUESTIONS: dict[str, Question] = {
    question.__name__: question
    for question in (
        site,
        date_format,
        heads.head,
        text,
        card,
        resolve,
        destination,
        destinations,
        embedded,
        drawing,
        picture,
        linked,
        backlinks,
        outgoing,
        backlink_pager,
        tag_url,
        feed,
        feeds,
        feeds_at,
        favicon,
        touch_icon,
        policy,
        navigation,
        social,
        needed,
        footer,
        day_note,
        divided,
        findable,
        headings,
        texts,
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
        graph.neighbours,
        graph.graph_spots,
        graph.graph_groups,
        graph.graph_shape,
        graph.hubs,
        lists.most_linked,
        lists.orphans,
        lists.beside,
        contents.contents,
        explorer.signposts,
        explorer.explorer_rows,
        explorer.addresses,
    )
}
