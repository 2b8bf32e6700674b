"""The notes that have a date, latest first, by month or by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from garden.model import Garden, Listed, Page
from garden.pages.frame import framed, pages_of
from garden.paths import out_path
from garden.view import View

_CROWDED = 3  # notes a month from which on months are told apart


def recent(garden: Garden) -> Iterator[Page]:
    if "recent" in garden.lists:
        for number, url in pages_of(garden, garden.lists["recent"]):
            yield Page(out_path(url), partial(_draw, number))


def _draw(number: int, view: View) -> str:
    groups = by_time(view.ask("recent_page", number), view.ask("site").language)
    pager = view.ask("pager", view.ask("list_url", "recent"), number)
    return framed(view, "recent.html", groups=groups, pager=pager)


def by_time(notes: Sequence[Listed], language: str) -> list[tuple[str, list[Listed]]]:
    """The notes under the names of their months, or years where a month has only a few."""
    months = {note.date[:7] for note in notes}
    length = 7 if len(notes) >= _CROWDED * len(months) else 4
    groups = groupby(notes, key=lambda note: note.date[:length])
    return [(_named(time, language), list(found)) for time, found in groups]


def _named(time: str, language: str) -> str:
    from garden.localdate import month_in  # as late as any other date

    return month_in(language, time) if "-" in time else time
