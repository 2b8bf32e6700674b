"""Dates whose month is spelled, as moment and CLDR write them; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from garden.spelled import spelled_date
from tests.support import garden_of

# what is written, the language of the site → the day
READ: tuple[tuple[str, str, str], ...] = (
    ("15th January 2026", "en", "2026-01-15"),
    ("1st May 2026", "en", "2026-05-01"),
    ("January 15, 2026", "en", "2026-01-15"),
    ("Jan 15 2026", "en", "2026-01-15"),
    ("Sept. 3rd, 2026", "en", "2026-09-03"),
    ("2026 January 15", "en", "2026-01-15"),
    ("Thursday, January 15th 2026", "en", "2026-01-15"),
    ("15th of January 2026", "en", "2026-01-15"),
    ("15TH JANUARY 2026", "en", "2026-01-15"),
    ("January 15, 2026 3:04 PM", "en", "2026-01-15T15:04:00"),
    ("15 January 2026 03:04:05", "en", "2026-01-15T03:04:05"),
    ("January 15, 2026 12:00 am", "en", "2026-01-15T00:00:00"),
    ("2026-01-15 Thursday", "en", "2026-01-15"),
    ("29. November 2022", "de", "2022-11-29"),
    ("Dienstag, 29. November 2022", "de", "2022-11-29"),
    ("3. März 2024", "de", "2024-03-03"),
    ("15th January 2026", "de", "2026-01-15"),
    ("1er janvier 2024", "fr", "2024-01-01"),
    ("le 15 février 2024", "fr", "2024-02-15"),
    ("15 de enero de 2026", "es", "2026-01-15"),
    ("15 de abril del 2026", "es", "2026-04-15"),
    ("1º de março de 2026", "pt-BR", "2026-03-01"),
    ("15 gennaio 2026", "it", "2026-01-15"),
    ("15. listopadu 2022", "cs", "2022-11-15"),
    ("15 listopada 2022", "pl", "2022-11-15"),
    ("15 января 2026 г.", "ru", "2026-01-15"),
    ("2026. január 15.", "hu", "2026-01-15"),
    ("15. tammikuuta 2026", "fi", "2026-01-15"),
    ("١٥ يناير ٢٠٢٦", "ar", "2026-01-15"),
    ("15 tháng 12, 2026", "vi", "2026-12-15"),
    ("2026年1月15日", "ja", "2026-01-15"),
    ("2026년 1월 15일", "ko", "2026-01-15"),
)
NOT_READ: tuple[tuple[str, str], ...] = (
    ("03/04/2026", "en"),  # a day and a month, or the other way round
    ("3.4.2026", "en"),
    ("15th January 26", "en"),  # of which century?
    ("January 2026", "en"),
    ("15th January", "en"),
    ("31st February 2026", "en"),
    ("15th January 2026 or so", "en"),
    ("15th or 16th January 2026", "en"),
    ("January or February 15 2026", "en"),
    ("15pm January 2026", "en"),
    ("15. Mai 2026", "en"),  # a word of another language
    ("15 January 2026 13:00 PM", "en"),
    ("soon, in 2026", "en"),
    ("2026", "en"),
)


@pytest.mark.parametrize(("text", "language", "day"), READ)
def test_reads(text: str, language: str, day: str) -> None:
    assert spelled_date(text, language) == day


@pytest.mark.parametrize(("text", "language"), NOT_READ)
def test_never_guesses(text: str, language: str) -> None:
    assert spelled_date(text, language) is None


LANGUAGES = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "sv", "da", "nb", "fi", "ru", "uk"),
    *("tr", "ar", "he", "hi", "ja", "ko", "zh", "vi", "id", "el", "ro"),
)


@settings(deadline=None)  # the first question loads a language
@given(
    st.dates(date(1000, 1, 1)),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["d MMMM y", "EEEE, d MMMM y", "d LLLL y", "y MMMM d"]),
)
def test_what_cldr_writes_is_read_as_that_day(day: date, language: str, pattern: str) -> None:
    written = format_date(day, pattern, locale=language)
    assert spelled_date(written, language) in (day.isoformat(), None)
    assert language in ("ja", "ko", "zh") or spelled_date(written, language) is not None


# front matter → the day, the rules of the problems
NOTES: dict[str, tuple[str, str, list[str]]] = {
    "a spelled month": ('created: "15th January 2026"', "2026-01-15", []),
    "a link to the note of a day": ('created: "[[2024-05-01]]"', "2024-05-01", []),
    "a link with a folder and a label": ('created: "[[Daily/2024-05-01|1 May]]"', "2024-05-01", []),
    "a link whose label is the date": ('created: "[[Labour day|2024-05-01]]"', "2024-05-01", []),
    "a link to a day that is spelled": ('created: "[[1st May 2024]]"', "2024-05-01", []),
    "a link with the ending of a note": ('created: "[[2024-05-01.md]]"', "2024-05-01", []),
    "a list of one link": ('created: ["[[2024-05-01]]"]', "2024-05-01", []),
    "a link to no day": ('created: "[[Someday]]"', "", ["date"]),
    "brackets without quotes": ("created: [[2024-05-01]]", "", ["date"]),
    "a date with words": ("created: 2024-05-01 and more", "", ["date"]),
    "nothing": ("created:", "", []),
}


@pytest.mark.parametrize(("front", "day", "rules"), NOTES.values(), ids=list(NOTES))
def test_the_date_of_a_note(front: str, day: str, rules: list[str]) -> None:
    grown = garden_of({"n.md": f"---\n{front}\n---\ntext"})
    assert grown.garden.notes["n.md"].created == day
    assert [p.rule for p in grown.problems if p.rule == "date"] == rules
