"""`garden serve` as it is typed: what it says, what it shows, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import garden.serving
from garden.address import Address
from garden.chosen import chosen
from garden.disk import Disk
from garden.live import Live
from garden.paths import url_of
from garden.serving import Wanted, news, serve
from garden.watch import Watcher
from tests.offline import Files, tree, write
from tests.serving import PATIENCE, preview_of

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

FILES: Files = {
    "garden.toml": "[dates]\ngit = false\n",
    "a.md": "# A\n[[Nothing]]\n",
    "Secret.md": "---\npublish: false\n---\n",
}


@contextmanager
def running(*arguments: str | Path, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-u", "-m", "garden", "serve", *map(str, arguments)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cwd / "caches")}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line_with(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout is not None
    return next(line for line in process.stdout if text in line)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is not a signal there")
def test_a_garden_is_served_follows_its_notes_and_stops(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", FILES)
    before = tree(vault)
    with running(vault, "-a", ":0", cwd=tmp_path) as process:
        address = line_with(process, "1 note: ").rpartition(" ")[2].strip()
        assert b"Nothing" in urllib.request.urlopen(address + "a/").read()
        assert tree(vault) == before
        line_with(process, "Ctrl-C stops")
        write(tmp_path, {"new.md": "# A\nother words\n"})
        (tmp_path / "new.md").replace(vault / "a.md")  # at once: a file half written is a change
        line_with(process, "a.md (")
        line_with(process, "redraws /a/ because")
        assert b"other words" in urllib.request.urlopen(address + "a/").read()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read().strip() == "Stopped."
        assert process.stderr.read() == ""
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize(
    ("files", "arguments", "code", "said"),
    [
        ({"a.txt": "x"}, (), 2, "no notes in"),
        ({**FILES, "garden.toml": "[sit"}, (), 2, "not valid TOML"),
        ({**FILES, "_theme/note.html": "{% if"}, (), 2, "template note.html"),
        (FILES, ("-a", "localhost:many"), 2, "write it as 127.0.0.1:8000"),
        (FILES, ("-a", "192.0.2.1:8000"), 74, "cannot serve at http://192.0.2.1:8000/"),
    ],
)
def test_where_there_is_nothing_to_show_it_says_why(
    tmp_path: Path, files: Files, arguments: tuple[str, ...], code: int, said: str
) -> None:
    vault = write(tmp_path / "notes", files)
    with running(vault, *arguments, cwd=tmp_path) as process:
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out) == (code, "")
        assert said in err
        assert "Traceback" not in err


def test_what_only_a_preview_needs_is_not_loaded_before() -> None:
    code = "import sys, garden.cli; print({'watchdog', 'http.server'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "set()\n"


def interrupted(*arguments: object, **options: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(garden.serving, "_go_on", interrupted)
    return write(tmp_path / "notes", FILES)


WANTED = Wanted(Path("notes"), None, Address(("127.0.0.1",), 0))


def test_the_browser_is_opened_when_asked_for(
    vault: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []
    monkeypatch.setattr("webbrowser.open_new_tab", seen.append)
    serve(WANTED)
    assert seen == []
    serve(replace(WANTED, opens=True))
    (url,) = seen
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
    assert url in capsys.readouterr().out


def test_srv1_who_else_can_read_it_is_said(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    serve(replace(WANTED, address=Address(("0.0.0.0",), 0)))
    assert "Whoever can reach this machine can read the preview" in capsys.readouterr().out
    serve(WANTED)
    assert "Whoever" not in capsys.readouterr().out


def test_drafts_are_counted(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    serve(replace(WANTED, drafts=True))
    assert "2 notes, 1 draft among them: http" in capsys.readouterr().out


# --- what is said of a change -------------------------------------------------------------------

BROKEN = "---\ntitle: [\n---\n"
NEWS: dict[str, tuple[Files, str]] = {
    "a note": ({"a.md": "# A\n"}, "  a.md (5 ms)\n"),
    "a new problem": (
        {"b.md": "[[Else]]"},
        "  b.md (2 problems, 5 ms)\n"
        'notes/b.md:1:1: warning[link-missing]: nothing is called "Else"\n'
        "  1 | [[Else]]\n    | ^^^^^^^^\n\n",
    ),
    "many notes": (
        {f"n{n}.md": "" for n in range(7)},
        "  n0.md, n1.md, n2.md, n3.md, n4.md, 2 more (1 problem, 5 ms)\n",
    ),
    "a private note": ({"Secret.md": "---\npublish: no\n---\nzqx"}, ""),
    "a private note beside another": (
        {"a.md": "# A\n", "Secret.md": "---\npublish: no\n---\nzqx"},
        "  a.md, 1 file that is not public (5 ms)\n",
    ),
    "nothing": ({}, ""),
    "a broken configuration": (
        {"garden.toml": "[sit"},
        "  garden.toml: not valid TOML: Expected ']' at the end of a table declaration "
        "(at end of document)\n          The last good site stays until this is mended.\n",
    ),
    "a broken template": (
        {"_theme/note.html": "a\n{% if %}"},
        "  note.html:2: Expected an expression, got 'end of statement block'\n"
        "          The last good site stays until this is mended.\n",
    ),
}


@pytest.mark.parametrize(("files", "expected"), NEWS.values(), ids=list(NEWS))
def test_what_is_said_of_a_change(vault: Path, files: Files, expected: str) -> None:
    live = Live(preview_of(vault), (vault,), Disk())
    before = live.state
    place = chosen(Path("notes"), None)
    write(vault, files)
    said = news(before, live.refresh(), place, 0.005, verbose=False)
    assert re.sub(r"^\d\d:\d\d:\d\d", "", "".join(f"{line}\n" for line in said)) == expected


CITING: dict[str, str] = {f"n{n}.md": "[[a]]\n\nwords" for n in range(6)}
CITED = (
    "redraws /a/ because this has changed: the notes that link to a.md, or the words around their"
)
HEAD, HOME = (
    "the title, description, tags, properties, dates or length of",
    "the first 50 notes that lie in no folder",
)
REDRAWN: dict[str, tuple[Files, tuple[str, ...]]] = {
    "one page": (
        {"static/CNAME": "x", "n1.md": "[[a]]\n\nother words"},
        ("redraws /n1/ because this has changed: the text of n1.md",),
    ),
    "several pages for one reason": (
        {"static/favicon.png": "x"},
        (
            "redraws /404.html, /a/, /graph/ and 9 more because this has changed:"
            " the icon of the site",
        ),
    ),
    "more pages than are named": (
        {path: f"{text} more" for path, text in CITING.items()},
        (
            *(f"redraws /n{n}/ because this has changed: the text of n{n}.md" for n in range(5)),
            "and 1 more page",
        ),
    ),
    "a page that is gone": (
        {"n1.md": "---\npublish: no\n---\n"},
        (
            f"{CITED} links; where the links of n1.md lead; how many notes link to a.md;"
            " and 1 more",
            "redraws /graph/ because this has changed: the name or size of the vault;"
            " the 100 notes with the most links",
            f"redraws / because this has changed: the name or size of the vault; {HOME}",
            "redraws /map/ because this has changed: the name or size of the vault;"
            " the notes in the vault",
            "takes /n1/ off the site",
        ),
    ),
    "the configuration": ({"garden.toml": "[site]\ntitle = 'T'\n"}, ("redraws every page",)),
    "a private note beside another": (
        {"n1.md": "[[a]].\n\nwords", "Secret.md": "---\npublish: no\n---\n[[a]] [[Zqx]]"},
        (
            f"{CITED} links",
            f"redraws / because this has changed: {HOME}",
            f"redraws /n1/ because this has changed: {HEAD} n1.md; the text of n1.md",
        ),
    ),
    "a private note": ({"Secret.md": "---\npublish: no\n---\n[[a]] [[Zqx]]"}, ()),
}


@pytest.mark.parametrize(("files", "expected"), REDRAWN.values(), ids=list(REDRAWN))
def test_prv39_what_is_redrawn_is_said_with_the_reason(
    vault: Path, files: Files, expected: tuple[str, ...]
) -> None:
    write(vault, {**CITING, "static/CNAME": "x"})
    live = Live(preview_of(vault), (vault,), Disk())
    before = live.state
    for out in before.edition.files:
        before.find(url_of(out))
    write(vault, files)
    said = [*news(before, live.refresh(), chosen(Path("notes"), None), 0.005, verbose=False)]
    assert [line.strip() for line in said[1:]] == list(expected)


def test_that_all_is_well_again_is_said(vault: Path) -> None:
    live = Live(preview_of(vault), (vault,), Disk())
    write(vault, {"garden.toml": "[sit"})
    broken = live.refresh()
    write(vault, {"garden.toml": ""})
    (line,) = news(broken, live.refresh(), chosen(Path("notes"), None), 0.005, verbose=False)
    assert line.endswith("  all is well again (1 problem, 5 ms)")


def test_the_static_folder_that_the_configuration_names_is_watched(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    init = Watcher.__init__

    def told(self: Watcher, watched: object, *others: object, **options: object) -> None:
        seen.extend(watched.folders)  # type: ignore[attr-defined]
        init(self, watched, *others, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Watcher, "__init__", told)
    write(vault.parent, {"files/CNAME": "x", "notes/_theme/style.css": "x"})
    write(vault, {"garden.toml": '[build]\nstatic = "../files"\n'})
    serve(WANTED)
    assert {path.resolve() for path in seen} >= {
        vault,
        vault.parent / "files",
        vault / "_theme",
    }
