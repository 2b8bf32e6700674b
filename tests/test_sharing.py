"""What other websites are told of a page: link previews, linked data, its one address, icons."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.photographs import noise, saved
from tests.support import Grown, default_theme, garden_of

BASE = "https://me.net/%C3%BC/"
SITE = '[site]\ntitle = "Mine"\nbase_url = "https://me.net/ü/"\n'
PICTURE = saved(noise(320, 200), "PNG")


def note(text: str = "text", **front: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + f"---\n{text}"


def page_of(grown: Grown, out: str) -> LexborHTMLParser:
    return LexborHTMLParser(grown.pages(default_theme())[out])


def told(page: LexborHTMLParser) -> dict[str, list[str]]:
    """What a page says by its meta elements, and its canonical address."""
    found: dict[str, list[str]] = {}
    for node in page.css("meta[property], meta[name]"):
        name = node.attributes.get("property") or node.attributes["name"] or ""
        found.setdefault(name, []).append(node.attributes["content"] or "")
    for node in page.css("link[rel=canonical]"):
        found.setdefault("canonical", []).append(node.attributes["href"] or "")
    return found


def data(page: LexborHTMLParser) -> dict[str, dict[str, Any]]:
    """Its linked data by type."""
    nodes = page.css('script[type="application/ld+json"]')
    assert len(nodes) <= 1
    graph = json.loads(nodes[0].text())["@graph"] if nodes else ()
    return {item["@type"]: item for item in graph}


FILES: dict[str, str | bytes] = {
    "index.md": "# Welcome\n\nWords first.",
    "f/Note.md": note(
        "![[v.mp4]] ![[Other]] ![[d.svg]] ![A leaf](p.png)",
        created="2024-01-01",
        updated="2024-03-01T10:00",
        tags="[t, u/v]",
        description="Short",
        lang="pt-BR",
    ),
    "Other.md": "other",
    "p.png": PICTURE,
    "d.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "v.mp4": b"",
}


def test_a_note_is_told_in_full() -> None:
    found = told(page_of(garden_of(FILES, SITE + 'author = "Me"\n'), "f/Note/index.html"))
    assert {
        name: values for name, values in found.items() if ":" in name or name == "canonical"
    } == {
        "canonical": [f"{BASE}f/Note/"],
        "og:url": [f"{BASE}f/Note/"],
        "og:type": ["article"],
        "og:site_name": ["Mine"],
        "og:title": ["Note"],
        "og:description": ["Short"],
        "og:locale": ["pt_BR"],
        "og:image": [f"{BASE}p.png"],
        "og:image:width": ["320"],
        "og:image:height": ["200"],
        "og:image:alt": ["A leaf"],
        "article:published_time": ["2024-01-01"],
        "article:modified_time": ["2024-03-01T10:00:00Z"],
        "article:tag": ["t", "u/v"],
        "twitter:card": ["summary_large_image"],
    }


# page → what search engines and previews say of it, where no note says that
DESCRIPTIONS = {
    "index.html": "About <all>",
    "map/index.html": "The map of M & me: all its folders and notes",
    "f/index.html": "201 notes in f, a folder of M & me",
    "f/page/2/index.html": "201 notes in f, a folder of M & me",
    "tags/index.html": "The tags of M & me, and how many notes have each",
    "tags/t/index.html": "1 note with the tag #t in M & me",
    "recent/index.html": "The notes of M & me, those tended last first",
    "most-linked/index.html": "The notes of M & me that other notes lead to most often",
    "orphans/index.html": "The notes of M & me that no other note leads to, and that lead to none",
    "graph/index.html": "A picture of how the notes of M & me are linked",
    "Hub/backlinks/2/index.html": "The notes of M & me that link to Hub",
}
LISTS = "[lists]\nmost_linked = true\norphans = true\n"


@pytest.mark.parametrize("home", [{}, {"index.md": "# Home"}], ids=["made", "written"])
def test_each_page_has_a_description(home: dict[str, str]) -> None:
    files = {f"f/{number:03}.md": "[[Hub]]" for number in range(201)}
    files |= {"Hub.md": note("#t", created="2024-01-01"), **home}
    config = f'{LISTS}[site]\ntitle = "M & me"\n'
    pages = garden_of(files, f'{config}description = "About <all>"\n').pages(default_theme())
    found = {out: told(LexborHTMLParser(pages[out])) for out in DESCRIPTIONS}
    assert {out: page.get("description") for out, page in found.items()} == {
        out: [text] for out, text in DESCRIPTIONS.items()
    }
    assert all(page["description"] == page["og:description"] for page in found.values())
    bare = garden_of(files, config).pages(default_theme())["index.html"]
    assert told(LexborHTMLParser(bare))["description"] == ["The notes of M & me"]


# front matter and text of a note → the picture of its previews
PICTURES: dict[str, tuple[str, str]] = {
    "the first that can be shown": ("![[v.mp4]] ![[d.svg]] ![[p.png|300]] ![[q.jpg]]", "p.png"),
    "in a link, in a list": ("- [![a](p.png)](https://a.net)", "p.png"),
    "none": ("![[d.svg]] ![](https://a.net/x.png) ![[gone.png]] [[p.png]]", ""),
    "given": ("---\nimage: q.jpg\n---\n![[p.png]]", "q.jpg"),
    "given as a link": ('---\ncover: "[[q.jpg]]"\n---\n![[p.png]]', "q.jpg"),
    "not wanted": ("---\nimage: false\n---\n![[p.png]]", ""),
    "given, and not there": ("---\nimage: gone.png\n---\n![[p.png]]", ""),
    "given, and a note": ("---\nimage: o\n---\n![[p.png]]", ""),
    "given, and private": ("---\nimage: private/s.png\n---\n", ""),
    "private": ("![[private/s.png]]", ""),
}


@pytest.mark.parametrize(("text", "url"), PICTURES.values(), ids=list(PICTURES))
def test_the_picture_of_a_note(text: str, url: str) -> None:
    files: dict[str, str | bytes] = {
        "n.md": text,
        "o.md": "",
        "q.jpg": b"",
        "private/s.png": PICTURE,
    }
    found = told(page_of(garden_of({**FILES, **files}, SITE), "n/index.html"))
    assert found.get("og:image", []) == ([BASE + url] if url else [])
    assert found["twitter:card"] == ["summary_large_image" if url else "summary"]


def test_a_picture_elsewhere_and_a_small_one() -> None:
    files: dict[str, str | bytes] = {
        "a.md": note(image="https://a.net/x.png"),
        "b.md": note(image="data:text/html,x"),
        "c.md": "![[s.png]]",
        "s.png": saved(noise(40, 40), "PNG"),
    }
    grown = garden_of(files, SITE)
    assert told(page_of(grown, "a/index.html"))["og:image"] == ["https://a.net/x.png"]
    assert "og:image" not in told(page_of(grown, "b/index.html"))
    assert told(page_of(grown, "c/index.html"))["twitter:card"] == ["summary"]


# language → what previews are told
LOCALES = {"en": [], "en-GB": ["en_GB"], "zh-Hans-CN": ["zh_CN"], "de-AT-1996": ["de_AT"]}


@pytest.mark.parametrize(("language", "locale"), LOCALES.items())
def test_the_language_of_a_site(language: str, locale: list[str]) -> None:
    grown = garden_of({"a.md": ""}, f'[site]\nlanguage = "{language}"\n')
    assert told(page_of(grown, "map/index.html")).get("og:locale", []) == locale


def test_each_page_has_one_address_if_it_is_known() -> None:
    many = {f"f/{number:03}.md": "#t" for number in range(201)}
    known = garden_of(many, SITE).pages(default_theme())
    for out in ("index.html", "f/index.html", "f/page/2/index.html", "tags/t/page/2/index.html"):
        page = told(LexborHTMLParser(known[out]))
        assert page["canonical"] == page["og:url"] == [BASE + out.removesuffix("index.html")]
        assert page["og:type"] == ["website"]
        assert page["og:title"]
    unknown = garden_of(many).pages(default_theme())["f/001/index.html"]
    assert not re.search("canonical|og:url|ld.json", unknown)
    assert '<meta property="og:title" content="001">' in unknown


def test_what_is_not_there_is_not_to_be_found() -> None:
    grown = garden_of({"a.md": note(aliases="[Old]")}, SITE)
    for out in ("404.html", "Old/index.html"):
        page = page_of(grown, out)
        assert told(page)["robots"] == ["noindex"]
        assert "og:title" not in told(page)
        assert data(page) == {}
    assert "canonical" not in told(page_of(grown, "404.html"))


# --- linked data --------------------------------------------------------------------------------


def test_the_linked_data_of_a_note() -> None:
    grown = garden_of(FILES, SITE + 'author = "Me"\n')
    found = data(page_of(grown, "f/Note/index.html"))
    assert found["Article"] == {
        "@type": "Article",
        "headline": "Note",
        "description": "Short",
        "url": f"{BASE}f/Note/",
        "mainEntityOfPage": f"{BASE}f/Note/",
        "datePublished": "2024-01-01",
        "dateModified": "2024-03-01T10:00:00Z",
        "inLanguage": "pt-BR",
        "keywords": ["t", "u/v"],
        "image": f"{BASE}p.png",
        "author": {"@type": "Person", "name": "Me"},
        "isPartOf": {"@type": "WebSite", "name": "Mine", "url": BASE},
    }
    steps = [
        (s["position"], s["name"], s["item"]) for s in found["BreadcrumbList"]["itemListElement"]
    ]
    assert steps == [
        (1, "Map", f"{BASE}map/"),
        (2, "f", f"{BASE}f/"),
        (3, "Note", f"{BASE}f/Note/"),
    ]


def test_the_linked_data_of_the_home_page_and_of_lists() -> None:
    for files in (FILES, {"a.md": "#t"}):
        quiet = f"{SITE}[search]\nenabled = false\n"
        found = data(page_of(garden_of(files, quiet), "index.html"))
        assert found == {
            "WebSite": {"@type": "WebSite", "name": "Mine", "url": BASE, "inLanguage": "en"}
        }
    lists = garden_of({"f/a.md": "#t"}, SITE)
    assert data(page_of(lists, "tags/t/index.html")).keys() == {"BreadcrumbList"}
    assert data(page_of(lists, "map/index.html")) == {}


def test_a_site_with_a_search_says_how_it_is_asked() -> None:
    found = data(page_of(garden_of({"index.md": ""}, SITE), "index.html"))
    target = found["WebSite"]["potentialAction"]["target"]
    assert target["urlTemplate"] == f"{BASE}?q={{search_term_string}}"


HOSTILE = {
    "the end of a script": "</script><script>alert(1)</script>",
    "the end of a comment": "--><script>",
    "a line end of JavaScript": "a\\u2028b\\u2029c",
    "a quote": '\\" onload=\\"x',
    "the end of a section": "]]>",
    "a character that XML cannot hold": "a\\u0008b",
    "a formula of a template": "{{ site() }}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_no_word_of_a_note_is_markup(text: str) -> None:
    fields = ("title", "description", "image", "lang")
    front = {**dict.fromkeys(fields, f'"{text}"'), "tags": f'["{text}"]', "date": "2024-01-01"}
    files = {"f/n.md": note("words", **front), "f/index.md": note(title=f'"{text}"')}
    toml = f'[site]\nbase_url = "https://me.net/"\ntitle = "{text}"\nauthor = "{text}"\n'
    pages = garden_of(files, toml).pages(default_theme())
    page = LexborHTMLParser(pages["f/n/index.html"])
    kinds = [node.attributes.get("type") for node in page.css("script")]
    assert kinds.count("application/ld+json") == 1
    assert len(page.css("script:not([src])")) == 1
    real = json.loads(f'"{text}"')
    title = " ".join(real.split())
    assert data(page)["Article"]["headline"] == title
    assert data(page)["BreadcrumbList"]["itemListElement"][1]["name"] == title
    assert told(page)["og:title"] == [title]
    assert json.loads(pages["manifest.webmanifest"])["name"] == real
    assert json.loads(pages["feed.json"])["items"][0]["title"] == title


# --- icons and the web manifest -----------------------------------------------------------------


# what is in the static folder → the icons of a page, and those of the manifest
ICONS: dict[str, tuple[list[str], list[str], list[str]]] = {
    "the leaf": (
        [],
        ["favicon.png", "favicon.svg", "apple-touch-icon.png"],
        ["favicon.svg", "apple-touch-icon.png"],
    ),
    "one's own": (["favicon.svg"], ["favicon.svg"], ["favicon.svg"]),
    "one's own for phones": (
        ["apple-touch-icon.png"],
        ["favicon.png", "favicon.svg", "apple-touch-icon.png"],
        ["favicon.svg", "apple-touch-icon.png", "apple-touch-icon.png"],
    ),
}


@pytest.mark.parametrize(("static", "icons", "installed"), ICONS.values(), ids=list(ICONS))
def test_icons(static: list[str], icons: list[str], installed: list[str]) -> None:
    def names(addresses: list[str]) -> list[str]:
        return [
            re.sub(r"\.[0-9a-f]{10}\.", ".", address).rpartition("/")[2] for address in addresses
        ]

    grown = garden_of({"a.md": ""}, static=static)
    page = page_of(grown, "a/index.html")
    found = page.css("link[rel=icon], link[rel=apple-touch-icon]")
    addresses = [node.attributes["href"] or "" for node in found]
    assert names(addresses) == icons
    assert all(f"../{name}" in addresses for name in static)
    manifest = json.loads(grown.pages(default_theme())["manifest.webmanifest"])
    assert names([icon["src"] for icon in manifest["icons"]]) == installed


def test_the_web_manifest() -> None:
    grown = garden_of({"a.md": ""}, SITE + 'language = "fa"\ndescription = "D"\n')
    found = json.loads(grown.pages(default_theme())["manifest.webmanifest"])
    assert (found["name"], found["lang"], found["dir"]) == ("Mine", "fa", "rtl")
    assert (found["start_url"], found["scope"], found["display"]) == ("./", "./", "minimal-ui")
    paper = re.search(rb"--paper: light-dark\((#\w+)", default_theme().files["style.css"])
    assert paper
    assert found["theme_color"] == found["background_color"] == paper[1].decode()
    links = page_of(grown, "a/index.html").css("link[rel=manifest]")
    assert [node.attributes["href"] for node in links] == ["../manifest.webmanifest"]
