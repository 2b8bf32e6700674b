"""Comments in TeX: from a `%` to the end of its line; and signs of per cent that are none."""

from __future__ import annotations

import re

# In \\verb and in addresses a sign of per cent begins no comment, nor behind a backslash
_COMMENT = re.compile(
    r"(?P<kept>\\verb\*?([^\w\s*]).*?\2"
    r"|\\(?:href|url|includegraphics(?:\[[^\]\n]*\])?)\s*\{(?:[^{}\n]|\{[^{}\n]*\})*\}"
    r"|(?P<words>\\(?:text[a-z]*|[mhf]box|framebox)\s*\{(?:[^{}\\$\n]|\\.|\{[^{}$\n]*\})*\})"
    r"|\\(?s:.))"
    r"|(?P<sign>%)[^\n]*(?=\n\s*\S)|%[^\n]*"
)
_SIGN = re.compile(r"(?<!\\)%")
# What stands before a sign of per cent where sums of money are told, and no formula is written
_SUM = re.compile(r"[\s.,;:/()–-]*\d[\d\s.,'’]*")


def uncommented(tex: str) -> str:
    """TeX without the words of its comments; a sign stays, since it joins a line to the next.

    Among the words of a `\\text` it is a sign like others, as in the app.
    """
    return _COMMENT.sub(_without_comment, tex)


def _without_comment(found: re.Match[str]) -> str:
    if words := found["words"]:
        return _SIGN.sub(r"\\%", words)
    return found["kept"] or found["sign"] or ""


def comment_in(tex: str) -> re.Match[str] | None:
    """The first comment of a formula."""
    return next((found for found in _COMMENT.finditer(tex) if found["kept"] is None), None)


def hides_words(tex: str) -> bool:
    """Whether words behind a sign of per cent go, up to the end of a formula in the same line."""
    line = tex.rpartition("\n")[2]
    found = comment_in(line) if "%" in line else None
    return found is not None and any(map(str.isalnum, found[0]))


def is_sum(src: str, start: int, end: int) -> bool:
    """Whether signs of dollar and per cent are of sums of money: `5$, 20% of 25$`."""
    if src.find("%", start, end) < 0 or src.startswith("$$", start):
        return False
    found = comment_in(src[start + 1 : end])
    if found is None:
        return False
    before = src[start + 1 : start + 1 + found.start()]
    return src[start - 1 : start].isdigit() or _SUM.fullmatch(before) is not None
