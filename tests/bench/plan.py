"""What a generated garden is to hold: folders, names, aliases, headings, tags. No text yet.

Every name is one note's, alias's or folder's alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.bench.words import TOPICS

EMBEDS_EVERY = 8  # one note in so many embeds; it is never embedded itself, so nothing loops
PICTURES = "attachments"
_SHORT = 1_500  # bytes of a note that is short enough to be embedded whole


@dataclass(frozen=True, slots=True)
class Plan:
    """What other notes may point to, known before any text is written. Size in bytes."""

    folder: str
    name: str
    aliases: tuple[str, ...]
    headings: tuple[str, ...]
    block: str
    size: int

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name}.md".removeprefix("/")


@dataclass(frozen=True, slots=True)
class Plans:
    """A garden before its text. `embedded` may be embedded in part, `short` whole."""

    notes: tuple[Plan, ...]
    embedded: tuple[Plan, ...]
    short: tuple[Plan, ...]
    missing: tuple[str, ...]
    tags: tuple[str, ...]
    pictures: tuple[str, ...]


def planned(count: int, rng: Random) -> Plans:
    """The plan of `count` notes. What it draws from `rng` decides everything."""
    taken: set[str] = {PICTURES}
    folders = _folders(max(4, int(2 * count**0.5)), rng, taken)
    notes = tuple(_plan(rng, number, folders, taken) for number in range(count))
    embedded = tuple(plan for n, plan in enumerate(notes) if n % EMBEDS_EVERY)
    return Plans(
        notes,
        embedded,
        short=tuple(plan for plan in embedded if plan.size < _SHORT) or embedded,
        missing=tuple(_new_name(rng, taken) for _ in range(1 + count // 20)),
        tags=_tags(20 + int(2 * count**0.5), rng),
        pictures=tuple(f"{PICTURES}/picture {n}.png" for n in range(1 + count // 20)),
    )


def _folders(count: int, rng: Random, taken: set[str]) -> list[str]:
    """Folders at most four deep; the first is the garden itself."""
    folders = [""]
    for _ in range(count):
        above = rng.choice([f for f in folders if f.count("/") < 3])
        folders.append(f"{above}/{_new_name(rng, taken)}".removeprefix("/"))
    return folders


def _plan(rng: Random, number: int, folders: Sequence[str], taken: set[str]) -> Plan:
    size = round(min(max(rng.lognormvariate(7.9, 0.45), 800), 5_500))
    return Plan(
        folder=rng.choice(folders),
        name=_new_name(rng, taken),
        aliases=tuple(_new_name(rng, taken) for _ in range(rng.choice((0, 0, 0, 0, 1, 2)))),
        headings=tuple(dict.fromkeys(_name(rng, 2) for _ in range(1 + size // 1_000))),
        block=f"b{number:06}" if rng.random() < 0.5 else "",
        size=size,
    )


def _new_name(rng: Random, taken: set[str]) -> str:
    """A name that no note, alias or folder has yet."""
    name = _name(rng, rng.choice((1, 2, 2, 3)))
    while name.casefold() in taken:
        name = f"{name} {rng.choice(TOPICS)}"
    taken.add(name.casefold())
    return name


def _name(rng: Random, words: int) -> str:
    return " ".join(rng.sample(TOPICS, words)).capitalize()


def _tags(count: int, rng: Random) -> tuple[str, ...]:
    top = rng.sample(TOPICS, 20)
    nested = (f"{rng.choice(top)}/{rng.choice(TOPICS)}" for _ in range(count - len(top)))
    return tuple(dict.fromkeys((*top, *nested)))
