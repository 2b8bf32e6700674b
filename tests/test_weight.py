"""What a reader loads for a page is bounded, as a web host sends it: packed, fonts not counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.hosting import transferred
from tests.offline import built
from tests.support import HERE, default_theme, garden_of

CONTENT = HERE.parent / "content"
KB = 1000  # bytes
NOTE = "garden/Asking-is-an-offer-of-trust"

SCRIPTS = "script[src]"
SHEETS = "link[rel=stylesheet]"
OTHERS = "link[rel=icon], link[rel=manifest]"  # pictures are the author's
_IMPORT = re.compile(r'(?:^|[;}\n])\s*(?:import|export)\b[^"\'()]*["\'](\.[^"\']+)["\']')


def loaded(site: Path, page: str) -> Iterator[tuple[str, Path]]:
    """What a browser loads for a page that nobody touches: its kind, and the file."""
    html = site / page / "index.html"
    parsed = LexborHTMLParser(html.read_text())
    yield "html", html
    for kind, selector in (("css", SHEETS), ("js", SCRIPTS), ("others", OTHERS)):
        files = {
            _file(site, f"{page}/", node.attributes.get("src") or node.attributes["href"] or "")
            for node in parsed.css(selector)
        }
        todo = sorted(files)
        while todo:
            file = todo.pop()
            yield kind, file
            if kind == "js":
                here = file.relative_to(site).as_posix()
                named = {_file(site, here, one) for one in _IMPORT.findall(file.read_text())}
                todo += sorted(named - files)
                files |= named


def _file(site: Path, here: str, address: str) -> Path:
    return site / unquote(urlsplit(urljoin(f"http://x/{here}", address)).path.lstrip("/"))


def weights(site: Path, page: str) -> Counter[str]:
    """Bytes by kind, packed."""
    out = Counter[str]()
    for kind, file in loaded(site, page):
        out[kind] += transferred(file)
    return out


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own notes, which hold what ordinary notes hold."""
    out = tmp_path_factory.mktemp("site") / "public"
    built(CONTENT, out, (CONTENT / "garden.toml").read_text(), theme=default_theme())
    return out


@pytest.mark.parametrize("page", [NOTE, "guide/callouts", "map", "tags", "recent", "."])
def test_an_ordinary_page_is_light(site: Path, page: str) -> None:
    found = weights(site, page)
    assert found["js"] <= 10 * KB, found
    assert found["css"] <= 20 * KB, found
    assert found.total() <= 40 * KB, found


@pytest.mark.parametrize(
    ("page", "kinds"), [("guide/code", ("js",)), ("guide/math", ("css", "js"))]
)
def test_what_a_page_has_that_others_have_not_is_counted(
    site: Path, page: str, kinds: tuple[str, ...]
) -> None:
    plain, rich = weights(site, NOTE), weights(site, page)
    assert all(rich[kind] > plain[kind] > 0 for kind in kinds)


def test_a_page_does_not_grow_with_its_garden() -> None:
    """Not by a byte, where no more notes link to it or lie beside it."""
    few, many = (
        garden_of(
            {
                "here/Note.md": "[[Other]] #a\n",
                "here/Other.md": "[[Note]]\n",
                **{f"far/{n}.md": f"[[far/{n + 1}]]\n" for n in range(count)},
            }
        ).pages(default_theme())
        for count in (3, 90)
    )
    assert few["here/Note/index.html"] == many["here/Note/index.html"]
