"""Colours can be read by day and by night: WCAG 2.2, 1.4.3 (text, 4.5) and 1.4.11 (marks, 3)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import pytest

from tests.test_code import THEME, VARIABLES, contrast

TOKENS = (THEME / "style/tokens.css").read_text()
CALLOUTS = (THEME / "style/callouts.css").read_text()
HUES = {
    name: tuple(int(part) for part in parts.split(", "))
    for name, parts in re.findall(r"--color-(\w+)-rgb: ([\d, ]+);", TOKENS)
}
# What a snippet might set: the strongest of colours, and none at all
SNIPPETS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
PLAIN = {"white": (255, 255, 255), "black": (0, 0, 0), "grey": (128, 128, 128)}
_TINT = re.compile(r"oklch\(from var\(--callout-hue\) ([\d.]+) min\(c, ([\d.]+)\) h / 1\)")
_VEIL = re.compile(r"rgb\((\d+) (\d+) (\d+) / ([\d.]+)\)")
TEXTS = (THEME / "style/text.css").read_text()
INKS = ("red", "orange", "green", "blue", "purple")  # of ==🔴 marked== words

# a colour → what it stands on
TEXT = {
    "ink": ("paper", "raised", "mark", *(f"mark-{name}" for name in INKS)),
    "quiet": ("paper", "raised"),
    "accent": ("paper", "raised", "mark", *(f"mark-{name}" for name in INKS)),
    "paper": ("accent",),  # the tick of a task
}
MARKS = {"edge": ("paper", "raised"), "accent": ("paper", "raised")}
IN_A_CALLOUT = ("ink", "accent", "quiet")


def too_near(pairs: Mapping[str, tuple[str, ...]], least: float, scheme: int) -> list[str]:
    return [
        f"{one} on {other}"
        for one, others in pairs.items()
        for other in others
        if contrast(VARIABLES[one][scheme], VARIABLES[other][scheme]) < least
    ]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_what_is_written_and_what_is_marked_can_be_seen(scheme: int) -> None:
    assert too_near(TEXT, 4.5, scheme) == []
    assert too_near(MARKS, 3, scheme) == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("rgb", [*HUES.values(), *SNIPPETS.values(), *PLAIN.values()], ids=str)
def test_a_callout_can_be_read_whatever_its_colour(rgb: tuple[int, int, int], scheme: int) -> None:
    paper, title = (tinted(rgb, *kind) for kind in tints(scheme))
    ratios = {"title": contrast(title, paper)} | {
        name: contrast(VARIABLES[name][scheme], paper) for name in IN_A_CALLOUT
    }
    assert {name: round(ratio, 2) for name, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("rgb", [*HUES.values(), *SNIPPETS.values(), *PLAIN.values()], ids=str)
def test_s25_words_marked_in_a_colour_of_a_notes_own_can_be_read(
    rgb: tuple[int, int, int], scheme: int
) -> None:
    red, green, blue, share = _VEIL.findall(TOKENS.partition("--mark-veil")[2])[scheme]
    veil, left = (int(red), int(green), int(blue)), 1 - float(share)
    seen = (round(over * (1 - left) + under * left) for over, under in zip(veil, rgb, strict=True))
    ground = "#" + "".join(f"{part:02x}" for part in seen)
    assert contrast(VARIABLES["ink"][scheme], ground) >= 4.5


def test_s25_marks_are_told_apart_without_colours() -> None:
    styles = dict(re.findall(r"mark\.mark-(\w+) {[^}]*?(?:style: (\w+);)? }", TEXTS))
    assert styles.keys() == set(INKS)
    assert len(set(styles.values())) == len(INKS)


def test_all_colours_of_callouts_are_among_those() -> None:
    assert len(HUES) == 9
    assert set(re.findall(r"var\(--color-(\w+)-rgb\)", CALLOUTS)) <= HUES.keys()
    assert len(_TINT.findall(CALLOUTS)) == 4


def test_the_colours_of_the_bar_of_a_browser_are_those_of_the_paper() -> None:
    base = (THEME / "base.html").read_text()
    assert tuple(re.findall(r'name="theme-color" content="(#\w+)"', base)) == VARIABLES["paper"]


def test_the_guide_names_all_that_drives_the_theme() -> None:
    guide = (THEME.parent.parent / "content/guide/theming.md").read_text()
    told = set(re.findall(r"`(--[\w-]+)`", guide))
    named, _, by_snippets = TOKENS.partition("/* The names by which snippets")
    own = set(re.findall(r"^  (--[\w-]+):", named, re.MULTILINE))
    assert {name for name in own if not name.startswith("--color-")} <= told
    assert told - own - set(re.findall(r"--[\w-]+", by_snippets)) <= {
        *("--color-red-rgb", "--code-keyword", "--callout-color", "--callout-icon", "--adopt"),
    }


# --- the colours of callouts, as browsers compute them: CSS Color 4, 5 -------------------------


def tints(scheme: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """The lightness and greatest chroma of a callout's paper and of its title."""
    found = [(float(lightness), float(chroma)) for lightness, chroma in _TINT.findall(CALLOUTS)]
    return found[scheme], found[2 + scheme]


def tinted(rgb: tuple[int, int, int], lightness: float, most: float) -> str:
    _, a, b = oklab(rgb)
    chroma, hue = min(math.hypot(a, b), most), math.atan2(b, a)
    return from_oklab(lightness, chroma * math.cos(hue), chroma * math.sin(hue))


def oklab(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    parts = [part / 255 for part in rgb]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def from_oklab(lightness: float, a: float, b: float) -> str:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    clipped = [min(max(part, 0.0), 1.0) for part in linear]
    parts = [p * 12.92 if p <= 0.0031308 else 1.055 * p ** (1 / 2.4) - 0.055 for p in clipped]
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
