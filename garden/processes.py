"""Processes of our own that work for this one: they start clean, and none outlives it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread
from types import ModuleType, TracebackType
from typing import ParamSpec, TypeVar

from garden.garbage import look_among_young

_SAFE_PATH = "PYTHONSAFEPATH"
_MOST_ON_WINDOWS = 61  # processes that its waiting can tell apart
P = ParamSpec("P")
T = TypeVar("T")


class Processes(ProcessPoolExecutor):
    """So many processes. They are never forks of this one, which may have threads by now."""

    def __init__(self, count: int, prepare: Callable[[], object] | None = None) -> None:
        """Each process calls `prepare` before all else. Raises OSError, RuntimeError."""
        if sys.flags.ignore_environment and not sys.flags.safe_path:
            raise RuntimeError("processes cannot be kept from code in the current folder")
        with _folder_unsearched():
            _context().Lock()  # the first one lets interrupts in, while it starts its keeper
        most = _MOST_ON_WINDOWS if sys.platform == "win32" else count
        super().__init__(min(count, most), _context(), _begin, (prepare,))

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        with apart():  # here processes are started
            return super().submit(fn, *args, **kwargs)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for all that was asked for; after an error only for what has been begun.

        None is ended by force: one that is just writing would leave us reading for ever.
        """
        self.shutdown(cancel_futures=kind is not None)


def _context() -> BaseContext:
    """How processes are started: from a small one that has no threads, where a system can."""
    try:
        return get_context("forkserver")
    except ValueError:
        return get_context("spawn")


@contextmanager
def apart() -> Iterator[None]:
    """While processes are started: they hear no Ctrl-C, know nothing of our own script,

    and find no code in the current folder, which may be a vault.
    """
    with _interrupts_kept_back(), _script_hidden(), _folder_unsearched():
        yield


@contextmanager
def _folder_unsearched() -> Iterator[None]:
    """Python looks for modules in the current folder first, unless it is told otherwise."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


@contextmanager
def _interrupts_kept_back() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; one that is started here never hears it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _script_hidden() -> Iterator[None]:
    """A new process would run the script again that called us, and so call us again."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _begin(prepare: Callable[[], object] | None) -> None:
    """What a process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be kept back
    Thread(target=_end_with_parent, daemon=True).start()
    look_among_young()
    if prepare is not None:
        prepare()


def _end_with_parent() -> None:
    """A process that waits for work would not notice that nobody is there to give it any."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
