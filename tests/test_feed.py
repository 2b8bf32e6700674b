"""The feeds, as parsers read them: RFC 4287 and JSON Feed, and safety of text in both."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from garden.dates import iso_date, rfc3339
from garden.xml import legal_xml
from tests.offline import built, tree, write
from tests.support import Grown, bare_theme, default_theme, garden_of

SITE = '[site]\ntitle = "Mine"\nbase_url = "https://me.net/ü/"\n'
ATOM = "{http://www.w3.org/2005/Atom}"


def note(text: str = "text", **front: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + f"---\n{text}"


def feed(grown: Grown) -> ElementTree.Element:
    return ElementTree.fromstring(grown.pages()["feed.xml"])


def texts(element: ElementTree.Element, path: str) -> list[str]:
    tags = "/".join(f"{ATOM}{tag}" for tag in path.split("/"))
    return [found.text or "" for found in element.findall(tags)]


FILES: dict[str, str | bytes] = {
    "old.md": note(created="2024-01-01"),
    "Changed.md": note(
        "![[p.png]] [[old#H|o]] [[#x]]\n\n# x", date="2023-01-01", updated="2024-03-01"
    ),
    "b.md": note(created="2024-02-01T10:00"),
    "a.md": note(created="2024-02-01T10:00", tags="[t, u/v]", description="Short"),
    "undated.md": "text",
    "p.png": b"",
}


def test_what_is_in_it() -> None:
    found = feedparser.parse(garden_of(FILES, SITE + 'author = "Me"\n').pages()["feed.xml"])
    assert not found.bozo
    assert (found.version, found.feed.title, found.feed.author) == ("atom10", "Mine", "Me")
    assert found.feed.updated == "2024-03-01T00:00:00Z"
    assert {link.rel: link.href for link in found.feed.links} == {
        "self": "https://me.net/%C3%BC/feed.xml",
        "alternate": "https://me.net/%C3%BC/",
    }
    assert [(e.title, e.updated, e.get("published")) for e in found.entries] == [
        ("Changed", "2024-03-01T00:00:00Z", "2023-01-01T00:00:00Z"),
        ("a", "2024-02-01T10:00:00Z", "2024-02-01T10:00:00Z"),
        ("b", "2024-02-01T10:00:00Z", "2024-02-01T10:00:00Z"),
        ("old", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
    ]
    assert found.entries[0].id == found.entries[0].link == "https://me.net/%C3%BC/Changed/"
    assert [tag.term for tag in found.entries[1].tags] == ["t", "u/v"]
    assert found.entries[1].summary == "Short"


def test_its_addresses_are_whole() -> None:
    content = texts(feed(garden_of(FILES, SITE)), "entry/content")[0]
    assert 'src="https://me.net/%C3%BC/p.png"' in content
    assert 'href="https://me.net/%C3%BC/old/"' in content
    assert 'href="https://me.net/%C3%BC/Changed/#x"' in content


def test_e10_e22_players_have_whole_addresses_and_cards_are_links() -> None:
    text = note("![[v.mp4]] ![](https://youtu.be/x)", date="2024-01-01")
    (content,) = texts(feed(garden_of({"n.md": text, "v.mp4": ""}, SITE)), "entry/content")
    assert '<video src="https://me.net/%C3%BC/v.mp4"' in content
    assert '<a href="https://youtu.be/x"' in content
    assert "<script" not in content


def test_a_feed_of_summaries_has_no_text() -> None:
    found = feed(garden_of(FILES, SITE + '[feed]\ncontent = "summary"\n'))
    assert texts(found, "entry/content") == []
    assert "Short" in texts(found, "entry/summary")


def test_the_heading_that_is_the_title_is_not_in_the_text() -> None:
    grown = garden_of({"n.md": note("# Title\n\ntext", date="2024-01-01")}, SITE)
    assert texts(feed(grown), "entry/title") == ["Title"]
    assert texts(feed(grown), "entry/content") == ["<p>text</p>\n"]


def test_s08_each_text_ends_with_its_footnotes() -> None:
    files = {
        "a.md": note("# A[^1]\n\nx[^2]\n\n[^1]: heading\n[^2]: [[b]]", date="2024-02-01"),
        "b.md": note("y ^[note] ![[a]]", date="2024-01-01"),
    }
    first, second = texts(feed(garden_of(files, SITE)), "entry/content")
    assert (first.count("<li"), second.count("<li")) == (1, 2)
    assert '<li id="g-fn-1">\n<p><a class="internal-link" href="https://me.net/%C3%BC/b/">' in first
    assert 'href="#g-fn-1" id="g-fnref-1"' in second


def test_its_length_is_limited() -> None:
    found = feed(garden_of(FILES, SITE + "[feed]\ncount = 2\n"))
    assert texts(found, "entry/title") == ["Changed", "a"]


NO_FEED: dict[str, tuple[dict[str, str | bytes], str]] = {
    "no dated note": ({"n.md": "text"}, SITE),
    "no address": (FILES, '[site]\ntitle = "Mine"\n'),
    "none wanted": (FILES, SITE + "[feed]\ncount = 0\n"),
    "the dated note is private": ({"private/n.md": note(date="2024-01-01"), "o.md": ""}, SITE),
}


@pytest.mark.parametrize(("files", "config"), NO_FEED.values(), ids=list(NO_FEED))
def test_without_a_feed_no_page_links_to_one(files: dict[str, str | bytes], config: str) -> None:
    pages = garden_of(files, config).pages(default_theme())
    assert "feed.xml" not in pages
    assert [name for name, page in pages.items() if "application/atom+xml" in page] == []


def test_every_page_links_to_it() -> None:
    pages = garden_of(FILES, SITE).pages(default_theme())
    link = '<link rel="alternate" type="application/atom+xml" title="Mine" href="{}feed.xml">'
    assert link.format("../") in pages["old/index.html"]
    assert link.format("/%C3%BC/") in pages["404.html"]


def test_out10_a_file_of_the_vault_makes_room_for_it() -> None:
    grown = garden_of({**FILES, "n.md": "[[feed.xml]]", "feed.xml": b""}, SITE)
    assert "https://me.net/%C3%BC/feed.xml" in grown.pages()["feed.xml"]
    assert grown.pages()["feed-2.xml"] == "(a copy of feed.xml)"


HOSTILE = {
    "a character that XML cannot hold": "a\\bb\\u000bc",
    "noncharacters": "a\\ufffeb\\uffffc",
    "the end of a section": "a]]>b",
    "markup": "</title><script>&amp;</script>",
    "an entity of its own": "&nbsp;&undefined;",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
@pytest.mark.parametrize("where", ["title", "description", "tags", "lang", "text"])
def test_it_is_xml_whatever_notes_say(text: str, where: str) -> None:
    front = {"date": "2024-01-01"} | ({where: f'"{text}"'} if where != "text" else {})
    real = text.encode().decode("unicode_escape")
    body = f"{real} `{real}` <b title='{real.replace('<', '')}'>x</b>" if where == "text" else "x"
    grown = garden_of({"n.md": note(body, **front)}, SITE)
    page = grown.pages(default_theme())["feed.xml"]
    found = feedparser.parse(page)
    assert ElementTree.fromstring(page).tag == f"{ATOM}feed"
    assert len(found.entries) == 1


def test_it_is_xml_whatever_a_file_is_called() -> None:
    page = garden_of({"a\udcff\ufffe & b.md": note(date="2024-01-01")}, SITE).pages()["feed.xml"]
    assert texts(ElementTree.fromstring(page), "entry/title") == ["a & b"]


def test_a_site_may_be_called_anything() -> None:
    config = 'title = "a \\u0008 ]]> <b> \\" c"\ndescription = "]]>"\nauthor = "<me>"\n'
    grown = garden_of(FILES, f'[site]\nbase_url = "https://me.net/a&b=\'"\n{config}')
    found = feed(grown)
    assert texts(found, "title") == ['a  ]]> <b> " c']
    assert texts(found, "author/name") == ["<me>"]


LEGAL = {"a\tb\nc\rd": "a\tb\nc\rd", "\0\x08\x1f\x7f": "\x7f", "\ud800\ufffe\uffff😀": "😀"}


@pytest.mark.parametrize(("text", "legal"), LEGAL.items())
def test_what_xml_cannot_hold_is_dropped(text: str, legal: str) -> None:
    assert legal_xml(text) == legal


# what a note says → its date in the feed
TIMES = {
    "2024-02-29": "2024-02-29T00:00:00Z",
    "20240229": "2024-02-29T00:00:00Z",
    "2024-02-29 10:30": "2024-02-29T10:30:00Z",
    "2024-02-29T10:30:15.123456": "2024-02-29T10:30:15Z",
    "2024-02-29T10:30:00Z": "2024-02-29T10:30:00Z",
    "2024-02-29T10:30:00+05:30": "2024-02-29T10:30:00+05:30",
    "0001-01-01T00:00:00+14:00": "0001-01-01T00:00:00+14:00",
    "29.02.2024": "2024-02-29T00:00:00Z",
}


@pytest.mark.parametrize(("said", "time"), TIMES.items())
def test_times_are_those_of_rfc_3339(said: str, time: str) -> None:
    config = SITE + '[dates]\nformats = ["%d.%m.%Y"]\n'
    found = feed(
        garden_of({"n.md": note(date=f"'{said}'"), "o.md": note(date="2020-01-01")}, config)
    )
    assert time in texts(found, "entry/updated")


def test_a_zone_with_seconds_is_no_date() -> None:
    assert iso_date("2024-01-01T10:00:00+01:02:03", ()) is None
    assert rfc3339("2024-01-01T10:00:00+01:02") == "2024-01-01T10:00:00+01:02"


def test_the_newest_is_first_in_any_zone() -> None:
    files = {
        "a.md": note(date="2024-01-01T10:00:00+02:00"),
        "b.md": note(date="2024-01-01T09:00:00"),
        "c.md": note(date="2024-01-01"),
        "d.md": note(date="2024-01-01T08:30:00Z"),
    }
    assert texts(feed(garden_of(files, SITE)), "entry/title") == ["b", "d", "a", "c"]


def test_a_template_of_ones_own_may_draw_it() -> None:
    theme = bare_theme()
    own = theme.__class__({**theme.templates, "feed.xml": "<f>{{ entries[0].title }}</f>"})
    grown = garden_of({"n.md": note(title="'a & b'", date="2024-01-01")}, SITE)
    assert grown.pages(own)["feed.xml"] == "<f>a &amp; b</f>"


# --- feeds in JSON, of tags and of folders ------------------------------------------------------


def json_feed(grown: Grown, url: str = "feed.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(grown.pages()[url])
    return found


def test_a_feed_in_json_says_the_same() -> None:
    found = json_feed(garden_of(FILES, SITE + 'author = "Me"\ndescription = "D"\n'))
    items = found.pop("items")
    assert found == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Mine",
        "description": "D",
        "home_page_url": "https://me.net/%C3%BC/",
        "feed_url": "https://me.net/%C3%BC/feed.json",
        "language": "en",
        "authors": [{"name": "Me"}],
    }
    assert [item["title"] for item in items] == ["Changed", "a", "b", "old"]
    assert items[1] == {
        "id": "https://me.net/%C3%BC/a/",
        "url": "https://me.net/%C3%BC/a/",
        "title": "a",
        "content_html": "<p>text</p>\n",
        "summary": "Short",
        "date_published": "2024-02-01T10:00:00Z",
        "date_modified": "2024-02-01T10:00:00Z",
        "tags": ["t", "u/v"],
    }
    assert 'src="https://me.net/%C3%BC/p.png"' in items[0]["content_html"]


def test_a_feed_of_summaries_in_json_has_the_words_alone() -> None:
    found = json_feed(garden_of(FILES, SITE + '[feed]\ncontent = "summary"\n'))
    assert found["items"][1]["content_text"] == "Short"
    assert not any("content_html" in item for item in found["items"])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_it_is_json_whatever_notes_say(text: str) -> None:
    real = text.encode().decode("unicode_escape")
    grown = garden_of({"n.md": note(f"`{real}`", date="2024-01-01", title=f'"{text}"')}, SITE)
    (item,) = json_feed(grown)["items"]
    assert item["title"] == " ".join(real.split())


SOME: dict[str, str | bytes] = {
    "Walks/a.md": note("#essay", date="2024-01-01"),
    "Walks/far/b.md": note("#essay/long", date="2024-01-03"),
    "Walks/undated.md": "#essay",
    "c.md": note(tags="essay", date="2024-01-02"),
    "private/d.md": note("#essay #secret", date="2024-05-05"),
}
OF_SOME = SITE + '[feed]\ntags = ["#Essay"]\nfolders = ["walks/"]\n'
# a feed → its title, the page with the same notes, and these
SOME_FEEDS = {
    "feed": ("Mine", "", ["b", "c", "a"]),
    "tags/essay/feed": ("#essay · Mine", "tags/essay/", ["b", "c", "a"]),
    "Walks/feed": ("Walks · Mine", "Walks/", ["b", "a"]),
}


@pytest.mark.parametrize(("url", "said"), SOME_FEEDS.items())
def test_tags_and_folders_that_are_named_have_feeds(
    url: str, said: tuple[str, str, list[str]]
) -> None:
    grown, base = garden_of(SOME, OF_SOME), "https://me.net/%C3%BC/"
    atom = feedparser.parse(grown.pages()[f"{url}.xml"])
    assert not atom.bozo
    links = {link.rel: link.href for link in atom.feed.links}
    assert links == {"self": f"{base}{url}.xml", "alternate": base + said[1]}
    assert atom.feed.id == f"{base}{url}.xml"
    assert (atom.feed.title, [e.title for e in atom.entries]) == (said[0], said[2])
    found = json_feed(grown, f"{url}.json")
    assert (found["title"], found["home_page_url"]) == (said[0], base + said[1])
    assert [item["title"] for item in found["items"]] == said[2]
    assert found["items"][0]["id"] == f"{base}Walks/far/b/"


def test_no_other_tag_or_folder_has_one() -> None:
    feeds = [url for url in garden_of(SOME, OF_SOME).pages() if "feed." in url]
    assert len(feeds) == 2 * len(SOME_FEEDS)
    assert [u for u in garden_of(SOME, SITE).pages() if "feed." in u] == ["feed.xml", "feed.json"]


# a page → the feeds that readers find there besides the site's
FOUND_AT = {
    "tags/essay/index.html": ["feed.xml", "feed.json"],
    "Walks/index.html": ["feed.xml", "feed.json"],
    "Walks/a/index.html": [],
    "tags/essay/long/index.html": [],
    "map/index.html": [],
}


@pytest.mark.parametrize("note_of_folder", [False, True])
@pytest.mark.parametrize(("page", "own"), FOUND_AT.items())
def test_their_pages_link_to_them(page: str, own: list[str], *, note_of_folder: bool) -> None:
    files = {**SOME, "Walks/index.md": "a note"} if note_of_folder else SOME
    html = garden_of(files, OF_SOME).pages(default_theme())[page]
    up = "../" * page.count("/")
    found = re.findall(r'<link rel="alternate" type="[^"]+" title="([^"]*)" href="([^"]+)">', html)
    assert [href for _, href in found] == [f"{up}feed.xml", f"{up}feed.json", *own]


# what is asked for → that it is told alike, whether it is private or does not exist
OF_NOTHING = ['tags = ["secret"]', 'tags = ["#gone"]', 'folders = ["private"]', 'folders = ["x"]']


@pytest.mark.parametrize("asked", OF_NOTHING)
def test_a_feed_without_a_note_is_told(asked: str) -> None:
    grown = garden_of(SOME, f"{SITE}[feed]\n{asked}\n")
    (problem,) = (problem for problem in grown.problems if problem.rule == "feed")
    assert problem.path == "garden.toml"
    assert problem.message.endswith(" has no published note with a date")
    assert len([url for url in grown.pages() if "feed." in url]) == 2


def test_ni3_a_feed_is_gone_with_its_last_note(tmp_path: Path) -> None:
    """The build before remembers pages of that feed, which this garden cannot be asked for."""
    config = f'{SITE}[feed]\ntags = ["x"]\n[dates]\ngit = false\n'
    notes = {"a.md": "---\ndate: 2024-01-01\n---\n#x", "b.md": "---\ndate: 2024-01-02\n---\n"}
    vault, site = write(tmp_path / "notes", notes), tmp_path / "public"
    built(vault, site, config, cache=tmp_path / "cache")
    before = {path for path in tree(site) if path.endswith("feed.xml")}
    write(vault, {"a.md": "---\npublish: false\n---\n#x"})
    built(vault, site, config, cache=tmp_path / "cache")
    after = {path for path in tree(site) if path.endswith("feed.xml")}
    assert (before, after) == ({"feed.xml", "tags/x/feed.xml"}, {"feed.xml"})
