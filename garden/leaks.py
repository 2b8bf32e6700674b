"""What an audit tells: each leak with its place; whose it is, only when asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from garden.layers import tokens
from garden.output import MANIFEST
from garden.report import plural
from garden.searched import Audited, Leak, Unsearched
from garden.sought import sought
from garden.terminal import visible

_SHOWN = 50  # leaks that are listed without being asked for more
_LONGEST = 80  # characters of a fact
_FACTS = {
    "title": "the title of {}",
    "path": "the path of {}",
    "folder name": "the folder of {}",
    "alias": "an alias of {}",
    "tag": "a tag that only {} has",
    "heading": "a heading of {}",
    "block id": "a block id of {}",
    "front matter": "front matter that is not shown, of {}",
    "text": "words of {}",
    "comment": "a comment in {}",
    "withheld": "words of {} that it shows to nobody",
    "file name": "the name of {}",
    "bytes": "what is in {}",
    "preview": "a page of the preview, which may show drafts: build the site anew",
}
_ENDS = {
    **dict.fromkeys(("file name", "bytes"), "a file that is not published"),
    **dict.fromkeys(("comment", "withheld"), "a published note"),
}


def text_of(found: Audited, site: Path, vault: str, *, verbose: bool) -> str:
    """The leaks, one a line, how much was searched for how much, and what was not.

    The last line says where the folder is no site of garden's.
    """
    lines = [*_leaks(found, site, vault, verbose=verbose)]
    lines += (_unsearched(one, site, found, verbose=verbose) for one in found.unsearched)
    return "\n".join((*lines, *_none_of_gardens(found, site)))


def _leaks(found: Audited, site: Path, vault: str, *, verbose: bool) -> Iterator[str]:
    searched = (
        f"{plural(found.files, 'file')} searched for what {plural(found.notes, 'unpublished note')}"
        f" and {plural(found.others, 'other file')} of {visible(vault)} hold"
    )
    if not found.leaks:
        where = "" if found.is_whole else " in what could be searched"
        yield f"nothing leaks{where} ({searched})"
        return
    lines = list(dict.fromkeys(_line(leak, site, found, verbose=verbose) for leak in found.leaks))
    listed = lines if verbose else lines[:_SHOWN]
    yield from listed
    if len(lines) > len(listed):
        yield f"and {plural(len(lines) - len(listed), 'more leak')}; -v lists every one"
    files = len({leak.file for leak in found.leaks})
    yield ""
    yield f"{plural(len(found.leaks), 'leak')} in {plural(files, 'file')} ({searched})"
    if not verbose:
        yield "-v names what leaks"


def _unsearched(one: Unsearched, site: Path, found: Audited, *, verbose: bool) -> str:
    return visible(f"{site / _file(one.name, found, verbose=verbose)}: not searched: {one.why}")


def _none_of_gardens(found: Audited, site: Path) -> Iterator[str]:
    if not found.has_pages:
        yield visible(f"{site} is no site: there is no page among its files")
    elif not found.is_gardens:
        said = f"there is no {MANIFEST} in it, which a copy may lack"
        yield visible(f"{site} is no site that garden has written: {said}")


def json_of(found: Audited, site: Path, vault: str, *, verbose: bool) -> str:
    """The same for machines: the shape that the guide documents. `site` is not in it."""
    rows = [_row(leak, found, verbose=verbose) for leak in found.leaks]
    counts = {"files": found.files, "withheld": found.notes, "others": found.others}
    unsearched = [
        {"file": _file(one.name, found, verbose=verbose), "why": one.why}
        for one in found.unsearched
    ]
    what = {"vault": vault, "pages": found.has_pages, "garden": found.is_gardens}
    whole = {**what, **counts, "unsearched": unsearched, "leaks": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _row(leak: Leak, found: Audited, *, verbose: bool) -> dict[str, Any]:
    place = {
        "file": _file(leak.file, found, verbose=verbose),
        "unit": leak.unit,
        "place": leak.place,
    }
    if leak.in_name:
        place |= {"unit": "name", "place": 0}
    fact = leak.fact if verbose else None
    whose = {"note": fact.path if fact else "", "text": fact.text if fact else ""}
    return {**place, "form": leak.form, "kind": leak.fact.kind, **whose}


def _file(name: str, found: Audited, *, verbose: bool) -> str:
    """A file; where its name is a leak itself, only the folders above that are none."""
    names = {other.file for other in found.leaks if other.in_name}
    if verbose or name not in names:
        return name
    return f"{_clean_folders(name, found)}…"


def _clean_folders(file: str, found: Audited) -> str:
    told = sought(other.fact for other in found.leaks if other.file == file and other.in_name)
    kept = ""
    for part in file.split("/")[:-1]:
        if any(told.found(tokens(kept + part))):
            break
        kept += f"{part}/"
    return kept


def _line(leak: Leak, site: Path, found: Audited, *, verbose: bool) -> str:
    where = str(site / _file(leak.file, found, verbose=verbose))
    if not leak.in_name and leak.fact.kind != "preview":
        where += f":{leak.place}" if leak.unit == "line" else f": byte {leak.place:,}"
    return visible(f"{where}: {''.join(_said(leak, verbose=verbose))}")


def _said(leak: Leak, *, verbose: bool) -> Iterator[str]:
    kind, fact = leak.fact.kind, leak.fact
    whose = _ENDS.get(kind, "an unpublished note")
    yield _FACTS[kind].format(fact.path if verbose else whose)
    if leak.in_name:
        yield " in the name of the file"
    if leak.form:
        yield f" ({leak.form})"
    if verbose and fact.text and kind not in ("path", "bytes"):
        cut = fact.text[:_LONGEST]
        yield f': "{cut}…"' if cut != fact.text else f': "{cut}"'
