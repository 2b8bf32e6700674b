"""From a garden to the files of a site: pages are drawn if an answer has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from garden.answers import Answers
from garden.disk import Disk, Stamp
from garden.grown import Grown
from garden.memory import Memory, maker_of, remember, unchanged, with_pages
from garden.model import Copy, Garden, Key, Made, Page, Problem
from garden.output import KEPT, Content, Derived
from garden.pages import EMITTERS
from garden.paths import is_free, take_url, url_key, url_of
from garden.progress import Progress, silent
from garden.reading import Request
from garden.rules import problem
from garden.theme import Theme
from garden.view import View

Emitted = Page | Copy | Made


@dataclass(slots=True)
class Site:
    """The files of a site in the order they are put in place, and what is known of its pages."""

    grown: Grown
    theme: Theme
    memory: Memory  # of the site as it was
    answers: Answers
    files: dict[str, Content] = field(default_factory=dict)
    asked: dict[str, tuple[str, tuple[Key, ...]]] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)
    sources: dict[str, Stamp] = field(default_factory=dict)  # of what is copied, when looked at
    clashes: list[Problem] = field(default_factory=list)

    def draw(self, page: Page) -> bytes:
        """A page, and what it asked. Raises `ThemeError`."""
        content, asked = page_of(page, self.grown, self.theme, self.answers)
        self.asked[page.out] = maker_of(page), asked
        for key in asked:
            self.answers.digest(key)  # now, while the answer is at hand
        return content


def site_of(request: Request, disk: Disk, grown: Grown, theme: Theme, memory: Memory) -> Site:
    """The site of a garden. A page stays if none of its answers has changed;

    the others are drawn when they are written.
    """
    assert request.output is not None, "a site has an output"
    answers = Answers(grown.garden)
    every, clashes = site_files(grown.garden, theme)
    site = Site(grown, theme, memory, answers, clashes=clashes)
    same = _standing(disk, request.output, memory, unchanged(memory, answers))
    for out, file in every.items():
        match file:
            case bytes():
                site.files[out] = file
            case Page() if out in same and memory.pages[out].maker == maker_of(file):
                site.files[out] = KEPT
                site.asked[out] = maker_of(file), memory.asked_by(out)
            case Page():
                site.files[out] = partial(site.draw, file)
            case Copy():
                site.copies[out], site.files[out] = file, KEPT  # they come before the pages
            case Made():
                site.files[out] = content_of(file, grown)
    _add_copies(site, disk, request.output)
    return site


def _add_copies(site: Site, disk: Disk, output: Path) -> None:
    """The copies among the files of a site. One stays if neither it nor its source has changed."""
    stamps, memory = disk.stamps(output, site.copies), site.memory
    for out, copy in site.copies.items():
        source = _source(copy)
        if source not in site.sources and (stamp := _stamp(site.grown, disk, copy)) is not None:
            site.sources[source] = stamp
        stands = (
            memory.copies.get(out) == _form(copy)
            and source in site.sources
            and memory.sources.get(source) == site.sources[source]
            and memory.others.get(out) == stamps.get(out)
        )
        site.files[out] = KEPT if stands else content_of(copy, site.grown)


def _source(copy: Copy) -> str:
    """A key of `Inputs.real`."""
    return f"//{copy.source}" if copy.root == "static" else copy.source


def _form(copy: Copy) -> str:
    """What tells one copy from another."""
    return f"{copy.width} {_source(copy)}"


def _stamp(grown: Grown, disk: Disk, copy: Copy) -> Stamp | None:
    """The stamp of what is copied, as it was when it was looked at for the first time."""
    looked = grown.darkroom.looked.get(_source(copy))
    return looked.stamp if looked else disk.stamp(_place(copy, grown))


def _place(copy: Copy, grown: Grown) -> Path:
    return (grown.static if copy.root == "static" else grown.real)[copy.source]


def prepare_pictures(request: Request, site: Site, progress: Progress = silent) -> None:
    """Have all that takes long to make of pictures lie in the cache, before the site is written."""
    todo = (copy for out, copy in site.copies.items() if isinstance(site.files[out], Derived))
    copies = ((copy, _place(copy, site.grown)) for copy in todo)
    site.grown.darkroom.develop(copies, request.jobs, progress)


def _standing(disk: Disk, output: Path, memory: Memory, same: set[str]) -> set[str]:
    """The pages whose files are still as the last build left them."""
    stamps = disk.stamps(output, same)
    return {out for out in same if stamps.get(out) == memory.pages[out].stamp}


def site_files(garden: Garden, theme: Theme) -> tuple[dict[str, bytes | Emitted], list[Problem]]:
    """The files of the site by path, nothing of them drawn yet, and the clashes among them."""
    files: dict[str, bytes | Emitted] = dict(theme.placed(garden.needs))
    taken, clashes = {url_key(url_of(out)) for out in files}, []
    for emitted in _emitted(garden):
        key = url_key(url_of(emitted.out))
        if key in taken:
            clashes.append(_clash(emitted.out))
            continue
        taken.add(key)
        files[emitted.out] = emitted
    return files, clashes


def remember_site(request: Request, disk: Disk, site: Site, memory: Memory) -> None:
    """Keep what the next build need not do again."""
    assert request.output is not None, "a site has an output"
    if request.cache is None:
        return
    stamps = disk.stamps(request.output, site.files)
    pages = {
        out: (maker, stamps[out], asked)
        for out, (maker, asked) in site.asked.items()
        if out in stamps
    }
    others = {out: stamp for out, stamp in stamps.items() if out not in pages}
    copies = {out: _form(copy) for out, copy in site.copies.items()}
    memory = replace(memory, others=others, copies=copies, sources=site.sources)
    site.grown.darkroom.forget_others(site.copies.values())
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


def content_of(emitted: Copy | Made, grown: Grown) -> bytes | Path | Derived:
    """What a file of the site holds: its bytes, the file that it is a copy of, or what is made of

    that one.
    """
    match emitted:
        case Copy(root="static"):
            return _place(emitted, grown)
        case Copy():
            return grown.darkroom.content(emitted, _place(emitted, grown))
        case Made(_, make):
            return make().encode(errors="replace")


def page_of(
    page: Page, grown: Grown, theme: Theme, answers: Answers
) -> tuple[bytes, tuple[Key, ...]]:
    """A page as it is drawn now, and the questions that it asked."""
    view = View(answers, grown, theme.render, url_of(page.out), page.addresses)
    drawn = page.draw(view).encode(errors="replace")
    return drawn, tuple(view.asked)


def _clash(out: str) -> Problem:
    message = "two pages of the site have this address; the first is kept"
    return problem("url-collision", out, message, "rename the note, or give it a permalink")
