"""One resolver for every kind of link (rows R01 to R16), and the anchors of a note (L04 to L08)."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from garden.model import (
    Ambiguous,
    BlockId,
    Found,
    Garden,
    Heading,
    Missing,
    Names,
    Note,
    Outcome,
    Search,
    TargetKind,
)
from garden.paths import (
    file_kind,
    fold,
    folder_of,
    heading_key,
    heading_slug,
    is_note,
    name_of,
    nfc,
    stem_of,
)

NOTHING = Search((), "nothing fits")


def names_of(paths: Iterable[str], aliases: Mapping[str, Sequence[str]]) -> Names:
    """The index that links are resolved in. `aliases` are those of each note, by its path."""
    whole: defaultdict[str, list[str]] = defaultdict(list)
    files: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(paths):
        for key in dict.fromkeys((fold(path), fold(_without_ending(path)))):
            whole[key].append(path)
        for key in dict.fromkeys((fold(name_of(path)), fold(stem_of(path)))):
            files[key].append(path)
    known: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(aliases):
        for alias in dict.fromkeys(map(fold, aliases[path])):
            known[alias].append(path)
    return Names(_frozen(whole), _frozen(files), _frozen(known))


def _frozen(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def search(names: Names, source: str, target: str, *, aliases: bool = True) -> Search:
    """The files that answer `target` in a link of the note at `source`."""
    if not target:
        return Search((source,), "the note itself")
    target, folder = nfc(target), folder_of(source)
    if target in (".", "..") or target.startswith(("./", "../")):
        wanted = posixpath.normpath(posixpath.join(folder, target))
        return _exact(names, wanted, "relative path") or _folder_note(names, wanted)
    if target.startswith("/"):
        wanted = target.strip("/")
        return _exact(names, wanted, "path from the root") or _folder_note(names, wanted)
    if "/" not in target and len(only := names.files.get(fold(target), ())) == 1:
        return Search(only, "the only one" if folder_of(only[0]) else "exact path")
    found = _exact(names, target, "exact path")
    if not found.candidates:
        found = _by_ending(names, folder, target)
    if not found.candidates and aliases:
        known = names.aliases.get(fold(target), ())
        found = Search(known, "alias") if known else NOTHING
    return found


def search_of(garden: Garden, source: str, target: str) -> Search:
    """The files that answer `target` in the note at `source`, as a rule known from growing."""
    found = garden.searches.get(source, {}).get(target)
    if found is not None:
        return found
    return search(garden.names, source, target, aliases=garden.config.links.aliases)


def _folder_note(names: Names, folder: str) -> Search:
    """The note that stands for a folder, when an address names the folder."""
    inside = "" if folder in ("", ".") else f"{folder}/"
    own = _exact(names, f"{inside}{name_of(folder)}", "folder note") if inside else NOTHING
    return _exact(names, f"{inside}index", "folder note") or own


def _fitting(names: Names, target: str) -> list[str]:
    """Files of the right name; where one fits in the case of letters too, only such (R13)."""
    files = names.files.get(fold(name_of(target)), ())
    same_case = [path for path in files if name_of(target) in (name_of(path), stem_of(path))]
    return same_case or list(files)


def _exact(names: Names, target: str, rule: str) -> Search:
    fits: Sequence[str] = names.paths.get(fold(target), ())
    same_case = [p for p in fits if target in (p, _without_ending(p))]
    fits = sorted(same_case or fits, key=_shortest)
    if len(fits) > 1 and not same_case:
        rule = "first by name"  # they differ in the case of letters alone (R13)
    return Search(tuple(fits), rule) if fits else NOTHING


def _by_ending(names: Names, folder: str, target: str) -> Search:
    end = fold("/" + target)
    fits = [
        path
        for path in _fitting(names, target)
        if fold("/" + path).endswith(end) or fold("/" + _without_ending(path)).endswith(end)
    ]
    if len(fits) < 2:
        return Search(tuple(fits), "the only one") if fits else NOTHING
    below = f"{folder}/" if folder else ""
    fits.sort(key=lambda path: (not path.startswith(below), *_shortest(path)))
    return Search(tuple(fits), _deciding(fits[0], fits[1], below))


def _deciding(best: str, second: str, below: str) -> str:
    """The rule by which the first of two paths is taken: what lies `below` comes first (R15)."""
    if best.startswith(below) and not second.startswith(below):
        return "same folder" if folder_of(best) == below.rstrip("/") else "below its folder"
    return "shortest path" if len(best) < len(second) else "first by name"


def _shortest(path: str) -> tuple[int, str]:
    return len(path), path


def _without_ending(path: str) -> str:
    return path.rpartition(".")[0] if is_note(path) else path


def outcome(urls: Mapping[str, str], found: Search, anchor: str) -> Outcome:
    """What a search means for a page; `anchor` is an id on the page that was found."""
    pick = found.pick
    if pick is None or pick not in urls:
        return Missing()
    target = Found(urls[pick], _kind(pick), anchor)
    return Ambiguous(target, found.candidates) if found.is_guess else target


def _kind(path: str) -> TargetKind:
    if is_note(path):
        return "note"
    return file_kind(path)


def anchor_id(note: Note, anchor: str) -> str | None:
    """The id of the heading, block or HTML element that `anchor` names; None for none."""
    if anchor.startswith("^"):
        block = block_at(note, anchor)
        return block.id if block else None
    at = heading_at(note, anchor)
    if at is not None:
        return note.doc.outline[at].id
    return anchor if anchor in note.doc.html_ids else None


def block_at(note: Note, anchor: str) -> BlockId | None:
    """The block that `^name` names, in any case of letters (row L08)."""
    return note.blocks.get(fold(anchor))


def heading_at(note: Note, anchor: str) -> int | None:
    """The heading that `A#B` names: a B that lies under an A (L06), by text, else by id (M06).

    It is an index into the outline.
    """
    wanted = [heading_key(part) for part in anchor.split("#")]
    known = note.headings.get(wanted[-1], ())
    if len(wanted) == 1:
        return known[0] if known else _heading_with_id(note, anchor)
    return _below(note.doc.outline, 0, 0, wanted) if known else None


def _heading_with_id(note: Note, anchor: str) -> int | None:
    slug = heading_slug(anchor)
    return next((i for i, h in enumerate(note.doc.outline) if h.id == slug), None)


def _below(outline: Sequence[Heading], start: int, level: int, wanted: Sequence[str]) -> int | None:
    for i in range(start, len(outline)):
        heading = outline[i]
        if level and heading.level <= level:
            return None
        if heading.key != wanted[0]:
            continue
        if len(wanted) == 1:
            return i
        found = _below(outline, i + 1, heading.level, wanted[1:])
        if found is not None:
            return found
    return None
