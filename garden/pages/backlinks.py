"""Further pages of backlinks, for notes that many others link to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, islice

from garden.model import Garden, Mention, Page
from garden.pages.frame import framed
from garden.paths import out_path
from garden.quotes import draw_backlinks
from garden.urls import SOURCES_ON_A_PAGE, count_sources
from garden.view import View


def backlinks(garden: Garden) -> Iterator[Page]:
    for path, urls in garden.backlink_urls.items():
        for number, url in enumerate(urls, 2):
            yield Page(out_path(url), partial(_draw, path, number))


def _draw(path: str, number: int, view: View) -> str:
    mentions, urls = view.ask("backlinks", path), view.ask("backlink_urls", path)
    return framed(
        view,
        "backlinks.html",
        card=view.ask("card", path),
        number=number,
        mentioned_by=count_sources(mentions),
        backlinks=draw_backlinks(view, page_of(mentions, number)),
        more=urls[number - 1] if number <= len(urls) else "",
    )


def page_of(mentions: Sequence[Mention], number: int) -> list[Mention]:
    """The mentions whose sources belong on a page, counted from 1."""
    start = (number - 1) * SOURCES_ON_A_PAGE
    groups = (list(found) for _, found in groupby(mentions, key=lambda m: m.source))
    return [m for group in islice(groups, start, start + SOURCES_ON_A_PAGE) for m in group]
