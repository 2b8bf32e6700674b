"""Noticing changes: which count, how editors save, and what is done where events cannot be had."""

from __future__ import annotations

import errno
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import watchdog.observers

import garden.watch
from garden.disk import Disk
from garden.obsidian import settings_files
from garden.watch import Watched, Watcher, is_seen, outermost
from tests.offline import write
from tests.serving import PATIENCE

# watchdog warns of its own book-keeping, in threads of its own
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

SEEN = {
    "a.md": True,
    "f/a b.png": True,
    ".obsidian/app.json": True,
    ".obsidian/templates.json": True,
    ".obsidian/types.json": True,
    ".obsidian/plugins/templater-obsidian/data.json": True,
    "f/.obsidian/app.json": True,
    ".obsidian/plugins/other/data.json": False,
    ".obsidian/plugins/templater-obsidian/main.js": False,
    ".obsidian/plugins": False,
    ".obsidian/workspace.json": False,
    ".obsidian": False,
    ".git/HEAD": True,
    ".git/logs/HEAD": True,
    ".git/index.lock": False,
    ".git/objects/ab/cd": False,
    ".git/logs/refs/heads/main": False,
    ".trash/a.md": False,
    ".#a.md": False,
    "a.md~": False,
    "#a.md#": False,
    ".a.md.swp": False,
    "f/4913": False,
    ".DS_Store": False,
    ".a.md.icloud": False,
    "a.md.tmp": False,
    "~": True,
    "~a.md": True,
    "~/a.md": True,
    "4913/a.md": True,
    "#x#/a.md": True,
    "a.part/b.md": True,
    "~$a.docx": False,
    "Old.bak/a.md": False,
    ".garden-tmp-ab": False,
    "node_modules/x/readme.md": False,
    "static/.well-known/x": True,
    "static/.nojekyll": True,
}


@pytest.mark.parametrize(("path", "is_so"), SEEN.items())
def test_out8_what_counts_as_a_change(path: str, is_so: bool) -> None:
    assert is_seen(path) is is_so


def test_a_folder_in_another_is_watched_once(tmp_path: Path) -> None:
    write(tmp_path, {"a/b/x": "", "c/x": ""})
    folders = [tmp_path / "a/b", tmp_path / "a", tmp_path / "c", tmp_path / "gone", tmp_path / "a"]
    assert outermost(folders) == [tmp_path / "a", tmp_path / "c"]


class Noticed:
    """Counts what a watcher tells, in a thread of its own."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher, self._told = watcher, threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while self._watcher.wait():
            self._told.release()

    def within(self, seconds: float) -> bool:
        """Whether something is told in this time."""
        return self._told.acquire(timeout=seconds)

    def stop(self) -> None:
        self._watcher.stop()
        self._thread.join()


@contextmanager
def watching(
    vault: Path,
    *,
    poll: bool = False,
    outputs: tuple[Path, ...] = (),
    files: tuple[Path, ...] = (),
) -> Iterator[tuple[Noticed, list[str]]]:
    advice: list[str] = []
    watched = Watched((vault,), (vault / "garden.toml", *files), outputs)
    watcher = Watcher(watched, Disk(), advice.append, poll=poll)
    watcher.start()
    noticed = Noticed(watcher)
    try:
        yield noticed, advice
    finally:
        noticed.stop()


def in_place(vault: Path) -> None:
    (vault / "a.md").write_text("other words")


def renamed_over(vault: Path) -> None:
    (vault / ".a.md.tmp").write_text("other")
    (vault / ".a.md.tmp").replace(vault / "a.md")


def as_vim_does(vault: Path) -> None:
    (vault / "4913").touch()
    (vault / "4913").unlink()
    (vault / "a.md").replace(vault / "a.md~")
    (vault / "a.md").write_text("other")
    (vault / "a.md~").unlink()


def deleted_and_made(vault: Path) -> None:
    (vault / "a.md").unlink()
    (vault / "a.md").write_text("other")


def moved_in(vault: Path) -> None:
    write(vault.parent, {"elsewhere.md": "x"})
    (vault.parent / "elsewhere.md").replace(vault / "new.md")


def folder_moved_out(vault: Path) -> None:
    (vault / "f").replace(vault.parent / "f")


def folder_renamed(vault: Path) -> None:
    (vault / "f").replace(vault / "g")


def deep_folder_made(vault: Path) -> None:
    write(vault, {"x/y/z/a.md": "x"})


def deleted(vault: Path) -> None:
    (vault / "a.md").unlink()


def settings(vault: Path) -> None:
    write(vault, {".obsidian/app.json": '{"strictLineBreaks": true}'})


def templates(vault: Path) -> None:
    write(vault, {".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "T"}'})


SAVES: tuple[Callable[[Path], None], ...] = (
    templates,
    in_place,
    renamed_over,
    as_vim_does,
    deleted_and_made,
    moved_in,
    folder_moved_out,
    folder_renamed,
    deep_folder_made,
    deleted,
    settings,
)
FILES = {"a.md": "a", "f/b.md": "b", ".obsidian/app.json": "{}", "garden.toml": ""}


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
@pytest.mark.parametrize("poll", [False, True], ids=["events", "looking"])
def test_a_change_is_noticed(
    tmp_path: Path, save: Callable[[Path], None], poll: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garden.watch, "_POLL", 0.02)
    with watching(write(tmp_path / "v", FILES), poll=poll) as (noticed, advice):
        save(tmp_path / "v")
        assert noticed.within(PATIENCE)
    assert advice == []


@pytest.mark.parametrize("poll", [False, True], ids=["events", "looking"])
def test_settings_above_the_folder_are_watched(
    tmp_path: Path, poll: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garden.watch, "_POLL", 0.02)
    vault = write(tmp_path, {".obsidian/app.json": "{}", "v/a.md": "a"}) / "v"
    with watching(vault, poll=poll, files=settings_files(vault)) as (noticed, _):
        write(tmp_path, {".obsidian/app.json": '{"userIgnoreFilters": ["v/a.md"]}'})
        assert noticed.within(PATIENCE)


def read_everything(vault: Path) -> None:
    for path in vault.rglob("*"):
        if path.is_file():
            path.read_bytes()


def lock_files(vault: Path) -> None:
    (vault / ".#a.md").symlink_to("user@host.1")
    (vault / ".a.md.swp").write_text("x")
    (vault / ".obsidian/workspace.json").write_text("{}")
    (vault / ".#a.md").unlink()


def output(vault: Path) -> None:
    (vault / "public/index.html").write_text("x")


@pytest.mark.parametrize("act", [read_everything, lock_files, output], ids=lambda act: act.__name__)
@pytest.mark.parametrize("poll", [False, True], ids=["events", "looking"])
def test_what_changes_no_site_wakes_nobody(
    tmp_path: Path, act: Callable[[Path], None], poll: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garden.watch, "_POLL", 0.02)
    vault = write(tmp_path / "v", {**FILES, "public/index.html": ""})
    with watching(vault, poll=poll, outputs=(vault / "public",)) as (noticed, _):
        act(vault)
        assert not noticed.within(0.3)
        in_place(vault)  # what comes after is noticed all the same
        assert noticed.within(PATIENCE)


def test_a_checkout_of_hundreds_of_files_is_a_few_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garden.watch, "QUIET", 0.3)  # a busy machine makes pauses in a checkout
    vault = write(tmp_path / "v", {f"f{n % 7}/{n}.md": "one" for n in range(300)})
    names = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    git = ("git", "-C", str(vault), *names)

    def run(*words: str) -> None:
        subprocess.run([*git, *words], check=True, capture_output=True)

    run("init", "-q", "-b", "one")
    run("add", ".")
    run("commit", "-qm", "one")
    run("checkout", "-qb", "two")
    write(vault, {f"f{n % 7}/{n}.md": "two" for n in range(300)})
    run("commit", "-qam", "two")
    with watching(vault) as (noticed, _):
        run("checkout", "-q", "one")
        assert noticed.within(PATIENCE)
        told = 1
        while noticed.within(1.0):
            told += 1
    assert told < 10


def test_a_safety_net_finds_what_no_event_has_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in {"_NET": 0.05, "_POLL": 0.02, "_LATE": 0.02}.items():
        monkeypatch.setattr(garden.watch, name, seconds)
    monkeypatch.setattr(Watcher, "_hint", lambda *arguments: None)
    with watching(write(tmp_path / "v", FILES)) as (noticed, advice):
        in_place(tmp_path / "v")
        assert noticed.within(PATIENCE)
        deleted(tmp_path / "v")
        assert noticed.within(PATIENCE)
    assert len(advice) == 1
    assert "--poll" in advice[0]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_out8_where_the_system_watches_no_more_it_is_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(watchdog.observers.Observer, "start", refuse)
    monkeypatch.setattr(garden.watch, "_POLL", 0.02)
    with watching(write(tmp_path / "v", FILES)) as (noticed, advice):
        in_place(tmp_path / "v")
        assert noticed.within(PATIENCE)
    assert len(advice) == 1
    assert "max_user_watches" in advice[0]


def test_what_changes_before_the_start_is_noticed(tmp_path: Path) -> None:
    vault = write(tmp_path / "v", FILES)
    watcher = Watcher(Watched((vault,)), Disk(), print)
    in_place(vault)
    watcher.start()
    noticed = Noticed(watcher)
    try:
        assert noticed.within(PATIENCE)
    finally:
        noticed.stop()


def test_another_folder_is_watched_from_then_on(tmp_path: Path) -> None:
    one, two = (write(tmp_path / name, FILES) for name in ("one", "two"))
    watcher = Watcher(Watched((one,)), Disk(), print)
    watcher.start()
    noticed = Noticed(watcher)
    try:
        watcher.watch(Watched((two,)))
        in_place(two)
        assert noticed.within(PATIENCE)
    finally:
        noticed.stop()


def test_a_watcher_that_waits_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Watcher] = []
    monkeypatch.setattr(Watcher, "_look", lambda self: looks.append(self))
    with watching(write(tmp_path / "v", FILES)) as (noticed, _):
        assert not noticed.within(0.2)
    assert len(looks) == 2  # when it was made, and when it was started


def test_a_watcher_that_stops_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with watching(write(tmp_path / "v", FILES)):
        assert set(threading.enumerate()) - before
    assert set(threading.enumerate()) - before == set()
