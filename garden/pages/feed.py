"""The Atom feed (RFC 4287): the notes that are new or have changed, for feed readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from garden.body import draw_blocks
from garden.dates import moment, rfc3339
from garden.model import Garden, Head, Page
from garden.text.mathml import without_looks
from garden.view import View
from garden.xml import legal_xml


@dataclass(frozen=True, slots=True)
class Entry:
    """A note of the feed. Times are as in RFC 3339; `published` is empty when unknown."""

    url: str
    title: str
    updated: str
    published: str
    tags: tuple[str, ...]
    lang: str
    summary: str
    content: Markup | None  # None in a feed of summaries


def feed(garden: Garden) -> Iterator[Page]:
    if garden.feed_url:
        draw = partial(_draw, full=garden.config.feed.content == "full")
        yield Page(garden.feed_url, draw, addresses="absolute")


def _draw(view: View, *, full: bool) -> str:
    entries = [_entry(view, path, full=full) for path in view.ask("latest")]
    updated = max((entry.updated for entry in entries), key=moment)
    drawn = view.render("feed.xml", entries=entries, updated=updated)
    return legal_xml(drawn)


def _entry(view: View, path: str, *, full: bool) -> Entry:
    head: Head = view.ask("head", path)
    return Entry(
        view.canonical(view.ask("card", path).url),
        head.title,
        rfc3339(head.modified or head.created),
        rfc3339(head.created) if head.created else "",
        head.tags,
        head.lang,
        head.description,
        _content(view, head) if full else None,
    )


def _content(view: View, head: Head) -> Markup:
    """The text of a note, without the heading that is its title already."""
    blocks = view.body(head.path).blocks[1 if head.own_title else 0 :]
    return Markup(without_looks(draw_blocks(view, blocks, head.path)))
