"""A read-only window on the garden that remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol
from urllib.parse import urlsplit

from garden.answers import Answers
from garden.model import Addresses, Body, Found, Key, Need, Parts
from garden.needs import needs_of
from garden.paths import address_at, direction, relative
from garden.questions import QUESTIONS
from garden.shards import Index, Words

Render = Callable[[str, Mapping[str, Any]], str]


class Texts(Protocol):
    """The heavy part of all notes by path, of it the quotes, which are sooner read, and the words

    that a search finds.
    """

    @property
    def bodies(self) -> Mapping[str, Body]: ...

    @property
    def quotes(self) -> Mapping[str, tuple[Parts, ...]]: ...

    @property
    def words(self) -> Mapping[str, Words]: ...


class View:
    """What one page sees while it is drawn. `here` is its URL, relative to the site's root;

    `addresses` is how it writes the addresses of the site. `asked` are the questions that it has
    been asked: while their answers stay the same, so does the page.
    """

    def __init__(
        self,
        answers: Answers,
        texts: Texts,
        render: Render,
        here: str,
        addresses: Addresses = "relative",
    ) -> None:
        self._answers, self._texts, self._render = answers, texts, render
        self.here, self._addresses = here, addresses
        self._bodies: dict[str, Body] = {}  # as read for this page: decoding one takes long
        self.asked: dict[Key, None] = {}

    def ask(self, question: str, *args: str | int) -> Any:
        """The answer to one of `QUESTIONS`."""
        key = (question, args)
        self.asked[key] = None
        return self._answers.to(key)

    def body(self, path: str) -> Body:
        """The text of a published note; what is remembered is its digest."""
        self.ask("text", path)
        if path not in self._bodies:
            self._bodies[path] = self._texts.bodies[path]
        return self._bodies[path]

    def quote(self, path: str, number: int) -> Parts:
        """The words around a link in a note. Whoever was told the number has their digest too."""
        return self._texts.quotes[path][number]

    def index(self, part: int) -> Index:
        """The index of a part of the search; what is remembered is what it is made of."""
        for question in ("findable", "headings", "texts"):
            self.ask(question, part)
        self.ask("divided")
        return self._answers.index(part, self._texts.words)

    def destination(self, source: str, target: str, anchor: str) -> Found | None:
        """Where a link of the note at `source` leads."""
        key = ("destinations", (source,))
        if source:
            self.asked[key] = None
            known = self._answers.destinations(source)
            if (target, anchor) in known:
                return known[target, anchor]
        found: Found | None = self.ask("destination", source, target, anchor)
        return found

    def href(self, url: str, anchor: str = "") -> str:
        """The address of a URL of this site on this page."""
        if self._addresses == "relative":
            return relative(self.here, url, anchor)
        base: str = self.ask("site").base_url
        return address_at(
            base if self._addresses == "absolute" else urlsplit(base).path, url, anchor
        )

    def date(self, value: str, language: str = "", *, whole: bool = False) -> str:
        """A date in words, in the language of the site or in another; `whole` with its time.

        What is no ISO date stays as it is.
        """
        from garden.localdate import day_in, moment_in  # a page without dates needs no Babel

        form, language = self.ask("date_format"), language or self.ask("site").language
        try:
            if whole and "T" in value:
                return moment_in(language, form, value)
            return day_in(language, form, value[:10])
        except ValueError:
            return value

    def canonical(self, url: str) -> str:
        """The one address of a page: with the site's own address where that is known."""
        base: str = self.ask("site").base_url
        return address_at(base, url) if base else self.href(url)

    def _needs_of(self, html: str) -> list[Need]:
        """What some HTML of a page needs of the theme, as far as the site holds it."""
        return [need for need in needs_of(html) if self.ask("needed", need)]

    def render(self, template: str, **values: Any) -> str:
        """A template of the theme, with the questions as functions, `href` and `date`."""
        asked = {name: partial(self.ask, name) for name in QUESTIONS}
        page = {"lang": "", "title": "", "description": "", "here": self.here, "noindex": False}
        functions = {
            **asked,
            "href": self.href,
            "date": self.date,
            "direction": direction,
            "needs_of": self._needs_of,
        }
        return self._render(template, {**functions, **page, **values})
