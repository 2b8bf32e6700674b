"""A home page for a garden that has no `index.md` and no note with `permalink: /`."""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Garden, Page
from garden.view import View


def home(garden: Garden) -> Iterator[Page]:
    if "" not in garden.urls.values() and "" not in garden.redirects:
        yield Page("index.html", _draw)


def _draw(view: View) -> str:
    return view.render("home.html", notes=view.ask("cards"), tags=view.ask("subtags", ""))
