"""From a vault to a site: reads, parses, grows, draws and places, one verb a line."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files as resources
from pathlib import Path, PurePosixPath

from garden.answers import Answers, Key
from garden.cache import ParseCache
from garden.checks import problems_of
from garden.config import Config
from garden.disk import Disk
from garden.gitdates import History, git_dates
from garden.grow import Vault, grow
from garden.lock import locked
from garden.memory import Drawn, Memory, how, maker_of, memory_of, recall, remember, unchanged
from garden.model import (
    UNREADABLE,
    Copy,
    Doc,
    Garden,
    Made,
    Meta,
    Page,
    Problem,
    Report,
)
from garden.output import (
    KEPT,
    Content,
    Placed,
    check_cache,
    check_output,
    place,
    read_manifest,
)
from garden.pages import EMITTERS
from garden.parsing import Bodies, parse_all
from garden.paths import is_free, is_note, out_path, take_url, url_key, url_of
from garden.progress import Progress, counted, silent
from garden.publish import tellable
from garden.rules import problem
from garden.static import read_static
from garden.text.findings import ParseOptions
from garden.theme import Theme, ThemeError, layered
from garden.vault import read_settings, read_vault
from garden.view import View


class EmptyVaultError(Exception):
    """A vault without notes. The text says what was looked for, and where."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built. With no `output` nothing is written; with no `cache` none is used."""

    vault: Path
    output: Path | None
    config: Config
    cache: Path | None = None
    adopt: bool = False
    jobs: int = 1
    overrides: Path | None = None  # the folder laid over the theme
    static: Path | None = None  # the folder whose files are copied as they are
    theme: Theme | None = None  # in place of the one that the configuration names


@dataclass(frozen=True, slots=True)
class Grown:
    """A garden, what draws it, and where its files lie."""

    garden: Garden
    report: Report
    bodies: Bodies
    real: Mapping[str, Path]
    static: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. Paths are relative to the output; seconds are of the wall clock."""

    grown: Grown
    placed: Placed
    newly_public: tuple[str, ...]
    no_longer_public: tuple[str, ...]
    was_interrupted: bool
    seconds: float
    is_first: bool
    drawn: tuple[str, ...]  # the pages that were not as before


def build(request: Request, disk: Disk, progress: Progress = silent) -> Built:
    """Build a site. Raises `OutputError`, `LockedError`, `EmptyVaultError`, `ThemeError`, OSError.

    `progress` is told how far each stage is. A site is placed only when all of it has been drawn.
    """
    assert request.output is not None, "a build has an output"
    started = time.monotonic()
    check_output(disk, request.vault, request.output, adopt=request.adopt)
    if request.cache is not None:
        check_cache(request.vault, request.output, request.cache)
    with locked(disk, request.output):
        before = read_manifest(disk, request.output)
        grown = read_garden(request, disk, progress)
        theme = request.theme or read_theme(request, disk)
        was_whole = before is not None and before.whole
        site = draw(request, disk, grown, theme, progress, was_whole=was_whole)
        notes = frozenset(out_path(grown.garden.urls[path]) for path in grown.garden.notes)
        placed = place(disk, request.output, site.files, notes, progress)
        _remember(request, disk, site)
    grown.bodies.close()
    was = before.notes if before else frozenset()
    return Built(
        replace(grown, report=_with_problems(grown.report, site.clashes)),
        placed,
        tuple(sorted(notes - was)),
        tuple(sorted(was - notes)),
        was_interrupted=before is not None and not before.whole,
        seconds=time.monotonic() - started,
        is_first=before is None,
        drawn=tuple(out for out in site.asked if site.files[out] is not KEPT),
    )


def read_garden(request: Request, disk: Disk, progress: Progress = silent) -> Grown:
    """The garden of a vault, with everything that is wrong with it. Raises `EmptyVaultError`."""
    config, settings = request.config, read_settings(disk, request.vault)
    outputs = tuple(path for path in (request.output, request.cache) if path is not None)
    reading = read_vault(disk, request.vault, config, settings, outputs, progress)
    if not reading.sources and not any(map(is_note, reading.denied)):
        raise EmptyVaultError(_without_notes(request.vault, reading.files))
    options = options_of(config, strict=settings.strict_line_breaks)
    writes = request.output is not None
    cache = ParseCache(disk, request.cache, writes=writes) if request.cache else None
    notes = parse_all(reading.sources, options, request.jobs, cache, progress, writes=writes)
    docs = {**notes.docs}
    docs |= {path: Doc(Meta(denials=(UNREADABLE,))) for path in reading.unreadable}
    static = read_static(disk, request.static, request.vault, config, settings, outputs)
    git = History()
    if config.dates.git:
        git = git_dates(disk, request.vault, request.cache, writes=writes)
    vault = Vault(
        docs,
        tuple(reading.files),
        reading.denied,
        git.dates,
        reading.times,
        reading.links,
        static.places,
    )
    garden, report = grow(config, vault)
    known = (*reading.problems, *static.problems, *git.problems, *report.problems)
    report = replace(report, problems=problems_of(config, garden, tellable(docs, known)))
    return Grown(garden, report, notes.bodies, reading.real, static.real)


def _without_notes(vault: Path, others: Sequence[str]) -> str:
    """What is said of a vault without notes, and of what was found in their place."""
    if not others:
        return f"no notes in {vault}: it holds no files; a note is a file such as idea.md"
    endings = Counter(PurePosixPath(path).suffix or "no ending" for path in others)
    most = ", ".join(f"{count:,} × {ending}" for ending, count in endings.most_common(3))
    return f"no notes in {vault}: looked for *.md and *.markdown there and below, found {most}"


def options_of(config: Config, *, strict: bool) -> ParseOptions:
    """What notes are read by; `strict` is what the vault's own settings say of line breaks."""
    breaks = config.markdown.strict_line_breaks
    return ParseOptions(
        strict_line_breaks=strict if breaks == "auto" else breaks,
        html=config.markdown.html,
        shared=config.site.trust == "shared",
        singular_tag=config.markdown.singular_tag,
    )


def _with_problems(report: Report, problems: Sequence[Problem]) -> Report:
    return replace(report, problems=(*report.problems, *problems))


@dataclass(slots=True)
class Site:
    """The files of a site in the order they are put in place, and what is known of its pages."""

    memory: Memory  # of the site as it was
    answers: Answers
    files: dict[str, Content] = field(default_factory=dict)
    asked: dict[str, tuple[str, tuple[Key, ...]]] = field(default_factory=dict)
    clashes: list[Problem] = field(default_factory=list)


def draw(
    request: Request,
    disk: Disk,
    grown: Grown,
    theme: Theme,
    progress: Progress = silent,
    *,
    was_whole: bool,
) -> Site:
    """The site of a garden. A page is drawn only if one of its answers has changed."""
    assert request.output is not None, "a site has an output"
    answers, current = Answers(grown.garden), how(request.config, theme)
    memory = recall(disk, request.cache, request.output, current) if was_whole else Memory(current)
    same = unchanged(memory, answers)
    site = Site(memory, answers)
    site.files.update((theme.urls[name], theme.files[name]) for name in sorted(theme.files))
    taken = {url_key(url_of(out)) for out in site.files}
    every = list(_emitted(grown.garden))
    for emitted in counted(every, "drawing pages", len(every), progress):
        key = url_key(url_of(emitted.out))
        if key in taken:
            site.clashes.append(_clash(emitted.out))
            continue
        taken.add(key)
        match emitted:
            case Copy(out, source, root):
                site.files[out] = (grown.static if root == "static" else grown.real)[source]
            case Made(out, make):
                site.files[out] = make().encode(errors="replace")
            case Page(out):
                is_same = out in same and _stands(disk, request.output / out, memory.pages[out])
                _page(site, emitted, grown, theme, is_same=is_same)
    return site


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


def _remember(request: Request, disk: Disk, site: Site) -> None:
    """Keep what the next build need not draw again."""
    assert request.output is not None, "a site has an output"
    if request.cache is None:
        return
    pages = {
        out: (maker, stamp, asked)
        for out, (maker, asked) in site.asked.items()
        if (stamp := disk.stamp(request.output / out)) is not None
    }
    memory = memory_of(site.memory.how, site.answers, pages)
    remember(disk, request.cache, request.output, memory)


def _emitted(garden: Garden) -> Iterator[Page | Copy | Made]:
    """All that emitters list, but for that in whose place a static file stands."""
    static: dict[str, int] = {}
    for url in garden.static:
        take_url(url, static)
    for item in (item for emit in EMITTERS for item in emit(garden)):
        is_static = isinstance(item, Copy) and item.root == "static"
        if is_static or is_free(url_of(item.out), static):
            yield item


def _clash(out: str) -> Problem:
    message = "two pages of the site have this address; the first is kept"
    return problem("url-collision", out, message, "rename the note, or give it a permalink")


def read_theme(request: Request, disk: Disk) -> Theme:
    """The theme of the configuration, with the overrides laid over it. Raises `ThemeError`."""
    name = request.config.theme.name
    root = themes_folder()
    known = sorted(folder.name for folder in root.iterdir() if folder.is_dir())
    if name not in known:
        raise ThemeError(f'no theme is called "{name}"; there are: {", ".join(known)}')
    over = _contents(disk, request.overrides) if request.overrides else {}
    return layered(name, _contents(disk, root / name), over)


def themes_folder() -> Path:
    """In an installed garden beside its code, in a checkout at the top."""
    bundled = Path(str(resources("garden"))) / "_bundled" / "themes"
    return bundled if bundled.is_dir() else Path(__file__).parent.parent / "themes"


def _contents(disk: Disk, folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    entries = disk.files(folder, lambda _, name: name.startswith(".") or name.endswith("~"))
    return {entry.path: disk.read(folder / entry.path) for entry in entries}
