"""Notices that something in the watched folders may have changed, and tells no more than that.

The system's own events are hints that spare a look; what they miss, a look now and then finds.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from garden.disk import TEMPORARY, Age, Disk, age_of
from garden.litter import is_litter, is_probe
from garden.obsidian import FILES, FOLDER

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

QUIET = 0.06  # seconds without an event after which a change is whole
_LONGEST = 1.0  # seconds that changes may go on before they are told all the same
_POLL = 1.0  # seconds between two looks without events
_NET = 10.0  # seconds between two looks with them: the safety net
_LATE = 0.5  # seconds that an event may come after its change
_SHARE = 20  # a look takes no more than this part of the time
# Hidden files that a site depends on: settings of Obsidian, the last commit, files to be copied.
_SEEN_IN = {FOLDER: FILES, ".git": ("HEAD", "logs", "logs/HEAD")}
_COPIED = (".well-known", ".nojekyll", ".htaccess")
_ADVICE = {
    "limit": "this system watches no more folders at once; looking every second instead"
    " (on Linux: raise fs.inotify.max_user_watches)",
    "silent": "changes come without notice, as on network disks; looking every second instead"
    " (next time: --poll)",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched: folders with all below them, single files, and what is left out."""

    folders: tuple[Path, ...]
    files: tuple[Path, ...] = ()
    outputs: tuple[Path, ...] = ()


def is_seen(path: str) -> bool:
    """Whether a change of a file could change a site, by its path below a watched folder (OUT8)."""
    *folders, name = path.split("/")
    for i, folder in enumerate(folders):
        if folder in _SEEN_IN:
            return "/".join((*folders[i + 1 :], name)) in _SEEN_IN[folder]
        if is_litter(folder) and folder not in _COPIED:
            return False
    is_left = is_litter(name) or is_probe(name) or name.startswith(TEMPORARY)
    return name in _COPIED or not is_left


class Watcher:
    """Waits for changes. `advise` is called with one line when events cannot be had."""

    def __init__(
        self, watched: Watched, disk: Disk, advise: Callable[[str], None], *, poll: bool = False
    ) -> None:
        self._watched, self._disk, self._advise = watched, disk, advise
        self._stirred, self._is_stopped = threading.Event(), False
        self._last = 0.0  # when the last event came
        self._known: dict[str, Age] | None = self._look()
        self._took = 0.0
        self._observer: BaseObserver | None = None
        self._may_listen = not poll

    def start(self) -> None:
        """Begin to listen; what has changed since the watcher was made counts already.

        It is not made listening because its threads must not be there when processes are started.
        """
        if self._may_listen:
            self._listen()
            if self._look() != self._known:
                self._stirred.set()

    @property
    def polls(self) -> bool:
        return self._observer is None

    def wait(self) -> bool:
        """Return True when something may have changed, and False once all is stopped."""
        while not self._is_stopped:
            if self._stirred.wait(max(_POLL if self.polls else _NET, _SHARE * self._took)):
                self._settle()
                self._known = None  # what is found at the next look has been told already, or not
                return not self._is_stopped
            if self._has_changed():
                return True
        return False

    def watch(self, watched: Watched) -> None:
        """Watch something else from now on."""
        if watched != self._watched:
            self._watched, self._known = watched, None
            if self._observer is not None:
                self._unlisten()
                self._listen()

    def stop(self) -> None:
        self._is_stopped = True
        self._stirred.set()
        self._unlisten()

    def _settle(self) -> None:
        """Wait until nothing has happened for a moment: one save is many events."""
        until = time.monotonic() + _LONGEST
        while not self._is_stopped and time.monotonic() < until:
            if (rest := self._last + QUIET - time.monotonic()) <= 0:
                break
            threading.Event().wait(rest)
        self._stirred.clear()

    def _has_changed(self) -> bool:
        """Look whether something is not as it was at the look before."""
        found, known = self._look(), self._known
        self._known = found
        if known is None or found == known:
            return known is None
        if not self.polls and not self._stirred.wait(_LATE):
            self._unlisten()
            self._advise(_ADVICE["silent"])
        return True

    def _look(self) -> dict[str, Age]:
        started = time.monotonic()
        ages: dict[str, Age] = {}
        for root in self._watched.folders:
            skip = partial(_skips, self._watched.outputs, root)
            ages |= {f"{root}/{path}": age for path, age in self._disk.ages(root, skip).items()}
        for file in self._watched.files:
            with suppress(OSError):
                ages[str(file)] = age_of(file.stat())
        self._took = time.monotonic() - started
        return ages

    def _listen(self) -> None:
        """Ask the system to tell; where it cannot, go on looking."""
        from watchdog.observers import Observer

        observer = Observer()
        try:
            for root in outermost(self._watched.folders):
                hint = partial(self._hint, root, None)
                _schedule(observer, hint, root, recursive=True)
            for file in self._watched.files:
                if file.parent.is_dir():
                    _schedule(observer, partial(self._hint, None, file), file.parent)
            observer.start()
        except OSError:
            self._observer = None
            self._advise(_ADVICE["limit"])
            with suppress(RuntimeError):  # it may not have come so far
                observer.stop()
                observer.join()
            return
        self._observer = observer

    def _unlisten(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            observer.join()

    def _hint(self, root: Path | None, file: Path | None, event: FileSystemEvent) -> None:
        places = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if any(place == file if root is None else self._counts(root, place) for place in places):
            self._last = time.monotonic()
            self._stirred.set()

    def _counts(self, root: Path, place: Path) -> bool:
        outputs = self._watched.outputs
        if not place.is_relative_to(root) or any(place.is_relative_to(out) for out in outputs):
            return False
        return place == root or is_seen(place.relative_to(root).as_posix())


def outermost(folders: Sequence[Path]) -> list[Path]:
    """The folders that are there and lie in no other of them."""
    there = [folder for folder in dict.fromkeys(folders) if folder.is_dir()]
    return [one for one in there if not any(one.is_relative_to(o) for o in there if o != one)]


def _skips(outputs: Sequence[Path], root: Path, folder: str, name: str, is_folder: bool) -> bool:
    path = f"{folder}/{name}" if folder else name
    if is_folder and _leads_to_settings(path):
        return root / path in outputs
    return not is_seen(path) or (is_folder and root / folder / name in outputs)


def _leads_to_settings(path: str) -> bool:
    """Whether a folder holds hidden files that are seen, at any depth."""
    parts = path.split("/")
    for i, part in enumerate(parts):
        if part in _SEEN_IN:
            below = "".join(f"{part}/" for part in parts[i + 1 :])
            return any(name.startswith(below) for name in _SEEN_IN[part])
        if is_litter(part):
            return False
    return False


def _schedule(
    observer: BaseObserver,
    hint: Callable[[FileSystemEvent], None],
    folder: Path,
    *,
    recursive: bool = False,
) -> None:
    """Watch a folder for all but reading: who reads a file must not wake itself."""
    from watchdog import events

    handler = events.FileSystemEventHandler()
    handler.on_any_event = hint  # type: ignore[assignment, method-assign]
    kinds = [
        events.FileCreatedEvent,
        events.FileModifiedEvent,
        events.FileAttribEvent,
        events.FileMovedEvent,
        events.FileDeletedEvent,
        events.DirCreatedEvent,
        events.DirMovedEvent,
        events.DirDeletedEvent,
    ]
    observer.schedule(handler, str(folder), recursive=recursive, event_filter=kinds)
