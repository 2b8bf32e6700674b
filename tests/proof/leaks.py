"""Nothing private is in a site, nor in what a build says: each fact of each private note carries a

word of its own, which is looked for in every form that a file can hold it in.
"""

from __future__ import annotations

import base64
import gzip
import io
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from random import Random
from unittest.mock import patch
from urllib.parse import quote_from_bytes

from garden.audit import audited
from garden.cli import cli
from garden.config import read_config
from garden.disk import Disk
from garden.grown import Grown, read_garden
from garden.layers import layers
from garden.reading import Request
from garden.searched import Leak
from tests.offline import Files, archive, write
from tests.photographs import CANARY, photograph
from tests.proof.hiding import COMMENTED, COMMENTS, CONFIG, PRIVATE, WAYS, Words, vault_of
from tests.proof.hidingfaults import FAULTS, Fault, forget
from tests.proof.proof import Case, Proof
from tests.support import bare_files, bare_theme

# PRV25 (pictures of text), PRV38's private parts of notes, PRV44 (copies of sources) and PRV45 (the
# history of a repository) are of things that garden does not make. PRV1, PRV31 and PRV39 are of the
# preview, whose answers are its own proof's.

_SECRET = re.compile(r"zqx[a-z2-7]{5,8}", re.IGNORECASE)


def hits(found: Mapping[str, bytes], words: Words) -> list[str]:
    """The files that hold private words, with what was written with one of them."""
    known = {**words.told, CANARY.decode(): "a picture's metadata"}
    out = list[str]()
    for name, content in found.items():
        said = {*secrets_in(name.encode()), *secrets_in(content)} & known.keys()
        if said:
            out.append(f"{name}: {len(said)} words, one of {known[min(said)]}")
    return out


@lru_cache(1024)  # the theme's files are those of every site
def secrets_in(content: bytes) -> frozenset[str]:
    texts = (layer.text for layer in layers(content))
    return frozenset(word.lower() for text in texts for word in _SECRET.findall(text))


def said_by(*arguments: str | Path) -> str:
    """What a command says; whatever it ends with."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), suppress(SystemExit):
        cli.main([str(word) for word in arguments], standalone_mode=False)
    return out.getvalue()


def site_of(vault: Path, folder: Path) -> dict[str, bytes]:
    """The site of a vault with what its build says, which a log may show (PRV35)."""
    said = said_by("build", vault, "-o", folder / "public", "--cache", folder / "cache")
    files = {
        path.relative_to(folder / "public").as_posix(): path.read_bytes()
        for path in sorted((folder / "public").rglob("*"))
        if path.is_file() and "vendor" not in path.parts
    }
    return {**files, "what was said": said.encode()}


def faults_of(found: Mapping[str, bytes], words: Words) -> list[str]:
    seen = b"\n".join(found.values()).decode(errors="replace")
    missing = [w for w, of in words.told.items() if of == "public" and w not in seen]
    return [*hits(found, words), *(f"{word} of a public note is not there" for word in missing)]


def tried(words: Words, ways: list[str], folder: Path, *, comments: int = COMMENTS) -> list[str]:
    vault = write(folder / "vault", vault_of(words, ways, comments))
    (vault / "garden.toml").write_text(words.filled(CONFIG, "the configuration"))
    return faults_of(site_of(vault, folder), words)


def falsely_found(words: Words, ways: list[str], folder: Path) -> list[str]:
    """What `garden audit` takes for leaks in a site that has none."""
    out, vault = tried(words, ways, folder), folder / "vault"
    with patch.dict(os.environ, XDG_CACHE_HOME=str(folder / "caches")):
        said = said_by("audit", folder / "public", vault, "-v")
    return out if said.startswith("nothing leaks") else [*out, f"an audit says: {said}"]


DENIALS = ("publish: false", "draft", "private")  # of a line that can be taken out
WITHDRAWALS: Mapping[str, Callable[[Path, str], object]] = {
    "it says so again": lambda note, text: _written(note, text),
    "it is called otherwise": lambda note, text: _written(_moved(note, "new.md"), text),
    "it moves into a private folder": lambda note, _: _moved(note, "private/new.md"),
    "it is deleted": lambda note, text: note.unlink(),
    "its folder becomes private": lambda note, text: _written(
        note.parent / f"{note.parent.name}.md", "---\nprivate: true\n---\n"
    ),
}


def _moved(note: Path, name: str) -> Path:
    (note.parent / "private").mkdir()
    return note.rename(note.parent / name)


def _written(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def withdrawn(words: Words, way: str, how: str, folder: Path) -> list[str]:
    """PRV28: what was private, then public, then private is gone with the next build."""
    vault = write(folder / "vault", vault_of(words, [way]))
    (vault / "garden.toml").write_text(words.filled(CONFIG, "the configuration"))
    shown = f"{words.word('a picture that was shown')}.png"
    (vault / shown).write_text(words.word("what was in a picture that was shown"))
    text = words.filled(f"---\n{WAYS[way][1]}\n{PRIVATE}\n![[{shown}]]\n", way)
    note = vault / "turned" / f"{words.word('a name that was shown')}.md"
    _written(note, text)
    out = faults_of(site_of(vault, folder), words)
    note.write_text(text.replace(WAYS[way][1], "publish: true"))
    if not hits(site_of(vault, folder), words):
        out.append("what is published is not there")
    WITHDRAWALS[how](note, text)
    after = site_of(vault, folder)
    del after["what was said"]  # it names what is no longer public
    return out + [f"{how}: {fault}" for fault in faults_of(after, words)]


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    for number in range(1_000_000):
        words, place = Words(rng), folder / str(number)
        if number % 4 == 3:
            way, how = rng.choice(DENIALS), rng.choice(list(WITHDRAWALS))
            yield partial(withdrawn, words, way, how, place)
        else:
            ways = rng.sample(list(WAYS), 6)
            try_one = falsely_found if number % 4 == 2 else tried
            yield partial(try_one, words, ways, place)


# --- planted faults -----------------------------------------------------------------------------

TITLE, BODY = "Zqx Plan für Übermorgen", "nobody should ever read these eight words or more of it"
LINES = "\n- milk for the cat\n- call the lawyer\n- hide the rest\n"
SECRET = f"---\ntitle: {TITLE}\npublish: false\n---\n# Heading of secrets\n\n{BODY}\n{LINES}"
PIXELS = photograph("JPEG", size=(60, 60))
VAULT: Files = {"a.md": "Public.\n", "b/secret.md": SECRET, "b/hidden picture.jpg": PIXELS}
NUMBERS = "".join(f"&#{ord(c)};" for c in TITLE)
CODED = base64.b64encode(TITLE.encode()).decode()
FORMS: Mapping[str, tuple[str, bytes]] = {
    "in a page": ("a/index.html", f"<p>\nsee {TITLE}</p>".encode()),
    "between tags": ("a/index.html", b"<p>Zqx <b>Pl</b>an f\xc3\xbcr <i>\xc3\x9cber</i>morgen</p>"),
    "in an attribute": ("a/index.html", f'<a title="{TITLE}">x</a>'.encode()),
    "as entities": ("a/index.html", f"<p>{NUMBERS}</p>".encode()),
    "in base64": ("a/index.html", f'<img src="data:text/plain;base64,{CODED}">'.encode()),
    "in a packed file": ("pages.gz", gzip.compress(TITLE.encode())),
    "in JSON": ("data.json", b'["Zqx Plan f\\u00fcr \\u00dcbermorgen"]'),
    "in an address": ("a/index.html", b'<a href="/b/Zqx%20Plan%20f%C3%BCr%20%C3%9Cbermorgen/">'),
    "as a slug": ("a/index.html", '<a href="/b/zqx-plan-für-übermorgen/">'.encode()),
    "in other letters": ("a/index.html", "ZQX PLAN FU\u0308R U\u0308BERMORGEN".encode()),
    "in UTF-16": ("a.bin", b"\0\1\2" + TITLE.encode("utf-16-le")),
    "in the name of a file": ("b/zqx-plan-für-übermorgen/index.html", b"<p>x</p>"),
    "some words of the text": (
        "search.json",
        rb'{"t": "Nobody should ever <em>read<\/em> these eight words or"}',
    ),
    "a heading": ("toc.txt", b"Heading of Secrets"),
    "short lines of a list": (
        "a/index.html",
        b"<ul><li>milk for the cat</li><li>call the lawyer</li><li>hide the rest</li></ul>",
    ),
    "the text of a picture": (
        "p.png",
        photograph("PNG").replace(b"Author", b"Author\0" + TITLE.encode()),
    ),
    "a file": ("x.jpg", PIXELS),
    "a part of a file": ("x.bin", b"before" + PIXELS[200:] + b"after"),
    "a file in a page": ("a/index.html", b"<img src='data:," + base64.b64encode(PIXELS) + b"'>"),
    "a name that a comment cuts": (
        "a/index.html",
        f"<p>{TITLE[:3]}<!-- -->{TITLE[3:]}".encode(),
    ),
    "escaped HTML in a feed": (
        "feed.xml",
        f"<rss>{TITLE[:3]}&lt;!-- --&gt;{TITLE[3:]}</rss>".encode(),
    ),
    "a file in an address, in codes": (
        "a/index.html",
        b"<img src='data:image/png," + quote_from_bytes(PIXELS).encode() + b"'>",
    ),
    "an archive": ("x.zip", archive({"x.html": f"<p>{TITLE}</p>" * 9, "x.jpg": PIXELS})),
    "a page of the preview": (
        "a/index.html",
        b'<head><meta name="garden-preview" content="drafts">',
    ),
}


@cache
def garden_at(place: Path) -> tuple[Request, Grown]:
    vault = write(place, VAULT)
    request = Request(vault, None, read_config("[dates]\ngit = false\n"), theme=bare_theme())
    return request, read_garden(request, Disk())


@cache
def leaks_at(folder: Path) -> tuple[Leak, ...]:
    """The leaks that an audit finds in a site that has one of each form, in a folder of its own."""
    request, grown = garden_at(folder / "vault")
    forms = {f"{n}/{name}": content for n, (name, content) in enumerate(FORMS.values())}
    site = write(folder / "site", {"index.html": "<p>Public.</p>", **forms})
    return tuple(audited(request, grown, site, Disk()).leaks)


def found_in(folder: Path, number: int) -> list[str]:
    found = (leak for leak in leaks_at(folder) if leak.file.startswith(f"{number}/"))
    return [f"{leak.file}: {leak.fact.kind}" for leak in found]


def with_fault(fault: Fault, folder: Path) -> list[str]:
    """The private words on a site that code with a fault makes, of no more than it takes to see it.

    A theme without design spares the files that are the same on every site.
    """
    theme, words = write(folder / "theme", bare_files()), Words(Random(1))
    many = len(COMMENTED) if fault.of_comments else 0
    files = vault_of(words, [fault.way], many, shows=fault.of_pictures)
    vault = write(folder / "vault", files)
    (vault / "garden.toml").write_text(words.filled(CONFIG, "the configuration"))
    forget()
    try:
        with (
            patch("garden.themes.folder_of", lambda _: theme),
            patch("garden.themes.packages_in", lambda *_: {}),
            patch(fault.place, fault.put),
        ):
            return hits(site_of(vault, folder), words)
    finally:
        forget()


def planted(folder: Path) -> dict[str, Case]:
    faults = {name: partial(with_fault, fault, folder / name) for name, fault in FAULTS.items()}
    audits = {name: partial(found_in, folder, number) for number, name in enumerate(FORMS)}
    return {**faults, **audits}


PROOF = Proof("leaks", "3", "PRV1–PRV45", "vaults", 20, cases, planted)
