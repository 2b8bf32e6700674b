"""A built site in a real Chromium, as a host sends it: its policy, and its page for the lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests import test_browser
from tests.offline import built, write
from tests.support import HERE, folder_contents
from tests.test_browser import watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
browser = test_browser.browser

SUB_PATH = "/some/garden/"
CONFIG = f'[site]\ntitle = "Mine"\nbase_url = "https://me.net{SUB_PATH}"\n'
INLINE = "document.documentElement.dataset.said = 'yes';"
FILES = {
    "garden.toml": "",
    "index.md": "# Home\n",
    "Walks/My long walks.md": "# Walks\n",
    "Größe & Form.md": "# Size\n",
    "Trust.md": "#calm",
    "Other.md": "![[Trust]]",
}


class Host(SimpleHTTPRequestHandler):
    """A host that heeds `404.html` and the first rule of `_headers`."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, *_: object) -> None:
        page = self._file("404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def end_headers(self) -> None:
        rule = self._file("_headers").read_text().partition("\n\n")[0]
        for line in rule.splitlines()[1:]:
            self.send_header(*line.strip().split(": ", 1))
        super().end_headers()

    def _file(self, name: str) -> Path:
        return Path(self.directory, SUB_PATH.strip("/"), name)


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing is said of a browser that goes on before it has all of a file."""


@contextmanager
def hosted(root: Path) -> Iterator[str]:
    """The address of a site that lies in `root`, below `SUB_PATH`."""
    with Server(("127.0.0.1", 0), partial(Host, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://localhost:{server.server_port}{SUB_PATH}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser.new_page()) as page:
        yield page


def site_in(root: Path, files: dict[str, str], config: str = CONFIG) -> Path:
    """The folder that is hosted, with the site of some notes in it."""
    site = root / "www" / SUB_PATH.strip("/")
    built(write(root / "vault", files), site, config)
    return root / "www"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    with hosted(site_in(tmp_path, FILES)) as address:
        yield address


def varied(pages: Sequence[Path]) -> list[Path]:
    """Of pages those that hold an element or a class that none before has."""
    seen, out = set[tuple[str | None, str | None]](), list[Path]()
    for path in pages:
        nodes = LexborHTMLParser(path.read_text(encoding="utf-8")).css("*")
        marks = {(node.tag, node.attributes.get("class")) for node in nodes}
        if not marks <= seen:
            out.append(path)
        seen |= marks
    return out


def test_nothing_on_the_pages_of_the_documentation_is_forbidden(page: Page, tmp_path: Path) -> None:
    content = HERE.parent / "content"
    www = tmp_path / "www" / SUB_PATH.strip("/")
    built(write(tmp_path / "vault", folder_contents(content)), www, CONFIG)
    pages = [
        path
        for path in sorted(www.rglob("*.html"))
        if 'http-equiv="refresh' not in path.read_text()
    ]
    assert len(pages) > 60
    with hosted(tmp_path / "www") as address:
        for path in varied(pages):
            out = path.relative_to(www).as_posix().removesuffix("index.html")
            page.goto(address + out, wait_until="domcontentloaded")
        page.wait_for_load_state("networkidle")


def test_what_the_author_put_into_the_head_runs(page: Page, tmp_path: Path) -> None:
    head = f"<script>\\n{INLINE}\\n</script><style>h1 {{ color: rgb(1, 2, 3) }}</style>"
    with hosted(site_in(tmp_path, FILES, f'{CONFIG}head = "{head}"\n')) as address:
        page.goto(f"{address}Trust/")
        assert page.evaluate("document.documentElement.dataset.said") == "yes"
        expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")


# what is asked for → the first that is offered, and where it stands
NEAR = {
    "Trsut/": ("Trust", "Trust/"),
    "a/b/c/My-long-walk": ("Walks / My long walks", "Walks/My-long-walks/"),
    "walks/my-long-walks.html?x=1": ("Walks / My long walks", "Walks/My-long-walks/"),
    "gro%C3%9Fe-form/": ("Größe Form", "Gr%C3%B6%C3%9Fe-Form/"),
}


def test_what_was_probably_meant_is_offered_at_any_depth(page: Page, site: str) -> None:
    for asked, (words, url) in NEAR.items():
        page.goto(site + asked)
        first = page.get_by_role("navigation", name="Perhaps you meant").get_by_role("link").first
        expect(first).to_have_text(words)
        assert first.evaluate("link => link.href") == site + url
        home = page.get_by_role("main").get_by_role("link", name="Go to Mine").bounding_box()
        near = first.bounding_box()
        assert home
        assert near
        assert near["y"] > home["y"]  # what is found late moves nothing
    first.click()
    page.get_by_role("heading", name="Size").wait_for()


@pytest.mark.parametrize("asked", ["qqq/", "%/", "%3Cimg%20src=x%20onerror=alert(1)%3E/"])
def test_where_nothing_is_near_nothing_is_offered(page: Page, site: str, asked: str) -> None:
    with page.expect_response("**/urls.json"):
        page.goto(site + asked)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Perhaps you meant")).to_be_hidden()
    assert page.locator("main img").count() == 0


def test_without_scripts_there_are_ways_on(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}no/where/")
    expect(page.get_by_text("Perhaps you meant")).to_be_hidden()
    for name, path in {"Go to Mine": "", "map": "map/", "tags": "tags/"}.items():
        link = page.get_by_role("main").get_by_role("link", name=name)
        assert link.get_attribute("href") == SUB_PATH + path
    page.context.close()
