"""What a proof is: many cases, of which none may find a fault, and a fault that it must find."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

Case = Callable[[], list[str]]  # what is wrong; nothing when all is well


@dataclass(frozen=True, slots=True)
class Proof:
    """One promise, tried many times.

    `cases` gives what is to be tried, by a random source and in a folder of its own; of a proof
    whose cases never end, the budget decides how many there are, but at least `least`. `planted`
    are cases with a fault in them that the proof has to find, by what the fault is. `rules` are
    those of the specification, `unit` is what one case is.
    """

    name: str
    promise: str
    rules: str
    unit: str
    least: int
    cases: Callable[[Random, Path], Iterator[Case]]
    planted: Callable[[Path], dict[str, Case]]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a proof has shown, within some seconds. `unseen` are planted faults that it missed."""

    proof: str
    seed: int
    seconds: float
    cases: int
    least: int
    unit: str
    planted: int
    unseen: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults and not self.unseen and self.cases >= self.least

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "holds": self.holds}


def proved(
    proof: Proof, seed: int, seconds: float, folder: Path, most: int | None = None
) -> Figure:
    """Run a proof for some seconds, or as long as it takes to try the least that it must.

    `most` ends it sooner, after so many cases. The user's own caches and locks are left alone.
    """
    with patch.dict(os.environ, {"XDG_CACHE_HOME": str(folder / "caches")}):
        return _proved(proof, seed, seconds, folder, most)


def _proved(proof: Proof, seed: int, seconds: float, folder: Path, most: int | None) -> Figure:
    started = time.monotonic()
    planted = proof.planted(folder / "planted")
    unseen = tuple(name for name, case in planted.items() if not case())
    faults, count = list[str](), 0
    least = proof.least if most is None else min(proof.least, most)
    for case in proof.cases(Random(seed), folder / "cases"):
        if count == most or (count >= least and time.monotonic() - started > seconds):
            break
        faults += case()
        count += 1
    took = round(time.monotonic() - started, 1)
    names = tuple(faults)
    return Figure(proof.name, seed, took, count, least, proof.unit, len(planted), unseen, names)


def proofs() -> dict[str, Proof]:
    """All proofs by name: of every file here that has one."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    found = [getattr(import_module(f"tests.proof.{name}"), "PROOF", None) for name in names]
    return {proof.name: proof for proof in found if proof is not None}


def figure_of(name: str, seed: int, seconds: float) -> Figure:
    """What a proof shows, in a folder of its own."""
    with TemporaryDirectory(prefix="garden-proof-") as folder:
        return proved(proofs()[name], seed, seconds, Path(folder))
