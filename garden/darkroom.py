"""The files of a site that are made of pictures: without metadata, upright, narrower.

What Pillow makes is kept in the cache, each file under a hash of the picture and of all that it
was made with, and believed only when its own hash fits (rule OUT5).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from threading import Lock

from garden import shrinking
from garden.config import Images
from garden.disk import Disk
from garden.image import cleaned
from garden.image.svg import harmless
from garden.model import Copy
from garden.output import Derived
from garden.pictures import Examined, Looked
from garden.progress import Progress, counted, silent
from garden.seal import opened, sealed
from garden.shrinking import MOST_PIXELS, narrower, upright

_FOLDER = "pictures"
_NAME = re.compile(r"[0-9a-f]{64}")
_TURNING = ("jpeg", "png", "webp")


@dataclass(frozen=True, slots=True)
class Darkroom:
    """The pictures of a vault as they were looked at, and where what is made of them is kept.

    If it `disarms`, drawings in SVG are published without what runs or loads.
    """

    disk: Disk
    config: Images
    looked: Mapping[str, Looked] = field(default_factory=dict)
    folder: Path | None = None
    disarms: bool = False
    lock: Lock = field(default_factory=Lock, compare=False)

    def content(self, copy: Copy, place: Path) -> Path | Derived:
        """What a copy of a file of the vault holds: that file, or what is made of it."""
        looked = self.looked.get(copy.source)
        if self.disarms and copy.source.lower().endswith(".svg"):  # browsers go by the name
            stamp = looked.stamp if looked else ()
            return Derived(lambda: self._harmless(self.disk.read(place)), place, stamp)
        if looked is None or not (copy.width or self._is_changed(looked.found)):
            return place
        make = partial(self._made, place, looked.found, copy.width)
        return Derived(make, place, looked.stamp)

    def _harmless(self, drawing: bytes) -> bytes:
        known = cleaned(drawing) if self.config.metadata == "strip" else None
        return harmless(known.clean if known else drawing)

    def develop(
        self, copies: Iterable[tuple[Copy, Path]], threads: int, progress: Progress = silent
    ) -> None:
        """Have in the cache all that Pillow makes of some copies: several at once."""
        if self.folder is None:
            return
        todo = dict[Path, tuple[Path, Examined, int]]()
        for copy, place in copies:
            looked = self.looked.get(copy.source)
            if looked and (copy.width or self._is_turned(looked.found)):
                kept = self._place(looked.found, copy.width)
                if kept is not None and not kept.is_file():
                    todo[kept] = place, looked.found, copy.width
        if not todo:
            return
        pool = ThreadPoolExecutor(threads) if threads > 1 else None
        try:
            made = (pool.map if pool else map)(self._prepare, todo.values())
            for _ in counted(made, "preparing pictures", len(todo), progress, step=1):
                pass
        finally:
            if pool:
                pool.shutdown(cancel_futures=True)

    def forget_others(self, copies: Iterable[Copy]) -> None:
        """Let the cache hold nothing but what some copies are made of."""
        if self.folder is None or not (self.folder / _FOLDER).is_dir():
            return
        current = {place.name for place in self._places(copies)}
        with suppress(OSError):
            for entry in self.disk.files(self.folder / _FOLDER, lambda *_: False):
                if _NAME.fullmatch(entry.path) and entry.path not in current:
                    self.disk.delete(self.folder / _FOLDER / entry.path)

    def _places(self, copies: Iterable[Copy]) -> Iterator[Path]:
        for copy in copies:
            looked = self.looked.get(copy.source)
            place = self._place(looked.found, copy.width) if looked else None
            if place is not None:
                yield place

    def _is_changed(self, found: Examined) -> bool:
        """Whether a picture is not published as it is."""
        return self._is_turned(found) or (
            self.config.metadata == "strip" and found.is_known and not found.is_clean
        )

    def _is_turned(self, found: Examined) -> bool:
        return (
            self.config.metadata == "strip"
            and found.orientation > 1
            and found.kind in _TURNING
            and not found.is_animated
            and found.width * found.height <= MOST_PIXELS
            and bool(shrinking.pillow())
        )

    def _prepare(self, one: tuple[Path, Examined, int]) -> None:
        self._made(*one)

    def _made(self, place: Path, found: Examined, width: int) -> bytes:
        """What becomes of a picture; from the cache, if it is there."""
        kept = self._place(found, width) if width or self._is_turned(found) else None
        if kept is not None and (known := self._read(kept)) is not None:
            return known
        original = self.disk.read(place)
        data = self._developed(original, found, width)
        if kept is not None and hashlib.sha256(original).digest() == found.digest:
            self._keep(kept, data)
        return data

    def _developed(self, original: bytes, found: Examined, width: int) -> bytes:
        known = cleaned(original)
        clean = known.clean if known else original
        if width:
            return narrower(clean, width, self.config.quality)
        return upright(clean, found.kind) if self._is_turned(found) else clean

    def _place(self, found: Examined, width: int) -> Path | None:
        """Where in the cache something is, or would be."""
        if self.folder is None:
            return None
        how = (_recipe(), shrinking.pillow(), width, self.config.quality if width else 0)
        key = hashlib.sha256(found.digest + repr(how).encode()).hexdigest()
        return self.folder / _FOLDER / key

    def _read(self, place: Path) -> bytes | None:
        """What the cache has at a place, if it is what was put there."""
        with suppress(OSError):
            return opened(self.disk.read_if_there(place) or b"", place.name.encode())
        return None

    def _keep(self, place: Path, data: bytes) -> None:
        """Put something into the cache; a full disk costs no more than that."""
        with suppress(OSError), self.lock:  # two may want the same at once
            assert self.folder is not None, "what has a place has a folder"
            self.disk.make_private_folder(self.folder)
            self.disk.write(place, sealed(data, place.name.encode()))


@cache
def _recipe() -> str:
    """A hash of all of our own code that decides what becomes of a picture."""
    disk, root = Disk(), Path(__file__).parent
    files = [root / "shrinking.py", Path(__file__), *sorted((root / "image").rglob("*.py"))]
    return hashlib.sha256(b"".join(map(disk.read, files))).hexdigest()
