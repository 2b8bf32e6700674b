"""What stands around every page: drawn for each, because its links depend on where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from garden.body import draw_parts
from garden.model import FeedLink, Garden, Head
from garden.paths import MANIFEST
from garden.sharing import linked_data, shared
from garden.view import View


def framed(
    view: View,
    template: str,
    note: Head | None = None,
    own_feeds: tuple[FeedLink, ...] = (),
    **values: Any,
) -> str:
    """A template with the footer of the configuration in it, and what other sites are told.

    `own_feeds` are those of the page alone.
    """
    footer = (draw_parts(view, block.parts, "") for block in view.ask("footer"))
    told = shared(view, note, values.get("ancestors", ()))
    return view.render(
        template,
        footer=Markup("".join(footer)),
        shared=told,
        linked_data=partial(linked_data, view, told),
        own_feeds=own_feeds,
        manifest=MANIFEST,
        **values,
    )


def pages_of(garden: Garden, url: str) -> Iterator[tuple[int, str]]:
    """The pages of a list as their numbers, from 1, and URLs."""
    yield 1, url
    yield from enumerate(garden.further.get(url, ()), 2)
