"""A site in memory that is drawn when it is asked for: what the preview server shows.

Only what has changed is read again. Nothing is written but the cache.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from garden.answers import Answers
from garden.disk import Age, Disk, age_of
from garden.drafts import drafts_of, shown, with_drafts_shown
from garden.drawing import Emitted, site_files
from garden.edition import Edition, name_of_copy
from garden.grown import Grown, parsed, read_garden
from garden.model import Copy, Doc, Page, Parsed
from garden.obsidian import FOLDER, TYPES
from garden.output import check_cache
from garden.parsing import Bodies, Notes
from garden.paths import CONFIG_NAME
from garden.progress import Progress, silent
from garden.reading import Request
from garden.text.options import ParseOptions
from garden.theme import Theme
from garden.themes import read_theme

_SETTLED = 2.0  # seconds after which another change of a file has another time, on any disk


class Preview:
    """Reads a vault again and again. `requested` gives what is to be built, as it is now."""

    def __init__(
        self, requested: Callable[[], Request], disk: Disk, *, drafts: bool = False
    ) -> None:
        self._requested, self._disk, self._shows_drafts = requested, _Remembering(disk), drafts
        self._options: ParseOptions | None = None
        self._parsed: dict[bytes, Parsed] = {}  # by the bytes of the note
        self._drafts: dict[str, tuple[Doc, Doc]] = {}  # by path: as it is, and as it is shown
        self._now = self._last = _Read()
        self._edition: Edition | None = None

    def refresh(self, progress: Progress = silent) -> Edition:
        """The site as it is now. Raises what `build` raises before it writes, and `ConfigError`.

        A theme that cannot draw one page of each kind is no better than none.
        """
        request = self._requested()
        if request.cache is not None:
            check_cache(request.vault, request.output, request.cache)
        self._now = _Read(request)
        last = self._edition.grown if self._edition else None
        grown = read_garden(self._shown(request), self._disk, progress, self._parse, last)
        theme = request.theme or read_theme(request, self._disk)
        if self._edition is not None and theme == self._edition.theme:
            theme = self._edition.theme  # its templates are compiled already
        edition = self._numbered(grown, theme)
        if self._edition is None or theme != self._edition.theme or request != self._last.request:
            _try(edition)
        self._edition, self._last = edition, self._now
        self._disk.forget_the_rest()
        return edition

    @property
    def request(self) -> Request | None:
        """What the last edition was made of."""
        return self._last.request

    def _shown(self, request: Request) -> Request:
        if not self._shows_drafts:
            return request
        return replace(request, config=with_drafts_shown(request.config))

    def _parse(
        self,
        sources: Mapping[str, bytes],
        options: ParseOptions,
        request: Request,
        disk: Disk,
        progress: Progress,
    ) -> Notes:
        """The notes parsed, those with known bytes from memory, and the drafts among them shown.

        From the second time on no processes are started: there may be threads by then.
        """
        if self._options is not None:
            request = replace(request, cache=None, jobs=1)
        known = self._parsed if options == self._options else {}
        new = {path: source for path, source in sources.items() if source not in known}
        notes = parsed(new, options, request, disk, progress)
        fresh = {p: Parsed(doc, notes.bodies[p], notes.words[p]) for p, doc in notes.docs.items()}
        if isinstance(notes.bodies, Bodies):
            notes.bodies.close()
        found = {p: fresh[p] if p in fresh else known[s] for p, s in sources.items()}
        self._parsed = {source: found[path] for path, source in sources.items()}
        self._options, self._now.sources = options, sources
        docs = {path: one.doc for path, one in found.items()}
        if self._shows_drafts and self._now.request is not None:
            self._now.drafts = drafts_of(self._now.request.config, docs)
            docs |= {path: self._draft(path, docs[path]) for path in self._now.drafts}
        quotes = {path: one.body.quotes for path, one in found.items()}
        words = {path: one.words for path, one in found.items()}
        return Notes(docs, {path: one.body for path, one in found.items()}, quotes, words)

    def _draft(self, path: str, doc: Doc) -> Doc:
        """A draft as one that is shown: the same value as long as its note is the same."""
        known = self._drafts.get(path)
        if known is None or known[0] is not doc:
            known = self._drafts[path] = doc, shown(doc)
        return known[1]

    def _numbered(self, grown: Grown, theme: Theme) -> Edition:
        """An edition with a number of its own, if it differs from the last."""
        files, clashes = site_files(grown.garden, theme)
        urls = grown.garden.urls
        drafts = {urls[path]: why for path, why in self._now.drafts.items() if path in urls}
        answers, ages = Answers(grown.garden), _ages(files, grown)
        fresh = Edition(1, grown, theme, files, answers, tuple(clashes), drafts, copies=ages)
        last = self._edition
        if last is None:
            return fresh
        if fresh.is_same_site(last):
            return replace(fresh, number=last.number, drawn=last.drawn)
        public, hidden = self._changes(fresh, last)
        return replace(fresh, number=last.number + 1, changes=public, hidden=hidden).after(last)

    def _changes(self, fresh: Edition, last: Edition) -> tuple[tuple[str, ...], int]:
        """The public files that have changed, and how many others have."""
        names = {p for p, _ in self._now.sources.items() ^ self._last.sources.items()}
        names |= {p for p, _ in fresh.copies.items() ^ last.copies.items()}
        public = fresh.grown.garden.urls.keys() | last.grown.garden.urls.keys()
        public |= fresh.copies.keys() | last.copies.keys()
        own = [CONFIG_NAME] if fresh.grown.garden.config != last.grown.garden.config else []
        own += [f"{FOLDER}/{TYPES}"] if fresh.grown.garden.types != last.grown.garden.types else []
        ledgers = [edition.grown.growth.vault.ledger for edition in (fresh, last)]
        own += [ledgers[0].name or ledgers[1].name] if ledgers[0] != ledgers[1] else []
        own += ["the theme"] if fresh.theme != last.theme else []
        return (*sorted(names & public), *own), len(names - public)


@dataclass(slots=True)
class _Read:
    """What one reading of the vault has found."""

    request: Request | None = None
    sources: Mapping[str, bytes] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)


def _ages(files: Mapping[str, bytes | Emitted], grown: Grown) -> dict[str, Age]:
    """What the files that are copied looked like, by their paths in the vault or `static`."""
    copies = [file for file in files.values() if isinstance(file, Copy)]
    ages = {}
    for copy in copies:
        place = (grown.static if copy.root == "static" else grown.real)[copy.source]
        with suppress(OSError):  # it is gone; that will be seen
            ages[name_of_copy(copy)] = age_of(place.stat())
    return ages


def _try(edition: Edition) -> None:
    """Draw the first page of each kind. Raises `ThemeError`.

    They are not kept, since nobody has looked at them.
    """
    pages = [file for file in edition.files.values() if isinstance(file, Page)]
    first = {getattr(page.draw, "func", page.draw): page.out for page in reversed(pages)}
    for out in first.values():
        edition.draw(out)


class _Remembering(Disk):
    """Reads a file again only when it is not what it was, or has changed a moment ago."""

    def __init__(self, disk: Disk) -> None:
        super().__init__(disk.watcher)
        self._known: dict[str, tuple[Age, bytes]] = {}
        self._used: dict[str, tuple[Age, bytes]] = {}

    def read(self, path: Path) -> bytes:
        found = path.stat()
        age, changed = age_of(found), max(found.st_mtime, found.st_ctime)
        known = self._known.get(str(path))
        content = known[1] if known and known[0] == age else super().read(path)
        if time.time() - changed > _SETTLED:  # before, another change may look the same
            self._used[str(path)] = (age, content)
        return content

    def forget_the_rest(self) -> None:
        """Keep only what was read since the last time."""
        self._known, self._used = self._used, {}
