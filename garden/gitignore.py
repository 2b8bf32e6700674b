"""Patterns as in .gitignore, read as git reads them, and why a line of them could fit nothing.

Letters count the same in either case (PRV41): a path is folded before it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from garden.paths import fold, name_of, nfc

Verdict = Literal["open", "closed", "reopened"]

_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\t-\\r ",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_BLANK = " \t\r\n\x0b\x0c\xa0\u200b\u200c\u200d\u2060\ufeff"  # what a paste brings to the ends
_SPECIAL = re.compile(r"[*?\[\\]")
_HERE = re.compile(r"(?:^|(?<=/))\./|(?<=/)\.$")
# What no path in a vault is, or not as it was meant, and what to do about it
_FAULTS = (
    (r"!?\.?/?$|.*(?<!\\)(?:\\\\)*\\$", "is none"),
    (r".*[\x00-\x1f\x7f]", "holds a line break or another control character"),
    (r"#\S", r"is a comment to git: write \# for a name that begins with #"),
    (r"!?~(?:/|$)", "begins in your home: write a path from the top of the vault"),
    (r"!?(?:[A-Za-z]:[/\\]|file:)", "begins at a disk: write a path from the top of the vault"),
    (r"!?(?:\$[A-Z_]*\{?[A-Z_]+\}?|%[A-Z_]+%)[/\\]", "names a variable, which nobody fills in"),
    (r"!?(?:.*/)?\.\.(?:/|$)", "leads up, where no vault is: write a path from its top"),
    (r".*(?<!\\)(?:\\\\)*\\[^\W_]", r"has a \ before a letter: write / between folders"),
    (r".*(?<!\\)\{[^{}]*(?:,|\.\.)[^{}]*\}", "has {…} with several names: write a line for each"),
    (r".*/\s*[,;]", "holds several: write each in quotes of its own"),
    (r"!?(?:.*/)?(?:\s|[^/]*(?<!\\)\s/)", r"has a blank beside a /: take it out, or write \ first"),
    (r"!?(?:.*/)?\.[*+](?!/?$)|!?.+/\.[*+]", "fits names that begin with a dot: write * alone"),
)
_REFUSED = tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in _FAULTS)


@dataclass(frozen=True, slots=True)
class Line:
    """One pattern: what it fits, and whether it takes back what a line before it says."""

    path: str  # as it is written, folded, without what it is escaped by
    opens: bool
    of_folders: bool  # it fits folders alone
    by_name: bool  # it fits names, wherever they lie
    regex: re.Pattern[str]

    def fits(self, path: str, *, is_folder: bool) -> bool:
        if self.of_folders and not is_folder:
            return False
        return self.regex.fullmatch(name_of(path) if self.by_name else path) is not None


def tidied(line: str) -> str:
    """A pattern as it was meant: without blanks around it, `./` before it, and `//` in it."""
    text = line.lstrip(_BLANK)
    bare = text.rstrip(_BLANK)
    if len(bare) < len(text) and (len(bare) - len(bare.rstrip("\\"))) % 2:
        bare = text[: len(bare) + 1]  # the blank is escaped
    if bare.startswith("#"):
        return bare
    sign, path = ("!", bare[1:]) if bare.startswith("!") else ("", bare)
    short = _HERE.sub("", re.sub("/{2,}", "/", path))
    while short != path:
        path, short = short, _HERE.sub("", re.sub("/{2,}", "/", short))
    return f"{sign}{short}"


def fault_of(line: str) -> str:
    """Why a pattern could fit nothing, or not what it was meant for; empty when it could."""
    if is_remark(line):
        return ""
    if said := next((said for regex, said in _REFUSED if regex.match(line)), ""):
        return said
    try:
        _line(line)
    except ValueError as error:
        return str(error)
    return ""


def is_remark(line: str) -> bool:
    """Whether a line is for people alone."""
    return line == "#" or line.startswith("# ")


@cache
def read_lines(lines: tuple[str, ...]) -> tuple[Line, ...]:
    """What lines say. Raises `ValueError` for one with a fault."""
    return tuple(_line(line) for line in lines if line and not line.startswith("#"))


def verdict(lines: Sequence[Line], path: str) -> Verdict:
    """What git says of a folded path: of the lines that fit a folder or file, the last counts.

    What lies in a closed folder stays closed, with an exception that git does not make: a later
    line with a `!` that begins with the path of the folder opens what it fits.
    """
    found: Verdict = "open"
    places = tuple(_places(path))
    for i, (place, is_folder) in enumerate(places):
        last = last_line(lines, place, is_folder=is_folder)
        if last < 0 or lines[last].opens:
            continue
        later = (line for line in lines[last + 1 :] if line.opens)
        if not any(line.path.startswith(f"{place}/") and _fits(line, places[i:]) for line in later):
            return "closed"
        found = "reopened"
    return found


def _places(path: str) -> Iterator[tuple[str, bool]]:
    """The folders above a path, the outermost first, and itself; and whether each is a folder."""
    parts = path.split("/")
    for length in range(1, len(parts) + (parts[-1] != "")):
        yield "/".join(parts[:length]), length < len(parts)


def last_line(lines: Sequence[Line], place: str, *, is_folder: bool) -> int:
    """The number of the last line that fits a folder or file by itself; -1 where none does."""
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].fits(place, is_folder=is_folder):
            return number
    return -1


def _fits(line: Line, places: Sequence[tuple[str, bool]]) -> bool:
    return any(line.fits(place, is_folder=is_folder) for place, is_folder in places)


def _line(line: str) -> Line:
    opens = line.startswith("!")
    pattern = nfc(line[1:] if opens else line)
    of_folders = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    by_name = "/" not in pattern
    pattern = pattern.removeprefix("/")
    regex = re.compile("".join(_translated(pattern)), re.IGNORECASE | re.DOTALL)
    path = fold(re.sub(r"\\(.)", r"\1", pattern))
    return Line(path, opens, of_folders, by_name, regex)


def _translated(pattern: str) -> Iterator[str]:
    """A pattern as parts of a regular expression. Raises `ValueError`."""
    first = _SPECIAL.search(pattern)
    start, i = (first.start() if first else len(pattern)), 0
    while i < len(pattern):
        match pattern[i]:
            case "*":
                end = i + len(pattern[i:]) - len(pattern[i:].lstrip("*"))
                # To git what comes before the first special sign is not part of the pattern.
                is_begin = i in (0, start) or pattern[i - 1] == "/"
                if end - i == 1 or not is_begin or pattern[end : end + 1] not in ("", "/"):
                    yield "[^/]*"
                elif end == len(pattern):
                    yield ".*"
                else:
                    yield "(?:.*/)?"
                    end += 1
                i = end
            case "?":
                yield "[^/]"
                i += 1
            case "[":
                said, i = _set(pattern, i + 1)
                yield said
            case _:
                plain = re.match(r"(?:\\.|[^*?\[\\])+", pattern[i:], re.DOTALL)
                if plain is None:
                    raise ValueError("is none")
                yield re.escape(fold(re.sub(r"\\(.)", r"\1", plain[0], flags=re.DOTALL)))
                i += len(plain[0])


def _set(pattern: str, i: int) -> tuple[str, int]:
    """What `[…]` says, and where it ends. Raises `ValueError` where it can fit nothing."""
    is_not = pattern[i : i + 1] in ("!", "^")
    i += is_not
    items, before, start = list[str](), "", i
    while pattern[i : i + 1] != "]" or i == start:
        if i >= len(pattern):
            raise ValueError("has a [ without its ]")
        if named := re.match(r"\[:([^\]]*):\]", pattern[i:]):
            if named[1] not in _CLASSES:
                raise ValueError(f"has [:{named[1]}:], which git does not know")
            items.append(_CLASSES[named[1]])
            before, i = "", i + len(named[0])
        elif pattern[i] == "-" and before and pattern[i + 1 : i + 2] not in ("]", ""):
            end, i = _one(pattern, i + 1)
            if before <= end:
                items.append(f"{re.escape(before)}-{re.escape(end)}")
            before = ""
        else:
            before, i = _one(pattern, i)
            items.append(re.escape(before))
    if not items:
        raise ValueError("has […] that fits nothing")
    return f"(?!/)[{'^' * is_not}{''.join(items)}]", i + 1


def _one(pattern: str, i: int) -> tuple[str, int]:
    """A sign of a set, which may be escaped, and where it ends."""
    i += pattern[i] == "\\"
    if i >= len(pattern):
        raise ValueError("has a [ without its ]")
    return pattern[i], i + 1
