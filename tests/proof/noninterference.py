"""Non-interference (NI1–NI3): what is not published changes nothing that anybody can see.

Random vaults in memory; some on disk, built again and again with a cache; some in the preview.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from shutil import rmtree
from unittest.mock import patch
from urllib.parse import quote

from garden.config import Config
from garden.edition import Edition
from garden.grow import Growth, grow
from garden.grow import Vault as Docs
from garden.model import Doc
from garden.paths import is_note, url_of
from garden.text.comments import Uncommented
from garden.text.places import Piece, Pieces
from garden.urls import Addresses, note_addresses
from tests.offline import built, tree, write
from tests.proof.proof import Case, Proof
from tests.serving import Answered, Site, preview_of, served
from tests.support import garden_of
from tests.written import (
    BOARD,
    COMPOSED,
    CONFIG,
    DATES,
    DECOMPOSED,
    FOLDERS,
    HIDDEN,
    KINDS,
    PERMALINKS,
    SECRETS,
    STEMS,
    TAGS,
    TARGETS,
    TITLES,
    UPS,
    WORDS,
    Vault,
    Written,
    published,
)

CONFIGS = (
    CONFIG,
    CONFIG,
    "",
    '[publish]\nmode = "folders"\nfolders = ["f", "private"]\n',
    '[publish]\nexclude = ["f/g/", "a*"]\nattachments = ["f/"]\n',
    '[site]\ntrust = "shared"\nbase_url = "https://me.net/a/"\n[images]\nwidths = [40]\n',
)
ONE_MORE = "---\npublish: false\n---\n[[a]] #x"
NO_GIT = "\n[dates]\ngit = false\n"
COPY = ".sync-conflict-20240501-101010-ABCDEFG"
DISK, PREVIEW = 10, 20  # every so many vaults one is written to disk, or shown in a preview


@dataclass(frozen=True)
class Sown:
    """A vault, how it is configured, and what its notes were made of."""

    notes: Mapping[str, Written]
    pictures: Mapping[str, str]
    config: str

    @property
    def files(self) -> dict[str, str]:
        return {path: note.text for path, note in self.notes.items()} | dict(self.pictures)

    @property
    def public(self) -> dict[str, str]:
        return published(self.files, garden_of(self.files, self.config))

    def mutated(self, rng: Random) -> dict[str, str]:
        """With other files in the place of those that are not published, and other words in what

        public notes hide.

        Each note stays private for the reason that it has: of another, it could hide a folder.
        """
        public = self.public
        return {
            path: replace(self.notes[path], secret=rng.choice(SECRETS)).text
            if path in public and path in self.notes
            else text
            if path in public
            else replace(written(rng), kind=self.notes[path].kind).text
            if path in self.notes
            else rng.choice(("", "other", "picture" * 9))
            for path, text in self.files.items()
        }


def few(rng: Random, values: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(rng.sample(values, rng.randint(0, most)))


def written(rng: Random) -> Written:
    return Written(
        kind=rng.choice(KINDS),
        aliases=few(rng, WORDS, 2),
        permalink=rng.choice(PERMALINKS),
        title=rng.choice(TITLES),
        up=rng.choice(UPS),
        date=rng.choice(DATES),
        tags=few(rng, TAGS, 2),
        links=few(rng, TARGETS, 3),
        embeds=few(rng, (*TARGETS, "a b.png"), 2),
        hides=few(rng, (*HIDDEN, BOARD), 2),
        secret=rng.choice(SECRETS),
    )


def sown(rng: Random) -> Sown:
    paths = {f"{rng.choice(FOLDERS)}{rng.choice(STEMS)}.md" for _ in range(rng.randint(1, 12))}
    pictures = {f"{rng.choice(FOLDERS)}{rng.choice(('p', 'a b', 'a', 'f'))}.png" for _ in range(3)}
    one_each = {path.casefold(): path for path in sorted(paths)}  # there are disks like that
    notes = {path: written(rng) for path in one_each.values()}
    return Sown(notes, dict.fromkeys(sorted(pictures), "picture"), rng.choice(CONFIGS))


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    count = 0
    while True:
        vault, count = sown(rng), count + 1
        if not any(map(is_note, vault.public)):  # no site at all is made of it
            yield partial(_in_memory, vault, rng)
        elif count % PREVIEW == 2:
            yield partial(_in_the_preview, vault, rng, folder)
        elif count % DISK == 3:
            yield partial(_on_disk, vault, rng, folder)
        else:
            yield partial(_in_memory, vault, rng)


# --- in memory: NI1 and NI2 ---------------------------------------------------------------------


def _in_memory(vault: Sown, rng: Random) -> list[str]:
    pages = garden_of(vault.files, vault.config).pages()
    alone = garden_of(vault.public, vault.config).pages()
    other = garden_of(vault.mutated(rng), vault.config).pages()
    return [
        *_unlike(pages, alone, "without the private files", vault),
        *_unlike(pages, other, "with other private files", vault),
    ]


def _unlike(
    one: Mapping[str, object], two: Mapping[str, object], when: str, vault: Sown
) -> Iterator[str]:
    paths = sorted(path for path in one.keys() | two.keys() if one.get(path) != two.get(path))
    if paths:
        yield f"{when}, these differ: {', '.join(paths[:5])}; in {vault.files}, {vault.config!r}"


# --- on disk, built again with a cache ----------------------------------------------------------


def _on_disk(vault: Sown, rng: Random, folder: Path) -> list[str]:
    """One vault lives and is built after each change of what is private; the other never had it."""
    with _anew(folder), patch.dict(os.environ, {"XDG_CACHE_HOME": str(folder / "caches")}):
        config = vault.config + NO_GIT
        built(write(folder / "2/notes", vault.public), folder / "2/public", config)
        alone, faults = tree(folder / "2/public"), list[str]()
        for when, files in _lives(vault, rng):
            rmtree(folder / "1/notes", ignore_errors=True)
            write(folder / "1/notes", files)
            built(folder / "1/notes", folder / "1/public", config, cache=folder / "cache")
            if when:
                faults += _unlike(tree(folder / "1/public"), alone, when, vault)
        return faults


def _lives(vault: Sown, rng: Random) -> Iterator[tuple[str, Vault]]:
    yield "in a first build", vault.files
    yield "beside copies of conflicts", {**vault.files, **_conflicts(vault, rng)}
    yield "once private files have changed", vault.mutated(rng)
    yield "", {p: replace(note, kind="public").text for p, note in vault.notes.items()}
    yield "once files are private again", vault.files
    yield "once private files are gone", vault.public


def _conflicts(vault: Sown, rng: Random) -> Vault:
    """What a synchronising program leaves beside notes where two edits met."""
    copies = (f"{path.removesuffix('.md')}{COPY}.md" for path in vault.notes)
    return {path: replace(written(rng), kind="public").text for path in copies}


@contextmanager
def _anew(folder: Path) -> Iterator[None]:
    try:
        yield
    finally:
        rmtree(folder, ignore_errors=True)


# --- in the preview: NI3 ------------------------------------------------------------------------


def _in_the_preview(vault: Sown, rng: Random, folder: Path) -> list[str]:
    config = {"garden.toml": vault.config}
    public = vault.public
    with _anew(folder), served(folder / "1/notes", {**vault.files, **config}) as site:
        serial, before = site.live.state.serial, _answers(site, vault)
        alone = preview_of(write(folder / "2/notes", {**public, **config})).refresh()
        faults = [*_unlike(_contents(site.live.state.edition), _contents(alone), "alone", vault)]
        changed = {p: text for p, text in vault.mutated(rng).items() if p not in public}
        site.write({**changed, "private/one more.md": ONE_MORE})
        faults += _unlike(_answers(site, vault), before, "after a private change", vault)
        if site.live.state.serial != serial:
            faults.append(f"the serial has changed with what is private, of {vault.files}")
        return faults


def _answers(site: Site, vault: Sown) -> dict[str, Answered]:
    """What is answered for notes, whether or not they are published, and for what is not there."""
    notes = (path.removesuffix(".md") for path in vault.files)
    paths = {*notes, "nowhere", "index", "private/one more"}
    addresses = ("/", *(f"/{quote(path)}{end}" for path in sorted(paths) for end in ("", "/")))
    return {address: site.get(address) for address in (*addresses, "/.garden/state.json")}


def _contents(edition: Edition) -> dict[str, object]:
    found = {out: edition.find(url_of(out)) for out in edition.files}
    contents = {out: one.content for out, one in found.items() if one is not None}
    return {out: c.read_bytes() if isinstance(c, Path) else c for out, c in contents.items()}


# --- with a fault -------------------------------------------------------------------------------


def _counting(config: Config, vault: Docs) -> Growth:
    """The name of the site tells how many notes there are, private ones among them."""
    return grow(config.named(f"{len(vault.docs)} notes"), vault)


def _suffixing(config: Config, vault: Docs) -> Growth:
    """Addresses are given out before it is known who is private."""

    def given(docs: Mapping[str, Doc]) -> Addresses:
        addresses = note_addresses(vault.docs)
        addresses.notes = {path: url for path, url in addresses.notes.items() if path in docs}
        return addresses

    with patch("garden.grow.note_addresses", given):
        return grow(config, vault)


_is_same_site = Edition.is_same_site


def _hashing(edition: Edition, other: Edition) -> bool:
    return _is_same_site(edition, other) and edition.grown.real == other.grown.real


def _with_comments(text: str, *_: object) -> Uncommented:
    return Uncommented(Pieces([Piece(text, 0)]))


_as_it_is = ("garden.text.findings.with_clean_pictures", lambda text, *_, **__: text)
_seen = ("garden.text.syntax.rawhtml.put_aside", lambda *_: None)
_commented = ("garden.text.parse.without_any", _with_comments)
UNHIDING: Mapping[
    str, tuple[str, object]
] = {  # faults by which what notes hide shows; what two rules hide has none
    "a comment": _commented,
    "a block of comments": _commented,
    "a comment in HTML": _commented,
    "a comment in a style": ("garden.text.html.without_style_comments", str),
    "an element that is closed": _seen,
    "a block that asks": ("garden.text.syntax.code.asking_kind", lambda _: ""),
    "a question in a line": ("garden.text.syntax.code.is_asking_inline", lambda _: False),
    "a picture": _as_it_is,
    "a picture in HTML": _as_it_is,
    BOARD: ("garden.text.syntax.board._archives", lambda _: iter(())),
}


def hiding(name: str) -> Sown:
    """A vault of one note, which hides something."""
    note = replace(written(Random(0)), kind="public", permalink="", hides=(name,), secret="zqx")
    return Sown({"n.md": note}, {}, "")


def planted(folder: Path) -> dict[str, Case]:
    private = replace(written(Random(0)), kind="publish", permalink="", title="", aliases=())
    public = replace(private, kind="public")
    twins = Sown({"a b.md": private, "a-b.md": public, "b.md": private}, {}, "")

    def with_fault(place: str, fault: object, check: Callable[[], list[str]]) -> Case:
        def seen() -> list[str]:
            with patch(place, fault):
                return check()

        return seen

    rng = Random(0)
    in_memory = partial(_in_memory, twins, rng)
    in_preview = partial(_in_the_preview, twins, rng, folder)
    alike = Sown({f"{DECOMPOSED}.md": public, f"{COMPOSED}.md": private}, {}, "")
    on_disk = partial(_on_disk, alike, rng, folder)
    copied = partial(_on_disk, Sown({"a.md": public}, {}, ""), rng, folder)
    return {
        **{
            f"{name} that shows": with_fault(*fault, partial(_in_memory, hiding(name), rng))
            for name, fault in UNHIDING.items()
        },
        "a copy of a conflict that is a note": with_fault(
            "garden.vault.copy_in", lambda _: "", copied
        ),
        "a count of all notes": with_fault("tests.support.grow", _counting, in_memory),
        "an address after a private note": with_fault("tests.support.grow", _suffixing, in_memory),
        "a name that a private note takes": with_fault(
            "garden.vault._Reader._is_private", lambda *_: False, on_disk
        ),
        "a serial of all files": with_fault(
            "garden.edition.Edition.is_same_site", _hashing, in_preview
        ),
    }


PROOF = Proof("non-interference", "3", "NI1 NI2 NI3", "vaults", 1000, cases, planted)
