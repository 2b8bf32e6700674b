"""What the author's configuration puts on every page: navigation, social links, the footer.

Links are resolved as from a note at the top of the vault. One that leads nowhere, or to what is
not published, is left out; both are told alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from garden.config import Config, NavigationLink, SocialLink
from garden.model import Block, Body, Found, Garden, Link, Parsed, Parts, Problem, Way
from garden.paths import CONFIG_NAME, fold, url_key
from garden.questions import destination
from garden.rules import problem
from garden.text.localaddress import is_local, note_in
from garden.text.options import ParseOptions
from garden.text.parse import parse
from garden.text.targets import is_external, last_segment, may_link, split_wikilink

_LISTS = {  # in the order of navigation
    "map": "Map",
    "recent": "Recent",
    "tags": "Tags",
    "graph": "Graph",
    "most-linked": "Most linked",
    "orphans": "Orphans",
}
_ID = re.compile(r"(<[^<>]*?)\sid=(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_HINT = "write it as in [[ ]], or as an address such as /map/ or https://me.net/"


def read_footer(config: Config) -> Parsed:
    """The footer of the configuration, read as a note is; it has no front matter."""
    options = ParseOptions(
        html=config.markdown.html,
        shared=config.site.trust == "shared",
        metadata=config.images.metadata,
    )
    return parse(f"\n{config.site.footer}".encode(errors="replace"), options)


def site_links(config: Config, footer: Parsed) -> Iterator[Link]:
    """The links that the configuration holds, as they are written."""
    for given in config.navigation or ():
        if not is_external(given.link) or note_in(given.link)[0]:
            yield _link(given)
    yield from (place.link for place in footer.doc.links if place.link.kind != "tag")


def _link(given: NavigationLink) -> Link:
    if is_local(given.link):
        return Link(*note_in(given.link))
    target, anchor, label = split_wikilink(given.link.removeprefix("[[").removesuffix("]]"))
    return Link(target, anchor, (label,) if label else ())


def with_navigation(garden: Garden, footer: Parsed) -> tuple[Garden, list[Problem]]:
    """The garden with what stands on every page, and what could not be put there."""
    config, problems = garden.config, []
    if config.navigation is None:
        ways = [Way(title, garden.lists[n]) for n, title in _LISTS.items() if n in garden.lists]
    else:
        pages = _pages(garden)
        found = [(given, _way(garden, given, pages)) for given in config.navigation]
        ways = [way for _, way in found if way]
        problems += [_leads_nowhere(given.link) for given, way in found if not way]
    problems += [_leads_nowhere(given.url) for given in config.social if not _is_web(given)]
    problems += _of_footer(garden, footer)
    return replace(
        garden,
        navigation=tuple(ways),
        social=tuple(Way(s.name, s.url, leaves=True) for s in config.social if _is_web(s)),
        footer=tuple(_on_every_page(garden, footer.body)),
    ), problems


def _leads_out(address: str) -> bool:
    return may_link(address) and not is_local(address)


def _is_web(given: SocialLink) -> bool:
    return is_external(given.url) and _leads_out(given.url)


def _leads_nowhere(link: str) -> Problem:
    message = f'"{link}" leads to nothing that is published'
    return problem("navigation", CONFIG_NAME, message, _HINT, target=link)


def _pages(garden: Garden) -> dict[str, str]:
    """Every page of the site by the key of its URL: what an address such as /map/ may name."""
    further = (*garden.further.values(), *garden.backlink_urls.values())
    urls = (
        *("", *garden.redirects, *chain.from_iterable(further), *garden.static),
        *filter(None, (*(feed.link.url for feed in garden.feeds), garden.sitemap_url)),
        *(*garden.lists.values(), *garden.tag_urls.values(), *garden.urls.values()),
        *(folder.url for folder in garden.folders.values()),
    )
    return {url_key(url): url for url in urls}


def _way(garden: Garden, given: NavigationLink, pages: dict[str, str]) -> Way | None:
    if is_external(given.link) and not note_in(given.link)[0]:
        title = given.title or given.link
        return Way(title, given.link, leaves=True) if _leads_out(given.link) else None
    link = _link(given)
    found: Found | None = destination(garden, "", link.target, link.anchor)
    if found is None and given.link.startswith("/"):
        address, _, anchor = given.link.strip("/").partition("#")
        url = pages.get(url_key(f"{address.rstrip('/')}/" if address else ""))
        found = Found(url, "file", anchor) if url is not None else None
    if found is None:
        return None
    title = given.title or "".join(map(str, link.label)) or _title(garden, found, link)
    return Way(title, found.url, found.anchor)


def _title(garden: Garden, found: Found, link: Link) -> str:
    if found.kind != "note":
        return last_segment(link.target.rstrip("/"), link.anchor) or garden.config.site.title
    path = next(path for path in garden.notes if garden.urls[path] == found.url)
    return garden.notes[path].title


def _of_footer(garden: Garden, footer: Parsed) -> Iterator[Problem]:
    for flaw in footer.doc.flaws:
        yield problem(flaw.rule, CONFIG_NAME, f"site.footer: {flaw.message}", flaw.hint)
    for place in footer.doc.links:
        link = place.link
        if link.kind == "tag":
            continue
        if destination(garden, "", link.target, link.anchor) is None:
            yield _leads_nowhere(link.target or f"#{link.anchor}")


def _on_every_page(garden: Garden, body: Body) -> Iterator[Block]:
    """The blocks without ids, which a page may have already, and without unknown tags.

    Footnotes come last, with numbers of their own.
    """
    numbers = {footnote.id: number for number, footnote in enumerate(body.footnotes, 1)}
    for block in body.blocks:
        yield Block(tuple(_anonymous(garden, block.parts, numbers)))
    for footnote in body.footnotes:
        text = _anonymous(garden, footnote.parts, numbers)
        start = f'<ol start="{numbers[footnote.id]}">\n<li>\n'
        yield Block((start, *text, "</li>\n</ol>\n"))


def _anonymous(garden: Garden, parts: Parts, numbers: Mapping[str, int]) -> Iterator[str | Link]:
    for part in parts:
        if isinstance(part, str):
            yield _ID.sub(r"\1", part)
        elif part.kind == "footnote":
            yield f"<sup>{numbers[part.target]}</sup>"
        elif part.kind == "tag" and fold(part.target) not in garden.tags:
            yield f"#{part.target}"
        else:
            yield part
