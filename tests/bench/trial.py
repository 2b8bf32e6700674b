"""One program on one garden: built cold, built again, built after an edit, a few times over."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.install import last_words, program_of
from tests.bench.measure import Cost, FailedError, measured
from tests.bench.notes import edited, middle_note, warm
from tests.bench.peers import HERE, Peer

_LONG = 60  # seconds of a build that is measured once only
_EDIT = "One more sentence, with which everything looks a little different."


@dataclass(frozen=True, slots=True)
class Outcome:
    """Medians, and what stands in the output: its files and their bytes."""

    version: str
    cold: Cost
    again: Cost
    edited: Cost
    files: int
    size: int


def outcome_of(peer: Peer, vault: Path, work: Path, repeat: int) -> Outcome | str:
    """The outcome of a peer, or what it failed with. `work` is a folder to be made for it."""
    try:
        program = program_of(peer)
        prepare(peer, vault, work)
        cold, again, after = _rounds((*program.command, *peer.arguments), work, repeat)
    except FailedError as error:
        return last_words(str(error))
    written = [path.stat().st_size for path in (work / "public").rglob("*") if path.is_file()]
    return Outcome(program.version, cold, again, after, len(written), sum(written))


def prepare(peer: Peer, vault: Path, work: Path) -> None:
    shutil.copytree(vault, work / "notes")
    for settings in peer.settings:
        unused = shutil.ignore_patterns("__pycache__")
        shutil.copytree(HERE / settings, work, dirs_exist_ok=True, ignore=unused)


def _rounds(command: tuple[str, ...], work: Path, repeat: int) -> tuple[Cost, Cost, Cost]:
    notes = work / "notes"
    given = {path.name for path in work.iterdir()}
    rounds = []
    for _ in range(repeat):
        forget(work, given)
        cold, again = (_warmly(command, work, notes) for _ in range(2))
        with edited(middle_note(notes), _EDIT):
            after = _warmly(command, work, notes)
        rounds.append((cold, again, after))
        if cold.wall > _LONG:
            break
    firsts, seconds, thirds = zip(*rounds, strict=True)
    return median_cost(firsts), median_cost(seconds), median_cost(thirds)


def _warmly(command: tuple[str, ...], work: Path, notes: Path) -> Cost:
    warm(notes)
    return measured(command, work)


def forget(work: Path, given: set[str]) -> None:
    """Delete what was not there from the start: outputs and caches."""
    for path in work.iterdir():
        if path.name not in given:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def median_cost(costs: tuple[Cost, ...]) -> Cost:
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        round(median(cost.memory for cost in costs)),
    )


def cold_cost(command: tuple[str, ...], work: Path, notes: Path, repeat: int) -> Cost:
    """The median of cold builds alone, of notes that lie elsewhere. Raises `FailedError`."""
    costs = []
    for _ in range(repeat):
        forget(work, given=set())
        costs.append(_warmly(command, work, notes))
    return median_cost(tuple(costs))
