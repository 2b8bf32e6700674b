"""Feeds of the notes that are new or have changed, for feed readers: Atom (RFC 4287) and JSON.

Source of the latter: https://www.jsonfeed.org/version/1.1/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from garden.body import draw_blocks
from garden.dates import moment, rfc3339
from garden.model import Feed, Garden, Head, Page
from garden.text.hidden import seen
from garden.text.mathml import without_looks
from garden.view import View
from garden.xml import legal_xml

_VERSION = "https://jsonfeed.org/version/1.1"


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
    full = garden.config.feed.content == "full"
    drawn = {"atom": _draw_atom, "json": _draw_json}
    for link in (feed.link for feed in garden.feeds):
        draw = partial(drawn[link.form], link.url, full=full)
        yield Page(link.url, draw, addresses="absolute")


def _draw_atom(url: str, view: View, *, full: bool) -> str:
    found: Feed = view.ask("feed", url)
    entries = [_entry(view, path, full=full) for path in found.notes]
    updated = max((entry.updated for entry in entries), key=moment)
    title, page = found.link.title, found.page
    drawn = view.render("feed.xml", title=title, page=page, entries=entries, updated=updated)
    return legal_xml(drawn)


def _draw_json(url: str, view: View, *, full: bool) -> str:
    found: Feed = view.ask("feed", url)
    site = view.ask("site")
    drawn = {
        "version": _VERSION,
        "title": found.link.title,
        "home_page_url": view.href(found.page),
        "feed_url": view.href(url),
        "description": site.description if found.is_whole else "",
        "language": site.language,
        "authors": [{"name": site.author or site.title}],
        "items": [_item(_entry(view, path, full=full)) for path in found.notes],
    }
    return f"{json.dumps(_given(drawn), ensure_ascii=False, indent=1)}\n"


def _item(entry: Entry) -> dict[str, Any]:
    """An entry in JSON; where it is only summed up, that is its text."""
    text = {"content_html": entry.content} if entry.content is not None else {}
    return _given(
        {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            **(text or {"content_text": entry.summary or entry.title}),
            "summary": entry.summary,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "tags": entry.tags,
            "language": entry.lang,
        }
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """What is there; of what an empty text says nothing is said."""
    return {key: value for key, value in values.items() if value or key.startswith("content")}


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
    return Markup(seen(without_looks(draw_blocks(view, blocks, head.path))))
