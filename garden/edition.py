"""The site at one moment, drawn when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from garden.answers import Answers
from garden.disk import Age
from garden.drawing import Emitted, content_of, page_of
from garden.grown import Grown
from garden.memory import Memory, changed, maker_of, unchanged, with_pages
from garden.model import Card, Copy, Key, Page, Problem, Report
from garden.output import Derived
from garden.paths import name_of, out_path
from garden.theme import Theme

_KEPT = 50  # pages that go from one edition into the next
_NEAR = 5  # addresses that are offered for one that is not there
_LIKENESS = 60.0  # of 100


def name_of_copy(copy: Copy) -> str:
    """The path of a file that is copied, in the vault or from the folder `static`."""
    return f"static/{copy.source}" if copy.root == "static" else copy.source


@dataclass(frozen=True, slots=True)
class Served:
    """A file of the site: its bytes, or where it lies, with all links followed.

    Of what is drawn, `maker` and `asked` say what drew it and which questions it asked.
    """

    content: bytes | Path
    is_page: bool = False
    maker: str = ""
    asked: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The site at one moment. Two editions of one number are the same site.

    `changes` are the public files that differ from the edition before, by path in the vault;
    `hidden` counts those that are not public. `redrawn` are the pages that were drawn before and
    are not the same any more, with the questions that are answered otherwise: none where another
    page stands, or none at all. `looks_new` says that a theme or configuration changed them all.
    """

    number: int
    grown: Grown
    theme: Theme
    files: Mapping[str, bytes | Emitted]
    answers: Answers
    clashes: tuple[Problem, ...] = ()
    drafts: Mapping[str, str] = field(default_factory=dict)  # URL of a draft → why it is one
    changes: tuple[str, ...] = ()
    hidden: int = 0
    redrawn: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    looks_new: bool = False
    copies: Mapping[str, Age] = field(default_factory=dict)  # what is copied → its age
    drawn: dict[str, Served] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        return self.grown.report

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.grown.report.problems, *self.clashes)

    @property
    def base(self) -> str:
        """The path of `site.base_url` without its first slash; empty for the top of a host."""
        path = urlsplit(self.grown.garden.config.site.base_url).path.strip("/")
        return f"{path}/" if path else ""

    def find(self, url: str) -> Served | None:
        """What a URL of the site answers, drawn when it is first asked for. Raises `ThemeError`.

        Two that ask at once may both draw it: a page is the same each time.
        """
        out = out_path(url)
        if out not in self.files:
            return None
        if out not in self.drawn:
            file = self.files[out]
            content = content_of(file, self.grown) if isinstance(file, Copy) else None
            if isinstance(content, Derived):  # large, and soon made again
                return self._derived(content)
            self.drawn[out] = self.draw(out)
        return self.drawn[out]

    def _derived(self, content: Derived) -> Served | None:
        """What is made of a file, if that is still the one that was looked at (rule SRV6)."""
        with suppress(OSError):
            if self.grown.darkroom.disk.stamp(content.source) == content.stamp:
                return Served(content.make())
        return None

    def draw(self, out: str) -> Served:
        """A file of the site that is not derived, made now. Raises `ThemeError`."""
        file = self.files[out]
        if isinstance(file, bytes):
            return Served(file)
        if isinstance(file, Page):
            page, asked = page_of(file, self.grown, self.theme, self.answers)
            return Served(page, out.endswith(".html"), maker_of(file), asked)
        content = content_of(file, self.grown)
        assert not isinstance(content, Derived), "what is derived is not kept"
        return Served(content.resolve() if isinstance(content, Path) else content)

    def after(self, last: Edition) -> Edition:
        """This edition with those pages of the last in it that would be drawn the same.

        It is decided as a build decides it, by the questions of the pages that were drawn last:
        to ask those of thousands would cost more than to draw the few that are looked at.
        """
        if (self.theme, self.grown.garden.config) != (last.theme, last.grown.garden.config):
            return replace(self, looks_new=True)
        pages = [(out, one) for out, one in last.drawn.copy().items() if one.maker]
        drawn = dict(pages[-_KEPT:])
        traces = {out: (one.maker, (), one.asked) for out, one in drawn.items()}
        memory = with_pages(Memory(), last.answers, traces)
        here = {out for out, one in drawn.items() if one.maker == self._maker(out)}
        same = unchanged(memory, self.answers) & here
        redrawn = {
            out: changed(memory, self.answers, out) if out in here else ()
            for out in drawn
            if out not in same
        }
        return replace(
            self, drawn={out: drawn[out] for out in drawn if out in same}, redrawn=redrawn
        )

    def _maker(self, out: str) -> str:
        file = self.files.get(out)
        return maker_of(file) if isinstance(file, Page) else ""

    def is_same_site(self, other: Edition) -> bool:
        """Whether every URL answers the same in both."""
        bodies, others = self.grown.bodies, other.grown.bodies
        return (
            self.grown.garden == other.grown.garden
            and all(bodies[path] == others[path] for path in self.grown.garden.notes)
            and self.grown.darkroom.looked == other.grown.darkroom.looked
            and (self.theme, self.copies, self.drafts) == (other.theme, other.copies, other.drafts)
        )

    @property
    def ages(self) -> dict[str, Age | None]:
        """What each file that is copied looked like, by its URL; those that were gone have none."""
        copies = {out: file for out, file in self.files.items() if isinstance(file, Copy)}
        return {out: self.copies.get(name_of_copy(copy)) for out, copy in copies.items()}

    def near(self, url: str) -> tuple[Card, ...]:
        """Notes whose title or address is like a URL that leads nowhere, the most like first."""
        from rapidfuzz import fuzz, process, utils

        garden, scores = self.grown.garden, dict[str, float]()
        titles = {path: note.title for path, note in garden.notes.items()}
        names = {path: name_of(garden.urls[path].rstrip("/")) for path in titles}
        urls = {path: garden.urls[path] for path in titles}
        name = name_of(url.rstrip("/"))
        for asked, choices in ((name, titles), (name, names), (url, urls)):
            for _, score, path in process.extract(
                asked,
                choices,
                scorer=fuzz.ratio,
                processor=utils.default_process,
                limit=_NEAR,
                score_cutoff=_LIKENESS,
            ):
                scores[path] = max(score, scores.get(path, 0))
        best = sorted(scores, key=lambda path: (-scores[path], path))[:_NEAR]
        return tuple(Card(urls[path], titles[path]) for path in best)
