"""`garden serve`: a preview, its server and its watcher together; what the terminal says."""

from __future__ import annotations

import gc
import sys
import time
import warnings
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from garden import report
from garden.address import Address, serving
from garden.bundled import themes_folder
from garden.chosen import Chosen, chosen, request_of
from garden.disk import Disk
from garden.edition import Edition
from garden.live import Live, State
from garden.model import Problem
from garden.obsidian import settings_files
from garden.paths import OVERRIDES
from garden.preview import Preview
from garden.reading import Request
from garden.serve import Options
from garden.terminal import look_of, progress_on, visible
from garden.watch import Watched, Watcher
from garden.why import redrawn

_NAMED = 5  # files in one line
_TOLD = 3  # new problems after one change
_ALL = ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed after `garden serve`."""

    vault: Path | None
    config_file: Path | None
    address: Address
    hosts: tuple[str, ...] = ()
    opens: bool = False
    drafts: bool = False
    polls: bool = False
    verbose: bool = False


def serve(wanted: Wanted) -> None:
    """Show a garden until Ctrl-C. Raises what `build` raises, if there is nothing to show yet."""
    place, disk = chosen(wanted.vault, wanted.config_file), Disk()

    def requested() -> Request:
        return _request(chosen(place.vault, wanted.config_file))

    preview = Preview(requested, disk, drafts=wanted.drafts)
    request = _request(place)
    # What is changed from now on is noticed, though it may be read already.
    with _watching(watched_of(request, place), disk, poll=wanted.polls) as watcher:
        with progress_on(sys.stderr) as progress:
            live = Live(preview, (place.vault, place.base), disk, progress)
        watcher.start()
        gc.freeze()  # what is there now stays: looking for cycles in it would take a third
        options = Options(
            tuple(host.casefold().removesuffix(".") for host in wanted.hosts),
            wanted.address.is_exposed,
            wanted.drafts,
            own_files(disk),
            disk,
        )
        with serving(wanted.address, live, options) as port:
            url = wanted.address.url(port)
            for line in _greeting(wanted, live.state.edition, url, port):
                click.echo(line)
            if wanted.opens:
                webbrowser.open_new_tab(url)
            try:
                _go_on(live, watcher, preview, place, verbose=wanted.verbose)
            except KeyboardInterrupt:
                click.echo("\nStopped.")


def _request(place: Chosen) -> Request:
    """What `garden build` would build, if it were called without options; never by others' code."""
    options = {"output": None, "jobs": None, "no_cache": False, "cache": None, "adopt": False}
    return replace(request_of(place, options), advise=_advise)


def own_files(disk: Disk) -> dict[str, bytes]:
    """The preview's own files by name."""
    folder = themes_folder() / "preview"
    found = disk.files(folder, lambda _, name, __: name.endswith((".json", "~")) or name[0] == ".")
    return {entry.path: disk.read(folder / entry.path) for entry in found}


def watched_of(request: Request, place: Chosen) -> Watched:
    theme = themes_folder() / request.config.theme.name
    folders = (request.vault, request.overrides, request.static, theme)
    outputs = (request.output, request.cache)
    own = (place.config_file, place.base / OVERRIDES, request.ledger)
    files = (*own, *settings_files(request.vault))
    return Watched(
        tuple(folder.absolute() for folder in folders if folder and folder.is_dir()),
        tuple(file.absolute() for file in files if file),
        tuple(path.absolute() for path in outputs if path),
    )


@contextmanager
def _watching(watched: Watched, disk: Disk, *, poll: bool) -> Iterator[Watcher]:
    warnings.filterwarnings("ignore", module=r"watchdog\.")  # pages of it, which help nobody
    watcher = Watcher(watched, disk, _advise, poll=poll)
    try:
        yield watcher
    finally:
        watcher.stop()


def _advise(text: str) -> None:
    click.echo(f"garden: {text}", err=True)


def _greeting(wanted: Wanted, edition: Edition, url: str, port: int) -> Iterator[str]:
    notes = report.plural(len(edition.grown.garden.notes), "note")
    if port != wanted.address.port and wanted.address.port:
        yield f"Port {wanted.address.port} is taken; this is the next that is free."
    drafts = f", {report.plural(len(edition.drafts), 'draft')} among them" if wanted.drafts else ""
    yield f"{notes}{drafts}: {url}"
    if wanted.address.is_exposed:
        host = wanted.address.hosts[0]
        where = "at every address of this machine" if host in _ALL else f"at {host}"
        yield f"Whoever can reach this machine can read the preview {where}, port {port}."
    if problems := len(report.listed(edition.report, verbose=wanted.verbose)):
        yield f"{report.plural(problems, 'problem')}; garden check shows each."
    yield "Changes show by themselves. Ctrl-C stops."


def _go_on(live: Live, watcher: Watcher, preview: Preview, place: Chosen, *, verbose: bool) -> None:
    state = live.state
    while watcher.wait():
        started = time.perf_counter()
        before, state = state, live.refresh()
        for line in news(before, state, place, time.perf_counter() - started, verbose=verbose):
            click.echo(line)
        if preview.request is not None:
            watcher.watch(watched_of(preview.request, place))


def news(
    before: State, state: State, place: Chosen, seconds: float, *, verbose: bool
) -> Iterator[str]:
    """What the terminal says of a change: what has changed, and which problems are new."""
    now = time.strftime("%H:%M:%S")
    stops = [fault for fault in state.faults if fault.stops]
    if stops and state.faults != before.faults:
        fault = stops[0]
        where = f"{fault.path}:{fault.line}: " if fault.line else f"{fault.path}: "
        yield visible(f"{now}  {where if fault.path else ''}{fault.message}")
        yield "          The last good site stays until this is mended."
    elif not stops and (
        state.edition.number != before.edition.number or state.serial != before.serial
    ):
        problems = report.listed(state.edition.report, verbose=verbose)
        counted = f"{report.plural(len(problems), 'problem')}, " if problems else ""
        yield visible(f"{now}  {_changed(state.edition)} ({counted}{seconds * 1000:,.0f} ms)")
        if state.edition.number != before.edition.number:
            yield from (f"          {line}" for line in redrawn(state.edition))
        known = set(map(_key, before.edition.problems))
        fresh = [p for p in problems if p.level != "info" and _key(p) not in known]
        yield from _problems(fresh, state.edition, place, verbose=verbose)


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.path, problem.rule, problem.message


def _changed(edition: Edition) -> str:
    """The names of what has changed; what is not public is only counted."""
    names = list(edition.changes[:_NAMED])
    if more := len(edition.changes) - len(names):
        names.append(f"{more:,} more")
    if edition.hidden:
        names.append(
            report.plural(edition.hidden, "file that is", "files that are") + " not public"
        )
    return ", ".join(names) or "all is well again"


def _problems(
    fresh: Sequence[Problem], edition: Edition, place: Chosen, *, verbose: bool
) -> Iterator[str]:
    near = report.with_near_names(fresh[:_TOLD], edition.grown.garden)
    if near:
        lines_of = report.lines_of(edition.grown, verbose=verbose)
        telling = report.Telling(look_of(sys.stdout), lines_of, place.name_of(edition.grown))
        yield report.text_of(near, telling)
    if len(fresh) > _TOLD:
        yield f"{len(fresh) - _TOLD:,} more are new; garden check shows each."
