"""What search engines ask for: sitemap.xml, the list of all pages, and robots.txt.

Source: https://www.sitemaps.org/protocol.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from markupsafe import escape

from garden.dates import w3c_date
from garden.folders import folders_above
from garden.lists import date_of
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
    dates = _dates(garden)
    urls = {
        url_of(item.out)
        for emit in emitters
        for item in emit(garden)
        if isinstance(item, Page) and item.out.endswith(".html")
    }
    for url in sorted(urls):
        yield address_at(garden.config.site.base_url, url), w3c_date(dates.get(url, ""))


def _dates(garden: Garden) -> dict[str, str]:
    """When each page was last changed, by its URL: a list with the newest note in it."""
    own = {garden.urls[path]: path for path in garden.notes}
    dates = {url: date_of(garden.notes[path]) for url, path in own.items()}
    for first, path in _newest(garden).items():
        # All pages of a list have one date, since a new note moves the others on.
        for url in (first, *garden.further.get(first, ())):
            if url not in own:
                dates[url] = date_of(garden.notes[path])
    return dates


def _newest(garden: Garden) -> dict[str, str]:
    """The URL of each list, and the newest note in it, at any depth; none where none has a date."""
    found: dict[str, str] = {}
    for path in garden.recent:  # the latest first
        for folder in folders_above(path):
            found.setdefault(garden.folders[folder].url, path)
        for url in ("", *garden.lists.values()):
            found.setdefault(url, path)
    places = {path: place for place, path in enumerate(garden.recent)}
    for key, tag in garden.tags.items():
        if dated := [places[path] for path in tag.notes if path in places]:
            found[garden.tag_urls[key]] = garden.recent[min(dated)]
    return found


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
