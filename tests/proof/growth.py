"""The time that a note takes grows with its size, whatever is repeated in it: no note hangs garden.

Time is that of the processor, for a note of n, 4n and 16n pieces, read and drawn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from tests.families import FAMILIES, Family
from tests.proof.proof import Case, Proof
from tests.support import garden_of

SMALLEST = 300  # pieces
STEPS = (1, 4, 16)
FACTOR = 2.5  # of what four times as much may take more than four times as long
SHORT = 0.02  # seconds, of which nothing can be said
TRIES = 3  # a machine with more to do may take long once

Read = Callable[[str], object]


def _cases(rng: Random, folder: Path) -> Iterator[Case]:
    _drawn("warm the engine up [[Note]] $a$\n\n```python\na\n```")
    families = rng.sample(FAMILIES, len(FAMILIES))
    yield from (partial(_faults, family, _drawn) for family in families)


def _drawn(text: str) -> object:
    """All that garden makes of a note by itself, and of another that shows it."""
    grown = garden_of({"Here.md": text, "Note.md": "# H\n\ntext ^id\n\n![[Here]]\n"})
    return [grown.html(path) for path in grown.garden.notes]


def _faults(family: Family, read: Read) -> list[str]:
    """A family is at fault when it is each time it is tried."""
    for _ in range(TRIES):
        seconds = [_seconds(read, family.text(SMALLEST * step)) for step in STEPS]
        if not _grows_too_fast(seconds):
            return []
    told = ", ".join(f"{SMALLEST * n}: {s:.2f} s" for n, s in zip(STEPS, seconds, strict=True))
    return [f"{str(family)!r} takes {told}"]


def _grows_too_fast(seconds: list[float]) -> bool:
    _, middle, large = seconds
    return large > SHORT and large > 4 * FACTOR * max(middle, SHORT / 4)


def _seconds(read: Read, text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started


def _planted(folder: Path) -> dict[str, Case]:
    def busy(steps: int) -> None:
        for _ in range(steps):
            pass

    def square(text: str) -> None:
        """A rule that looks for an end in the rest of the note, from each place."""
        busy(text.count("[[") ** 2 // 4)

    def cube(text: str) -> None:
        busy(text.count("[[") ** 3 // 10_000)

    opening = Family("[[")
    return {
        "a rule that takes the square": partial(_faults, opening, square),
        "a rule that takes the cube": partial(_faults, opening, cube),
    }


PROOF = Proof("growth", "6", "OUT13", "families", len(FAMILIES), _cases, _planted)
