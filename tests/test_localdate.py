"""Dates as pages show them: in the words of a language, the same whoever was asked before."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from garden.dates import LENGTHS, is_date_pattern, kind_of_date
from garden.localdate import day_in, moment_in, month_in
from tests.support import default_theme, garden_of

DAY = "2024-05-01"
# language → short, medium, long and full
LANGUAGES = {
    "en": ("5/1/24", "May 1, 2024", "May 1, 2024", "Wednesday, May 1, 2024"),
    "EN-us": ("5/1/24", "May 1, 2024", "May 1, 2024", "Wednesday, May 1, 2024"),
    "en-GB": ("01/05/2024", "1 May 2024", "1 May 2024", "Wednesday, 1 May 2024"),
    "de": ("01.05.24", "01.05.2024", "1. Mai 2024", "Mittwoch, 1. Mai 2024"),
    "de-Latn-XX-1996": ("01.05.24", "01.05.2024", "1. Mai 2024", "Mittwoch, 1. Mai 2024"),
    "ja": ("2024/05/01", "2024/05/01", "2024年5月1日", "2024年5月1日水曜日"),
    "zh-TW": ("2024/5/1", "2024年5月1日", "2024年5月1日", "2024年5月1日 星期三"),
    "he": ("1.5.2024", "1 במאי 2024", "1 במאי 2024", "יום רביעי, 1 במאי 2024"),
    "ar": (
        "1\u200f/5\u200f/2024",
        "01\u200f/05\u200f/2024",
        "1 مايو 2024",
        "الأربعاء، 1 مايو 2024",
    ),
    "tlh": (DAY,) * 4,
    "x-private": (DAY,) * 4,
    "und": (DAY,) * 4,
    "root": (DAY,) * 4,
    "mul": (DAY,) * 4,
    "en-u-ca-buddhist": ("5/1/24", "May 1, 2024", "May 1, 2024", "Wednesday, May 1, 2024"),
}


@pytest.mark.parametrize(("language", "expected"), LANGUAGES.items(), ids=list(LANGUAGES))
def test_p04_a_day_in_a_language(language: str, expected: tuple[str, ...]) -> None:
    assert tuple(day_in(language, form, DAY) for form in LENGTHS) == expected


# language, format, a moment → as it is shown
MOMENTS = (
    ("en", "medium", "2024-05-01T13:05:00", "May 1, 2024, 1:05\u202fPM"),
    ("en", "medium", "2024-05-01T13:05:07", "May 1, 2024, 1:05:07\u202fPM"),
    ("en-GB", "short", "2024-05-01T13:05:00+02:00", "01/05/2024, 13:05"),
    ("de", "d. MMMM", "2024-05-01T13:05:00+00:00", "1. Mai, 13:05"),
    ("fr", "full", "2024-05-01T00:00:00", "mercredi 1 mai 2024, 00:00"),
    ("ja", "long", "2024-05-01T13:05:00", "2024年5月1日 13:05"),
    ("tlh", "full", "2024-05-01T13:05:00", "2024-05-01 13:05"),
    ("tlh", "full", "2024-05-01T13:05:07+02:00", "2024-05-01 13:05:07"),
)


@pytest.mark.parametrize(("language", "form", "moment", "expected"), MOMENTS)
def test_p04_a_day_with_its_time(language: str, form: str, moment: str, expected: str) -> None:
    assert moment_in(language, form, moment) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "May 2024"), ("de", "Mai 2024"), ("ja", "2024年5月"), ("ru", "май 2024\u202fг.")],
)
def test_a_month_in_a_language(language: str, expected: str) -> None:
    assert month_in(language, "2024-05").replace(" г", "\u202fг") == expected


def test_a_month_in_a_language_that_is_not_known() -> None:
    assert month_in("tlh", "2024-05") == "2024-05"


@pytest.mark.parametrize("order", ["ba de ja", "de ba ja", "ja de ba"])
def test_one_language_does_not_speak_for_another(order: str) -> None:
    """What Babel has looked up for Bashkir would else be said in German and Japanese too."""
    code = "import sys; from garden.localdate import day_in; "
    code += f"print({{name: day_in(name, 'EEEEEE MMM', '{DAY}') for name in sys.argv[1:]}})"
    run = [sys.executable, "-X", "utf8", "-c", code, *order.split()]
    said = subprocess.run(run, capture_output=True, check=True, encoding="utf-8").stdout
    assert "'ba': 'Wed M05'" in said
    assert "'de': 'Mi. Mai'" in said
    assert "'ja': '水 5月'" in said


# a pattern → whether it may be the format of dates
PATTERNS = {
    "d MMMM y": True,
    "y-MM-dd": True,
    "EEEE, d. MMM": True,
    "d 'de' MMMM": True,
    "y年M月d日": True,
    "'it''s' y": True,
    "%d %M": True,
    "": False,
    "2024": False,
    "'d'": False,
    "medium": False,
    "%d.%m.%Y": False,
    "%d %B": False,
    "DD.MM.YYYY": False,
    "YYYY-MM-dd": False,
    "d MMMM y HH:mm": False,
    "ddd": False,
    "d 'unclosed": False,
}


@pytest.mark.parametrize(("pattern", "is_one"), PATTERNS.items(), ids=repr)
def test_p04_what_is_a_pattern(pattern: str, is_one: bool) -> None:
    assert is_date_pattern(pattern) is is_one


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(st.text("yMdEx' .%-日", max_size=12), st.text(max_size=5)),
    st.dates(),
    st.sampled_from(("en", "ar", "de", "ja", "tlh")),
)
def test_p04_what_is_a_pattern_can_be_drawn(pattern: str, day: date, language: str) -> None:
    if is_date_pattern(pattern):
        assert isinstance(day_in(language, pattern, day.isoformat()), str)


@settings(deadline=None, max_examples=200)
@given(st.datetimes(), st.sampled_from(("en", "fa", "zh", "tlh")), st.sampled_from(LENGTHS))
def test_any_moment_can_be_drawn(moment: datetime, language: str, form: str) -> None:
    assert kind_of_date(moment.isoformat()) == "datetime"
    assert isinstance(moment_in(language, form, moment.isoformat()), str)


# the configuration and the note's language → the date below its title, and in lists
PLACES = {
    "the site's language": ("", "", "May 1, 2024", "May 1, 2024"),
    "another": ('[site]\nlanguage = "de"', "", "01.05.2024", "01.05.2024"),
    "the note's language": ("", "lang: ja", "2024/05/01", "May 1, 2024"),
    "a format": ('[dates]\nformat = "EEEE, d MMM"', "", "Wednesday, 1 May", "Wednesday, 1 May"),
}


@pytest.mark.parametrize(("config", "lang", "head", "listed"), PLACES.values(), ids=list(PLACES))
def test_where_dates_are_shown(config: str, lang: str, head: str, listed: str) -> None:
    files = {"A.md": f"---\ncreated: {DAY}T23:59:00-11:00\n{lang}\n---\n#t", "f/B.md": ""}
    pages = garden_of(files, config).pages(default_theme())
    stamp = f'<time datetime="{DAY}T23:59:00-11:00">'
    assert f"<li>Created {stamp}{head}</time></li>" in pages["A/index.html"]
    for out in ("index.html", "map/index.html", "recent/index.html", "tags/t/index.html"):
        assert f"{stamp}{listed}</time>" in pages[out]


def test_recent_notes_stand_under_months_of_the_language() -> None:
    files = {f"{n}.md": f"---\ncreated: {DAY}\n---\n" for n in range(3)}
    pages = garden_of(files, '[site]\nlanguage = "fr"').pages(default_theme())
    assert "<h2>mai 2024</h2>" in pages["recent/index.html"]


def test_a_theme_may_ask_for_the_date_of_what_is_none() -> None:
    grown = garden_of({"A.md": ""})
    theme = default_theme()
    template = "{{ date('soon') }} {{ date('') }} {{ date('2024-05-01', 'de') }}"
    templates = {**theme.templates, "404.html": template}
    pages = grown.pages(dataclasses.replace(theme, templates=templates))
    assert pages["404.html"] == "soon  01.05.2024"


def test_only_what_draws_a_date_loads_babel() -> None:
    code = "import sys, {}; print('babel' in sys.modules)"
    for module in ("garden.cli", "garden.build, garden.drawing, garden.pages, garden.templates"):
        run = [sys.executable, "-c", code.format(module)]
        assert subprocess.run(run, capture_output=True, check=True, text=True).stdout == "False\n"
