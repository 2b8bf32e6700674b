"""The properties that a page shows, as HTML: each kind of value in its own way (row P04)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from garden.body import draw_link
from garden.dates import iso_date
from garden.model import Head, Parts, PropertyKind, ShownProperty
from garden.text.targets import may_link, mdlinks_in
from garden.text.webaddress import with_addresses
from garden.view import View

_MAIL_OR_PHONE = re.compile(r"(?:mailto|tel):[^\s<>]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A property of the page, ready to be shown."""

    label: str
    kind: PropertyKind
    values: tuple[Markup, ...]


def draw_panel(view: View, head: Head) -> list[Row]:
    """The properties of a note."""
    shown = head.properties
    return [Row(prop.label, prop.kind, tuple(_values(view, prop, head))) for prop in shown]


def _values(view: View, prop: ShownProperty, head: Head) -> Iterator[Markup]:
    match prop.kind:
        case "checkbox":
            yield _checkbox(prop)
        case "date" | "datetime":
            yield _time(view, prop, head)
        case _:
            yield from (draw_value(view, value, head.path) for value in prop.values)


def _checkbox(prop: ShownProperty) -> Markup:
    """A box that nobody can tick; an empty property is neither ticked nor not."""
    if not prop.values:
        return Markup('<span role="img" aria-label="neither yes nor no">–</span>')
    checked = Markup(" checked" if prop.values == (("true",),) else "")
    return Markup('<input type="checkbox" aria-label="{}"{} disabled>').format(prop.label, checked)


def _time(view: View, prop: ShownProperty, head: Head) -> Markup:
    written = str(prop.values[0][0])
    iso = iso_date(written, ()) or written
    shown = view.date(iso, head.lang, whole=prop.kind == "datetime")
    time = Markup('<time datetime="{}">{}</time>').format(iso, shown)
    url = view.ask("day_note", head.path, iso[:10])
    if url is None:
        return time
    return Markup('<a class="internal-link" href="{}">{}</a>').format(view.href(url), time)


def draw_value(view: View, value: Parts, source: str) -> Markup:
    """One value of a property: text, and links to notes and to the web, but no Markdown (P05)."""
    shared = view.ask("site").trust == "shared"
    drawn = (
        _linked(part, shared=shared) if isinstance(part, str) else draw_link(view, part, source)
        for part in value
    )
    return Markup("".join(drawn))


def _linked(text: str, *, shared: bool) -> str:
    if _MAIL_OR_PHONE.fullmatch(text):
        return _external(text)
    return "".join(_pieces(text, shared=shared))


def _pieces(text: str, *, shared: bool) -> Iterator[str]:
    for before, words, href in mdlinks_in(text):
        for piece, is_url in with_addresses(before):
            yield _external(piece) if is_url else str(escape(piece))
        if href and may_link(href, shared=shared):
            yield _external(href, words)
        else:
            yield str(escape(words or href))


def _external(url: str, words: str = "") -> str:
    from markdown_it.common.normalize_url import normalizeLink  # few notes hold one

    address, text = escape(normalizeLink(url)), escape(words or url)
    return f'<a class="external-link" href="{address}">{text}</a>'
