"""The pages that garden makes: who is a folder's page, lists and their pages, the way up."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from types import FrameType
from unicodedata import normalize
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from garden.config import ConfigError, read_config
from garden.grow import Vault, grow
from garden.lists import IN_A_TREE
from garden.model import Listed
from garden.pages.recent import by_time
from garden.paths import DATA, natural_key, out_path
from garden.urls import LISTED_ON_A_PAGE
from tests.offline import built, faults, write
from tests.support import Grown, bare_theme, default_theme, garden_of

Files = Mapping[str, str]


def link(url: str, text: str = "") -> str:
    """A note with a permalink."""
    return f"---\npermalink: {url}\n---\n{text}"


NFD = normalize("NFD", "Größe")

# files → the folders with their pages' URL and, where a note is the page, that note
FOLDERS: dict[str, tuple[Files, dict[str, tuple[str, str]]]] = {
    "none but the map": ({"a.md": ""}, {}),
    "a made page": ({"a/b.md": ""}, {"a": ("a/", "")}),
    "a slug": ({"A B!/b.md": ""}, {"A B!": ("A-B/", "")}),
    "every folder above": ({"a/b/c/d.md": ""}, {x: (f"{x}/", "") for x in ("a", "a/b", "a/b/c")}),
    "the index first": (
        {"a/index.md": "", "a/a.md": "", "a.md": ""},
        {"a": ("a/", "a/index.md")},
    ),
    "then the folder note": ({"a/a.md": "", "a.md": ""}, {"a": ("a/", "a/a.md")}),
    "then the note beside it": ({"a.md": "", "a/b.md": ""}, {"a": ("a/", "a.md")}),
    "an index in other letters": ({"a/INDEX.md": "", "a/a.md": ""}, {"a": ("a/", "a/INDEX.md")}),
    "a folder note in other letters": ({"A/a.md": "", "A/b.md": ""}, {"A": ("A/", "A/a.md")}),
    "a note beside it in other letters": ({"A.md": "", "a/b.md": ""}, {"a": ("A/", "A.md")}),
    "a note beside it with other spaces": (
        {"a b.md": "", "a-b/c.md": ""},
        {"a-b": ("a-b/", "a b.md")},
    ),
    "a folder note in another Unicode form": (
        {f"Größe/{NFD}.md": ""},
        {"Größe": ("Größe/", f"Größe/{NFD}.md")},
    ),
    "a note beside it in another Unicode form": (
        {f"{NFD}.md": "", "Größe/b.md": ""},
        {"Größe": ("Größe/", f"{NFD}.md")},
    ),
    "a note in a folder below": (
        {"x/a/a.md": "", "x/a.md": "", "a.md": ""},
        {"x": ("x/", ""), "x/a": ("x/a/", "x/a/a.md")},
    ),
    "an index with a permalink": (
        {"a/index.md": link("/x"), "a/b.md": ""},
        {"a": ("x/", "a/index.md")},
    ),
    "an index with a permalink, and a folder note": (
        {"a/index.md": link("/x"), "a/a.md": ""},
        {"a": ("x/", "a/index.md")},
    ),
    "a note beside it with a permalink": (
        {"a.md": link("/x.html"), "a/b.md": ""},
        {"a": ("x.html", "a.md")},
    ),
    "the home page": ({"a/index.md": link("/"), "a/b.md": ""}, {"a": ("", "a/index.md")}),
    "a stranger has its address": ({"x.md": link("/a"), "a/b.md": ""}, {"a": ("a-2/", "")}),
    "a stranger's file has its address": (
        {"x.md": link("/a.html"), "a.html/b.md": ""},
        {"a.html": ("a.html-2/", "")},
    ),
    "two folders in two cases": (
        {"F/b.md": "", "f/index.md": ""},
        {"F": ("F-2/", ""), "f": ("f/", "f/index.md")},
    ),
    "two folders and one note beside them": (
        {"A/b.md": "", "a/b.md": "", "a.md": ""},
        {"A": ("A-2/", ""), "a": ("a/", "a.md")},
    ),
    "two folders and one note beside them in a third spelling": (
        {"a b/x.md": "", "a-b/x.md": "", "A B.md": ""},
        {"a b": ("A-B/", "A B.md"), "a-b": ("a-b-2/", "")},
    ),
    "an alias does not take it": (
        {"a/b.md": "", "c.md": "---\naliases: [a]\n---\n"},
        {"a": ("a/", "")},
    ),
    "only private notes": ({"a/b.md": "---\npublish: no\n---\n", "c.md": ""}, {}),
    "a private index": (
        {"a/index.md": "---\npublish: no\n---\n", "a/b.md": ""},
        {"a": ("a/", "")},
    ),
}


@pytest.mark.parametrize(("files", "wanted"), FOLDERS.values(), ids=list(FOLDERS))
def test_who_is_the_page_of_a_folder(files: Files, wanted: dict[str, tuple[str, str]]) -> None:
    grown = garden_of(files)
    found = {path: (f.url, f.note) for path, f in grown.garden.folders.items() if path}
    assert found == wanted
    assert {out_path(url) for url, _ in wanted.values()} <= set(grown.pages())


@pytest.mark.parametrize(("files", "wanted"), FOLDERS.values(), ids=list(FOLDERS))
def test_the_order_of_reading_decides_nothing(
    files: Files, wanted: dict[str, tuple[str, str]]
) -> None:
    assert (
        garden_of({path: files[path] for path in reversed(list(files))}).pages()
        == garden_of(files).pages()
    )


def test_the_old_address_of_a_folders_note_leads_to_it() -> None:
    grown = garden_of({"a/index.md": link("/x"), "a/b.md": ""})
    assert dict(grown.garden.redirects) == {"a/": "a/index.md"}


# files → the URLs of the lists that garden makes
LISTS: dict[str, tuple[Files, dict[str, str]]] = {
    "no dates and no tags": ({"a.md": ""}, {"map": "map/"}),
    "all": (
        {"a.md": "---\ndate: 2024-01-02\n---\n#x"},
        {"map": "map/", "recent": "recent/", "tags": "tags/"},
    ),
    "notes of these names": (
        {
            "Map.md": "#x",
            "recent.md": "---\ndate: 2024-01-02\n---\n",
            "tags.md": "",
            "Graph.md": "",
        },
        {"map": "map-2/", "recent": "recent-2/", "tags": "tags-2/", "graph": "graph-2/"},
    ),
    "a permalink": ({"a.md": link("/map")}, {"map": "map-2/"}),
    "a folder of this name": ({"map/a.md": ""}, {"map": "map-2/"}),
    "an alias of this name": ({"a.md": "---\naliases: [map]\n---\n"}, {"map": "map/"}),
    "only private notes have them": (
        {"a.md": "", "b.md": "---\npublish: no\ndate: 2024-01-02\n---\n#x"},
        {"map": "map/"},
    ),
}


@pytest.mark.parametrize(("files", "wanted"), LISTS.values(), ids=list(LISTS))
def test_the_lists_of_a_garden(files: Files, wanted: dict[str, str]) -> None:
    grown = garden_of(files)
    assert dict(grown.garden.lists) == {"graph": "graph/", **wanted}
    assert {out_path(url) for url in wanted.values()} <= set(grown.pages())


NATURAL = (
    ["Note 2", "Note 10", "note 10b", "Note 11"],
    ["1", "2", "02 b", "10", "a"],
    ["a1b2", "a1b10", "a2b1"],
    ["Äpfel 9", "äpfel 10"],
    ["9", "9" * 5000, "1" + "0" * 5000],
)


@pytest.mark.parametrize("names", NATURAL)
def test_natural_order(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=natural_key) == names


def titles(page: str, kind: str = "note") -> list[str]:
    return re.findall(rf"<{kind} [^>]*>([^<]*)</{kind}>", page)


def test_lists_are_in_natural_order() -> None:
    files = {f"f {n}/Note {n}.md": f"#x/t{n}" for n in (10, 9, 2)}
    pages = garden_of(files).pages()
    assert titles(pages["tags/x/index.html"]) == ["Note 2", "Note 9", "Note 10"]
    assert titles(pages["tags/x/index.html"], "nested") == ["x/t2", "x/t9", "x/t10"]
    assert titles(pages["map/index.html"], "branch") == ["f 2", "f 9", "f 10"]


@pytest.mark.parametrize("count", [0, 1, 200, 201, 401])
def test_long_lists_are_on_several_pages(count: int) -> None:
    """A folder, a folder with its note, the map, a tag and the recent notes alike."""
    assert LISTED_ON_A_PAGE == 200
    text = "---\ndate: 2024-01-02\n---\n#x"
    files = {
        f"{folder}n{folder[:1]}{i}.md": text for folder in ("f/", "g/", "") for i in range(count)
    }
    grown = garden_of({**files, "g/index.md": "", "index.md": "", "f/h/h2.md": text})
    pages = grown.pages()
    lists = {"f/": count, "g/": count, "map/": count + 1}
    lists |= {"tags/x/": 3 * count + 1, "recent/": 3 * count + 1}
    for url, length in lists.items():
        parts = [url, *grown.garden.further.get(url, ())]
        found = [title for part in parts for title in titles(pages[out_path(part)])]
        assert len(parts) == max(1, -(-length // 200))
        assert parts[1:] == [f"{url}page/{n}/" for n in range(2, len(parts) + 1)]
        assert len(set(found)) == len(found) == length
        for before, after in pairwise(parts):
            assert "<after " in pages[out_path(before)]
            assert "<before " in pages[out_path(after)]
        assert "<before " not in pages[out_path(parts[0])]
        assert "<after " not in pages[out_path(parts[-1])]


def test_further_pages_move_for_notes_and_stay_below_a_file() -> None:
    files = {f"f/n{i}.md": "" for i in range(201)}
    grown = garden_of({**files, "f/page/2.md": "a note", "f/index.md": link("/about.html")})
    assert grown.garden.further == {"about.html": ("about/page/2/",)}
    grown = garden_of({**files, "f/page/2.md": "a note"})
    assert grown.garden.further == {"f/": ("f/page/2-2/",)}


def test_a_folders_note_shows_what_lies_in_the_folder_but_not_itself() -> None:
    files = {"a/index.md": "", "a/b.md": "", "a/c/d.md": "", "a/c.md": ""}
    page = garden_of(files).pages()["a/index.html"]
    assert titles(page) == ["b"]
    assert titles(page, "branch") == ["c"]
    assert 'href="c/" count="1"' in page


def test_the_home_page_shows_no_folder() -> None:
    page = garden_of({"index.md": "", "a.md": "", "b/c.md": ""}).pages()["index.html"]
    assert titles(page) == titles(page, "branch") == []


def above(page: str) -> list[str]:
    return [f"{name} {url}" for url, name in re.findall(r'<above href="([^"]*)">([^<]*)', page)]


# page → the way up
WAYS_UP = {
    "index.html": [],
    "n/index.html": [],
    "map/index.html": [],
    "a/index.html": ["Map ../map/"],
    "a/x/index.html": ["Map ../../map/", "a ../"],
    "a/B-b/index.html": ["Map ../../map/", "a ../"],
    "a/B-b/y/index.html": ["Map ../../../map/", "a ../../", "B b ../"],
    "p/index.html": ["Map ../map/", "a ../a/", "B b ../a/B-b/"],
    "tags/index.html": [],
    "tags/s/index.html": ["Tags ../"],
    "tags/s/t/u/index.html": ["Tags ../../../", "s ../../", "s/t ../"],
    "1/2/3/4/5/n/index.html": ["Map", *"12345"],
    "1/2/3/4/5/6/n/index.html": ["Map", "1", "…", *"456"],
    "1/2/3/4/5/6/7/index.html": ["Map", "1", "…", *"456"],
}


@pytest.mark.parametrize("page", WAYS_UP)
def test_the_way_up(page: str) -> None:
    files = {
        "index.md": "",
        "n.md": "#s/t/u",
        "a/index.md": "",
        "a/x.md": "",
        "a/B b/y.md": "",
        "a/B b/z.md": link("/p"),
        "1/2/3/4/5/n.md": "",
        "1/2/3/4/5/6/n.md": "",
        "1/2/3/4/5/6/7/7.md": "",
    }
    found = above(garden_of(files).pages()[page])
    assert (found if "1/" not in page else [way.split()[0] for way in found]) == WAYS_UP[page]


def test_the_way_up_leads_to_the_note_that_is_the_folders_page() -> None:
    pages = garden_of({"a/index.md": link("/x"), "a/b.md": ""}).pages()
    assert above(pages["a/b/index.html"]) == ["Map ../../map/", "a ../../x/"]
    assert above(pages["x/index.html"]) == ["Map ../map/"]


def test_a_further_page_leads_to_the_first() -> None:
    files = {f"f/g/n{i}.md": "#s/t" for i in range(201)}
    pages = garden_of(files).pages()
    assert above(pages["f/g/page/2/index.html"]) == [
        "Map ../../../../map/",
        "f ../../../",
        "g ../../",
    ]
    assert above(pages["tags/s/t/page/2/index.html"])[1:] == ["s ../../../", "s/t ../../"]


# the note that is a folder's page → what the folder is called
CALLED: dict[str, tuple[Files, str]] = {
    "by its title": ({"a/index.md": "---\ntitle: People\n---\n"}, "People"),
    "by its heading": ({"a/a.md": "# People I know"}, "People I know"),
    "by the name of a note beside it": ({"A.md": ""}, "A"),
    "not index": ({"a/index.md": ""}, "a"),
    "not by a private note": ({"a/index.md": "---\ntitle: X\npublish: no\n---\n"}, "a"),
}


@pytest.mark.parametrize(("files", "name"), CALLED.values(), ids=list(CALLED))
def test_a_folder_is_called_as_its_note(files: Files, name: str) -> None:
    pages = garden_of({**files, "a/n.md": "", "b/n.md": ""}).pages()
    assert titles(pages["map/index.html"], "branch") == sorted([name, "b"], key=natural_key)
    assert above(pages["a/n/index.html"])[1].split(" ..")[0] == name


def test_the_map_is_a_tree_down_to_the_last_level_that_fits() -> None:
    few = garden_of({"a/b/c.md": "", "d/e.md": "", "f.md": ""}).pages()["map/index.html"]
    assert titles(few, "branch") == ["a", "b", "d"]
    assert titles(few) == ["f"]
    many = garden_of({f"a{i}/b/{j}/n.md": "" for i in range(100) for j in range(4)})
    page = many.pages()["map/index.html"]
    assert len(titles(page, "branch")) == 200 < IN_A_TREE
    wide = garden_of({f"a{i}/n.md": "" for i in range(501)}).pages()
    found = ["map/index.html", "map/page/2/index.html", "map/page/3/index.html"]
    assert [len(titles(wide[page], "branch")) for page in found] == [200, 200, 101]


def test_counts_are_of_all_notes_below() -> None:
    files = {"a/index.md": "", "a/b/c.md": "", "a/b/d.md": "", "e.md": "#t/u", "f.md": "#t"}
    pages = garden_of(files).pages()
    assert '<branch href="../a/" count="3">a<' in pages["map/index.html"]
    assert '<branch href="../a/b/" count="2">b<' in pages["map/index.html"]
    assert '<branch href="t/" count="2">t<' in pages["tags/index.html"]
    assert '<branch href="t/u/" count="1">t/u<' in pages["tags/index.html"]


def dated(**dates: str) -> dict[str, str]:
    return {f"{name}.md": f"---\n{keys}\n---\nAbout {name}." for name, keys in dates.items()}


def test_recent_notes_are_those_with_a_date_latest_first() -> None:
    files = dated(
        old="created: 2023-05-01",
        changed="created: 2020-01-01\nmodified: 2024-03-02",
        late="date: 2024-03-02T10:00",
        Same="date: 2023-05-01",
        never="x: y",
    )
    page = garden_of(files).pages()["recent/index.html"]
    assert titles(page) == ["late", "changed", "old", "Same"]
    assert 'date="2024-03-02T10:00:00"' in page


def test_recent_notes_are_sorted_by_the_day_that_is_shown() -> None:
    files = dated(
        a="date: 2024-02-01T00:30+05:00",  # still January in UTC
        b="date: 2024-01-31T23:30",
        c="date: 2024-01-31T23:00-05:00",  # February in UTC
        d="date: 2024-02-01",
        **{f"e{i}": "date: 2024-01-01" for i in range(9)},
    )
    page = garden_of(files).pages()["recent/index.html"]
    assert titles(page)[:4] == ["d", "a", "c", "b"]
    assert re.findall("<time>([^<]*)", page) == ["February 2024", "January 2024"]


TIMES = {
    "few a month": (["2024-03-02", "2024-02-01", "2023-01-01"], ["2024", "2023"]),
    "many a month": (["2024-03-02"] * 4 + ["2024-02-01"] * 2, ["March 2024", "February 2024"]),
    "none": ([], []),
}


@pytest.mark.parametrize(("dates", "names"), TIMES.values(), ids=list(TIMES))
def test_recent_notes_by_time(dates: list[str], names: list[str]) -> None:
    groups = by_time([Listed("a/", "a", date) for date in dates], "en")
    assert [name for name, _ in groups] == names
    assert [note.date for _, notes in groups for note in notes] == dates


def test_the_home_page_shows_some_tags_and_the_way_to_all() -> None:
    page = garden_of({"a.md": " ".join(f"#t{i}" for i in range(41))}).pages(default_theme())
    assert page["index.html"].count('class="tag"') == 40
    assert '<a href="tags/">All tags</a>' in page["index.html"]


def test_a_blank_name_is_no_title() -> None:
    assert garden_of({"  .md": ""}).garden.notes["  .md"].title.startswith("note-")


def test_the_made_home_page() -> None:
    files = {f"n{i}.md": f"---\ndate: 2024-01-{i:02}\n---\ntext" for i in range(1, 10)}
    page = garden_of({**files, "f/g/x.md": "#t/u", "y.md": ""}).pages()["index.html"]
    assert titles(page, "recent") == [f"n{i}" for i in range(9, 1, -1)]
    assert titles(page) == ["n1", "y"], "those that are not shown already"
    assert titles(page, "folder") == ["f"]
    assert titles(page, "tag") == ["t"]
    assert '<map href="map/" count="11">' in page
    many = garden_of({f"n{i}.md": "" for i in range(60)}).pages()["index.html"]
    assert len(titles(many)) == 50
    assert titles(many, "recent") == []


# --- navigation, social links, footer, head ------------------------------------------------------

VAULT: Files = {
    "index.md": "",
    "People/Ann B.md": "---\ntitle: Ann\n---\n## Her House\n",
    "p.pdf": "x",
    "private/Secret.md": "",
    "map.md": "a map of my own",
    "x.md": "#t",
}
# a link → what it becomes, and the title that it gets
NAVIGATION = {
    "Ann B": ("Ann", "People/Ann-B/"),
    "[[ann b]]": ("Ann", "People/Ann-B/"),
    "People/Ann B.md#Her House": ("Ann", "People/Ann-B/#her-house"),
    "[[Ann B|About Ann]]": ("About Ann", "People/Ann-B/"),
    "p.pdf": ("p.pdf", "p.pdf"),
    "/People/": ("People", "People/"),
    "/map/": ("map", "map/"),
    "/map-2/": ("map-2", "map-2/"),
    "/tags/t/": ("t", "tags/t/"),
    "/": ("Site", "./"),
    "https://me.net/a": ("https://me.net/a", "https://me.net/a"),
    "mailto:me@me.net": ("mailto:me@me.net", "mailto:me@me.net"),
    "Nothing": None,
    "Secret": None,
    "private/Secret": None,
    "/private/": None,
    "javascript:alert(1)": None,
    "java\\tscript:alert(1)": None,
    "": None,
}


def ways(page: str) -> list[tuple[str, str]]:
    return [(name, url) for url, name in re.findall(r'<way href="([^"]*)">([^<]*)</way>', page)]


def home_of(config: str, files: Files = VAULT) -> tuple[Grown, str]:
    """The garden, and a page of it at the top: a made home page, where the links are shown."""
    grown = garden_of({k: v for k, v in files.items() if k != "index.md"}, config)
    return grown, grown.pages()["index.html"]


@pytest.mark.parametrize("written", NAVIGATION)
def test_where_a_link_of_the_navigation_leads(written: str) -> None:
    config = f'[site]\ntitle = "Site"\n[[navigation]]\nlink = "{written}"\n'
    grown, page = home_of(config)
    wanted = NAVIGATION[written]
    assert ways(page) == ([wanted] if wanted else [])
    assert grown.rules == ([] if wanted else ["navigation"])
    assert [p.path for p in grown.problems] == ([] if wanted else ["garden.toml"])
    _, page = home_of(f'{config}title = "Mine <b>"\n')
    assert ways(page) == ([("Mine &lt;b&gt;", wanted[1])] if wanted else [])


PAGES = ("feed.xml", "sitemap.xml", "CNAME", "app/", "old/", "map/page/2/", "hub/backlinks/2/")


@pytest.mark.parametrize("url", PAGES)
def test_the_navigation_leads_to_every_page_and_file_of_the_site(url: str) -> None:
    config = f'[site]\nbase_url = "https://me.net/"\n[[navigation]]\nlink = "/{url}"\n'
    files = {f"n{i}.md": "[[hub]]" for i in range(201)}
    files["hub.md"] = "---\naliases: [old]\ndate: 2024-01-02\n---\n"
    grown = garden_of(files, config, static=["CNAME", "app/index.html"])
    assert [way.url for way in grown.garden.navigation] == [url]
    assert grown.rules == []


def test_a_linked_file_of_the_navigation_is_published() -> None:
    assert "p.pdf" not in home_of("")[0].pages()
    assert "p.pdf" in home_of('[[navigation]]\nlink = "p.pdf"')[0].pages()


# configuration → the navigation
DEFAULTS = {
    "not given": ("", ["Map", "Tags", "Graph"]),
    "none wanted": ("navigation = []", []),
}


@pytest.mark.parametrize(("config", "names"), DEFAULTS.values(), ids=list(DEFAULTS))
def test_the_navigation_of_a_garden_that_gives_none(config: str, names: list[str]) -> None:
    assert [name for name, _ in ways(home_of(config)[1])] == names


@pytest.mark.parametrize(
    "config",
    ['[[navigation]]\nlink = "{}"', "[site]\nfooter = 'see [[{}|x]] ![[{}]]'"],
    ids=["navigation", "footer"],
)
def test_a_private_target_is_as_a_missing_one(config: str) -> None:
    told = config.replace("{}", "Secret")
    with_it, without = garden_of(VAULT, told), garden_of({"index.md": VAULT["index.md"]}, told)
    rest = {k: v for k, v in VAULT.items() if "Secret" not in k}
    assert with_it.pages() == garden_of(rest, told).pages()
    assert with_it.problems == garden_of(rest, told).problems
    assert set(with_it.rules) == set(without.rules) == {"navigation"}


SOCIAL = '[[social]]\nname = "Post"\nurl = "{}"\n'


@pytest.mark.parametrize(
    ("url", "is_shown"),
    [("https://me.net/@a", True), ("mailto:a@me.net", True), ("javascript:x", False), ("a", False)],
)
def test_social_links(url: str, is_shown: bool) -> None:
    grown = garden_of({"a.md": ""}, SOCIAL.replace("{}", url))
    assert [way.url for way in grown.garden.social] == ([url] if is_shown else [])
    assert grown.rules == ([] if is_shown else ["navigation"])


def test_s08_s09_footnotes_of_the_footer_stand_below_it() -> None:
    config = '[site]\nfooter = """by me[^a] and ^[you <b id="x">x</b>]\n\n[^a]: [[b]]^[z]"""'
    grown = garden_of({"a.md": "x^[own]", "b.md": "", "c/d.md": ""}, config)
    page = grown.pages(default_theme())["c/d/index.html"]
    footer = page[page.index("by me") :]
    assert footer.startswith("by me<sup>1</sup> and <sup>2</sup></p>")
    assert '<ol start="1">\n<li>\n<p><a class="internal-link" href="../../b/">b</a><sup>3' in footer
    assert '<ol start="2">\n<li>\n<p>you <b>x</b></p>\n</li>' in footer
    assert grown.problems == ()


def test_the_footer_is_right_on_every_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    text = "---\n\n## Here\n\n<b id='z'>By</b> [[Ann B|Ann]] ![[p.svg]] #t #unknown ^block"
    config = (
        f'[site]\nbase_url = "https://me.net/g/"\nfooter = """{text}"""\n'
        'head = "<meta name=my content=x>"\n'
        '[[navigation]]\nlink = "Ann B#Her House"\n[[navigation]]\nlink = "x"\n'
        + SOCIAL.replace("{}", "https://me.net/@a")
    )
    files = {**VAULT, "p.svg": "<svg/>", "b.md": "## Here\n\n<b id='z'>x</b> ^block"}
    done = built(write(tmp_path / "notes", files), tmp_path / "out", config)
    assert [p.rule for p in done.grown.report.problems] == []
    assert faults(tmp_path / "out", "/g/") == []
    for path in sorted((tmp_path / "out").rglob("*.html")):
        html = LexborHTMLParser(path.read_text())
        if html.css("meta[http-equiv=refresh]") or path.parent.name == DATA:
            continue
        assert len(html.css("footer img")) == len(html.css("meta[name=my]")) == 1
        assert [a.attributes["href"] for a in html.css("a[rel=me]")] == ["https://me.net/@a"]
        current = [a.text() for a in html.css("header [aria-current], .site-nav [aria-current]")]
        assert current == (
            {"x/index.html": ["x"]}.get(path.relative_to(tmp_path / "out").as_posix())
            or (["notes"] if path.parent == tmp_path / "out" and path.name == "index.html" else [])
        )


# --- any garden ----------------------------------------------------------------------------------

NAMES = st.sampled_from(
    (
        "a",
        "A",
        "a b",
        "a-b",
        "index",
        "map",
        "tags",
        "page",
        "2",
        "Größe",
        NFD,
        "🌱",
        "x.html",
        "#",
        "%20",
        "con",
        "x ..",
        "<b>",
        "recent",
        "théme",
        "q?&=",
        "a.md",
    )
)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
TEXTS = st.sampled_from(
    (
        "",
        "#a/b text",
        "---\npermalink: /a\n---\n",
        "---\npermalink: /\n---\n",
        "---\ndate: 2024-01-02\n---\n",
        "---\npublish: no\n---\n",
        "---\naliases: [map, a/b]\n---\n",
        "---\npermalink: /a.html\n---\n",
    )
)


def is_tree(paths: list[str]) -> bool:
    """Whether no file is a folder of another, as on a disk."""
    return not any(b.startswith(f"{a}/") for a in paths for b in paths)


TREES = st.dictionaries(PATHS.map("{}.md".format), TEXTS, min_size=1, max_size=8).filter(
    lambda files: is_tree(list(files))
)


def reached(pages: Mapping[str, str], start: str) -> set[str]:
    """The pages that links lead to from one of them."""
    seen, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for address in re.findall(r'href="([^"]*)"', pages[page]):
            here = page.removesuffix("index.html")
            target = unquote(
                urljoin(f"https://x.net/{here}", address).removeprefix("https://x.net/")
            )
            file = out_path(target.partition("#")[0])
            if file in pages and file not in seen:
                seen.add(file)
                waiting.append(file)
    return seen


@settings(derandomize=True, deadline=None, max_examples=150)
@given(TREES)
def test_every_note_is_reached_from_the_map(files: dict[str, str]) -> None:
    grown = garden_of(files)
    pages = {
        out: re.sub(r"<(?:way|above|outgoing|backlink|tag|redirect)\b[^>]*>", "", page)
        for out, page in grown.pages().items()
    }
    found = reached(pages, out_path(grown.garden.lists["map"]))
    assert {out_path(grown.garden.urls[path]) for path in grown.garden.notes} <= found


def test_every_address_of_odd_gardens_leads_somewhere(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    @settings(derandomize=True, deadline=None, max_examples=15)
    @given(TREES)
    def check(files: dict[str, str]) -> None:
        root = tmp_path_factory.mktemp("odd")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(root / "caches"))
            done = built(write(root / "notes", files), root / "out")
        assert faults(root / "out") == []
        clashes = [p.message for p in done.grown.report.problems if "two pages" in p.message]
        assert clashes == []

    check()


# --- what the configuration says, and what it costs ----------------------------------------------

WRONG = {
    "a wrong key": (
        '[[navigation]]\nlink = "a"\n\n[[navigation]]\nlink = "b"\ntitel = "c"\n',
        'garden.toml:6: navigation.titel: unknown key "titel"; did you mean "title"?'
        " (known here: title, link)",
    ),
    "no link": (
        '[[navigation]]\ntitle = "c"\n',
        "garden.toml:1: navigation.link: this key is missing",
    ),
    "no list": (
        'navigation = "c"\n',
        'garden.toml:1: navigation: found "c", but allowed is a table for each link, headed by'
        " [[navigation]]",
    ),
    "one table": ('[navigation]\nlink = "c"\n', "garden.toml:1: navigation: found "),
    "a query": ('[site]\nbase_url = "https://me.net/?a"\n', "garden.toml:2: site.base_url: found "),
    "a fragment": ('[site]\nbase_url = "https://me.net/#a"\n', "garden.toml:2: site.base_url: "),
    "two slashes": ('[site]\nbase_url = "https://me.net/a//b"\n', "garden.toml:2: site.base_url: "),
    "two at the end": ('[site]\nbase_url = "https://me.net//"\n', "garden.toml:2: site.base_url: "),
    "a line break": ('[site]\nbase_url = "https://me.net/\\n"\n', "garden.toml:2: site.base_url: "),
    "a wrong name": (
        '[[social]]\nname = 1\nurl = "https://me.net"\n',
        "garden.toml:2: social.name: found 1, but allowed is a valid string",
    ),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=list(WRONG))
def test_what_is_said_of_a_wrong_configuration(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        read_config(text)
    assert str(error.value).startswith(said)


def steps(files: Files) -> int:
    """How many functions are called to grow a garden and to draw its pages."""
    grown, theme, count = garden_of(files), bare_theme(), 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        notes = grown.garden.notes
        grow(grown.garden.config, Vault({path: note.doc for path, note in notes.items()}))
        grown.pages(theme)
    finally:
        sys.setprofile(before)
    return count


LARGE = {
    "one folder": "f/n{}.md",
    "many folders": "f{}/n.md",
    "folders in folders": "f/g{}/h/n.md",
    "folders beside notes": "f{0}/g{0}.md",
}


@pytest.mark.parametrize("name", LARGE.values(), ids=list(LARGE))
def test_the_work_grows_with_the_number_of_notes(name: str) -> None:
    few, many = (
        steps({name.format(i): "---\ndate: 2024-01-02\n---\n#x" for i in range(count)})
        for count in (100, 400)
    )
    assert many < 4.4 * few
