"""Whole sites as a visitor meets them: every address leads somewhere, nothing comes from afar."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from garden.config import read_config
from tests.offline import Files, built, faults, write
from tests.support import HERE, folder_contents

CONTENT = HERE.parent / "content"
SUB_PATH = "/some/garden/"

EVERYTHING: Files = {
    "index.md": "# Welcome\n[[Trust]], [[f/Deep]], [[Größe & Form|size]], [[🌱 Seed]], [[about]]\n",
    "Trust.md": "---\naliases: [Faith, Old/Place]\ntags: [people/trust]\n---\n"
    "Text. ^block\n\n## Größe & Form\n\n## Twice\n\n## Twice\n\n"
    "[[#Größe & Form]] [[#Twice]] [[#^block]] [[#Nowhere]] [[#^nowhere]]\n",
    "f/Deep.md": '---\ntitle: A <deep> & "quoted" note\n---\n'
    "[[Trust#Twice|t]] [[Trust#^block]] [m](../Trust.md) [p](</My Paper.pdf>) [[#here]] #people\n\n"
    "![[pic one.png|100]] ![alt](../pic%20one.png) ![[Trust#Größe & Form]]\n\n# Here\n\n# There\n",
    "f/f.md": "The folder's note. [[Deep]] <img src=\"../pic one.png\"> <a href='Deep.md'>x</a>\n",
    "f/g/Deeper.md": "[[../../Trust]] ![[f/f]] [[pic one.png]]\n",
    "Größe & Form.md": "> [!note] A callout with [[Trust]]\n> and ==text==\n\n- [ ] [[Trust]]\n",
    "🌱 Seed.md": "---\nlang: de\ncssclasses: [wide]\n---\n"
    "| a | b |\n|---|---|\n| [[Trust]] | #x |\n",
    "f/Diagram.md": "```mermaid\ngraph TD\nDeep:::internal-link --> Nowhere:::internal-link\n```\n",
    "about.md": "---\npermalink: /über/about.html\naliases: [contact]\n---\n[[Trust]] [[index]]\n",
    "place.md": "---\npermalink: /a/b/c/\n---\n"
    "[[about#Nowhere]] [[place]]\n\n## About\n[[#About]]\n",
    "A B.md": "# A B\n[[A-B]] [web](https://me.net/a?b=c&d#e) <me@me.net> [m](mailto:me@me.net)\n",
    "A-B.md": "text first\n\n# A heading that is not the title\n\n[[A B]]\n",
    "v1.2.md": "---\ntitle: v1.2\n---\n# v1.2\n\n`[[code]]` $x^2$ %%[[comment]]%%\n",
    "Missing.md": "[[Nothing]] ![[no.png]] [x](nothing.md) [[private/Secret]] ![](no.png)\n",
    "f/Media.md": "![[song.ogg#t=3]] ![](v.mp4)\n\n![[My Paper.pdf#page=2&height=300]]\n\n"
    "![[a.zip]]\n\n![[no.mp4]] ![[no.pdf]] ![[no.canvas]]\n\n![](https://youtu.be/x?t=9)\n\n"
    '<img src="../pic one.png" srcset="/pic%20one.png 2x, no.png 3x">\n\n<img src="no.png">\n\n'
    '<video poster="../pic one.png"><source src="../sounds/v.mp4"></video>\n\n![[f/f]]\n',
    "Shows.md": "![[Media]]\n",
    "tags/people.md": "a note where a tag's page would be [[tags/people]]\n",
    "404.md": "a note [[404]]\n",
    "empty.md": "",
    "private/Secret.md": "[[Trust]]",
    "pic one.png": b"\x89PNG",
    "My Paper.pdf": b"%PDF",
    "sounds/song.ogg": b"",
    "sounds/v.mp4": b"",
    "a.zip": b"",
    **{f"many/Note {i}.md": f"[[Trust]] and [[Note {i + 1}]] #many/n{i % 3}\n" for i in range(40)},
}
NO_HOME: Files = {"a.md": "[[b#Head]]", "b.md": "## Head\n\n[[a]] #tag/sub"}
HOME_BY_PERMALINK: Files = {"start.md": "---\npermalink: /\n---\n[[a]]", "a.md": "[[start]]"}
SITES: dict[str, tuple[Files, str]] = {
    "everything": (EVERYTHING, ""),
    "everything, at an address": (
        EVERYTHING,
        f'[site]\nbase_url = "https://me.net{SUB_PATH}"\nauthor = "Me"\ndescription = "Mine"\n',
    ),
    "no home": (NO_HOME, ""),
    "a home by permalink": (HOME_BY_PERMALINK, ""),
    "one empty note": ({"a.md": ""}, '[site]\nlanguage = "fa"\n'),
}
if any(CONTENT.rglob("*.md")):
    toml = CONTENT / "garden.toml"
    SITES["content"] = (folder_contents(CONTENT), toml.read_text() if toml.exists() else "")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Each site, in a folder where it lies under `SUB_PATH`."""
    root = tmp_path_factory.mktemp("sites")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(root / "caches"))
        out = {}
        for number, (name, (files, config)) in enumerate(SITES.items()):
            vault = write(root / f"{number}" / "vault", files)
            out[name] = root / f"{number}" / "www" / SUB_PATH.strip("/")
            built(vault, out[name], config)
        yield out


@pytest.mark.parametrize("name", SITES)
def test_every_address_leads_to_a_file_and_every_fragment_to_an_id(
    sites: dict[str, Path], name: str
) -> None:
    base_url = read_config(SITES[name][1]).site.base_url  # the addresses of 404.html start there
    assert faults(sites[name], f"{urlsplit(base_url).path.rstrip('/')}/") == []


def pages(site: Path) -> Iterator[tuple[str, LexborHTMLParser]]:
    for path in sorted(site.rglob("*.html")):
        html = LexborHTMLParser(path.read_text(encoding="utf-8"))
        yield path.relative_to(site).as_posix(), html


@pytest.mark.parametrize("name", SITES)
def test_one_h1_where_the_text_has_none(sites: dict[str, Path], name: str) -> None:
    counts = {
        page: len(html.css("h1"))
        for page, html in pages(sites[name])
        if not html.css("meta[http-equiv=refresh]") and not html.css(".note-body h1")
    }
    assert counts
    assert {page: count for page, count in counts.items() if count != 1} == {}


def test_a_heading_that_is_the_title_is_shown_once(sites: dict[str, Path]) -> None:
    found = dict(pages(sites["everything"]))
    for page, title in (("index.html", "Welcome"), ("v1.2/index.html", "v1.2")):
        assert [h1.text(strip=True) for h1 in found[page].css("h1")] == [title]


def test_the_language_is_the_notes_own_else_the_sites(sites: dict[str, Path]) -> None:
    def language(site: str, page: str) -> str | None:
        html = dict(pages(sites[site]))[page].css_first("html")
        assert html is not None
        return html.attributes["lang"]

    seed = dict(pages(sites["everything"]))["🌱-Seed/index.html"]
    assert [a.attributes.get("lang") for a in seed.css("article")] == ["de"]
    assert language("everything", "🌱-Seed/index.html") == "en", "what stands around it"
    assert language("everything", "Trust/index.html") == "en"
    assert language("one empty note", "a/index.html") == "fa"
    assert language("one empty note", "404.html") == "fa"


def test_a_note_without_text_says_so(sites: dict[str, Path]) -> None:
    found = dict(pages(sites["everything"]))
    told = {page for page, html in found.items() if html.css(".empty")}
    assert told == {"empty/index.html"}


def test_prv32_only_what_is_linked_is_copied(sites: dict[str, Path]) -> None:
    copied = {path.name for path in sites["everything"].rglob("*") if path.suffix != ".html"}
    assert {"pic-one.png", "My-Paper.pdf", "song.ogg", "v.mp4", "a.zip"} <= copied
    assert "garden.toml" not in copied


def test_e22_only_pages_with_a_video_load_the_script_for_it(sites: dict[str, Path]) -> None:
    loading = {page for page, html in pages(sites["everything"]) if html.css("script[src*=player]")}
    assert loading == {"f/Media/index.html", "Shows/index.html"}


def test_a_title_is_escaped_everywhere(sites: dict[str, Path]) -> None:
    for path in sites["everything"].rglob("*.html"):
        assert "<deep>" not in path.read_text(encoding="utf-8")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[HTTPConnection]:
    """A plain web server on this machine alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        try:
            yield connection
        finally:
            connection.close()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("name", SITES)
def test_every_page_is_served_under_a_sub_path(sites: dict[str, Path], name: str) -> None:
    site = sites[name]
    files = [path for path in sorted(site.rglob("*")) if path.is_file() and path.name[0] != "."]
    assert files
    with served(site.parent.parent) as connection:
        for path in files:
            url = path.relative_to(site).as_posix()
            url = url.removesuffix("index.html") if path.name == "index.html" else url
            connection.request("GET", SUB_PATH + quote(url))
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (200, path.read_bytes()), url


FAULTY: dict[str, tuple[str, str]] = {
    # a page → what is said of it
    "fine": ('<a href="../b.png">x</a><p id="x"><a href="#x">x</a>', ""),
    "fine: another site": ('<a href="https://me.net">x</a>', ""),
    "fine: an empty address": ('<a href="">x</a>', ""),
    "no such file": ('<a href="nowhere/">x</a>', "there is no a/nowhere/index.html"),
    "a page without its slash": ('<a href="../a">x</a>', "there is no a"),
    "no such picture": ('<img src="x.png">', "there is no a/x.png"),
    "no such picture in a set": ('<img srcset="../b.png 1x, c.png 2x">', "there is no a/c.png"),
    "no such id": ('<a href="#y">x</a>', "no such id"),
    "no such id elsewhere": ('<a href="../#y">x</a>', "no such id"),
    "from the root": ('<a href="/b.png">x</a>', "404.html alone"),
    "out of the site": ('<a href="../../b.png">x</a>', "404.html alone|there is no|leaves"),
    "an id twice": ('<p id="x"><p id="x">', 'id "x" stands 2 times'),
    "a script within": ("<script>x</script>", "an inline script"),
    "a style within": ("<style>x</style>", "an inline style"),
    "a handler": ('<p onclick="x">', "an inline handler onclick"),
    "a script from elsewhere": ('<script src="https://x.net/x.js"></script>', "fetched"),
    "a picture from elsewhere": ('<img src="//x.net/x.png">', "fetched"),
    "a font from elsewhere": ('<link rel="preconnect" href="https://x.net">', "fetched"),
    "a redirect to nowhere": ('<meta http-equiv="refresh" content="0; url=x/">', "there is no"),
}


@pytest.mark.parametrize(("body", "said"), FAULTY.values(), ids=list(FAULTY))
def test_the_checker_sees(tmp_path: Path, body: str, said: str) -> None:
    page = '<!doctype html><html lang="en"><title>t</title>{}</html>'
    files = {"a/index.html": page.format(body), "index.html": page.format(""), "b.png": "x"}
    found = "\n".join(faults(write(tmp_path, files), "/sub/"))
    assert any(part in found for part in said.split("|")) if said else found == ""


def test_the_checker_wants_a_language_and_a_title(tmp_path: Path) -> None:
    found = faults(write(tmp_path, {"a.html": "<p>x", "a.css": "p { background: url(x.png) }"}))
    assert [fault.partition(": ")[2] for fault in found] == [
        "no <html lang>",
        "no title",
        "x.png: there is no such file",
    ]


def test_every_class_of_the_stylesheet_is_on_some_page() -> None:
    theme = HERE.parent / "themes/default"
    sheets = "".join(path.read_text() for path in (theme / "style").glob("*.css"))
    rules = re.sub(r"/\*.*?\*/|\{[^{}]*\}|url\([^)]*\)", "{", sheets, flags=re.DOTALL)
    classes = set(re.findall(r"\.([A-Za-z][\w-]*)", rules))
    emitted = "".join(
        path.read_text()
        for path in (
            *(HERE.parent / "garden").rglob("*.py"),
            *theme.rglob("*.html"),
            *theme.glob("*.js"),
        )
    )
    assert {"math", "tag", "note-list", "pager"} <= classes
    spelled = {name for name in classes if re.search(rf"[\s\"'`.]{name}[\s\"'`{{]", emitted)}
    made = {name for name in classes if f"{name.rpartition('-')[0]}-{{" in emitted}
    assert classes - spelled - made == set()
