"""The notes that most other notes link to, if the configuration wants such a list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.pages.frame import framed, pages_of
from garden.paths import out_path
from garden.view import View


def most_linked(garden: Garden) -> Iterator[Page]:
    if "most-linked" in garden.lists:
        for number, url in pages_of(garden, garden.lists["most-linked"]):
            yield Page(out_path(url), partial(_draw, number))


def _draw(number: int, view: View) -> str:
    pager = view.ask("pager", view.ask("list_url", "most-linked"), number)
    notes = view.ask("most_linked", number)
    return framed(view, "mostlinked.html", notes=notes, pager=pager)
