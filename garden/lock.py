"""One build an output at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from garden.cache import short_key, user_folder
from garden.disk import Disk, temporary_folder

LOCK_WAIT = 30.0  # seconds


class LockedError(Exception):
    """Another build holds the output. The text names its process."""


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
