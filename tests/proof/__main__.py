"""Run proofs and print what they have shown: a line of JSON each, then one table."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import SystemRandom

import click

from tests.proof.proof import Figure, Proof, figure_of, proofs

SHOWN = 10  # faults of a proof


@click.command()
@click.argument("names", nargs=-1)
@click.option("--seconds", default=60.0, show_default=True, help="For each proof.")
@click.option("--seed", type=int, help="Of all that is random; by default another each time.")
def main(names: tuple[str, ...], seconds: float, seed: int | None) -> None:
    """Prove what garden promises; NAMES are the proofs to run, by default all."""
    known = proofs()
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"no proof is called {unknown[0]}; there are {', '.join(known)}")
    seed = SystemRandom().randrange(1 << 32) if seed is None else seed
    click.echo(f"seed {seed}", err=True)
    figures = [_told(_alone(name, seed, seconds)) for name in names or known]
    _print_table(known, figures)
    sys.exit(0 if all(figure.holds for figure in figures) else 1)


def _alone(name: str, seed: int, seconds: float) -> Figure:
    """What a proof shows in a process of its own: threads of another would be no part of a fork."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(figure_of, name, seed, seconds).result()


def _told(figure: Figure) -> Figure:
    click.echo(json.dumps(figure.as_dict(), ensure_ascii=False))
    for fault in (*(f"not seen: {name}" for name in figure.unseen), *figure.faults[:SHOWN]):
        click.echo(f"  {fault}", err=True)
    return figure


def _print_table(known: dict[str, Proof], figures: list[Figure]) -> None:
    click.echo("\n| Proof | Promise | Rules | Tried | Faults | Planted faults seen | Seconds |")
    click.echo("| --- | --- | --- | --- | --- | --- | --- |")
    for figure in figures:
        proof, seen = known[figure.proof], figure.planted - len(figure.unseen)
        tried = f"{figure.cases:,} {figure.unit}"
        seen_of = f"{seen} of {figure.planted}"
        row = (proof.name, proof.promise, proof.rules, tried, len(figure.faults), seen_of)
        click.echo(f"| {' | '.join(map(str, row))} | {figure.seconds} |")


if __name__ == "__main__":
    main()
