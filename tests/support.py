"""Small gardens in memory: text in, pages and problems out, no disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from garden.answers import Answers
from garden.body import draw_blocks
from garden.checks import checked, problems_of
from garden.config import Config, read_config
from garden.dates import Times
from garden.disk import Disk
from garden.grow import Vault, grow
from garden.ledger import fingerprints, read_ledger
from garden.model import Body, Copy, Garden, Made, Page, Parts, Problem, Report, Tended
from garden.overrides import VENDOR, theme_files
from garden.pages import EMITTERS
from garden.paths import is_image, is_note, url_of
from garden.pictured import pictured
from garden.pictures import Looked, examined, measured
from garden.reading import options_of
from garden.text.parse import parse
from garden.theme import Theme, layered
from garden.themes import packages_in
from garden.view import View

HERE = Path(__file__).parent


def folder_contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def bare_files() -> dict[str, bytes]:
    """Templates with nothing but content, so that design changes leave golden files alone.

    What has no design is the default theme's.
    """
    default = HERE.parent / "themes" / "default"
    plain = {name: (default / name).read_bytes() for name in ("feed.xml", "manifest.webmanifest")}
    return {**folder_contents(HERE / "themes" / "bare"), **plain}


@cache
def bare_theme() -> Theme:
    return layered("bare", bare_files(), {})


@cache
def default_theme() -> Theme:
    folder = HERE.parent / "themes" / "default"
    files = {name: (folder / name).read_bytes() for name in theme_files(Disk(), "default")}
    return layered("default", files, {}, packages_in(Disk(), folder / VENDOR))


@dataclass(frozen=True)
class Grown:
    """A garden grown from text. Paths are relative to the vault."""

    garden: Garden
    report: Report
    bodies: Mapping[str, Body]
    problems: tuple[Problem, ...]
    words: Mapping[str, Mapping[str, int]]

    @property
    def quotes(self) -> dict[str, tuple[Parts, ...]]:
        return {path: body.quotes for path, body in self.bodies.items()}

    @property
    def rules(self) -> list[str]:
        return [problem.rule for problem in self.problems]

    def html(self, path: str) -> str:
        """The text of a note as its own page shows it, without the theme."""
        view = View(Answers(self.garden), self, _no_templates, self.garden.urls[path])
        return str(draw_blocks(view, self.bodies[path].blocks, path))

    def pages(self, theme: Theme | None = None) -> dict[str, str]:
        """Every drawn page by its output path; of an attachment, its path in the vault."""
        theme = theme or bare_theme()
        out, answers = {}, Answers(self.garden)
        for item in (item for emit in EMITTERS for item in emit(self.garden)):
            match item:
                case Page(path, draw, addresses):
                    here = url_of(path)
                    view = View(answers, self, theme.render, here, addresses)
                    out[path] = draw(view)
                case Copy(path, source):
                    out[path] = f"(a copy of {source})"
                case Made(path, make):
                    out[path] = make()
        return out


def _no_templates(template: str, values: Mapping[str, object]) -> str:
    raise AssertionError("a note's text needs no template")


def garden_of(
    files: Mapping[str, str | bytes],
    config: str = "",
    *,
    git: Mapping[str, Times] | None = None,
    tended: Mapping[str, Tended] | None = None,
    times: Mapping[str, Times] | None = None,
    static: Iterable[str] = (),
    types: Mapping[str, str] | None = None,
    pillow: str = "",
    ledger: str = "",
) -> Grown:
    """The garden of some files: notes as text, pictures as their bytes, of anything else they do

    not matter. `git` and `times` are dates of notes, `tended` their days in git, `static` the paths
    in the static folder, `types` what Obsidian says of properties, `ledger` the text of one.
    """
    settings: Config = read_config(config)
    options = options_of(settings, strict=False)
    sources = {p: c.encode() if isinstance(c, str) else c for p, c in files.items()}
    parsed = {p: parse(c, options) for p, c in sources.items() if is_note(p)}
    others = tuple(path for path in sources if not is_note(path))
    known = read_ledger(ledger, "ledger.txt", "ledger.txt")
    vault = Vault(
        {path: found.doc for path, found in parsed.items()},
        others,
        git=git or {},
        tended=tended or {},
        times=times or {},
        static={path: f"static/{path}" for path in static},
        types=types or {},
        ledger=known,
        texts=fingerprints(known, {path: sources[path] for path in parsed}),
    )
    growth = grow(settings, vault)
    found = {p: Looked((), examined(sources[p])) for p in growth.garden.urls if is_image(p)}
    sizes = measured(settings.images, found, pillow=pillow)
    garden, report = pictured(growth.garden, sizes), growth.report
    bodies = {path: parsed[path].body for path in garden.notes}
    return Grown(
        garden,
        report,
        bodies,
        problems_of(settings, report.problems, checked(garden, garden.notes)),
        {path: parsed[path].words for path in garden.notes},
    )
