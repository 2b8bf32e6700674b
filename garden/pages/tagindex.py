"""The list of all tags, for a garden that has some."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.pages.frame import framed, pages_of
from garden.paths import out_path
from garden.view import View


def tag_index(garden: Garden) -> Iterator[Page]:
    if "tags" in garden.lists:
        for number, url in pages_of(garden, garden.lists["tags"]):
            yield Page(out_path(url), partial(_draw, number))


def _draw(number: int, view: View) -> str:
    pager = view.ask("pager", view.ask("list_url", "tags"), number)
    return framed(view, "tags.html", tags=view.ask("tag_tree", number), pager=pager)
