"""Building without loss: rules OUT1 to OUT17, and what must be gone when a note is retracted."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from garden.build import Built
from garden.cache import folder_for
from garden.changes import Change
from garden.config import ConfigError
from garden.disk import TEMPORARY, Disk, Operation
from garden.lock import LockedError, locked
from garden.output import MANIFEST, OutputError, place
from garden.paths import DATA, HEADERS
from garden.paths import MANIFEST as WEB_MANIFEST
from garden.seal import sealed
from tests.offline import Files, built, tree, write
from tests.stages import (
    CHANGES,
    EDITED,
    LEAN,
    NOTES,
    RETRACTED,
    STYLED,
    Operations,
    Stage,
    Stopped,
    is_of_cache,
    recorder,
    site,
    stamps,
    stopper,
)
from tests.support import HERE

FOLDER_PRIVATE = "---\nprivate: true\n---\n"


@pytest.fixture(autouse=True)
def _own_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def clean(tmp_path: Path, files: Files, config: str = "") -> dict[str, bytes]:
    """All bytes of a first build, into a folder of its own."""
    number = sum(1 for _ in tmp_path.glob("clean-*"))
    vault = write(tmp_path / f"clean-{number}" / "notes", files)
    output = tmp_path / f"clean-{number}" / "public"
    built(vault, output, config)
    return tree(output)


def rewrite(vault: Path, files: Files) -> Path:
    """A vault that holds exactly `files`."""
    shutil.rmtree(vault, ignore_errors=True)
    return write(vault, files)


# --- OUT1: what garden may delete ---------------------------------------------------------------


def test_out1_foreign_files_are_kept_and_reported(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    write(output, {"CNAME": "me.net", "f/mine.txt": "mine", "Gone/mine.txt": "mine"})
    rewrite(vault, RETRACTED)
    placed = built(vault, output).placed
    assert placed.foreign == ("CNAME", "Gone/mine.txt", "f/mine.txt")
    assert (output / "CNAME").read_text() == "me.net"
    assert (output / "Gone/mine.txt").read_text() == "mine"
    assert not (output / "Gone/index.html").exists()


def test_out1_a_retracted_page_is_deleted_even_if_changed_meanwhile(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    (output / "Gone/index.html").write_text("minified")
    rewrite(vault, RETRACTED)
    assert built(vault, output).change.no_longer_public == ("/Gone/",)
    assert not (output / "Gone").exists()


def test_out1_a_page_changed_meanwhile_is_written_again(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    wanted = tree(output)
    (output / "Trust/index.html").write_text("minified")
    (output / "pic.png").unlink()
    built(vault, output)
    assert tree(output) == wanted


def test_out16_what_fails_while_folders_are_made_leaves_nothing(tmp_path: Path) -> None:
    vault = write(tmp_path / "v", {"a/b.md": "text", "c/d.md": "text"})
    output = write(tmp_path / "o", {"mine.txt": "mine"})

    def full(operation: Operation, path: Path) -> None:
        if operation == "make folder" and path.name == "c":
            raise OSError(28, "No space left on device", str(path))

    with pytest.raises(OSError, match="No space"):
        built(vault, output, adopt=True, disk=Disk(full))
    assert [path.name for path in output.iterdir()] == ["mine.txt"]


def test_out1_a_full_folder_needs_adopt(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", NOTES), write(tmp_path / "www", {"a.txt": "mine"})
    with pytest.raises(OutputError, match="--adopt"):
        built(vault, output)
    assert tree(output) == {"a.txt": b"mine"}
    assert built(vault, output, adopt=True).placed.foreign == ("a.txt",)
    assert tree(output) == {**clean(tmp_path, NOTES), "a.txt": b"mine"}


FORGED = (
    *("../victim.txt", "a/../../victim.txt", "/victim.txt", "..\\victim.txt", "./../victim.txt"),
    *("link/victim.txt", "link/../victim.txt", "//victim.txt", "", ".", "..", "\x00", "folder"),
)


@pytest.mark.parametrize("forged", FORGED, ids=[ascii(path) for path in FORGED])
def test_out1_a_forged_manifest_deletes_nothing_outside(tmp_path: Path, forged: str) -> None:
    outside = write(tmp_path / "outside", {"victim.txt": "alive"})
    write(tmp_path, {"victim.txt": "alive"})
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    write(output, {"folder/mine.txt": "alive"})
    (output / "link").symlink_to(outside)
    manifest = json.loads((output / MANIFEST).read_bytes())
    manifest["files"] += [forged, str(tmp_path / "victim.txt")]
    (output / MANIFEST).write_text(json.dumps(manifest))
    built(vault, output)
    assert (tmp_path / "victim.txt").read_text() == "alive"
    assert tree(outside) == {"victim.txt": b"alive"}
    assert (output / "folder/mine.txt").read_text() == "alive"


def test_out1_a_linked_folder_in_the_output_is_not_written_through(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"index.html": "mine"})
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    output.mkdir()
    (output / "Trust").symlink_to(outside)
    with pytest.raises(OutputError, match="Trust"):
        built(vault, output, adopt=True)
    assert tree(outside) == {"index.html": b"mine"}


def test_out1_a_linked_file_in_the_output_is_replaced_not_written_through(tmp_path: Path) -> None:
    write(tmp_path, {"mine.html": "mine"})
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    (output / "Trust/index.html").unlink()
    (output / "Trust/index.html").symlink_to(tmp_path / "mine.html")
    built(vault, output)
    assert (tmp_path / "mine.html").read_text() == "mine"
    assert tree(output) == clean(tmp_path, NOTES)


# --- OUT2: where garden may write ---------------------------------------------------------------

LAYOUT: Files = {
    **{f"home/vault/{path}": content for path, content in NOTES.items()},
    "home/vault/.obsidian/app.json": "{}",
    "home/work/here/x.txt": "x",
    "home/repo/.git/HEAD": "ref",
    "home/worktree/.git": "gitdir: elsewhere",
    "home/full/x.txt": "x",
    "home/broken/.garden.json": "{",
    "home/broken/x.txt": "x",
    "home/alien/.garden.json": '{"format": 99, "files": ["x.txt"], "notes": []}',
    "home/alien/x.txt": "x",
}
LINKS = {
    "home/to-vault": "vault",
    "home/to-f": "vault/f",
    "home/to-home": ".",
    "home/to-here": "work/here",
    "home/to-repo": "repo",
    "elsewhere": "home",
}
NEVER = {
    "the vault": "home/vault",
    "the vault by a link": "home/to-vault",
    "the vault by dots": "home/full/../vault",
    "the vault by a linked parent": "elsewhere/vault",
    "above the vault": "home",
    "above the vault by a link": "home/to-home",
    "far above the vault": ".",
    "the root of all": "/",
    "the home folder": "home",
    "the current folder": "home/work/here",
    "the current folder by a link": "home/to-here",
    "above the current folder": "home/work",
    "a repository": "home/repo",
    "a repository by a link": "home/to-repo",
    "a worktree": "home/worktree",
    "a mount point": "home/mount",
    "a file": "home/full/x.txt",
    "below a file": "home/full/x.txt/public",
    "notes inside the vault": "home/vault/f",
    "notes inside the vault by a link": "home/to-f",
    "settings inside the vault": "home/vault/.obsidian",
}
NOT_WITHOUT_ADOPT = {
    "a full folder": "home/full",
    "a broken manifest": "home/broken",
    "another's manifest": "home/alien",
}


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders in which a wrong output would do harm; the home and the current folder are there."""
    root = write(tmp_path / "root", LAYOUT)
    (root / "home/mount").mkdir()
    for name, target in LINKS.items():
        (root / name).symlink_to(target, target_is_directory=True)
    monkeypatch.setenv("HOME", str(root / "home"))
    monkeypatch.setenv("USERPROFILE", str(root / "home"))
    monkeypatch.chdir(root / "home/work/here")
    real = Path.is_mount
    monkeypatch.setattr(Path, "is_mount", lambda self: self.name == "mount" or real(self))
    return root


@pytest.mark.parametrize("adopt", [False, True], ids=["", "adopt"])
@pytest.mark.parametrize("output", NEVER.values(), ids=list(NEVER))
def test_out2_refused(layout: Path, output: str, adopt: bool) -> None:
    before = tree(layout)
    with pytest.raises(OutputError):
        built(layout / "home/vault", layout / output, adopt=adopt)
    assert tree(layout) == before


@pytest.mark.parametrize("output", NOT_WITHOUT_ADOPT.values(), ids=list(NOT_WITHOUT_ADOPT))
def test_out2_refused_without_adopt(layout: Path, output: str) -> None:
    before = tree(layout)
    with pytest.raises(OutputError, match="--adopt"):
        built(layout / "home/vault", layout / output)
    assert tree(layout) == before
    built(layout / "home/vault", layout / output, adopt=True)
    assert (layout / output / "x.txt").read_text() == "x"


def test_out2_refused_for_a_link_to_itself(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", NOTES)
    (tmp_path / "public").symlink_to("public")
    with pytest.raises(OutputError, match="a link to itself"):
        built(vault, tmp_path / "public")


def test_out2_refused_for_a_vault_that_is_a_link(layout: Path) -> None:
    with pytest.raises(OutputError):
        built(layout / "home/to-vault", layout / "home/vault", adopt=True)


ALLOWED = {
    "absent": "home/public",
    "absent and deep": "home/a/b/public",
    "a name that begins as the vault's": "home/vault2",
    "below the current folder": "home/work/here/public",
    "below a repository": "home/repo/public",
    "in the vault": "home/vault/public",
    "in the vault by a link": "home/to-vault/public",
}


@pytest.mark.parametrize("output", ALLOWED.values(), ids=list(ALLOWED))
def test_out2_allowed(layout: Path, output: str) -> None:
    vault = layout / "home/vault"
    first = built(vault, layout / output)
    wanted = tree(layout / output)
    again = built(vault, layout / output)
    assert (again.placed.written, again.placed.deleted, again.placed.foreign) == (0, 0, ())
    assert again.grown.garden.notes.keys() == first.grown.garden.notes.keys()
    assert tree(layout / output) == wanted


@pytest.mark.parametrize("output", ["home/vault/public", "home/public"])
def test_out2_allowed_when_empty_or_left_by_a_first_build_that_failed(
    layout: Path, output: str
) -> None:
    (layout / output).mkdir()
    built(layout / "home/vault", layout / output)
    assert (layout / output / "index.html").is_file()


def test_out2_public_in_the_vault_is_not_read(layout: Path) -> None:
    vault = layout / "home/vault"
    write(vault, {"index.md": "[x](public/Trust/index.html) ![[public/pic.png]] [[public/x]]"})
    config = '[publish]\nattachments = ["*.html"]\n'
    built(vault, vault / "public", config)
    write(vault / "public", {"x.md": "not a note"})
    for output in (vault / "public", layout / "home/other"):
        names = built(vault, output, config).grown.garden.names.files
        assert not [path for paths in names.values() for path in paths if "public" in path]


# --- OUT3: the vault is sacred ------------------------------------------------------------------


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    vault = write(tmp_path / "notes", {**NOTES, "_theme/style.css": "p {}", "garden.toml": ""})
    places = (vault, *vault.rglob("*"))
    for path in places:
        path.chmod(path.stat().st_mode & ~0o222)
    yield vault
    for path in places:
        path.chmod(path.stat().st_mode | 0o200)


def test_out3_a_read_only_vault_builds_and_stays_as_it_is(tmp_path: Path, read_only: Path) -> None:
    before, content = stamps(read_only), tree(read_only)
    for _ in range(2):
        built(read_only, tmp_path / "public", cache=tmp_path / "cache")
    assert stamps(read_only) == before
    assert tree(read_only) == content


WATCHED = """
import os, sys
from pathlib import Path
from tests.offline import built
vault, output = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
seen = []
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.utime",
           "os.truncate", "os.link", "os.symlink", "os.setxattr", "sqlite3.connect")
def hook(event, args):
    if event.startswith("socket."):
        seen.append(event)
    paths = [os.path.abspath(os.fsdecode(a)) for a in args[:2] if isinstance(a, (str, bytes, Path))]
    if event == "open":
        mode, flags = args[1] or "", args[2] or 0
        writes = set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        paths = paths[:1] if writes else []
    elif event not in CHANGES:
        return
    seen.extend(f"{event} {p}" for p in paths
                if p.startswith(vault) and not p.startswith(output))
sys.addaudithook(hook)
built(Path(vault), Path(output), cache=Path(sys.argv[3]))
print(*seen, sep="\\n", end="")
"""


def run_python(script: str, *args: Path | str) -> subprocess.CompletedProcess[str]:
    """A Python program that stands in the checkout, so that it can import the tests."""
    command = [sys.executable, "-W", "error", "-c", script, *map(str, args)]
    return subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("output", ["public", "notes/public"])
def test_out3_out17_python_itself_sees_no_writing_and_no_socket(
    tmp_path: Path, output: str
) -> None:
    vault = write(tmp_path / "notes", NOTES)
    done = run_python(WATCHED, vault, tmp_path / output, tmp_path / "cache")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")


@pytest.mark.parametrize("place", ["notes", "notes/f"])
def test_out3_a_cache_is_not_kept_among_the_notes(tmp_path: Path, place: str) -> None:
    vault = write(tmp_path / "notes", NOTES)
    before = stamps(vault)
    with pytest.raises(OutputError):
        built(vault, tmp_path / "public", cache=tmp_path / place)
    assert stamps(vault) == before


# --- OUT4: wholly old or wholly new -------------------------------------------------------------


def test_out4_identical_bytes_are_not_written_again(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    long_ago = 1_000_000_000_000_000_000
    for path in output.rglob("*"):
        os.utime(path, ns=(long_ago, long_ago))
    assert built(vault, output).placed.written == 0
    assert {path.stat().st_mtime_ns for path in output.rglob("*")} == {long_ago}
    rewrite(vault, {**NOTES, "f/Deep.md": "#tag/sub\n\n[[index]]!\n"})
    built(vault, output)
    changed = {p for p in output.rglob("*.*") if p.stat().st_mtime_ns != long_ago}
    assert output / "f/Deep/index.html" in changed
    assert not changed & {output / "pic.png", output / "Gone/index.html", output / "404.html"}


def kind(path: str, notes: frozenset[str]) -> int:
    """The place of a file in the order of OUT4: assets, pages, indexes."""
    if path.startswith(f"{DATA}/") or path in (HEADERS, WEB_MANIFEST):
        return 2
    if not path.endswith(".html"):
        return 0
    return 1 if path in notes else 2


def test_out4_order_assets_pages_indexes_deletions_manifest(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", {**NOTES, "Old.md": "old"}), tmp_path / "public"
    built(vault, output)
    rewrite(vault, {**EDITED, "_theme/style.css": "p { color: red }"})
    seen: Operations = []
    built(vault, output, disk=recorder(seen))
    inside = [(what, path.relative_to(output)) for what, path in seen if output in path.parents]
    changes = [(what, path.as_posix()) for what, path in inside if what in ("replace", "delete")]
    notes = frozenset(json.loads((output / MANIFEST).read_bytes())["notes"])
    assert changes[-1] == ("replace", MANIFEST)
    order = [9 if what == "delete" else kind(p, notes) for what, p in changes if p != MANIFEST]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2, 9}
    placed = [i for i, (what, p) in enumerate(inside) if what == "replace" and p.name != MANIFEST]
    late = {p.as_posix() for what, p in inside[placed[0] :] if what == "write"}
    assert late <= {MANIFEST}, "every file is written before the first is put in place"


@pytest.fixture(params=CHANGES.values(), ids=list(CHANGES))
def stage(tmp_path: Path, request: pytest.FixtureRequest) -> Stage:
    return Stage(tmp_path, *request.param)


def test_out4_stopped_at_every_operation(stage: Stage) -> None:
    assert stage.stopped_everywhere() == []


def test_out4_a_build_with_nothing_to_do_takes_away_what_a_stopped_one_left(tmp_path: Path) -> None:
    vault, output, cache = write(tmp_path / "notes", NOTES), tmp_path / "public", tmp_path / "cache"
    built(vault, output, cache=cache)
    wanted = tree(output)
    (output / f"{TEMPORARY}0123456789abcdef").write_text("a draft")
    assert built(vault, output, cache=cache).drawn == ()
    assert tree(output) == wanted


def test_out4_nothing_is_left_of_edits_that_were_taken_back(tmp_path: Path) -> None:
    """However far the build of them came, before it was stopped."""
    vault, stopped = write(tmp_path / "notes", NOTES), 0
    output, cache = tmp_path / "public", tmp_path / "cache"
    built(vault, output, LEAN, cache=cache, theme=STYLED)
    wanted, left = tree(output), list[str]()
    while True:
        write(vault, {"far/off/New.md": "---\naliases: [in/an/Other]\n---\n"})
        try:
            disk = Disk(stopper(stopped, Stopped()))
            built(vault, output, LEAN, cache=cache, disk=disk, theme=STYLED)
            break
        except Stopped:
            stopped += 1
        rewrite(vault, NOTES)
        built(vault, output, LEAN, cache=cache, theme=STYLED)
        left += [f"{stopped} {path}" for path in tree(output) if path not in wanted]
    assert left == []
    assert stopped > 50


def test_out16_a_full_disk_at_every_writing(stage: Stage) -> None:
    assert stage.failed_everywhere("write", "replace", "delete", "make folder") == []


def test_out16_a_failing_disk_at_every_reading(stage: Stage) -> None:
    assert stage.failed_everywhere("read") == []


def test_out16_a_disk_that_is_full_leaves_the_old_site_whole(stage: Stage) -> None:
    """Room is needed only to write: whichever writing fails, there are no half-way sites."""
    for nth, (operation, path) in enumerate(stage.operations):
        if operation in ("write", "make folder") and not is_of_cache(path):
            output = stage.output()
            with pytest.raises(OSError, match="no space left"):
                stage.build(output, Disk(stopper(nth, OSError(errno.ENOSPC, "no space left"))))
            assert site(output) in (stage.old, stage.new)


def test_prv29_a_retraction_that_was_interrupted_is_finished_and_told(tmp_path: Path) -> None:
    stage = Stage(tmp_path, NOTES, RETRACTED)
    pending = 0
    for nth in range(len(stage.operations)):
        output = stage.output()
        with pytest.raises(Stopped):
            stage.build(output, Disk(stopper(nth, Stopped())))
        half_done = site(output) not in (stage.old, stage.new)
        again = stage.build(output, Disk())
        assert not (output / "Gone").exists()
        assert b"Gone" not in (output / MANIFEST).read_bytes()
        assert again.was_interrupted or not half_done
        assert not stage.build(output, Disk()).was_interrupted
        pending += half_done
    assert pending, "the test has stopped a build between its changes"


KILLED = """
import os, sys
from pathlib import Path
from garden.disk import Disk
from tests.offline import built
left = int(sys.argv[3])
def watch(operation, path):
    global left
    left -= operation in ("replace", "delete")
    if left == 0:
        os._exit(9)  # as kill -9: nothing is tidied up
built(Path(sys.argv[1]), Path(sys.argv[2]), disk=Disk(watch))
"""


@pytest.mark.parametrize("nth", [3, 4, 5])
def test_out6_prv29_killed_while_retracting(tmp_path: Path, nth: int) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    rewrite(vault, RETRACTED)
    assert run_python(KILLED, vault, output, str(nth)).returncode == 9
    with locked(Disk(), output, wait=0.1):
        pass  # the lock of a process that has died is free
    again = built(vault, output)
    assert again.was_interrupted
    assert tree(output) == clean(tmp_path, RETRACTED)


SWAPS: dict[str, tuple[Files, Files]] = {
    "a file becomes a folder": (
        {"a.md": "[x](LICENSE)", "LICENSE": "free"},
        {"a.md": "[x](LICENSE)", "LICENSE.md": "free"},
    ),
    "a page becomes a folder": (
        {"a.md": "---\npermalink: /p.html\n---\n"},
        {"a.md": "", "p.html.md": ""},
    ),
}


@pytest.mark.parametrize("back", [False, True], ids=["", "back"])
@pytest.mark.parametrize(("one", "other"), SWAPS.values(), ids=list(SWAPS))
def test_out4_a_file_and_a_folder_change_places(
    tmp_path: Path, one: Files, other: Files, back: bool
) -> None:
    old, new = (other, one) if back else (one, other)
    assert Stage(tmp_path, old, new).stopped_everywhere() == []


# --- OUT5: the cache ----------------------------------------------------------------------------


@pytest.fixture
def cached(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A vault, its site and its cache's file."""
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output, cache=tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("*.sqlite3")
    return vault, output, file


def assert_same(tmp_path: Path, vault: Path) -> None:
    """Two builds with the cache and one without it have the bytes of a clean one."""
    wanted = clean(tmp_path, NOTES)
    for cache in (tmp_path / "cache", tmp_path / "cache", None):
        output = tmp_path / f"out-{sum(1 for _ in tmp_path.iterdir())}"
        built(vault, output, cache=cache)
        assert tree(output) == wanted


def test_out5_the_cache_is_its_owners_and_not_for_git(
    tmp_path: Path, cached: tuple[Path, Path, Path]
) -> None:
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    assert (tmp_path / "cache/.gitignore").read_text() == "*\n"
    assert_same(tmp_path, cached[0])


def test_out5_the_usual_cache_is_outside_vault_and_output(tmp_path: Path) -> None:
    folder = folder_for(tmp_path / "notes", None)
    assert folder.is_relative_to(tmp_path / "caches")
    assert folder != folder_for(tmp_path / "other", None)


@pytest.mark.parametrize("place", ["public", "public/cache", "to-itself"])
def test_out5_prv30_a_cache_is_not_kept_in_the_output(tmp_path: Path, place: str) -> None:
    vault = write(tmp_path / "notes", NOTES)
    (tmp_path / "to-itself").symlink_to("to-itself")
    with pytest.raises(OutputError):
        built(vault, tmp_path / "public", cache=tmp_path / place)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut in half": lambda content: content[: len(content) // 2],
    "cut to its header": lambda content: content[:100],
    "short of a byte": lambda content: content[:-1],
    "garbage": lambda content: b"garbage" * 1000,
    "zeros": lambda content: bytes(len(content)),
    "a header and garbage": lambda content: content[:100] + b"\xff" * (len(content) - 100),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=list(SPOILT))
def test_out5_a_spoilt_cache_changes_nothing(
    tmp_path: Path, cached: tuple[Path, Path, Path], spoil: Callable[[bytes], bytes]
) -> None:
    vault, _, file = cached
    file.write_bytes(spoil(file.read_bytes()))
    assert_same(tmp_path, vault)


def test_out5_flipped_bytes_change_nothing(tmp_path: Path, cached: tuple[Path, Path, Path]) -> None:
    vault, output, file = cached
    wanted, content = tree(output), file.read_bytes()
    for byte in range(0, len(content), max(1, len(content) // 60)):
        flipped = bytearray(content)
        flipped[byte] ^= 0xFF
        file.write_bytes(flipped)
        built(vault, output, cache=tmp_path / "cache")
        assert tree(output) == wanted, f"byte {byte}"


def test_out5_a_folder_in_the_place_of_the_cache_changes_nothing(
    tmp_path: Path, cached: tuple[Path, Path, Path]
) -> None:
    vault, _, file = cached
    file.unlink()
    file.mkdir()
    assert_same(tmp_path, vault)


def test_out5_a_link_to_itself_in_the_place_of_the_cache_changes_nothing(
    tmp_path: Path, cached: tuple[Path, Path, Path]
) -> None:
    vault, _, file = cached
    file.unlink()
    file.symlink_to(file.name)
    assert_same(tmp_path, vault)


Row = tuple[object, ...]  # what is kept of a note: its doc, its body, its words
Rows = dict[bytes, Row]


def each(forge: Callable[[bytes, bytes], object]) -> Callable[[Rows], Rows]:
    """Rows in which everything has been made something else, given its key and what it was."""

    def forged(rows: Rows) -> Rows:
        return {key: tuple(forge(key, _bytes(kept)) for kept in row) for key, row in rows.items()}

    return forged


def _bytes(kept: object) -> bytes:
    assert isinstance(kept, bytes)
    return kept


FORGERIES: dict[str, Callable[[Rows], Rows]] = {
    "data that do not fit their seal": each(lambda _, kept: kept.replace(b"Home", b"Evil")),
    "no data": each(lambda *_: b""),
    "data without a seal": each(lambda _, kept: kept[16:]),
    "a seal without data": each(lambda _, kept: kept[:16]),
    "data of another kind under a true seal": each(lambda key, _: sealed(b"\x90", key)),
    "deep data under a true seal": each(lambda key, _: sealed(b"\x91" * 10**5, key)),
    "nothing": each(lambda *_: None),
    "text": each(lambda *_: "text"),
    "numbers": each(lambda *_: 1),
    "each with the data of another": lambda rows: dict(
        zip(rows, [*list(rows.values())[1:], next(iter(rows.values()))], strict=True)
    ),
    "texts of no note": lambda rows: {key: (row[0], b"", row[2]) for key, row in rows.items()},
    "words of no note": lambda rows: {key: (*row[:2], b"") for key, row in rows.items()},
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=list(FORGERIES))
def test_out5_forged_rows_change_nothing(
    tmp_path: Path, cached: tuple[Path, Path, Path], forge: Callable[[Rows], Rows]
) -> None:
    vault, _, file = cached
    with closing(sqlite3.connect(file)) as base, base:
        found = base.execute("SELECT key, doc, body, words FROM notes ORDER BY key").fetchall()
        assert len(found) > 2
        rows = forge({key: tuple(row) for key, *row in found})
        forged = [(key, *row) for key, row in rows.items()]
        base.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)", forged)
    assert_same(tmp_path, vault)


OTHER_TABLES = (
    "CREATE TABLE notes (key BLOB, data BLOB)",
    "CREATE TABLE other (x)",
    "CREATE VIEW notes AS SELECT 1 AS key, 2 AS doc, 3 AS body",
    "CREATE TABLE notes (key BLOB PRIMARY KEY, doc BLOB, body BLOB)",
    "CREATE TABLE notes (key BLOB PRIMARY KEY, doc BLOB, body BLOB, words BLOB, more BLOB)",
)


@pytest.mark.parametrize("table", OTHER_TABLES)
def test_out5_a_cache_of_another_version_changes_nothing(
    tmp_path: Path, cached: tuple[Path, Path, Path], table: str
) -> None:
    vault, _, file = cached
    file.unlink()
    with closing(sqlite3.connect(file)) as base, base:
        base.execute(table)
    assert_same(tmp_path, vault)


# --- OUT6: one build at a time ------------------------------------------------------------------

HOLDER = """
import os, sys
from pathlib import Path
from garden.lock import locked
from garden.disk import Disk
with locked(Disk(), Path(sys.argv[1]), wait=5):
    print(os.getpid(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of `public`; its first line is its number."""
    (tmp_path / "public").mkdir()
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "public")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=HERE.parent, stdin=pipe, stdout=pipe, text=True) as process:
        yield process
        process.kill()


def test_out6_a_held_lock_names_its_owner_and_a_dead_owners_lock_is_free(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    assert holder.stdout is not None
    pid = holder.stdout.readline().strip()
    (tmp_path / "link").symlink_to("public")
    for spelling in ("public", "link", "x/../public"):
        (tmp_path / "x").mkdir(exist_ok=True)
        with (
            pytest.raises(LockedError, match=rf"\b{pid}\b"),
            locked(Disk(), tmp_path / spelling, wait=0.05),
        ):
            pass
    with locked(Disk(), tmp_path / "other", wait=0.05):
        pass  # another output is free
    holder.kill()
    holder.wait()
    with locked(Disk(), tmp_path / "public", wait=5):
        pass


def test_out6_prv30_the_lock_lies_neither_in_the_output_nor_in_the_vault(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    with locked(Disk(), output, wait=1):
        assert not output.exists()
    built(vault, output)
    assert not [path for path in tree(output) if "lock" in path or "pid" in path]


# --- OUT9 and OUT14: names on a real disk -------------------------------------------------------

TWINS: dict[str, tuple[Files, int]] = {
    "whitespace and dashes": ({"A B.md": "one", "A-B.md": "two", "A--B.md": "three"}, 3),
    "punctuation": ({"a.md": "one", "a!.md": "two"}, 2),
    "a file that is a folder too": (
        {"a.md": "---\npermalink: /p.html\n---\none", "p.html/b.md": "two"},
        2,
    ),
    "an attachment that is a folder too": (
        {"n.md": "![[x!.png]] one", "x!.png": "1", "x.png/b.md": "two"},
        2,
    ),
    "attachments": ({"n.md": "one ![[a b.png]] ![[a-b.png]]", "a b.png": "1", "a-b.png": "2"}, 1),
}
if sys.platform == "linux":  # where one folder holds both
    TWINS |= {
        "case": ({"Note.md": "one", "note.md": "two"}, 2),
        "Unicode forms": ({"e\u0301.md": "one", "\u00e9.md": "two"}, 2),
        "Unicode forms of a folder": ({"e\u0301/a.md": "one", "\u00e9/a.md": "two"}, 2),
    }


@pytest.mark.parametrize(("files", "count"), TWINS.values(), ids=list(TWINS))
def test_out9_names_that_fall_together_lose_nothing(
    tmp_path: Path, files: Files, count: int
) -> None:
    vault = write(tmp_path / "notes", files)
    done = built(vault, tmp_path / "public")
    pages = "".join(
        (tmp_path / "public" / page).read_text()
        for page in json.loads((tmp_path / "public" / MANIFEST).read_bytes())["notes"]
    )
    assert len(done.grown.garden.notes) == count
    for word in ("one", "two", "three")[:count]:
        assert word in pages
    names = [path.casefold() for path in tree(tmp_path / "public")]
    assert len(names) == len(set(names)), "one disk may not tell cases apart"


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes")
def test_out14_a_name_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"a.md": "[[b]]"})
    (vault / os.fsdecode(b"caf\xe9.md")).write_text("latin")
    done = built(vault, tmp_path / "public", cache=tmp_path / "cache")
    assert len(done.grown.garden.notes) == 2
    assert (tmp_path / "public/a/index.html").is_file()


def failing(name: str, code: int) -> Disk:
    """A disk on which one file cannot be read."""

    def watch(operation: Operation, path: Path) -> None:
        if operation == "read" and path.name == name:
            raise OSError(code, os.strerror(code), str(path))

    return Disk(watch)


def test_out14_a_note_that_may_not_be_read_is_an_error_and_stops_nothing(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", NOTES)
    done = built(vault, tmp_path / "public", disk=failing("Trust.md", errno.EACCES))
    found = [(p.path, p.level) for p in done.grown.report.problems if p.rule == "file-unreadable"]
    assert found == [("Trust.md", "error")]
    assert (tmp_path / "public/Gone/index.html").is_file()


CLOSED: Files = {
    **NOTES,
    "closed/index.md": "---\npublish: false\n---\n",
    "closed/deep/Told.md": "![[shown.png]]",
    "closed/deep/shown.png": b"\x89PNG two",
    "garden.toml": "",
}


@pytest.mark.parametrize("name", ["closed", "deep"])
def test_out14_a_folder_that_may_not_be_read_is_an_error_and_stops_nothing(
    tmp_path: Path, name: str
) -> None:
    files = {**CLOSED, "closed/index.md": "x"}
    vault, output = write(tmp_path / "notes", files), tmp_path / "public"
    (vault / "Linked.md").symlink_to("closed/deep/Told.md")
    (vault / "linked.png").symlink_to("closed/deep/shown.png")
    (vault / "Open.md").write_text("![[linked.png]] ![[shown.png]]")
    built(vault, output)
    assert {"Linked/index.html", "closed/deep/shown.png"} <= tree(output).keys()
    done = built(vault, output, disk=failing(name, errno.EACCES))
    found = [(p.path, p.level) for p in done.grown.report.problems if p.rule == "file-unreadable"]
    assert found == [("closed/deep" if name == "deep" else "closed", "error")]
    there = tree(output).keys()
    assert "Gone/index.html" in there
    assert ("closed/index.html" in there) == (name == "deep")
    assert not {p for p in there if "Told" in p or "hown" in p or "inked" in p}
    built(vault, output)
    assert {"Linked/index.html", "closed/deep/shown.png"} <= tree(output).keys()


@pytest.mark.parametrize(
    ("config", "files"),
    [
        ('[publish]\nexclude = ["Closed/"]', {}),
        ('[publish]\nexclude = ["deep/"]', {}),
        ("", {".obsidian/app.json": '{"userIgnoreFilters": ["closed/"]}'}),
        ("", {"closed/index.md": "---\nprivate: true\n---\n"}),
    ],
    ids=["excluded above", "excluded", "ignored in Obsidian", "private by its folder's note"],
)
def test_prv35_a_private_folder_that_may_not_be_read_has_no_name(
    tmp_path: Path, config: str, files: Files
) -> None:
    vault = write(tmp_path / "notes", {**CLOSED, **files})
    done = built(
        vault,
        tmp_path / "public",
        disk=failing("deep", errno.EACCES),
        config=config,
    )
    assert not [p for p in done.grown.report.problems if p.rule == "file-unreadable"]


@pytest.mark.parametrize("code", [errno.EMFILE, errno.EIO])
def test_out16_a_folder_that_cannot_be_read_now_retracts_nothing(tmp_path: Path, code: int) -> None:
    vault, output = write(tmp_path / "notes", CLOSED), tmp_path / "public"
    built(vault, output)
    before = tree(output)
    with pytest.raises(OSError, match=os.strerror(code)):
        built(vault, output, disk=failing("closed", code))
    assert tree(output) == before


@pytest.mark.parametrize("code", [errno.EMFILE, errno.EIO])
def test_out16_a_machine_in_trouble_retracts_nothing(tmp_path: Path, code: int) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    before = tree(output)
    for name in ("Trust.md", "pic.png", "note.html", MANIFEST):
        with pytest.raises(OSError, match=os.strerror(code)):
            built(vault, output, disk=failing(name, code))
        assert tree(output) == before


@pytest.mark.parametrize("code", [errno.EACCES, errno.EMFILE, errno.EIO])
def test_out16_settings_that_cannot_be_read_publish_nothing(tmp_path: Path, code: int) -> None:
    settings = '{"userIgnoreFilters": ["diary/"]}'
    vault = write(
        tmp_path / "notes", {".obsidian/app.json": settings, "a.md": "", "diary/x.md": ""}
    )
    with pytest.raises(OSError, match=os.strerror(code)):
        built(vault, tmp_path / "public", disk=failing("app.json", code))
    assert not (tmp_path / "public").exists()


# --- OUT11: links in the file system ------------------------------------------------------------

LINKED: dict[str, tuple[Files, dict[str, str], str, set[str], set[str]]] = {
    # files, links, configuration → pages that are there, pages that are not
    "a note in the vault": ({"f/x.md": "x"}, {"a.md": "f/x.md"}, "", {"a", "f/x"}, set()),
    "a note outside": ({}, {"a.md": "../outside/x.md"}, "", set(), {"a"}),
    "an absolute link outside": ({}, {"a.md": "/{root}/outside/x.md"}, "", set(), {"a"}),
    "a link to a link outside": (
        {},
        {"a.md": "b.link", "b.link": "../outside/x.md"},
        "",
        set(),
        {"a"},
    ),
    "a folder in the vault": ({"f/x.md": "x"}, {"g": "f"}, "", {"f/x"}, {"g/x", "g"}),
    "a folder outside": ({}, {"g": "../outside"}, "", set(), {"g/x", "g"}),
    "a loop": ({}, {"a.md": "a.md", "b.md": "c.md", "c.md": "b.md"}, "", set(), {"a", "b", "c"}),
    "a folder in itself": ({"f/x.md": "x"}, {"f/g": ".."}, "", {"f/x"}, {"f/g/f/x"}),
    "a broken link": ({}, {"a.md": "nowhere.md"}, "", set(), {"a"}),
    "PRV40 into a private folder": (
        {"private/x.md": "x"},
        {"a.md": "private/x.md"},
        "",
        set(),
        {"a", "private/x"},
    ),
    "PRV40 into a private folder in other letters": (
        {"Private/x.md": "x"},
        {"a.md": "Private/x.md"},
        "",
        set(),
        {"a", "Private/x"},
    ),
    "PRV40 from a private folder": (
        {"x.md": "x"},
        {"private/a.md": "../x.md"},
        "",
        {"x"},
        {"private/a"},
    ),
    "PRV40 into a folder whose note is private": (
        {"s/index.md": FOLDER_PRIVATE, "s/x.md": "x"},
        {"a.md": "s/x.md"},
        "",
        set(),
        {"a", "s/x", "s"},
    ),
    "PRV40 out of the published folders": (
        {"out/x.md": "x", "in/y.md": "y"},
        {"in/a.md": "../out/x.md"},
        '[publish]\nmode = "folders"\nfolders = ["in"]\n',
        {"in/y"},
        {"in/a", "out/x"},
    ),
    "PRV40 into the trash": ({".trash/x.md": "x"}, {"a.md": ".trash/x.md"}, "", set(), {"a"}),
    "PRV40 into a hidden folder": ({".h/f/x.md": "x"}, {"a.md": ".h/f/x.md"}, "", set(), {"a"}),
    "PRV40 into what Obsidian ignores": (
        {".obsidian/app.json": '{"userIgnoreFilters": ["diary/"]}', "diary/x.md": "x"},
        {"a.md": "diary/x.md"},
        "",
        set(),
        {"a", "diary/x"},
    ),
    "PRV40 into the templates": (
        {".obsidian/templates.json": '{"folder": "T"}', "T/x.md": "x"},
        {"a.md": "T/x.md"},
        "",
        set(),
        {"a", "T/x"},
    ),
}


def linked(tmp_path: Path, files: Files, links: Mapping[str, str]) -> Path:
    write(tmp_path / "outside", {"x.md": "zqxoutside", "p.png": "zqxoutside"})
    vault = write(tmp_path / "notes", {"home.md": "![[p.png]]", **files})
    for name, target in links.items():
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).symlink_to(target.format(root=str(tmp_path).lstrip("/")))
    return vault


@pytest.mark.parametrize(
    ("files", "links", "config", "there", "absent"), LINKED.values(), ids=list(LINKED)
)
def test_out11_links_in_the_vault(
    tmp_path: Path,
    files: Files,
    links: dict[str, str],
    config: str,
    there: set[str],
    absent: set[str],
) -> None:
    vault = linked(tmp_path, files, links)
    built(vault, tmp_path / "public", config)
    for page in there:
        assert (tmp_path / "public" / page / "index.html").is_file()
    for page in absent:
        assert not (tmp_path / "public" / page / "index.html").exists()
    assert b"zqxoutside" not in b"".join(tree(tmp_path / "public").values())


def test_out11_a_link_that_leads_out_is_a_problem(tmp_path: Path) -> None:
    vault = linked(tmp_path, {}, {"a.md": "../outside/x.md", "p.png": "../outside/p.png"})
    problems = built(vault, tmp_path / "public").grown.report.problems
    found = [(p.path, p.level) for p in problems if p.rule == "symlink"]
    assert found == [("a.md", "warning"), ("p.png", "warning")]


ATTACHED = {
    "in the vault": ("f/p.png", True),
    "outside": ("../outside/p.png", False),
    "PRV40 private folder": ("private/p.png", False),
    "PRV40 folder whose note is private": ("s/p.png", False),
    "PRV40 hidden": (".obsidian/p.png", False),
    "PRV32 a secret of the environment": (".env", False),
}


@pytest.mark.parametrize(("target", "copied"), ATTACHED.values(), ids=list(ATTACHED))
def test_out11_linked_attachments(tmp_path: Path, target: str, copied: bool) -> None:
    pictures = ("f/p.png", "private/p.png", "s/p.png", ".obsidian/p.png", ".env")
    files = dict.fromkeys(pictures, "zqxinside")
    files |= {"s/index.md": FOLDER_PRIVATE, "home.md": "![[open/q.png]]"}
    vault = linked(tmp_path, files, {"open/q.png": f"../{target}"})
    built(vault, tmp_path / "public")
    content = b"".join(tree(tmp_path / "public").values())
    assert (b"zqxinside" in content) is copied
    assert b"zqxoutside" not in content


# --- OUT15: the same bytes ----------------------------------------------------------------------


def many_notes(count: int) -> dict[str, str]:
    """Notes that link to each other, with tags and aliases, in several folders."""
    return {
        f"f{i % 7}/Note {i}.md": f"---\naliases: [Alias {i % 50}]\n---\n# H{i % 3}\n"
        f"[[Note {(i * 7) % count}]] and [[Alias {i % 50}|it]] #t{i % 5}/s{i % 3}\n"
        for i in range(count)
    }


ENVIRONMENTS: dict[str, tuple[list[str], dict[str, str], str, str]] = {
    # arguments, environment, current folder, vault
    "twice": ([], {}, ".", "one"),
    "another place": ([], {}, "elsewhere/deep", "zqxplace"),
    "two processes": (["-j", "2", "--no-cache"], {}, ".", "one"),
    "another machine": (
        ["--no-cache"],
        {
            "PYTHONHASHSEED": "12345",
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "USER": "zqxuser",
            "LOGNAME": "zqxuser",
            "HOSTNAME": "zqxhost",
            "SOURCE_DATE_EPOCH": "1",
        },
        ".",
        "one",
    ),
}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Two copies of a vault that is large enough for several processes, and its site."""
    root = tmp_path_factory.mktemp("same")
    (root / "elsewhere/deep").mkdir(parents=True)
    for copy in ("one", "zqxplace"):
        write(root / copy / "notes", many_notes(310))
    run_garden(root, ["build", str(root / "one/notes"), "-o", "first", "-j", "1"], {})
    return root, tree(root / "first")


def run_garden(cwd: Path, args: list[str], environment: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "garden", *args]
    own = {"XDG_CACHE_HOME": str(cwd / "caches"), "PYTHONHASHSEED": "1"}
    subprocess.run(
        command, cwd=cwd, env={**os.environ, **own, **environment}, check=True, capture_output=True
    )


@pytest.mark.parametrize(
    ("args", "environment", "cwd", "vault"), ENVIRONMENTS.values(), ids=list(ENVIRONMENTS)
)
def test_out15_the_same_bytes_everywhere(
    reference: tuple[Path, dict[str, bytes]],
    tmp_path: Path,
    args: list[str],
    environment: dict[str, str],
    cwd: str,
    vault: str,
) -> None:
    root, wanted = reference
    notes = os.path.relpath(root / vault / "notes", root / cwd)
    run_garden(root / cwd, ["build", notes, "-o", str(tmp_path / "out"), *args], environment)
    assert tree(tmp_path / "out") == wanted


def test_prv33_no_trace_of_the_machine(
    reference: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    root, _ = reference
    arguments = ["build", str(root / "zqxplace/notes"), "-o", str(tmp_path / "out"), "--no-cache"]
    run_garden(root, arguments, {"USER": "zqxuser", "LOGNAME": "zqxuser"})
    content = b"".join(tree(tmp_path / "out").values()).lower()
    words = ["zqxplace", "zqxuser", str(tmp_path), str(Path.home()) + "/", socket.gethostname()]
    assert [word for word in words if len(word) > 3 and word.lower().encode() in content] == []


def test_out15_file_times_change_nothing(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    built(vault, output)
    wanted = tree(output)
    for path in vault.rglob("*"):
        os.utime(path, (1, 1))
    built(vault, output)
    assert tree(output) == wanted


# --- PRV28 and PRV30: what was public is gone in the next build ---------------------------------

LIVES: dict[str, tuple[Files, ...]] = {
    "private, public, private": (RETRACTED, NOTES, RETRACTED),
    "deleted and back": (NOTES, {k: v for k, v in NOTES.items() if k != "Gone.md"}, NOTES),
    "renamed": (NOTES, {**{k: v for k, v in NOTES.items() if k != "Gone.md"}, "Come.md": "x"}),
    "moved to a private folder": (
        NOTES,
        {**{k: v for k, v in NOTES.items() if k != "Gone.md"}, "private/Gone.md": "x"},
    ),
    "its folder made private": (NOTES, {**NOTES, "f/index.md": FOLDER_PRIVATE}, NOTES),
    "its tag made private": (NOTES, {**NOTES, "Gone.md": "to be retracted #private\n"}),
    "its front matter broken": (NOTES, {**NOTES, "Gone.md": "---\ntitle: [\n---\nretracted\n"}),
    "its picture no longer shown": (NOTES, {**NOTES, "Trust.md": "[[Gone]]\n"}),
    "its alias changed": (NOTES, EDITED, NOTES),
}


@pytest.mark.parametrize("lives", LIVES.values(), ids=list(LIVES))
def test_prv28_each_build_is_as_a_clean_one(tmp_path: Path, lives: tuple[Files, ...]) -> None:
    vault, output = tmp_path / "notes", tmp_path / "public"
    for files in lives:
        rewrite(vault, files)
        built(vault, output, cache=tmp_path / "cache")
        assert tree(output) == clean(tmp_path, files)


# Builds that the next one does not remember, or remembers less of than of one before
FORGOTTEN: dict[str, Callable[[Path, Path], object]] = {
    "without a cache": lambda vault, output: built(vault, output, static=vault / "static"),
    "with another cache": lambda vault, output: built(
        vault, output, static=vault / "static", cache=vault.parent / "other-cache"
    ),
    "with a cache that cannot be written": lambda vault, output: remembering(
        vault, output, Disk(full_cache)
    ),
    "killed before it remembers": lambda vault, output: killed_at_its_end(vault, output),
    "with a file whose name is no text": lambda vault, output: with_an_odd_name(vault, output),
    "of another vault": lambda vault, output: built(
        write(vault.parent / "other", {"Other.md": "x"}),
        output,
        cache=vault.parent / "other-cache",
    ),
    "of the same vault elsewhere": lambda vault, output: built(
        Path(shutil.copytree(vault, vault.parent / "other/notes")), output, static=vault / "static"
    ),
    "by a garden that wrote another list": lambda vault, output: write(
        output, {MANIFEST: older_list(output)}
    ),
}


def remembering(vault: Path, output: Path, disk: Disk | None = None) -> Built:
    cache = vault.parent / "cache"
    return built(vault, output, static=vault / "static", cache=cache, disk=disk)


def with_an_odd_name(vault: Path, output: Path) -> None:
    write(vault / "static", {"\udcff.txt": "not copied, and told"})
    remembering(vault, output)
    (vault / "static" / "\udcff.txt").unlink()


def full_cache(operation: Operation, path: Path) -> None:
    if operation == "write" and is_of_cache(path):
        raise OSError(errno.ENOSPC, "no space left")


def killed_at_its_end(vault: Path, output: Path) -> None:
    with patch("garden.drawing.remember", side_effect=Stopped), pytest.raises(Stopped):
        remembering(vault, output)


def older_list(output: Path) -> bytes:
    """A list of files that knows of no notes' paths."""
    found = json.loads((output / MANIFEST).read_bytes())
    return json.dumps({**found, "notes": list(found["notes"])}).encode()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes")
@pytest.mark.parametrize("published", ["a note", "a static file", "a note of the same address"])
@pytest.mark.parametrize("forgotten", FORGOTTEN.values(), ids=list(FORGOTTEN))
def test_out1_prv28_what_a_build_published_that_is_not_remembered_is_taken_back(
    tmp_path: Path, forgotten: Callable[[Path, Path], object], published: str
) -> None:
    notes = {**NOTES, "P.md": "---\npermalink: /p\n---\n"}
    vault, output = write(tmp_path / "notes", notes), tmp_path / "public"
    remembering(vault, output)
    wanted = tree(output)
    if published == "a note":
        write(vault, {"New.md": "x"})
    elif published == "a static file":
        write(vault, {"static/new.txt": "x"})
    else:
        (vault / "P.md").rename(vault / "Q.md")
    forgotten(vault, output)
    (vault / "New.md").unlink(missing_ok=True)
    (vault / "static/new.txt").unlink(missing_ok=True)
    if published == "a note of the same address":
        (vault / "Q.md").rename(vault / "P.md")
    remembering(vault, output)
    assert tree(output) == wanted
    assert not remembering(vault, output).drawn


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes")
def test_out14_a_name_that_is_no_text_is_remembered(tmp_path: Path) -> None:
    odd = "\udcff.md"
    vault = write(tmp_path / "notes", {**NOTES, odd: "x [[Trust]]", "static/\udcfe": "x"})
    output = tmp_path / "public"
    told = remembering(vault, output).told
    seen: Operations = []
    done = remembering(vault, output, recorder(seen))
    assert (done.told, done.drawn) == (told, ())
    assert any(odd in str(problem) or "\udcfe" in problem.path for problem in told.report.problems)
    assert not [path for what, path in seen if what == "write" and output in path.parents]


def test_prv28_the_difference_is_told(tmp_path: Path) -> None:
    vault, output = write(tmp_path / "notes", NOTES), tmp_path / "public"
    assert built(vault, output).is_first
    rewrite(vault, {**RETRACTED, "New.md": "new"})
    done = built(vault, output)
    assert done.change == Change(("/New/",), ("/Gone/",), ())


def test_prv30_the_manifest_lists_published_files_only(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {**NOTES, "private/Zqxsecret.md": "x"})
    built(vault, tmp_path / "public", cache=tmp_path / "cache")
    listed = json.loads((tmp_path / "public" / MANIFEST).read_bytes())
    there = {p for p in tree(tmp_path / "public") if not p.endswith("/")}
    assert set(listed["files"]) == there - {MANIFEST}
    assert not [p for p in listed["files"] if "hidden" in p.lower() or "zqx" in p.lower()]


# --- OUT17: no network --------------------------------------------------------------------------


def test_out17_no_socket_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise AssertionError("a build opens no socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    files = {**NOTES, "web.md": "![](https://me.net/a.png) <iframe src='https://me.net'></iframe>"}
    built(write(tmp_path / "notes", files), tmp_path / "public", cache=tmp_path / "cache")
    assert (tmp_path / "public/web/index.html").is_file()


def test_out16_broken_settings_stop_the_build(tmp_path: Path) -> None:
    broken = {**NOTES, ".obsidian/app.json": '{"userIgnoreFilters": ["diary/"],}'}
    vault = write(tmp_path / "notes", broken)
    with pytest.raises(ConfigError, match=r"app\.json: not valid JSON"):
        built(vault, tmp_path / "public")
    assert not (tmp_path / "public").exists()


def test_out1_a_page_renamed_in_case_alone_stays_where_the_disk_ignores_case(
    tmp_path: Path,
) -> None:
    vault, output = write(tmp_path / "notes", {"A.md": "one"}), tmp_path / "public"
    built(vault, output)
    (vault / "A.md").rename(vault / "a.md")
    (output / "a").mkdir()
    (output / "a/index.html").hardlink_to(output / "A/index.html")  # one file with two names
    files = {"a/index.html": (output / "A/index.html").read_bytes()}
    place(Disk(), output, files, dict.fromkeys(files, "a.md"))
    assert (output / "a/index.html").is_file()
    assert (output / "A/index.html").is_file()
