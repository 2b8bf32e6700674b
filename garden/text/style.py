"""Whether the `style` of an element shows nothing of what is in it, by each declaration it holds.

What is written in the colour of its ground, or covered by something else, no style tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?|\\(.)", re.IGNORECASE | re.DOTALL)
_REMARK = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NIL = r"[+-]?(?:0+(?:\.0*)?|\.0+)(?:e[+-]?\d+)?(?:[a-z]+|%)?"
_FAR = r"-\s*(?:(?:9\d\d|\d{4,})(?:\.\d*)?[a-z%]+|(?:99|\d{3,})(?:\.\d*)?(?:r?em|ch|v[hwib]))"
_CLEAR = re.compile(
    r"transparent|#[0-9a-f]{3}0|#[0-9a-f]{6}00|[a-z]+\([^)]*[,/]\s*" + _NIL + r"\s*\)"
)
_WITH_ALPHA = re.compile(r"[a-z]+\([^)]*(?:/[^)]*|,[^,)]*,[^,)]*,[^,)]*)\)")
_NOTHING = (
    r"inset\(\s*(?:[5-9]\d|\d{3,})(?:\.\d*)?%|(?:circle|ellipse)\(\s*" + _NIL + r"(?![\d.])"
    r"|(?:polygon|rect)\([\s,0.px%]*\)"
)
_SHRUNK = r"scale(?:3d|[xy])?\(\s*" + _NIL + r"\s*[,)]"
# By the name of a declaration, what its value begins with, is, or holds, where nothing is seen
_HIDING: Mapping[str, re.Pattern[str]] = {
    name: re.compile(value)
    for name, value in {
        "display": r"none\b",
        "visibility": r"hidden\b|collapse\b",
        "content-visibility": r"hidden\b",
        "font-size": rf"{_NIL}(?:\s*!|$)",
        "font": rf"(?:.*\s)?{_NIL}(?:\s*/|\s+[\"'a-z])",
        "opacity": rf"{_NIL}(?:\s*!|$)",
        "filter": rf".*opacity\(\s*{_NIL}\s*\)",
        "zoom": rf"{_NIL}(?:\s*!|$)",
        "scale": rf"{_NIL}(?:\s|$)",
        "transform": rf".*(?:{_SHRUNK}|translate\w*\([^)]*{_FAR})",
        "translate": rf".*{_FAR}",
        "clip-path": _NOTHING,
        "clip": r"rect\((?:\s*(?:0|1)(?:px)?\s*,?){4}\)",
        "text-indent": rf".*{_FAR}",
        **dict.fromkeys(("left", "right", "top", "bottom", "inset", "margin"), rf"(?:.*\s)?{_FAR}"),
    }.items()
}
_SIDES = re.compile(r"(?:margin|inset)-[a-z-]+")
_SIZES = re.compile(r"(?:max-)?(?:height|width|block-size|inline-size)")
_TINY = re.compile(rf"(?:{_NIL}|[01]px)(?:\s*!|$)")
_LONGEST = 500  # characters of a value that are looked at
_COLOURS = ("color", "-webkit-text-fill-color")
_SEEN_WITHOUT = ("background-clip", "-webkit-background-clip", "text-shadow", "background")


def style_hides(style: str) -> bool:
    """Whether nothing is seen of what is in an element with this style."""
    told = _declarations(style)
    return any(_hides(name, value, told) for name, value in told.items())


def _declarations(style: str) -> dict[str, str]:
    plain = _REMARK.sub("", _ESCAPE.sub(_unescaped, style)).lower()
    pairs = (part.partition(":") for part in plain.split(";"))
    return {name.strip(): " ".join(value[:_LONGEST].split()) for name, _, value in pairs}


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    return (chr(code) if 0 < code < 0x110000 else "") if found[1] else found[2]


def _hides(name: str, value: str, told: Mapping[str, str]) -> bool:
    if name in _COLOURS:
        return _is_clear(value) and not any(other in told for other in _SEEN_WITHOUT)
    if _SIZES.fullmatch(name):
        cut = (told.get(key, "") for key in ("overflow", "overflow-x", "overflow-y"))
        return bool(_TINY.match(value)) and any(way[:4] in ("hidd", "clip") for way in cut)
    hiding = _HIDING.get("margin" if _SIDES.fullmatch(name) else name)
    return bool(hiding and hiding.match(value))


def _is_clear(value: str) -> bool:
    found = _CLEAR.match(value)
    return bool(found) and ("(" not in value or bool(_WITH_ALPHA.match(value)))
