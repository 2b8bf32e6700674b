"""What is wrong, as a compiler would show it: the place, the line, and carets under the fault."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from garden.disk import Disk
from garden.excerpt import excerpt
from garden.model import Garden, Problem, Report
from garden.paths import stem_of
from garden.rules import RULES
from garden.terminal import Look, visible
from garden.text.decode import decoded

if TYPE_CHECKING:
    from garden.grown import Grown

LEVELS = ("error", "warning", "info")  # the worst first
_REPEATS = 10  # further places of a problem that are named
_CANDIDATES = 8
_QUIET_RULES = ("link-private", "static-private")  # they name what is private: only with -v


@dataclass(frozen=True, slots=True)
class Telling:
    """How problems are told: in what look, from which files, under which names of them."""

    look: Look
    lines_of: Callable[[str], Sequence[str]]
    name_of: Callable[[str], str]  # a path in the vault → one that the terminal can open
    every: bool = False  # whether each place of a repeated problem is named


def listed(report: Report, *, verbose: bool) -> list[Problem]:
    """The problems that are shown; what would name private notes only when asked for."""
    return [p for p in report.problems if verbose or p.rule not in _QUIET_RULES]


def with_near_names(problems: Iterable[Problem], garden: Garden) -> list[Problem]:
    """Missing targets with "did you mean"; only names of published notes are offered."""
    from rapidfuzz import fuzz, process

    names = sorted({stem_of(path) for path in garden.notes})
    known: dict[str, tuple[str, ...]] = {}
    out = []
    for problem in problems:
        target = problem.target
        if target and not problem.hint and problem.rule.endswith("-missing"):
            if target not in known:
                near = process.extract(target, names, scorer=fuzz.ratio, limit=3, score_cutoff=70)
                known[target] = tuple(name for name, _, _ in near)
            if near_names := known[target]:
                hint = f'did you mean "{near_names[0]}"?'
                problem = replace(problem, hint=hint, candidates=near_names)
        out.append(problem)
    return out


def text_of(problems: Iterable[Problem], telling: Telling) -> str:
    """Problems with their lines. One that is there many times is shown once, with all its places:

    a note that is missing is one problem wherever it is linked to, a kind of block that garden
    cannot run is one wherever it stands, any other is its file's own.
    """
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        path = "" if RULES[problem.rule].anywhere else problem.path
        groups.setdefault((problem.rule, problem.message, path), []).append(problem)
    return "\n".join(_shown(first, others, telling) for first, *others in groups.values())


def _shown(problem: Problem, others: Sequence[Problem], telling: Telling) -> str:
    paint, span = telling.look.paint, problem.span
    # `path:line:column: ` at the start of a line is what editors make a link of, spaces and all
    where = visible(f"{telling.name_of(problem.path)}:{span.line}:{span.column}")
    level = paint(f"{problem.level}[{problem.rule}]", problem.level)
    out = [f"{paint(where, 'strong')}: {level}: {paint(visible(problem.message), 'strong')}"]
    lines, gutter = telling.lines_of(problem.path), " "
    if (span.length or span.line > 1) and span.line <= len(lines):
        gutter = " " * len(f"{span.line}")
        width = max(20, telling.look.width - len(gutter) - len("   | "))
        line, carets = excerpt(lines[span.line - 1], span, width)
        out.append(f"  {paint(f'{span.line} |', 'gutter')} {line}".rstrip())
        out.append(f"  {paint(f'{gutter} |', 'gutter')} {paint(carets, problem.level)}")
    said = [*_repeats(problem, others, telling), *_help(problem, telling)]
    out += [f"  {gutter} {paint('=', 'gutter')} {line}" for line in said]
    return "\n".join(out) + "\n"


def _help(problem: Problem, telling: Telling) -> Iterator[str]:
    if problem.hint:
        yield telling.look.paint("help: ", "help") + visible(problem.hint)
    if len(problem.candidates) > 1:
        yield visible("there are: " + _some(problem.candidates, _CANDIDATES))


def _repeats(problem: Problem, others: Sequence[Problem], telling: Telling) -> Iterator[str]:
    """The further places: lines of the same file, then those of each other file."""
    limit = len(others) if telling.every else _REPEATS
    own = [str(other.span.line) for other in others if other.path == problem.path]
    if own := list(dict.fromkeys(own)):
        yield f"also on {'line' if len(own) == 1 else 'lines'} {_some(own, limit)}"
    far = [other for other in others if other.path != problem.path]
    for other in far[:limit]:
        place = f"{telling.name_of(other.path)}:{other.span.line}:{other.span.column}"
        yield visible(f"also at {place}")
    if len(far) > limit:
        yield f"and at {plural(len(far) - limit, 'more place')}; -v names every one"


def _some(names: Sequence[str], limit: int) -> str:
    more = f" and {len(names) - limit:,} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def counts_of(problems: Sequence[Problem], scope: str, look: Look, config_file: str) -> str:
    """How often each rule was broken, the worst first; all in one line; how to silence one."""
    counts = Counter((problem.level, problem.rule) for problem in problems)
    order = sorted(counts, key=lambda key: (LEVELS.index(key[0]), -counts[key], key[1]))
    wide = max(len(rule) for _, rule in order)
    out = [
        f"{counts[level, rule]:>6,} {look.paint(f'{level:<8}', level)} {rule:<{wide}}  "
        f"{RULES[rule].meaning}"
        for level, rule in order
    ]
    out += ["", f"{look.paint(totals(problems), 'strong')} ({scope})"]
    if mild := [rule for level, rule in order if level != "error"]:
        silent = f'{mild[0]} = "ignore"'
        out.append(f"to silence a rule: write {silent} under [check] in {visible(config_file)}")
    return "\n".join(out)


def totals(problems: Sequence[Problem]) -> str:
    """All problems in one line; what is only information is called a hint."""
    levels = Counter[str](problem.level for problem in problems)
    names = (("error", "error"), ("warning", "warning"), ("info", "hint"))
    parts = [plural(levels[level], name) for level, name in names if levels[level]]
    return f"{', '.join(parts)} in {plural(len({p.path for p in problems}), 'file')}"


def lines_of(grown: Grown, *, verbose: bool) -> Callable[[str], Sequence[str]]:
    """The lines of a note, read again where a problem has to be shown.

    Those of a withheld note only when asked for: a build's log may be public (PRV35).
    """

    @cache
    def lines(path: str) -> Sequence[str]:
        shown = verbose or path in grown.garden.notes
        real = grown.real.get(path) if shown else None
        with suppress(OSError):  # where a link leads may be what is wrong
            source = Disk().read_if_there(real) if real else None
            return decoded(source)[0].split("\n") if source else ()
        return ()

    return lines


def json_of(problems: Sequence[Problem], notes: int, withheld: int) -> str:
    """The report for machines: the shape that the guide documents."""
    rows = []
    for problem in problems:
        row = asdict(problem)
        span = row.pop("span")
        del row["target"]
        row |= {"line": span["line"], "column": span["column"]}
        rows.append(row)
    report = {"notes": notes, "withheld": withheld, "problems": rows}
    return json.dumps(report, ensure_ascii=False, indent=2)


def plural(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def worst(problems: Iterable[Problem]) -> str:
    """The heaviest level among problems, or an empty text."""
    levels = {problem.level for problem in problems}
    return next((level for level in LEVELS if level in levels), "")
