"""Dates whose month is spelled, such as `15th January 2026` or `29. November 2022`.

A month with a name cannot be taken for a day, so nothing is guessed. Names are those of English
and of one more language, as CLDR knows them (https://cldr.unicode.org/). It is imported where such
a date is met: Babel takes its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache, lru_cache

from garden.localdate import locale_of
from garden.paths import fold

_KEPT = 20_000  # dates; a garden has few that differ
_ENGLISH = ("en", "en-GB")  # `Sep` and `Sept`
_SIGNS = re.compile(r"[\s,.،]+")
_TIME = re.compile(r" (\d{1,2}):(\d\d)(?::(\d\d))?(?: ([ap])m)? $")
_EAST = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号號]")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_YEAR = re.compile(r"\d{4}")
# A day, and what languages write behind its number: 1st, 1er, 3e, 3ème, 1ste, 4:e, 5º, 6-го
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e|eme|ème|ste|de|:[ea]|a|[ºª°]|-?(?:го|е|й|а))?")
_BETWEEN = re.compile("of|the|de[ln]?|l[ea]|di|г|года|р|року|[rmd]|gada")


@lru_cache(_KEPT)
def spelled_date(text: str, language: str) -> str | None:
    """A date, or date and time, in ISO 8601; None for any other text.

    Day, month and year may stand in any order, with a weekday before or behind.
    """
    plain = f" {_SIGNS.sub(' ', fold(text)).strip()} "
    time = _TIME.search(plain)
    with suppress(ValueError):
        found = datetime(*_day_of(plain[: time.start() + 1] if time else plain, language))
        if time is None:
            return found.date().isoformat()
        seconds = int(time[3] or 0)
        return found.replace(hour=_hour(time), minute=int(time[2]), second=seconds).isoformat()
    return None


def _hour(time: re.Match[str]) -> int:
    """Of 24; `12 am` is midnight. Raises ValueError."""
    hour = int(time[1])
    if time[4] is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no hour before or after noon")
    return hour % 12 + (12 if time[4] == "p" else 0)


def _day_of(text: str, language: str) -> tuple[int, int, int]:
    """Year, month and day. Raises ValueError where one is missing, or there are other words."""
    for form in (_EAST, _ISO):
        if whole := form.search(text):
            rest = f"{text[: whole.start()]} {text[whole.end() :]}".split()
            _refuse_unless_known(rest, language)
            return int(whole[1]), int(whole[2]), int(whole[3])
    month, words = _month_in(text, language)
    year, words = _only(words, _YEAR)
    day, words = _only(words, _DAY)
    _refuse_unless_known(words, language)
    return int(year[0]), month, int(day[1])


def _month_in(text: str, language: str) -> tuple[int, list[str]]:
    """The month whose name stands in a text, and the words around it. The longest name counts."""
    for name, month in _months(language).items():
        before, found, after = text.partition(f" {name} ")
        if found:
            return month, [*before.split(), *after.split()]
    raise ValueError("no month")


def _only(words: list[str], form: re.Pattern[str]) -> tuple[re.Match[str], list[str]]:
    """The one word of a form, and the others."""
    found = [match for word in words if (match := form.fullmatch(word))]
    if len(found) != 1:
        raise ValueError("none, or several")
    return found[0], [word for word in words if word != found[0][0]]


def _refuse_unless_known(words: list[str], language: str) -> None:
    if any(not _BETWEEN.fullmatch(word) and word not in _weekdays(language) for word in words):
        raise ValueError("other words")


@cache
def _months(language: str) -> Mapping[str, int]:
    """The number of each month by its names, the longest first; none that names two months."""
    numbers: dict[str, set[int]] = {}
    for name, number in _names("months", language):
        numbers.setdefault(name, set()).add(number)
    sure = {name: min(found) for name, found in numbers.items() if len(found) == 1}
    return {name: sure[name] for name in sorted(sure, key=len, reverse=True)}


@cache
def _weekdays(language: str) -> frozenset[str]:
    return frozenset(word for name, _ in _names("days", language) for word in name.split())


def _names(kind: str, language: str) -> Iterator[tuple[str, int]]:
    """The names of months or days with their numbers; a number is no name."""
    for tag in dict.fromkeys((language, *_ENGLISH)):
        locale = locale_of(tag)
        for context in getattr(locale, kind, {}).values():
            for width in ("wide", "abbreviated"):
                for number, name in context.get(width, {}).items():
                    plain = _SIGNS.sub(" ", fold(name)).strip()
                    if not plain.isdigit():
                        yield plain, number
