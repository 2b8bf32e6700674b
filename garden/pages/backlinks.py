"""Further pages of backlinks, for notes that many others link to (decision 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from garden.body import draw_backlinks
from garden.model import Garden, Mention, Page
from garden.paths import out_path
from garden.view import View

SOURCES_ON_A_PAGE = 30


def backlinks(garden: Garden) -> Iterator[Page]:
    for path, mentions in garden.inbound.items():
        for number in range(2, count_pages(mentions) + 1):
            url = more_url(garden.urls[path], number)
            yield Page(out_path(url), partial(_draw, path, number))


def _draw(path: str, number: int, view: View) -> str:
    mentions, card = view.ask("backlinks", path), view.ask("card", path)
    return view.render(
        "backlinks.html",
        card=card,
        number=number,
        mentioned_by=count_sources(mentions),
        backlinks=draw_backlinks(view, page_of(mentions, number), card.url),
        more=more_url(card.url, number + 1) if count_pages(mentions) > number else "",
    )


def count_sources(mentions: Sequence[Mention]) -> int:
    return len({mention.source for mention in mentions})


def count_pages(mentions: Sequence[Mention]) -> int:
    return max(1, -(-count_sources(mentions) // SOURCES_ON_A_PAGE))


def page_of(mentions: Sequence[Mention], number: int) -> list[Mention]:
    """The mentions whose sources belong on a page, counted from 1."""
    groups = [list(found) for _, found in groupby(mentions, key=lambda m: m.source)]
    start = (number - 1) * SOURCES_ON_A_PAGE
    return [m for group in groups[start : start + SOURCES_ON_A_PAGE] for m in group]


def more_url(url: str, number: int) -> str:
    """Where the page `number` of the backlinks of the note at `url` stands."""
    base = url if url.endswith("/") or not url else f"{url.removesuffix('.html')}/"
    return f"{base}backlinks/{number}/"
