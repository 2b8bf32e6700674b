"""404.html, which a host shows for an address that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Garden, Page
from garden.pages.frame import framed
from garden.view import View

NOT_FOUND = "404.html"


def notfound(garden: Garden) -> Iterator[Page]:
    yield Page(NOT_FOUND, _draw, addresses="root")  # a host serves it at any depth


def _draw(view: View) -> str:
    return framed(view, "404.html")
