"""The terminal that garden speaks to: its width, its colours, a bar for long work."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import click

from garden.progress import Progress, silent

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_PLAIN_WIDTH = 100  # cells, where nothing else is known: a pipe gets the same lines every time
_WIDEST = 140
_PATIENCE = 0.5  # seconds that a stage may take before a bar is shown
_REDRAWN = 0.1  # seconds between two states of the bar
_STYLES = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan", "bold": True},
    "strong": {"bold": True},
    "gutter": {"fg": "blue", "bold": True},
    "help": {"fg": "green"},
}
# What would move the cursor, ring, or turn the direction of text: a note must not steer a terminal.
_UNSEEN = (*range(32), *range(127, 160), 0x200E, 0x200F, *range(0x2028, 0x202F))
_SHOWN = {**dict.fromkeys((*_UNSEEN, *range(0x2066, 0x206A)), "�"), ord("\t"): "    "}


def visible(text: str) -> str:
    """Text in which a tab is four spaces and no character steers the terminal."""
    return text.translate(_SHOWN)


def command(*words: str) -> str:
    """A command as it is typed, with quotes where the shell wants them."""
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline(words)
    return shlex.join(words)


@dataclass(frozen=True, slots=True)
class Look:
    """How wide, in cells, and whether in colour."""

    width: int = _PLAIN_WIDTH
    colour: bool = False

    def paint(self, text: str, style: str) -> str:
        return click.style(text, **_STYLES[style]) if self.colour else text  # type: ignore[arg-type]


def look_of(stream: TextIO) -> Look:
    """Colours are for terminals that know them, unless NO_COLOR is set; a pipe is always alike."""
    if not stream.isatty():
        return Look()
    return Look(min(_columns(stream), _WIDEST), _is_able() and not os.environ.get("NO_COLOR"))


def _is_able() -> bool:
    return os.environ.get("TERM") != "dumb"


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or _PLAIN_WIDTH
    except OSError:
        return _PLAIN_WIDTH


@contextmanager
def progress_on(stream: TextIO, *, quiet: bool = False) -> Iterator[Progress]:
    """A bar on a terminal, for what takes long; it leaves nothing behind."""
    if quiet or not stream.isatty() or not _is_able():
        yield silent
        return
    bar = _PatientBar(stream)
    try:
        yield bar.tell
    finally:
        bar.stop()


class _PatientBar:
    """Waits before it shows itself. It is drawn only when told: a thread would be forked along."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._since = self._drawn = time.monotonic()
        self._bar: Bar | None = None

    def tell(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._since = stage, now
        elif self._bar is None and now - self._since > _PATIENCE:
            self._bar = _bar(self._stream)
        elif now - self._drawn < _REDRAWN:
            return
        if self._bar is not None:
            self._drawn = now
            (task,) = self._bar.task_ids
            self._bar.update(task, description=stage, completed=done, total=total or None)
            self._bar.start()  # nothing, when it has been started
            self._bar.refresh()

    def stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar(stream: TextIO) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(complete_style="green", finished_style="green"),
        MofNCompleteColumn(),
        console=Console(file=stream),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=None)
    return bar
