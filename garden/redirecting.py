"""`garden redirects`: writes the ledger of the addresses that were public, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from garden.chosen import Chosen, output_of, read_only, shown
from garden.config import ConfigError
from garden.disk import Disk
from garden.grown import Grown, read_garden
from garden.ledger import HEADER, Of, fingerprint, text_of, updated
from garden.paths import is_note
from garden.progress import Progress, silent
from garden.reading import refuse_in_site, text_in
from garden.renamed import owners
from garden.report import plural


def update(place: Chosen, file: Path, disk: Disk, progress: Progress = silent) -> Iterator[str]:
    """Write what is public now into the ledger `file`, and tell it in lines.

    Raises `ConfigError` for a file that is no ledger, and what `read_garden` raises.
    """
    refuse_in_site(file, (output_of(place, None),))
    source = disk.read_if_there(file) or b""
    _refuse_other(source, file)
    request = replace(read_only(place), ledger=file if source else None)
    grown = read_garden(request, disk, progress)
    vault = grown.growth.vault
    before = vault.ledger
    after = updated(before, _public(grown, disk), owners(grown.garden, before, vault.texts))
    content = text_of(after).encode(errors="surrogatepass")
    if content != source:
        disk.write(file, content)
    new = len(after.entries) - len(before.entries)
    yield f"{plural(len(after.entries), 'address', 'addresses')} in {file}, {new:,} of them new."
    if place.ledger is None or place.ledger.resolve() != file.resolve():
        line = f"ledger = {json.dumps(_as_named(place, file), ensure_ascii=False)}"
        yield f"  Have builds use it:  write {line} under [urls] into {shown(place.config_file)}"


def _as_named(place: Chosen, file: Path) -> str:
    """A file as the configuration names it: from its own folder, if it lies there."""
    real, base = file.resolve(), place.base.resolve()
    return (real.relative_to(base) if real.is_relative_to(base) else real).as_posix()


def _refuse_other(source: bytes, file: Path) -> None:
    if is_note(file.name):
        raise ConfigError(f"{file} would be a note; choose a name such as addresses.txt")
    if source and not text_in(source, file).startswith(HEADER):
        raise ConfigError(f'{file} is no ledger: its first line is not "{HEADER}"; choose another')


def _public(grown: Grown, disk: Disk) -> dict[str, Of]:
    """The addresses of the published notes, and what will tell each note again."""
    garden, real = grown.garden, grown.real
    return {
        garden.urls[path]: Of(path, fingerprint(disk.read(real[path]))) for path in garden.notes
    }
