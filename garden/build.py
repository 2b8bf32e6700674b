"""From a vault to a site: reads, parses, grows, draws and places, one verb a line."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files as resources
from itertools import chain
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from garden.cache import ParseCache, keys_of, short_key, user_folder
from garden.checks import problems_of
from garden.config import Config
from garden.disk import Disk, temporary_folder
from garden.gitdates import History, git_dates
from garden.grow import Vault, grow
from garden.model import (
    UNREADABLE,
    Body,
    Copy,
    Doc,
    Garden,
    Made,
    Meta,
    Page,
    Parsed,
    Problem,
    Report,
)
from garden.output import Placed, check_cache, check_output, place, read_manifest
from garden.pages import EMITTERS
from garden.paths import is_free, is_note, out_path, take_url, url_key, url_of
from garden.progress import Progress, counted, silent
from garden.rules import problem
from garden.static import read_static
from garden.text.findings import ParseOptions
from garden.text.parse import parse
from garden.theme import Theme, ThemeError, layered
from garden.vault import read_settings, read_vault
from garden.view import View

Emitted = Page | Copy | Made
Parser = Callable[
    [Mapping[str, bytes], ParseOptions, "Request", Disk, Progress], Mapping[str, Parsed]
]

LOCK_WAIT = 30.0  # seconds
_WORTH_A_POOL = 300  # notes to parse; below it processes cost more than they save
_READING = "reading notes"  # a stage, as the author reads it
_CHUNK = 50  # notes a process is given at once
_BASE = "base.html"  # what a folder of themes must hold to be a theme


class LockedError(Exception):
    """Another build holds the output. The text names its process."""


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
        files, notes, clashes = draw(grown, theme, progress)
        placed = place(disk, request.output, files, notes, progress)
    was = before.notes if before else frozenset()
    return Built(
        replace(grown, report=_with_problems(grown.report, clashes)),
        placed,
        tuple(sorted(notes - was)),
        tuple(sorted(was - notes)),
        was_interrupted=before is not None and not before.whole,
        seconds=time.monotonic() - started,
        is_first=before is None,
    )


def read_garden(
    request: Request, disk: Disk, progress: Progress = silent, parser: Parser | None = None
) -> Grown:
    """The garden of a vault, with everything that is wrong with it. Raises `EmptyVaultError`.

    `parser` takes the place of `parse_all`, for whoever remembers more.
    """
    config, settings = request.config, read_settings(disk, request.vault)
    outputs = tuple(path for path in (request.output, request.cache) if path is not None)
    reading = read_vault(disk, request.vault, config, settings, outputs, progress)
    if not reading.sources and not any(map(is_note, reading.denied)):
        raise EmptyVaultError(_without_notes(request.vault, reading.files))
    options = options_of(config, strict=settings.strict_line_breaks)
    parsed = (parser or parse_all)(reading.sources, options, request, disk, progress)
    docs = {path: found.doc for path, found in parsed.items()}
    docs |= {path: Doc(Meta(denials=(UNREADABLE,))) for path in reading.unreadable}
    static = read_static(disk, request.static, request.vault, config, settings, outputs)
    git = History()
    if config.dates.git:
        writes = request.output is not None
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
    report = replace(report, problems=problems_of(config, garden, known))
    bodies = {path: parsed[path].body for path in garden.notes}
    return Grown(garden, report, bodies, reading.real, static.real)


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


def parse_all(
    sources: Mapping[str, bytes],
    options: ParseOptions,
    request: Request,
    disk: Disk,
    progress: Progress = silent,
) -> dict[str, Parsed]:
    """Every note parsed, or read from the cache. The number of processes changes nothing."""
    if request.cache is None:
        return _parse_new(sources, options, request.jobs, progress)
    writes = request.output is not None
    cache, keys = ParseCache(disk, request.cache, writes=writes), keys_of(sources, options)
    known = cache.read(keys.values())
    new = {path: source for path, source in sources.items() if keys[path] not in known}
    parsed = _parse_new(new, options, request.jobs, progress)
    both = {path: parsed[path] if path in parsed else known[keys[path]] for path in sources}
    if writes and (new or len(known) != len(set(keys.values()))):
        cache.keep({keys[path]: both[path] for path in sources}, known)
    return both


def _parse_new(
    sources: Mapping[str, bytes], options: ParseOptions, jobs: int, progress: Progress
) -> dict[str, Parsed]:
    if jobs < 2 or len(sources) < _WORTH_A_POOL:
        told = counted(sources.items(), _READING, len(sources), progress)
        return {path: parse(source, options) for path, source in told}
    with ProcessPoolExecutor(jobs, initializer=_leave_interrupts) as pool:
        return _parse_in(pool, sources, options, progress)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that waits for the others answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _parse_in(
    pool: Executor, sources: Mapping[str, bytes], options: ParseOptions, progress: Progress
) -> dict[str, Parsed]:
    paths = list(sources)
    chunks = [paths[i : i + _CHUNK] for i in range(0, len(paths), _CHUNK)]
    done = pool.map(partial(_parse_chunk, options), [[sources[p] for p in c] for c in chunks])
    parsed = counted(chain.from_iterable(done), _READING, len(paths), progress)
    return dict(zip(paths, parsed, strict=True))


def _parse_chunk(options: ParseOptions, sources: Sequence[bytes]) -> list[Parsed]:
    return [parse(source, options) for source in sources]


def _with_problems(report: Report, problems: Sequence[Problem]) -> Report:
    return replace(report, problems=(*report.problems, *problems))


def draw(
    grown: Grown, theme: Theme, progress: Progress = silent
) -> tuple[dict[str, bytes | Path], frozenset[str], list[Problem]]:
    """The files of the site in the order they are put in place, the pages of notes among them."""
    garden = grown.garden
    every, clashes = site_files(garden, theme)
    files: dict[str, bytes | Path] = {}
    for out, file in counted(every.items(), "drawing pages", len(every), progress):
        files[out] = file if isinstance(file, bytes) else content_of(file, grown, theme)
    notes = frozenset(out_path(garden.urls[path]) for path in garden.notes)
    return files, notes, clashes


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


def _emitted(garden: Garden) -> Iterator[Emitted]:
    """All that emitters list, but for that in whose place a static file stands."""
    static: dict[str, int] = {}
    for url in garden.static:
        take_url(url, static)
    for item in (item for emit in EMITTERS for item in emit(garden)):
        is_static = isinstance(item, Copy) and item.root == "static"
        if is_static or is_free(url_of(item.out), static):
            yield item


def content_of(emitted: Emitted, grown: Grown, theme: Theme) -> bytes | Path:
    """What a file of the site holds: its bytes, or the file that it is a copy of."""
    match emitted:
        case Copy(_, source, root):
            return (grown.static if root == "static" else grown.real)[source]
        case Made(_, make):
            return make().encode(errors="replace")
        case Page(out, draw, addresses):
            view = View(grown.garden, grown.bodies, theme.render, url_of(out), addresses)
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


@contextmanager
def locked(disk: Disk, output: Path, wait: float = LOCK_WAIT) -> Iterator[None]:
    """One build an output at a time (rule OUT6). A lock whose owner has died is free."""
    folder = user_folder() / "locks"
    try:
        disk.make_folder(folder)
    except OSError:  # no such place, or one that is only read
        folder = temporary_folder() / "garden-locks"
        disk.make_folder(folder)
    lock = folder / f"{short_key(str(output.resolve()))}.lock"
    owner = lock.with_suffix(".pid")
    try:
        with FileLock(lock, timeout=wait):
            disk.write(owner, str(os.getpid()).encode())
            yield
    except Timeout:
        pid = (disk.read_if_there(owner) or b"unknown").decode()
        raise LockedError(f"another build (process {pid}) is writing {output}") from None
