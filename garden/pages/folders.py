"""A page for every folder that has no note of its own, and the further pages of long ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.pages.frame import framed, pages_of
from garden.paths import out_path
from garden.view import View


def folders(garden: Garden) -> Iterator[Page]:
    for path, folder in garden.folders.items():
        if not path:
            continue  # the map
        for number, url in pages_of(garden, folder.url):
            if number > 1 or not folder.note:
                yield Page(out_path(url), partial(_draw, path, number))


def _draw(path: str, number: int, view: View) -> str:
    folder = view.ask("folder", path)
    return framed(
        view,
        "folder.html",
        own_feeds=view.ask("feeds_at", folder.url),
        folder=folder,
        ancestors=view.ask("ancestors", path, number),
        subfolders=view.ask("subfolders", path, number),
        notes=view.ask("notes_in", path, number),
        pager=view.ask("pager", folder.url, number),
    )
