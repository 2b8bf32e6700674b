"""What the author reads in the terminal: problems as a compiler shows them, and summaries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import TYPE_CHECKING

from garden.disk import Disk
from garden.model import Garden, Problem, Report
from garden.paths import stem_of
from garden.text.decode import decoded

if TYPE_CHECKING:
    from garden.build import Built, Grown, Request

_ORDER = ("error", "warning", "info")
_WIDTH = 100  # characters of a source line that are shown
_NAMED = 10  # names in one line of a summary
_QUIET_RULES = ("link-private", "static-private")  # they name what is private: only with -v
Lines = Callable[[str], Sequence[str]]


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


def text_of(problems: Sequence[Problem], lines_of: Lines) -> str:
    """Problems by file, with the source line and a caret, and a count by rule at the end.

    One that a file has many times is shown once, with the lines of the others.
    """
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.path, problem.rule, problem.message), []).append(problem)
    shown = [_shown(first, others, lines_of) for first, *others in groups.values()]
    return "\n".join([*shown, *_counts(problems)])


def _shown(problem: Problem, others: Sequence[Problem], lines_of: Lines) -> str:
    span = problem.span
    where = f"{problem.path}:{span.line}:{span.column}"
    out = [f"{where}: {problem.level}[{problem.rule}]: {problem.message}"]
    lines = lines_of(problem.path)
    if (span.length or span.line > 1) and span.line <= len(lines):
        line = lines[span.line - 1].replace("\t", " ")
        start = max(0, span.column - 1 - 40)
        number = str(span.line)
        carets = "^" * max(1, min(span.length, 60))
        after = "…" if len(line) > start + _WIDTH else ""
        out.append(f"  {number} | {'…' if start else ''}{line[start : start + _WIDTH]}{after}")
        pad = " " * (span.column - 1 - start + (1 if start else 0))
        if span.length:
            out.append(f"  {' ' * len(number)} | {pad}{carets}")
    if others:
        numbers = ", ".join(str(other.span.line) for other in others[:_NAMED])
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        out.append(f"  also on {'line' if len(others) == 1 else 'lines'} {numbers}{more}")
    if problem.hint:
        out.append(f"  help: {problem.hint}")
    if len(problem.candidates) > 1:
        out.append("  there are: " + ", ".join(problem.candidates[:8]))
    return "\n".join(out) + "\n"


def _counts(problems: Sequence[Problem]) -> list[str]:
    counts = Counter((problem.level, problem.rule) for problem in problems)
    order = sorted(counts, key=lambda key: (_ORDER.index(key[0]), -counts[key], key[1]))
    return [f"{counts[key]:>6} {key[0]:<8} {key[1]}" for key in order]


def lines_of(grown: Grown, *, verbose: bool) -> Lines:
    """The lines of a note, read again where a problem has to be shown.

    Those of a withheld note only when asked for: a build's log may be public (PRV35).
    """

    @cache
    def lines(path: str) -> Sequence[str]:
        shown = verbose or path in grown.garden.notes
        real = grown.real.get(path) if shown else None
        source = Disk().read_if_there(real) if real else None
        return decoded(source)[0].split("\n") if source else ()

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


def summary(request: Request, built: Built, *, verbose: bool) -> Iterator[str]:
    """What a build did: the same lines in the same order every time."""
    garden, told = built.grown.garden, built.grown.report
    if built.was_interrupted:
        yield "the last build was interrupted; its pending removals are done now"
    yield (
        f"{plural(len(garden.notes), 'note')} published to {request.output} "
        f"({built.placed.written:,} files written, {built.placed.deleted:,} deleted) "
        f"in {built.seconds:.2f} s"
    )
    yield from _withheld(told, verbose=verbose)
    left_out = count_rules(told.problems, "static", "static-private")
    if garden.static or left_out:
        more = f", {left_out:,} left out" if left_out else ""
        yield f"{plural(len(garden.static), 'file')} from {garden.config.build.static}/{more}"
    if not garden.notes:
        yield 'nothing is public; with publish.mode = "flag" a note needs `publish: true`'
    if not built.is_first:
        yield from _named("page", "newly public", built.newly_public)
    yield from _named("page", "no longer public", built.no_longer_public)
    yield _links(told)
    if count := len(listed(told, verbose=True)) - count_rules(told.problems, *_QUIET_RULES):
        yield f"{plural(count, 'problem')}; see them with: garden check {request.vault}"
    yield from _named("file", "not garden's, left alone in the output", built.placed.foreign)


def _withheld(told: Report, *, verbose: bool) -> Iterator[str]:
    if not told.withheld:
        return
    reasons = Counter(item.reason for item in told.withheld)
    why = "; ".join(f"{reason} ({count})" for reason, count in sorted(reasons.items()))
    yield f"{plural(len(told.withheld), 'note')} withheld: {why}"
    if verbose:
        yield from (f"  {item.path}: {item.reason}" for item in told.withheld)


def _named(thing: str, what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        yield f"{plural(len(names), thing)} {what}: {', '.join(names[:_NAMED])}{more}"


def _links(told: Report) -> str:
    parts = [plural(told.links, "link")]
    for rules, what in (
        (("link-missing", "embed-missing", "image-missing"), "missing"),
        (("link-ambiguous",), "ambiguous"),
        (("link-private",), "to what is not published"),
    ):
        parts.append(f"{count_rules(told.problems, *rules):,} {what}")
    return ", ".join(parts)


def plural(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def count_rules(problems: Iterable[Problem], *rules: str) -> int:
    return sum(problem.rule in rules for problem in problems)


def worst(problems: Iterable[Problem]) -> str:
    """The heaviest level among problems, or an empty text."""
    levels = {problem.level for problem in problems}
    return next((level for level in _ORDER if level in levels), "")
