"""The tree of all notes as one file, which the explorer of every page fetches and shows.

It is a page by itself, with nothing in it but nested lists: no other page may depend on all titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import escape

from garden.model import Garden, Page, Row
from garden.paths import DATA, direction
from garden.view import View

EXPLORER = f"{DATA}/explorer.html"


def explorer(garden: Garden) -> Iterator[Page]:
    if garden.config.explorer.enabled and garden.notes:
        yield Page(EXPLORER, _draw)


def _draw(view: View) -> str:
    site = view.ask("site")
    language = escape(site.language)
    title = f"All notes · {escape(site.title)}"
    rules = view.ask("policy", "")
    told = (
        f'<meta http-equiv="Content-Security-Policy" content="{escape(rules)}">\n' if rules else ""
    )
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction(site.language)}">\n'
        f'<head>\n<meta charset="utf-8">\n{told}<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n</head>\n<body>\n'
        f"<main>\n<h1>{title}</h1>\n"
        f"{''.join(_nested(view, view.ask('explorer_rows')))}</main>\n</body>\n</html>\n"
    )


def _nested(view: View, rows: Sequence[Row]) -> Iterator[str]:
    """Rows as lists inside each other; they begin at the top, and go down by one at a time."""
    level = -1
    for row in rows:
        if row.level > level:
            yield "\n<ul>\n<li>"
        else:
            yield "</li>\n" + "</ul></li>\n" * (level - row.level) + "<li>"
        level = row.level
        yield f'<a href="{escape(view.href(row.url))}">{escape(row.title)}</a>'
    yield "</li>\n</ul>" * (level + 1) + "\n"
