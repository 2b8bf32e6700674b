"""Measures garden beside other programs on generated notes, and prints the tables.

    python -m tests.bench.run --sizes 1000,10000 --peers hugo,mkdocs

`make bench` runs it. It writes to a temporary folder and to garden's cache folder, where the other
programs are installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import click

from tests.bench import bare, generate, report
from tests.bench.install import GARDEN
from tests.bench.measure import FailedError, measured
from tests.bench.peers import GARDENS, PEERS, Peer
from tests.bench.served import save_to_served
from tests.bench.trial import cold_cost, outcome_of

_BASES = ("hugo-links", "hugo-plain")
_LEGEND = """\
Every figure is the median of {repeat}; of one run where a build takes over a minute. Cold: without
output and caches. Again: nothing has changed. After one edit: a sentence more in one note. Each is
a fresh process, with the notes in the page cache. CPU is that of all processes together, the peak
that of the largest one. MB are millions of bytes.
"""


@click.command()
@click.option("--sizes", default="1000,10000", show_default=True, help="Numbers of notes.")
@click.option("--peers", default="all", show_default=True, help="Names, or all, or none.")
@click.option("--repeat", default=3, show_default=True, type=click.IntRange(min=1))
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="A new folder in which notes and sites stay.",
)
def main(sizes: str, peers: str, repeat: int, keep: Path | None) -> None:
    """Measure garden and its peers, and print tables of what they cost."""
    counts, programs = _numbers(sizes), (*GARDENS, *chosen(peers))
    print(f"# Benchmarks\n\n{report.machine()}\n\n{_LEGEND.format(repeat=repeat)}")
    print(report.does_table(programs), flush=True)
    with _place(keep) as place:
        print(f"`garden --version` costs {_start_up(place, repeat):.3f} s of CPU.\n", flush=True)
        for count in counts:
            for part in _measured(place / str(count), count, programs, repeat, keep=bool(keep)):
                print(part, flush=True)


def _numbers(sizes: str) -> list[int]:
    found = sizes.replace(",", " ").split()
    if not found or not all(number.isdecimal() and int(number) for number in found):
        raise click.UsageError("--sizes are whole numbers, such as 1000,10000")
    return [int(number) for number in found]


def chosen(names: str) -> tuple[Peer, ...]:
    """Peers by name; `hugo` means all that begin so."""
    if names in ("all", "none"):
        return PEERS if names == "all" else ()
    asked = [name.strip() for name in names.split(",")]
    found = {name: [p for p in PEERS if f"{p.name}-".startswith(f"{name}-")] for name in asked}
    if unknown := [name for name, peers in found.items() if not peers]:
        known = ", ".join(peer.name for peer in PEERS)
        raise click.UsageError(f"no peer is called {unknown[0]}; there are: {known}")
    return tuple(peer for peer in PEERS if any(peer in peers for peers in found.values()))


@contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="garden-bench-") as folder:
            yield Path(folder)
        return
    if keep.exists() and any(keep.iterdir()):
        raise click.UsageError(f"{keep} is not empty")
    keep.mkdir(parents=True, exist_ok=True)
    yield keep.resolve()


def _start_up(place: Path, repeat: int) -> float:
    return median(measured((*GARDEN, "--version"), place).cpu for _ in range(repeat))


def _measured(
    place: Path, count: int, peers: Sequence[Peer], repeat: int, *, keep: bool
) -> Iterator[str]:
    """The parts of the report on gardens of one size."""
    vault = place / "notes"
    generate.write(vault, count)
    outcomes = {}
    for peer in peers:
        print(f"{count:,} notes: {peer.name}", file=sys.stderr, flush=True)
        outcomes[peer.name] = outcome_of(peer, vault, place / peer.name, repeat)
        if not keep:
            shutil.rmtree(place / peer.name, ignore_errors=True)
    yield f"## {count:,} notes\n\n{report.cost_table(outcomes)}"
    yield from filter(None, (report.ratio_table(outcomes, base) for base in _BASES))
    yield f"{_parsing(vault, place, repeat)}\n"
    yield f"Save to served: {_serving(vault)}.\n"


def _parsing(vault: Path, place: Path, repeat: int) -> str:
    work = place / "one-process"
    work.mkdir()
    build = (*GARDEN, "build", str(vault), "-o", "public", "--no-cache", "-j", "1", "-q")
    alone = (sys.executable, bare.__file__, str(vault))
    try:
        cold = cold_cost(build, work, vault, repeat)
    except FailedError as error:
        return f"One process without a cache: not measured: {error}"
    seconds = [float(subprocess.check_output(alone)) for _ in range(repeat)]
    return report.parsing_line(cold, median(seconds))


def _serving(vault: Path) -> str:
    try:
        served = save_to_served(GARDEN, vault)
    except FailedError as error:
        return str(error)
    return f"{median(served.saves):.3f} s; the first page {served.first:.2f} s after the start"


if __name__ == "__main__":
    main()
