"""The static folder: what is copied, what is left out and told, who wins an address."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from garden.build import Built
from garden.config import ConfigError
from garden.disk import Disk, Operation
from tests.offline import Files, built, faults, tree, write
from tests.support import Grown, default_theme, garden_of
from tests.test_cli import Said, run

__all__ = ["run"]

SITE = '[site]\nbase_url = "https://me.net/"\n'


def site(root: Path, files: Files, config: str = "", static: str = "static") -> Built:
    """The site of a vault in `notes`, in `out`, with a static folder that is named from there."""
    vault = write(root / "notes", {"index.md": "text", **files})
    return built(vault, root / "out", config, static=vault / static)


def told(done: Built) -> dict[str, str]:
    return {
        problem.path: problem.rule
        for problem in done.grown.report.problems
        if problem.rule in ("static", "static-private", "url-collision")
    }


def copied(root: Path, done: Built) -> set[str]:
    """The static files in the output; each must be there, and be what it was."""
    for url, path in done.grown.garden.static.items():
        out = root / "out" / (f"{url}index.html" if url.endswith("/") or not url else url)
        assert out.read_bytes() == done.grown.static[path].read_bytes()
    return set(done.grown.garden.static.values())


def test_files_are_copied_as_they_are(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "CNAME": "me.net\n",
        "_redirects": "/a /b 301",
        "_headers": "",
        ".nojekyll": "",
        ".well-known/security.txt": "x",
        "sub/.htaccess": "x",
        "Größe & Form.txt": b"\xff\x00",
        "{{ x }}.html": "{{ x }}",
        "app/index.html": "<p>",
    }
    done = site(tmp_path, {f"static/{path}": content for path, content in files.items()})
    assert copied(tmp_path, done) == set(files)
    assert told(done) == {}
    assert (tmp_path / "out/Größe & Form.txt").read_bytes() == b"\xff\x00"


# path in the static folder → the rule that tells that it is left out, or "" where nobody needs to
LEFT_OUT = {
    "note.md": "",
    "sub/note.MARKDOWN": "",
    "private/a.txt": "static-private",
    "Private/deep/.hidden": "static-private",
    ".env": "static",
    ".git": "static",
    "sub/.well-known": "static",
    "sub/.nojekyll": "static",
    ".garden.json": "static",
    "CNAME~": "static",
    "a.bak": "static",
    "back\\slash.txt": "static",
    "line\nbreak.txt": "static",
    ".DS_Store": "",
    "Thumbs.db": "",
}


@pytest.mark.parametrize(("path", "rule"), LEFT_OUT.items())
def test_what_is_left_out_is_told(tmp_path: Path, path: str, rule: str) -> None:
    done = site(tmp_path, {f"static/{path}": "zqx", "static/ok.txt": ""})
    assert copied(tmp_path, done) == {"ok.txt"}
    assert told(done) == ({f"static/{path}": rule} if rule else {})


def test_a_hidden_folder_is_told_once(tmp_path: Path) -> None:
    done = site(tmp_path, {"static/.git/config": "x", "static/.git/HEAD": "x", "static/a": ""})
    assert told(done) == {"static/.git": "static"}


DENIED: dict[str, tuple[Files, str]] = {
    "a pattern, from the top of the vault": ({}, '[publish]\nexclude = ["/static/secret/"]\n'),
    "a pattern, from the folder": ({}, '[publish]\nexclude = ["/secret/"]\n'),
    "a pattern, in other letters": ({}, '[publish]\nexclude = ["SECRET/"]\n'),
    "Obsidian's settings": (
        {".obsidian/app.json": '{"userIgnoreFilters": ["static/secret/"]}'},
        "",
    ),
    "the folder of templates": ({".obsidian/templates.json": '{"folder": "static/secret"}'}, ""),
    "the note of its folder": ({"static/secret/index.md": "---\nprivate: true\n---\n"}, ""),
}


@pytest.mark.parametrize(("files", "config"), DENIED.values(), ids=list(DENIED))
def test_what_is_denied_is_not_copied(tmp_path: Path, files: Files, config: str) -> None:
    done = site(tmp_path, {"static/secret/a.txt": "zqx", "static/b.txt": "", **files}, config)
    assert copied(tmp_path, done) == {"b.txt"}
    assert told(done)["static/secret/a.txt"] == "static-private"


def test_prv40_symbolic_links(tmp_path: Path) -> None:
    files = {"private/s.txt": "zqx", "static/a.txt": "a", "static/private/b.txt": "zqx", "n.md": ""}
    vault = write(tmp_path / "notes", {**files, "static/.env": "zqx"})
    write(tmp_path / "outside", {"o.txt": "zqx"})
    links: dict[str, str | Path] = {
        "inside.txt": "a.txt",
        "out.txt": tmp_path / "outside/o.txt",
        "denied.txt": "../private/s.txt",
        "denied-inside.txt": "private/b.txt",
        "hidden.txt": ".env",
        "folder": tmp_path / "outside",
        "nowhere.txt": "gone",
        "note.txt": "../n.md",
        "loop": "loop",
    }
    for name, target in links.items():
        (vault / "static" / name).symlink_to(target)
    done = site(tmp_path, {})
    assert copied(tmp_path, done) == {"a.txt", "inside.txt"}
    assert {f"static/{name}" for name in links} - told(done).keys() == {"static/inside.txt"}


def test_a_link_to_a_private_folder_is_no_way_around(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"private/s.txt": "zqx"})
    (vault / "static").symlink_to("private")
    assert copied(tmp_path, site(tmp_path, {})) == set()


def test_names_are_nfc_and_two_forms_are_told(tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "é.txt")
    done = site(tmp_path, {f"static/{nfd}": "1", "static/é.txt": "2"})
    assert copied(tmp_path, done) == {"é.txt"}
    assert told(done) == {"static/é.txt": "static"}


def test_the_folder_may_lie_outside_the_vault(tmp_path: Path) -> None:
    write(tmp_path / "files", {"CNAME": "x", "private/x": "zqx", "n.md": "zqx"})
    done = site(tmp_path, {}, static="../files")
    assert copied(tmp_path, done) == {"CNAME"}
    assert told(done) == {"files/private/x": "static-private", "files/n.md": "static-private"}


# the folder's own note → whether what lies beside and below is copied
OUTSIDE: dict[str, tuple[Files, bool]] = {
    "says so": ({"a/index.md": "---\nprivate: true\n---\n"}, False),
    "of its name": ({"a/a.md": "---\nprivate: true\n---\n"}, False),
    "in other letters": ({"a/INDEX.MD": "---\nprivate: yes\n---\n"}, False),
    "of all": ({"index.md": "---\nprivate: true\n---\n"}, False),
    "of its name, of all": ({"files.md": "---\nprivate: true\n---\n"}, False),
    "cannot be read as YAML": ({"a/index.md": "---\nprivate: [\n---\n"}, False),
    "may have said so": ({"a/index.md": "---\nprivate: perhaps\n---\n"}, False),
    "is a draft alone": ({"a/index.md": "---\ndraft: true\n---\n"}, True),
    "says the contrary": ({"a/index.md": "---\nprivate: false\n---\n"}, True),
    "of a folder beside": ({"b/index.md": "---\nprivate: true\n---\n"}, True),
    "of a folder below": ({"a/b/c/d/index.md": "---\nprivate: true\n---\n"}, True),
    "is another note": ({"a/other.md": "---\nprivate: true\n---\n"}, True),
}


@pytest.mark.parametrize("place", ["../files", "_theme/files", "files"])
@pytest.mark.parametrize(("notes", "copies"), OUTSIDE.values(), ids=list(OUTSIDE))
def test_prv28_a_private_folder_of_a_static_folder_anywhere(
    tmp_path: Path, notes: Files, copies: bool, place: str
) -> None:
    letter = {"a/b/c/letter.txt": "zqx"}
    write(tmp_path / "notes" / place, {**letter, **notes})
    done = site(tmp_path, {}, static=place)
    assert copied(tmp_path, done) == (set(letter) if copies else set())
    out = tree(tmp_path / "out").values()
    assert any(b"zqx" in content for content in out) == copies
    above = done.grown.report.problems
    assert [p.rule for p in above if "letter" in p.path] == ["static-private"] * (not copies)


def test_prv28_a_folder_note_that_is_a_link_or_may_not_be_read(tmp_path: Path) -> None:
    files = write(tmp_path / "files", {"a/x": "zqx", "b/x": "zqx", "b/index.md": "", "c/x": ""})
    write(tmp_path / "elsewhere", {"index.md": "---\nprivate: true\n---\n"})
    (files / "a/index.md").symlink_to("../../elsewhere/index.md")
    vault = write(tmp_path / "notes", {"index.md": "text"})

    def watch(operation: Operation, path: Path) -> None:
        if operation == "read" and path == files / "b/index.md":
            raise PermissionError(13, "Permission denied", str(path))

    done = built(vault, tmp_path / "out", static=files, disk=Disk(watch))
    assert copied(tmp_path, done) == {"c/x"}


def test_files_in_static_stay_attachments(tmp_path: Path) -> None:
    site(tmp_path, {"index.md": "![[leaf.png]]", "static/leaf.png": "x"})
    assert {"leaf.png", "static/leaf.png"} <= tree(tmp_path / "out").keys()
    assert faults(tmp_path / "out") == []


@pytest.mark.parametrize("static", [".", "..", "../out", "../out/deep", "../cache"])
def test_a_folder_that_is_more_than_static_files_is_refused(tmp_path: Path, static: str) -> None:
    vault = write(tmp_path / "notes", {"a.md": "text"})
    write(tmp_path / "out/deep", {})
    write(tmp_path / "cache", {"x": ""})
    out, cache = tmp_path / "out", tmp_path / "cache"
    with pytest.raises(ConfigError, match="name a folder of its own"):
        built(vault, out, cache=cache, adopt=True, static=vault / static)


@pytest.mark.parametrize("static", [".obsidian", ".git", "linked", "../.ssh", "a/.b/c"])
def test_a_hidden_folder_is_refused(tmp_path: Path, static: str) -> None:
    vault = write(tmp_path / "notes", {"a.md": "text", ".obsidian/x": "", ".git/x": ""})
    write(tmp_path, {".ssh/x": "", "notes/a/.b/c/x": ""})
    (vault / "linked").symlink_to(".git")
    with pytest.raises(ConfigError, match="is hidden, or lies in a hidden folder"):
        built(vault, tmp_path / "out", static=vault / static)


def test_a_vault_may_lie_in_a_hidden_folder(tmp_path: Path) -> None:
    assert copied(tmp_path / ".x", site(tmp_path / ".x", {"static/a.txt": ""})) == {"a.txt"}


@pytest.mark.parametrize("name", ["gone", "a.md"])
def test_a_folder_that_is_named_must_be_there(tmp_path: Path, name: str) -> None:
    config = f'[build]\nstatic = "{name}"\n'
    with pytest.raises(ConfigError, match="is no folder"):
        site(tmp_path, {"a.md": ""}, config, static=name)
    site(tmp_path, {}, static="gone")  # by default there need be none


def test_a_list_moves_for_a_static_file() -> None:
    grown = garden_of({"a.md": "text"}, static=["map/index.html"])
    assert grown.garden.lists["map"] == "map-2/"


def test_an_output_in_the_folder_is_refused(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"a.md": "text", "static/x": ""})
    with pytest.raises(ConfigError, match="or contains the vault, the output"):
        built(vault, vault / "static/public", static=vault / "static")


# --- who wins an address -------------------------------------------------------------------------

GENERATED = {
    "404.html": SITE,
    "robots.txt": SITE,
    "sitemap.xml": SITE,
    "feed.xml": SITE,
    "index.html": "",
}


@pytest.mark.parametrize(("name", "config"), GENERATED.items())
def test_a_static_file_replaces_one_that_garden_makes(
    tmp_path: Path, name: str, config: str
) -> None:
    vault = write(
        tmp_path / "notes", {"a.md": "---\ndate: 2024-01-01\n---\n", f"static/{name}": "x"}
    )
    done = built(vault, tmp_path / "out", config, static=vault / "static")
    assert (tmp_path / "out" / name).read_text() == "x"
    assert told(done) == {}


def test_a_static_folder_may_stand_where_garden_makes_a_file(tmp_path: Path) -> None:
    done = site(tmp_path, {"static/404.html/a.txt": "", "static/robots.txt/b": ""}, SITE)
    assert copied(tmp_path, done) == {"404.html/a.txt", "robots.txt/b"}


NOTES_WIN = ("a/index.html", "A/index.html", "a", "about.html/x.txt", "index.html", "theme")


@pytest.mark.parametrize("path", NOTES_WIN)
def test_a_note_wins_over_a_static_file(tmp_path: Path, path: str) -> None:
    files = {"a.md": "the note", "b.md": "---\npermalink: /about.html\n---\n"}
    site(tmp_path / "before", files)
    before = tree(tmp_path / "before/out")
    done = site(tmp_path, {**files, f"static/{path}": "x", "static/ok": ""})
    assert copied(tmp_path, done) == {"ok"}
    assert told(done) == {f"static/{path}": "url-collision"}
    after = tree(tmp_path / "out")
    assert {path for path in after if after[path] != before.get(path)} == {"ok", ".garden.json"}


def test_two_static_files_that_differ_in_letters_only(tmp_path: Path) -> None:
    done = site(tmp_path, {"static/a.txt": "1", "static/A.txt": "2"})
    assert copied(tmp_path, done) == {"A.txt"}
    assert told(done) == {"static/a.txt": "url-collision"}


MOVES: dict[str, tuple[Mapping[str, str | bytes], str, str]] = {
    # files, a static file, the page that moves
    "a tag": ({"n.md": "#t"}, "tags/t/index.html", "tags/t-2/index.html"),
    "an attachment": ({"n.md": "[[p.png]]", "p.png": b""}, "p.png", "p-2.png"),
    "a folder of tags": ({"n.md": "#t"}, "tags", "tags-2/t/index.html"),
}


@pytest.mark.parametrize(("files", "static", "moved"), MOVES.values(), ids=list(MOVES))
def test_what_garden_makes_moves(files: Mapping[str, str | bytes], static: str, moved: str) -> None:
    pages = garden_of(files, static=[static]).pages()
    assert pages[static] == f"(a copy of {static})"
    assert moved in pages


def test_no_alias_leads_from_the_place_of_a_static_file() -> None:
    pages = garden_of({"n.md": "---\naliases: [x]\n---\n"}, static=["x/index.html"]).pages()
    assert pages["x/index.html"] == "(a copy of x/index.html)"


def icon(grown: Grown) -> str:
    return grown.pages(default_theme())["n/index.html"].partition('rel="icon" href="')[2][:25]


ICONS: dict[str, tuple[list[str], str]] = {
    "none": ([], "../theme/favicon."),
    "svg first": (["favicon.ico", "favicon.png", "favicon.svg"], '../favicon.svg"'),
    "ico": (["favicon.ico", "favicon.png"], '../favicon.ico"'),
    "png": (["favicon.png"], '../favicon.png"'),
    "not at the top": (["f/favicon.png"], "../theme/favicon."),
}


@pytest.mark.parametrize(("static", "href"), ICONS.values(), ids=list(ICONS))
def test_the_icon_of_the_site(static: list[str], href: str) -> None:
    assert icon(garden_of({"n.md": "text"}, static=static)).startswith(href)


# --- what it must not weaken ---------------------------------------------------------------------


def test_a_file_that_is_gone_from_static_goes_from_the_site(tmp_path: Path) -> None:
    site(tmp_path, {"static/a/b.txt": "", "static/c.txt": ""})
    (tmp_path / "notes/static/a/b.txt").unlink()
    done = site(tmp_path, {})
    assert done.placed.deleted == 1
    assert not (tmp_path / "out/a").exists()


def test_static_files_of_a_vault_change_nothing_else(tmp_path: Path) -> None:
    files = {"a.md": "[[index]] #t", "private/b.md": "[[a]]"}
    site(tmp_path / "1", files, SITE)
    site(tmp_path / "2", {**files, "static/x.txt": "x", "static/private/y.txt": "zqx"}, SITE)
    one, two = tree(tmp_path / "1/out"), tree(tmp_path / "2/out")
    assert {path for path in two if two[path] != one.get(path)} == {"x.txt", ".garden.json"}


def test_ni1_of_static_files(tmp_path: Path) -> None:
    public = {"static/x.txt": "x", "a.md": "[[x.txt]]"}
    private = {
        "static/n.md": "---\npublish: no\n---\nzqx",
        "static/private/y": "zqx",
        "static/.z": "",
    }
    site(tmp_path / "1", public, SITE)
    site(tmp_path / "2", {**public, **private}, SITE)
    assert tree(tmp_path / "1/out") == tree(tmp_path / "2/out")


# --- the command line ----------------------------------------------------------------------------

Run = Callable[..., Said]
CONFIGURED = {"notes/garden.toml": "", "notes/a.md": "text", "notes/static/CNAME": "me.net"}


def test_prv35_the_build_says_how_many_and_names_nothing_private(run: Run) -> None:
    more = {"notes/static/private/zqx.txt": "", "notes/static/.x": "", "notes/static/b": ""}
    write(Path(), {**CONFIGURED, **more})
    said = run("build", "notes")
    assert "2 files copied from static/, 2 left out" in said.out
    assert "zqx" not in said.out + said.err + run("check", "notes").out
    assert "static/.x" in run("check", "notes").out
    assert "static/private/zqx.txt" in run("check", "notes", "-v").out


def test_a_site_without_static_files_says_nothing_of_them(run: Run) -> None:
    write(Path(), {"notes/garden.toml": "", "notes/a.md": "text"})
    assert "static" not in run("build", "notes").out


def test_without_a_configuration_static_is_a_folder_like_others(run: Run) -> None:
    write(Path(), {**CONFIGURED, "notes/garden.toml": ""})
    Path("notes/garden.toml").unlink()
    assert run("build", "notes").code == 0
    assert not Path("public/CNAME").exists()


NAMED = {
    "by another name": ('[build]\nstatic = "files"\n', "files/CNAME", True),
    "beside the configuration, outside the vault": (
        '[build]\nstatic = "../f"\n',
        "../f/CNAME",
        True,
    ),
    "none": ('[build]\nstatic = ""\n', "static/CNAME", False),
}


@pytest.mark.parametrize(("config", "path", "there"), NAMED.values(), ids=list(NAMED))
def test_the_folder_is_named_from_the_configuration(
    run: Run, config: str, path: str, there: bool
) -> None:
    write(Path(), {"notes/garden.toml": config, "notes/a.md": "text", f"notes/{path}": "me.net"})
    assert run("build", "notes").code == 0
    assert Path("public/CNAME").exists() is there


def test_a_wrong_folder_is_told_in_one_line(run: Run) -> None:
    write(Path(), {"notes/garden.toml": '[build]\nstatic = "."\n', "notes/a.md": "text"})
    said = run("build", "notes")
    assert said.code == 2
    assert "build.static" in said.err
    assert said.err.count("\n") == 1
