"""The pictures that the plugin Excalidraw has exported of a drawing: they lie beside its note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from garden.model import Drawing, Garden, Names
from garden.paths import fold, is_image, name_of, stem_of
from garden.resolve import search, search_of

_ENDINGS = (".svg", ".png")
_OWN = ".excalidraw"  # with which the names of drawings may end, before `.md`


def drawing(garden: Garden, source: str, target: str) -> Drawing | None:
    """The drawing that a link in the note at `source` leads to; None where it leads to another."""
    path = search_of(garden, source, target).pick
    if path is None or path not in garden.notes or not garden.notes[path].doc.is_drawing:
        return None
    light, dark = (garden.urls.get(found, "") for found in exports(garden.names, path))
    return Drawing(garden.notes[path].title, garden.urls[path], light, dark)


def exports(names: Names, path: str) -> tuple[str, str]:
    """The picture of the drawing at `path` for the day, and that for the night; empty for none.

    One that is made for neither is for the day.
    """
    for ending, stem in product(_ENDINGS, _stems(path)):
        light = _file(names, f"{stem}.light{ending}") or _file(names, f"{stem}{ending}")
        dark = _file(names, f"{stem}.dark{ending}")
        if light or dark:
            return light, dark
    return "", ""


def exported(paths: Iterable[str], files: Iterable[str]) -> Iterator[str]:
    """Those of the files that may be pictures of the drawings at `paths`."""
    stems = {stem for path in paths for stem in _stems(path)}
    schemes = ("", ".light", ".dark")
    wanted = {fold("".join(parts)) for parts in product(stems, schemes, _ENDINGS)}
    return (path for path in files if fold(path) in wanted) if wanted else iter(())


def is_named_drawing(path: str) -> bool:
    """Whether a note is called as drawings are."""
    return fold(stem_of(path)).endswith(_OWN)


def _stems(path: str) -> tuple[str, ...]:
    """The path of a note without its ending, and without that of drawings."""
    stem = f"{path.removesuffix(name_of(path))}{stem_of(path)}"
    return (stem, stem[: -len(_OWN)]) if is_named_drawing(path) else (stem,)


def _file(names: Names, path: str) -> str:
    pick = search(names, "", f"/{path}").pick
    return pick if pick and is_image(pick) else ""
