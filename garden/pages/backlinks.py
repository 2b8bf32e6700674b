"""Further pages of backlinks, for notes that many others link to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.pages.frame import framed
from garden.paths import out_path
from garden.quotes import draw_backlinks
from garden.view import View


def backlinks(garden: Garden) -> Iterator[Page]:
    for path, urls in garden.backlink_urls.items():
        for number, url in enumerate(urls, 2):
            yield Page(out_path(url), partial(_draw, path, number))


def _draw(path: str, number: int, view: View) -> str:
    return framed(
        view,
        "backlinks.html",
        card=view.ask("card", path),
        number=number,
        linked=view.ask("linked", path),
        backlinks=draw_backlinks(view, view.ask("backlinks", path, number)),
        pager=view.ask("backlink_pager", path, number),
    )
