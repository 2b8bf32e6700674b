"""What search engines ask for: sitemap.xml, the list of all pages, and robots.txt.

Source: https://www.sitemaps.org/protocol.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from markupsafe import escape

from garden.dates import rfc3339
from garden.model import Emitter, Garden, Made, Page
from garden.paths import address_at, url_of
from garden.xml import legal_xml

ADDRESSES_IN_A_FILE = 50_000  # the protocol allows no more
_ROBOTS = "robots.txt"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

Entry = tuple[str, str]  # an address, and the day of its last change, which may be empty


def sitemap(emitters: Iterable[Emitter], garden: Garden) -> Iterator[Made]:
    """One file with the pages of `emitters`, or an index and several where they are too many."""
    if not garden.sitemap_url:
        return
    entries = list(_entries(emitters, garden))
    limit, name = ADDRESSES_IN_A_FILE, garden.sitemap_url
    if len(entries) <= limit:
        yield Made(name, partial(_urls, entries))
        return
    starts = range(0, len(entries), limit)
    parts = {name.replace(".xml", f"-{start // limit + 1}.xml"): start for start in starts}
    for part, start in parts.items():
        yield Made(part, partial(_urls, entries[start : start + limit]))
    base = garden.config.site.base_url
    yield Made(name, partial(_index, [address_at(base, part) for part in parts]))


def robots(garden: Garden) -> Iterator[Made]:
    """Everything may be read; and where the list of it is."""
    if garden.sitemap_url:
        address = address_at(garden.config.site.base_url, garden.sitemap_url)
        text = f"User-agent: *\nAllow: /\n\nSitemap: {address}\n"
        yield Made(_ROBOTS, lambda: text)


def _entries(emitters: Iterable[Emitter], garden: Garden) -> Iterator[Entry]:
    notes = {garden.urls[path]: note for path, note in garden.notes.items()}
    urls = {
        url_of(item.out)
        for emit in emitters
        for item in emit(garden)
        if isinstance(item, Page) and item.out.endswith(".html")
    }
    for url in sorted(urls):
        note = notes.get(url)
        date = (note.modified or note.created) if note else ""
        yield address_at(garden.config.site.base_url, url), _lastmod(date)


def _lastmod(date: str) -> str:
    """A day stays a day; a time needs a zone."""
    return rfc3339(date) if "T" in date else date


def _urls(entries: Sequence[Entry]) -> str:
    rows = (
        f"<url><loc>{escape(address)}</loc>"
        + (f"<lastmod>{date}</lastmod>" if date else "")
        + "</url>\n"
        for address, date in entries
    )
    return legal_xml(f"{_HEAD}<urlset {_SPACE}>\n{''.join(rows)}</urlset>\n")


def _index(addresses: Sequence[str]) -> str:
    rows = (f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return legal_xml(f"{_HEAD}<sitemapindex {_SPACE}>\n{''.join(rows)}</sitemapindex>\n")
