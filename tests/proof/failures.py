"""The disk fails at any operation of a build, once or from then on, in any of the usual ways.

The command says so in one line and ends with 74. Up to the first file that is put in its place the
old site is whole; after it every file is, and the next build is as a clean one. A note that may not
be read is told, and what is only kept for the next build may fail without a word.
"""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import traceback
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from functools import cache, partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from garden import disk as files
from garden import output as placing
from garden import parallel
from garden.cli import IO_ERROR, OK
from garden.disk import Disk, Operation
from garden.output import MANIFEST
from garden.progress import Progress, silent
from tests import edits
from tests.commands import Said, said
from tests.offline import write
from tests.proof.proof import Case, Proof
from tests.stages import CHANGES, LEAN, Change, Operations, Stage, site
from tests.support import bare_files

CODES = (
    *(errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE),
    *(errno.EROFS, errno.EDQUOT, errno.EPERM, errno.ENFILE),
)


class Failing:
    """Operations that fail: the nth, and with `lasts` all of its kind that come after it."""

    def __init__(self, nth: int, code: int, *, lasts: bool) -> None:
        self._left, self._code, self.lasts = nth, code, lasts
        self.failed: tuple[Operation, Path] | None = None
        self.names = set[str]()
        self.has_placed = False  # whether the site had begun to change by then

    def watch(self, operation: Operation, path: Path) -> None:
        self._left -= 1
        if self.failed is None and operation in ("replace", "delete") and _is_of_site(path):
            self.has_placed |= self._left != -1
        if self._left == -1:
            self.failed = operation, path
        elif self.failed is None or not self.lasts or operation != self.failed[0]:
            return
        self.names.add(path.name)
        raise OSError(self._code, os.strerror(self._code), str(path))

    @property
    def is_of_room(self) -> bool:
        """Whether room on the disk was needed: all of it is, before anything changes."""
        what, path = self.failed or ("read", Path())
        return what in ("write", "make folder") and "cache" not in path.parts

    @property
    def is_of_change(self) -> bool:
        """Whether the site was about to change, or had begun to."""
        what, path = self.failed or ("read", Path())
        return self.has_placed or (what in ("replace", "delete") and _is_of_site(path))


def _is_of_site(path: Path) -> bool:
    is_below = any(parent.name == "public" for parent in path.parents)
    return is_below and path.name != MANIFEST and not path.name.startswith(files.TEMPORARY)


class Commanded:
    """A stage on which the command builds, with the theme and the configuration of that."""

    def __init__(self, root: Path, change: Change) -> None:
        self.stage, self._config = Stage(root, *change), root / "garden.toml"
        self._config.write_text(LEAN)
        theme = {**bare_files(), "base.html": b"", "style.css": b"p {}"}
        self._themes = write(root / "themes", {f"default/{p}": c for p, c in theme.items()})
        self.operations: Operations = []
        note = self.operations.append
        self.build(self.stage.output(), lambda what, path: None)  # some is read but once
        done = self.build(self.stage.output(), lambda what, path: note((what, path)))
        assert done.code == OK, done.err

    def build(self, output: Path, watch: files.Watcher) -> Said:
        """What the command says when every disk in it is watched."""

        def watched(disk: Disk, watcher: files.Watcher = watch) -> None:
            real(disk, watcher)

        real = Disk.__init__
        with ExitStack() as patches:
            enter = patches.enter_context
            enter(patch.object(Disk, "__init__", watched))
            enter(patch("garden.themes.themes_folder", lambda: self._themes))
            options = ("-c", self._config, "--cache", output.parent / "cache", "-j1")
            return said("build", self.stage.vault, "-o", output, *options)

    def failed_at(self, nth: int, code: int, *, lasts: bool) -> list[str]:
        """What is wrong after an operation has failed."""
        output, failing = self.stage.output(), Failing(nth, code, lasts=lasts)
        try:
            done = self.build(output, failing.watch)
        except Exception:
            done = Said(1, "", traceback.format_exc(limit=-3))
        faults = [*_of_command(done, failing, code), *self._of_site(output, done, failing)]
        shutil.rmtree(output.parent)
        what, path = failing.failed or ("nothing", Path())
        return [f"{errno.errorcode[code]} at {nth} {what} {path.name}: {f}" for f in faults]

    def _of_site(self, output: Path, done: Said, failing: Failing) -> Iterator[str]:
        if done.code == OK and not _is_told(done, failing) and site(output) != self.stage.new:
            yield "it ends well with another site than a clean one, and does not say so"
        if done.code != OK:
            yield from self.stage.broken(output)
            if not failing.has_placed and site(output) != self.stage.old:
                yield "the old site is not whole"
            if failing.is_of_room and site(output) not in (self.stage.old, self.stage.new):
                yield "room was needed when the site had changed already"
            if not failing.is_of_change and not failing.lasts and _has_drafts(output):
                yield "drafts stay where there may be no room"
        yield from self.stage.unmended(output)


def _of_command(done: Said, failing: Failing, code: int) -> Iterator[str]:
    if failing.failed is None:
        yield "nothing has failed"
    elif "Traceback" in done.err or done.code not in (OK, IO_ERROR):
        yield f"it ends with {done.code}: {done.err}"
    elif done.code == IO_ERROR:
        lines = done.err.splitlines()
        if len(lines) != 1 or not lines[0].startswith("garden: "):
            yield f"it does not say one line: {lines}"
        elif os.strerror(code) not in done.err or not any(n in done.err for n in failing.names):
            yield f"it does not say what failed: {done.err}"


def _has_drafts(output: Path) -> bool:
    return any(path.name.startswith(files.TEMPORARY) for path in output.glob("*"))


def _is_told(done: Said, failing: Failing) -> bool:
    """Whether a build that went on names the note that it could not read."""
    return failing.failed is not None and failing.failed[1].name in done.err


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    changes = list(CHANGES.values())
    rng.shuffle(changes)
    for number in itertools.count():
        change = changes.pop() if changes else edits.random_change(rng)
        commanded = Commanded(folder / str(number), change)
        tried = [(nth, code) for nth in range(len(commanded.operations)) for code in CODES]
        for nth, code in rng.sample(tried, min(len(tried), 150)):
            yield partial(commanded.failed_at, nth, code, lasts=rng.random() < 0.5)
        shutil.rmtree(folder / str(number))


def planted(folder: Path) -> dict[str, Case]:
    """Ways to take a failing disk that are not right."""
    made = cache(lambda: Commanded(folder, CHANGES["retract"]))

    def case(kind: Operation, target: object, name: str, fault: object) -> list[str]:
        commanded = made()
        with patch.object(target, name, fault):
            tries = (
                commanded.failed_at(nth, errno.EIO, lasts=False)
                for nth, (what, path) in enumerate(commanded.operations)
                if what == kind and _is_of_site(path)
            )
            return next(filter(None, tries), [])

    return {
        "a failed writing is not told": partial(
            case, "write", Disk, "write_temporary", _swallowing
        ),
        "each file is placed at once": partial(case, "write", parallel, "written", _at_once),
        "a failed deletion is forgotten": partial(case, "delete", Disk, "delete", _forgetting),
        "drafts are left behind": partial(case, "read", placing, "_given_up", _nothing),
    }


def _nothing(*_: object) -> None:
    pass


def _swallowing(disk: Disk, path: Path, content: bytes | Path, folder: Path) -> Path:
    with suppress(OSError):
        return _write_temporary(disk, path, content, folder)
    return files.temporary_for(path, folder)


def _at_once(
    disk: Disk, output: Path, fresh: Mapping[str, placing.Fresh], progress: Progress = silent
) -> Iterator[str]:
    for path, content in fresh.items():
        drawn = placing._drawn(content)
        disk.write(output / path, drawn if isinstance(drawn, bytes) else drawn.read_bytes())
    yield from ()


def _forgetting(disk: Disk, path: Path) -> None:
    with suppress(OSError):
        _delete(disk, path)


_write_temporary, _delete = Disk.write_temporary, Disk.delete
PROOF = Proof("failures", "4", "OUT16", "failures", 300, cases, planted)
