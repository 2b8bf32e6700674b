"""Reads a vault: its notes, its other files, and which of them are private by their paths.

Writes nothing.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from garden.config import Config
from garden.copies import copy_in
from garden.daily import DailyNotes
from garden.dates import Times, iso_of
from garden.disk import TEMPORARY, Disk, Entry, Skip
from garden.model import UNREADABLE, Problem
from garden.obsidian import Settings
from garden.output import MANIFEST
from garden.paths import CONFIG_NAME, OVERRIDES, folder_of, is_note, name_of, nfc
from garden.progress import Progress, counted, silent
from garden.publish import closing, is_folder_note, note_denial, path_denial, speaks
from garden.rules import problem
from garden.text.options import ParseOptions
from garden.text.parse import parse

_LITTER = re.compile(
    r"\.|~|.*~$|.*\.(?:swp|swo|tmp|temp|icloud|crdownload|part|bak)$|#.*#$|4913$"
    r"|Thumbs\.db$|desktop\.ini$|node_modules$",
    re.IGNORECASE,
)
_AWAY = re.compile(r"\.(.+)\.icloud$", re.IGNORECASE)  # what iCloud leaves of a file
# What git writes in place of a symbolic link on a system that has none: the path alone
_PATH_ALONE = re.compile(rb"[^\n\r\0]{1,1000}\.(?:md|markdown)", re.IGNORECASE)
_COPY = "a conflict copy"
_AWAY_LINK = "this link leads out of the vault, to a folder, or nowhere"
_AWAY_PATH = "this is a path alone, as git writes a link, which leads out of the vault or nowhere"
_CLOSES = "its folder is private, since this may have said so"


@dataclass(slots=True)
class Reading:
    """What was read. Paths are relative to the vault and in NFC; `real` are those on the disk."""

    sources: dict[str, bytes] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)  # notes that may not be read
    denied: dict[str, str] = field(default_factory=dict)
    closing: dict[str, str] = field(default_factory=dict)  # those that make folders private → how
    times: dict[str, Times] = field(default_factory=dict)
    real: dict[str, Path] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # symbolic link → what it leads to
    types: Mapping[str, str] = field(default_factory=dict)  # of properties, by name
    daily: DailyNotes | None = None
    problems: list[Problem] = field(default_factory=list)


def read_vault(
    disk: Disk,
    root: Path,
    config: Config,
    settings: Settings,
    outputs: tuple[Path, ...],
    progress: Progress = silent,
) -> Reading:
    """Everything below `root` but litter, hidden files, sites that garden wrote, and `outputs`."""
    reading = Reading(types=settings.types, daily=settings.daily, problems=[*settings.problems])
    away = list[str]()
    closed = list[str]()  # folders that may not be read
    files = disk.files(root, _skipper(root, outputs, away), closed.append)
    found = list(counted(files, "looking for notes", 0, progress))
    reader = _Reader(disk, root, config, settings, reading)
    for path, entry in reader.named(found):
        reader.take(path, entry)
    for path in away:
        reader.miss(path)
    for twins in reader.twins:
        reader.give_linked(twins)
    _close(config, settings, reading, [nfc(folder) for folder in closed])
    return reading


def _close(config: Config, settings: Settings, reading: Reading, folders: Sequence[str]) -> None:
    """Leave out what lies in folders that may not be read: a link elsewhere may lead into one,

    and its own note may have said that all of it is private. One that is private anyway has no
    name here (PRV35).
    """
    for path, real in reading.links.items():
        if any(real.startswith(f"{folder}/") for folder in folders):
            reading.sources.pop(path, None)
            reading.files = [other for other in reading.files if other != path]
            reading.denied[path] = "in a folder that may not be read"
    told = (folder for folder in folders if not denial_of(config, settings, f"{folder}/index.md"))
    reading.problems += map(closed_folder, told)


def closed_folder(folder: str) -> Problem:
    message = "this folder may not be read, so nothing in it is published"
    return problem("file-unreadable", folder, message, "change its permissions")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one file after the other."""

    disk: Disk
    root: Path
    config: Config
    settings: Settings
    reading: Reading
    twins: list[list[str]] = field(default_factory=list)  # files of one name, but for its form

    def named(self, found: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
        """Files with their paths in NFC.

        Of several that differ in their Unicode form alone one gets it: a public one before those
        that are private, so that these change nothing of it. The others keep the names they have.
        """
        for path, several in groupby(sorted(found, key=_form), lambda entry: nfc(entry.path)):
            twins = list(several)
            if len(twins) == 1:
                yield path, twins[0]
                continue
            twins.sort(key=lambda each: (self._is_private(path, each), each.path != path))
            others = [twins[0].path if each.path == path else each.path for each in twins[1:]]
            yield from zip((path, *others), twins, strict=True)
            if not is_note(path):
                self.twins.append([path, *others])

    def take(self, path: str, entry: Entry) -> None:
        """Read a note; of another file its path is enough. Of what is denied only this is read:

        whether it makes its folder private, for no further rule may open what one closes.
        """
        reading = self.reading
        reading.real[path] = self.root / entry.path
        if reason := self._denial(path, entry):
            reading.denied[path] = reason
            self._close(path, entry)
        elif entry.real is None:
            self._tell_link(path)
        else:
            if entry.real != entry.path:
                reading.links[path] = nfc(entry.real)
            self._read(path, entry)

    def miss(self, path: str) -> None:
        """A note that is on another machine: it is missing, but for what it may have said."""
        name = _AWAY.fullmatch(name_of(path))
        original = f"{folder_of(path)}/{name[1]}" if name else ""
        if nfc(original) in self.reading.real or not is_folder_note(nfc(original)):
            return
        original = nfc(original)
        self.reading.real[original] = self.root / path
        self.reading.denied[original] = "only iCloud has it"
        message = f"only iCloud has this note; {_CLOSES}"
        self._shut(original, "file-unreadable", message, "download it in the Finder or in Files")

    def give_linked(self, twins: Sequence[str]) -> None:
        """Let the composed name stand for that of several files which public notes write."""
        real, first = self.reading.real, twins[0]
        public = [path for path in twins if path in self.reading.files]
        raw = {path: real[path].relative_to(self.root).as_posix() for path in public}
        is_named = len({name_of(each) for each in raw.values()}) > 1  # else their folders differ
        linked = [p for p in public if self._is_written(name_of(raw[p]) if is_named else raw[p])]
        if first in public and linked and first not in linked:
            real[first], real[linked[0]] = real[linked[0]], real[first]

    def _is_written(self, name: str) -> bool:
        written = os.fsencode(name)
        holding = (item for item in self.reading.sources.items() if written in item[1])
        return any(not self._said_private(path, source) for path, source in holding)

    def _said_private(self, path: str, source: bytes) -> bool:
        return bool(note_denial(self.config.publish, path, parse(source, self._options).doc))

    def _denial(self, path: str, entry: Entry) -> str:
        """Why a path, or the one that a symbolic link leads to, is private (PRV40)."""
        for name in dict.fromkeys((path, nfc(entry.real or path))):
            if reason := denial_of(self.config, self.settings, name):
                return reason
            if any(map(is_litter, name.split("/"))):
                return "a link to a hidden file"
        return ""

    def _close(self, path: str, entry: Entry) -> None:
        """Of what is denied: whether it makes its folder private, and what its author is told."""
        is_copy = self.reading.denied[path] == _COPY
        if is_note(path) and speaks(path):
            if entry.real is None:
                self._tell_link(path)
            elif said := self._said(path):
                self.reading.closing[path] = said
        copy, told = copy_in(path) or path, self.reading.problems
        if is_copy and not any(p.path == copy and p.rule == "sync-conflict" for p in told):
            told.append(_of_copy(copy, closes=path in self.reading.closing))

    def _said(self, path: str) -> str:
        """How a note makes its folder private; empty where it does not."""
        try:
            source = self.disk.read(self.reading.real[path])
        except PermissionError as error:
            message = f"{error.strerror}; {_CLOSES}"
            self._shut(path, "file-unreadable", message, "change its permissions")
            return UNREADABLE
        doc = parse(source, self._options).doc
        for flaw in doc.flaws if closing(doc) else ():
            if flaw.rule in ("front-matter", "publish-value"):
                message = f"{flaw.message}; {_CLOSES}"
                told = problem(flaw.rule, path, message, flaw.hint, span=flaw.span)
                self.reading.problems.append(told)
        return closing(doc)

    def _shut(self, path: str, rule: str, message: str, hint: str) -> None:
        self.reading.closing[path] = UNREADABLE
        self.reading.problems.append(problem(rule, path, message, hint))

    def _tell_link(self, path: str, message: str = _AWAY_LINK) -> None:
        if is_note(path) and is_folder_note(path):
            self.reading.denied.setdefault(path, "a link that leads to no note of the vault")
            return self._shut(path, "symlink", f"{message}; {_CLOSES}", "put the file itself here")
        self.reading.problems.append(problem("symlink", path, message, "put the file itself here"))
        return None

    def _read(self, path: str, entry: Entry) -> None:
        """Only a forbidden note is left out: any other fault is the machine's, and a build that

        went on would retract pages.
        """
        reading = self.reading
        if not is_note(path):
            reading.files.append(path)
            return
        try:
            reading.sources[path] = self.disk.read(reading.real[path])
        except PermissionError as error:
            reading.problems.append(
                problem("file-unreadable", path, f"{error.strerror}", "change its permissions")
            )
            reading.unreadable.append(path)
            return
        if _PATH_ALONE.fullmatch(reading.sources[path]) and self._leads_to_private(path):
            del reading.sources[path]
            return
        if self.config.dates.fallback == "file":
            time = iso_of(entry.mtime)
            reading.times[path] = (time, time)

    def _leads_to_private(self, path: str) -> bool:
        """Whether a note holds nothing but the path of a private one, or of none that is there.

        It is a link where git could make none, and is left out as that link would be (PRV40).
        """
        written = self.reading.sources[path].decode(errors="replace")
        target = posixpath.normpath(posixpath.join(folder_of(path), written))
        if target.startswith(("../", "/")) or not (self.root / target).is_file():
            self._tell_link(path, _AWAY_PATH)
            return True
        entry = Entry(target, 0, target)
        if not self._is_private(target, entry):
            return False
        self.reading.denied[path] = "a link to a private note"
        self.reading.real[path] = self.root / target
        self._close(path, entry)
        return True

    def _is_private(self, path: str, entry: Entry) -> bool:
        """Whether a file is not published, as far as it says itself."""
        if entry.real is None or self._denial(path, entry):
            return True
        if not is_note(path):
            return False
        try:
            source = self.disk.read(self.root / entry.path)
        except PermissionError:
            return True
        return self._said_private(path, source)

    @property
    def _options(self) -> ParseOptions:
        markdown = self.config.markdown
        return ParseOptions(
            html=markdown.html, singular_tag=markdown.singular_tag, math=markdown.math
        )


def _form(entry: Entry) -> tuple[str, str]:
    return nfc(entry.path), entry.path


def _of_copy(path: str, *, closes: bool) -> Problem:
    message = "a copy that a synchronising program made where two edits met; it is left out"
    if closes:
        message += ", but makes its folder private, as it says"
    return problem("sync-conflict", path, message, "keep what is new in it, and delete it")


def denial_of(config: Config, settings: Settings, path: str) -> str:
    """Why a path is private by the configuration, by the vault's own settings, or by its name."""
    if reason := path_denial(config.publish, path):
        return reason
    if settings.ignores(path):
        return "ignored in Obsidian's settings"
    if not config.publish.templates and settings.holds_template(path):
        return "in the folder of templates"
    return _COPY if copy_in(path) else ""


def is_litter(name: str) -> bool:
    """Whether a file or folder is hidden, or left by an editor or a synchronisation."""
    return _LITTER.match(name) is not None


def _skipper(root: Path, outputs: tuple[Path, ...], away: list[str]) -> Skip:
    """Leaves out what is no part of a vault; notes that only iCloud has are put into `away`."""
    own = {path.resolve() for path in outputs}

    def skip(folder: str, name: str, is_folder: bool) -> bool:
        if is_litter(name) or name.startswith(TEMPORARY):
            if folder and not is_folder and _AWAY.fullmatch(name):
                away.append(f"{folder}/{name}")
            return True
        if not folder and name in (OVERRIDES, CONFIG_NAME):
            return True
        if not is_folder:
            return False
        path = root / folder / name
        with suppress(PermissionError):  # that it may not be read is told where it is listed
            return path.resolve() in own or (path / MANIFEST).is_file()
        return False

    return skip
