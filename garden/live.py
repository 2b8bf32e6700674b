"""What the preview server shows at this moment: the last good site, and what is wrong since.

A site that cannot be made leaves the one before in place (rule SRV11).
"""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from garden.config import ConfigError
from garden.disk import Disk
from garden.edition import Edition, Served
from garden.model import Problem
from garden.output import OutputError
from garden.paths import OVERRIDES, out_path
from garden.preview import Preview
from garden.progress import Progress, silent
from garden.reading import EmptyVaultError
from garden.text.decode import decoded
from garden.theme import ThemeError

_TRIES = 4  # readings of a vault that files vanish from meanwhile
_PAUSE = 0.15  # seconds between them
_SHOWN = 20  # faults that a page is told of
_LONGEST = 400  # characters of a line that is shown
_AT = re.compile(r"\(at line (\d+), column \d+\)")  # as the reader of TOML says it
_PLACE = re.compile(r"(?:template )?(.+?)(?::(\d+))?(?::\d+)?: (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a page of the preview shows of an error. No path is absolute (rule SRV10)."""

    path: str
    message: str
    hint: str = ""
    line: int = 0  # from 1; 0 where there is none
    column: int = 1
    length: int = 0
    source: str = ""  # that line
    stops: bool = False  # whether no new site can be made until it is mended


@dataclass(frozen=True, slots=True)
class State:
    """One moment, for all who ask: replaced as a whole, never changed."""

    serial: str  # opaque, and different after every change that a page could show
    edition: Edition
    before: Edition  # what answers where a page of the edition cannot be drawn
    faults: tuple[Fault, ...] = ()
    drawing: dict[str, Fault] = field(default_factory=dict)  # URL → why it could not be drawn
    roots: tuple[Path, ...] = ()  # the folders that paths in messages start from
    renewed: Mapping[str, str] = field(default_factory=dict)  # URL of a file → its last change

    def __contains__(self, url: str) -> bool:
        return out_path(url) in self.edition.files

    def find(self, url: str) -> Served | None:
        """What a URL answers; a page that cannot be drawn answers as it was. Raises `ThemeError`

        where it never could.
        """
        try:
            return self.edition.find(url)
        except ThemeError as error:
            if url not in self.drawing:
                self.drawing[url] = fault_of(error, self.roots, Disk())
            if self.before is self.edition:
                raise
            return self.before.find(url)


class Live:
    """Holds the state and tells those who wait that it has changed."""

    def __init__(
        self,
        preview: Preview,
        roots: tuple[Path, ...],
        disk: Disk,
        progress: Progress = silent,
    ) -> None:
        self._preview, self._roots, self._disk = preview, roots, disk
        self._run, self._count = secrets.token_hex(4), 1  # a page may be older than the server
        self._changed = threading.Condition()
        self._is_closed = False
        self._public: frozenset[str] = frozenset()  # every note that was on the site once
        edition = preview.refresh(progress)
        self._state = State(self._serial(), edition, edition, self._broken(edition), roots=roots)

    @property
    def state(self) -> State:
        return self._state

    def refresh(self, progress: Progress = silent) -> State:
        """Read the vault again and show what has become of it, or what is wrong with it."""
        state = self._state
        try:
            edition = self._read(progress)
        except Exception as error:  # even a fault of garden's own must not take the site away
            faults = (fault_of(error, self._roots, self._disk),)
            return self._show(replace(state, faults=faults))
        is_same = edition.number == state.edition.number
        before = state.before if is_same else state.edition
        drawing = state.drawing if is_same else {}
        broken = self._broken(edition)
        return self._show(
            replace(state, edition=edition, before=before, faults=broken, drawing=drawing)
        )

    def _read(self, progress: Progress) -> Edition:
        for _ in range(_TRIES - 1):
            try:
                return self._preview.refresh(progress)
            except OSError:  # a file was there when its folder was read, and then was not
                threading.Event().wait(_PAUSE)
        return self._preview.refresh(progress)

    def _show(self, state: State) -> State:
        last = self._state
        is_same = (state.edition.number, state.faults) == (last.edition.number, last.faults)
        self._count += not is_same
        serial = self._serial()
        renewed = {**state.renewed, **dict.fromkeys(_renewed(state.edition, last.edition), serial)}
        with self._changed:
            self._state = replace(state, serial=serial, renewed=renewed)
            self._changed.notify_all()
        return self._state

    def _serial(self) -> str:
        return f"{self._run}-{self._count}"

    def wait(self, serial: str, seconds: float) -> str:
        """The serial, as soon as it is another; empty when the time is over, or all is."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_closed or self._state.serial != serial, timeout=seconds
            )
        return self._state.serial if self._state.serial != serial else ""

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        """Let everybody who waits go."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _broken(self, edition: Edition) -> tuple[Fault, ...]:
        """The errors in notes that are, or were, on the site: others have no name (PRV34)."""
        self._public |= edition.grown.garden.notes.keys()
        errors = [p for p in edition.problems if p.level == "error" and p.path in self._public]
        return tuple(self._fault(problem, edition.grown.real) for problem in errors[:_SHOWN])

    def _fault(self, problem: Problem, real: Mapping[str, Path]) -> Fault:
        span = problem.span
        source = ""
        if problem.path in real and (span.length or span.line > 1):
            with suppress(OSError):  # where a link leads may be what is wrong
                source = _line(self._disk.read_if_there(real[problem.path]), span.line)
        return Fault(
            problem.path,
            problem.message,
            problem.hint,
            span.line,
            span.column,
            span.length,
            source,
        )


def _renewed(edition: Edition, last: Edition) -> list[str]:
    """The URLs of the files that are copied and are not what they were. Pages load them, and

    nothing in a page says which it has got.
    """
    if edition.number == last.number:
        return []
    before = last.ages
    return [out for out, age in edition.ages.items() if before.get(out) != age]


def fault_of(error: Exception, roots: Sequence[Path], disk: Disk) -> Fault:
    """What stopped a build, with the line that is at fault where the message names one.

    `roots` are the folders that its path may be shown from; of another file only the name is.
    """
    if isinstance(error, OSError):
        place = Path(error.filename) if isinstance(error.filename, str) else None
        said = error.strerror or str(error)
        return Fault(_shown(place, roots) if place else "", said, stops=True)
    if isinstance(error, (EmptyVaultError, OutputError)):
        return Fault("", _without(str(error), roots), stops=True)
    found = _PLACE.fullmatch(str(error))
    if not found or not isinstance(error, (ConfigError, ThemeError)):
        said = f"garden itself has failed: {type(error).__name__}: {error}"
        return Fault("", _without(said, roots), stops=True)
    at = _AT.search(found[3])
    line, place = int(found[2] or (at[1] if at else 0)), Path(found[1])
    source = _line(_first(disk, place, roots), line) if line else ""
    shown = found[1] if isinstance(error, ThemeError) else _shown(place, roots)
    return Fault(shown, _without(found[3], roots), line=line, source=source, stops=True)


def _first(disk: Disk, path: Path, roots: Sequence[Path]) -> bytes | None:
    """A file by a path in a message; that of a template starts from those laid over the theme."""
    for place in (path, *(root / OVERRIDES / path for root in roots)):
        if (content := disk.read_if_there(place)) is not None:
            return content
    return None


def _shown(path: Path, roots: Sequence[Path]) -> str:
    full = path.absolute()
    inside = [full.relative_to(r.absolute()) for r in roots if full.is_relative_to(r.absolute())]
    return inside[0].as_posix() if inside else path.name


def _without(text: str, roots: Sequence[Path]) -> str:
    """A message in which no path tells where on this machine the vault lies."""
    for root in roots:
        for form in dict.fromkeys((str(root.absolute()), str(root))):
            if form not in (".", ""):
                text = text.replace(f"{form}{os.sep}", "").replace(form, root.absolute().name)
    return text


def _line(source: bytes | None, number: int) -> str:
    lines = decoded(source)[0].split("\n") if source else []
    return lines[number - 1][:_LONGEST] if 0 < number <= len(lines) else ""
