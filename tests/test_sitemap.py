"""sitemap.xml and robots.txt: every page, whole addresses, and no more in a file than allowed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from garden.pages.sitemap import sitemap
from tests.support import Grown, garden_of

SITE = '[site]\nbase_url = "https://me.net/ü&b"\n'
BASE = "https://me.net/%C3%BC&b"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(grown: Grown, name: str = "sitemap.xml") -> dict[str, str]:
    """Each address of a sitemap, or of an index of them, and its date."""
    root = ElementTree.fromstring(grown.pages()[name])
    return {
        (item.findtext(f"{SPACE}loc") or ""): (item.findtext(f"{SPACE}lastmod") or "")
        for item in root
    }


FILES: dict[str, str | bytes] = {
    "index.md": "text",
    "Größe & Form.md": "---\nupdated: 2024-03-01\ndate: 2024-01-01\naliases: [Old]\n---\n#tag",
    "a.md": "---\npermalink: /about.html\ndate: 2024-01-01T10:00\n---\n[[p.png]]",
    "p.png": b"",
    "private/x.md": "text",
}


def test_every_page_is_in_it() -> None:
    assert entries(garden_of(FILES, SITE)) == {
        f"{BASE}/": "",
        f"{BASE}/Gr%C3%B6%C3%9Fe-Form/": "2024-03-01",
        f"{BASE}/about.html": "2024-01-01T10:00:00Z",
        f"{BASE}/graph/": "2024-03-01",
        f"{BASE}/map/": "2024-03-01",
        f"{BASE}/recent/": "2024-03-01",
        f"{BASE}/tags/": "2024-03-01",
        f"{BASE}/tags/tag/": "2024-03-01",
    }


def test_a_list_has_the_date_of_the_newest_note_in_it() -> None:
    many = {f"f/g/{number}.md": "#old" for number in range(201)}
    files = {
        **many,
        "f/g/0.md": "---\ndate: 2024-01-01\n---\n#old",
        "f/new.md": "---\ndate: 2024-05-01T10:00\n---\n",
        "none/index.md": "no date of its own",
        "none/new.md": "---\ndate: 2024-02-01\n---\n",
        "rest/a.md": "#undated",
    }
    found = {
        url.removeprefix(f"{BASE}/"): date for url, date in entries(garden_of(files, SITE)).items()
    }
    assert found["f/"] == found["map/"] == found[""] == "2024-05-01T10:00:00Z"
    assert found["f/g/"] == found["f/g/page/2/"] == found["tags/old/page/2/"] == "2024-01-01"
    assert found["none/"] == found["rest/"] == found["tags/undated/"] == ""


def test_pages_that_garden_makes_are_in_it_and_nothing_else() -> None:
    grown = garden_of({**{f"s{i}.md": "[[t]]" for i in range(40)}, "t.md": "#x/y"}, SITE)
    html = {name for name in grown.pages() if name.endswith("index.html")}
    listed = {f"{a.removeprefix(BASE + '/')}index.html" for a in entries(grown)}
    assert listed == html


def test_it_is_split_above_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sitemap.__globals__, "ADDRESSES_IN_A_FILE", 2)
    grown = garden_of(FILES, SITE)
    assert list(entries(grown)) == [f"{BASE}/sitemap-{n}.xml" for n in (1, 2, 3, 4)]
    assert [len(entries(grown, f"sitemap-{n}.xml")) for n in (1, 2, 3, 4)] == [2, 2, 2, 2]


def test_robots_txt_names_it() -> None:
    text = garden_of(FILES, SITE).pages()["robots.txt"]
    assert text == f"User-agent: *\nAllow: /\n\nSitemap: {BASE}/sitemap.xml\n"


def test_without_an_address_there_is_neither() -> None:
    assert not {"sitemap.xml", "robots.txt"} & garden_of(FILES).pages().keys()


def test_out10_no_file_of_the_vault_takes_its_place() -> None:
    grown = garden_of({"n.md": "[[sitemap.xml]]", "sitemap.xml": b""}, SITE)
    assert "<urlset" in grown.pages()["sitemap.xml"]
    assert "sitemap-2.xml" not in grown.pages()
    assert "host-file" in grown.rules
