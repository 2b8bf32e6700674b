"""Three sites of one vault that must always be one, whatever happens to the vault.

One is built from nothing, one is kept up to date with a cache, one is shown by a preview.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from functools import cache, lru_cache
from importlib.metadata import version
from json import dumps
from pathlib import Path
from types import EllipsisType
from typing import ClassVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from garden import workers
from garden.build import Built, build
from garden.chosen import chosen, request_of
from garden.config import ConfigError
from garden.disk import Disk, Operation, age_of
from garden.edition import Edition
from garden.output import MANIFEST, OutputError
from garden.paths import url_of
from garden.preview import Preview
from garden.reading import EmptyVaultError, Request
from garden.theme import Package, Theme, ThemeError, layered
from tests.offline import write
from tests.support import bare_files

MEMORY = Path("/dev/shm")  # a disk in memory, where there is one
REFUSED = (ConfigError, ThemeError, EmptyVaultError, OutputError)

Files = Mapping[str, bytes]
Items = tuple[tuple[str, bytes], ...]


class ThreeSites(RuleBasedStateMachine):
    """A vault with no rules yet, and the law that holds after each of them."""

    done: ClassVar[Counter[str]] = Counter()
    jobs: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__()
        self.done["sequences"] += 1
        self.root = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.vault, self.public = self.root / "vault", self.root / "public"
        self.cache, self.themes = self.root / "cache", self.root / "themes"
        self.start()
        write(self.themes / "default", {**bare_files(), "base.html": "", "style.css": "a {}"})
        lock = {"katex": {"files": {"katex.min.css": "", "fonts/a.woff2": ""}}}
        katex = {"katex.min.css": "b {}", "fonts/a.woff2": "c", "vendor.lock.json": dumps(lock)}
        write(self.themes / "default/vendor/katex", katex)
        lock = {"mermaid": {"files": {"mermaid.esm.min.mjs": "", "chunks/a.mjs": ""}}}
        mermaid = {"mermaid.esm.min.mjs": "d", "chunks/a.mjs": "e", "vendor.lock.json": dumps(lock)}
        write(self.themes / "default/vendor/mermaid", mermaid)
        self.foreign: dict[str, bytes] = {}
        self.shown = 1  # every how manyth file of the site the preview is asked for; 0: none
        self.operations = self.left = self.refused = 0
        self.adopts = False
        self.patches = ExitStack()
        surroundings = _surroundings(self.themes, is_alone=self.jobs == 1)
        for place, value in surroundings.items():
            self.patches.enter_context(patch(place, value))
        self.patches.enter_context(
            patch.dict(os.environ, {"XDG_CACHE_HOME": str(self.root / "user")})
        )
        self.preview = self.new_preview()

    def teardown(self) -> None:
        self.patches.close()
        shutil.rmtree(self.root)

    @initialize(is_fine=st.booleans())
    def choose_a_clock(self, is_fine: bool) -> None:
        """Of files: one that tells all changes apart, or one that ticks once a second.

        With the first the preview believes that a file of the same age is the same at once.
        """
        if is_fine:
            self.patches.enter_context(patch("garden.preview._SETTLED", -1.0))
        else:
            self.patches.enter_context(patch("garden.preview.age_of", _coarse))

    @invariant()
    def all_sites_are_one(self) -> None:
        clean = self._outcome(self._clean)
        before = seen(self.public) if isinstance(clean, Exception) else {}
        kept = self._outcome(self._kept)
        if isinstance(kept, OutputError) and "not garden's" in str(kept):
            self._take_the_foreign_files_away()
            kept = self._outcome(self._kept)
        if isinstance(kept, Exception) or isinstance(clean, Exception):
            assert (type(kept), str(kept)) == (type(clean), str(clean))
            assert _differing(seen(self.public), before) == []
        else:
            assert kept.told == clean.told
            wanted = {**_with_folders(self.foreign), **self._clean_site}
            assert _differing(seen(self.public), wanted) == []
        if self.shown:
            self._preview_is(clean)
        self._count(kept)

    def _count(self, kept: Built | Exception) -> None:
        """What cannot be built twice is mended: sites are what there is to compare."""
        is_refused = isinstance(kept, Exception)
        self.done["steps"] += 1
        self.done["steps without a site"] += is_refused
        self.refused = self.refused + 1 if is_refused else 0
        if self.refused == 2:
            self.mend()

    def _kept(self) -> Built:
        self.operations, adopts, self.adopts = 0, self.adopts, False
        request = self._request("public", self.cache, adopt=adopts)
        return build(request, Disk(self._counted))

    def _clean(self) -> Built:
        try:
            built = build(self._request("clean", None), Disk())
            self._clean_site = seen(self.root / "clean")
        finally:
            shutil.rmtree(self.root / "clean", ignore_errors=True)
        return built

    def _preview_is(self, clean: Built | Exception) -> None:
        if isinstance(clean, Exception):
            with suppress(type(clean)):
                self._contents(self.preview.refresh())
                if isinstance(clean, ThemeError) and self.shown > 1:
                    return  # the page that cannot be drawn was not asked for
                raise AssertionError(f"the preview does not say: {clean}")
            return
        edition = self.preview.refresh()
        site = {
            path: content
            for path, content in self._clean_site.items()
            if path[-1] != "/" and path != MANIFEST
        }
        assert edition.files.keys() == site.keys()
        assert edition.problems == clean.told.report.problems
        for out, content in self._contents(edition).items():
            assert content == site[out], out

    def _contents(self, edition: Edition) -> dict[str, bytes]:
        """The files of an edition that are looked at."""
        found = {}
        for out in [*edition.files][:: self.shown]:
            served = edition.find(url_of(out))
            assert served is not None, out
            content = served.content
            found[out] = content if isinstance(content, bytes) else content.read_bytes()
        return found

    def start(self) -> None:
        """Write the first notes."""
        raise NotImplementedError

    def mend(self) -> None:
        """Make the vault one that can be built."""
        raise NotImplementedError

    def _request(self, output: str, cache: Path | None, *, adopt: bool = False) -> Request:
        options = {"output": self.root / output, "cache": cache, "no_cache": cache is None}
        return request_of(chosen(self.vault, None), {**options, "jobs": self.jobs, "adopt": adopt})

    def new_preview(self) -> Preview:
        return Preview(lambda: self._request("public", self.cache), Disk(self.until(OSError())))

    def until(self, error: BaseException) -> Callable[[Operation, Path], None]:
        """Fails at the operation that comes when `left` are done; with 0 of them, at none."""

        def watch(operation: Operation, path: Path) -> None:
            self.left -= 1
            if self.left == 0:
                raise error

        return watch

    def _counted(self, operation: Operation, path: Path) -> None:
        self.operations += 1

    def _outcome(self, work: Callable[[], Built]) -> Built | Exception:
        try:
            return work()
        except REFUSED as error:
            return error

    def try_to_build(
        self, output: str, disk: Disk | None = None, cache: Path | EllipsisType | None = ...
    ) -> None:
        cache = self.cache if cache is ... else cache
        with suppress(*REFUSED):
            build(self._request(output, cache), disk or Disk())

    def _take_the_foreign_files_away(self) -> None:
        for path in self.foreign:
            (self.public / path).unlink()
            Disk().remove_empty_folders((self.public / path).parent, self.public)
        self.foreign.clear()


def files_of(root: Path) -> list[str]:
    return [path for path in seen(root, reads=False) if path[-1] != "/"]


def seen(root: Path, *, reads: bool = True) -> dict[str, bytes]:
    """As `tests.offline.tree`, and faster."""
    found, start = dict[str, bytes](), len(str(root)) + 1
    for folder, folders, files in os.walk(root):
        above = f"{folder[start:]}/" if folder[start:] else ""
        found |= {f"{above}{name}/": b"" for name in folders}
        for name in files:
            found[above + name] = Path(folder, name).read_bytes() if reads else b""
    return found


def _differing(one: Files, other: Files) -> list[str]:
    """The paths of files that are not the same in both."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def _with_folders(files: Files) -> Files:
    above = (folder.as_posix() for path in files for folder in Path(path).parents)
    return {**files, **{f"{folder}/": b"" for folder in above if folder != "."}}


def _coarse(found: os.stat_result) -> tuple[int, ...]:
    _, _, size, inode = age_of(found)
    return int(found.st_mtime), int(found.st_ctime), size, inode


@cache
def _version(name: str) -> str:
    return version(name)


@cache
def _theme(name: str, theme: Items, over: Items, packages: tuple[tuple[str, Items], ...]) -> Theme:
    found = {name: Package(dict.fromkeys(dict(files), ""), dict(files)) for name, files in packages}
    return layered(name, dict(theme), dict(over), found)


def _layered(name: str, theme: Files, over: Files, packages: Mapping[str, Package]) -> Theme:
    """One theme a content, so that its templates are compiled once."""
    found = tuple(
        (name, tuple((file, package.contents[file]) for file in package.hashes))
        for name, package in packages.items()
    )
    return _theme(name, tuple(theme.items()), tuple(over.items()), found)


_parsed = lru_cache(10_000)(workers.parse)


def _surroundings(themes: Path, *, is_alone: bool) -> Mapping[str, object]:
    """What stands in the place of parts of garden: a folder of themes, and shorter ways.

    Each of those ways is of a function whose answer its arguments alone decide.
    """
    return {
        "garden.parsing.parse": _parsed if is_alone else workers.parse,
        "garden.themes.themes_folder": lambda: themes,
        "garden.themes.layered": _layered,
        "garden.cache.version": _version,
        "garden.memory.version": _version,
    }
