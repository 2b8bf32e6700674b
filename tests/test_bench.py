"""The benchmarks' own workings. Nothing here looks at how long anything took."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.bench import run
from tests.bench.generate import garden_files, write
from tests.bench.install import last_words
from tests.bench.measure import FailedError, measured
from tests.bench.peers import DOES, GARDENS, HERE, PEERS, Peer
from tests.bench.report import COSTS, cost_table, ratio_table
from tests.bench.served import save_to_served
from tests.bench.trial import outcome_of
from tests.support import HERE as TESTS
from tests.support import folder_contents, garden_of

INTENDED = {"link-missing", "link-alias"}
KINDS = (
    "[[",
    "|",
    "#^",
    "](",
    "%20",
    "![[",
    ".png]]",
    " ^b0",
    "%%",
    "```",
    "> [!",
    "| --- |",
    "- [x]",
    "1. ",
    "    - ",
    "aliases:",
    "tags:",
    "created:",
    "title:",
)

SERVER = """
import sys, pathlib, http.server
if "--help" in sys.argv:
    sys.exit(0)
notes, (host, port) = pathlib.Path(sys.argv[2]), sys.argv[4].split(":")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        for note in notes.rglob("*.md"):
            self.wfile.write(note.read_bytes())
http.server.HTTPServer((host, int(port)), Handler).serve_forever()
"""
ENDS_AT_ONCE = "import sys; sys.exit(0 if '--help' in sys.argv else 3)"
KNOWS_NO_SERVE = "import sys; sys.exit(2)"


def test_equal_numbers_and_seeds_give_equal_bytes(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "tests.bench.generate", "60", str(tmp_path / "notes"))
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    subprocess.run(command, cwd=TESTS.parent, env=environment, check=True)
    assert folder_contents(tmp_path / "notes") == dict(garden_files(60))


def test_another_seed_gives_another_garden() -> None:
    assert dict(garden_files(60, seed=1)) != dict(garden_files(60, seed=2))


@pytest.mark.parametrize("seed", range(4))
def test_only_what_is_meant_is_wrong_with_a_garden(seed: int) -> None:
    grown = garden_of(dict(garden_files(60, seed)))
    assert len(grown.garden.notes) == 60
    assert set(grown.rules) == INTENDED
    assert grown.pages()


@pytest.mark.parametrize("count", [1, 2, 9])
def test_small_gardens_are_whole(count: int) -> None:
    grown = garden_of(dict(garden_files(count)))
    assert len(grown.garden.notes) == count
    assert set(grown.rules) <= INTENDED


@pytest.mark.parametrize("kind", KINDS)
def test_notes_hold_every_kind_of_thing(kind: str) -> None:
    text = b"\n".join(content for path, content in garden_files(100) if path.endswith(".md"))
    assert kind in text.decode()


def test_links_gather_at_a_few_notes() -> None:
    inbound = garden_of(dict(garden_files(300))).garden.inbound
    counts = sorted((len(mentions) for mentions in inbound.values()), reverse=True)
    assert counts[0] > 10 * counts[150]


@pytest.mark.parametrize("peer", [*GARDENS, *PEERS], ids=lambda peer: peer.name)
def test_every_program_says_what_it_does_and_has_its_settings(peer: Peer) -> None:
    assert len(peer.does) == len(DOES)
    assert all((HERE / folder).is_dir() for folder in peer.settings)
    assert bool(peer.packages) == bool(peer.program)


def test_the_benchmark_prints_its_tables() -> None:
    command = (sys.executable, "-m", "tests.bench.run", "--sizes", "50", "--peers", "none")
    done = subprocess.run(
        (*command, "--repeat", "1"), cwd=TESTS.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert f"| {' | '.join(COSTS)} |" in done.stdout
    assert "\n| garden-j1 " in done.stdout
    assert "ratio" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--peers", "hugo,jekyll"), "no peer is called jekyll"),
        (("--sizes", "1000,many"), "--sizes are whole numbers"),
        (("--sizes", ""), "--sizes are whole numbers"),
        (("--keep", str(TESTS)), "is not empty"),
    ],
)
def test_wrong_options_stop_it_at_once(arguments: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(run.main, arguments)
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("none", []),
        ("hugo", ["hugo-plain", "hugo-links"]),
        ("mkdocs,hugo-links", ["hugo-links", "mkdocs"]),
        ("all", [peer.name for peer in PEERS]),
    ],
)
def test_peers_are_chosen_by_name(asked: str, names: list[str]) -> None:
    assert [peer.name for peer in run.chosen(asked)] == names


def test_what_fails_is_a_line_with_its_message(tmp_path: Path) -> None:
    write(tmp_path / "notes", 1)
    peer = Peer("odd", ("build", "notes", "--odd"), ("",) * len(DOES))
    found = outcome_of(peer, tmp_path / "notes", tmp_path / "work", repeat=1)
    assert isinstance(found, str)
    assert "build --help" in found
    assert f"| odd | not measured: {found} |" in cost_table({"odd": found})
    assert ratio_table({"odd": found}, "odd") == ""


def test_the_notes_are_as_before(tmp_path: Path) -> None:
    write(tmp_path / "notes", 3)
    found = outcome_of(GARDENS[0], tmp_path / "notes", tmp_path / "work", repeat=1)
    assert not isinstance(found, str)
    assert found.files == len(folder_contents(tmp_path / "work" / "public"))
    for notes in (tmp_path / "notes", tmp_path / "work" / "notes"):
        assert folder_contents(notes) == dict(garden_files(3))


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="no ink"):
        measured((sys.executable, "-c", "import sys; sys.exit('no ink')"), tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere orphans are not counted")
def test_the_cpu_of_a_process_that_outlives_the_command_counts(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    leaves = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    assert measured((sys.executable, "-c", leaves), tmp_path).cpu > 0.5


def test_the_memory_is_that_of_the_command_and_not_of_who_measures(tmp_path: Path) -> None:
    ballast = b"x" * 200_000_000
    small = measured((sys.executable, "-c", ""), tmp_path)
    large = measured((sys.executable, "-c", "b'x' * 150_000_000"), tmp_path)
    assert small.memory < 100_000_000 < large.memory < len(ballast)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("", "it said nothing"),
        ("Reading\nGone\n", "Gone"),
        ("\x1b[31mERROR: no such thing\x1b[0m\nbye\n", "ERROR: no such thing"),
        (
            "npm error a\nnpm error b\nnpm error A complete log is there",
            "npm error a / npm error b",
        ),
        ("error: see https://example.org/x for more", "error: see for more"),
    ],
)
def test_the_last_words_of_a_program(said: str, shown: str) -> None:
    assert last_words(said) == shown


def test_a_change_is_seen_on_the_served_page(tmp_path: Path) -> None:
    write(tmp_path / "notes", 3)
    served = save_to_served((sys.executable, "-c", SERVER), tmp_path / "notes", saves=2)
    assert len(served.saves) == 2
    assert folder_contents(tmp_path / "notes") == dict(garden_files(3))


@pytest.mark.parametrize(
    ("program", "said"),
    [(KNOWS_NO_SERVE, "not there yet"), (ENDS_AT_ONCE, "the server ended with 3")],
)
def test_a_server_that_does_not_serve(program: str, said: str, tmp_path: Path) -> None:
    write(tmp_path / "notes", 3)
    with pytest.raises(FailedError, match=said):
        save_to_served((sys.executable, "-c", program), tmp_path / "notes")
