"""The command line: exit codes, what is said of a mistake, what is not said of private notes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import garden.build
from garden import __version__
from garden.cli import main
from garden.disk import Disk
from garden.lock import locked
from tests.offline import Files, tree, write
from tests.test_output import HOLDER

FINE: Files = {"a.md": "# A\n[[b]]\n", "b.md": "text\n"}
WARNING: Files = {"a.md": "[[Nothing]]\n"}
ERROR: Files = {"a.md": "text\n", "b.md": "---\ntitle: [\n---\ntext\n"}
INFO: Files = {"a.md": "[[Secret]]\n", "private/Secret.md": "text\n"}
PRIVATE = "---\npublish: false\n---\n"


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """`run(*arguments)` is the command, in a folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def command(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["garden", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        else:
            code = 0
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


CODES: dict[str, tuple[Files, tuple[str, ...], int]] = {
    "build": (FINE, ("build",), 0),
    "build with warnings": (WARNING, ("build",), 0),
    "build with errors": (ERROR, ("build",), 0),
    "build with information": (INFO, ("build",), 0),
    "strict build": (FINE, ("build", "--strict"), 0),
    "strict build with warnings": (WARNING, ("build", "--strict"), 1),
    "strict build with warnings, short and quiet": (WARNING, ("build", "-s", "-q"), 1),
    "strict build with errors": (ERROR, ("build", "--strict"), 1),
    "strict build with links to what is private": (INFO, ("build", "--strict"), 0),
    "check": (FINE, ("check",), 0),
    "check with warnings": (WARNING, ("check",), 0),
    "check with errors": (ERROR, ("check",), 1),
    "check with errors for machines": (ERROR, ("check", "--format", "json"), 1),
    "check with information": (INFO, ("check",), 0),
    "strict check": (FINE, ("check", "--strict"), 0),
    "strict check with warnings": (WARNING, ("check", "--strict"), 1),
    "strict check with links to what is private": (INFO, ("check", "-s", "-v"), 0),
    "unknown option": (FINE, ("build", "--nonsense"), 2),
    "unknown command": (FINE, ("grow",), 2),
    "not a number": (FINE, ("build", "-j", "many"), 2),
    "not a format": (FINE, ("check", "--format", "xml"), 2),
    "no notes": ({"a.txt": "x"}, ("build",), 2),
    "no notes to check": ({}, ("check",), 2),
    "a wrong base URL": (FINE, ("build", "--base-url", "me.net"), 2),
    "the vault as output": (FINE, ("build", "-o", "../notes"), 2),
    "a full output": (FINE, ("build", "-o", "../full"), 2),
    "adopted": (FINE, ("build", "-o", "../full", "--adopt"), 0),
    "a file as output": (FINE, ("build", "-o", "../full/x.txt"), 2),
    "a file above the output": (FINE, ("build", "-o", "../full/x.txt/public"), 2),
    "a file in the way": (FINE, ("build", "-o", "../way", "--adopt"), 2),
}


@pytest.mark.parametrize(("files", "arguments", "code"), CODES.values(), ids=list(CODES))
def test_exit_code(
    run: Any, tmp_path: Path, files: Files, arguments: tuple[str, ...], code: int
) -> None:
    vault = write(tmp_path / "notes", files)
    write(tmp_path, {"full/x.txt": "mine", "way/a": "mine"})
    said = run(*arguments[:1], vault, *arguments[1:])
    assert said.code == code, said
    assert "Traceback" not in said.err
    if code not in (0, 1):
        assert said.err.strip()
        assert not (tmp_path / "here/public").exists()
        assert (tmp_path / "full/x.txt").read_text() == "mine"


def test_exit_code_of_a_vault_that_is_not_there(run: Any) -> None:
    said = run("build", "nowhere")
    assert said.code == 2
    assert "nowhere" in said.err


def test_no_notes_says_where_it_looked_and_for_what(run: Any, tmp_path: Path) -> None:
    said = run("build", write(tmp_path / "notes", {"a.txt": "x"}))
    assert str(tmp_path / "notes") in said.err
    assert "*.md" in said.err


def test_out2_a_refusal_names_the_output_and_what_to_do(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", FINE)
    write(tmp_path, {"full/x.txt": "mine"})
    assert "--adopt" in run("build", vault, "-o", tmp_path / "full").err
    said = run("build", vault, "-o", vault)
    assert str(vault) in said.err
    assert "-o" in said.err
    assert said.err.count("\n") == 1


def test_out6_exit_75_names_the_owner(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garden.build, "locked", partial(locked, wait=0.05))
    vault, output = write(tmp_path / "notes", FINE), tmp_path / "public"
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HOLDER, str(output)]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        pid = holder.stdout.readline().strip()
        said = run("build", vault, "-o", output)
        holder.kill()
    assert said.code == 75
    assert pid in said.err.split("process ")[1]


def test_exit_74_names_the_file(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", FINE)
    write(tmp_path, {"way/a": "mine"})
    said = run("build", vault, "-o", tmp_path / "way", "--adopt")
    assert str(tmp_path / "way" / "a") in said.err
    assert (tmp_path / "way/a").read_text() == "mine"


def test_out16_exit_74_for_a_full_disk(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, output = write(tmp_path / "notes", FINE), tmp_path / "public"
    run("build", vault, "-o", output)
    before = tree(output)
    write(vault, {"c.md": "new"})

    def full(self: Disk, path: Path, content: bytes, folder: Path) -> Path:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Disk, "write_temporary", full)
    said = run("build", vault, "-o", output, "--no-cache")
    assert said.code == 74
    assert "No space left on device" in said.err
    assert tree(output) == before


INTERRUPTED_IN = ("drawing.site_of", "view.View.render", "build.place", "build.read_inputs")


@pytest.mark.parametrize("place", INTERRUPTED_IN)
def test_exit_130_leaves_nothing_half_done(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    vault, output = write(tmp_path / "notes", FINE), tmp_path / "public"
    run("build", vault, "-o", output)
    before = tree(output)
    write(vault, {"c.md": "new"})

    def interrupt(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"garden.{place}", interrupt)
        said = run("build", vault, "-o", output)
    assert said.code == 130
    assert "Traceback" not in said.err
    assert tree(output) == before
    assert run("build", vault, "-o", output).code == 0
    assert (output / "c/index.html").is_file()


# --- the configuration --------------------------------------------------------------------------

MISTAKES: dict[str, tuple[str, tuple[str, ...]]] = {
    # garden.toml → what the message holds
    "unknown key": (
        '[site]\ntitel = "x"\n',
        ("garden.toml:2:", "site.titel", 'did you mean "title"?', "base_url"),
    ),
    "unknown key, dotted": ('site.titel = "x"\n', ("garden.toml:1:", "site.titel", '"title"')),
    "unknown key, nothing near": ('[site]\nzzz = "x"\n', ("garden.toml:2:", "site.zzz", "title")),
    "unknown section": ("\n[sight]\nx = 1\n", ("garden.toml:2:", "sight", 'did you mean "site"?')),
    "text wanted": (
        '[site]\n\ntitle = 3\nauthor = "x"\n',
        ("garden.toml:3:", "site.title", "found 3", "allowed", "string"),
    ),
    "one of a few": (
        '[publish]\nmode = "some"\n',
        ("garden.toml:2:", "publish.mode", 'found "some"', '"all"', '"flag"', '"folders"'),
    ),
    "yes or no": (
        '[links]\naliases = "no"\n',
        ("garden.toml:2:", "links.aliases", 'found "no"', "allowed", "bool"),
    ),
    "line breaks": (
        '[markdown]\nstrict_line_breaks = "yes"\n',
        ("garden.toml:2:", "markdown.strict_line_breaks", 'found "yes"', '"auto", true or false'),
    ),
    "a list wanted": (
        '[publish]\nexclude = "private/"\n',
        ("garden.toml:2:", "publish.exclude", 'found "private/"', "a list of strings"),
    ),
    "a list of text wanted": (
        '[publish]\nexclude = ["a/", 7]\n',
        ("garden.toml:2:", "publish.exclude", "found 7", "string"),
    ),
    "a table wanted": ('site = "x"\n', ("garden.toml:1:", "site", 'found "x"', "a table")),
    "too small": ("[build]\njobs = -1\n", ("garden.toml:2:", "build.jobs", "found -1", "0")),
    "P04 a label for what is not shown": (
        '[properties]\nshow = ["up"]\nlabels = {upp = "Part of"}\n',
        ("garden.toml:3:", "properties.labels", 'found {"upp": "Part of"}', "properties.show"),
    ),
    "P04 a format for Python's strftime": (
        '[dates]\nformat = "%d.%m.%Y"\n',
        ("garden.toml:2:", "dates.format", 'found "%d.%m.%Y"', '"short", "medium"', '"d MMMM y"'),
    ),
    "an executor without a function": (
        '[build]\nexecutor = "garden.cluster"\n',
        ("garden.toml:2:", "build.executor", 'found "garden.cluster"', "garden.cluster:dask"),
    ),
    "an executor where several write": (
        '[site]\ntrust = "shared"\n[build]\nexecutor = "garden.cluster:dask"\n',
        ("garden.toml:4:", "build.executor", 'found "garden.cluster:dask"', "shared"),
    ),
    "code in the head where several write": (
        '[site]\ntrust = "shared"\nhead = "<script src=x.js></script>"\n',
        ("garden.toml:3:", "site.head", 'found "<script src=x.js></script>"', "shared"),
    ),
    "pages of their own where several write": (
        '[site]\ntrust = "shared"\n[publish]\nattachments = ["*.html"]\n',
        ("garden.toml:4:", "publish.attachments", 'found ["*.html"]', "shared"),
    ),
    "HTML as it is where several write": (
        '[site]\ntrust = "shared"\n[markdown]\nhtml = "trust"\n',
        ("garden.toml:4:", "markdown.html", 'found "trust"', "shared"),
    ),
    "an executor in no module": (
        '[build]\nexecutor = "no.such:thing"\n',
        ("garden.toml:2:", "build.executor", 'no module "no.such"', "install it"),
    ),
    "an executor that is not in its module": (
        '[build]\n\nexecutor = "garden.cluster:dusk"\n',
        ("garden.toml:3:", "build.executor", '"garden.cluster" has no "dusk"'),
    ),
    "an executor that is no function": (
        '[build]\nexecutor = "garden:__version__"\n',
        ("garden.toml:2:", "build.executor", "is a str", "function"),
    ),
    "base URL": (
        '[site]\nbase_url = "me.net"\n',
        ("garden.toml:2:", "site.base_url", 'found "me.net"', "https://"),
    ),
    "unknown rule": (
        '[check]\nlink-mising = "error"\n',
        ("garden.toml:2:", "check.link-mising", 'did you mean "link-missing"?'),
    ),
    "unknown severity": (
        '[check]\nlink-missing = "fatal"\n',
        ("garden.toml:2:", "check.link-missing", 'found "fatal"', '"error"', '"ignore"'),
    ),
    "severities are a table": ('check = "strict"\n', ("garden.toml:1:", "check", "a table")),
    "not TOML": ("[site]\ntitle = \n", ("garden.toml", "TOML", "line 2")),
    "a key twice": ('[site]\ntitle = "a"\ntitle = "b"\n', ("garden.toml", "line 3")),
    "a key in quotes": ('[site]\n"titel" = "x"\n', ("garden.toml:2:", "titel", '"title"')),
    "a key within braces": ('site = {titel = "x"}\n', ("garden.toml:1:", "titel", '"title"')),
    "unknown theme": ('[theme]\nname = "fancy"\n', ("fancy", "default")),
}


@pytest.mark.parametrize(("text", "parts"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_in_the_configuration(
    run: Any, tmp_path: Path, text: str, parts: tuple[str, ...]
) -> None:
    vault = write(tmp_path / "notes", {**FINE, "garden.toml": text})
    said = run("build", vault)
    assert said.code == 2
    assert [part for part in parts if part not in said.err] == [], said.err
    assert said.err.count("\n") == 1, "one line"
    assert not (tmp_path / "here/public").exists()


def test_a_configuration_that_is_not_utf8(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {**FINE, "garden.toml": b'[site]\ntitle = "caf\xe9"\n'})
    said = run("build", vault)
    assert said.code == 2
    assert "garden.toml" in said.err
    assert "UTF-8" in said.err


@pytest.mark.parametrize("name", ["notes/garden.toml", "other.toml"])
def test_a_link_that_leads_nowhere_is_told_with_its_file_and_line(
    run: Any, tmp_path: Path, name: str
) -> None:
    text = '[site]\ntitle = "Mine"\n\n[[navigation]]\nlink = "Nothing"\n'
    write(tmp_path, {"notes/a.md": "", name: text})
    said = run("check", tmp_path / "notes", "-c", tmp_path / name)
    assert f"{name}:5:1: warning[navigation]" in said.out
    found = json.loads(run("check", tmp_path / "notes", "-c", tmp_path / name, "--format=json").out)
    assert [p["line"] for p in found["problems"]] == [5]


def test_the_summary_counts_what_check_shows(run: Any, tmp_path: Path) -> None:
    files = {"garden.toml": "", "a.md": "", "static/private/x": "", "static/n.md": ""}
    vault = write(tmp_path / "notes", files)
    assert "problem" not in run("build", vault).out
    assert "nothing is wrong" in run("check", vault).out


def test_the_schema_lists_the_rules(run: Any) -> None:
    schema = json.loads(run("config", "--schema").out)
    assert "link-missing" in schema["properties"]["check"]["propertyNames"]["enum"]


def test_a_wrong_base_url_names_the_option(run: Any, tmp_path: Path) -> None:
    said = run("build", write(tmp_path / "notes", FINE), "--base-url", "ftp://me.net")
    assert said.code == 2
    assert "--base-url" in said.err
    assert "ftp://me.net" in said.err


def test_a_mistake_in_a_template_names_it_and_the_line(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {**FINE, "_theme/note.html": "<p>\n{{ nonsense( }}\n"})
    said = run("build", vault)
    assert said.code == 2
    assert "note.html:2" in said.err


def test_config_shows_what_is_in_force(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {**FINE, "garden.toml": '[publish]\nmode = "flag"\n'})
    said = run("config", vault)
    found = json.loads(said.out)
    assert said.code == 0
    assert found["publish"]["mode"] == "flag"
    assert found["publish"]["exclude"] == ["private/"]
    assert found["site"]["title"] == "notes", "the folder's name where none is given"


def described(schema: Mapping[str, Any], node: Mapping[str, Any], path: str) -> list[str]:
    """The keys below a part of a schema that say too little."""
    found: list[str] = []
    for key, value in node.get("properties", {}).items():
        target = value
        if "$ref" in value:
            target = schema["$defs"][value["$ref"].removeprefix("#/$defs/")]
        name = f"{path}{key}"
        if not (value.get("description") or target.get("description")):
            found.append(f"{name} has no description")
        if "default" not in value:
            found.append(f"{name} has no default")
        if not {"type", "enum", "anyOf", "const", "$ref"} & value.keys():
            found.append(f"{name} has no type")
        found += described(schema, target, f"{name}.")
    return found


def test_config_schema_describes_every_key(run: Any) -> None:
    said = run("config", "--schema")
    schema = json.loads(said.out)
    assert said.code == 0
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False, "an editor shows a key that is misspelt"
    assert {"site", "publish", "links", "markdown", "check"} <= schema["properties"].keys()
    assert schema["properties"]["site"]["default"]["language"] == "en"
    assert described(schema, schema, "") == []


def test_config_schema_and_the_configuration_in_force_have_the_same_keys(run: Any) -> None:
    schema = json.loads(run("config", "--schema").out)
    force = json.loads(run("config").out)
    assert schema["properties"].keys() == force.keys()
    for key, section in force.items():
        definition = schema["$defs"].get(key.title())
        assert definition is None or definition["properties"].keys() == section.keys()


SEVERITIES: dict[str, tuple[str, tuple[str, ...], int, bool]] = {
    # severity of link-missing → arguments, exit code, whether it is listed
    "as it is": ("", ("check",), 0, True),
    "error": ('[check]\nlink-missing = "error"\n', ("check",), 1, True),
    "info": ('[check]\nlink-missing = "info"\n', ("check", "--strict"), 0, True),
    "ignore": ('[check]\nlink-missing = "ignore"\n', ("check", "--strict"), 0, False),
    "error in a build": ('[check]\nlink-missing = "error"\n', ("build",), 0, True),
    "error in a strict build": ('[check]\nlink-missing = "error"\n', ("build", "-s"), 1, True),
    "ignored in a strict build": ('[check]\nlink-missing = "ignore"\n', ("build", "-s"), 0, False),
}


@pytest.mark.parametrize(
    ("config", "arguments", "code", "listed"), SEVERITIES.values(), ids=list(SEVERITIES)
)
def test_severities(
    run: Any, tmp_path: Path, config: str, arguments: tuple[str, ...], code: int, listed: bool
) -> None:
    vault = write(tmp_path / "notes", {**WARNING, "garden.toml": config})
    said = run(*arguments, vault)
    assert said.code == code
    assert ("link-missing" in said.out + said.err) is listed


def test_out9_the_severity_of_a_collision_counts_in_a_build_too(run: Any, tmp_path: Path) -> None:
    config = '[check]\nurl-collision = "ignore"\n'
    files = {"A B.md": "", "A-B.md": "", "garden.toml": config}
    assert run("build", write(tmp_path / "notes", files), "--strict").code == 0


# --- where things are ---------------------------------------------------------------------------

PLACES: dict[str, tuple[Files, str, tuple[str, ...], str]] = {
    # files, current folder, arguments → where the home page is
    "the current folder": ({"w/a.md": ""}, "w", (), "w/public"),
    "content in the current folder": ({"w/content/a.md": ""}, "w", (), "w/public"),
    "garden.toml here": (
        {"w/garden.toml": "", "w/a.md": "", "w/content/b.md": ""},
        "w",
        (),
        "w/public",
    ),
    "garden.toml above": ({"w/garden.toml": "", "w/a.md": "", "w/x/y/b.md": ""}, "w/x/y", (), ""),
    "garden.toml in content": (
        {"w/content/garden.toml": '[build]\noutput = "../site"\n', "w/content/a.md": ""},
        "w",
        (),
        "w/site",
    ),
    "output in garden.toml": (
        {"w/garden.toml": '[build]\noutput = "site"\n', "w/a.md": "", "w/x/b.md": ""},
        "w/x",
        (),
        "w/site",
    ),
    "output on the command line": (
        {"w/garden.toml": '[build]\noutput = "site"\n', "w/a.md": "", "w/x/b.md": ""},
        "w/x",
        ("-o", "mine"),
        "w/x/mine",
    ),
    "the vault on the command line": ({"v/a.md": "", "w/b.md": ""}, "w", ("../v",), "w/public"),
    "garden.toml of the vault on the command line": (
        {"v/garden.toml": '[build]\noutput = "site"\n', "v/a.md": "", "w/b.md": ""},
        "w",
        ("../v",),
        "v/site",
    ),
    "another configuration": (
        {"v/a.md": "", "c/my.toml": '[build]\noutput = "site"\n', "c/b.md": "", "w/x": ""},
        "w",
        ("../v", "-c", "../c/my.toml"),
        "c/site",
    ),
    "another configuration and no vault": (
        {"c/my.toml": '[build]\noutput = "site"\n', "c/b.md": "", "w/x": ""},
        "w",
        ("-c", "../c/my.toml"),
        "c/site",
    ),
}


@pytest.mark.parametrize(("files", "cwd", "arguments", "home"), PLACES.values(), ids=list(PLACES))
def test_default_vault_and_output(
    run: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: Files,
    cwd: str,
    arguments: tuple[str, ...],
    home: str,
) -> None:
    root = write(tmp_path / "root", files)
    monkeypatch.chdir(root / cwd)
    said = run("build", *arguments)
    assert said.code == 0, said
    homes = [path.parent.relative_to(root).as_posix() for path in root.rglob(".garden.json")]
    assert homes == [home or f"{cwd}/public"]


def test_check_writes_nothing(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {**FINE, **WARNING})
    before = tree(vault)
    run("check", vault)
    assert tree(vault) == before
    assert tree(tmp_path / "here") == {}


# --- what is said -------------------------------------------------------------------------------


def test_build_sums_up(run: Any, tmp_path: Path) -> None:
    files = {**FINE, "c.md": "[[Nothing]] [[Secret]]", "Secret.md": PRIVATE}
    vault = write(tmp_path / "notes", files)
    said = run("build", vault)
    for part in (
        "3 notes",
        "public",
        "1 note withheld",
        "publish: false",
        "1 link to a note that does not",
    ):
        assert part in said.out
    assert "Secret" not in said.out + said.err
    (vault / "b.md").unlink()
    write(vault, {"d.md": "new"})
    write(tmp_path / "here/public", {"CNAME": "me.net"})
    again = run("build", vault)
    for part in ("newly public: /d/", "no longer public: /b/", "CNAME"):
        assert part in again.out


def test_quiet_says_nothing(run: Any, tmp_path: Path) -> None:
    for files in (FINE, WARNING, INFO):
        vault = write(tmp_path / "notes", files)
        assert run("build", vault, "-q") == Said(0, "", "")
    said = run("build", vault, "-q", "-o", vault)
    assert said.code == 2
    assert said.err, "what stops a build is said anyway"


def test_check_shows_the_place(run: Any, tmp_path: Path) -> None:
    files = {"a.md": "# A\n\nsee [[Trsut]] here\n", "Trust.md": "text\n"}
    said = run("check", write(tmp_path / "notes", files))
    assert "a.md:3:5: warning[link-missing]" in said.out
    assert "3 | see [[Trsut]] here" in said.out
    assert "  |     ^^^^^^^^^\n" in said.out
    assert 'did you mean "Trust"?' in said.out


def test_check_for_machines_has_exactly_this_shape(run: Any, tmp_path: Path) -> None:
    files = {
        "a.md": "# A\n\nsee [[Trsut]] here\n",
        "Trust.md": "[[x]]\n",
        "f/x.md": "",
        "g/x.md": "",
        "Secret.md": PRIVATE,
    }
    said = run("check", write(tmp_path / "notes", files), "--format", "json")
    found = json.loads(said.out)
    assert said.err == ""
    assert list(found) == ["notes", "withheld", "problems"]
    assert (found["notes"], found["withheld"]) == (4, 1)
    wanted = {"path", "line", "column", "rule", "level", "message", "hint", "candidates"}
    assert [problem.keys() for problem in found["problems"]] == [wanted, wanted]
    guessed, missing = found["problems"]
    assert guessed["path"] == "Trust.md"
    assert guessed["rule"] == "link-ambiguous"
    assert guessed["candidates"] == ["f/x.md", "g/x.md"]
    del missing["message"]
    assert missing == {
        "path": "a.md",
        "line": 3,
        "column": 5,
        "rule": "link-missing",
        "level": "warning",
        "hint": 'did you mean "Trust"?',
        "candidates": ["Trust"],
    }


def test_check_for_machines_of_a_good_vault(run: Any, tmp_path: Path) -> None:
    said = run("check", write(tmp_path / "notes", FINE), "--format", "json")
    assert json.loads(said.out) == {"notes": 2, "withheld": 0, "problems": []}


SECRETS: dict[str, Files] = {
    # every word with zqx is private
    "a private note": {"a.md": "text", "Zqxname.md": f"{PRIVATE}# Zqxhead\nzqxbody #zqxtag"},
    "a link to a private note": {"a.md": "[[Zqxname]]", "Zqxname.md": PRIVATE},
    "a link by path": {"a.md": "[[zqxfolder/Zqxname|x]]", "zqxfolder/Zqxname.md": PRIVATE},
    "an embed of a private note": {"a.md": "![[Zqxname]]", "Zqxname.md": PRIVATE},
    "a link to a private alias": {
        "a.md": "[[Zqxalias]]",
        "b.md": "---\npublish: false\naliases: [Zqxalias]\n---\n",
    },
    "a private folder": {"a.md": "[[Zqxname]]", "private/zqxfolder/Zqxname.md": "zqxbody"},
    "a folder whose note is private": {
        "a.md": "[[Zqxname]] ![[zqxpicture.png]]",
        "zqxfolder/index.md": "---\nprivate: true\n---\n",
        "zqxfolder/Zqxname.md": "zqxbody",
        "zqxfolder/zqxpicture.png": "x",
    },
    "a picture in a private folder": {
        "a.md": "![[zqxpicture.png]]",
        "private/zqxpicture.png": "x",
    },
    "a picture in a private folder, by path": {
        "a.md": "![](private/zqxpicture.png)",
        "private/zqxpicture.png": "x",
    },
    "problems inside a private note": {
        "a.md": "text",
        "Zqxname.md": f"{PRIVATE}[[zqxlink]] ![[zqx.png]] %% zqxcomment",
    },
    "front matter that is broken": {
        "a.md": "text",
        "b.md": "---\ntitle: Zqxtitle\ntags: [zqxtag\n---\nzqxbody\n",
    },
    "a near name": {"a.md": "[[qxname]]", "Zqxname.md": PRIVATE},
    "a collision with a private note": {"Same.md": "text", "same.md": f"{PRIVATE}zqxbody"},
    "an alias that is also a private note's": {
        "a.md": "---\naliases: [Same]\n---\n",
        "Zqxname.md": "---\npublish: false\naliases: [Same]\n---\n",
    },
    "a tag that makes it private": {"a.md": "text", "Zqxname.md": "#private #zqxtag"},
}


@pytest.mark.parametrize("command", ["build", "check", "check --format=json"])
@pytest.mark.parametrize("name", SECRETS)
def test_prv35_private_names_are_not_said(
    run: Any, tmp_path: Path, name: str, command: str
) -> None:
    vault = write(tmp_path / "notes", SECRETS[name])
    verb, *options = command.split()
    for _ in range(2):
        said = run(verb, vault, *options)
        assert "zqx" not in said.out.lower() + said.err.lower()


def test_prv35_a_link_that_leads_out_of_a_private_folder_is_not_named(
    run: Any, tmp_path: Path
) -> None:
    write(tmp_path, {"outside.md": "x"})
    vault = write(tmp_path / "notes", {"a.md": "text", "private/b.md": "x"})
    (vault / "private/Zqxname.md").symlink_to(tmp_path / "outside.md")
    said = run("check", vault)
    assert "zqx" not in said.out.lower() + said.err.lower()


@pytest.mark.parametrize("command", ["build", "check"])
def test_prv35_nothing_in_a_folder_that_its_note_makes_private_is_named(
    run: Any, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.md": "", "f/index.md": "---\nprivate: true\n---\n", "f/Zqx1.md": "---\na: [\n---\n"}
    vault = write(tmp_path / "notes", {**files, "f/Zqx2.md": "x"})
    write(tmp_path, {"outside.md": "x"})
    (vault / "f/Zqx3.md").symlink_to(tmp_path / "outside.md")
    read = Disk.read

    def forbidden(disk: Disk, path: Path) -> bytes:
        if path.name == "Zqx2.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read(disk, path)

    monkeypatch.setattr(Disk, "read", forbidden)
    said = run(command, vault)
    assert "zqx" not in said.out.lower() + said.err.lower()


@pytest.mark.parametrize("front", ["private: perhaps", "a: ["])
def test_the_note_that_makes_its_folder_private_by_mistake_is_named(
    run: Any, tmp_path: Path, front: str
) -> None:
    vault = write(tmp_path / "notes", {"f/index.md": f"---\n{front}\n---\n", "f/n.md": ""})
    assert "f/index.md" in run("check", vault).out


VERBOSE = ("a private note", "a link to a private note", "a private folder")


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("name", VERBOSE)
def test_private_names_are_said_when_asked_for(
    run: Any, tmp_path: Path, name: str, command: str
) -> None:
    said = run(command, write(tmp_path / "notes", SECRETS[name]), "-v")
    assert "Zqxname" in said.out + said.err


def test_prv26_a_note_with_broken_front_matter_is_named(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", ERROR)
    for command in ("build", "check"):
        said = run(command, vault)
        assert "b.md:" in said.out + said.err
        assert "error[front-matter]" in said.out + said.err
        assert not (tmp_path / "here/public/b").exists()


RESOLVED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "the only one": (("[[b]]", "--from", "a"), ("b.md",)),
    "by path": (("f/x", "--from", "a"), ("f/x.md", "path")),
    "ambiguous": (("x", "--from", "a"), ("f/x.md", "would fit too: g/x.md")),
    "same folder": (("[[x]]", "--from", "g/y"), ("g/x.md", "same folder", "f/x.md")),
    "an alias": (("[[Faith]]", "--from", "a.md"), ("b.md", "alias")),
    "a heading": (("[[b#Deep]]", "--from", "a"), ("b.md", "id deep")),
    "no such heading": (("[[b#Nowhere]]", "--from", "a"), ("b.md", "no such heading")),
    "an embed with a label": (("![[b|label]]", "--from", "a"), ("b.md",)),
    "nothing": (("[[Nowhere]]", "--from", "a"), ("nothing", "fits")),
    "a private note": (("[[Secret]]", "--from", "a"), ("nothing", "fits")),
}


@pytest.mark.parametrize(("arguments", "parts"), RESOLVED.values(), ids=list(RESOLVED))
def test_resolve(
    run: Any, tmp_path: Path, arguments: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    files = {
        "a.md": "",
        "b.md": "---\naliases: [Faith]\n---\n# Deep\n",
        "f/x.md": "",
        "g/x.md": "",
        "g/y.md": "",
        "Secret.md": PRIVATE,
    }
    said = run("resolve", *arguments, "--vault", write(tmp_path / "notes", files))
    assert said.code == (1 if "nothing" in parts else 0)
    assert [part for part in parts if part not in said.out] == [], said.out


def test_resolve_takes_a_note_as_check_shows_it(run: Any, tmp_path: Path) -> None:
    write(tmp_path / "here", {"my notes/f/A.md": "[[gone]]", "my notes/b.md": ""})
    shown = run("check", "my notes").out.partition(":")[0]
    said = run("resolve", "b", "--from", shown, "--vault", "my notes")
    assert (shown, said.code) == ("my notes/f/A.md", 0)
    assert said.out.startswith("from f/A.md: b.md")


def test_resolve_from_an_unknown_note(run: Any, tmp_path: Path) -> None:
    said = run("resolve", "b", "--from", "nowhere", "--vault", write(tmp_path / "notes", FINE))
    assert said.code == 2
    assert "nowhere" in said.err


# --- the program itself -------------------------------------------------------------------------


def test_version_and_help(run: Any) -> None:
    assert run("--version") == Said(0, f"garden, version {__version__}\n", "")
    for command in ((), ("build",), ("check",), ("resolve",), ("config",)):
        usage, _, _ = run(*command, "--help").out.partition("\n")
        assert usage.startswith("Usage: ")
        assert " ".join((*command, "[OPTIONS]")) in usage


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "garden", *map(str, arguments)]
    environment = {**os.environ, **environment}
    return subprocess.run(command, env=environment, capture_output=True, check=False)


def test_python_m_garden(tmp_path: Path) -> None:
    done = process("--version")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().split() == ["garden,", "version", __version__]
    caches = str(tmp_path / "caches")
    vault = write(tmp_path / "notes", FINE)
    done = process("build", vault, "-o", tmp_path / "public", XDG_CACHE_HOME=caches)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "public/a/index.html").is_file()
    assert process("build", "--nonsense").returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_terminal_that_cannot_write_a_name_stops_nothing(tmp_path: Path, encoding: str) -> None:
    vault = write(tmp_path / "notes", {"日本語.md": "[[どこ]]", "🌱.md": "text"})
    own = {"XDG_CACHE_HOME": str(tmp_path / "caches"), "PYTHONIOENCODING": encoding}
    for command in (("build", vault, "-o", tmp_path / "public", "-v"), ("check", vault)):
        done = process(*command, **own)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
    (vault / "🌱.md").unlink()
    done = process("build", vault, "-o", tmp_path / "public", **own)
    assert done.returncode == 0, done.stderr.decode(errors="replace")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", WARNING)
    command = [sys.executable, "-m", "garden", "check", str(vault)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "caches")}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
