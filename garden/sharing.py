"""What other websites are told of a page: link previews, and linked data for search engines.

Sources: https://ogp.me/, https://schema.org/. Both want whole addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from garden.dates import w3c_date
from garden.lists import Ways
from garden.model import Card, Found, Head, Link, Picture, links_of
from garden.paths import address_at
from garden.text.targets import is_external, may_load, split_address
from garden.view import View

_SHOWN = (".gif", ".jpeg", ".jpg", ".png", ".webp")  # pictures that previews of links can show
_LARGE = 300  # pixels; a picture narrower than this is shown beside the words, not above them


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture of a link preview. Sizes are in pixels, 0 where nobody knows them."""

    address: str
    alt: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_large(self) -> bool:
        return not self.width or self.width >= _LARGE


@dataclass(frozen=True, slots=True)
class Shared:
    """What is told of a page besides its title and description. Dates are as the Web has them."""

    url: str  # whole; empty where nobody knows where the site will stand
    locale: str  # language and territory; empty without the latter
    ancestors: tuple[Card, ...] = ()
    is_article: bool = False
    picture: Shown | None = None
    published: str = ""
    modified: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""


def shared(view: View, note: Head | None, ancestors: Ways) -> Shared:
    """What is told of the page that `view` draws: that of a note, or a list."""
    site = view.ask("site")
    url = address_at(site.base_url, view.here) if site.base_url else ""
    above = tuple(card for card in ancestors if card)
    if note is None:
        return Shared(url, _locale(site.language), above, lang=site.language)
    lang = note.lang or site.language
    return Shared(
        url,
        _locale(lang),
        above,
        bool(view.here),  # the home page is the site itself
        _picture(view, note),
        w3c_date(note.created),
        w3c_date(note.modified),
        note.tags,
        lang,
    )


def _locale(language: str) -> str:
    """`zh-Hans-CN` → `zh_CN`, as previews want it."""
    primary, *more = language.split("-")
    territory = next((part for part in more if len(part) == 2 and part.isalpha()), "")
    return f"{primary.lower()}_{territory.upper()}" if territory else ""


def _picture(view: View, note: Head) -> Shown | None:
    """The picture that the front matter names, else the first of the text that can be shown.

    `image: false` names a picture that is not there, and so there is none.
    """
    if note.image and is_external(note.image):
        known = may_load(note.image, shared=view.ask("site").trust == "shared")
        return Shown(note.image) if known else None
    if note.image:
        return _shown(view, view.ask("destination", note.path, *split_address(note.image)))
    pictures = (_shown(view, *found) for found in _pictures(view, note.path))
    return next(filter(None, pictures), None)


def _pictures(view: View, path: str) -> Iterator[tuple[Found | None, str]]:
    """Where the embeds in the text of a note lead, with their words."""
    for block in view.body(path).blocks:
        for link in links_of(block.parts):
            if link.kind in ("embed", "image") and not is_external(link.target):
                yield view.destination(path, link.target, link.anchor), _words(link)


def _words(link: Link) -> str:
    return "".join(part for part in link.label if isinstance(part, str))


def _shown(view: View, found: Found | None, alt: str = "") -> Shown | None:
    if found is None or not found.url.lower().endswith(_SHOWN):
        return None
    size: Picture | None = view.ask("picture", found.url)
    width, height = (size.width, size.height) if size else (0, 0)
    return Shown(view.canonical(found.url), alt, width, height)


def linked_data(view: View, page: Shared, title: str, description: str) -> dict[str, Any] | None:
    """What a page is, for `tojson`; None where there is nothing to say, or no whole address."""
    if not page.url:
        return None
    found = [
        *_site(view, page),
        *_article(view, page, title, description),
        *_way(view, page, title),
    ]
    return {"@context": "https://schema.org", "@graph": found} if found else None


def _site(view: View, page: Shared) -> Iterator[dict[str, Any]]:
    if view.here:
        return
    site = view.ask("site")
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{page.url}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    yield _given(
        {
            **_this_site(view),
            "description": site.description,
            "inLanguage": site.language,
            "author": _author(view),
            "potentialAction": search if view.ask("needed", "search") else None,
        }
    )


def _article(view: View, page: Shared, title: str, description: str) -> Iterator[dict[str, Any]]:
    if page.is_article:
        yield _given(
            {
                "@type": "Article",
                "headline": title,
                "description": description,
                "url": page.url,
                "mainEntityOfPage": page.url,
                "datePublished": page.published,
                "dateModified": page.modified,
                "inLanguage": page.lang,
                "keywords": page.tags,
                "image": page.picture.address if page.picture else "",
                "author": _author(view),
                "isPartOf": _this_site(view),
            }
        )


def _way(view: View, page: Shared, title: str) -> Iterator[dict[str, Any]]:
    """The way to the page, which ends with itself."""
    if page.ancestors:
        above = [(card.title, view.canonical(card.url)) for card in page.ancestors]
        items = [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate((*above, (title, page.url)), 1)
        ]
        yield {"@type": "BreadcrumbList", "itemListElement": items}


def _this_site(view: View) -> dict[str, Any]:
    return {"@type": "WebSite", "name": view.ask("site").title, "url": view.canonical("")}


def _author(view: View) -> dict[str, str]:
    name = view.ask("site").author
    return {"@type": "Person", "name": name} if name else {}


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
