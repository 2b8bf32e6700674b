"""Dates in the words of a language, as CLDR knows them. A language unknown there gets ISO dates.

Source: https://cldr.unicode.org/. It is imported by those who draw a date: Babel takes its time.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from functools import cache, cached_property, lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.localedata import LocaleDataDict, load

from garden.dates import LENGTHS

_KEPT = 20_000  # dates; a garden has few that differ
_NO_LANGUAGE = ("und", "root")  # for which CLDR has words all the same


class _Own(Locale):
    """A locale that shares its data with no other.

    Babel writes what it has looked up for one into what others inherit: after Bashkir, months are
    numbers in Japanese too (https://github.com/python-babel/babel/issues/1234).
    """

    @cached_property
    def _data(self) -> LocaleDataDict:
        own: Any = deepcopy(load(str(self)))
        return LocaleDataDict(own)


@cache
def locale_of(language: str) -> Locale | None:
    """The nearest known locale: `de-Latn-XX` is `de`."""
    subtags = language.split("-")
    while subtags and subtags[0].lower() not in _NO_LANGUAGE:
        try:
            return _Own.parse("-".join(subtags), sep="-")
        except (UnknownLocaleError, ValueError):
            subtags.pop()
    return None


@lru_cache(_KEPT)
def day_in(language: str, form: str, day: str) -> str:
    """A day such as `2024-05-01`; `form` is one of `LENGTHS` or a pattern."""
    if (locale := locale_of(language)) is None:
        return day
    return format_date(date.fromisoformat(day), form, locale=locale)


@lru_cache(_KEPT)
def moment_in(language: str, form: str, moment: str) -> str:
    """A day with its time, such as `2024-05-01T13:05:00+02:00`, which stays that of its zone."""
    found = datetime.fromisoformat(moment).replace(tzinfo=None)
    if (locale := locale_of(language)) is None:
        return found.isoformat(" ", "seconds" if found.second else "minutes")
    time = format_time(found.time(), "medium" if found.second else "short", locale=locale)
    joined = str(locale.datetime_formats[form if form in LENGTHS else "medium"])
    day = day_in(language, form, moment[:10])
    return joined.replace("'", "").replace("{0}", time).replace("{1}", day)


@lru_cache(_KEPT)
def month_in(language: str, month: str) -> str:
    """A month such as `2024-05`, with its year."""
    if (locale := locale_of(language)) is None:
        return month
    return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=locale)
