"""How a long build says how far it is: a function that is called now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[str, int, int], None]  # the stage, how many are done, of how many (0: unknown)
_STEP = 50  # one call for so many things: often enough to see, too seldom to cost

T = TypeVar("T")


def silent(stage: str, done: int, total: int) -> None:
    """Says nothing."""


def unheard(advice: str) -> None:
    """Tells nobody."""


def counted(
    items: Iterable[T], stage: str, total: int, progress: Progress, step: int = _STEP
) -> Iterator[T]:
    """The items as they are, while `progress` is told how many have gone by."""
    for done, item in enumerate(items):
        if done % step == 0:
            progress(stage, done, total)
        yield item
