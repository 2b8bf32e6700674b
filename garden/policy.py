"""What a page may load and run: one policy for the whole site, as browsers are told it.

Source: https://www.w3.org/TR/CSP3/, and part 6 of the rules. What the author's own `site.head`
names is allowed with it; nothing else is.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

_OWN = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "style-src-attr": ("'unsafe-inline'",),  # of KaTeX, and of notes
    "img-src": ("'self'", "data:", "https:"),
    "media-src": ("'self'", "https:"),
    "frame-src": ("'self'", "https:"),  # a PDF is a frame of the site itself
    "object-src": ("'none'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
}
_INLINE = "'unsafe-inline'"
_HASH = "'sha256-"
_FONTS = ("style-src", "font-src")
_OF_LINKS = {  # what a `rel` of <link> fetches, or prepares to fetch
    "stylesheet": _FONTS,
    "preconnect": (*_FONTS, "connect-src"),
    "dns-prefetch": (*_FONTS, "connect-src"),
    "modulepreload": ("script-src",),
    "icon": ("img-src",),
    "apple-touch-icon": ("img-src",),
    "manifest": ("manifest-src",),
}
_OF_PRELOADS = {"script": "script-src", "style": "style-src", "font": "font-src"}
_DATA = ("application/json", "application/ld+json")  # scripts that are not run
_HOST = re.compile(r"[a-z0-9.-]+(?::\d+)?|\[[0-9a-f:.]+\](?::\d+)?")
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'()<>\\;,]+")

Allowed = tuple[str, str]  # a directive, and what it allows besides


def policy(head: str, *, diagrams: bool) -> str:
    """The policy of a page with the author's `head` in it; one with diagrams styles its drawings.

    A hash would take that back from a page: with one, browsers pass over 'unsafe-inline'.
    """
    more = defaultdict[str, list[str]](list)
    for directive, source in allowed(head):
        if not (diagrams and directive == "style-src" and source.startswith(_HASH)):
            more[directive].append(source)
    if diagrams:
        more["style-src"].insert(0, _INLINE)
    names = dict.fromkeys((*_OWN, *sorted(more)))
    return "; ".join(
        " ".join((name, *dict.fromkeys((*_OWN.get(name, ("'self'",)), *more[name]))))
        for name in names
    )


@lru_cache(maxsize=8)  # it is the same for every page
def allowed(head: str) -> tuple[Allowed, ...]:
    """What some HTML of the author's own names: where it loads from, and what it runs itself."""
    reader = _Head()
    reader.feed(re.sub("\r\n?", "\n", head))  # as browsers read it
    reader.close()
    return tuple(dict.fromkeys(reader.found))


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Allowed] = []
        self._inline = ""  # the directive of the element that is open
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {
            name: value or "" for name, value in reversed(attrs)
        }  # the first of a name counts
        self._inline, self._text = "", []
        match tag:
            case "script":
                self._script(values)
            case "style":
                self._inline = "style-src"
            case "link":
                self.found += _of_link(values)
            case "img":
                self.found += _from(("img-src",), [values.get("src", "")])

    def _script(self, values: dict[str, str]) -> None:
        if "src" in values:
            named = [value for name, value in values.items() if name.startswith("data-")]
            self.found += _from(("script-src", "connect-src"), [values["src"]])
            self.found += _from(("connect-src",), named)  # whom it tells
        elif values.get("type", "").strip().lower() not in _DATA:
            self._inline = "script-src"

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def parse_html_declaration(self, i: int) -> int:
        """What begins with `<!` and is none is a comment to browsers, and an error to Python."""
        is_known = self.rawdata[i : i + 9].lower().startswith(("<!--", "<!doctype"))
        return super().parse_html_declaration(i) if is_known else self.parse_bogus_comment(i)

    def handle_endtag(self, tag: str) -> None:
        if self._inline and tag in ("script", "style"):
            text = "".join(self._text)
            self.found.append((self._inline, _hash_of(text)))
            if tag == "style":
                self.found += _from(_FONTS, _ADDRESS.findall(text))
        self._inline = ""


def _of_link(values: dict[str, str]) -> Iterator[Allowed]:
    rels = values.get("rel", "").lower().split()
    for rel in rels:
        kinds = _OF_LINKS.get(rel, ())
        if rel == "preload":
            kinds = (_OF_PRELOADS.get(values.get("as", "").lower(), "img-src"),)
        yield from _from(kinds, [values.get("href", "")])


def _from(directives: Iterable[str], addresses: Iterable[str]) -> Iterator[Allowed]:
    hosts = [host for address in addresses if (host := _host(address))]
    yield from ((directive, host) for directive in directives for host in hosts)


def _host(address: str) -> str:
    """The host of an address of another site, as a policy names it; empty for any other."""
    try:
        parts = urlsplit(address.strip())
        host = parts.netloc.rpartition("@")[2].lower().encode("idna").decode()
    except ValueError:  # also of a name that no host has
        return ""
    is_web = parts.scheme in ("http", "https", "")
    return host if is_web and _HOST.fullmatch(host) else ""


def _hash_of(text: str) -> str:
    digest = hashlib.sha256(text.encode(errors="replace")).digest()
    return f"{_HASH}{b64encode(digest).decode()}'"
