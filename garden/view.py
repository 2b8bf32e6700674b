"""A read-only window on the garden that remembers every answer it gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from garden.model import Addresses, Body, Garden
from garden.paths import address_at, relative
from garden.questions import QUESTIONS

Render = Callable[[str, Mapping[str, Any]], str]


class View:
    """What one page sees while it is drawn. `here` is its URL, relative to the site's root;

    `addresses` is how it writes the addresses of the site.

    `trace` maps each question with its arguments to the answer that was given.
    """

    def __init__(
        self,
        garden: Garden,
        bodies: Mapping[str, Body],
        render: Render,
        here: str,
        addresses: Addresses = "relative",
    ) -> None:
        self._garden, self._bodies, self._render = garden, bodies, render
        self.here, self._addresses = here, addresses
        self.trace: dict[tuple[str, tuple[str | int, ...]], Any] = {}

    def ask(self, question: str, *args: str | int) -> Any:
        """The answer to one of `QUESTIONS`, asked of the garden once a page."""
        key = (question, args)
        if key not in self.trace:
            self.trace[key] = QUESTIONS[question](self._garden, *args)
        return self.trace[key]

    def body(self, path: str) -> Body:
        """The text of a published note, which is part of the trace."""
        key = ("body", (path,))
        if key not in self.trace:
            assert path in self._garden.notes, "only published notes have a body"
            self.trace[key] = self._bodies[path]
        found: Body = self.trace[key]
        return found

    def href(self, url: str, anchor: str = "") -> str:
        """The address of a URL of this site on this page."""
        if self._addresses == "relative":
            return relative(self.here, url, anchor)
        base: str = self.ask("site").base_url
        return address_at(
            base if self._addresses == "absolute" else urlsplit(base).path, url, anchor
        )

    def canonical(self, url: str) -> str:
        """The one address of a page: with the site's own address where that is known."""
        base: str = self.ask("site").base_url
        return address_at(base, url) if base else self.href(url)

    def render(self, template: str, **values: Any) -> str:
        """A template of the theme, with the questions as functions, and `href`."""
        asked = {name: partial(self.ask, name) for name in QUESTIONS}
        page = {"lang": "", "title": "", "description": "", "here": self.here, "href": self.href}
        return self._render(template, {**asked, **page, **values})
