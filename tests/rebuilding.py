"""A vault that anything may happen to, and three sites of it that must always be one.

One site is built from nothing, one is kept up to date with a cache, one is shown by a preview.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import cache, lru_cache, wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import SearchStrategy

from garden import parsing
from garden.build import Built, build
from garden.chosen import chosen, request_of
from garden.config import ConfigError
from garden.disk import Disk, Operation, age_of
from garden.model import Parsed
from garden.output import MANIFEST, OutputError, read_manifest
from garden.paths import url_of
from garden.preview import Edition, Preview
from garden.reading import EmptyVaultError, Request
from garden.text.findings import ParseOptions
from garden.theme import Theme, ThemeError, layered
from tests import edits
from tests.offline import write
from tests.support import bare_files

MEMORY = Path("/dev/shm")  # a disk in memory, where there is one
REFUSED = (ConfigError, ThemeError, EmptyVaultError, OutputError)
EVERY = 100  # the most that one of many is chosen by: `nth % len(many)`

Files = Mapping[str, bytes]
Work = Callable[..., None]
T = TypeVar("T")


class Stopped(BaseException):
    """The program ends here."""


class NothingToEditError(Exception):
    """Raised by an edit that finds nothing to edit."""


def edit(**drawn: SearchStrategy[Any]) -> Callable[[Work], Any]:
    """A rule that is counted when it has done something."""

    def made(work: Work) -> Any:
        @wraps(work)
        def counted(self: Rebuilding, **given: Any) -> None:
            with suppress(NothingToEditError):
                work(self, **given)
                self.done[work.__name__] += 1

        return rule(**drawn)(counted)  # type: ignore[call-overload] # `targets` may be in it

    return made


nth = st.integers(0, EVERY)
paths = st.sampled_from(edits.PATHS)
texts = st.dictionaries(paths, edits.NOTES, max_size=2)
outputs = st.sampled_from(("public", "elsewhere"))
folders = st.sampled_from(("a", "a/b", "c", "d", "private"))


class Rebuilding(RuleBasedStateMachine):
    """Edits, and after each of them the three sites."""

    done: ClassVar[Counter[str]] = Counter()
    jobs: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__()
        self.done["sequences"] += 1
        self.root = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.vault, self.public = self.root / "vault", self.root / "public"
        self.cache, self.themes = self.root / "cache", self.root / "themes"
        write(self.vault, edits.START)
        write(self.themes / "default", {**bare_files(), "base.html": "", "style.css": "a {}"})
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
        self.preview = self._new_preview()

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

    # --- notes ----------------------------------------------------------------------------------

    @edit(path=paths, text=edits.NOTES)
    def create_or_rewrite(self, path: str, text: str) -> None:
        self._put(path, text)

    @edit(texts=st.dictionaries(paths, edits.NOTES, min_size=2, max_size=4))
    def write_several(self, texts: dict[str, str]) -> None:
        self._put_all(texts)

    @edit(nth=nth, line=edits.LINES)
    def edit_text(self, nth: int, line: str) -> None:
        note = self._note(nth)
        _overwrite(note, note.read_bytes() + b"\n\n" + line.encode())

    @edit(nth=nth)
    def edit_to_the_same_size(self, nth: int) -> None:
        """At the same time as before: only the bytes tell."""
        _overwrite_unseen(self._note(nth))

    @edit(nth=nth, line=edits.LINES)
    def edit_with_the_clock_set_back(self, nth: int, line: str) -> None:
        note = self._note(nth)
        before = note.stat().st_mtime
        _overwrite(note, note.read_bytes() + b"\n\n" + line.encode())
        os.utime(note, (before - 10**6, before - 10**6))

    @edit(nth=nth, when=st.sampled_from([1, 10**9, 2 * 10**9]))
    def touch(self, nth: int, when: int) -> None:
        os.utime(self._one(nth), (when, when))

    @edit(nth=nth, line=st.sampled_from(edits.PUBLISHING))
    def publish_or_unpublish(self, nth: int, line: str) -> None:
        self._set_property(nth, line)

    @edit(nth=nth, line=st.sampled_from(edits.ALIASES))
    def alias(self, nth: int, line: str) -> None:
        self._set_property(nth, line)

    @edit(nth=nth, line=st.sampled_from(edits.TAGS))
    def tag(self, nth: int, line: str) -> None:
        self._set_property(nth, line)

    @edit(nth=nth, line=st.sampled_from(edits.ADDRESSES))
    def redirect(self, nth: int, line: str) -> None:
        self._set_property(nth, line)

    @edit(nth=nth)
    def delete(self, nth: int) -> None:
        self._one(nth).unlink()

    @edit(nth=nth, name=st.sampled_from(edits.NAMES))
    def rename(self, nth: int, name: str) -> None:
        note = self._note(nth)
        self._move(note, note.with_name(f"{name}.md"))

    @edit(nth=nth, folder=folders)
    def move(self, nth: int, folder: str) -> None:
        file = self._one(nth)
        self._move(file, self.vault / folder / file.name)

    # --- folders --------------------------------------------------------------------------------

    @edit(old=folders, new=folders)
    def move_folder(self, old: str, new: str) -> None:
        if not (self.vault / old).is_dir() or (self.vault / new).exists():
            raise NothingToEditError
        if new.startswith(f"{old}/"):
            raise NothingToEditError
        self._move(self.vault / old, self.vault / new)

    @edit(folder=folders)
    def delete_folder(self, folder: str) -> None:
        if not (self.vault / folder).is_dir():
            raise NothingToEditError
        shutil.rmtree(self.vault / folder)

    @edit(folder=folders)
    def put_a_file_in_the_place_of_a_folder(self, folder: str) -> None:
        if not (self.vault / folder).is_dir():
            raise NothingToEditError
        shutil.rmtree(self.vault / folder)
        self._put(folder, "a file")

    @edit(folder=folders, is_private=st.booleans())
    def publish_or_unpublish_a_folder(self, folder: str, is_private: bool) -> None:
        self._put(f"{folder}/index.md", f"---\nprivate: {is_private}\n---\n".lower())

    # --- all else that a site is made of --------------------------------------------------------

    @edit(path=st.sampled_from(edits.FILES), content=st.sampled_from([b"1", b"2", b"333"]))
    def attach(self, path: str, content: bytes) -> None:
        self._put(path, content)

    @edit(path=st.sampled_from(edits.STATIC), content=st.sampled_from([b"1", b"2", None]))
    def change_a_static_file(self, path: str, content: bytes | None) -> None:
        self._put_or_delete(self.vault / "static" / path, content)

    @edit(config=st.sampled_from(edits.CONFIGS))
    def configure(self, config: str) -> None:
        self._put("garden.toml", config)

    @edit(path=st.sampled_from(edits.SETTINGS_FILES), content=st.sampled_from(edits.SETTINGS))
    def configure_obsidian(self, path: str, content: bytes | None) -> None:
        self._put_or_delete(self.vault / ".obsidian" / path, content)

    @edit(template=st.sampled_from(edits.TEMPLATES))
    def override_a_template(self, template: tuple[str, bytes | None]) -> None:
        self._put_or_delete(self.vault / "_theme" / template[0], template[1])

    @edit(path=st.sampled_from(edits.THEME_FILES), content=st.sampled_from([b"p {}", b"i", None]))
    def override_a_theme_file(self, path: str, content: bytes | None) -> None:
        self._put_or_delete(self.vault / "_theme" / path, content)

    @edit(template=st.sampled_from(edits.OWN_TEMPLATES))
    def edit_a_template_of_the_theme(self, template: tuple[str, bytes]) -> None:
        self._put_or_delete(self.themes / "default" / template[0], template[1])

    @edit(path=st.sampled_from(edits.THEME_FILES), content=st.sampled_from([b"b {}", b"a {}"]))
    def edit_a_file_of_the_theme(self, path: str, content: bytes) -> None:
        self._put_or_delete(self.themes / "default" / path, content)

    # --- the site that stands -------------------------------------------------------------------

    @edit(nth=nth, how=st.sampled_from(["edit", "same size", "delete", "delete all"]))
    def spoil_the_site(self, nth: int, how: str) -> None:
        files = sorted(file for file in _files(self.public) if file not in self.foreign)
        if not files:
            raise NothingToEditError
        file = self.public / files[nth % len(files)]
        if how == "delete all":
            self.foreign.clear()
            shutil.rmtree(self.public)
        elif file.name == MANIFEST:  # without it the folder is a stranger's
            raise NothingToEditError
        elif how == "delete":
            file.unlink()
        elif how == "edit":
            _overwrite(file, b"spoilt")
        else:
            _overwrite_unseen(file)

    @edit(path=st.sampled_from(edits.FOREIGN))
    def put_a_foreign_file_into_the_site(self, path: str) -> None:
        manifest, place = read_manifest(Disk(), self.public), self.public / path
        if manifest is None or place.exists() or path in manifest.files:
            raise NothingToEditError
        if any(above.is_file() for above in place.parents):
            raise NothingToEditError
        write(self.public, {path: "mine"})
        self.foreign[path] = b"mine"

    @edit()
    def lose_the_record_of_the_site(self) -> None:
        if self.refused:
            raise NothingToEditError
        (self.public / MANIFEST).unlink()
        self.adopts = True

    @edit()
    def keep_a_copy_of_the_site(self) -> None:
        self._copy(self.public, self.root / "old-site")
        self.kept_foreign = dict(self.foreign)

    @edit()
    def bring_back_an_old_site(self) -> None:
        self._copy(self.root / "old-site", self.public)
        self.foreign = dict(self.kept_foreign)

    # --- the cache ------------------------------------------------------------------------------

    @edit(nth=nth, share=nth, how=st.sampled_from(["cut", "flip", "empty", "delete"]))
    def spoil_the_cache(self, nth: int, share: int, how: str) -> None:
        file = _nth(sorted(self.cache.glob("*.*")), nth)
        content = file.read_bytes()
        at = len(content) * share // (EVERY + 1)
        if how == "delete" or not content:
            file.unlink()
        elif how == "flip":
            _overwrite(file, content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        else:
            _overwrite(file, content[:at] if how == "cut" else b"")

    @edit(texts=texts)
    def forge_the_cache(self, texts: dict[str, str]) -> None:
        """It can be read, and says what is not so."""
        self._put_all(texts)
        for file in self.cache.glob("*.*"):
            _overwrite(file, file.read_bytes().replace(b"Hub", b"Hob").replace(b"tex", b"tux"))

    @edit()
    def keep_a_copy_of_the_cache(self) -> None:
        self._copy(self.cache, self.root / "old-cache")

    @edit()
    def bring_back_an_old_cache(self) -> None:
        self._copy(self.root / "old-cache", self.cache)

    # --- other builds ---------------------------------------------------------------------------

    @edit(texts=texts, config=st.sampled_from(edits.CONFIGS), output=outputs)
    def build_with_another_configuration(
        self, texts: dict[str, str], config: str, output: str
    ) -> None:
        self._put_all(texts)
        before = (self.vault / "garden.toml").read_bytes()
        self._put("garden.toml", config)
        self._try_to_build(output)
        self._put("garden.toml", before)

    @edit(texts=texts, output=outputs)
    def build_with_another_version(self, texts: dict[str, str], output: str) -> None:
        """One that reads notes and draws pages otherwise."""
        self._put_all(texts)
        with ExitStack() as patches:
            for place, value in _another_version().items():
                patches.enter_context(patch(place, value))
            self._try_to_build(output)

    @edit(texts=texts, share=nth, is_full=st.booleans())
    def interrupt_a_build(self, texts: dict[str, str], share: int, is_full: bool) -> None:
        self._put_all(texts)
        self.left = max(1, self.operations * share // EVERY)
        error = OSError("a full disk") if is_full else Stopped()
        with suppress(Stopped, OSError):
            self._try_to_build("public", Disk(self._until(error)))
        self.left = 0

    @edit(texts=texts, share=nth)
    def interrupt_the_preview(self, texts: dict[str, str], share: int) -> None:
        self._put_all(texts)
        self.left = max(1, self.operations * share // EVERY // 4)  # it reads, and does no more
        with suppress(OSError, *REFUSED):
            self.preview.refresh()
        self.left = 0

    @edit()
    def start_the_preview_anew(self) -> None:
        self.preview = self._new_preview()

    @edit(shown=st.sampled_from([0, 1, 2, 3, 7]))
    def look_at_a_part_of_the_preview(self, shown: int) -> None:
        self.shown = shown

    # --- the law --------------------------------------------------------------------------------

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
            assert seen(self.public) == before, "what cannot be built leaves the site as it was"
        else:
            assert kept.told == clean.told
            assert seen(self.public) == {**_with_folders(self.foreign), **self._clean_site}
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
            self._put_all(edits.START)
            shutil.rmtree(self.vault / "_theme", ignore_errors=True)
            shutil.rmtree(self.vault / ".obsidian", ignore_errors=True)

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
        found = {out: edition.find(url_of(out)) for out in [*edition.files][:: self.shown]}
        return {
            out: one.content.read_bytes() if isinstance(one.content, Path) else one.content
            for out, one in found.items()
            if one is not None
        }

    # --- how it is done -------------------------------------------------------------------------

    def _request(self, output: str, cache: Path | None, *, adopt: bool = False) -> Request:
        options = {"output": self.root / output, "cache": cache, "no_cache": cache is None}
        return request_of(chosen(self.vault, None), {**options, "jobs": self.jobs, "adopt": adopt})

    def _new_preview(self) -> Preview:
        return Preview(lambda: self._request("public", self.cache), Disk(self._until(OSError())))

    def _until(self, error: BaseException) -> Callable[[Operation, Path], None]:
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

    def _try_to_build(self, output: str, disk: Disk | None = None) -> None:
        with suppress(*REFUSED):
            build(self._request(output, self.cache), disk or Disk())

    def _take_the_foreign_files_away(self) -> None:
        for path in self.foreign:
            (self.public / path).unlink()
            Disk().remove_empty_folders((self.public / path).parent, self.public)
        self.foreign.clear()

    def _note(self, nth: int) -> Path:
        return self._one(nth, ".md")

    def _one(self, nth: int, ending: str = "") -> Path:
        """One of the files of the vault that are no settings."""
        files = (f for f in _files(self.vault) if f[0] not in "._" and f != "garden.toml")
        return self.vault / _nth(sorted(f for f in files if f.endswith(ending)), nth)

    def _set_property(self, nth: int, line: str) -> None:
        note = self._note(nth)
        _overwrite(note, edits.with_property(note.read_text(), line).encode())

    def _put_all(self, texts: Mapping[str, str]) -> None:
        for path, text in texts.items():
            self._put(path, text)

    def _put(self, path: str, content: str | bytes) -> None:
        place = self.vault / path
        self._make_room(place)
        _overwrite(place, content.encode() if isinstance(content, str) else content)

    def _put_or_delete(self, place: Path, content: bytes | None) -> None:
        if content is None and not place.is_file():
            raise NothingToEditError
        self._make_room(place)
        if content is None:
            place.unlink()
        else:
            _overwrite(place, content)

    def _move(self, old: Path, new: Path) -> None:
        self._make_room(new)
        old.replace(new)

    def _make_room(self, place: Path) -> None:
        """Folders where there will be folders, and no folder where there will be a file."""
        for above in place.relative_to(self.root).parents:
            if (self.root / above).is_file():
                (self.root / above).unlink()
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            shutil.rmtree(place)

    def _copy(self, old: Path, new: Path) -> None:
        if not old.is_dir():
            raise NothingToEditError
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(old, new)


def _nth(many: Sequence[T], nth: int) -> T:
    if not many:
        raise NothingToEditError
    return many[nth % len(many)]


def _overwrite(file: Path, content: bytes) -> None:
    """Write a file; one that was there is then older by a tick of the disk's clock at least.

    Two builds apart it always is; here they may be nearer to each other than the clock can tell.
    """
    before = file.stat().st_ctime_ns if file.is_file() else None
    while file.write_bytes(content) is not None and file.stat().st_ctime_ns == before:
        time.sleep(0.001)


def _overwrite_unseen(file: Path) -> None:
    """Other bytes, of the same number and the same time."""
    before, content = file.stat(), file.read_bytes()
    if content == (other := content.translate(bytes.maketrans(b"eo1", b"oe2"))):
        raise NothingToEditError
    _overwrite(file, other)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def _files(root: Path) -> list[str]:
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
def _theme(name: str, theme: tuple[Any, ...], over: tuple[Any, ...]) -> Theme:
    return layered(name, dict(theme), dict(over))


def _layered(name: str, theme: Files, over: Files) -> Theme:
    """One theme a content, so that its templates are compiled once."""
    return _theme(name, tuple(theme.items()), tuple(over.items()))


_parsed = lru_cache(10_000)(parsing._parse)


def _surroundings(themes: Path, *, is_alone: bool) -> Mapping[str, object]:
    """What stands in the place of parts of garden: a folder of themes, and shorter ways.

    Each of those ways is of a function whose answer its arguments alone decide.
    """
    return {
        "garden.parsing._parse": _parsed if is_alone else parsing._parse,
        "garden.themes.themes_folder": lambda: themes,
        "garden.themes.layered": _layered,
        "garden.cache.version": _version,
        "garden.memory.version": _version,
    }


def _another_version() -> Mapping[str, object]:
    parse, render = parsing._parse, Theme.render

    def parse_otherwise(source: bytes, options: ParseOptions) -> Parsed:
        return parse(source + b"\n\n[[Hub]] of another version", options)

    def render_otherwise(theme: Theme, template: str, values: Mapping[str, Any]) -> str:
        return render(theme, template, values) + "<!-- of another version -->"

    return {
        "garden.memory._code_digest": lambda: "another",
        "garden.cache._reader_digest": lambda: "another",
        "garden.parsing._parse": parse_otherwise,
        "garden.theme.Theme.render": render_otherwise,
    }
