"""A home page for a garden that has no `index.md` and no note with `permalink: /`."""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Garden, Page
from garden.pages.frame import framed
from garden.view import View

_RECENT, _NOTES, _TAGS = 8, 50, 40  # entries on the home page


def home(garden: Garden) -> Iterator[Page]:
    if "" not in garden.urls.values() and "" not in garden.redirects:
        yield Page("index.html", _draw)


def _draw(view: View) -> str:
    recent = view.ask("recent", _RECENT) if view.ask("list_url", "recent") else ()
    return framed(
        view,
        "home.html",
        vault=view.ask("folder", ""),
        recent=recent,
        folders=view.ask("subfolders", ""),
        notes=[note for note in view.ask("introduced", _NOTES) if note not in recent],
        tags=view.ask("subtags", "")[:_TAGS],
    )
