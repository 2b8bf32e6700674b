"""Addresses that were public: where they lead after a rename, and what is told of the others."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from garden.build import Built, build
from garden.changes import Change, Expected, UnexpectedError, change, expected
from garden.cli import cli
from garden.config import ConfigError, read_config
from garden.disk import Disk
from garden.ledger import HEADER, Ledger, Of, fingerprint, read_ledger, text_of, updated
from garden.output import read_manifest
from garden.preview import Preview
from garden.reading import Request
from tests.offline import tree, write
from tests.serving import requested
from tests.support import garden_of

TEXT = "some words"
PRINT = fingerprint(TEXT.encode())
PRIVATE = "---\npublish: false\n---\n"
LINE = f"/Old/ {PRINT} Old.md"

# what the ledger says, the notes now → where the addresses lead, and what is told to have vanished
LEADS: dict[str, tuple[str, dict[str, str], dict[str, str], list[str]]] = {
    "the page still stands": (LINE, {"Old.md": "x"}, {}, []),
    "same path, a permalink": (
        LINE,
        {"Old.md": "---\npermalink: /p\n---\nx"},
        {"Old/": "Old.md"},
        [],
    ),
    "a permalink that was": (f"/p/ {PRINT} Old.md", {"Old.md": TEXT}, {"p/": "Old.md"}, []),
    "the same text": (LINE, {"New.md": TEXT}, {"Old/": "New.md"}, []),
    "the same text under other front matter": (
        LINE,
        {"New.md": f"---\ntags: [t]\n---\n\n{TEXT}\n"},
        {"Old/": "New.md"},
        [],
    ),
    "the same text twice": (LINE, {"New.md": TEXT, "Newer.md": TEXT}, {}, ["/Old/"]),
    "the same text, of a note that had it before": (
        f"{LINE}\n/New/ {PRINT} New.md",
        {"New.md": TEXT},
        {},
        ["/Old/"],
    ),
    "moved to where another note was": (
        f"{LINE}\n/New/ 012345678901 New.md",
        {"New.md": TEXT},
        {"Old/": "New.md"},
        [],
    ),
    "no text is no likeness": ("/Old/ - Old.md", {"New.md": ""}, {}, ["/Old/"]),
    "the same name elsewhere": (LINE, {"a/old.md": "x"}, {"Old/": "a/old.md"}, []),
    "the same name twice": (LINE, {"a/Old.md": "x", "b/Old.md": "y"}, {}, ["/Old/"]),
    "an index is no name": ("/a/ - a/index.md", {"b/index.md": "x"}, {}, ["/a/"]),
    "an alias": (
        LINE,
        {"a/New.md": "---\naliases: [old]\n---\nx"},
        {"a/old/": "a/New.md", "Old/": "a/New.md"},
        [],
    ),
    "the text comes before an alias": (
        LINE,
        {"a/New.md": "---\naliases: [Old]\n---\nx", "b.md": TEXT},
        {"a/Old/": "a/New.md", "Old/": "b.md"},
        [],
    ),
    "the name comes before an alias": (
        LINE,
        {"a/New.md": "---\naliases: [Old]\n---\nx", "b/Old.md": "y"},
        {"a/Old/": "a/New.md", "Old/": "b/Old.md"},
        [],
    ),
    "a page of garden's own stands there": ("/map/ - Old.md", {"New.md": "x"}, {}, []),
    "the home page": ("/ - Old.md", {"New.md": "x"}, {}, []),
    "nothing": (LINE, {"New.md": "x"}, {}, ["/Old/"]),
    "capitals alone": ("/new/ - Old.md", {"New.md": "x"}, {}, ["/new/"]),
    "the author lets it go": ("/Old/ -> gone", {"New.md": "x"}, {}, []),
    "the author leads on": ("/Old/ -> /New/", {"New.md": "x"}, {"Old/": "New.md"}, []),
    "the author leads on twice": (
        "/Old/ -> /Older/\n/Older/ -> /New/",
        {"New.md": "x"},
        {"Old/": "New.md", "Older/": "New.md"},
        [],
    ),
    "the author leads on to what is led on": (
        "/Old/ -> /was/\n/was/ - New.md",
        {"New.md": "x"},
        {"Old/": "New.md", "was/": "New.md"},
        [],
    ),
    "the author leads round": (
        "/a/ -> /b/\n/b/ -> /a/",
        {"New.md": "x"},
        {},
        ["/a/", "/b/"],
    ),
    "the author leads nowhere": ("/Old/ -> /Nowhere/", {"New.md": "x"}, {}, ["/Old/"]),
    "a note that wins over the author": ("/New/ -> /Old/", {"New.md": "x"}, {}, []),
    "prv28 a note that is private now": (LINE, {"Old.md": PRIVATE, "New.md": "x"}, {}, ["/Old/"]),
    "prv28 the text is that of a private note": (
        LINE,
        {"New.md": f"{PRIVATE}{TEXT}", "b.md": "x"},
        {},
        ["/Old/"],
    ),
    "prv28 the author leads on to a private note": (
        "/Old/ -> /New/",
        {"New.md": PRIVATE, "b.md": "x"},
        {},
        ["/Old/"],
    ),
    "other capitals alone": ("/old/ - Old.md", {"Old.md": "x"}, {}, ["/old/"]),
    "other capitals alone, led on": ("/old/ -> /Old/", {"Old.md": "x"}, {}, ["/old/"]),
    "other capitals alone, let go": ("/old/ -> gone", {"Old.md": "x"}, {}, []),
    "out10 what garden itself writes": ("/_headers/ - Old.md", {"New.md": "x"}, {}, []),
}


@pytest.mark.parametrize(("ledger", "notes", "leads", "vanished"), LEADS.values(), ids=list(LEADS))
def test_prv2_an_address_leads_to_its_note(
    ledger: str, notes: dict[str, str], leads: dict[str, str], vanished: list[str]
) -> None:
    grown = garden_of(notes, ledger=ledger)
    told = [p.message.split()[0] for p in grown.problems if p.rule == "url-vanished"]
    own = {"Old/": "Old.md"} if "permalink" in notes.get("Old.md", "") else {}
    assert ({**grown.garden.redirects}, told) == ({**own, **leads}, vanished)
    assert all(f"{url}index.html" in grown.pages() for url in leads)


@pytest.mark.parametrize("line", ["/old/ - Old.md", "/old/ -> /Old/"])
def test_an_address_in_other_capitals_can_only_be_let_go(line: str) -> None:
    grown = garden_of({"Old.md": "x"}, ledger=line)
    (told,) = (p for p in grown.problems if p.rule == "url-vanished")
    assert told.hint == 'write "/old/ -> gone" in its place: no redirect can stand beside that page'


@pytest.mark.parametrize("case", LEADS)
def test_ni1_private_notes_change_no_redirect(case: str) -> None:
    ledger, notes, leads, _ = LEADS[case]
    more = {"Old.md": PRIVATE + TEXT, "z/Old.md": PRIVATE, "z/New.md": PRIVATE + TEXT}
    public = {path: text for path, text in notes.items() if not text.startswith(PRIVATE)}
    one = garden_of({**more, **public}, ledger=ledger)
    other = garden_of(public, ledger=ledger)
    assert one.garden == other.garden
    assert one.pages() == other.pages()
    assert leads.items() <= one.garden.redirects.items()


def test_prv28_prv35_a_note_that_was_taken_back_is_told_as_one_that_is_gone() -> None:
    gone, private = garden_of({"a.md": "x"}, ledger=LINE), {"a.md": "x", "Old.md": PRIVATE}
    taken = garden_of(private, ledger=LINE)
    assert [p.message for p in gone.problems] == [
        "/Old/ was public, and no public note is there now"
    ]
    assert taken.problems == gone.problems
    assert taken.problems[0].path == "ledger.txt"
    assert gone.pages() == taken.pages()


# --- the file -----------------------------------------------------------------------------------

WRONG = {
    "a word": ("what", ":1: found 'what', but allowed is"),
    "a mark of git": ("\n<<<<<<< HEAD", ":2: found '<<<<<<< HEAD'"),
    "out10 an address outside": ("/../x/ -> gone", ":1: found '/../x/'"),
    "out10 an encoded one": ("/%2e%2e/x/ -> gone", "allowed is an address such as /old/"),
    "no address": ("/a/ -> b", ":1: found '/a/ -> b'"),
    "two minds": ("/a/ -> gone\n/a/ -> /b/", ":2: /a/ stands on line 1 too"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_line_is_told(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_ledger(text, "urls.txt", "notes/urls.txt")
    assert str(caught.value).startswith("notes/urls.txt:")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "path", ["a b.md", "50%.md", "a\nb.md", "Größe 🌱.md", "\udcff.md", "a #b.md"]
)
def test_any_path_is_kept(path: str) -> None:
    now = {"x/": Of(path, PRINT)}
    text = text_of(updated(Ledger(), now, {}))
    assert text.count("\n") == 2
    (entry,) = read_ledger(text, "", "").entries
    assert entry.end == now["x/"]


def test_what_is_written_is_read_again_and_the_authors_lines_stay() -> None:
    text = f"{HEADER}\n# mine\n/a/ -> gone\n/b/ -> /c/\n/c/ {PRINT} c.md\n/old/ {PRINT} old.md\n"
    before = read_ledger(text, "", "")
    assert text_of(before) == text
    now = {"n/": Of("new.md", PRINT), "a/": Of("a.md", "")}
    after = text_of(updated(before, now, {"old/": "new.md"}))
    assert after == (
        f"{HEADER}\n# mine\n/a/ - a.md\n/b/ -> /c/\n/c/ {PRINT} c.md\n"
        f"/n/ {PRINT} new.md\n/old/ {PRINT} new.md\n"
    )
    assert text_of(updated(read_ledger(after, "", ""), now, {})) == after


# --- builds -------------------------------------------------------------------------------------


def built(
    folder: Path,
    expect: Expected | None = None,
    disk: Disk | None = None,
    tell: Callable[[Built], None] = lambda _: None,
) -> Built:
    ledger = folder / "urls.txt"
    return build(
        Request(
            folder / "notes",
            folder / "public",
            read_config(""),
            folder / "cache",
            ledger=ledger if ledger.is_file() else None,
            expected=expect,
        ),
        disk or Disk(),
        tell=tell,
    )


def test_out15_a_change_of_the_ledger_alone_is_seen(tmp_path: Path) -> None:
    write(tmp_path, {"notes/New.md": TEXT, "urls.txt": "/Old/ -> gone"})
    built(tmp_path)
    assert not (tmp_path / "public/Old").exists()
    write(tmp_path, {"urls.txt": LINE})
    built(tmp_path)
    assert "../New/" in (tmp_path / "public/Old/index.html").read_text()
    write(tmp_path, {"notes/New.md": PRIVATE, "notes/b.md": "x"})
    built(tmp_path)
    assert not (tmp_path / "public/Old").exists()
    assert not [p for p, content in tree(tmp_path / "public").items() if b"/New/" in content]


def test_prv28_each_change_is_told(tmp_path: Path) -> None:
    notes = write(tmp_path / "notes", {"a.md": "x", "b.md": "y", "Old.md": TEXT, "c.md": "z"})
    write(tmp_path, {"urls.txt": LINE})
    built(tmp_path)
    for path in ("b.md", "Old.md"):
        (notes / path).unlink()
    write(notes, {"a.md": "---\npermalink: /p\n---\nx", "New.md": TEXT, "c.md": PRIVATE})
    done = built(tmp_path)
    moved = (("/Old/", "/New/"), ("/a/", "/p/"))
    assert done.change == Change(("/New/",), ("/b/", "/c/"), moved)
    assert built(tmp_path).change == Change((), (), ())


def _found_full(place: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", str(place))


def _interrupted(_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("end", [_found_full, _interrupted], ids=["disk full", "Ctrl-C"])
def test_prv28_prv29_whatever_stops_a_build_the_next_one_tells_the_difference(
    tmp_path: Path, end: Callable[[Any], None]
) -> None:
    """At every operation: either the difference was told, or the next build tells it."""
    before = {"a.md": "x", "b.md": "y", "Old.md": TEXT}
    told = Change(("/new/",), ("/b/",), (("/Old/", "/p/"),))
    for nth in itertools.count():
        folder = tmp_path / str(nth)
        write(folder / "notes", before)
        built(folder)
        (folder / "notes/b.md").write_text(PRIVATE)
        write(folder / "notes", {"new.md": "", "Old.md": f"---\npermalink: /p\n---\n{TEXT}"})
        heard = list[Change]()
        try:
            stopping = Disk(_stopping(nth, end))
            built(folder, disk=stopping, tell=lambda it, heard=heard: heard.append(it.change))  # type: ignore[misc]
        except (OSError, KeyboardInterrupt):
            assert built(folder).change in ([told, Change((), (), ())] if heard else [told])
        else:
            assert heard == [told]
            break
    assert built(folder).change == Change((), (), ())
    assert nth > 20


def _stopping(nth: int, end: Callable[[Any], None]) -> Callable[[object, Path], None]:
    left = nth

    def watch(_: object, path: Path) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            end(path)

    return watch


@pytest.mark.parametrize("end", [BrokenPipeError, KeyboardInterrupt, OSError])
def test_prv28_a_difference_that_was_not_told_to_its_end_is_told_again(
    tmp_path: Path, end: type[BaseException]
) -> None:
    notes = write(tmp_path / "notes", {"a.md": "x", "b.md": "y"})
    built(tmp_path)
    (notes / "b.md").write_text(PRIVATE)

    def cut(_: Built) -> None:
        raise end

    for _ in range(2):
        with pytest.raises(end):
            built(tmp_path, tell=cut)
    done = built(tmp_path)
    assert (done.change.no_longer_public, done.was_interrupted) == (("/b/",), False)
    assert b"b.md" not in (tmp_path / "public/.garden.json").read_bytes()
    assert not built(tmp_path).change


def test_prv28_a_difference_that_was_not_told_and_taken_back_is_none(tmp_path: Path) -> None:
    notes = write(tmp_path / "notes", {"a.md": "x"})
    built(tmp_path)
    write(notes, {"b.md": "y"})
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path, tell=_interrupted)
    (notes / "b.md").unlink()
    assert not built(tmp_path).change


def test_prv30_the_manifest_knows_the_paths_of_published_notes(tmp_path: Path) -> None:
    write(tmp_path, {"notes/a b.md": "x", "notes/c.md": PRIVATE})
    built(tmp_path)
    manifest = read_manifest(Disk(), tmp_path / "public")
    assert manifest is not None
    assert manifest.notes == {"a-b/index.html": "a b.md"}


def test_a_list_of_an_older_garden_tells_what_it_can() -> None:
    assert change({"a/index.html": ""}, {"b/index.html": "b.md"}, {}) == Change(
        ("/b/",), ("/a/",), ()
    )


EXPECTED = {
    "as it is": ("# mine\n\n/a/  # the first\n/Gr%C3%B6%C3%9Fe/", []),
    "one more is public": ("/a/", ["public, but not in the file: /Größe/"]),
    "one is not public": ("/a/\n/Größe/\n/b/", ["in the file, but not public: /b/"]),
    "none": ("", ["public, but not in the file: /Größe/", "public, but not in the file: /a/"]),
}


@pytest.mark.parametrize(("text", "said"), EXPECTED.values(), ids=list(EXPECTED))
def test_prv28_only_what_is_expected_is_published(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    write(tmp_path / "notes", {"a.md": "x", "Größe.md": "y", "c.md": PRIVATE})
    found: list[str] = []
    try:
        built(tmp_path, expected(text, "public.txt"))
    except UnexpectedError as error:
        found = [line.strip() for line in str(error).splitlines()[1:]]
    assert found == said
    assert (tmp_path / "public").exists() == (not said)


def test_prv28_a_site_that_stands_is_no_excuse(tmp_path: Path) -> None:
    write(tmp_path / "notes", {"a.md": "x"})
    built(tmp_path)
    before = tree(tmp_path / "public")
    for text in ("a", "b"):  # nothing has changed, then something has
        with pytest.raises(UnexpectedError, match=r"public\.txt says; no site was written"):
            built(tmp_path, expected("/b/", "public.txt"))
        write(tmp_path / "notes", {"a.md": text})
    assert tree(tmp_path / "public") == before


# --- the commands -------------------------------------------------------------------------------


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """`run(*arguments)` is the command in `tmp_path`: its exit code, and all that it says."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str]:
        code = 0
        try:
            cli.main(arguments, "garden", standalone_mode=False)
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out + said.err

    return command


def test_status_tells_and_writes_nothing(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    notes = write(tmp_path / "notes", {"a.md": "x", "b.md": "y", "Zqx.md": PRIVATE})
    first = "There is no site in public yet, so all of them would be newly public.\n"
    assert run("status", "notes") == (0, f"2 notes to be public, 1 withheld.\n{first}")
    assert not (tmp_path / "public").exists()
    run("build", "notes")
    same = "2 notes to be public, 1 withheld.\nThat is what is public in public.\n"
    assert run("status", "notes") == (0, same)
    write(notes, {"a.md": "---\npermalink: p\n---\nx", "b.md": PRIVATE, "c.md": ""})
    before = tree(tmp_path / "public"), tree(notes)
    assert run("status", "notes") == (
        0,
        "2 notes to be public, 2 withheld.\n1 page newly public:\n  /c/\n1 page no longer"
        " public:\n  /b/\n1 page at another address:\n  /a/ is now /p/\n",
    )
    assert run("status", "notes", "--list") == (0, "/c/\n/p/\n")
    write(tmp_path, {"public.txt": "/p/\n"})
    code, said = run("status", "notes", "--expect-public", "public.txt")
    assert (code, said.splitlines()[-1]) == (1, "  public, but not in the file: /c/")
    assert (tree(tmp_path / "public"), tree(notes)) == before


def test_prv29_status_tells_of_pending_removals(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    write(tmp_path / "notes", {"a.md": "x"})
    run("build", "notes")
    manifest = tmp_path / "public/.garden.json"
    manifest.write_text(manifest.read_text().replace('"whole": true', '"whole": false'))
    assert "was interrupted; the next has its removals to do" in run("status", "notes")[1]


def test_prv28_a_list_made_by_one_command_is_what_the_other_expects(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    write(tmp_path / "notes", {"a.md": "x", "ü/b c.md": "y"})
    write(tmp_path, {"public.txt": run("status", "notes", "--list")[1]})
    assert run("build", "notes", "--expect-public", "public.txt")[0] == 0
    write(tmp_path / "notes", {"d.md": "z"})
    code, said = run("build", "notes", "--expect-public", "public.txt")
    assert (code, said) == (
        1,
        "garden: what would be public is not what public.txt says; no site was written\n"
        "  public, but not in the file: /d/\n",
    )
    assert not (tmp_path / "public/d").exists()


def test_a_ledger_that_is_kept_leads_on_after_each_rename(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    notes = write(tmp_path / "notes", {"0.md": TEXT, "garden.toml": '[urls]\nledger = "l.txt"'})
    code, said = run("build", "notes")
    assert (code, said) == (
        2,
        "garden: notes/l.txt: there is no such ledger; garden redirects --update makes it\n",
    )
    for number in range(4):
        assert run("redirects", "--update", "notes/l.txt", "notes")[0] == 0
        (notes / f"{number}.md").rename(notes / f"{number + 1}.md")
    assert run("build", "notes", "--strict")[0] == 0
    for number in range(4):
        assert "../4/" in (tmp_path / f"public/{number}/index.html").read_text()
    write(notes, {"4.md": "other words"})
    assert run("build", "notes", "--strict")[0] == 1
    assert "l.txt:2:1: warning[url-vanished]: /0/ was public" in run("check", "notes")[1]


@pytest.mark.parametrize(
    "place", ["public/l.txt", "public/deep/l.txt", "other/l.txt", "link/l.txt"]
)
def test_prv30_a_ledger_in_a_site_is_refused(
    run: Callable[..., tuple[int, str]], tmp_path: Path, place: str
) -> None:
    write(tmp_path / "notes", {"a.md": "x"})
    run("build", "notes")
    run("build", "notes", "-o", "other")
    (tmp_path / "link").symlink_to("public")
    before = tree(tmp_path)
    code, said = run("redirects", "--update", place, "notes")
    assert (code, tree(tmp_path)) == (2, before)
    assert said.startswith(f"garden: {place}: lies in a site, in the folder ")
    assert "move it beside garden.toml, and name that place in urls.ledger" in said
    write(tmp_path, {place: HEADER, "notes/garden.toml": f'[urls]\nledger = "../{place}"'})
    for command in (("build", "notes"), ("check", "notes"), ("status", "notes")):
        code, said = run(*command)
        assert (code, "lies in a site, in the folder " in said) == (2, True)


def test_out3_a_ledger_in_an_output_to_come_is_refused(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    write(tmp_path / "notes", {"a.md": "x"})
    assert run("redirects", "--update", "public/l.txt", "notes")[0] == 2
    assert not (tmp_path / "public").exists()


def test_status_of_the_site_of_another_vault_says_so(
    run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    write(tmp_path, {"notes/a.md": "x", "others/b.md": "y", "others/c.md": ""})
    run("build", "notes")
    said = "No note of the site in public is in this vault: it seems to be of another.\n"
    assert said in run("status", "others", "-o", "public")[1]
    assert said not in run("status", "notes", "-o", "public")[1]
    (tmp_path / "notes/a.md").write_text(PRIVATE)
    write(tmp_path, {"notes/z.md": ""})
    assert said not in run("status", "notes", "-o", "public")[1]


@pytest.mark.parametrize("name", ["0.md", "mine.txt", "New.md"])
def test_out3_no_other_file_is_taken_for_a_ledger(
    run: Callable[..., tuple[int, str]], tmp_path: Path, name: str
) -> None:
    write(tmp_path / "notes", {"0.md": "# not a ledger", "mine.txt": "# mine"})
    before = tree(tmp_path / "notes")
    assert run("redirects", "--update", f"notes/{name}", "notes")[0] == 2
    assert tree(tmp_path / "notes") == before


def test_srv11_the_preview_follows_the_ledger(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"New.md": TEXT, "l.txt": ""})

    def wanted() -> Request:
        return replace(requested(vault), ledger=vault / "l.txt")

    preview = Preview(wanted, Disk())
    assert preview.refresh().find("Old/") is None
    write(vault, {"l.txt": LINE})
    edition = preview.refresh()
    assert edition.find("Old/") is not None
    assert edition.changes == (str(vault / "l.txt"),)
