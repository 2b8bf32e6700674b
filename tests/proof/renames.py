"""Gardens that are renamed, moved and addressed anew, with a ledger kept: no reader is lost.

After each step every address that a note has ever had must be answered: by a page that stands
there, or by one that leads on to the note that had it last. Nothing is owed to notes that were made
private or deleted, and nothing may lead to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from garden.ledger import (
    NO_LEDGER,
    Entry,
    Of,
    fingerprint,
    fingerprints,
    read_ledger,
    text_of,
    updated,
)
from garden.model import Copy, Garden, Made, Page
from garden.pages import EMITTERS
from garden.paths import url_key, url_of
from garden.renamed import owners
from tests.proof.proof import Case, Proof
from tests.support import garden_of

_FOLDERS = ("", "", "a/", "a/b/", "Größe/", "a b/")
_NAMES = ("Trust", "Moss", "index", "Rain", "a", "readme", "日記", "1%")
_PERMALINKS = ("", "", "/p/", "/x.html", "/a/", "/Trust/", "/")
_NOTES, _STEPS = 6, 12


@dataclass(frozen=True, slots=True)
class _Written:
    """A note, whatever it is called now; no two have the same words."""

    path: str
    words: str
    permalink: str = ""
    alias: str = ""
    is_private: bool = False

    @property
    def text(self) -> str:
        lines = (
            f"permalink: {self.permalink}" if self.permalink else "",
            f"aliases: [{self.alias}]" if self.alias else "",
            "publish: false" if self.is_private else "",
        )
        return "---\n" + "".join(f"{line}\n" for line in lines if line) + f"---\n{self.words}\n"


@dataclass(slots=True)
class _Life:
    """A vault over time, its ledger, and who had which address last."""

    rng: Random
    notes: dict[int, _Written] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    let_go: set[int] = field(default_factory=set)  # notes that were private or deleted
    ledger: str = ""
    written: int = 0

    def step(self) -> None:
        """Do one thing to the vault."""
        if len(self.notes) < _NOTES:
            self._write()
            return
        number = self.rng.choice(list(self.notes))
        note = self.notes[number]
        match self.rng.choice(("move", "move", "rename", "address", "edit", "name", "hide", "go")):
            case "move" | "rename":
                self.notes[number] = replace(note, path=self._free())
            case "address":
                self.notes[number] = replace(note, permalink=self.rng.choice(_PERMALINKS))
            case "edit":
                self.notes[number] = replace(note, words=f"{note.words} more")
            case "name":
                self.notes[number] = replace(note, alias=self.rng.choice(_NAMES[:2]))
            case "hide":
                self.let_go.add(number)
                self.notes[number] = replace(note, is_private=not note.is_private)
            case _:
                self.let_go.add(number)
                del self.notes[number]

    def _write(self) -> None:
        self.written += 1
        self.notes[self.written] = _Written(self._free(), f"words {self.written}")

    def _free(self) -> str:
        taken = {note.path for note in self.notes.values()}
        paths = [f"{folder}{name}.md" for folder in _FOLDERS for name in _NAMES]
        return self.rng.choice([path for path in paths if path not in taken])

    def files(self) -> dict[str, str]:
        return {note.path: note.text for note in self.notes.values()}

    def keep(self, garden: Garden) -> None:
        """Note who is where, and write the ledger anew."""
        numbers = {note.path: number for number, note in self.notes.items()}
        self.owners |= {garden.urls[path]: numbers[path] for path in garden.notes}
        files = self.files()
        now = {garden.urls[p]: Of(p, fingerprint(files[p].encode())) for p in garden.notes}
        known = read_ledger(self.ledger, "ledger", "ledger")
        sources = {path: text.encode() for path, text in files.items()}
        found = owners(garden, known, fingerprints(known, sources))
        self.ledger = text_of(updated(known, now, found))


def _cases(rng: Random, folder: Path) -> Iterator[Case]:
    while True:
        yield partial(_lived, rng.getrandbits(64))


def _lived(seed: int) -> list[str]:
    """What readers lose in one life."""
    life, faults = _Life(Random(seed)), list[str]()
    for _ in range(_NOTES + _STEPS):
        life.step()
        garden = garden_of(life.files(), ledger=life.ledger).garden
        faults += [f"{fault} (life {seed})" for fault in _faults(life, garden)]
        life.keep(garden)
    return faults


def _faults(life: _Life, garden: Garden) -> Iterator[str]:
    answered = {url_key(url_of(out)) for out in _outs(garden)}
    for url, path in garden.redirects.items():
        if path not in garden.notes:
            yield f"/{url} leads to {path}, which is not public"
    for url, number in life.owners.items():
        if number in life.let_go:
            continue
        path = life.notes[number].path
        if url_key(url) not in answered:
            yield f"/{url} of {path} answers nothing"
        elif garden.redirects.get(url, path) != path and not _is_by_an_alias(url, life):
            yield f"/{url} of {path} leads to {garden.redirects[url]}"


def _is_by_an_alias(url: str, life: _Life) -> bool:
    """Whether something leads on from there without the ledger too: that comes first."""
    return url in garden_of(life.files()).garden.redirects


def _outs(garden: Garden) -> Iterator[str]:
    for item in (item for emit in EMITTERS for item in emit(garden)):
        assert isinstance(item, Page | Copy | Made)
        yield item.out


def _planted(folder: Path) -> dict[str, Case]:
    def with_fault(place: str, fault: object) -> Case:
        def case() -> list[str]:
            with patch(place, fault):
                return next(filter(None, map(_lived, range(12))), [])

        return case

    def anywhere(end: Of, known: object) -> Iterator[str]:
        notes: Mapping[str, str] = known.urls  # type: ignore[attr-defined]
        yield from sorted(notes.values())[:1]

    def as_it_was(entry: Entry, known: object) -> str:
        return entry.end.path if isinstance(entry.end, Of) else ""

    return {
        "what was taken back is led to": with_fault("garden.renamed._leads_to", as_it_was),
        "the ledger is not read": with_fault("tests.support.read_ledger", lambda *_: NO_LEDGER),
        "no renamed note is found": with_fault("garden.renamed._belongs_to", lambda *_: iter(())),
        "any note is taken for it": with_fault("garden.renamed._belongs_to", anywhere),
        "the ledger forgets who moved": with_fault("tests.proof.renames.owners", lambda *_: {}),
    }


PROOF = Proof(
    name="renames",
    promise="3",
    rules="PRV2, PRV28",
    unit="gardens renamed 12 times",
    least=50,
    cases=_cases,
    planted=_planted,
)
