"""The map: the page of the vault's own folder. From it every note is reached by links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.pages.frame import framed, pages_of
from garden.paths import out_path
from garden.view import View


def map_pages(garden: Garden) -> Iterator[Page]:
    for number, url in pages_of(garden, garden.lists["map"]):
        yield Page(out_path(url), partial(_draw, number))


def _draw(number: int, view: View) -> str:
    vault = view.ask("folder", "")
    return framed(
        view,
        "map.html",
        folder=vault,
        folders=view.ask("folder_tree", number),
        notes=view.ask("notes_in", "", number),
        pager=view.ask("pager", vault.url, number),
    )
