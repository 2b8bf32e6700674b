"""Lists where garden reads a vault, or random notes, otherwise than the judge does.

    make fidelity VAULT=content
    make fidelity WRITTEN=2000 SEED=1 LIMIT=20

It needs node, and the packages that the Makefile fetches once.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import click

from tests.fidelity.compared import IN_FRONT, Told, differences, report
from tests.fidelity.neutral import Neutral, neutral
from tests.fidelity.outline import Mark, outline
from tests.trees import Tree

JUDGE = Path(__file__).with_name("judge.js")


@click.command()
@click.argument("vault", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--written", default=0, help="So many random notes instead of a vault.")
@click.option("--seed", default=1, show_default=True, help="Which random notes.")
@click.option("--limit", default=5, show_default=True, help="Examples of each kind.")
def main(vault: Path | None, written: int, seed: int, limit: int) -> None:
    """Compare what garden reads with what the judge reads, and print where they differ."""
    notes = {**(vault_notes(vault) if vault else {}), **dict(random_notes(written, Random(seed)))}
    found = list(compared({path: neutral(source) for path, source in notes.items()}))
    differing = len({path for path, _ in found})
    click.echo(f"{len(notes)} notes, of which {differing} differ in {len(found)} places")
    for line in report(found, limit):
        click.echo(line)


def vault_notes(vault: Path) -> dict[str, bytes]:
    paths = sorted(path for path in vault.rglob("*.md") if path.is_file())
    return {path.relative_to(vault).as_posix(): path.read_bytes() for path in paths}


def random_notes(count: int, rng: Random) -> Iterator[tuple[str, bytes]]:
    """Trees of all that may stand in each other."""
    for number in range(count):
        yield f"random {number}", Tree(rng).note(rng.randint(1, 4)).encode()


def compared(notes: Mapping[str, Neutral]) -> Iterator[Told]:
    for (path, note), theirs in zip(notes.items(), judged(list(notes.values())), strict=True):
        for found in differences(outline(note.front, note.body), theirs):
            in_front = found.kind in IN_FRONT
            yield path, found if in_front else found._replace(line=note.line(found.line))


def judged(notes: list[Neutral]) -> list[list[Mark]]:
    given = json.dumps([{"front": note.front, "body": note.body} for note in notes])
    done = subprocess.run(["node", JUDGE], input=given, capture_output=True, text=True, check=True)
    return [[Mark(*mark) for mark in marks] for marks in json.loads(done.stdout)]


if __name__ == "__main__":
    main()
