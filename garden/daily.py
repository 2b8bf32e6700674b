"""Where the daily note of a day stands, by the settings of Obsidian's plugin (row P04)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# Fields of https://momentjs.com/docs/#/displaying/format/, and words in brackets
_FIELD = re.compile(
    r"\[([^\]]*)\]|(YYYY|YY|MMMM|MMM|MM|M|Do|DD|D|dddd|ddd|Q|GGGG|WW|W|E)|([A-Za-z])"
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class DailyNotes:
    """The folder of daily notes, with a slash behind it or empty, and how each is called."""

    folder: str = ""
    format: str = "YYYY-MM-DD"


def daily_path(daily: DailyNotes, day: date) -> str:
    """The path of a day's note; empty where the format has a field that is not known here."""
    if any(found[3] for found in _FIELD.finditer(daily.format)):
        return ""
    name = _FIELD.sub(lambda found: _written(found[2], day) if found[2] else found[1], daily.format)
    return f"{daily.folder}{name}.md"


def _written(field: str, day: date) -> str:
    week_year, week, weekday = day.isocalendar()
    written = {
        "YYYY": f"{day.year:04}",
        "YY": f"{day.year % 100:02}",
        "MMMM": _MONTHS[day.month - 1],
        "MMM": _MONTHS[day.month - 1][:3],
        "MM": f"{day.month:02}",
        "M": f"{day.month}",
        "Do": f"{day.day}{_ordinal(day.day)}",
        "DD": f"{day.day:02}",
        "D": f"{day.day}",
        "dddd": _DAYS[day.weekday()],
        "ddd": _DAYS[day.weekday()][:3],
        "Q": f"{(day.month + 2) // 3}",
        "GGGG": f"{week_year:04}",
        "WW": f"{week:02}",
        "W": f"{week}",
        "E": f"{weekday}",
    }
    return written[field]


def _ordinal(number: int) -> str:
    if 11 <= number <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
