"""Vaults on disk, the sites built from them, and what is wrong with a site for a visitor who has

no network: every address inside must lead to a file, every fragment to an id.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from garden.build import Built, build
from garden.config import read_config
from garden.disk import Disk
from garden.output import MANIFEST
from garden.reading import Request
from garden.theme import Theme

Files = Mapping[str, str | bytes]

ORIGIN = "https://offline.invalid"
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_ADDRESSES = ("href", "src", "poster", "action", "data", "cite")
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]*)|@import\s+[\"']([^\"']*)")
_REFRESH = re.compile(r"\s*\d+\s*;\s*url=(.*)", re.IGNORECASE)


def write(root: Path, files: Files) -> Path:
    """Files below `root`; it is made even for none."""
    root.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def archive(files: Mapping[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of some files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", how) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()


def tree(root: Path) -> dict[str, bytes]:
    """All files below `root`, and all folders, whose names end in a slash."""
    return {
        f"{path.relative_to(root).as_posix()}{'/' if path.is_dir() else ''}": (
            b"" if path.is_dir() else path.read_bytes()
        )
        for path in sorted(root.rglob("*"))
    }


def built(
    vault: Path,
    output: Path,
    config: str = "",
    *,
    cache: Path | None = None,
    adopt: bool = False,
    jobs: int = 1,
    disk: Disk | None = None,
    theme: Theme | None = None,
    static: Path | None = None,
    ledger: Path | None = None,
) -> Built:
    """The site of a vault, as the command would build it."""
    settings = read_config(config).named(vault.resolve().name)
    request = Request(
        vault,
        output,
        settings,
        cache=cache,
        adopt=adopt,
        jobs=jobs,
        theme=theme,
        static=static,
        ledger=ledger,
    )
    return build(request, disk or Disk())


def faults(site: Path, root: str = "/") -> list[str]:
    """What is wrong with the pages of a site; `root` is where 404.html's addresses start."""
    pages = {path.relative_to(site).as_posix(): _parsed(path) for path in _pages(site)}
    ids = {page: frozenset(_ids(tree)) for page, tree in pages.items()}
    out = []
    for page, parsed in pages.items():
        found = [*_of_links(site, page, parsed, ids, root), *_of_page(parsed)]
        out += [f"{page}: {fault}" for fault in found]
    for path in sorted(site.rglob("*.css")):
        out += [f"{path.name}: {fault}" for fault in _of_style(path)]
    return out


def _pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html") if path.is_file())


def _parsed(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def _ids(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css("[id]"):
        yield node.attributes["id"] or ""


def addresses(page: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    """Every address that a page holds, with its element."""
    for name in _ADDRESSES:
        for node in page.css(f"[{name}]:not(span)"):  # there a name for style sheets (row E09)
            yield node, node.attributes[name] or ""
    for node in page.css("[srcset]"):
        for candidate in (node.attributes["srcset"] or "").split(","):
            yield node, (candidate.split() or [""])[0]
    for node in page.css("meta[http-equiv=refresh]"):
        if found := _REFRESH.fullmatch(node.attributes["content"] or ""):
            yield node, found[1]


def _of_links(
    site: Path,
    page: str,
    parsed: LexborHTMLParser,
    ids: Mapping[str, frozenset[str]],
    root: str,
) -> Iterator[str]:
    here = page.removesuffix("index.html") if page.endswith("index.html") else page
    for node, address in addresses(parsed):
        if _SCHEME.match(address):
            if fault := _external(node, address):
                yield fault
            continue
        absolute = address.startswith("/")
        if absolute != (page == "404.html") and not address.startswith("#"):
            yield f"{address}: 404.html alone has addresses from the root"
        url = urlsplit(urljoin(f"{ORIGIN}{root}{here}", address))
        if not url.path.startswith(root):
            yield f"{address}: leaves the site"
            continue
        target = unquote(url.path.removeprefix(root))
        file = f"{target}index.html" if not target or target.endswith("/") else target
        if not (site / file).is_file() or file == MANIFEST:
            yield f"{address}: there is no {file}"
        elif (
            file.endswith(".html")
            and url.fragment
            and unquote(url.fragment) not in ids.get(file, frozenset())
        ):
            yield f"{address}: {file} has no such id"


def _external(node: LexborNode, address: str) -> str:
    """An address of another site may be linked to, but nothing may be fetched from it."""
    fetched = node.tag in ("script", "iframe", "object", "embed", "img", "video", "audio", "source")
    if node.tag == "link":
        fetched = (node.attributes.get("rel") or "") not in ("canonical", "alternate", "license")
    return f"{address}: is fetched from elsewhere" if fetched else ""


def _of_page(page: LexborHTMLParser) -> Iterator[str]:
    for name, count in Counter(_ids(page)).items():
        if count > 1 or not name:
            yield f'id "{name}" stands {count} times'
    for node in page.css("script"):
        kind = node.attributes.get("type") or ""
        if not node.attributes.get("src") and "json" not in kind:
            yield "an inline script"
    if page.css("style"):
        yield "an inline style element"
    for node in page.css("*"):
        yield from (f"an inline handler {name}" for name in node.attributes if name[:2] == "on")
    html = page.css_first("html")
    if html is None or not html.attributes.get("lang"):
        yield "no <html lang>"
    if not page.css_first("title") or not page.css("title")[0].text(strip=True):
        yield "no title"


def _of_style(path: Path) -> Iterator[str]:
    for match in _CSS_URL.finditer(path.read_text(encoding="utf-8")):
        address = match[1] or match[2] or ""
        if address.startswith(("data:", "#")):
            continue
        if _SCHEME.match(address):
            yield f"{address}: is fetched from elsewhere"
        elif not (path.parent / urlsplit(address).path).is_file():
            yield f"{address}: there is no such file"


def count_h1(path: Path) -> int:
    return len(_parsed(path).css("h1"))
