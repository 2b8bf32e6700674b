"""The terminal: lines with carets under the fault, colours, the bar, the summary of a build."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

import garden.terminal
from garden.build import build
from garden.cli import cli
from garden.config import read_config
from garden.disk import Disk
from garden.excerpt import excerpt
from garden.model import Span
from garden.progress import counted
from garden.reading import Request
from garden.rules import RULES
from garden.summary import WORDS
from garden.terminal import Look, command, look_of, progress_on, visible
from tests.offline import Files, write
from tests.support import HERE

GUIDE = (HERE.parent / "content/guide/first-steps.md").read_text()

# --- the line and the carets --------------------------------------------------------------------

EXCERPTS: dict[str, tuple[str, str, str, str]] = {
    # the line, what is meant in it, what is shown in 40 cells, what stands above the carets
    "short": ("see [[a]] here", "[[a]]", "see [[a]] here", "    ^^^^^"),
    "a tab": ("\t- [[a]]", "[[a]]", "    - [[a]]", "      ^^^^^"),
    "a tab within": ("[[a\tb]]", "[[a\tb]]", "[[a    b]]", "^^^^^^^^^^"),
    "East Asian": ("日本 [[花]] x", "[[花]]", "日本 [[花]] x", "     ^^^^^^"),
    "an emoji": ("🌱 [[a]]", "[[a]]", "🌱 [[a]]", "   ^^^^^"),
    "an emoji of several": ("👩‍👩‍👧 [[a]]", "[[a]]", "👩‍👩‍👧 [[a]]", "   ^^^^^"),
    "combining marks": ("e\u0301te\u0301 [[a]]", "[[a]]", "e\u0301te\u0301 [[a]]", "    ^^^^^"),
    "combining marks within": ("[[e\u0301]]", "[[e\u0301]]", "[[e\u0301]]", "^^^^^"),
    "far to the right": (
        "x" * 100 + "[[a]]" + "y" * 100,
        "[[a]]",
        "…" + "x" * 15 + "[[a]]" + "y" * 18 + "…",
        " " * 16 + "^^^^^",
    ),
    "at the end of a long line": (
        "x" * 100 + "[[a]]",
        "[[a]]",
        "…" + "x" * 34 + "[[a]]",
        " " * 35 + "^^^^^",
    ),
    "at the start of a long line": (
        "[[a]]" + "y" * 100,
        "[[a]]",
        "[[a]]" + "y" * 34 + "…",
        "^^^^^",
    ),
    "wide letters are not cut in half": (
        "花" * 50 + "[[a]]",
        "[[a]]",
        "…" + "花" * 17 + "[[a]]",
        " " * 35 + "^^^^^",
    ),
    "longer than the terminal": ("x" * 90, "x" * 90, "x" * 24 + "…", "^" * 24),
    "a book in a line": (
        "x" * 9000 + "[[a]]" + "y" * 9000,
        "[[a]]",
        "…" + "x" * 15 + "[[a]]" + "y" * 18 + "…",
        " " * 16 + "^^^^^",
    ),
    "what steers a terminal": ("\x1b[31m [[a]] \u202e", "[[a]]", "�[31m [[a]] �", "      ^^^^^"),
}


@pytest.mark.parametrize(("line", "meant", "shown", "carets"), EXCERPTS.values(), ids=EXCERPTS)
def test_carets_stand_under_what_is_meant(line: str, meant: str, shown: str, carets: str) -> None:
    span = Span(1, line.index(meant) + 1, len(meant))
    assert excerpt(line, span, 40) == (shown, carets)
    assert cell_len(shown) <= 40


def test_a_span_without_a_length_is_the_whole_line() -> None:
    assert excerpt("  tags: x ", Span(3, 1), 40) == ("  tags: x ", "  ^^^^^^^")


def test_a_span_that_goes_on_in_the_next_line_ends_with_its_own() -> None:
    assert excerpt("a %% b", Span(1, 3, 500), 40) == ("a %% b", "  ^^^^")


@pytest.mark.parametrize("width", range(20, 60))
@pytest.mark.parametrize("line", ["ab 花🌱 " * 30, "e\u0301" * 90, "👩‍👩‍👧" * 40, "\t" * 30])
def test_no_line_is_wider_than_the_terminal(line: str, width: int) -> None:
    for start in range(0, len(line), 7):
        shown, carets = excerpt(line, Span(1, start + 1, 9), width)
        assert cell_len(shown) <= width
        assert carets.strip(" ").strip("^") == ""


# --- colours ------------------------------------------------------------------------------------


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


LOOKS: dict[str, tuple[type[StringIO], dict[str, str], bool]] = {
    # where it goes, the environment, whether in colour
    "a terminal": (Terminal, {}, True),
    "a terminal, NO_COLOR": (Terminal, {"NO_COLOR": "1"}, False),
    "a terminal, NO_COLOR that is empty": (Terminal, {"NO_COLOR": ""}, True),
    "a terminal that can do nothing": (Terminal, {"TERM": "dumb"}, False),
    "a pipe": (StringIO, {}, False),
}


@pytest.mark.parametrize(("stream", "environment", "colour"), LOOKS.values(), ids=LOOKS)
def test_colours(
    monkeypatch: pytest.MonkeyPatch,
    stream: type[StringIO],
    environment: dict[str, str],
    colour: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    look = look_of(stream())
    assert look.colour is colour
    assert ("\x1b[" in look.paint("x", "error")) is colour


def test_a_pipe_gets_the_same_width_wherever_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert look_of(StringIO()) == Look(width=100, colour=False)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
@pytest.mark.parametrize(("no_color", "colour"), [("", True), ("1", False)])
def test_check_on_a_terminal(tmp_path: Path, no_color: str, colour: bool) -> None:
    write(tmp_path / "notes", {"a.md": "see [[Nothing]]\n"})
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": no_color}
    environment["XDG_CACHE_HOME"] = str(tmp_path / "caches")
    ours, theirs = os.openpty()
    check = [sys.executable, "-m", "garden", "check", str(tmp_path / "notes")]
    with subprocess.Popen(check, env=environment, stdout=theirs, stderr=theirs) as running:
        assert running.wait() == 0
    os.close(theirs)
    said = os.read(ours, 65536).decode()
    os.close(ours)
    assert ("\x1b[33m" in said) is colour
    assert "a.md:1:5" in said


def test_a_note_does_not_steer_the_terminal(tmp_path: Path) -> None:
    said = _said(tmp_path, {"a.md": "[[x\x1b]0;owned\x07y]]\n", "b\x1b[2J.md": "[[no]]"}, "check")
    assert "\x1b" not in said
    assert "\x07" not in said


def test_visible_text_keeps_what_only_looks_unusual() -> None:
    assert visible("naïve 👩‍👩‍👧 עברית\u00a0x") == "naïve 👩‍👩‍👧 עברית\u00a0x"


# --- the bar ------------------------------------------------------------------------------------


def test_counting_tells_now_and_then_and_changes_nothing() -> None:
    told: list[tuple[str, int, int]] = []
    items = list(counted(range(120), "stage", 120, lambda *state: told.append(state)))
    assert items == list(range(120))
    assert told == [("stage", 0, 120), ("stage", 50, 120), ("stage", 100, 120)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_tells_its_stages_in_order(tmp_path: Path, jobs: int) -> None:
    vault = write(tmp_path / "notes", {f"{i}.md": f"[[{i + 1}]]" for i in range(310)})
    told: list[str] = []
    request = Request(vault, tmp_path / "out", read_config("").named("x"), jobs=jobs)
    build(request, Disk(), lambda stage, done, total: told.append(stage))
    stages = ["looking for notes", "reading notes", "drawing pages"]
    assert list(dict.fromkeys(told)) == stages


def _drawn(stream: StringIO, *, quiet: bool = False) -> str:
    with progress_on(stream, quiet=quiet) as progress:
        for done in range(0, 300, 50):
            progress("reading notes", done, 300)
    return stream.getvalue()


BARS: dict[str, tuple[type[StringIO], str, float, bool, bool]] = {
    # where it goes, TERM, patience in seconds, quiet → whether a bar is shown
    "long work": (Terminal, "xterm", -1, False, True),
    "short work": (Terminal, "xterm", 3600, False, False),
    "quiet": (Terminal, "xterm", -1, True, False),
    "a pipe": (StringIO, "xterm", -1, False, False),
    "a terminal that can do nothing": (Terminal, "dumb", -1, False, False),
}


@pytest.mark.parametrize(("stream", "term", "patience", "quiet", "shown"), BARS.values(), ids=BARS)
def test_a_bar(
    monkeypatch: pytest.MonkeyPatch,
    stream: type[StringIO],
    term: str,
    patience: float,
    quiet: bool,
    shown: bool,
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(garden.terminal, "_PATIENCE", patience)
    monkeypatch.setattr(garden.terminal, "_REDRAWN", 0)
    drawn = _drawn(stream(), quiet=quiet)
    assert ("reading notes" in drawn) is shown
    assert shown or drawn == ""


def test_a_bar_that_is_interrupted_gives_the_cursor_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(garden.terminal, "_PATIENCE", -1)
    stream = Terminal()
    with suppress(KeyboardInterrupt), progress_on(stream) as progress:
        progress("reading notes", 0, 300)
        progress("reading notes", 50, 300)
        raise KeyboardInterrupt
    drawn = stream.getvalue()
    assert drawn.rindex("\x1b[?25h") > drawn.rindex("\x1b[?25l"), "shown after it was hidden"
    assert drawn.endswith("\x1b[2K"), "and the line of the bar is empty"


INTERRUPTED = """
import os, signal
from pathlib import Path
from garden.reading import Request
from garden.build import build
from garden.config import read_config
from garden.disk import Disk

def tell(stage, done, total):
    if stage == "reading notes" and done:
        os.killpg(0, signal.SIGINT)

try:
    build(Request(Path("notes"), Path("out"), read_config(""), jobs=16), Disk(), tell)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here")
def test_ctrl_c_reaches_every_process_and_one_answers(tmp_path: Path) -> None:
    """More processes than work: one that dies while it waits for some keeps the others waiting."""
    write(tmp_path / "here/notes", {f"{i}.md": "[[a]] *b* " * 50 for i in range(310)})
    build_it = [sys.executable, "-c", INTERRUPTED]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        build_it, start_new_session=True, stdout=pipe, stderr=pipe, text=True
    ) as running:
        try:
            said = running.communicate(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    assert said == ("interrupted\n", "")


HEAVY = ("rich", "markdown_it", "jinja2", "pydantic", "rapidfuzz", "garden.build", "yaml")


def test_the_command_line_alone_loads_nothing_heavy() -> None:
    code = f"import sys, garden.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- the summary of a build ---------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def _said(tmp_path: Path, files: Files, verb: str, *arguments: str, vault: str = "notes") -> str:
    write(tmp_path / "here" / vault, files)
    return CliRunner().invoke(cli, [verb, *(arguments or (vault,))]).output


def _example(start: str) -> str:
    """The example of the guide that begins with some text."""
    blocks = re.findall(r"```\n(.*?)```", GUIDE, re.DOTALL)
    (found,) = (block for block in blocks if block.startswith(start))
    return str(found)


def _without_figures(text: str) -> str:
    """A summary without what the machine and the theme decide."""
    return re.sub(r"in [\d.]+ s \(\d+ files", "in 0.00 s (0 files", text).replace("python3", "py")


def test_the_guide_shows_the_summary_as_it_is(tmp_path: Path) -> None:
    broken = "[[Nobody]] [[No one]] ![[no.png]] [[Diary]]\n\n%% no end"
    files: Files = {
        **{f"Note {n}.md": "text" for n in range(40)},
        "hub.md": "[[Note 1]] " * 114,
        "broken.md": broken,
        "private/Diary.md": "text",
        "private/More.md": "text",
        "Draft.md": "---\ndraft: true\n---\ntext",
    }
    said = _said(tmp_path, files, "build", vault="my-notes")
    assert _without_figures(said) == _without_figures(_example("42 notes"))


def test_the_guide_shows_a_problem_as_it_is(tmp_path: Path) -> None:
    walks = "# Walks\n\nI owe [[Frindship]] to long walks.\n"
    files: Files = {"Walks.md": walks, "Friendship.md": "text"}
    said = _said(tmp_path, files, "check", vault="my-notes")
    assert said == _example("my-notes/Walks.md")


SUMMARIES: dict[str, tuple[Files, tuple[str, ...], str]] = {
    # files, arguments → a part of what is said
    "nothing is private": ({"a.md": ""}, (), "Nothing withheld. A note stays private with"),
    "one note": ({"a.md": ""}, (), "1 note published to public in "),
    "nothing public": ({"private/a.md": ""}, (), "\nNothing is public.\n"),
    "nothing public by flag": (
        {"a.md": "", "garden.toml": 'publish.mode = "flag"'},
        (),
        "Nothing is public. A note needs `publish: true`.",
    ),
    "the worst first": (
        {"a.md": "[[x]] [[y]] [[z]]", "b.md": "---\ntitle: [\n---\n"},
        (),
        "4 problems: 1 note with broken front matter, 3 links to notes that do not exist.",
    ),
    "three kinds at most": (
        {"a.md": "[[x]] ![[x]] ![[x.png]] [[a#x]] [[a#^x]]"},
        (),
        "that is gone, 2 more.",
    ),
    "a name with spaces": ({"a b/a.md": "[[x]]"}, ("a b",), "garden check 'a b'\n"),
    "a name for a shell": ({"$a/a.md": "[[x]]"}, ("$a",), "garden check '$a'\n"),
    "a name with a dash": ({"-a/a.md": "[[x]]"}, ("--", "-a"), "garden check -- -a\n"),
    "the same configuration": (
        {"c.toml": "", "v/a.md": "[[x]]"},
        ("-c", "c.toml", "v"),
        "garden check -c c.toml v\n",
    ),
    "no arguments": ({"a.md": "[[x]]"}, (), "garden check\n"),
    "how to look at it": ({"a.md": ""}, (), "  Look at the site:  garden serve\n"),
    "no name yet": ({"a.md": ""}, (), 'write site.title = "My garden" into garden.toml'),
}


@pytest.mark.skipif(os.name == "nt", reason="another shell, other quotes")
@pytest.mark.parametrize(("files", "arguments", "part"), SUMMARIES.values(), ids=SUMMARIES)
def test_summary(tmp_path: Path, files: Files, arguments: tuple[str, ...], part: str) -> None:
    write(tmp_path / "here", files)
    said = CliRunner().invoke(cli, ["build", *arguments])
    assert part in said.output, said.output


def test_what_is_known_is_not_told_again(tmp_path: Path) -> None:
    """What to type next is for the first build, and for a garden without a garden.toml."""
    files: Files = {"a.md": "text", "garden.toml": ""}
    assert "Look at the site" in _said(tmp_path, files, "build")
    again = _said(tmp_path, files, "build")
    assert re.sub(r"[\d.]+ s", "0 s", again) == (
        "1 note published to public in 0 s (nothing had changed).\n"
    )


def test_every_rule_has_words_for_the_summary() -> None:
    assert WORDS.keys() == RULES.keys()


# --- repeats ------------------------------------------------------------------------------------


def test_a_missing_note_is_one_problem_in_all_files(tmp_path: Path) -> None:
    files: Files = {f"n{i:02}.md": "see [[gone]]" for i in range(14)}
    said = _said(tmp_path, files, "check")
    assert said.count("link-missing]") == 1
    assert "    = also at notes/n10.md:1:5\n    = and at 3 more places; -v names every one" in said
    assert "14 warnings in 14 files (14 notes checked, 0 withheld)" in said
    assert "n13.md:1:5" in CliRunner().invoke(cli, ["check", "-v", "notes"]).output


def test_the_totals_name_each_severity_that_there_is(tmp_path: Path) -> None:
    config = '[check]\nsetext-suspect = "error"\nlink-missing = "info"'
    files: Files = {"a.md": "text\n-\n\n[[x]] [[y]] ![[z]]", "garden.toml": config}
    said = _said(tmp_path, files, "check")
    assert "1 error, 1 warning, 2 hints in 1 file (" in said


def test_what_is_only_an_error_is_not_to_be_silenced(tmp_path: Path) -> None:
    assert "silence" not in _said(tmp_path, {"a.md": "---\ntitle: [\n---\n"}, "check")


# --- slips of the fingers -----------------------------------------------------------------------

SLIPS: dict[str, tuple[tuple[str, ...], str]] = {
    # arguments → what is said; there are: notes/a.md, my notes/a.md, empty/, texts/a.txt, my.toml
    "a mistyped folder": (("build", "note"), 'no folder note in {here}; did you mean "notes"?'),
    "in another case": (("build", "Notes"), 'did you mean "notes"?'),
    "below another": (("build", "notes/sub"), "there is no folder sub in {here}/notes\n"),
    "nowhere near": (("check", "a/b/c"), "there is no folder a/b/c\n"),
    "a file": (("build", "notes/a.md"), "notes/a.md is a file; give the folder it is in: notes\n"),
    "an empty folder": (("build", "empty"), "no notes in empty: it holds no files; a note is"),
    "no notes": (("build", "texts"), "looked for *.md and *.markdown there and below, found 1 ×"),
    "no quotes": (("build", "my", "notes"), 'put quotes around a name with spaces: "my notes"\n'),
    "too much": (("build", "notes", "x"), "extra argument (x)"),
    "a forgotten command": (("my notes",), "to build its site: garden build 'my notes'\n"),
    "a mistyped command": (("buidl",), "Did you mean 'build'?"),
    "a mistyped option": (("build", "--outptu", "x"), "--output"),
    "a mistyped configuration": (("build", "-c", "my.tml"), 'did you mean "my.toml"?'),
    "a folder as configuration": (("build", "-c", "notes"), "give the file: notes/garden.toml\n"),
    "a mistyped vault": (("resolve", "a", "--from", "a", "--vault", "note"), '"notes"?'),
    "the notes as output": (("build", "notes", "-o", "notes"), "choose another with -o"),
}


@pytest.mark.skipif(os.name == "nt", reason="other paths")
@pytest.mark.parametrize(("arguments", "part"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_answered_with_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], part: str
) -> None:
    here = tmp_path / "here"
    write(here, {"notes/a.md": "", "my notes/a.md": "", "texts/a.txt": "", "my.toml": ""})
    (here / "empty").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "garden", *arguments], cwd=here, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("garden: ")
    assert part.format(here=here.resolve()) in done.stderr


def test_a_command_is_quoted_as_the_shell_wants_it() -> None:
    assert command("garden", "check", "plain") == "garden check plain"
