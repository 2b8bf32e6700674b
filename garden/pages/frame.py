"""What stands around every page: drawn for each, because its links depend on where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from garden.body import draw_parts
from garden.model import Garden
from garden.view import View


def framed(view: View, template: str, **values: Any) -> str:
    """A template with the footer of the configuration in it."""
    footer = (draw_parts(view, block.parts, "") for block in view.ask("footer"))
    return view.render(template, footer=Markup("".join(footer)), **values)


def pages_of(garden: Garden, url: str) -> Iterator[tuple[int, str]]:
    """The pages of a list as their numbers, from 1, and URLs."""
    yield 1, url
    yield from enumerate(garden.further.get(url, ()), 2)
