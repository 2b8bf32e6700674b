"""What is to be built, and everything that is read for it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from garden.above import closing_above
from garden.cache import keys_of
from garden.changes import Expected
from garden.config import Config, ConfigError
from garden.digest import digest_of
from garden.disk import Disk
from garden.gitdates import History, git_dates
from garden.ledger import NO_LEDGER, Ledger, fingerprints, read_ledger
from garden.model import Problem
from garden.obsidian import Settings, read_settings
from garden.output import MANIFEST
from garden.overrides import outdated
from garden.paths import is_note
from garden.progress import Progress, silent, unheard
from garden.rules import problem
from garden.static import Static, read_static
from garden.text.options import ParseOptions
from garden.theme import Theme
from garden.vault import Reading, read_vault

if TYPE_CHECKING:
    from garden.executors import Factory


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
    ledger: Path | None = None  # the file of the addresses that were public
    expected: Expected | None = None  # what alone may be public
    theme: Theme | None = None  # in place of the one that the configuration names
    executor: Factory | None = None  # parses notes in place of our own processes
    advise: Callable[[str], None] = unheard  # hears in a line what could be better next time


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that was read of a vault and around it."""

    reading: Reading
    static: Static
    history: History
    options: ParseOptions
    overrides: tuple[Problem, ...] = ()  # what is wrong with what is laid over the theme
    ledger: Ledger = NO_LEDGER
    texts: Mapping[str, str] = field(
        default_factory=dict
    )  # prints of notes with the text of another

    @property
    def real(self) -> dict[str, Path]:
        """Where the files lie that a site may copy; those of the static folder behind `//`."""
        return {**self.reading.real, **{f"//{p}": real for p, real in self.static.real.items()}}

    def digest(self) -> int:
        reading, keys = self.reading, keys_of(self.reading.sources, self.options)
        private = (reading.unreadable, reading.denied, reading.closing)
        listed = (reading.files, *private, reading.times, reading.links)
        dates = (self.history.dates, self.history.tended)
        known = (self.static.places, dates, reading.types, reading.daily)
        told = (*reading.problems, *self.static.problems, *self.history.problems)
        return digest_of((keys, listed, known, told, self.overrides, self.ledger))


def read_inputs(request: Request, disk: Disk, progress: Progress = silent) -> Inputs:
    """Everything that decides what the garden is. Raises `EmptyVaultError`, `ConfigError`."""
    config, settings = request.config, _settings(request, disk)
    outputs = tuple(path for path in (request.output, request.cache) if path is not None)
    reading = read_vault(disk, request.vault, config, settings, outputs, progress)
    if not reading.sources and not any(map(is_note, reading.denied)):
        raise EmptyVaultError(_without_notes(request.vault, reading.files))
    static = read_static(disk, request.static, request.vault, config, settings, outputs)
    git = History()
    if config.dates.git:
        writes = request.output is not None
        git = git_dates(disk, request.vault, request.cache, writes=writes)
        git = git.named(_names(request.vault, reading.real))
    options = options_of(config, strict=settings.strict_line_breaks)
    over = tuple(outdated(disk, request.overrides, config.theme.name))
    ledger = _ledger(request, disk)
    texts = fingerprints(ledger, reading.sources)
    return Inputs(reading, static, git, options, over, ledger, texts)


def _settings(request: Request, disk: Disk) -> Settings:
    """What is said of the vault from outside of it. Raises `ConfigError`."""
    settings = read_settings(disk, request.vault)
    note = closing_above(disk, request.vault, request.config.publish)
    if note is None:
        return settings
    name = Path(os.path.relpath(note, request.vault.resolve())).as_posix()
    message = "this note above makes the folder that is built private, so nothing is published"
    told = problem("private-folder", name, message, "write `publish: false` if it alone is meant")
    return replace(settings, closed_by=name, problems=(*settings.problems, told))


def _names(vault: Path, real: Mapping[str, Path]) -> dict[str, str]:
    """What each file is called on the disk, below the vault."""
    start = len(str(vault)) + 1
    return {path: str(place)[start:].replace(os.sep, "/") for path, place in real.items()}


def _ledger(request: Request, disk: Disk) -> Ledger:
    """The ledger, called as the configuration calls it. Raises `ConfigError`."""
    file = request.ledger
    if file is None:
        return NO_LEDGER
    refuse_in_site(file, (request.output,))
    source = disk.read_if_there(file)
    if source is None:
        raise ConfigError(f"{file}: there is no such ledger; garden redirects --update makes it")
    return read_ledger(text_in(source, file), request.config.urls.ledger or str(file), str(file))


def refuse_in_site(ledger: Path, outputs: Iterable[Path | None]) -> None:
    """Raise `ConfigError` for a ledger in an output, or in any site that garden has written."""
    own = {path.resolve() for path in outputs if path is not None}
    for folder in ledger.resolve().parents:
        if folder in own or (folder / MANIFEST).is_file():
            raise ConfigError(
                f"{ledger}: lies in a site, in the folder {folder.name}, where it would be public;"
                " move it beside garden.toml, and name that place in urls.ledger"
            )


def text_in(source: bytes, file: Path) -> str:
    """The text of a file that is no note. Raises `ConfigError`."""
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{file}: not valid UTF-8 at byte {error.start}; save it as UTF-8"
        ) from None


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
        math=config.markdown.math,
        plugin_source=config.markdown.plugin_source,
        metadata=config.images.metadata,
        torn_lists=config.markdown.torn_lists,
    )
