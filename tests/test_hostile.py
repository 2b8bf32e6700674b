"""No vault stops garden but by a line that says why: `broken/*.txt`, word by word.

The word `SHOWN` in a note is on the site then, and `SECRET` nowhere.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest
from click.testing import CliRunner, Result

from garden.cli import cli
from tests.hostile_vaults import Case, cases, make

CASES = tuple(cases())
LONG = 20  # seconds
_COUNTS = re.compile(r"^ *[\d,]+ (?:error|warning|info) .*", re.MULTILINE | re.DOTALL)


def said_of(case: Case, result: Result) -> str:
    """What the author reads of problems, without the counts, and how the command ended."""
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    said = result.stderr + (_COUNTS.sub("", result.stdout) if not case.is_drawn else "")
    ended = f"exit {result.exit_code}\n" if result.exit_code not in (0, 1) else ""
    return re.sub(r"\n{2,}", "\n", said).strip("\n") + ("\n" + ended).rstrip("\n")


@contextmanager
def _soon() -> Iterator[None]:
    """What waits for ever is ended, so that it fails."""

    def end(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"over {LONG} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(LONG)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def made(case: Case, root: Path) -> None:
    (root / "content").mkdir()
    try:
        make(root / "content", case.files)
    except OSError as error:
        pytest.skip(f"this machine cannot have it: {error}")


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in CASES])
def test_what_is_said(
    case: Case, update: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.chdir(tmp_path)
    made(case, tmp_path)
    command = ["build", "--no-cache", "-j1", "-sv"] if case.is_drawn else ["check", "-v"]
    with _soon():
        said = said_of(case, CliRunner().invoke(cli, [*command, "content"]))
    if update:
        _rewrite(case, said)
    else:
        assert said == case.said


def _rewrite(case: Case, said: str) -> None:
    """From the end of a file to its start, so that line numbers hold: see `pytest --update`."""
    file, start, end = case.place
    shift = _shifts.setdefault(file, 0)
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[start + shift : end + shift] = said.split("\n")
    _shifts[file] += len(said.split("\n")) - (end - start)
    file.write_text("\n".join(lines), encoding="utf-8")


_shifts: dict[Path, int] = {}


def test_one_site_of_all_of_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each in a folder of its own: what is to be shown is, and nothing that is secret."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.chdir(tmp_path)
    shown = []
    for number, case in enumerate(case for case in CASES if case.is_plain):
        word = f"SHOWN{number}x".encode()
        files = [replace(file, content=file.content.replace(b"SHOWN", word)) for file in case.files]
        try:
            make(tmp_path / f"content/{number}", files)
        except OSError:
            continue
        shown += [(word, case.title) for file in files if word in file.content]
    with _soon():
        result = CliRunner().invoke(cli, ["build", "--no-cache", "-j1", "content", "-o", "site"])
    assert result.exit_code == 0, result.output
    site = b"".join(path.read_bytes() for path in Path("site").rglob("*") if path.is_file())
    assert [title for word, title in shown if word not in site] == []
    assert b"SECRET" not in site
