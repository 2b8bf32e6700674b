"""Dates as notes write them, as ISO 8601 text. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime


def iso_date(text: str, formats: Iterable[str]) -> str | None:
    """`text` as an ISO date or date and time, or None when no format fits."""
    text = text.strip()
    for read in (date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(text).isoformat()
    for form in formats:
        with suppress(ValueError):
            moment = datetime.strptime(text, form)
            has_time = any(part in form for part in ("%H", "%I", "%X", "%c"))
            return moment.isoformat() if has_time else moment.date().isoformat()
    return None
