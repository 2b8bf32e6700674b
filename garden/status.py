"""What the next build would change of what is public: the text of `garden status`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from garden.changes import change, pages_of_notes, shown
from garden.chosen import Chosen, read_only
from garden.chosen import shown as shown_path
from garden.disk import Disk
from garden.grown import Grown, read_garden
from garden.output import Manifest, read_manifest
from garden.progress import Progress, silent
from garden.report import plural


def status(
    place: Chosen, output: Path, disk: Disk, progress: Progress = silent
) -> tuple[dict[str, str], Iterator[str]]:
    """The pages that would be public, and in lines how they differ from the site in `output`.

    Nothing is written. Raises what `read_garden` raises.
    """
    grown = read_garden(read_only(place), disk, progress)
    notes = pages_of_notes(grown.garden)
    return notes, _lines(grown, notes, read_manifest(disk, output), shown_path(output))


def addresses(notes: dict[str, str]) -> Iterator[str]:
    """The pages by their addresses, as the file of `--expect-public` has them."""
    yield from shown(notes)


def _lines(
    grown: Grown, notes: dict[str, str], before: Manifest | None, output: str
) -> Iterator[str]:
    withheld = len(grown.report.withheld)
    kept = f", {withheld:,} withheld" if withheld else ""
    yield f"{plural(len(notes), 'note')} to be public{kept}."
    if before is None:
        yield f"There is no site in {output} yet, so all of them would be newly public."
    else:
        if not before.whole:
            yield f"The last build of {output} was interrupted; the next has its removals to do."
        elif _is_of_another(grown, before):
            yield f"No note of the site in {output} is in this vault: it seems to be of another."
        yield from _changes(before, notes, grown.garden.redirects, output)
    vanished = [p.message for p in grown.report.problems if p.rule == "url-vanished"]
    yield from _listed("address of the ledger leads nowhere", vanished, "addresses lead nowhere")


def _is_of_another(grown: Grown, before: Manifest) -> bool:
    """Whether a site knows the paths of its notes, and none is in the vault, public or not."""
    paths = {path for path in before.known.values() if path}
    return bool(paths) and paths.isdisjoint(grown.real)


def _changes(
    before: Manifest, notes: dict[str, str], redirects: Mapping[str, str], output: str
) -> Iterator[str]:
    found = change(before.known, notes, redirects)
    if not found:
        yield f"That is what is public in {output}."
    yield from _listed("page newly public", found.newly_public, "pages newly public")
    yield from _listed("page no longer public", found.no_longer_public, "pages no longer public")
    moved = [f"{old} is now {new}" for old, new in found.moved]
    yield from _listed("page at another address", moved, "pages at other addresses")


def _listed(one: str, names: tuple[str, ...] | list[str], many: str) -> Iterator[str]:
    if names:
        yield f"{plural(len(names), one, many)}:"
        yield from (f"  {name}" for name in names)
