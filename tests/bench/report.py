"""The tables of a benchmark, as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.bench.measure import Cost
from tests.bench.peers import DOES, Peer
from tests.bench.trial import Outcome

Outcomes = Mapping[str, Outcome | str]

COSTS = (
    "Program",
    "Cold build s",
    "CPU s",
    "Peak MB",
    "Again s",
    "CPU s",
    "After one edit s",
    "CPU s",
    "Files",
    "Output MB",
)
_RATIOS = ("Cold build", "its CPU", "its peak", "Again", "After one edit")


def machine() -> str:
    """Where and when this was measured, and how busy the machine was."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{date.today()}, {cores} cores ({_processor()}), {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def does_table(peers: Iterable[Peer]) -> str:
    return _table(("Program", *DOES), ((peer.name, *peer.does) for peer in peers))


def cost_table(outcomes: Outcomes) -> str:
    return _table(COSTS, (_cost_row(name, found) for name, found in outcomes.items()))


def _cost_row(name: str, found: Outcome | str) -> tuple[str, ...]:
    if isinstance(found, str):
        return (name, f"not measured: {found}".replace("|", "\\|"), *("",) * (len(COSTS) - 2))
    return (
        f"{name} {found.version}",
        *(f"{found.cold.wall:.2f}", f"{found.cold.cpu:.2f}", _megabytes(found.cold.memory)),
        *(f"{found.again.wall:.2f}", f"{found.again.cpu:.2f}"),
        *(f"{found.edited.wall:.2f}", f"{found.edited.cpu:.2f}"),
        f"{found.files:,}",
        _megabytes(found.size),
    )


def ratio_table(outcomes: Outcomes, base: str) -> str:
    """Everything divided by what `base` needed; nothing where that was not measured."""
    unit = outcomes.get(base)
    if not isinstance(unit, Outcome):
        return ""
    rows = (
        (name, *(f"{own / one:.2f}" for own, one in zip(_figures(o), _figures(unit), strict=True)))
        for name, o in outcomes.items()
        if isinstance(o, Outcome)
    )
    return _table((f"÷ {base}", *_RATIOS), rows)


def _figures(found: Outcome) -> tuple[float, ...]:
    cold = found.cold
    return cold.wall, cold.cpu, cold.memory, found.again.wall, found.edited.wall


def parsing_line(cold: Cost, bare: float) -> str:
    return (
        f"One process without a cache: {cold.cpu:.2f} s of CPU; Markdown alone, by markdown-it-py "
        f"on the same notes: {bare:.2f} s; ratio {cold.cpu / bare:.2f}."
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (header, ("---",) * len(header), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}"
