"""A page for every tag: the tags nested in it, and the notes that carry it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.paths import out_path
from garden.view import View


def tags(garden: Garden) -> Iterator[Page]:
    for key, tag in garden.tags.items():
        yield Page(out_path(garden.tag_urls[key]), partial(_draw, tag.name))


def _draw(tag: str, view: View) -> str:
    return view.render(
        "tag.html", tag=tag, notes=view.ask("tagged", tag), nested=view.ask("subtags", tag)
    )
