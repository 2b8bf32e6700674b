"""The command `garden`, run in this process: what it says, and how it ends."""

from __future__ import annotations

import gc
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from garden.cli import main


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


def said(*arguments: str | Path) -> Said:
    """What `garden` says to some arguments."""
    out, err, code = StringIO(), StringIO(), 0
    with (
        patch.object(sys, "argv", ["garden", *map(str, arguments)]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        finally:
            gc.enable()  # a build turns it off, for it ends soon
    return Said(code, out.getvalue(), err.getvalue())
