"""Dates as notes write them, as ISO 8601 text. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Literal

Times = tuple[str, str]  # created and modified, in ISO 8601; empty when unknown
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNKNOWN: Times = ("", "")
LENGTHS = ("short", "medium", "long", "full")  # of a date in words
_DAY = r"\d{4}-\d\d-\d\d"
_TIME = r"[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?"
_WRITTEN = re.compile(f"{_DAY}(?P<time>{_TIME})?", re.ASCII)
_QUOTED = re.compile("'[^']*'")
_FIELD = re.compile(r"([A-Za-z])\1*|'")
_KNOWN_FIELD = re.compile(r"y{1,4}|M{1,5}|d{1,2}|E{1,6}")


def iso_date(text: str, formats: Iterable[str]) -> str | None:
    """`text` as an ISO date or date and time, or None when no format fits."""
    text = text.strip()
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat()
    with suppress(ValueError):
        return _iso_time(datetime.fromisoformat(text))
    for form in formats:
        with suppress(ValueError):
            found = datetime.strptime(text, form)
            has_time = any(part in form for part in ("%H", "%I", "%X", "%c"))
            return _iso_time(found) if has_time else found.date().isoformat()
    return None


def kind_of_date(text: str) -> Literal["date", "datetime"] | None:
    """What a property's text is that is written as Obsidian writes dates (row P04)."""
    found = _WRITTEN.fullmatch(text)
    if found is None or iso_date(text, ()) is None:
        return None
    return "datetime" if found["time"] else "date"


def is_date_pattern(text: str) -> bool:
    """Whether a text says how to write a day, in the fields of CLDR that can be told of one.

    Source: https://www.unicode.org/reports/tr35/tr35-dates.html. Those that are seldom meant are
    left out: `D` is the day of the year there, and `Y` the year of the week.
    """
    fields = [found[0] for found in _FIELD.finditer(_QUOTED.sub("", text))]
    return bool(fields) and all(map(_KNOWN_FIELD.fullmatch, fields))


def _iso_time(found: datetime) -> str:
    """A date and time as HTML and XML both accept it: in whole seconds, its zone in minutes."""
    offset = found.utcoffset()
    if offset is not None and offset.seconds % 60:
        raise ValueError("a zone with seconds")
    return found.isoformat(timespec="seconds")


def iso_of(seconds: float) -> str:
    """Seconds since 1970 in ISO 8601, in UTC; empty for what no date can hold."""
    with suppress(ValueError, OverflowError):
        return (_EPOCH + timedelta(seconds=int(seconds))).isoformat()
    return ""


def moment(text: str) -> datetime:
    """An ISO date, or date and time, as a point in time; where no zone is given it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def rfc3339(text: str) -> str:
    """An ISO date, or date and time, as feeds want it: whole, and with a zone."""
    return moment(text).isoformat().replace("+00:00", "Z")


def w3c_date(text: str) -> str:
    """An ISO date as the Web wants it: a day stays a day, a time gets a zone."""
    return rfc3339(text) if "T" in text else text


def with_git(said: Times, git: Times) -> Times:
    """What a note says of its dates, and from git what it leaves open.

    A vault may be older than its repository: a note cannot have changed before it was made, so
    what git says against the note itself does not count.
    """
    created, modified = said[0] or git[0], said[1] or git[1]
    if any(said) and created and modified and moment(modified) < moment(created):
        return said
    return created, modified
