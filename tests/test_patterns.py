"""Patterns of `publish.exclude`: what git says of a path is the least that is private."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from garden.config import ConfigError, read_config
from garden.gitignore import fault_of, read_lines, tidied, verdict
from garden.paths import fold
from garden.patterns import patterns


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which git takes capitals and small letters for the same."""
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    config = ["git", "-C", str(folder), "config", "core.ignorecase", "true"]
    subprocess.run(config, check=True)
    return folder


def ignored(repository: Path, lines: Sequence[str], paths: Iterable[str]) -> set[str]:
    """The paths that git ignores by these lines."""
    (repository / ".gitignore").write_text("\n".join(lines) + "\n")
    command = ["git", "-C", str(repository), "check-ignore", "--no-index", "--stdin", "-z"]
    found = subprocess.run(command, input="\0".join(paths).encode(), capture_output=True)
    assert found.returncode < 2, found.stderr
    return set(found.stdout.decode().split("\0")) - {""}


# patterns → the paths that are private, and those that are not; of both git says the same
TABLE: dict[str, tuple[list[str], str, str]] = {
    "a folder": (["private/"], "private/a.md a/private/b.md Private/c.md", "private.md"),
    "a file and a folder": (["draft"], "draft draft/a.md a/draft/b.md", "drafts/a.md"),
    "from the top": (["/a.md"], "a.md", "b/a.md"),
    "a path": (["a/b"], "a/b a/b/c.md", "c/a/b"),
    "a path in any folder": (["**/a/b"], "a/b x/a/b/c.md", "a/x/b"),
    "all in a folder": (["a/**"], "a/b.md a/b/c.md", "a b/a/c.md"),
    "between": (["a/**/z.md"], "a/z.md a/b/z.md a/b/c/z.md", "z.md a/b/y.md"),
    "two stars that are one": (["a**z.md"], "az.md a-z.md", "a/z.md"),
    "stars behind a beginning": (["ab**/z.md"], "ab/z.md abz.md", "a/z.md"),
    "an exception": (["*.md", "!keep.md"], "a.md b/c.md", "keep.md b/keep.md"),
    "an exception before its folder": (["!index.md", "private/"], "private/index.md", "index.md"),
    "an exception of all": (["private/", "!*.md"], "private/a.md", "a.md"),
    "an exception at any depth": (["private/", "!**/x.md"], "private/x.md", "x.md"),
    "exceptions before a folder": (
        ["*", "!*/", "!*.md", "private/"],
        "private/a.md private/b/c.md x.png",
        "a.md b/c.md",
    ),
    "an exception of the folder itself": (
        ["private/", "!/private/"],
        "a/private/b.md",
        "private/b",
    ),
    "an exception of folders alone": (["*.md", "!a/"], "a/b.md", "a"),
    "digits": (["[[:digit:]]*.md"], "1.md a/2x.md", "a1.md"),
    "no digits": (["[![:digit:]]*.md"], "a.md", "1.md"),
    "capitals count as small": (["[[:upper:]]b.md"], "ab.md AB.md", "1b.md"),
    "a range": (["[a-c].md"], "a.md B.md", "d.md"),
    "a range the wrong way round": (["[c-a]x.md"], "cx.md", "bx.md ax.md"),
    "a bracket in brackets": (["[]x].md"], "].md x.md", "y.md"),
    "signs that Python may read otherwise": (["[[a].md", "[b--x].md"], "[.md a.md b.md", "c.md"),
    "escaped": (["\\!a.md", "\\#b.md", "c\\*.md"], "!a.md #b.md c*.md", "a.md cd.md"),
    "a question mark": (["a?.md"], "ab.md", "a.md abc.md"),
    "folders alone": (["a*/"], "ab/c.md", "ab"),
    "other letters": (["DIARY/", "Ab.MD"], "diary/a.md aB.md", "c.md"),
}


@pytest.mark.parametrize(
    ("lines", "private", "public"), [pytest.param(*case, id=t) for t, case in TABLE.items()]
)
def test_exclude_means_what_it_means_to_git(
    repository: Path, lines: list[str], private: str, public: str
) -> None:
    paths = [*private.split(), *public.split()]
    assert ignored(repository, lines, paths) == set(private.split())
    assert {path for path in paths if patterns(tuple(lines)).deny(path)} == set(private.split())


SEGMENTS = st.sampled_from(
    [
        "a",
        "b",
        "*",
        "**",
        "?",
        "a*",
        "*.md",
        "private",
        "index.md",
        "[ab]",
        "[!a]*",
        "[[:digit:]]*.md",
        "a**",
        "**a",
        "[A-Z]",
        "[Z-a]",
        "[^b]?",
        "[]a]",
        "[a-]",
        "\\*",
        "***",
        "[[:upper:]]*",
        "[[:punct:]]*",
        "[b-]*",
        "[a-b-z]",
        "*[.]md",
        "?*",
    ]
)
PATTERNS = st.builds(
    lambda sign, top, segments, end: f"{sign}{top}{'/'.join(segments)}{end}",
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(SEGMENTS, min_size=1, max_size=3),
    st.sampled_from(["", "", "/"]),
)
NAMES = st.sampled_from(["a", "b", "ab", "A", "a.md", "b.md", "index.md", "1.md", "private", "-"])
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=4).map("/".join), min_size=1, max_size=9)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=st.lists(PATTERNS, min_size=1, max_size=4), paths=PATHS)
def test_any_patterns_are_read_as_git_reads_them(
    repository: Path, lines: list[str], paths: list[str]
) -> None:
    known, said = ignored(repository, lines, paths), read_lines(tuple(lines))
    for path in paths:
        found = verdict(said, fold(path))
        if found != "reopened":  # which git does not know
            assert (found == "closed") == (path in known), path
            assert patterns(tuple(lines)).deny(path) or path not in known, path


# patterns → what an exception opens in a folder that is closed, and what it does not
OPENED: dict[str, tuple[list[str], str, str]] = {
    "a file": (
        ["private/", "!private/open.md"],
        "private/open.md",
        "private/x.md a/private/open.md",
    ),
    "a folder": (["private/", "!/private/sub/"], "private/sub/a/b.md", "private/a.md private/sub"),
    "in other letters": (["Private/", "!PRIVATE/Open.md"], "private/open.md", "private/x.md"),
    "a star behind the path": (["private/", "!private/*.md"], "private/a.md", "private/b/a.md"),
    "only after the folder": (["!private/open.md", "private/"], "", "private/open.md"),
    "not against a later pattern": (
        ["private/", "!private/*.md", "*.draft.md"],
        "private/a.md",
        "private/a.draft.md",
    ),
    "not a closed folder in it": (
        ["private/", "!private/sub/"],
        "private/sub/a.md",
        "private/sub/private/a.md",
    ),
    "nothing by a name": (["private/", "!open.md", "!*.md"], "", "private/open.md private/a.md"),
    "nothing at any depth": (["private/", "!**/open.md"], "", "private/open.md"),
    "nothing by a star for the folder": (["private/", "!priv*/open.md"], "", "private/open.md"),
    "a folder by its name": (["Journal", "!Journal/2024/"], "Journal/2024/a.md", "Journal/a.md"),
}


@pytest.mark.parametrize(
    ("lines", "public", "private"), [pytest.param(*case, id=t) for t, case in OPENED.items()]
)
def test_what_an_exception_opens(lines: list[str], public: str, private: str) -> None:
    listed = patterns(tuple(lines))
    assert [path for path in public.split() if listed.deny(path)] == []
    assert [path for path in private.split() if not listed.deny(path)] == []


TIDIED = {
    "./Diary/": "Diary/",
    " Diary/": "Diary/",
    "Diary//": "Diary/",
    "//Diary//x": "/Diary/x",
    "././Diary": "Diary",
    "a/./b": "a/b",
    "Diary/.": "Diary/",
    "\tDiary/ \n": "Diary/",
    "\ufeffDiary/": "Diary/",
    "!./Diary/x.md": "!Diary/x.md",
    "Diary\\ ": "Diary\\ ",
    "# all": "# all",
    ".obsidian/": ".obsidian/",
    "*.*": "*.*",
    "Paris, France/": "Paris, France/",
    "{x}/": "{x}/",
    "100%/": "100%/",
    "~old.md": "~old.md",
    "a\\[b\\]": "a\\[b\\]",
}
REFUSED = (
    *("{Diary,Letters}/", "{a..c}/", "~", "~/notes/", "../Diary/", "a/../b", "..", "Diary\\", "!"),
    *("/", "Diary\\Letters", "C:\\Notes", "C:/Notes/", "file:///x", "$HOME/x", "%USERPROFILE%/x"),
    *("Diary/,Letters/", "Diary/; Letters/", "[a", "[]", "[!]", "[[:foo:]]", "#Diary/", "a/ b/"),
    *("a /b", "Diary/.*", ".*diary.*", "a\nb", "! a"),
    *("", ".", "./", "./.", "  ", "\u200b", "#x", "!.", "!./", "\u00a0"),
)


@pytest.mark.parametrize(("line", "meant"), TIDIED.items())
def test_a_pattern_is_what_was_meant(line: str, meant: str) -> None:
    assert tidied(line) == meant
    assert not fault_of(meant)


@pytest.mark.parametrize("line", REFUSED)
@pytest.mark.parametrize("key", ["publish.exclude", "publish.attachments", "explorer.hidden"])
def test_a_pattern_that_can_fit_nothing_is_refused_with_its_line(line: str, key: str) -> None:
    section, _, name = key.partition(".")
    quoted = line.replace("\\", "\\\\").replace("\n", "\\n")
    with pytest.raises(ConfigError, match=rf"^garden.toml:2: {key}: found .*patterns as in"):
        read_config(f'[{section}]\n{name} = ["a/", "{quoted}"]\n')


@pytest.mark.parametrize(
    "lines", [["# all"], ["#"], ["# a", "# b"], ["!x.md"], ["# a", "!x.md", "!/y/"], [" # all"]]
)
def test_a_list_without_a_pattern_is_refused_with_its_line(lines: list[str]) -> None:
    with pytest.raises(ConfigError, match=r"^garden.toml:2: publish.exclude: found .* write \[\]"):
        read_config(f"[publish]\nexclude = {lines}\n")


@pytest.mark.parametrize("lines", [[], ["# all", "a/"], ["!x.md", "a/"]])
def test_a_list_without_any_line_or_with_a_pattern_is_none_of_those(lines: list[str]) -> None:
    assert read_config(f"[publish]\nexclude = {lines}\n").publish.exclude == tuple(lines)


TAGS = {
    "#privat": "privat",
    " privat": "privat",
    "privat/": "privat",
    "##privat//": "privat",
    "# a//b / ": "a/b",
    "größe": "größe",
}


@pytest.mark.parametrize(("written", "name"), TAGS.items())
def test_a_private_tag_is_what_was_meant(written: str, name: str) -> None:
    config = read_config(f'[publish]\nprivate_tags = ["{written}"]\n')
    assert config.publish.private_tags == (name,)


@pytest.mark.parametrize(
    "written", ["journal/*", "[ab]", "a b", "a,b", "", "#", "/", "2024", "*", "a.b", "a/{b}"]
)
def test_a_private_tag_that_can_be_none_is_refused_with_its_line(written: str) -> None:
    with pytest.raises(
        ConfigError, match=r"^garden.toml:2: publish.private_tags: found .* be none"
    ):
        read_config(f'[publish]\nprivate_tags = ["x", "{written}"]\n')


def test_what_is_listed_must_be_so_to_both_readers() -> None:
    listed = patterns(("*.html", "tools/", "!tools/x.js", "[[:digit:]].js"))
    assert [p for p in ("a.html", "tools/y.js", "1.js", "b.js") if not listed.name(p)] == ["b.js"]
    assert not patterns(("tools/", "!tools/x.js")).name("tools/x.js")
