"""Parsing takes steps in proportion to the size of a note, whatever is repeated in it.

Steps are calls of functions, counted by the interpreter; no clock is read.
"""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from garden.text.parse import parse
from tests.families import FAMILIES, Family

SMALL, LARGE = 100, 400


def steps(text: str) -> int:
    """How many functions are called to parse `text`."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        parse(text.encode())
    finally:
        sys.setprofile(None)
    return count


def footnotes(count: int) -> str:
    """Each with a name of its own, and leading to the next."""
    texts = (f"x[^{i}] ^[y]\n\n[^{i}]: a[^{i + 1}] [[b]]\n\n" for i in range(count))
    return "".join(texts) + f"[^{count}]: end"


def test_s08_s09_steps_grow_with_the_number_of_footnotes() -> None:
    parse(b"warm^[the engine] up[^1]\n\n[^1]: now")
    assert steps(footnotes(LARGE)) <= steps(footnotes(SMALL)) * (LARGE / SMALL) * 1.1


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_steps_grow_with_size(family: Family) -> None:
    parse(b"warm the engine up")
    small, large = steps(family.text(SMALL)), steps(family.text(LARGE))
    assert large <= small * (LARGE / SMALL) * 1.3 + 1000
