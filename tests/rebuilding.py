"""Everything that may happen to a vault, to its sites and to their cache."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import rule
from hypothesis.strategies import SearchStrategy

from garden import workers
from garden.chosen import chosen
from garden.disk import Disk, Operation
from garden.model import Parsed
from garden.output import MANIFEST, read_manifest
from garden.redirecting import update
from garden.text.options import ParseOptions
from garden.theme import Theme
from tests import edits
from tests.offline import write
from tests.three_sites import REFUSED, ThreeSites, files_of

EVERY = 100  # the most that one of many is chosen by: `nth % len(many)`

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
statics = st.dictionaries(st.sampled_from(edits.STATIC), st.sampled_from(["1", "2"]), max_size=2)
# Why a build leaves no memory behind, or leaves it where the next one does not look
FORGETFUL = (
    "no cache",
    "another cache",
    "a full disk",
    "a kill at the end",
    "a name that is no text",
)


class Rebuilding(ThreeSites):
    """Edits, and after each of them the law of the three sites."""

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

    @edit(nth=nth, line=st.sampled_from(edits.SEEN))
    def give_a_property_another_value(self, nth: int, line: str) -> None:
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

    @edit(path=st.sampled_from(edits.FILES[:3]), picture=st.sampled_from(edits.PICTURES), shows=nth)
    def replace_a_picture(self, path: str, picture: bytes, shows: int) -> None:
        """By one of another size, or of another kind than its name says."""
        self._put(path, picture)
        if shows % 2:
            note = self._note(shows)
            _overwrite(note, note.read_bytes() + f"\n\n![[{path}]]".encode())

    @edit(path=st.sampled_from(edits.STATIC), content=st.sampled_from([b"1", b"2", None]))
    def change_a_static_file(self, path: str, content: bytes | None) -> None:
        self._put_or_delete(self.vault / "static" / path, content)

    @edit(config=st.sampled_from(edits.CONFIGS))
    def configure(self, config: str) -> None:
        self._put("garden.toml", config)

    @edit(ledger=st.sampled_from(edits.LEDGERS), is_used=st.booleans())
    def write_the_ledger(self, ledger: str | None, is_used: bool) -> None:
        self._put_or_delete(self.vault / "urls.txt", None if ledger is None else ledger.encode())
        if is_used:
            self._put("garden.toml", '[urls]\nledger = "urls.txt"')

    @edit()
    def update_the_ledger(self) -> None:
        with suppress(*REFUSED):
            list(update(chosen(self.vault, None), self.vault / "urls.txt", Disk()))

    @edit(path=st.sampled_from(edits.SETTINGS_FILES), content=st.sampled_from(edits.SETTINGS))
    def configure_obsidian(self, path: str, content: bytes | None) -> None:
        self._put_or_delete(self.vault / ".obsidian" / path, content)

    @edit(content=st.sampled_from(edits.TYPES))
    def give_a_property_another_type(self, content: bytes | None) -> None:
        self._put_or_delete(self.vault / ".obsidian" / "types.json", content)

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
        files = sorted(file for file in files_of(self.public) if file not in self.foreign)
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
        files = (file for file in self.cache.rglob("[!.]*") if file.is_file())
        file = _nth(sorted(files), nth)
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
            _overwrite(file, file.read_bytes().replace(b"Hub", b"Hob"))

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
        self.try_to_build(output)
        self._put("garden.toml", before)

    @edit(texts=texts, output=outputs)
    def build_with_another_version(self, texts: dict[str, str], output: str) -> None:
        """One that reads notes and draws pages otherwise."""
        self._put_all(texts)
        with ExitStack() as patches:
            for place, value in _another_version().items():
                patches.enter_context(patch(place, value))
            self.try_to_build(output)

    @edit(texts=texts, share=nth, is_full=st.booleans(), is_undone=st.booleans())
    def interrupt_a_build(
        self, texts: dict[str, str], share: int, is_full: bool, is_undone: bool
    ) -> None:
        self._copy(self.vault, self.root / "old-vault")
        self._put_all(texts)
        self.left = max(1, self.operations * share // EVERY)
        error = OSError("a full disk") if is_full else Stopped()
        with suppress(Stopped, OSError):
            self.try_to_build("public", Disk(self.until(error)))
        self.left = 0
        if is_undone:
            self._copy(self.root / "old-vault", self.vault)

    @edit(texts=texts, static=statics, why=st.sampled_from(FORGETFUL), is_undone=st.booleans())
    def build_without_a_memory(
        self, texts: dict[str, str], static: dict[str, str], why: str, is_undone: bool
    ) -> None:
        with self._undone() if is_undone else nullcontext():
            self._put_all({**texts, **{f"static/{path}": text for path, text in static.items()}})
            match why:
                case "no cache":
                    self.try_to_build("public", cache=None)
                case "another cache":
                    self.try_to_build("public", cache=self.root / "another-cache")
                case "a full disk":
                    self.try_to_build("public", Disk(self._full_cache))
                case "a kill at the end":
                    with suppress(Stopped), patch("garden.drawing.remember", side_effect=Stopped):
                        self.try_to_build("public")
                case "a name that is no text":
                    self._put("static/\udcff.txt", "of which the author is told")
                    self.try_to_build("public")

    @edit(texts=texts, share=nth)
    def interrupt_the_preview(self, texts: dict[str, str], share: int) -> None:
        self._put_all(texts)
        self.left = max(1, self.operations * share // EVERY // 4)  # it reads, and does no more
        with suppress(OSError, *REFUSED):
            self.preview.refresh()
        self.left = 0

    @edit()
    def start_the_preview_anew(self) -> None:
        self.preview = self.new_preview()

    @edit(shown=st.sampled_from([0, 1, 2, 3, 7]))
    def look_at_a_part_of_the_preview(self, shown: int) -> None:
        self.shown = shown

    # --- how it is done -------------------------------------------------------------------------

    def start(self) -> None:
        self._put_all(edits.START)

    def mend(self) -> None:
        self._put_all(edits.START)
        shutil.rmtree(self.vault / "_theme", ignore_errors=True)
        shutil.rmtree(self.vault / ".obsidian", ignore_errors=True)

    def _note(self, nth: int) -> Path:
        return self._one(nth, ".md")

    def _one(self, nth: int, ending: str = "") -> Path:
        """One of the files of the vault that are no settings."""
        files = (f for f in files_of(self.vault) if f[0] not in "._" and f != "garden.toml")
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

    @contextmanager
    def _undone(self) -> Iterator[None]:
        """What is done to the vault meanwhile is undone: each file is the one that it was."""
        kept = self.vault.rename(self.root / "kept-vault")
        shutil.copytree(kept, self.vault)
        yield
        shutil.rmtree(self.vault)
        kept.rename(self.vault)

    def _full_cache(self, operation: Operation, path: Path) -> None:
        if operation in ("write", "replace") and path.is_relative_to(self.cache):
            raise OSError("a full disk")

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


def _another_version() -> Mapping[str, object]:
    parse, render = workers.parse, Theme.render

    def parse_otherwise(source: bytes, options: ParseOptions) -> Parsed:
        return parse(source + b"\n\n[[Hub]] of another version", options)

    def render_otherwise(theme: Theme, template: str, values: Mapping[str, Any]) -> str:
        return render(theme, template, values) + "<!-- of another version -->"

    return {
        "garden.memory._code_digest": lambda: "another",
        "garden.cache.reader_of": lambda options: b"another" + repr(options).encode(),
        "garden.parsing.parse": parse_otherwise,
        "garden.theme.Theme.render": render_otherwise,
    }
