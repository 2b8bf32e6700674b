"""From a garden to the files of a site: pages are drawn if an answer has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from garden.answers import Answers
from garden.disk import Disk
from garden.grown import Grown
from garden.memory import Drawn, Memory, maker_of, remember, unchanged, with_pages
from garden.model import Copy, Garden, Key, Made, Page, Problem
from garden.output import KEPT, Content
from garden.pages import EMITTERS
from garden.paths import is_free, take_url, url_key, url_of
from garden.progress import Progress, counted, silent
from garden.reading import Inputs, Request
from garden.rules import problem
from garden.theme import Theme
from garden.view import View

Emitted = Page | Copy | Made


@dataclass(slots=True)
class Site:
    """The files of a site in the order they are put in place, and what is known of its pages."""

    memory: Memory  # of the site as it was
    answers: Answers
    files: dict[str, Content] = field(default_factory=dict)
    asked: dict[str, tuple[str, tuple[Key, ...]]] = field(default_factory=dict)
    copied: list[str] = field(default_factory=list)  # keys of `Inputs.real`
    clashes: list[Problem] = field(default_factory=list)


def draw(
    request: Request,
    disk: Disk,
    grown: Grown,
    theme: Theme,
    memory: Memory,
    progress: Progress = silent,
) -> Site:
    """The site of a garden. A page is drawn only if one of its answers has changed."""
    assert request.output is not None, "a site has an output"
    answers = Answers(grown.garden)
    same = unchanged(memory, answers)
    every, clashes = site_files(grown.garden, theme)
    site = Site(memory, answers, clashes=clashes)
    for out, file in counted(every.items(), "drawing pages", len(every), progress):
        match file:
            case bytes():
                site.files[out] = file
            case Page():
                is_same = out in same and _stands(disk, request.output / out, memory.pages[out])
                _page(site, file, grown, theme, is_same=is_same)
            case _:
                site.files[out] = content_of(file, grown, theme, answers)
                if isinstance(file, Copy):
                    is_static = file.root == "static"
                    site.copied.append(f"//{file.source}" if is_static else file.source)
    return site


def site_files(garden: Garden, theme: Theme) -> tuple[dict[str, bytes | Emitted], list[Problem]]:
    """The files of the site by path, nothing of them drawn yet, and the clashes among them."""
    files: dict[str, bytes | Emitted] = {theme.urls[n]: theme.files[n] for n in sorted(theme.files)}
    taken, clashes = {url_key(url_of(out)) for out in files}, []
    for emitted in _emitted(garden):
        key = url_key(url_of(emitted.out))
        if key in taken:
            clashes.append(_clash(emitted.out))
            continue
        taken.add(key)
        files[emitted.out] = emitted
    return files, clashes


def _stands(disk: Disk, path: Path, drawn: Drawn) -> bool:
    """Whether the file of a page is still as the last build left it."""
    return disk.stamp(path) == drawn.stamp


def _page(site: Site, page: Page, grown: Grown, theme: Theme, *, is_same: bool) -> None:
    out, maker = page.out, maker_of(page)
    if is_same and site.memory.pages[out].maker == maker:
        questions = site.memory.questions
        site.files[out] = KEPT
        site.asked[out] = maker, tuple(questions[i] for i in site.memory.pages[out].asked)
        return
    view = View(site.answers, grown.bodies, theme.render, url_of(out), page.addresses)
    site.files[out] = page.draw(view).encode(errors="replace")
    site.asked[out] = maker, tuple(view.asked)


def remember_site(request: Request, disk: Disk, site: Site, memory: Memory, inputs: Inputs) -> None:
    """Keep what the next build need not do again."""
    assert request.output is not None, "a site has an output"
    if request.cache is None:
        return
    stamps, real = disk.stamps(request.output, site.files), inputs.real
    pages = {
        out: (maker, stamps[out], asked)
        for out, (maker, asked) in site.asked.items()
        if out in stamps
    }
    others = {out: stamp for out, stamp in stamps.items() if out not in pages}
    sources = {path: stamp for path in site.copied if (stamp := disk.stamp(real[path]))}
    memory = replace(memory, others=others, sources=sources)
    remember(disk, request.cache, request.output, with_pages(memory, site.answers, pages))


def _emitted(garden: Garden) -> Iterator[Emitted]:
    """All that emitters list, but for that in whose place a static file stands."""
    static: dict[str, int] = {}
    for url in garden.static:
        take_url(url, static)
    for item in (item for emit in EMITTERS for item in emit(garden)):
        is_static = isinstance(item, Copy) and item.root == "static"
        if is_static or is_free(url_of(item.out), static):
            yield item


def content_of(emitted: Emitted, grown: Grown, theme: Theme, answers: Answers) -> bytes | Path:
    """What a file of the site holds: its bytes, or the file that it is a copy of."""
    match emitted:
        case Copy(_, source, root):
            return (grown.static if root == "static" else grown.real)[source]
        case Made(_, make):
            return make().encode(errors="replace")
        case Page(out, draw, addresses):
            view = View(answers, grown.bodies, theme.render, url_of(out), addresses)
            return draw(view).encode(errors="replace")


def _clash(out: str) -> Problem:
    message = "two pages of the site have this address; the first is kept"
    return problem("url-collision", out, message, "rename the note, or give it a permalink")


def page_of(
    page: Page, grown: Grown, theme: Theme, answers: Answers
) -> tuple[bytes, tuple[Key, ...]]:
    """A page as it is drawn now, and the questions that it asked."""
    view = View(answers, grown.bodies, theme.render, url_of(page.out), page.addresses)
    drawn = page.draw(view).encode(errors="replace")
    return drawn, tuple(view.asked)
