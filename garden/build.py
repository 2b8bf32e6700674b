"""From a vault to a site: reads, parses, grows, draws and places, one verb a line."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib.resources import files as resources
from pathlib import Path, PurePosixPath

from garden.answers import Answers, Key
from garden.cache import ParseCache, keys_of
from garden.checks import problems_of
from garden.config import Config
from garden.digest import digest_of
from garden.disk import Disk
from garden.gitdates import History, git_dates
from garden.grow import Vault, grow
from garden.lock import locked
from garden.memory import (
    Drawn,
    Memory,
    Told,
    how,
    maker_of,
    recall,
    remember,
    stands,
    unchanged,
    with_pages,
)
from garden.model import (
    UNREADABLE,
    Body,
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
    Manifest,
    Placed,
    check_cache,
    check_output,
    foreign,
    place,
    read_manifest,
)
from garden.pages import EMITTERS
from garden.parsing import Bodies, Notes, parse_all
from garden.paths import is_free, is_note, out_path, take_url, url_key, url_of
from garden.progress import Progress, counted, silent
from garden.publish import tellable
from garden.rules import problem
from garden.static import Static, read_static
from garden.text.findings import ParseOptions
from garden.theme import Theme, ThemeError, layered
from garden.vault import Reading, read_settings, read_vault
from garden.view import View

Emitted = Page | Copy | Made
Parser = Callable[[Mapping[str, bytes], ParseOptions, "Request", Disk, Progress], Notes]
_BASE = "base.html"  # what a folder of themes must hold to be a theme


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
    bodies: Mapping[str, Body]
    real: Mapping[str, Path]
    static: Mapping[str, Path]


@dataclass(frozen=True)
class Built:
    """What a build did. Paths are relative to the output; seconds are of the wall clock."""

    config: Config
    told: Told
    placed: Placed
    newly_public: tuple[str, ...]
    no_longer_public: tuple[str, ...]
    was_interrupted: bool
    seconds: float
    is_first: bool
    drawn: tuple[str, ...]  # the pages that were not as before
    grow: Callable[[], Grown]

    @cached_property
    def grown(self) -> Grown:
        """The garden. A build that had nothing to do has not grown it, until it is asked for."""
        return self.grow()


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that was read of a vault and around it."""

    reading: Reading
    static: Static
    history: History
    options: ParseOptions

    @property
    def real(self) -> dict[str, Path]:
        """Where the files lie that a site may copy; those of the static folder behind `//`."""
        return {**self.reading.real, **{f"//{p}": real for p, real in self.static.real.items()}}

    def digest(self) -> int:
        reading, keys = self.reading, keys_of(self.reading.sources, self.options)
        listed = (reading.files, reading.unreadable, reading.denied, reading.times, reading.links)
        known = (self.static.places, self.history.dates)
        told = (*reading.problems, *self.static.problems, *self.history.problems)
        return digest_of((keys, listed, known, told))


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
        inputs = read_inputs(request, disk, progress)
        theme = request.theme or read_theme(request, disk)
        current = Memory(how(request.config, theme), inputs.digest() if request.cache else 0)
        memory = current
        if before is not None and before.whole:
            memory = recall(disk, request.cache, request.output, current.how)
        if before and _is_as_before(request, disk, memory, inputs, current.inputs):
            done = _nothing_done(request, disk, memory, inputs, before)
        else:
            done = _done(request, disk, (memory, current), inputs, theme, progress)
    was = before.notes if before else frozenset()
    return Built(
        request.config,
        done.told,
        done.placed,
        tuple(sorted(done.notes - was)),
        tuple(sorted(was - done.notes)),
        was_interrupted=before is not None and not before.whole,
        seconds=time.monotonic() - started,
        is_first=before is None,
        drawn=done.drawn,
        grow=done.grow,
    )


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done with an output; `notes` are the pages of notes in it."""

    told: Told
    placed: Placed
    notes: frozenset[str]
    drawn: tuple[str, ...]
    grow: Callable[[], Grown]


def _nothing_done(
    request: Request, disk: Disk, memory: Memory, inputs: Inputs, before: Manifest
) -> _Done:
    assert request.output is not None, "a build has an output"
    assert memory.told is not None, "what is as before has been told before"
    placed = Placed(0, 0, foreign(disk, request.output, before))
    grow = partial(grown_from, inputs, request, disk)
    return _Done(memory.told, placed, before.notes, (), grow)


def _done(
    request: Request,
    disk: Disk,
    memories: tuple[Memory, Memory],
    inputs: Inputs,
    theme: Theme,
    progress: Progress,
) -> _Done:
    """Grow, draw and place; `memories` are that of the last build, and the one to come."""
    assert request.output is not None, "a build has an output"
    memory, coming = memories
    grown = grown_from(inputs, request, disk, progress)
    site = draw(request, disk, grown, theme, memory, progress)
    notes = frozenset(out_path(grown.garden.urls[path]) for path in grown.garden.notes)
    placed = place(disk, request.output, site.files, notes, progress)
    grown = replace(grown, report=_with_problems(grown.report, site.clashes))
    told = Told(len(grown.garden.notes), len(grown.garden.static), grown.report)
    _remember(request, disk, site, replace(coming, told=told), inputs)
    if isinstance(grown.bodies, Bodies):
        grown.bodies.close()
    drawn = tuple(out for out in site.asked if site.files[out] is not KEPT)
    return _Done(told, placed, notes, drawn, partial(_known, grown))


def _known(grown: Grown) -> Grown:
    return grown


def _is_as_before(
    request: Request, disk: Disk, memory: Memory, inputs: Inputs, digest: int
) -> bool:
    """Whether nothing has changed: neither what was read, nor the site that was written."""
    assert request.output is not None, "a build has an output"
    return (
        memory.told is not None
        and memory.inputs == digest
        and stands(disk, memory, request.output, inputs.real)
    )


def read_garden(
    request: Request, disk: Disk, progress: Progress = silent, parser: Parser | None = None
) -> Grown:
    """The garden of a vault, with everything that is wrong with it. Raises `EmptyVaultError`.

    `parser` takes the place of `parsed`, for whoever remembers more.
    """
    return grown_from(read_inputs(request, disk, progress), request, disk, progress, parser)


def read_inputs(request: Request, disk: Disk, progress: Progress = silent) -> Inputs:
    """Everything that decides what the garden is. Raises `EmptyVaultError`, `ConfigError`."""
    config, settings = request.config, read_settings(disk, request.vault)
    outputs = tuple(path for path in (request.output, request.cache) if path is not None)
    reading = read_vault(disk, request.vault, config, settings, outputs, progress)
    if not reading.sources and not any(map(is_note, reading.denied)):
        raise EmptyVaultError(_without_notes(request.vault, reading.files))
    static = read_static(disk, request.static, request.vault, config, settings, outputs)
    git = History()
    if config.dates.git:
        writes = request.output is not None
        git = git_dates(disk, request.vault, request.cache, writes=writes)
    return Inputs(reading, static, git, options_of(config, strict=settings.strict_line_breaks))


def parsed(
    sources: Mapping[str, bytes],
    options: ParseOptions,
    request: Request,
    disk: Disk,
    progress: Progress = silent,
) -> Notes:
    """Notes parsed as a request wants it: with its cache, in its number of processes."""
    writes = request.output is not None
    cache = ParseCache(disk, request.cache, writes=writes) if request.cache else None
    return parse_all(sources, options, request.jobs, cache, progress, writes=writes)


def grown_from(
    inputs: Inputs,
    request: Request,
    disk: Disk,
    progress: Progress = silent,
    parser: Parser | None = None,
) -> Grown:
    """The garden that grows from what was read."""
    config, reading = request.config, inputs.reading
    notes = (parser or parsed)(reading.sources, inputs.options, request, disk, progress)
    docs = {**notes.docs}
    docs |= {path: Doc(Meta(denials=(UNREADABLE,))) for path in reading.unreadable}
    vault = Vault(
        docs,
        tuple(reading.files),
        reading.denied,
        inputs.history.dates,
        reading.times,
        reading.links,
        inputs.static.places,
    )
    garden, report = grow(config, vault)
    told = (*reading.problems, *inputs.static.problems, *inputs.history.problems)
    problems = problems_of(config, garden, tellable(docs, (*told, *report.problems)))
    return Grown(
        garden,
        replace(report, problems=problems),
        notes.bodies,
        reading.real,
        inputs.static.real,
    )


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


def _remember(request: Request, disk: Disk, site: Site, memory: Memory, inputs: Inputs) -> None:
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


def read_theme(request: Request, disk: Disk) -> Theme:
    """The theme of the configuration, with the overrides laid over it. Raises `ThemeError`."""
    name = request.config.theme.name
    root = themes_folder()
    known = sorted(folder.name for folder in root.iterdir() if (folder / _BASE).is_file())
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
