"""No input ends garden, hangs it, or gets out of the place that a page has for it.

`make fuzz` tries many more, and saves what it finds.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random, SystemRandom

import click
from selectolax.lexbor import LexborHTMLParser

from tests.forked import Check, faults_of, shortened
from tests.mutants import mutant
from tests.proof.proof import Case, Proof, proved
from tests.support import Grown, bare_theme, garden_of

SECONDS = 10.0  # for one input; most take some milliseconds
FIRST, BATCH = 3, 500  # inputs of one child: fewer in the suite, which tries three
WHOLE = 20  # of so many inputs, the site of one is drawn in whole
SECRET = "zqxmwvkjq"
CONFIGS = ("", '[markdown]\nhtml = "escape"', '[site]\ntrust = "shared"')
AROUND: dict[str, str | bytes] = {
    "Note.md": "---\naliases: [Other]\n---\n# H\n\ntext ^id\n\n![[Here]] [[Here]]\n",
    "i.png": b"",
    "c.canvas": "",
    "f.mp4": "",
    "private/Secret.md": f"---\ntitle: {SECRET}\n---\n# {SECRET}\n\n{SECRET} ^id\n\n![[Here]]\n",
}
RUNS = "script, style, object, embed, form, base, meta, link, template, noscript, plaintext, title"
LOADS = ("javascript:", "vbscript:", "data:text")
ADDRESSES = (
    "href",
    "src",
    "srcset",
    "poster",
    "data",
    "cite",
    "action",
    "formaction",
    "xlink:href",
)


def _cases(rng: Random, folder: Path) -> Iterator[Case]:
    size = FIRST
    while True:
        inputs = [mutant(rng) for _ in range(size)]
        found = faults_of(_faults, inputs, SECONDS)
        yield from (partial(_told, folder, *pair) for pair in zip(inputs, found, strict=True))
        size = min(size * 4, BATCH)


def _told(folder: Path, given: bytes, found: list[str]) -> list[str]:
    """The faults of an input, which is made as short as it can be, and saved."""
    if not found:
        return []
    short = shortened(_faults, given, SECONDS)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sha256(short).hexdigest()[:12]}.md").write_bytes(short)
    return [f"{fault}: {short[:300]!r}" for fault in found[:1]]


def _faults(given: bytes) -> list[str]:
    """What is wrong with the pages of a garden with this note."""
    number = sha256(given).digest()[0]
    config = CONFIGS[number % len(CONFIGS)]
    grown = garden_of({"Here.md": given, **AROUND}, config)
    found = [*_of_report(given, grown)]
    for path in grown.garden.notes:
        found += _of_html(grown.html(path))
    if number % WHOLE == 0:
        for page in grown.pages(bare_theme()).values():
            found += _of_secrets(page)
    return found


def _of_report(given: bytes, grown: Grown) -> Iterator[str]:
    lines = len(given.decode(errors="replace").replace("\r", "\n").split("\n"))
    if len(given) % 2 == 0 and given[:1] in b"\xff\xfe":
        return  # UTF-16
    for problem in grown.problems:
        if problem.path == "Here.md" and not 1 <= problem.span.line <= lines:
            yield f"{problem.rule} names line {problem.span.line} of {lines}"


def _of_html(text: str) -> Iterator[str]:
    """As a browser reads it: it stays in its place, and nothing in it runs."""
    page = LexborHTMLParser(f"<body><div id=g-in>{text}<hr id=g-last></div><footer>x</footer>")
    last, footer = page.css("#g-last"), page.css("body > footer")
    if len(last) != 1 or last[0].parent is None or last[0].parent.id != "g-in":
        yield "HTML without an end, or with one too many"
    if len(page.css("body > *")) != 2 or not footer or footer[0].html != "<footer>x</footer>":
        yield "HTML leaves the place of the note"
    if page.css(f"#g-in :is({RUNS})"):
        yield "an element that runs"
    for node in page.css("#g-in *"):
        for name, value in node.attributes.items():
            bare = "".join((value or "").split()).lower()
            if name.startswith("on") or (name in ADDRESSES and bare.startswith(LOADS)):
                yield f"an attribute that runs: {name}"
    yield from _of_secrets(text)


def _of_secrets(text: str) -> Iterator[str]:
    if SECRET in text:
        yield "says what is private"
    if any("\ufdd0" <= c <= "\ufdd3" for c in text):
        yield "a hole is left"


def _planted(folder: Path) -> dict[str, Case]:
    def planted(check: Check, given: bytes = b"a note", seconds: float = SECONDS) -> Case:
        return lambda: faults_of(check, [given], seconds)[0]

    def raising(given: bytes) -> list[str]:
        raise ValueError(given)

    def ending(given: bytes) -> list[str]:
        os.kill(os.getpid(), signal.SIGSEGV)
        return []

    def endless(given: bytes) -> list[str]:
        while True:
            pass

    def drawn(text: str) -> Case:
        return lambda: [*_of_html(text)]

    return {
        "an exception": planted(raising),
        "the end of the process": planted(ending),
        "an input that takes too long": planted(endless, seconds=0.05),
        "an element without an end": drawn("<p>a</p><div><b>"),
        "an end without an element": drawn("<p>a</p></div>"),
        "a script": drawn("<p><script>a()</script></p>"),
        "a handler": drawn("<img onerror=a()>"),
        "an address that runs": drawn('<a href="java\nscript:a()">a</a>'),
        "private words": drawn(f"<p>{SECRET}</p>"),
    }


PROOF = Proof("fuzz", "6", "OUT13 OUT14", "inputs", 2_000, _cases, _planted)


@click.command()
@click.argument("inputs", type=int)
@click.option("--seed", type=int, help="By default another each time.")
@click.option("--found", default=Path("fuzz-found"), type=click.Path(path_type=Path))
def main(inputs: int, seed: int | None, found: Path) -> None:
    """Try so many INPUTS, and save those with a fault in a folder."""
    seed = SystemRandom().randrange(1 << 32) if seed is None else seed
    click.echo(f"seed {seed}", err=True)
    figure = proved(replace(PROOF, least=inputs), seed, 0, found)
    click.echo(json.dumps(figure.as_dict(), ensure_ascii=False))
    sys.exit(0 if figure.holds else 1)


if __name__ == "__main__":
    main()
