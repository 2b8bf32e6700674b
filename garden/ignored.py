"""Obsidian's *Excluded files*: beginnings of paths, and regular expressions of JavaScript.

An expression is read by Python only where both languages surely agree, else by QuickJS. What
nobody can read here stops the build, since it may say what is private.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from time import monotonic

from garden.config import ConfigError
from garden.gitignore import fault_of, tidied
from garden.paths import fold, nfc
from garden.patterns import patterns
from garden.signs import plain_name

_LINE_ENDS = "\\n\\r\\u2028\\u2029"
_SAFE = re.compile(
    r"(?P<end>\$)"
    r"|(?P<any>\.)(?P<times>[*+])(?![?*+{])"
    r"|(?:\^|\||\((?:\?:)?|\)(?![*+?{]))"
    r"|(?:(?P<digit>\\d)|[^\W\U00010000-\U0010ffff]|[-\x20/,;:=!@#%&'\"~<>`]|\\[-/.()\[\]{}+*?^$|]"
    r"|\[(?:[A-Za-z0-9_ ](?:-[A-Za-z0-9])?)+\])(?:[*+?](?![?*+{])|(?!\{))"
)
_MOST = 3  # repetitions that Python is trusted with: its time grows with each
_EACH, _ALL = 1, 20  # seconds for one path, and for all paths by one expression
_MEMORY = 64 * 1024 * 1024  # bytes
_CODE = "function fits(said, path) { return new RegExp(said).test(path); }"
_MEND = "mend it in Obsidian's settings, under Excluded files"

Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """A line of the settings as it was written, and whether a path of the vault fits it."""

    written: str
    fits: Fits


def filters_of(written: Iterable[str], where: str) -> tuple[Filter, ...]:
    """What the lines of a file say. Raises `ConfigError`, and so may a filter that takes too long.

    `where` is the file, as messages call it.
    """
    return tuple(_filters(written, where))


def _filters(written: Iterable[str], where: str) -> Iterator[Filter]:
    for each in written:
        text = nfc(each).strip()
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):
            yield Filter(each, _expression(text[1:-1], f"{where}: userIgnoreFilters: `{each}`"))
        elif fits := _beginning(text):
            yield Filter(each, fits)


def folder_in(text: str) -> str:
    """A path as Obsidian's settings name it: `./A//B\\` is `A/B/`, and `/A` is `A`."""
    return tidied(text.replace("\\", "/")).lstrip("/")


def _beginning(text: str) -> Fits | None:
    """Whether a path begins so. A `*` means nothing to Obsidian, but surely did to the author."""
    begin = folder_in(text)
    if not begin:
        return None
    folded = fold(begin.rstrip("*"))
    if (plain := plain_name(begin)) != begin and plain:
        more = fold(plain.rstrip("*"))
        return lambda path: fold(path).startswith((folded, more))
    if "*" not in begin or fault_of(begin):
        return lambda path: fold(path).startswith(folded)
    listed = patterns((begin,))
    return lambda path: (bool(folded) and fold(path).startswith(folded)) or listed.deny(path)


def _expression(said: str, where: str) -> Fits:
    if (same := _in_python(said)) is not None:
        return lambda path: same.search(path) is not None
    ask = _engine()
    if ask is None:
        raise ConfigError(
            f"{where} cannot be read without quickjs-ng, which this system lacks; "
            "write the folder instead, or an expression of letters, ^, $, \\d and .*"
        )
    return _asking(ask, said, where)


def _in_python(said: str) -> re.Pattern[str] | None:
    """The same expression for Python; None where the two may not agree, or Python take long."""
    out, at, many = list[str](), 0, 0
    while at < len(said):
        token = _SAFE.match(said, at)
        if token is None:
            return None
        many += token[0][-1] in "*+" and not token[0].endswith(("\\*", "\\+"))
        out.append(_translated(token))
        at = token.end()
    try:
        return re.compile("".join(out)) if many <= _MOST else None
    except re.error:
        return None


def _translated(token: re.Match[str]) -> str:
    if token["end"]:
        return r"\Z"
    if token["any"]:
        return f"[^{_LINE_ENDS}]{token['times']}"
    return token[0].replace("\\d", "[0-9]") if token["digit"] else token[0]


@cache
def _engine() -> Callable[..., bool] | None:
    """QuickJS; None where there is none."""
    try:
        from quickjs import Function
    except ImportError:
        return None
    ask = Function("fits", _CODE)
    ask.set_memory_limit(_MEMORY)
    ask.set_time_limit(_EACH)
    return lambda said, path: bool(ask(said, path, run_gc=False))


def _asking(ask: Callable[..., bool], said: str, where: str) -> Fits:
    """Whether JavaScript finds an expression in a path. Raises `ConfigError`, also later on."""
    from quickjs import JSException, StackOverflow

    spent = [0.0]

    @cache
    def fits(path: str) -> bool:
        started = monotonic()
        try:
            found = ask(said, path)
        except (JSException, StackOverflow) as error:
            reason = _reason(str(error))
            raise ConfigError(f"{where} {reason}; {_MEND}") from None
        spent[0] += monotonic() - started
        if spent[0] > _ALL:
            raise ConfigError(f"{where} takes too long; {_MEND}")
        return found

    fits("")
    return fits


def _reason(error: str) -> str:
    """What is wrong with an expression, by what QuickJS says."""
    if "SyntaxError" in error:
        said = error.splitlines()[0].partition("SyntaxError: ")[2]
        return f"is no regular expression of JavaScript ({said})"
    return "takes too long"
