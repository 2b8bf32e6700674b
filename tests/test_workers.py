"""Notes parsed by others: whoever does it, and whatever goes wrong, the site is the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest
from click.testing import CliRunner

import garden.cluster
import garden.workers
from garden.build import build
from garden.chosen import chosen
from garden.cli import cli
from garden.config import ConfigError, read_config
from garden.disk import Disk
from garden.executors import Factory, factory_of
from garden.preview import Preview
from garden.reading import Request, options_of
from garden.serving import _request
from garden.workers import Workers, _chunks, parse_chunk, parsed_by
from tests.offline import Files, tree, write

P = ParamSpec("P")
T = TypeVar("T")

NOTES: Files = {
    **{f"{i}.md": f"# Note {i}\n[[{i + 1}]] #tag/{i % 3} ==word==\n" * (i + 1) for i in range(30)},
    "empty.md": "",
    "Secret.md": "---\npublish: false\n---\n[[3]]\n",
    "broken.md": "---\ntitle: [\n---\n",
    "bytes.md": b"caf\xe9 ![[0]]\n",
}


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is for hundreds of notes is done for some."""
    monkeypatch.setattr(garden.workers, "WORTH_OTHERS", 2)


def test_parts_are_alike_and_the_longest_notes_go_first() -> None:
    sizes = {"a": 0, "b": 200_000, "c": 30_000, "d": 20_000, "e": 70_000}
    sources = {path: b"x" * size for path, size in sizes.items()}
    assert list(_chunks(sources)) == [["b"], ["e"], ["c"], ["d"], ["a"]]
    few = {f"{i:03}": b"x" * 100 for i in range(320)}
    assert {len(chunk) for chunk in _chunks(few)} == {10}
    many = {f"{i:03}": b"x" * 1536 for i in range(1000)}
    assert {len(chunk) for chunk in _chunks(many)} <= {31, 32, 8}
    assert [path for chunk in _chunks(many) for path in chunk] == list(many)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write(tmp_path / "notes", NOTES)


def site(vault: Path, jobs: int = 1, make: Callable[[], object] | None = None) -> Any:
    """The bytes of a site, and the advice that was given."""
    output, advice = vault.parent / f"site-{len(list(vault.parent.iterdir()))}", list[str]()
    factory = Factory(make, "garden.toml:2: build.executor: some:where") if make else None
    request = Request(vault, output, read_config("").named("notes"), jobs=jobs)
    build(replace(request, executor=factory, advise=advice.append), Disk())
    return tree(output), advice


# --- processes of our own -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jobs", "notes", "count"), [(16, 310, 3), (16, 5000, 16), (2, 5000, 2), (16, 20, 2)]
)
def test_each_process_has_notes_enough(
    monkeypatch: pytest.MonkeyPatch, jobs: int, notes: int, count: int
) -> None:
    started = list[int]()

    def start(count: int) -> Executor:
        started.append(count)
        raise PermissionError

    monkeypatch.setattr(garden.workers, "own_processes", start)
    sources = {f"{i}.md": b"" for i in range(notes)}
    next(parsed_by(Workers(jobs), sources, options_of(read_config(""), strict=False)))
    assert started == [count]


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_number_of_processes_changes_no_byte(
    vault: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(garden.workers, "_WORTH_ONE", 2)
    assert site(vault, jobs) == site(vault)


def die(*_: object) -> None:
    """A worker that is ended from outside."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_what_a_dead_process_leaves_is_read_without_it(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(garden.workers, "parse_chunk", die)
        found, advice = site(vault, jobs=2)
    assert found == site(vault)[0]
    assert [line.split(";")[0] for line in advice] == [
        "a process that read notes has died, maybe for want of memory"
    ]
    assert "34 of 34 notes were read without it" in advice[0]
    assert "-j 1" in advice[0]


def refuse(count: int) -> Executor:
    raise PermissionError(13, "Permission denied")


def test_where_no_process_can_be_started_none_is_needed(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(garden.workers, "own_processes", refuse)
        found, advice = site(vault, jobs=2)
    assert found == site(vault)[0]
    assert len(advice) == 1
    assert "Permission denied" in advice[0]


def test_the_preview_tells_it_too_and_names_no_executor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(garden.workers, "own_processes", refuse)
    config = '[build]\njobs = 2\nexecutor = "no.such:thing"\n'
    vault = write(tmp_path / "notes", {"a.md": "", "b.md": "", "garden.toml": config})
    edition = Preview(lambda: _request(chosen(vault, None)), Disk()).refresh()
    assert sorted(edition.grown.garden.notes) == ["a.md", "b.md"]
    assert "Permission denied" in capsys.readouterr().err


SCRIPT = """
import os, signal, sys
from pathlib import Path
import garden.workers
from garden.build import build
from garden.config import read_config
from garden.disk import Disk
from garden.reading import Request

print("once")
sys.stdout.flush()
def tell(stage, done, total):
    if stage == "reading notes" and done and "die" in sys.argv:
        os.kill(os.getpid(), signal.SIGKILL)
build(Request(Path("notes"), Path("out"), read_config(""), jobs=2, advise=print), Disk(), tell)
"""


def run_script(tmp_path: Path, *arguments: str) -> str:
    """What a script says that has no guard against being run again by each process it starts."""
    write(tmp_path / "here", {"script.py": SCRIPT})
    write(tmp_path / "here/notes", {f"{i}.md": "[[a]] *b* " * 20 for i in range(310)})
    call, pipe = [sys.executable, "script.py", *arguments], subprocess.PIPE
    with subprocess.Popen(
        call, cwd=tmp_path / "here", stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as running:
        try:
            return running.communicate(timeout=100)[0]  # when nobody can write any more
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here")
@pytest.mark.parametrize("ends", ["well", "die"])
def test_a_script_is_run_once_and_no_process_outlives_it(tmp_path: Path, ends: str) -> None:
    assert run_script(tmp_path, ends) == "once\n"
    assert (tmp_path / "here/out/1/index.html").exists() == (ends == "well")


# --- executors that the configuration names -----------------------------------------------------


class Here(Executor):
    """Does what it is asked at once, in this process."""

    asked = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self.asked += 1
        future = Future[T]()
        try:
            future.set_result(self.answered(fn(*args, **kwargs)))
        except OSError as error:
            future.set_exception(error)
        return future

    def answered(self, answer: Any) -> Any:
        return answer


class Failing(Here):
    def answered(self, answer: Any) -> Any:
        if self.asked % 2:
            raise OSError("the line is\ndead")
        return answer


class Refusing(Here):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if self.asked == 3:
            raise RuntimeError("no more")
        return super().submit(fn, *args, **kwargs)


class Older(Here):
    def answered(self, answer: Any) -> Any:
        return b"another version", []


class Short(Here):
    def answered(self, answer: Any) -> Any:
        return answer[0], answer[1][1:]


class Garbled(Here):
    def answered(self, answer: Any) -> Any:
        return answer[0], [(doc, b"\xc1") for doc, _ in answer[1]]


class Talkative(Here):
    def answered(self, answer: Any) -> Any:
        return "<html>"


class Cancelling(Here):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = Future[T]()
        future.cancel()
        return future


GOOD: dict[str, Callable[[], Executor]] = {
    "this process": Here,
    "threads": lambda: ThreadPoolExecutor(2),
}


@pytest.mark.parametrize("make", GOOD.values(), ids=list(GOOD))
def test_an_executor_changes_no_byte(vault: Path, make: Callable[[], Executor]) -> None:
    assert site(vault, make=make) == site(vault)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Failing, "OSError: the line is dead"),
        (Refusing, "RuntimeError: no more"),
        (Older, "another version of garden"),
        (Short, "notes came back"),
        (Garbled, "Error"),
        (Talkative, "Expected `array`"),
        (Cancelling, "CancelledError"),
    ],
)
def test_what_an_executor_fails_to_do_is_done_here(
    vault: Path, make: Callable[[], Executor], said: str
) -> None:
    found, advice = site(vault, make=make)
    assert found == site(vault)[0]
    (line,) = advice
    assert line.startswith("garden.toml:2: build.executor: some:where: ")
    assert said in line
    assert "of 34 notes were read without it" in line
    assert "\n" not in line


@pytest.mark.parametrize(("options", "told"), [((), True), (("-q",), False), (("-j", "1"), False)])
def test_the_command_takes_the_named_executor_and_tells_what_it_fails_to_do(
    tmp_path: Path, options: tuple[str, ...], told: bool
) -> None:
    config = '[build]\nexecutor = "tests.test_workers:Failing"\n'
    vault = write(tmp_path / "notes", {"a.md": "", "b.md": "", "garden.toml": config})
    arguments = ["build", str(vault), "-o", str(tmp_path / "site"), "--no-cache", *options]
    said = CliRunner().invoke(cli, arguments)
    assert said.exit_code == 0
    advice = [line for line in said.stderr.splitlines() if "OSError: the line is dead" in line]
    assert bool(advice) == bool(said.stderr) == told
    assert all(line.startswith(f"garden: {vault}/garden.toml:2: ") for line in advice)


def test_a_worker_with_other_versions_reads_nothing() -> None:
    options = options_of(read_config(""), strict=False)
    assert parse_chunk(options, b"another version", [b"text"])[1] == []


@pytest.mark.parametrize(("notes", "jobs", "named", "worth"), [
    (300, 1, False, False), (299, 2, False, False), (300, 2, False, True), (300, 1, True, True),
    (299, 1, True, False),
])  # fmt: skip
def test_others_are_asked_for_300_notes(
    monkeypatch: pytest.MonkeyPatch, notes: int, jobs: int, named: bool, worth: bool
) -> None:
    monkeypatch.setattr(garden.workers, "WORTH_OTHERS", 300)
    factory = Factory(Here, "") if named else None
    assert Workers(jobs, factory).are_worth(notes) is worth


def nothing() -> None:
    """Gives no executor."""


def broken() -> Executor:
    raise OSError("no route\nto host")


@pytest.mark.parametrize(
    ("make", "said"), [(nothing, "gave a NoneType"), (broken, "OSError: no route to host")]
)
def test_a_factory_that_makes_none_stops_the_build(
    vault: Path, make: Callable[[], object], said: str
) -> None:
    with pytest.raises(ConfigError, match=r"^garden.toml:2: build.executor: some:where") as found:
        site(vault, make=make)
    assert said in str(found.value)
    assert "\n" not in str(found.value)


def test_nothing_in_the_vault_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write(tmp_path / "notes", {"mine.py": "raise SystemExit", "in/it.py": "raise KeyError"})
    monkeypatch.syspath_prepend(str(vault))
    monkeypatch.syspath_prepend(str(vault / "in"))
    for name in ("mine", "it"):
        with pytest.raises(ConfigError, match=f'^here: there is no module "{name}"'):
            factory_of(f"{name}:make", "here: ", vault)


def test_what_a_module_raises_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"lacking_it.py": "import no_such_thing", "wrong_in_it.py": "1 / 0"}
    monkeypatch.syspath_prepend(str(write(tmp_path / "code", files)))
    for name, said in (("lacking_it", "No module named 'no_such_thing'"), ("wrong_in_it", "Zero")):
        with pytest.raises(ConfigError, match=f"^here: {name}:make: .*{said}"):
            factory_of(f"{name}:make", "here: ", tmp_path / "notes")


# --- Dask ---------------------------------------------------------------------------------------


@contextmanager
def scheduler() -> Iterator[str]:
    """The address of a cluster in threads of this process, on loopback."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_that_is_there_changes_no_byte(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scheduler() as address:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", address)
        found = site(vault, make=garden.cluster.dask)
    assert found == site(vault)


def test_a_cluster_of_this_machine_changes_no_byte(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    monkeypatch.setattr("distributed.deploy.local.CPU_COUNT", 2)
    assert site(vault, make=garden.cluster.dask) == site(vault)


def test_a_cluster_without_workers_is_told(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(garden.cluster, "_SECONDS", 0.1)
    with distributed.LocalCluster(
        n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as none:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", none.scheduler_address)
        with pytest.raises(ConfigError, match="no worker has joined"):
            site(vault, make=garden.cluster.dask)


def test_without_dask_the_build_says_how_to_get_it(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match=r'pip install "garden-ssg\[cluster\]"'):
        site(vault, make=garden.cluster.local)


def test_dask_is_loaded_only_when_it_is_named() -> None:
    code = "import sys, garden.build, garden.cluster; print('distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
