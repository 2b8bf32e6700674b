"""Pages that lead on: from an alias, and from the path of a note with a permalink."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.paths import out_path
from garden.view import View


def redirects(garden: Garden) -> Iterator[Page]:
    for url, path in garden.redirects.items():
        yield Page(out_path(url), partial(_draw, path))


def _draw(path: str, view: View) -> str:
    card = view.ask("card", path)
    return view.render("redirect.html", card=card, canonical=view.canonical(card.url))
