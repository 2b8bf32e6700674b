"""What the preview puts into a page on its way out: its script, and the mark of a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from garden.model import Card
from garden.paths import encoded

RESERVED = ".garden/"  # what begins so is the preview's own; no slug begins with a dot
_MARK = '<meta name="garden-preview"'
_HEAD = re.compile(rb"</head\s*>", re.IGNORECASE)
_BODY = re.compile(rb"<body(?:\s[^>]*)?>", re.IGNORECASE)
_MAIN = re.compile(rb"</main\s*>|</body\s*>", re.IGNORECASE)


def marked(page: bytes, serial: str, *, drafts: bool, draft: str = "") -> bytes:
    """A page with the preview's script in its head, and what it is a draft for at its top."""
    kind = "drafts" if drafts else "preview"
    head = Markup(
        '{} content="{}"><meta name="garden-build" content="{}">'
        '<link rel="stylesheet" href="/{}preview.css">'
        '<script type="module" src="/{}preview.js"></script>'
    ).format(Markup(_MARK), kind, serial, RESERVED, RESERVED)
    page = _put(page, _HEAD, head, before=True)
    if draft:
        text = Markup('<p class="garden-draft" role="note">Draft: not published ({})</p>')
        page = _put(page, _BODY, text.format(draft), before=False)
    return page


def is_of_preview(page: bytes) -> bool:
    """Whether a page was saved from the preview, which may show drafts (SRV13)."""
    return _MARK.encode() in page


def with_near(page: bytes, near: Sequence[Card]) -> bytes:
    """The page of an address that leads nowhere, with the notes that may have been meant."""
    if not near:
        return page
    items = Markup("").join(
        Markup('<li><a href="/{}">{}</a></li>').format(encoded(card.url), card.title)
        for card in near
    )
    text = Markup('<nav class="garden-near"><p>Perhaps you meant:</p><ul>{}</ul></nav>')
    return _put(page, _MAIN, text.format(items), before=True)


def plain(title: str, text: str) -> bytes:
    """A page that no theme has drawn."""
    page = Markup(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n</head>\n'
        "<body>\n<main>\n<h1>{}</h1>\n<p>{}</p>\n</main>\n</body>\n</html>\n"
    )
    return str(page.format(title, title, escape(text))).encode()


def _put(page: bytes, place: re.Pattern[bytes], text: str, *, before: bool) -> bytes:
    """A page with `text` at the first place that fits, or else at its end."""
    found = place.search(page)
    at = (found.start() if before else found.end()) if found else len(page)
    return page[:at] + str(text).encode() + page[at:]
