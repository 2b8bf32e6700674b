"""Makes gardens for benchmarks: any number of notes that are linked as real notes are.

Some links lead nowhere on purpose, and some find their note by an alias only. Nothing else is
wrong with a garden. Equal numbers and seeds give equal bytes.

    python -m tests.bench.generate 1000 FOLDER
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from posixpath import relpath
from random import Random
from urllib.parse import quote

import click

from tests.bench.plan import EMBEDS_EVERY, PICTURES, Plan, Plans, planned
from tests.bench.words import TOPICS, WORDS

_SEED = 7
_HUBS = 2.2  # the higher, the more links lead to the same few notes
_FIRST_DAY = date(2016, 1, 1)
_CALLOUTS = ("note", "tip", "info", "warning", "question", "quote", "example", "abstract")
_ZIPF = tuple(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
_LANGUAGES = ("python", "javascript", "bash", "yaml", "")


def garden_files(count: int, seed: int = _SEED) -> Iterator[tuple[str, bytes]]:
    """The files of a garden of `count` notes: paths and contents."""
    plans = planned(count, Random(f"{seed} {count}"))
    for number, plan in enumerate(plans.notes):
        writer = _Writer(Random(f"{seed} {count} {number}"), plans, plan)
        yield plan.path, writer.note(embeds=number % EMBEDS_EVERY == 0).encode()
    for number, path in enumerate(plans.pictures):
        yield path, _png(16 + number % 32, 16 + number % 16, shade=number % 256)


def write(folder: Path, count: int, seed: int = _SEED) -> None:
    for path, content in garden_files(count, seed):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _png(width: int, height: int, *, shade: int) -> bytes:
    """A picture of one colour. Not compressed, so that it is the same with every zlib."""
    row = b"\0" + bytes((shade, 255 - shade, 128)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


class _Writer:
    """Writes one note. What it draws from `rng` decides everything."""

    def __init__(self, rng: Random, plans: Plans, plan: Plan) -> None:
        self.rng, self.plans, self.plan = rng, plans, plan
        self.links = [self.link() for _ in range(rng.randint(5, 12))]
        self.written = 0

    def note(self, *, embeds: bool) -> str:
        sections = len(self.plan.headings) + 1
        parts = [*self.opening(), *self.section(1 / sections)]
        for number, heading in enumerate(self.plan.headings, 2):
            parts += [f"## {heading}", *self.section(number / sections)]
        if self.plan.block:
            parts.append(f"{self.sentence()} {self.sentence()} ^{self.plan.block}")
        if embeds:
            parts += [self.embed() for _ in range(self.rng.randint(1, 3))]
        if self.links:
            parts.append("See also:\n\n" + "\n".join(f"- {link}" for link in self.links))
        return self.front_matter() + "\n\n".join(parts) + "\n"

    def front_matter(self) -> str:
        rng, plan, lines = self.rng, self.plan, []
        if rng.random() < 0.2:
            lines.append(f"title: {plan.name}, {rng.choice(TOPICS)} by {rng.choice(TOPICS)}")
        if plan.aliases:
            lines += ["aliases:", *(f"  - {alias}" for alias in plan.aliases)]
        if rng.random() < 0.8:
            tags = dict.fromkeys(self.tag() for _ in range(rng.randint(1, 4)))
            lines += ["tags:", *(f"  - {tag}" for tag in tags)]
        if rng.random() < 0.85:
            created = _FIRST_DAY + timedelta(days=rng.randrange(3_000))
            lines.append(f"created: {created}")
            lines.append(f"modified: {created + timedelta(days=rng.randrange(500))}")
        return "\n".join(("---", *lines, "---", "")) if lines else ""

    def opening(self) -> Iterator[str]:
        if self.rng.random() < 0.3:
            yield f"# {self.plan.name}"
        yield self.paragraph()
        if self.rng.random() < 0.1:
            yield self.picture()

    def section(self, share: float) -> Iterator[str]:
        """Blocks until a `share` of the note is there; each kind by how often notes have it."""
        kinds = (
            *(self.paragraph,) * 10,
            *(self.bullets,) * 4,
            self.numbers,
            self.tasks,
            self.quote,
            self.callout,
            self.table,
            self.code,
        )
        while self.written < self.plan.size * share:
            block = self.rng.choice(kinds)()
            self.written += len(block) + 2
            yield block

    def paragraph(self) -> str:
        sentences = [self.sentence() for _ in range(self.rng.randint(2, 5))]
        if self.rng.random() < 0.06:
            sentences.append(f"%%{self.sentence()}%%")
        if self.rng.random() < 0.1:
            sentences.append(f"#{self.tag()}")
        if self.rng.random() < 0.1:
            sentences.append(f"Read [{self.words(2)}](https://example.org/{self.tag()}) again.")
        return " ".join(sentences)

    def bullets(self) -> str:
        indents = ("", *self.rng.choices(("", "", "    "), k=self.rng.randint(2, 6)))
        return "\n".join(f"{indent}- {self.sentence()}" for indent in indents)

    def numbers(self) -> str:
        return "\n".join(f"{n}. {self.sentence()}" for n in range(1, self.rng.randint(3, 6)))

    def tasks(self) -> str:
        marks = self.rng.choices(" x", k=self.rng.randint(2, 5))
        return "\n".join(f"- [{mark}] {self.sentence()}" for mark in marks)

    def quote(self) -> str:
        return f"> {self.sentence()}\n> {self.sentence()}"

    def callout(self) -> str:
        fold = self.rng.choice(("", "", "-", "+"))
        kind = self.rng.choice(_CALLOUTS)
        title = self.rng.choice(("", f" {self.words(3).capitalize()}"))
        return f"> [!{kind}]{fold}{title}\n> {self.sentence()}\n>\n> {self.sentence()}"

    def table(self) -> str:
        rows = [[self.words(2), self.words(3), self.cell()] for _ in range(self.rng.randint(2, 6))]
        lines = (f"| {' | '.join(row)} |" for row in rows)
        return "\n".join(("| Topic | Detail | Note |", "| --- | :---: | --- |", *lines))

    def cell(self) -> str:
        return self.links.pop().replace("|", "\\|") if self.links else self.words(2)

    def code(self) -> str:
        def line() -> str:
            a, b, c = self.rng.sample(TOPICS, 3)
            return self.rng.choice((f"{a} = {b} + {c}", f"# {a} {b}", f'print("{a}", {b}, {c})'))

        lines = "\n".join(line() for _ in range(self.rng.randint(2, 8)))
        return f"```{self.rng.choice(_LANGUAGES)}\n{lines}\n```"

    def sentence(self) -> str:
        """Words, in one of two sentences with a link or something in bold, slanted or marked."""
        words = self.words(self.rng.randint(6, 18)).split()
        place = self.rng.randrange(1, len(words))
        chance = self.rng.random()
        if chance < 0.25 and self.links:
            words.insert(place, self.links.pop())
        elif chance < 0.45:
            mark = self.rng.choice(("**", "**", "*", "`", "==", "~~"))
            words[place] = f"{mark}{words[place]}{mark}"
        words[0] = words[0].capitalize()
        return " ".join(words) + self.rng.choice(".....?!")

    def words(self, count: int) -> str:
        return " ".join(self.rng.choices(WORDS, cum_weights=_ZIPF, k=count))

    def tag(self) -> str:
        return self.popular(self.plans.tags)

    def popular(self, things: Sequence[str]) -> str:
        return things[int(len(things) * self.rng.random() ** _HUBS)]

    def target(self) -> Plan:
        notes = self.plans.notes
        return notes[int(len(notes) * self.rng.random() ** _HUBS)]

    def link(self) -> str:
        to, chance = self.target(), self.rng.random()
        if chance < 0.04:
            return f"[[{self.popular(self.plans.missing)}]]"
        if chance < 0.10 and to.aliases:
            return f"[[{to.aliases[0]}]]"
        if chance < 0.18:
            return f"[[{to.name}#{self.rng.choice(to.headings)}]]"
        if chance < 0.22 and to.block:
            return f"[[{to.name}#^{to.block}|{self.words(2)}]]"
        if chance < 0.26:
            return f"[[{to.path.removesuffix('.md')}|{to.name}]]"
        if chance < 0.36:
            return f"[{self.words(2)}]({self.address(to.path)})"
        if chance < 0.60:
            return f"[[{to.name}|{self.words(self.rng.randint(1, 3))}]]"
        return f"[[{to.name}]]"

    def address(self, path: str) -> str:
        """A path as Markdown links have it: seen from this note's folder, with `%20`."""
        return quote(relpath(path, self.plan.folder or "."))

    def embed(self) -> str:
        """A short note, a section or a block. In a garden of one note there is none."""
        if not self.plans.embedded:
            return self.sentence()
        to, chance = self.rng.choice(self.plans.embedded), self.rng.random()
        if chance < 0.5:
            return f"![[{to.name}#{self.rng.choice(to.headings)}]]"
        if chance < 0.75 and to.block:
            return f"![[{to.name}#^{to.block}]]"
        return f"![[{self.rng.choice(self.plans.short).name}]]"

    def picture(self) -> str:
        path = self.rng.choice(self.plans.pictures)
        name = path.removeprefix(f"{PICTURES}/")
        forms = (f"![[{name}]]", f"![[{name}|120]]", f"![{self.words(3)}]({self.address(path)})")
        return self.rng.choice(forms)


@click.command()
@click.argument("count", type=click.IntRange(min=1))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=_SEED, show_default=True)
def main(count: int, folder: Path, seed: int) -> None:
    """Write a garden of COUNT notes into FOLDER."""
    write(folder, count, seed)


if __name__ == "__main__":
    main()
