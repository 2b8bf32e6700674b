"""Bursts of saves as editors make them, while a preview runs: it comes to show what a clean build

would give, and pages are answered at once, whether a build runs or cannot be made.
"""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from shutil import rmtree
from unittest.mock import patch
from urllib.parse import quote

from garden.build import build
from garden.connection import Answer
from garden.disk import Disk
from garden.drawing import Emitted, site_files
from garden.edition import Edition
from garden.live import Live, State
from garden.model import Garden, Problem
from garden.output import MANIFEST
from garden.paths import url_of
from garden.progress import Progress
from garden.serve import Handler
from garden.theme import Theme
from garden.watch import Watched, Watcher
from tests import edits
from tests.offline import tree, write
from tests.proof.proof import Case, Proof
from tests.serving import PATIENCE, Site, requested, served, without_marks
from tests.support import default_theme

AT_ONCE, TRIES = 0.1, 3  # seconds for a page; the quickest of so many counts, on a busy machine
FILES = {
    "Stays.md": "# Stays\n[[Note]] ![[Other]] ![[i.png]]",
    "Note.md": "---\naliases: [AL]\n---\n[[Hub]]",
    "a/Other.md": "[[Note#H]] #t",
    "c/Hub.md": "words",
    "i.png": "1",
    "garden.toml": "",
}
FOLDERS = ("a", "a/b", "c", "d")
LINES = (
    *("[[Note]]", "![[Other]]", "see [[Hub|label]] #t", "## H", "block ^x", "[[AL]]", "#u/v"),
    *("![[i.png]]", "- a\n  - [[a/Note]]", "text %%hidden%%", "$x$", "> [!tip]\n> [[Hub]]"),
)
PROPERTIES = (*edits.PUBLISHING, *edits.ALIASES, *edits.TAGS, "title: T", "broken: [")

Save = Callable[[Path, bytes], None]


# --- how editors save ---------------------------------------------------------------------------


def in_place(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def renamed_over(file: Path, content: bytes) -> None:
    beside = file.with_name(f".{file.name}.tmp")
    beside.write_bytes(content)
    beside.replace(file)


def as_vim_does(file: Path, content: bytes) -> None:
    trial, backup = file.with_name("4913"), file.with_name(f"{file.name}~")
    trial.touch()
    trial.unlink()
    if file.exists():
        file.replace(backup)
    file.write_bytes(content)
    backup.unlink(missing_ok=True)


def deleted_and_made(file: Path, content: bytes) -> None:
    file.unlink(missing_ok=True)
    file.write_bytes(content)


def in_parts(file: Path, content: bytes) -> None:
    with file.open("wb") as written:
        for at in range(0, len(content), 20):
            written.write(content[at : at + 20])
            written.flush()


SAVES: tuple[Save, ...] = (in_place, renamed_over, as_vim_does, deleted_and_made, in_parts)


def burst(vault: Path, rng: Random) -> list[str]:
    """Some saves, moves and deletions, one right after the other; what was done."""
    return [_act(vault, rng) for _ in range(rng.choice((1, 1, 2, 3, 5, 9)))]


def _act(vault: Path, rng: Random) -> str:
    place = vault / rng.choice(edits.PATHS)
    match rng.randrange(10):
        case 0 if place.is_file():
            place.unlink()
            return f"delete {place.name}"
        case 1 if place.is_file():
            return _moved(place, vault / rng.choice(edits.PATHS))
        case 2:
            return _moved(vault / rng.choice(FOLDERS), vault / rng.choice(FOLDERS))
        case 3:
            place = vault / rng.choice(("i.png", "a/i.png"))
    save = rng.choice(SAVES)
    place.parent.mkdir(parents=True, exist_ok=True)
    save(place, edits.note(few(rng, PROPERTIES, 2), few(rng, LINES, 4)).encode())
    if rng.random() < 0.3:
        time.sleep(rng.random() / 10)  # around the moment for which a change has to be quiet
    return f"{save.__name__} {place.relative_to(vault)}"


def _moved(old: Path, new: Path) -> str:
    if not old.exists() or new.exists() or new.is_relative_to(old):
        return "nothing"
    new.parent.mkdir(parents=True, exist_ok=True)
    old.replace(new)
    return f"move {old.name} to {new}"


def few(rng: Random, values: tuple[str, ...], most: int) -> list[str]:
    return rng.sample(values, rng.randint(0, most))


# --- a preview that runs ------------------------------------------------------------------------


@dataclass(slots=True)
class Hold:
    """Holds builds up: stands in the place of `site_files`."""

    may_go_on: threading.Event = field(default_factory=threading.Event)
    is_building: threading.Event = field(default_factory=threading.Event)

    def __call__(
        self, garden: Garden, theme: Theme
    ) -> tuple[dict[str, bytes | Emitted], list[Problem]]:
        self.is_building.set()
        self.may_go_on.wait(PATIENCE)
        files, clashes = site_files(garden, theme)
        return dict(files), list(clashes)


@dataclass(frozen=True)
class Running:
    site: Site
    advice: list[str]  # what the watcher has to say of events that it did not get

    @property
    def vault(self) -> Path:
        return self.site.vault


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """A server, a watcher, and the loop between them, as `garden serve` has it."""
    with warnings.catch_warnings(), served(folder / "vault", FILES) as site:
        warnings.filterwarnings("ignore", module=r"watchdog\.")
        advice = list[str]()
        watched = Watched((site.vault,), (site.vault / "garden.toml",))
        watcher = Watcher(watched, Disk(), advice.append)
        watcher.start()
        thread = threading.Thread(target=_follow, args=(watcher, site.live))
        thread.start()
        try:
            yield Running(site, advice)
        finally:
            watcher.stop()
            thread.join()


def _follow(watcher: Watcher, live: Live) -> None:
    while watcher.wait():
        live.refresh()


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    with running(folder) as to:
        count = 0
        while True:
            count, seed = count + 1, rng.random()
            check = _while_broken if count % 10 == 2 else _while_held if count % 5 == 3 else _plain
            yield partial(_whole, check, to, seed)


def _whole(check: Callable[[Running, Random], list[str]], to: Running, seed: float) -> list[str]:
    found = check(to, Random(seed))
    if to.advice:
        found.append(f"the watcher missed something: {to.advice.pop()}")
    return found


# --- what must hold -----------------------------------------------------------------------------


def _plain(to: Running, rng: Random) -> list[str]:
    done = burst(to.vault, rng)
    return _converged(to, f"after {done}")


def _while_held(to: Running, rng: Random) -> list[str]:
    """Pages are the last good ones, and come at once, for as long as a build takes."""
    before, hold = _page(to), Hold()
    with patch("garden.preview.site_files", hold):
        done = [*burst(to.vault, rng), f"at last {rng.random()}"]
        write(to.vault, {"c/last.md": done[-1]})
        found = [] if hold.is_building.wait(PATIENCE) else [f"no build after {done}"]
        found += _at_once(to, before, "while a build runs")
        hold.may_go_on.set()
        return [*found, *_converged(to, f"after {done}")]


def _while_broken(to: Running, rng: Random) -> list[str]:
    """Pages are the last good ones, and come at once, for as long as no site can be made."""
    before = _page(to)
    rng.choice(SAVES)(to.vault / "garden.toml", b"[sit")
    found = _until(lambda: any(fault.stops for fault in to.site.live.state.faults), "no fault told")
    done = burst(to.vault, rng)
    found += _at_once(to, before, "while nothing can be built")
    rng.choice(SAVES)(to.vault / "garden.toml", f'[site]\ntitle = "{rng.random()}"\n'.encode())
    return [*found, *_converged(to, f"once all is mended, after {done}")]


def _page(to: Running) -> bytes:
    return without_marks(to.site.get("/Stays/").body)


def _at_once(to: Running, before: bytes, when: str) -> list[str]:
    """Whether a page answers what it did before, in a tenth of a second."""
    found, took = [], list[float]()
    for _ in range(TRIES):
        started = time.perf_counter()
        answered = to.site.get("/Stays/")
        took.append(time.perf_counter() - started)
        if (answered.status, without_marks(answered.body)) != (200, before):
            found.append(f"{when}, a page answers {answered.status}, and not what it did")
        if took[-1] < AT_ONCE:
            break
    late = f"{when}, a page takes {min(took):.2f} seconds"
    return found if min(took) < AT_ONCE else [*found, late]


def _converged(to: Running, when: str, patience: float = PATIENCE) -> list[str]:
    """Whether the preview comes to show what a clean build gives, on its pages and in memory."""
    clean = _clean(to.vault)
    found = _until(lambda: _contents(to.site.live.state.edition) == clean, when, patience)
    for out in sorted(clean)[:: max(1, len(clean) // 3)]:
        if not found and without_marks(to.site.get(f"/{quote(url_of(out))}").body) != clean[out]:
            found.append(f"{out} is answered otherwise")
    return [f"{fault} is not what a clean build gives" for fault in found]


def _clean(vault: Path) -> dict[str, bytes]:
    request, output = requested(vault, default_theme()), vault.parent / "public"
    rmtree(output, ignore_errors=True)
    build(replace(request, output=output), Disk())
    files = tree(output)
    return {path: c for path, c in files.items() if path[-1] != "/" and path != MANIFEST}


def _contents(edition: Edition) -> dict[str, bytes]:
    contents = dict[str, bytes]()
    with suppress(OSError):  # a file that is gone: this is not the last edition
        for out in edition.files:
            if (served := edition.find(url_of(out))) is not None:
                content = served.content
                contents[out] = content.read_bytes() if isinstance(content, Path) else content
    return contents


def _until(is_so: Callable[[], bool], otherwise: str, patience: float = PATIENCE) -> list[str]:
    until = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > until:
            return [otherwise]
        time.sleep(0.02)
    return []


# --- previews with a fault ----------------------------------------------------------------------

_of_site = Handler._of_site


def _deaf(watcher: Watcher, root: Path, place: Path) -> bool:
    """As on a system that tells of nothing."""
    return False


def _idle(live: Live, progress: Progress) -> Edition:
    return live.state.edition


def _waiting(handler: Handler, state: State, path: str) -> Answer:
    """As servers do that answer when the build is done."""
    time.sleep(1.5 * AT_ONCE)
    return _of_site(handler, state, path)


def _emptied(handler: Handler, state: State, path: str) -> Answer:
    """As servers do that have nothing to show while something is wrong."""
    return Answer(500, "text/plain") if state.faults else _of_site(handler, state, path)


def planted(folder: Path) -> dict[str, Case]:
    """All are tried at one preview, one after the other."""
    found = dict[str, list[str]]()

    def saved(to: Running, save: Save, text: str) -> list[str]:
        save(to.vault / "Note.md", text.encode())
        return _converged(to, "a planted fault", patience=0.3)

    with running(folder) as to:
        with patch("garden.live.Live._read", _idle):
            found["a change that is not built"] = saved(to, in_place, "one")
        with patch("garden.serve.Handler._of_site", _waiting):
            found["a page that waits"] = _at_once(to, _page(to), "planted")
        with patch("garden.serve.Handler._of_site", _emptied):
            found["no page while something is wrong"] = _while_broken(to, Random(0))
        with patch("garden.watch.Watcher._counts", _deaf):
            found["a change that is not heard"] = saved(to, renamed_over, "two")
    return {name: partial(list, faults) for name, faults in found.items()}


PROOF = Proof("bursts", "1 8", "SRV11 OUT7 OUT8", "bursts", 500, cases, planted)
