"""Dates from git, in real repositories: what it knows, what it must not do, how it fails."""

from __future__ import annotations

import json
import os
import subprocess
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

import garden.gitdates
from garden.cli import cli
from garden.disk import Disk
from garden.gitdates import History, git_dates, git_public
from garden.lives import Change, Commit, of_this_life
from garden.model import Tended
from tests.offline import built, tree, write

Run = Callable[..., str]
DAYS = 86_400


def at(day: int) -> str:
    """Noon of a day of January 2024, as garden writes it."""
    return f"2024-01-{day:02}T12:00:00+00:00"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git as on a machine without any configuration, and never above the test's own folder."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def git(folder: Path, *arguments: str, day: int = 1) -> str:
    seconds = f"{1_704_110_400 + (day - 1) * DAYS}"
    who = {"NAME": "A", "EMAIL": "a@example.org", "DATE": f"{seconds} +0500"}
    environment = {
        **os.environ,
        **{f"GIT_AUTHOR_{key}": value for key, value in who.items()},
        **{
            f"GIT_COMMITTER_{key}": value
            for key, value in {**who, "DATE": "1800000000 +0000"}.items()
        },
    }
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def commit(folder: Path, day: int, **files: str | None) -> None:
    """A commit on a day; of `a_md` the file is `a.md`, and None deletes it."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_md", ".md")
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "x", day=day)


def repository(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def dates(vault: Path, cache: Path | None = None, *, writes: bool = True) -> History:
    return git_dates(Disk(), vault, cache, writes=writes)


def rules(history: History) -> list[str]:
    return [problem.rule for problem in history.problems]


def test_made_with_the_first_commit_changed_with_the_last(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="1", b_md="1")
    commit(vault, 2, a_md="2", f__c_md="1")
    commit(vault, 3, a_md="3")
    assert dates(vault) == History(
        {"a.md": (at(1), at(3)), "b.md": (at(1), at(1)), "f/c.md": (at(2), at(2))},
        {"a.md": Tended(3, "2024-01-03 2024-01-02 2024-01-01")},
    )


def test_the_time_is_the_authors_whatever_the_order_of_commits(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 5, a_md="1")
    commit(vault, 2, a_md="2")
    assert dates(vault).dates == {"a.md": (at(2), at(5))}


def listed(vault: Path) -> dict[str, list[int]]:
    """The days of January 2024 on which each file was changed, the latest first."""
    return {path: [int(day[-2:]) for day in t.days] for path, t in dates(vault).tended.items()}


def test_the_days_on_which_a_note_was_changed(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 5, a_md="1", once_md="1", moved_md="a long text\n" * 20)
    commit(vault, 2, a_md="2", b_md="1")  # the clock of its author was wrong
    commit(vault, 5, a_md="3", b_md="2", moved_md=None, new_md="a long text\n" * 20)
    commit(vault, 9, b_md=None, gone_md="1")
    commit(vault, 10, gone_md="2", a_md="4")
    commit(vault, 11, gone_md=None)
    assert listed(vault) == {"a.md": [10, 5, 2]}, "each day once; of a single one nothing"


def test_of_many_days_the_last_are_listed_and_all_counted(tmp_path: Path) -> None:
    answer = b"\0\0".join(b"\x01c %d\nM\0a.md" % (day * DAYS) for day in range(25)) + b"\0"
    days = {commit.seconds // DAYS for commit in garden.gitdates._commits(answer, {"a.md"})}
    tended = garden.gitdates._tended(days)
    assert (tended.count, len(tended.days)) == (25, 20)
    assert (tended.days[0], tended.days[-1]) == ("1970-01-25", "1970-01-06")


def test_a_renamed_note_begins_anew(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="a long text\n" * 20)
    commit(vault, 2, a_md=None, b_md="a long text\n" * 20)
    assert dates(vault).dates == {"b.md": (at(2), at(2))}


def test_what_is_not_committed_does_not_count(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="1", gone_md="1", ignored_md="1")
    commit(vault, 2, gone_md=None)
    before = dates(vault)
    write(vault, {"a.md": "changed", "new.md": "new", "gone.md": "back, but not in git"})
    git(vault, "add", "new.md")
    assert dates(vault) == before
    assert set(before.dates) == {"a.md", "ignored.md"}


# --- lives: a path may have had another file before ----------------------------------------------

PLAN = "a long text\n" * 20  # so long that git takes what has most of it for the same file


def renamed_away(vault: Path) -> None:
    commit(vault, 1, a_md=PLAN)
    commit(vault, 2, a_md=PLAN + "more")
    commit(vault, 3, a_md=None, private__a_md=PLAN + "more")


def deleted(vault: Path) -> None:
    commit(vault, 1, a_md=PLAN)
    commit(vault, 3, a_md=None)


def renamed_away_and_in_a_folder_of_its_name(vault: Path) -> None:
    commit(vault, 1, a_md=PLAN)
    commit(vault, 2, a_md=None, b_md="1")
    commit(vault, 3, a_md__c_md__deep="1")
    (vault / "a.md/c.md/deep").unlink()
    (vault / "a.md/c.md").rmdir()
    (vault / "a.md").rmdir()
    commit(vault, 4)


def branch(vault: Path, name: str = "side") -> None:
    git(vault, "checkout", "--quiet", "-b", name)


def back(vault: Path) -> None:
    git(vault, "checkout", "--quiet", "main")


def merged(vault: Path, day: int, *options: str, side: str = "side", **files: str | None) -> None:
    """Merge a branch, whatever git says of conflicts, so that the files are these."""
    with suppress(subprocess.CalledProcessError):
        git(vault, "merge", "--quiet", "--no-commit", "--no-ff", *options, side)
    commit(vault, day, **files)


def deleted_in_a_branch(vault: Path) -> None:
    commit(vault, 1, a_md=PLAN, z_md="1")
    branch(vault)
    commit(vault, 3, a_md=None)
    back(vault)
    commit(vault, 2, z_md="2")
    merged(vault, 4)


def deleted_in_a_branch_while_it_was_changed_in_another(vault: Path) -> None:
    commit(vault, 1, a_md=PLAN, z_md="1")
    branch(vault)
    commit(vault, 2, a_md=None)
    back(vault)
    commit(vault, 3, a_md=PLAN + "more", z_md="2")
    merged(vault, 4, a_md="")
    commit(vault, 5, a_md=None)


def taken_away_by_a_merge_alone(vault: Path) -> None:
    commit(vault, 1, a_md=PLAN, z_md="1")
    branch(vault)
    commit(vault, 2, a_md=PLAN + "more")
    back(vault)
    commit(vault, 3, z_md="2")
    merged(vault, 4, a_md=None)


def several_times_in_one_commit_each(vault: Path) -> None:
    for day in range(1, 8, 2):
        commit(vault, day, a_md=f"{PLAN}{day}")
        commit(vault, day + 1, a_md=None)


ENDS = (
    renamed_away,
    deleted,
    renamed_away_and_in_a_folder_of_its_name,
    deleted_in_a_branch,
    deleted_in_a_branch_while_it_was_changed_in_another,
    taken_away_by_a_merge_alone,
    several_times_in_one_commit_each,
)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__.replace("_", " "))
def test_prv16_what_takes_the_name_of_another_begins_anew(
    tmp_path: Path, end: Callable[[Path], None]
) -> None:
    vault = repository(tmp_path / "v")
    end(vault)
    commit(vault, 10, a_md="another")
    commit(vault, 11, a_md="another, changed")
    assert dates(vault).dates["a.md"] == (at(10), at(11))
    assert listed(vault)["a.md"] == [11, 10]


def test_prv16_the_name_is_taken_in_a_branch_while_its_owner_goes_on_in_another(
    tmp_path: Path,
) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md=PLAN, z_md="1")
    branch(vault)
    commit(vault, 2, a_md=None, private__a_md=PLAN)
    commit(vault, 3, a_md="another")
    back(vault)
    commit(vault, 4, a_md=PLAN + "more", z_md="2")
    merged(vault, 5, a_md="another", private__a_md=PLAN + "more")
    commit(vault, 6, a_md="another, changed")
    assert dates(vault).dates["a.md"] == (at(3), at(6))
    assert listed(vault)["a.md"] == [6, 3]


def test_prv16_the_name_is_taken_in_a_merge(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md=PLAN, z_md="1")
    commit(vault, 2, a_md=None)
    branch(vault)
    commit(vault, 3, z_md="2")
    back(vault)
    commit(vault, 4, y_md="1")
    merged(vault, 5, a_md="another")
    assert dates(vault).dates["a.md"] == (at(5), at(5))


def test_what_a_branch_deleted_and_the_merge_kept_lives_on(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md=PLAN, z_md="1")
    branch(vault)
    commit(vault, 2, a_md=None)
    back(vault)
    commit(vault, 3, a_md=PLAN + "more", z_md="2")
    merged(vault, 4, a_md=PLAN + "more")
    assert dates(vault).dates["a.md"] == (at(1), at(3))


def test_what_began_in_two_branches_began_with_the_first(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, z_md="1")
    branch(vault)
    commit(vault, 2, a_md=PLAN, y_md="1")  # else git asks one of the branches alone
    back(vault)
    commit(vault, 3, a_md=PLAN, z_md="2")
    merged(vault, 4)
    commit(vault, 5, a_md=PLAN + "more")
    assert dates(vault).dates["a.md"] == (at(2), at(5))
    assert listed(vault)["a.md"] == [5, 3, 2]


def test_a_file_that_was_a_link_for_a_while_lives_on(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="1", b_md="1")
    (vault / "a.md").unlink()
    (vault / "a.md").symlink_to("b.md")
    commit(vault, 2)
    (vault / "a.md").unlink()
    commit(vault, 3, a_md="3")
    assert listed(vault)["a.md"] == [3, 2, 1]


def test_another_case_of_letters_is_another_name(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md=PLAN)
    commit(vault, 2, a_md=None, A_md=PLAN)
    assert dates(vault).dates == {"A.md": (at(2), at(2))}


def test_a_squashed_history_begins_with_its_one_commit(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    renamed_away(vault)
    commit(vault, 5, a_md="another")
    git(vault, "checkout", "--quiet", "--orphan", "squashed")
    commit(vault, 6)
    assert dates(vault).dates["a.md"] == (at(6), at(6))


@pytest.mark.parametrize("depth", range(2, 5))
def test_a_shallow_clone_knows_what_it_sees_begin(tmp_path: Path, depth: int) -> None:
    vault = repository(tmp_path / "v")
    deleted(vault)
    commit(vault, 10, a_md="another")
    commit(vault, 11, a_md="another, changed")
    found = dates(cloned(vault, "--depth", str(depth))).dates
    assert found["a.md"] == (at(10) if depth > 2 else "", at(11))


def test_a_vault_in_a_folder_sees_what_is_moved_out_and_in(tmp_path: Path) -> None:
    top = repository(tmp_path / "top")
    commit(top, 1, v__a_md=PLAN)
    commit(top, 2, v__a_md=None, out__a_md=PLAN)
    commit(top, 3, out__a_md=PLAN + "more")
    commit(top, 4, v__a_md=PLAN, out__a_md=None)
    assert dates(top / "v").dates == {"a.md": (at(4), at(4))}


def test_a_long_history_of_branches_costs_its_length(tmp_path: Path) -> None:
    """A path that comes and goes in thousands of commits, in branches that are merged again."""
    commits = [Commit("0", (), 0, (Change("b", is_new=True),))]
    for n in range(4000):
        one, other, both = f"{n}a", f"{n}b", f"{n}c"
        before = (commits[-1].name,)
        commits.append(Commit(one, before, n, (Change("a", is_new=True),)))
        commits.append(Commit(other, before, n, (Change(f"x{n % 50}", is_new=True),)))
        commits.append(Commit(both, (one, other), n, ()))
    found = {(commit.name, change.path) for commit, change in of_this_life(commits[::-1])}
    assert [name for name, path in found if path == "a"] == ["3999a"]
    assert len(found) == 1 + 1 + 50


def test_both_sides_of_a_merge_count_and_the_merge_does_not(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="1", b_md="1")
    git(vault, "checkout", "--quiet", "-b", "side")
    commit(vault, 2, a_md="2")
    git(vault, "checkout", "--quiet", "main")
    commit(vault, 3, b_md="2")
    git(vault, "merge", "--quiet", "--no-ff", "--message", "m", "side", day=9)
    assert dates(vault).dates == {"a.md": (at(1), at(2)), "b.md": (at(1), at(3))}


def test_what_is_changed_in_a_merge_alone_has_its_date(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="1", b_md="1", c_md="1")
    git(vault, "checkout", "--quiet", "-b", "side")
    commit(vault, 2, a_md="2")
    git(vault, "checkout", "--quiet", "main")
    commit(vault, 3, b_md="2")
    git(vault, "merge", "--quiet", "--no-commit", "--no-ff", "side")
    commit(vault, 9, c_md="in the merge", new_md="in the merge")
    assert dates(vault).dates == {
        "a.md": (at(1), at(2)),
        "b.md": (at(1), at(3)),
        "c.md": (at(1), at(9)),
        "new.md": (at(9), at(9)),
    }


# the author of a commit as it is written in it → the date that garden reads
AUTHORS = {
    "whole": ("A <a@b.c> 1704110400 +0500", at(1)),
    "no name": (" <> 1704110400 +0000", at(1)),
    "the last second": ("A <a@b.c> 253402300799 +0000", "9999-12-31T23:59:59+00:00"),
    "beyond the year 9999": ("A <a@b.c> 253402300800 +0000", ""),
    "huge": ("A <a@b.c> 99999999999999999999999 +0000", ""),
    "longer than any number": (f"A <a@b.c> {'9' * 5000} +0000", ""),
    "no date": ("A <a@b.c> notadate +0000", ""),
    "negative": ("A <a@b.c> -5 +0000", ""),
    "no time": ("A <a@b.c>", ""),
    "no author": ("", ""),
}


@pytest.mark.parametrize(("author", "date"), AUTHORS.values(), ids=list(AUTHORS))
def test_a_commit_whose_date_cannot_be_read_gives_none(
    tmp_path: Path, author: str, date: str
) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="1")
    files = git(vault, "rev-parse", "HEAD^{tree}").strip()
    text = f"tree {files}\nauthor {author}\ncommitter A <a@b.c> 1704110400 +0000\n\nx\n"
    (vault / ".git/commit").write_text(text)
    wrong = git(vault, "hash-object", "-t", "commit", "-w", "--literally", ".git/commit").strip()
    git(vault, "update-ref", "refs/heads/main", wrong)
    assert dates(vault) == History({"a.md": (date, date)} if date else {})


def test_a_time_before_1970_is_unknown() -> None:
    answer = b"\x01abc -5\nM\0a.md\0\0\x01def 86400\nA\0a.md\0"
    found = garden.gitdates._commits(answer, {"a.md"})
    assert [(commit.name, commit.seconds) for commit in found] == [("abc", -1), ("def", 86400)]


def test_a_vault_that_is_a_folder_of_a_repository(tmp_path: Path) -> None:
    top = repository(tmp_path / "top")
    commit(top, 1, notes__v__a_md="1", other_md="1")
    commit(top, 2, other_md="2", notes__v2__a_md="1")
    assert dates(top / "notes/v").dates == {"a.md": (at(1), at(1))}


NAMES = (
    "ä ö.md",
    '"quoted".md',
    "tab\there.md",
    "line\nbreak.md",
    "😀.md",
    "-n.md",
    ":!x.md",
    "*.md",
)


def test_any_name(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    write(vault, dict.fromkeys(NAMES, "x"))
    commit(vault, 4)
    assert set(dates(vault).dates) == set(NAMES)


def test_names_are_found_in_any_unicode_form(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    git(vault, "config", "core.precomposeunicode", "false")
    decomposed = unicodedata.normalize("NFD", "é.md")
    write(vault, {decomposed: "x"})
    commit(vault, 4)
    for on_disk in (decomposed, "é.md"):
        assert dates(vault).named({"é.md": on_disk}).dates == {"é.md": (at(4), at(4))}


def test_ni1_of_two_names_that_look_the_same_each_has_its_own_dates(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    git(vault, "config", "core.precomposeunicode", "false")
    composed, decomposed = (unicodedata.normalize(form, "é.md") for form in ("NFC", "NFD"))
    write(vault, {decomposed: "private"})
    commit(vault, 1)
    both = {"é.md": composed, decomposed: decomposed}
    assert dates(vault).named(both).dates == {decomposed: (at(1), at(1))}
    write(vault, {composed: "public"})
    commit(vault, 4)
    assert dates(vault).named(both).dates["é.md"] == (at(4), at(4))


def test_a_worktree_and_a_submodule(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="1")
    git(vault, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    around = repository(tmp_path / "around")
    git(around, "submodule", "add", "--quiet", vault.as_uri(), "sub")
    commit(around, 2, b_md="1")
    for place in (tmp_path / "tree", around / "sub"):
        assert (place / ".git").is_file()
        assert dates(place).dates == {"a.md": (at(1), at(1))}
    assert dates(around).dates["b.md"] == (at(2), at(2))
    assert "sub/a.md" not in dates(around).dates


def cloned(vault: Path, *options: str) -> Path:
    place = vault.parent / "clone"
    git(vault, "clone", "--quiet", *options, vault.as_uri(), str(place))
    return place


def history_of_four(folder: Path) -> Path:
    vault = repository(folder)
    commit(vault, 1, old_md="1", changed_md="1")
    commit(vault, 2, old_md="2")
    commit(vault, 3, changed_md="3")
    commit(vault, 4, new_md="1")
    return vault


REMOTES = {  # the address of a remote: the host where strangers may read it
    "https://github.com/me/notes.git": "github.com",
    "git@gitlab.com:me/notes.git": "gitlab.com",
    "ssh://git@codeberg.org/me/notes": "codeberg.org",
    "https://me:word@GitHub.com/me/notes": "github.com",
    "https://git.mine.example/github.com.git": "",
    "/home/github.com.org/notes": "",
}


@pytest.mark.parametrize(("remote", "host"), REMOTES.items(), ids=list(REMOTES))
def test_prv45_private_notes_in_a_repository_that_may_be_public(
    tmp_path: Path, remote: str, host: str
) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, secret_md="1", open_md="1")
    assert git_public(vault, ["secret.md"]) == ()
    git(vault, "remote", "add", "origin", remote)
    told = [problem.message for problem in git_public(vault, ["secret.md", "not-committed.md"])]
    assert [f"to {host}," in message for message in told] == [True] * bool(host)
    assert git_public(vault, ["not-committed.md"]) == ()
    assert git_public(vault, []) == ()


def test_prv45_check_warns_and_can_be_told_not_to(tmp_path: Path) -> None:
    vault = repository(tmp_path / "v")
    commit(vault, 1, a_md="---\npublish: false\n---\n", b_md="1")
    git(vault, "remote", "add", "origin", "https://github.com/me/notes")
    said = CliRunner().invoke(cli, ["check", str(vault), "--strict"])
    assert (said.exit_code, "git-public" in said.output, "a.md" in said.output) == (1, True, False)
    write(vault, {"garden.toml": '[check]\ngit-public = "ignore"\n'})
    assert CliRunner().invoke(cli, ["check", str(vault), "--strict"]).exit_code == 0


def test_a_shallow_clone_gives_no_false_date_and_says_so(tmp_path: Path) -> None:
    found = dates(cloned(history_of_four(tmp_path / "v"), "--depth", "1"))
    assert found.dates == {}
    assert rules(found) == ["git-shallow"]
    assert "fetch-depth: 0" in found.problems[0].hint
    assert "git fetch --unshallow" in found.problems[0].hint


def test_a_less_shallow_clone_gives_what_is_true(tmp_path: Path) -> None:
    clone = cloned(history_of_four(tmp_path / "v"), "--depth", "3")
    found = dates(clone)
    assert found.dates == {"changed.md": ("", at(3)), "new.md": (at(4), at(4))}
    assert found.tended == {}, "nobody knows on how many days"
    assert rules(found) == ["git-shallow"]
    git(clone, "fetch", "--quiet", "--unshallow")
    whole = dates(clone)
    assert (whole.dates, whole.problems) == (dates(tmp_path / "v").dates, ())


def test_a_partial_clone_fetches_nothing(tmp_path: Path) -> None:
    vault = history_of_four(tmp_path / "v")
    git(vault, "config", "uploadpack.allowFilter", "true")
    clone = cloned(vault, "--filter=tree:0", "--no-checkout")
    before = tree(clone)
    found = dates(clone)
    assert (found.dates, rules(found)) == ({}, ["git"])
    assert tree(clone) == before


# --- where git has nothing to say ----------------------------------------------------------------


def test_without_a_repository_git_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("git is run"))
    assert dates(write(tmp_path / "v", {"a.md": "1"})) == History()


def test_a_repository_without_a_commit_is_no_problem(tmp_path: Path) -> None:
    assert dates(repository(tmp_path / "v")) == History()


def no_program(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(vault))


def too_slow(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = write(vault.parent / "bin", {"git": "#!/bin/sh\nexec sleep 60\n"})
    (slow / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow}:{os.environ['PATH']}")
    monkeypatch.setattr(garden.gitdates, "_SECONDS", 0.2)


def another_owner(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")


def no_objects(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (vault / ".git/objects").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.unlink()


def broken_head(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (vault / ".git/HEAD").write_text("garbage")


def broken_config(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (vault / ".git/config").write_text("[core")


def file_to_nowhere(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (vault / ".git").rename(vault.parent / "elsewhere")
    (vault / ".git").write_text("gitdir: /nowhere/at/all\n")


FAILURES = {
    "is not installed": no_program,
    "took longer": too_slow,
    "belongs to another user": another_owner,
    "cannot be read: objects": no_objects,
    "cannot be read: HEAD": broken_head,
    "cannot be read: configuration": broken_config,
    "cannot be read: .git": file_to_nowhere,
}


@pytest.mark.parametrize(("said", "break_it"), FAILURES.items(), ids=list(FAILURES))
def test_what_fails_costs_no_more_than_the_dates(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    break_it: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    vault = history_of_four(tmp_path / "v")
    break_it(vault, monkeypatch)
    grown = built(vault, tmp_path / "out").grown
    (told,) = [p for p in grown.report.problems if p.rule == "git"]
    assert said.partition(":")[0] in told.message
    assert str(tmp_path) not in f"{told.path}{told.message}{told.hint}", "PRV33"
    assert {(note.created, note.modified) for note in grown.garden.notes.values()} == {("", "")}


def test_git_can_be_left_out(tmp_path: Path) -> None:
    vault = history_of_four(tmp_path / "v")
    (vault / ".git/HEAD").write_text("garbage")
    grown = built(vault, tmp_path / "out", "[dates]\ngit = false\n").grown
    assert grown.report.problems == ()
    assert grown.garden.notes["old.md"].created == ""


# --- what git must not do ------------------------------------------------------------------------


def test_the_vaults_own_configuration_runs_nothing(tmp_path: Path) -> None:
    vault = history_of_four(tmp_path / "v")
    expected = dates(vault)
    touch = f"touch {tmp_path / 'ran'} #"
    for key in (
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "core.sshCommand",
        "diff.external",
        "diff.x.textconv",
        "diff.x.command",
        "gpg.program",
        "core.askPass",
        "alias.log",
    ):
        git(vault, "config", key, f"!{touch}" if key == "alias.log" else touch)
    for key, value in (
        ("log.showSignature", "true"),
        ("core.hooksPath", "hooks"),
        ("log.follow", "true"),
        ("log.showRoot", "false"),
        ("core.quotepath", "true"),
        ("diff.renames", "copies"),
        ("diff.relative", "false"),
        ("color.ui", "always"),
        ("log.diffMerges", "on"),
        ("format.pretty", "short"),
        ("log.date", "relative"),
    ):
        git(vault, "config", key, value)
    write(
        vault, {".gitattributes": "* diff=x\n", "hooks/post-index-change": f"#!/bin/sh\n{touch}\n"}
    )
    (vault / "hooks/post-index-change").chmod(0o755)
    assert dates(vault) == expected
    assert not (tmp_path / "ran").exists()


def test_out3_nothing_is_written_to_the_vault(tmp_path: Path) -> None:
    vault = history_of_four(tmp_path / "v")
    os.utime(vault / "old.md", (1, 1))  # git would like to refresh its index
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in vault.rglob("*")}
    built(vault, tmp_path / "out", cache=tmp_path / "cache")
    assert {
        path: (path.stat().st_mtime_ns, path.stat().st_size) for path in vault.rglob("*")
    } == before


def test_the_environment_of_a_hook_leads_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, other = history_of_four(tmp_path / "v"), repository(tmp_path / "other")
    commit(other, 9, old_md="x")
    expected = dates(vault)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    assert dates(vault) == expected
    assert not (tmp_path / "trace").exists()


def test_no_name_of_a_note_is_given_to_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = history_of_four(tmp_path / "v")
    given: list[str] = []
    run = subprocess.run

    def noted(command: list[str], **options: object) -> object:
        given.append(" ".join(command))
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", noted)
    dates(vault)
    assert sum(" log " in command for command in given) == 1, "one pass for all notes"
    assert len(given) == 4
    assert [command for command in given if ".md" in command] == []


# --- the cache -----------------------------------------------------------------------------------


def logs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subcommands of git that are run from now on."""
    run: Callable[..., bytes] = garden.gitdates._run
    seen: list[str] = []

    def noted(root: Path, *arguments: str) -> bytes:
        seen.append(arguments[0])
        return run(root, *arguments)

    monkeypatch.setattr(garden.gitdates, "_run", noted)
    return seen


def test_the_log_is_read_once_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, cache = history_of_four(tmp_path / "v"), tmp_path / "cache"
    seen = logs(monkeypatch)
    first = dates(vault, cache)
    assert dates(vault, cache) == first
    assert seen.count("log") == 1
    commit(vault, 9, old_md="9")
    assert dates(vault, cache).dates["old.md"] == (at(1), at(9))
    assert seen.count("log") == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "forged", '{"key": 1}'])
def test_out5_a_damaged_cache_is_not_believed(tmp_path: Path, damage: str) -> None:
    vault, cache = history_of_four(tmp_path / "v"), tmp_path / "cache"
    expected = dates(vault, cache)
    kept = json.loads((cache / "git.json").read_text())
    kept["dates"][0][4] = "1999-01-01"
    (cache / "git.json").write_text(json.dumps(kept) if damage == "forged" else damage)
    assert dates(vault, cache) == expected


def test_garden_check_writes_no_cache(tmp_path: Path) -> None:
    dates(history_of_four(tmp_path / "v"), tmp_path / "cache", writes=False)
    assert not (tmp_path / "cache").exists()


def test_a_deeper_clone_of_the_same_commit_is_read_anew(tmp_path: Path) -> None:
    clone, cache = cloned(history_of_four(tmp_path / "v"), "--depth", "1"), tmp_path / "cache"
    assert dates(clone, cache).dates == {}
    git(clone, "fetch", "--quiet", "--unshallow")
    assert dates(clone, cache).dates["old.md"] == (at(1), at(2))


# --- on the site ---------------------------------------------------------------------------------

SITE = '[site]\nbase_url = "https://me.net/"\n'


def test_dates_are_on_the_site(tmp_path: Path) -> None:
    built(history_of_four(tmp_path / "v"), tmp_path / "out", SITE)
    page = (tmp_path / "out/changed/index.html").read_text()
    assert f'Created <time datetime="{at(1)}">Jan 1, 2024</time>' in page
    assert f'Last tended <time datetime="{at(3)}">Jan 3, 2024</time>' in page
    assert "<summary>Tended on 2 days</summary>" in page
    assert '<li><time datetime="2024-01-01">Jan 1, 2024</time></li>\n</ol>' in page
    assert "Tended on" not in (tmp_path / "out/new/index.html").read_text()
    assert "<lastmod>2024-01-04T12:00:00Z</lastmod>" in (tmp_path / "out/sitemap.xml").read_text()
    assert "<updated>2024-01-04T12:00:00Z</updated>" in (tmp_path / "out/feed.xml").read_text()


def test_prv12_prv16_private_commits_change_nothing(tmp_path: Path) -> None:
    vault = history_of_four(tmp_path / "v")
    built(copytree(vault, tmp_path / "1/v"), tmp_path / "1/out", SITE)
    commit(vault, 20, private__zqx_md="secret", draft_md="---\ndraft: true\n---\n")
    commit(vault, 21, private__zqx_md="more", draft_md=None)
    built(copytree(vault, tmp_path / "2/v"), tmp_path / "2/out", SITE)
    assert tree(tmp_path / "2/out") == tree(tmp_path / "1/out")


def test_prv12_prv16_what_had_the_name_before_changes_nothing(tmp_path: Path) -> None:
    for name, befores in {"1": (), "2": (renamed_away,), "3": (deleted, renamed_away)}.items():
        vault = repository(tmp_path / name / "v")
        for before in befores:
            before(vault)
        commit(vault, 10, a_md="another", b_md="[[a]]")
        commit(vault, 11, a_md="another, changed")
        built(vault, tmp_path / name / "out", SITE)
    assert tree(tmp_path / "1/out") == tree(tmp_path / "2/out") == tree(tmp_path / "3/out")
    assert "Tended on 2 days" in (tmp_path / "1/out/a/index.html").read_text()


def test_a_second_build_with_the_cache_gives_the_same_bytes(tmp_path: Path) -> None:
    vault = history_of_four(tmp_path / "v")
    for name in ("1", "2"):
        built(vault, tmp_path / name, SITE, cache=tmp_path / "cache")
    built(vault, tmp_path / "3", SITE)
    assert tree(tmp_path / "1") == tree(tmp_path / "2") == tree(tmp_path / "3")
