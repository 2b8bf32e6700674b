"""What a command costs: its wall clock, its CPU and the memory of its largest process.

The command is started by a small fresh Python, because what a process has used at its peak counts
for the children it starts. That Python is this same file, run as a script.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_PATIENCE = 3600  # seconds until a command is stopped
_SET_CHILD_SUBREAPER = 36  # as <linux/prctl.h> has it
_KIB = 1 if sys.platform == "darwin" else 1024  # bytes in the system's unit of memory


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, and bytes of the largest process that took part."""

    wall: float
    cpu: float
    memory: int


class FailedError(Exception):
    """A command that failed or took too long. The text is the last that it said."""


def measured(command: Sequence[str], folder: Path, unset: Sequence[str] = ()) -> Cost:
    """Run a command in a folder. Raises `FailedError`."""
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    script = [sys.executable, "-I", "-S", __file__, *command]
    done = subprocess.run(script, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise FailedError(done.stderr.strip() or f"ended with {done.returncode}")
    return Cost(**json.loads(done.stdout))


def _run(command: Sequence[str]) -> Cost:
    _adopt_orphans()
    with tempfile.TemporaryFile() as said:
        started = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            code = process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            sys.exit(f"stopped after {_PATIENCE} s")
        wall = time.monotonic() - started
        if code:
            said.seek(0)
            sys.exit(said.read()[-2000:].decode(errors="replace") or f"ended with {code}")
    _wait_for_orphans()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * _KIB)


def _adopt_orphans() -> None:
    """Let processes that outlive their parent be ours, so that what they have used is counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    with suppress(ChildProcessError):
        while True:
            os.wait()


if __name__ == "__main__":
    print(json.dumps(asdict(_run(sys.argv[1:]))))
