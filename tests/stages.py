"""An old site and the vault of a new one, to be built over it while something goes wrong."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from garden.build import Built
from garden.disk import TEMPORARY, Disk, Operation, Watcher
from garden.output import MANIFEST
from garden.theme import layered
from tests.forked import fork
from tests.offline import Files, built, tree, write
from tests.support import bare_files

PRIVATE = "---\npublish: false\n---\n"
NOTES: Files = {
    "index.md": "# Home\n[[Trust]] and [[f/Deep]] #tag\n",
    "Trust.md": "---\naliases: [Faith]\n---\n![[pic.png]]\n\n[[Gone]]\n",
    "f/Deep.md": "#tag/sub\n\n[[index]]\n",
    "Gone.md": "to be retracted\n",
    "Hidden.md": f"{PRIVATE}secret\n",
    "pic.png": b"\x89PNG one",
}
EDITED: Files = {
    **NOTES,
    "index.md": "# Home\n[[Trust]] again, [[New]] #other\n",
    "Trust.md": "---\naliases: [Belief]\n---\n![[pic.png]]\n\n[[Gone]]\n",
    "New.md": "new\n",
    "pic.png": b"\x89PNG two",
}
RETRACTED: Files = {**NOTES, "Gone.md": f"{PRIVATE}to be retracted\n"}


def site(output: Path) -> dict[str, bytes]:
    """The files of a site, without garden's own records and temporary files."""
    return {
        path: content
        for path, content in tree(output).items()
        if not path.endswith("/") and path != MANIFEST and TEMPORARY not in path
    }


def stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    return {
        path.relative_to(root).as_posix(): (
            path.lstat().st_mtime_ns,
            path.lstat().st_mode,
            path.lstat().st_size,
        )
        for path in (root, *sorted(root.rglob("*")))
    }


def snapshot(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """All that is below a folder and the folder itself: when it changed, what it is, its bytes."""
    found = {}
    for path in (root, *sorted(root.rglob("*"))):
        seen = path.lstat()
        is_file = stat.S_ISREG(seen.st_mode)
        content = path.read_bytes() if is_file else b""
        if path.is_symlink():
            content = os.fsencode(path.readlink())
        found[path.relative_to(root).as_posix()] = seen.st_mtime_ns, seen.st_mode, content
    return found


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The paths that are not in both as they were."""
    paths = sorted(before.keys() | after.keys())
    return [path for path in paths if before.get(path) != after.get(path)]


Operations = list[tuple[Operation, Path]]


def recorder(seen: Operations) -> Disk:
    """A disk that notes its operations in their order."""
    return Disk(lambda operation, path: seen.append((operation, path)))


class Stopped(BaseException):
    """The program ends here."""


def stopper(nth: int, error: BaseException) -> Watcher:
    """Raises at the nth operation; one that writes into the output leaves half a file behind."""

    def stop() -> None:
        raise error

    return _until(nth, stop)


def killer(nth: int) -> Watcher:
    """As `stopper`; the process is killed, as by `kill -9`."""
    return _until(nth, die)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _until(nth: int, stop: Callable[[], None]) -> Watcher:
    left = nth

    def watch(operation: Operation, path: Path) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            output = next((p for p in path.parents if p.name == "public"), None)
            if operation == "write" and output is not None:
                (output / f"{TEMPORARY}0123456789abcdef").write_bytes(b"<!doctype ht")
            stop()

    return watch


def forked(work: Callable[[], object]) -> int:
    """How another process ends that does some work: 0, 1 when it raises, -9 when it was killed."""
    return started(work)()


def started(work: Callable[[], object]) -> Callable[[], int]:
    """Has another process do some work; what is returned waits for its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of threads that pytest may have; they hold no locks
        child = fork()
    if child:
        return lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)


Change = tuple[Files | None, Files]  # the notes of the old site, if there is one; the new ones
CHANGES: dict[str, Change] = {
    "first build": (None, NOTES),
    "edit": (NOTES, EDITED),
    "edit back": (EDITED, NOTES),
    "retract": (NOTES, RETRACTED),
    "publish": (RETRACTED, NOTES),
    "a static file more": (NOTES, {**NOTES, "static/more.txt": "changes no other file"}),
}


STYLED = layered("bare", {**bare_files(), "style.css": b"p {}"}, {})
# A site of few files, with every kind of them in it: each is one more place to stop at.
LEAN = "[search]\nenabled = false\n[explorer]\nenabled = false\n[graph]\npage = false\n"


class Stage:
    """An old site, the vault of the new one, and fresh copies of the old to break."""

    def __init__(self, root: Path, old: Files | None, new: Files) -> None:
        self.vault, self._root, self._count = write(root / "new" / "notes", new), root, 0
        self._old, self.old_vault = root / "old" / "public", root / "old" / "notes"
        if old is not None:
            self._build(write(self.old_vault, old), self._old)
        self._build(self.vault, root / "clean")
        self.old, self.new, self.clean = site(self._old), site(root / "clean"), tree(root / "clean")
        self.operations: Operations = []
        self.build(self.output(), recorder(self.operations))

    def output(self) -> Path:
        """The old site, or nothing, in a folder of its own."""
        copy = self._place()
        if self._old.exists():
            shutil.copytree(self._old, copy)
        return copy

    def remembered(self) -> Path:
        """The same, with a cache beside it that remembers how it was built."""
        output = self._place()
        if self._old.exists():
            self.build(output, Disk(), self.old_vault)
        return output

    def _place(self) -> Path:
        self._count += 1
        return self._root / f"{self._count}" / "public"

    def build(self, output: Path, disk: Disk, vault: Path | None = None) -> Built:
        """The new site over an old one, with the cache beside it."""
        return self._build(vault or self.vault, output, disk, output.parent / "cache")

    def _build(
        self, vault: Path, output: Path, disk: Disk | None = None, cache: Path | None = None
    ) -> Built:
        static = vault / "static"
        return built(vault, output, LEAN, cache=cache, disk=disk, theme=STYLED, static=static)

    def broken(self, output: Path) -> list[str]:
        """The files that are neither wholly old nor wholly new."""
        now = site(output)
        both = self.old.keys() & self.new.keys()
        out = [f"{path} is gone" for path in both if path not in now]
        for path, content in now.items():
            if content not in (self.old.get(path), self.new.get(path)):
                out.append(f"{path} is neither old nor new")
        return out

    def unmended(self, output: Path, *, back: bool = False) -> list[str]:
        """What the next build does not put right; `back` for one of the old notes again."""
        back = back and self._old.exists()
        wanted = tree(self._old) if back else self.clean
        try:
            self.build(output, Disk(), self.old_vault if back else self.vault)
        except Exception as error:
            return [f"the next build says: {error}"]
        now = tree(output)
        return [
            f"{path} is not as in a clean build{' of the old notes' if back else ''}"
            for path in sorted(now.keys() | wanted.keys())
            if now.get(path) != wanted.get(path)
        ]

    def told(self, nth: int, faults: list[str]) -> list[str]:
        operation, path = self.operations[nth]
        return [f"{nth} {operation} {path.name}: {fault}" for fault in faults]

    def stopped_everywhere(self) -> list[str]:
        """What is wrong after the program has ended at each single operation."""
        faults: list[str] = []
        for nth in range(len(self.operations)):
            output = self.output()
            with pytest.raises(Stopped):
                self.build(output, Disk(stopper(nth, Stopped())))
            faults += self.told(nth, self.broken(output) + self.unmended(output))
        return faults

    def failed_everywhere(self, *operations: Operation) -> list[str]:
        """What is wrong after each single one of some operations has failed."""
        faults: list[str] = []
        for nth, (operation, path) in enumerate(self.operations):
            if operation in operations:
                output = self.output()
                found = self._failed(output, nth, is_cache=is_of_cache(path))
                faults += self.told(nth, found + self.broken(output) + self.unmended(output))
        return faults

    def _failed(self, output: Path, nth: int, *, is_cache: bool) -> list[str]:
        try:
            self.build(output, Disk(stopper(nth, OSError(errno.ENOSPC, "no space left"))))
        except OSError as error:
            return [] if error.errno == errno.ENOSPC else [f"it says {error}"]
        return [] if is_cache else ["nobody is told"]


def is_of_cache(path: Path) -> bool:
    return "cache" in (path.name, path.parent.name)
