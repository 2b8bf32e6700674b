"""A page for every tag: the tags around it, and the notes that carry it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.pages.frame import framed, pages_of
from garden.paths import out_path
from garden.view import View


def tags(garden: Garden) -> Iterator[Page]:
    for key, tag in garden.tags.items():
        for number, url in pages_of(garden, garden.tag_urls[key]):
            yield Page(out_path(url), partial(_draw, tag.name, number))


def _draw(name: str, number: int, view: View) -> str:
    tag = view.ask("tag", name)
    return framed(
        view,
        "tag.html",
        own_feeds=view.ask("feeds_at", tag.url),
        tag=name,
        count=tag.count,
        ancestors=view.ask("tag_parents", name, number),
        nested=view.ask("subtags", name, number),
        notes=view.ask("tagged", name, number),
        pager=view.ask("pager", tag.url, number),
    )
