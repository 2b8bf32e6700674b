"""A build is killed at every operation, and at every change of the disk that Python sees.

After each, every file of the site is wholly old or wholly new, and the next build is as a clean
one, be it of the new notes or of the old ones again.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from garden import output as placing
from garden.disk import Disk, Operation
from garden.memory import Memory, listing, stands
from garden.output import MANIFEST, Manifest, read_manifest
from tests import edits
from tests.proof.proof import Case, Proof
from tests.stages import CHANGES, Operations, Stage, die, forked, killer, recorder

KILLED = -9
Fault = tuple[object, str, object]  # what is patched, its name, and by what
CHANGING = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "sqlite3.connect")


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    """Every operation of each kind of change, then of changes of random vaults."""
    changes = list(CHANGES.values())
    rng.shuffle(changes)
    for number in itertools.count():
        old, new = changes.pop() if changes else edits.random_change(rng)
        stage = Stage(folder / str(number), old, new)
        stops = list(range(len(stage.operations)))
        rng.shuffle(stops)
        yield from (partial(_killed_at, stage, nth, back=rng.random() < 0.3) for nth in stops)
        yield from (partial(_taken_back_at, stage, nth) for nth in _last_stops(stage))
        yield from _killed_in_between(stage)
        shutil.rmtree(folder / str(number))


def _killed_at(stage: Stage, nth: int, *, back: bool) -> list[str]:
    output = stage.output()
    ended = forked(lambda: stage.build(output, Disk(killer(nth))))
    faults = [] if ended == KILLED else [f"the process was not killed, it ended with {ended}"]
    return stage.told(nth, faults + _damage(stage, output, back=back))


def _last_stops(stage: Stage) -> list[int]:
    """The operations from the one on that first changes what stands in the output."""
    operations: Operations = []
    stage.build(stage.remembered(), recorder(operations))
    first = next((n for n, (what, _) in enumerate(operations) if what != "read"), 0)
    return list(range(first, len(operations)))


def _taken_back_at(stage: Stage, nth: int) -> list[str]:
    """Killed over a site that is remembered, after which the edits are taken back."""
    output = stage.remembered()
    ended = forked(lambda: stage.build(output, Disk(killer(nth))))
    faults = [] if ended == KILLED else [f"the process was not killed, it ended with {ended}"]
    faults += _damage(stage, output, back=True)
    return [f"operation {nth} over a remembered site: {fault}" for fault in faults]


def _damage(stage: Stage, output: Path, *, back: bool = False) -> list[str]:
    """What is broken in a site that was left half-way, and by the build after it."""
    faults = stage.broken(output)
    if (output / MANIFEST).exists() and read_manifest(Disk(), output) is None:
        faults.append("the list of files is broken")
    faults += stage.unmended(output, back=back)
    shutil.rmtree(output.parent)
    return faults


def _killed_in_between(stage: Stage) -> Iterator[Case]:
    """Killed where the system is asked to change something, until a build comes to its end."""
    ended = KILLED

    def case(nth: int) -> list[str]:
        nonlocal ended
        output = stage.output()
        ended = forked(lambda: _build_until(stage, output, nth))
        faults = [] if ended in (KILLED, 0) else [f"the process ended with {ended}"]
        return [f"change {nth}: {fault}" for fault in faults + _damage(stage, output)]

    for nth in itertools.count():
        if ended != KILLED:
            return
        yield partial(case, nth)


def _build_until(stage: Stage, output: Path, nth: int) -> None:
    """Build, and die before the nth change of the disk that Python itself announces."""
    left = nth

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        flags = args[2] if event == "open" else 0
        is_writing = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
        if is_writing or event in CHANGING:
            left -= 1
            if left < 0:
                die()

    sys.addaudithook(hook)
    stage.build(output, Disk())


def planted(folder: Path) -> dict[str, Case]:
    """Builds that are not safe against being killed."""
    stage = cache(lambda change: Stage(folder / change, *CHANGES[change]))

    def case(change: str, before: Operation, fault: Fault, *, back: bool = False) -> list[str]:
        found = stage(change)
        stops = [n for n, (what, _) in enumerate(found.operations) if what == before]
        with patch.object(*fault):
            faults = (_killed_at(found, nth, back=back) for nth in reversed(stops))
            return next(filter(None, faults), [])

    unlisted = (Disk, "write", _unlisted)
    return {
        "copied into place": partial(case, "edit", "replace", (Disk, "replace", _copied)),
        "no list of a first build": partial(case, "first build", "write", unlisted),
        "no list of what is swapped": partial(case, "edit", "replace", unlisted, back=True),
        "drafts left behind": partial(case, "edit", "write", (placing, "sweep", _unswept)),
        "nothing is deleted": partial(case, "retract", "read", (placing, "_is_inside", _nothing)),
        "what is remembered is believed": partial(_forgotten, stage("a static file more")),
    }


def _forgotten(stage: Stage) -> list[str]:
    with patch("garden.build.stands", _remembers):
        return next(filter(None, (_taken_back_at(stage, nth) for nth in _last_stops(stage))), [])


def _remembers(
    disk: Disk, memory: Memory, output: Path, before: Manifest, real: Mapping[str, Path]
) -> bool:
    """Whether the files of a memory are as they were left, whatever else the output holds."""
    listed = Manifest(frozenset((*memory.pages, *memory.others)), before.notes)
    return stands(disk, replace(memory, notes=listing(before.notes)), output, listed, real)


def _copied(disk: Disk, temporary: Path, path: Path) -> None:
    content = temporary.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content[: len(content) // 2])
    disk._do("replace", path)
    path.write_bytes(content)
    temporary.unlink()


def _unlisted(disk: Disk, path: Path, content: bytes) -> None:
    if b'"whole": false' not in content:
        disk.replace(disk.write_temporary(path, content, path.parent), path)


def _unswept(disk: Disk, output: Path) -> None:
    if output.is_dir():
        list(disk.files(output, lambda *_: True))


def _nothing(*_: object) -> None:
    pass


PROOF = Proof("crashes", "4", "OUT4 PRV29", "stops", 300, cases, planted)
