"""Dates as notes write them, as ISO 8601 text. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime


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


def _iso_time(found: datetime) -> str:
    """A date and time as HTML and XML both accept it: in whole seconds, its zone in minutes."""
    offset = found.utcoffset()
    if offset is not None and offset.seconds % 60:
        raise ValueError("a zone with seconds")
    return found.isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    """An ISO date, or date and time, as a point in time; where no zone is given it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def rfc3339(text: str) -> str:
    """An ISO date, or date and time, as feeds want it: whole, and with a zone."""
    return moment(text).isoformat().replace("+00:00", "Z")
