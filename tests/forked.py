"""Runs checks in child processes, so that one that ends its process, or never ends, is found."""

from __future__ import annotations

import faulthandler
import json
import os
import select
import signal
import traceback
from collections.abc import Callable, Sequence
from typing import Any

import quickjs

from garden.text.formulas import engine

Check = Callable[[bytes], list[str]]  # of an input: what is wrong


def faults_of(check: Check, inputs: Sequence[bytes], seconds: float) -> list[list[str]]:
    """What a check finds in each input: an exception, the end of its process or more than some

    seconds are faults too. A new child goes on where one has ended.
    """
    found: list[list[str]] = []
    while len(found) < len(inputs):
        found += _of_a_child(check, inputs[len(found) :], seconds)
    return found


def fork() -> int:
    """As `os.fork`; a child has a KaTeX of its own, since it lacks the thread of its parent's."""
    child = os.fork()
    if not child:
        quickjs.Function._threadpool = quickjs._create_executor()
        engine.cache_clear()
    return child


def _of_a_child(check: Check, inputs: Sequence[bytes], seconds: float) -> list[list[str]]:
    """The same, as far as one child gets."""
    reading, writing = os.pipe()
    child = fork()
    if not child:
        _checked(check, inputs, writing)
    os.close(writing)
    lines, slow = _lines(reading, seconds)
    if slow:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    found = [json.loads(line) for line in lines]
    if slow:
        return [*found, [f"takes over {seconds} s"]]
    if len(found) < len(inputs):
        return [*found, [f"ends the process: {_end(status)}"]]
    return found


def _checked(check: Check, inputs: Sequence[bytes], writing: int) -> None:
    """The child: a line for each input. It never returns."""
    faulthandler.disable()  # an end is told by the parent
    try:
        for given in inputs:
            os.write(writing, json.dumps(_checked_one(check, given)).encode() + b"\n")
    finally:
        os._exit(0)


def _checked_one(check: Check, given: bytes) -> list[str]:
    try:
        return check(given)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return [f"{type(error).__name__}: {error} ({place.name}, line {place.lineno})"[:500]]


def _lines(reading: int, seconds: float) -> tuple[list[bytes], bool]:
    """The lines of a child, and whether it was too long silent."""
    said = b""
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], seconds)[0]:
            more: Any = pipe.read(1 << 16)
            if not more:
                return said.splitlines(), False
            said += more
    return said.splitlines(), True


def _end(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit {os.waitstatus_to_exitcode(status)}"


def shortened(check: Check, given: bytes, seconds: float, tries: int = 300) -> bytes:
    """A shorter input with a fault: halves, quarters … are left out as long as one stays."""
    size = len(given) // 2
    while size and tries:
        place = 0
        while place < len(given) and tries:
            tries -= 1
            shorter = given[:place] + given[place + size :]
            if faults_of(check, [shorter], seconds)[0]:
                given = shorter
            else:
                place += size
        size = min(size // 2, len(given))
    return given
