"""Where a diagram of Mermaid leads: paths of the vault and of a computer, which no reader sees.

`#` stands in their place. An address of the web stays, and so does a text that is drawn.
"""

from __future__ import annotations

import re

from garden.text.decode import percent_decoded
from garden.text.localaddress import disarmed, is_local
from garden.text.targets import is_web_address

_QUOTED = r"\"[^\"]*\"?"
# A statement that leads, at the beginning of a line or behind a `;`; a text in quotes holds none
_LEADS = re.compile(
    rf"\"[^\"\n]*\"|(?:^|;)[ \t]*+(?:click(?P<click>[ \t](?:[^\";\n]|{_QUOTED})*+)"
    rf"|(?:links?|href)\b(?P<link>(?:[^\"\n]|{_QUOTED})*+))",
    re.MULTILINE | re.IGNORECASE,
)
_TEXT = re.compile(r"\"([^\"]*)\"?")
# `: x @ path`, without quotes
_AT = re.compile(r"^([^:\n]*+:[^@\n]*+@)[ \t]*+([^\n\"]*)$")
_UNQUOTED = re.compile(r"^([ \t]+[^\s\"]+[ \t]+)([^\"\n]*[/\\][^\"\n]*)")
_KINDS_OF_PROSE = ("mindmap", "timeline", "journey", "kanban", "ishikawa", "ishikawa-beta")
# `A@{ img: "…" }`, and `$link="…"` or `<img src='…'>` in a text
_SHAPE = re.compile(r"@\{(?:\"[^\"]*\"|[^\"}])*+")
_KEY = re.compile(
    r"(\b(?:img|image|link|url|href|src)\"?[ \t]*:[ \t]*)(?:\"([^\"]*)\"|'([^'\n]*)'|([^\"',}\n]+))"
)
_NAMED = re.compile(
    r"((?:\$(?:link|img|image|url|href)|\b(?:src|href))[ \t]*=[ \t]*)"
    r"(?:\"([^\"]*)\"|'([^'\n]*)'|([^\s\"'<>]+))",
    re.IGNORECASE,
)


def without_paths(source: str, kind: str) -> str:
    """A diagram that leads to the web alone."""
    if "/" in source or "\\" in source or "%" in source or "." in source:
        is_prose = kind in _KINDS_OF_PROSE
        source = _LEADS.sub(lambda found: _led(found, is_prose=is_prose), source)
        source = _NAMED.sub(_named, source)
        if "@{" in source:
            source = _SHAPE.sub(lambda found: _KEY.sub(_named, found[0]), source)
    return disarmed(source)


def _led(found: re.Match[str], *, is_prose: bool) -> str:
    """A statement with `#` for its address, and for each text in it that is nothing but a path.

    The address is its first text, or what follows a colon; what comes then is a tooltip.
    """
    is_click = found["click"] is not None
    rest: str | None = found["click"] if is_click else found["link"]
    if rest is None:
        return found[0]

    first = rest.find('"')

    def quoted(text: re.Match[str]) -> str:
        before = rest[max(0, text.start() - 9) : text.start()].rstrip(" \t")
        leads = not is_prose and (text.start() == first or before.endswith(":"))
        return _stead('"#"', text[1]) if _is_path(text[1], spaced=leads) else text[0]

    told = _TEXT.sub(quoted, rest)
    if is_click and not is_prose:
        told = _UNQUOTED.sub(_unquoted, told)
    elif not is_click:
        told = _AT.sub(_unquoted, told)
    return found[0][: -len(rest)] + told if rest else found[0]


def _unquoted(found: re.Match[str]) -> str:
    return f"{found[1].rstrip()} #" if _is_path(found[2], spaced=True) else found[0]


def _named(found: re.Match[str]) -> str:
    value = next((text for text in found.groups()[1:] if text), "")
    if not _is_path(value, spaced=True):
        return found[0]
    mark = found[0][len(found[1])]
    return _stead(f"{found[1]}{mark}#{mark}" if mark in "\"'" else f"{found[1]}#", value)


def _stead(text: str, path: str) -> str:
    """What stands for a path, in as many lines."""
    return text + "\n" * path.count("\n")


def _is_path(text: str, *, spaced: bool) -> bool:
    """Whether a text names something of the vault, or of a computer; with blanks if `spaced`."""
    bare = percent_decoded(text).strip()
    if is_web_address(text.strip()) and not is_local(text):
        return False
    is_one = bool(re.search(r"[/\\]|\.(?:md|canvas|base)\b", bare)) or is_local(bare)
    return is_one and (spaced or " " not in bare)
