"""Who gets which URL, and what leads there: specification part 0, 2, 8 and 12."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from garden.paths import out_path
from tests.support import Grown, garden_of

Files = Mapping[str, str]


def alias(*names: str, **more: str) -> str:
    """A note with aliases and other front matter."""
    keys = "".join(f"{key}: {value}\n" for key, value in more.items())
    return f"---\naliases: {list(names)}\n{keys}---\ntext\n"


def link(url: str) -> str:
    """A note with a permalink."""
    return f"---\npermalink: {url}\n---\ntext\n"


def urls(grown: Grown) -> dict[str, str]:
    return {path: grown.garden.urls[path] for path in grown.garden.notes}


WINNERS: dict[str, tuple[Files, dict[str, str]]] = {
    "a/: the index": (
        {"a/index.md": "", "a/a.md": "", "a.md": "", "a/b.md": ""},
        {"a/index.md": "a/", "a/b.md": "a/b/"},
    ),
    "a/: without an index the folder note": (
        {"a/a.md": "", "a.md": "", "a/b.md": ""},
        {"a/a.md": "a/", "a/b.md": "a/b/"},
    ),
    "a/: without either the note beside the folder": (
        {"a.md": "", "a/b.md": ""},
        {"a.md": "a/", "a/b.md": "a/b/"},
    ),
    "a/: a folder note in other letters": ({"A/a.md": "", "A/b.md": ""}, {"A/a.md": "A/"}),
    "a/: an index in other letters": ({"a/Index.md": "", "a/a.md": ""}, {"a/Index.md": "a/"}),
    "a/: a folder note deeper down": (
        {"x/a/a.md": "", "x/a.md": "", "a.md": ""},
        {"x/a/a.md": "x/a/", "a.md": "a/"},
    ),
    "/: the permalink": ({"home.md": link("/"), "index.md": ""}, {"home.md": ""}),
    "/: the index": ({"index.md": "", "a.md": ""}, {"index.md": "", "a.md": "a/"}),
    "permalink": ({"a.md": link("/x/y"), "b.md": ""}, {"a.md": "x/y/", "b.md": "b/"}),
    "permalink with a comment": (
        {"a.md": link("/about %%zqx%%"), "b.md": link("/b<!-- zqx -->")},
        {"a.md": "about/", "b.md": "b/"},
    ),
    "permalink that is a comment": ({"a.md": link("'%%zqx%%'")}, {"a.md": "a/"}),
    "permalink to a file": ({"a.md": link("/about.html")}, {"a.md": "about.html"}),
    "permalink in Unicode": ({"a.md": link("/größe")}, {"a.md": "größe/"}),
    "permalink over the path of another": (
        {"a.md": link("/b"), "b.md": ""},
        {"a.md": "b/", "b.md": "b-2/"},
    ),
    "permalink that is the path": ({"a.md": link("/a")}, {"a.md": "a/"}),
    "a note called as garden's folder": ({"theme.md": "", "404.md": ""}, {"theme.md": "theme/"}),
    "a note called as a tag's folder": ({"tags.md": "#x", "a.md": ""}, {"tags.md": "tags/"}),
    "collision: whitespace": (
        {"A B.md": "", "A-B.md": "", "A  B.md": ""},
        {"A  B.md": "A-B/", "A B.md": "A-B-2/", "A-B.md": "A-B-3/"},
    ),
    "collision: case": ({"Note.md": "", "note.md": ""}, {"Note.md": "Note/", "note.md": "note-2/"}),
    "collision: punctuation": ({"a!.md": "", "a?.md": ""}, {"a!.md": "a/", "a?.md": "a-2/"}),
    "collision: the ending": (
        {"a.markdown": "", "a.md": ""},
        {"a.markdown": "a/", "a.md": "a-2/"},
    ),
    "collision: the number is a note's own": (
        {"X.md": "", "x-2.md": "", "x.md": ""},
        {"X.md": "X/", "x-2.md": "x-2/", "x.md": "x-3/"},
    ),
    "collision: two permalinks": (
        {"b.md": link("/x"), "a.md": link("/x")},
        {"a.md": "x/", "b.md": "x-2/"},
    ),
}


@pytest.mark.parametrize(("files", "wanted"), WINNERS.values(), ids=list(WINNERS))
def test_who_gets_the_url(files: Files, wanted: dict[str, str]) -> None:
    got = urls(garden_of(files))
    assert {path: got[path] for path in wanted} == wanted
    assert len({out_path(url).casefold() for url in got.values()}) == len(got)


@pytest.mark.parametrize(("files", "wanted"), WINNERS.values(), ids=list(WINNERS))
def test_urls_do_not_hang_on_the_order_of_reading(files: Files, wanted: dict[str, str]) -> None:
    backwards = {path: files[path] for path in reversed(list(files))}
    assert urls(garden_of(backwards)) == urls(garden_of(files))


COLLISIONS: dict[str, tuple[Files, str, str]] = {
    "whitespace": ({"A B.md": "", "A-B.md": ""}, "A-B.md", "A B.md"),
    "case": ({"Note.md": "", "note.md": ""}, "note.md", "Note.md"),
    "permalink and path": ({"a.md": link("/b"), "b.md": ""}, "b.md", "a.md"),
    "permalinks": ({"a.md": link("/x"), "b.md": link("/x")}, "b.md", "a.md"),
    "home": ({"home.md": link("/"), "index.md": ""}, "index.md", "home.md"),
    "folder note and note beside the folder": ({"a/a.md": "", "a.md": ""}, "a.md", "a/a.md"),
    "attachments": (
        {"n.md": "![[a b.png]] ![[a-b.png]]", "a b.png": "1", "a-b.png": "2"},
        "a-b.png",
        "a b.png",
    ),
}


@pytest.mark.parametrize(("files", "second", "first"), COLLISIONS.values(), ids=list(COLLISIONS))
def test_out9_a_collision_names_both_files(files: Files, second: str, first: str) -> None:
    found = [p for p in garden_of(files).problems if p.rule == "url-collision"]
    assert [p.path for p in found] == [second]
    assert found[0].level == "warning"
    assert first in found[0].message


QUIET: dict[str, Files] = {
    "different": {"a.md": "", "b.md": "", "a/b.md": ""},
    "the index and the folder note": {"a/index.md": "", "a/b.md": ""},
    "a permalink that is the path": {"a.md": link("/a/")},
    "an alias that is the note's name": {"a.md": alias("a", "A", "a.")},
    "aliases that fall together": {"a.md": alias("Other", "other", "Other.")},
    "a note called theme": {"theme.md": ""},
}


@pytest.mark.parametrize("files", QUIET.values(), ids=list(QUIET))
def test_no_noise(files: Files) -> None:
    assert garden_of(files).problems == ()


REDIRECTS: dict[str, tuple[Files, dict[str, str]]] = {
    "permalink: the path leads to it": ({"a.md": link("/x")}, {"a/": "a.md"}),
    "permalink: of a folder's note": ({"f/index.md": link("/x")}, {"f/": "f/index.md"}),
    "permalink: of the home page": ({"index.md": link("/x")}, {"": "index.md"}),
    "permalink: equal to the path, none": ({"a.md": link("/a")}, {}),
    "permalink: the path is another's page, none": (
        {"a.md": link("/x"), "b.md": link("/a")},
        {"b/": "b.md"},
    ),
    "alias: in the root": ({"a.md": alias("Other")}, {"Other/": "a.md"}),
    "alias: in the note's folder": ({"f/a.md": alias("Other")}, {"f/Other/": "f/a.md"}),
    "alias: in the folder of a folder's note": ({"f/f.md": alias("Other")}, {"f/Other/": "f/f.md"}),
    "alias: of the home page": ({"index.md": alias("Start")}, {"Start/": "index.md"}),
    "alias: a path from the root": ({"f/a.md": alias("g/Other")}, {"g/Other/": "f/a.md"}),
    "alias: a path with a slash first": ({"f/a.md": alias("/Other")}, {"Other/": "f/a.md"}),
    "alias: several": (
        {"a.md": alias("One", "Two Words")},
        {"One/": "a.md", "Two-Words/": "a.md"},
    ),
    "alias: in Unicode": ({"a.md": alias("Größe 🌱")}, {"Größe-🌱/": "a.md"}),
    "alias: falling together, one": (
        {"a.md": alias("Other", "OTHER", "other.")},
        {"Other/": "a.md"},
    ),
    "alias: equal to the own URL, none": ({"a.md": alias("a", "A", "/a")}, {}),
    "alias: equal to the permalink, none": ({"a.md": alias("/x", permalink="/x")}, {"a/": "a.md"}),
    "alias: a real page, none": ({"a.md": alias("b"), "b.md": ""}, {}),
    "alias: a real page in other letters, none": ({"a.md": alias("B"), "b.md": ""}, {}),
    "alias: a real page by permalink, none": (
        {"a.md": alias("x"), "b.md": link("/x")},
        {"b/": "b.md"},
    ),
    "alias: a tag's page, none": ({"a.md": alias("tags/x"), "b.md": "#x"}, {}),
    "alias: garden's own page, none": ({"a.md": alias("/404.html")}, {}),
    "alias: of two notes, the first by path": (
        {"b.md": alias("Other"), "a.md": alias("Other")},
        {"Other/": "a.md"},
    ),
    "alias: of two notes in two folders, both": (
        {"f/a.md": alias("Other"), "g/b.md": alias("Other")},
        {"f/Other/": "f/a.md", "g/Other/": "g/b.md"},
    ),
}


@pytest.mark.parametrize(("files", "wanted"), REDIRECTS.values(), ids=list(REDIRECTS))
def test_redirects(files: Files, wanted: dict[str, str]) -> None:
    grown = garden_of(files)
    assert dict(grown.garden.redirects) == wanted
    pages = grown.pages()
    for url, path in wanted.items():
        assert "<redirect" in pages[out_path(url)], "a redirect has a page"
        assert url != grown.garden.urls[path], "and does not lead to itself"


def test_a_redirect_leads_to_the_permalink() -> None:
    page = garden_of({"f/a.md": link("/x/y")}).pages()["f/a/index.html"]
    assert 'href="../../x/y/"' in page


def test_two_notes_with_one_alias_are_a_warning() -> None:
    grown = garden_of({"b.md": alias("Other"), "a.md": alias("other")})
    assert [(p.path, p.rule, p.level) for p in grown.problems] == [
        ("a.md", "alias-collision", "warning")
    ]
    assert "b.md" in grown.problems[0].message


OUTSIDE = (
    "../../x",
    "/../x",
    "..",
    "a/../../x",
    "%2e%2e/x",
    "..\\x",
    "javascript:alert(1)",
    "C:\\x",
)


@pytest.mark.parametrize("name", OUTSIDE)
def test_out10_no_alias_leads_out_of_the_site(name: str) -> None:
    redirects = garden_of({"f/a.md": f"---\naliases: ['{name}']\n---\n"}).garden.redirects
    for url in redirects:
        assert not {"", ".", ".."} & set(out_path(url).split("/")), url
        assert not set(':\\%<>"') & set(url), url


REFUSED = (
    *("../x", "/a/../../x", "%2e%2e/x", "..\\x", "/404.html", "/404.HTML", "/theme/style.css"),
    *("/theme/x", "/Theme/x", "https://me.net/x"),
)


@pytest.mark.parametrize("permalink", REFUSED)
def test_out10_permalink_refused_with_a_problem(permalink: str) -> None:
    grown = garden_of({"a.md": f"---\npermalink: '{permalink}'\n---\n"})
    assert urls(grown) == {"a.md": "a/"}
    assert grown.rules == ["permalink"]
    assert permalink in grown.problems[0].message


TAGS: dict[str, tuple[Files, dict[str, str], dict[str, str]]] = {
    "plain": ({"a.md": "#x"}, {"a.md": "a/"}, {"x": "tags/x/"}),
    "nested": ({"a.md": "#x/y"}, {"a.md": "a/"}, {"x": "tags/x/", "x/y": "tags/x/y/"}),
    "a note has the address": (
        {"tags/x.md": "", "a.md": "#x"},
        {"tags/x.md": "tags/x/"},
        {"x": "tags/x-2/"},
    ),
    "a permalink has the address": (
        {"a.md": link("/tags/x"), "b.md": "#x"},
        {"a.md": "tags/x/"},
        {"x": "tags/x-2/"},
    ),
    "a note has the address in other letters": (
        {"tags/X.md": "", "a.md": "#x"},
        {"tags/X.md": "tags/X/"},
        {"x": "tags/x-2/"},
    ),
    "an alias does not take it": (
        {"a.md": alias("tags/x"), "b.md": "#x"},
        {"a.md": "a/"},
        {"x": "tags/x/"},
    ),
}


@pytest.mark.parametrize(("files", "notes", "tags"), TAGS.values(), ids=list(TAGS))
def test_a_tags_page_moves_for_a_note(
    files: Files, notes: dict[str, str], tags: dict[str, str]
) -> None:
    grown = garden_of(files)
    got = urls(grown)
    assert {path: got[path] for path in notes} == notes
    assert grown.garden.tag_urls == tags
    assert {out_path(url) for url in tags.values()} <= set(grown.pages())


LONG = "/".join([letter * 200 for letter in "abcdefgh"])
LONG_ADDRESSES: dict[str, Files] = {
    "a path": {f"{LONG}.md": ""},
    "a path of many folders": {f"{'x/' * 700}n.md": ""},
    "a folder and its note": {f"{LONG}/index.md": "", f"{LONG}/n.md": ""},
    "a permalink": {"n.md": link(LONG)},
    "a permalink to a file": {"n.md": link(f"{LONG}.html")},
    "an alias": {"n.md": alias(LONG)},
    "a path that a permalink took the place of": {f"{LONG}.md": link("/n")},
    "a tag": {"n.md": f"#{LONG}"},
    "a tag in Chinese": {"n.md": f"#{'/'.join(['花' * 60] * 16)}"},
    "a picture": {"n.md": f"![]({LONG}.png)", f"{LONG}.png": "1"},
}


@pytest.mark.parametrize("files", LONG_ADDRESSES.values(), ids=list(LONG_ADDRESSES))
def test_out9_a_long_address_is_shortened_and_told(files: Files) -> None:
    grown = garden_of(files)
    assert {(p.rule, p.path in files) for p in grown.problems} == {("url-long", True)}
    for out in grown.pages():
        assert len(out.encode()) < 1024
        assert max(len(part.encode()) for part in out.split("/")) < 255


def test_out9_long_addresses_stay_apart() -> None:
    found = set(urls(garden_of({f"{LONG}{end}.md": "" for end in ("x", "y", "Y", "z")})).values())
    assert len({url.casefold() for url in found}) == 4


def test_the_home_page_is_made_only_where_none_is_written() -> None:
    assert "<note " in garden_of({"a.md": ""}).pages()["index.html"]
    assert "<note " not in garden_of({"a.md": "", "index.md": "hello"}).pages()["index.html"]
    assert "<note " not in garden_of({"a.md": link("/")}).pages()["index.html"]


def test_an_alias_does_not_take_the_made_home_page() -> None:
    assert "<note " in garden_of({"a.md": alias("/")}).pages()["index.html"]
