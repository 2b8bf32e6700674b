"""Which key with which value keeps a note from being published (rule PRV27)."""

from __future__ import annotations

from typing import Any

from garden.signs import bare

_YES = {"true", "yes", "1", "on", "y"}
_NO = {"false", "no", "0", "off", "n"}
FLAGS = {"publish": True, "draft": False, "private": False}  # key → the value that publishes
FOREIGN = ("published", "public", "dg-publish")  # keys of other programs: only a plain no counts
_PLAIN_NO = {"false", "no", "0", "off"}
_AROUND = " \t\n\u00a0\"'“”„‘’‚«»"


def flag(value: Any) -> bool | str | None:
    """A yes, a no, None when nothing is given, or `unclear`."""
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return "unclear"
    word = value.strip().casefold()
    if not word:
        return None
    return True if word in _YES else False if word in _NO else "unclear"


def is_plain_no(value: Any) -> bool:
    """Whether a value is a no and nothing else: a date or a name in `published` says nothing."""
    if isinstance(value, str):
        return bare(value).strip(_AROUND).casefold() in _PLAIN_NO
    return value is False


def denies(key: str, value: Any, *, plainly: bool = False) -> bool:
    """Whether a folded key denies with this value; `plainly`: not by being neither yes nor no."""
    if key in FOREIGN:
        return is_plain_no(value)
    said = flag(value)
    if key not in FLAGS or said is None or (plainly and said == "unclear"):
        return False
    return said is not FLAGS[key]
