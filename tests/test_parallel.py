"""Pages drawn by several processes: whoever draws them, they are the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import garden.parallel
from garden.build import Built
from garden.ledger import fingerprint
from garden.parallel import _Others
from garden.theme import Theme, ThemeError
from tests.offline import Files, built, tree, write
from tests.support import bare_theme

VAULT: Files = {
    **{f"{i}.md": f"# Note {i}\n[[{i + 1}]] #tag/{i % 3} ![[{i + 2}]]\n" for i in range(30)},
    "folder/pic.md": "---\naliases: [Old]\n---\n![[i.png]] ![[static]]",
    "folder/i.png": b"png",
    "Secret.md": "---\npublish: false\n---\n[[3]]\n",
    "urls.txt": f"/was/ {fingerprint(b'# moved')} Gone.md",
    "new.md": "# moved",
}
BROKEN = '{% if title == "Note 7" %}{{ missing() }}{% endif %}{{ body }}'


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garden.parallel, "WORTH_OTHERS", 2)
    monkeypatch.setattr(garden.parallel, "_CHUNK", 3)


@pytest.fixture
def all_by_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process leaves every page to the others, as slow as they may be to begin."""
    take = _Others.take
    monkeypatch.setattr(_Others, "take", lambda self, chunks, most: take(self, chunks, 1000))


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write(tmp_path / "notes", VAULT)


def site(vault: Path, jobs: int, **more: Any) -> Built:
    place = vault.parent
    more = {"cache": place / f"cache{jobs}", "ledger": vault / "urls.txt", **more}
    return built(vault, place / f"out{jobs}", jobs=jobs, **more)


@pytest.mark.parametrize("jobs", [2, 3])
@pytest.mark.usefixtures("all_by_others")
def test_whoever_draws_the_bytes_are_the_same(vault: Path, jobs: int) -> None:
    alone, shared = site(vault, 1), site(vault, jobs)
    assert tree(vault.parent / f"out{jobs}") == tree(vault.parent / "out1")
    assert sorted(shared.drawn) == sorted(alone.drawn)
    assert "was/index.html" in alone.drawn  # it leads to what the ledger knows by its text


@pytest.mark.usefixtures("all_by_others")
def test_what_others_have_drawn_is_remembered(vault: Path) -> None:
    site(vault, 1)
    site(vault, 2)
    assert site(vault, 2).drawn == ()
    write(vault, {"7.md": "another text"})
    assert sorted(site(vault, 2).drawn) == sorted(site(vault, 1).drawn) != []


def test_both_draw_until_they_meet(vault: Path) -> None:
    site(vault, 1)
    site(vault, 2)
    assert tree(vault.parent / "out2") == tree(vault.parent / "out1")


FAULTS: Mapping[str, dict[str, object]] = {
    "a note is not in the cache": {"keys": {"0.md": b"unknown"}},
    "what is to be drawn cannot be grown": {"theme": None},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
@pytest.mark.usefixtures("all_by_others")
def test_what_does_not_come_back_is_drawn_here(
    vault: Path, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    order = garden.parallel._order
    monkeypatch.setattr(garden.parallel, "_order", lambda *given: replace(order(*given), **fault))
    site(vault, 1)
    site(vault, 2)
    assert tree(vault.parent / "out2") == tree(vault.parent / "out1")


def _dies(chunk: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.usefixtures("all_by_others")
@pytest.mark.skipif(sys.platform == "win32", reason="another way to die")
@pytest.mark.parametrize("jobs", [2, 4])
def test_a_process_that_dies_is_done_without(
    vault: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    site(vault, 1)
    with monkeypatch.context() as patch:
        patch.setattr(garden.parallel._Artist, "draw", _dies)
        site(vault, jobs)
    assert tree(vault.parent / f"out{jobs}") == tree(vault.parent / "out1")
    assert multiprocessing.active_children() == []


def test_where_no_process_can_be_started_none_is(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*given: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr("garden.processes.Processes.__init__", refused)
    site(vault, 1)
    site(vault, 2)
    assert tree(vault.parent / "out2") == tree(vault.parent / "out1")


def test_a_process_runs_no_code_of_the_folder_that_one_stands_in(tmp_path: Path) -> None:
    """A vault may hold files that are called like modules of Python."""
    poison = f"open({str(tmp_path / 'ran')!r}, 'w')"
    vault = write(tmp_path / "vault", {"socket.py": poison, "struct.py": poison})
    call = "with Processes(1) as others: others.submit(abs, 1).result()"
    files = {"starts.py": f"from garden.processes import Processes\n{call}"}
    script = write(tmp_path / "code", files) / "starts.py"
    subprocess.run([sys.executable, str(script)], cwd=vault, check=True)
    assert not (tmp_path / "ran").exists()


@pytest.mark.usefixtures("all_by_others")
def test_a_template_that_fails_elsewhere_is_told_here(vault: Path) -> None:
    theme = Theme({**bare_theme().templates, "note.html": BROKEN})
    with pytest.raises(ThemeError, match=r"note\.html:1"):
        site(vault, 2, theme=theme)
    assert list((vault.parent / "out2").iterdir()) == []
    site(vault, 2)
    site(vault, 1)
    assert tree(vault.parent / "out2") == tree(vault.parent / "out1")
