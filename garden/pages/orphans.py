"""The notes without a link to or from another, if the configuration wants such a list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.pages.frame import framed, pages_of
from garden.paths import out_path
from garden.view import View


def orphans(garden: Garden) -> Iterator[Page]:
    if "orphans" in garden.lists:
        for number, url in pages_of(garden, garden.lists["orphans"]):
            yield Page(out_path(url), partial(_draw, number))


def _draw(number: int, view: View) -> str:
    pager = view.ask("pager", view.ask("list_url", "orphans"), number)
    notes = view.ask("orphans", number)
    return framed(view, "orphans.html", notes=notes, pager=pager)
