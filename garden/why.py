"""Why a page is drawn again: what `garden serve` tells of it, and the text of `garden why`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from garden.answers import Answers
from garden.chosen import Chosen, shown
from garden.disk import Disk
from garden.drawing import Emitted, page_of, site_files
from garden.edition import Edition
from garden.explain import guess
from garden.grown import Grown, read_garden
from garden.http import host_of, is_allowed
from garden.memory import Memory, changed, how, is_remembered, maker_of, recall
from garden.model import Copy, Key, Page
from garden.output import check_cache, read_manifest
from garden.paths import DATA, out_path, url_key, url_of
from garden.phrases import because, in_short, phrase
from garden.progress import Progress, silent
from garden.reading import Request
from garden.report import plural
from garden.resolve import search
from garden.terminal import visible
from garden.theme import Theme
from garden.themes import read_theme

_LINES, _NAMED = 5, 3  # that are told of one change, and pages in one of them
_EVERY = "The next build draws every page"
_AGAIN = "The next build draws it again"

# What a file of the site is, by the module of its emitter; in braces what it is made of.
KINDS = {
    "notes": "the page of the note {0}",
    "folders": "the page of the folder {0}",
    "map": "the map",
    "tags": "the page of the tag {0}",
    "tagindex": "the list of all tags",
    "recent": "the list of recent notes",
    "mostlinked": "the list of the notes that are linked to most",
    "orphans": "the list of notes without links",
    "backlinks": "a further page of what links to {0}",
    "graph": "a file of the graph",
    "home": "the home page that garden makes",
    "redirects": "a page that leads on to {0}",
    "notfound": "the page for what is not there",
    "feed": "a feed",
    "search": "what the search looks things up in",
    "sitemap": "a list for search engines",
    "manifest": "what the site is called where it is installed",
    "headers": "what hosts are told to send along with pages",
    "explorer": "the tree of all notes, which the explorer shows",
    "addresses": "the addresses of all notes, for the way to a random one",
}


def redrawn(edition: Edition) -> Iterator[str]:
    """The pages that were looked at and are not the same any more, those with one reason together.

    Nothing is named that is neither on this site nor was on the last (rule PRV39).
    """
    if edition.looks_new:
        yield "redraws every page"
    groups: dict[tuple[bool, tuple[Key, ...]], list[str]] = {}
    for out in sorted(edition.redrawn):
        if out.startswith(f"{DATA}/"):  # what scripts fetch is no page
            continue
        groups.setdefault((out in edition.files, edition.redrawn[out]), []).append(out)
    for (is_there, keys), outs in list(groups.items())[:_LINES]:
        yield visible(_redrawn(outs, keys, is_there=is_there))
    if rest := sum(map(len, list(groups.values())[_LINES:])):
        yield f"and {plural(rest, 'more page')}"


def _redrawn(outs: Sequence[str], keys: Sequence[Key], *, is_there: bool) -> str:
    more = f" and {len(outs) - _NAMED:,} more" if len(outs) > _NAMED else ""
    names = ", ".join(f"/{url_of(out)}" for out in outs[:_NAMED]) + more
    if not is_there:
        return f"takes {names} off the site"
    return f"redraws {names} {because(keys) if keys else 'because another page stands there now'}"


@dataclass(frozen=True, slots=True)
class _Site:
    """The site that the next build would make, and what is remembered of the last."""

    request: Request
    output: Path
    grown: Grown
    theme: Theme
    files: dict[str, bytes | Emitted]
    answers: Answers
    memory: Memory


def explained(
    place: Chosen, request: Request, typed: str, progress: Progress = silent
) -> tuple[bool, str]:
    """Whether the site has the page that was `typed`, and what it depends on.

    Raises what `build` raises before it draws. No site is written.
    """
    assert request.output is not None, "a build has an output"
    disk = Disk()
    if request.cache is not None:
        check_cache(request.vault, request.output, request.cache)
    grown = read_garden(request, disk, progress)
    theme = request.theme or read_theme(request, disk)
    files, _ = site_files(grown.garden, theme)
    memory = recall(disk, request.cache, request.output, how(request.config, theme))
    answers = Answers(grown.garden)
    site = _Site(request, request.output, grown, theme, files, answers, memory)
    out = _named(site, place, typed)
    if out is None:
        near = guess(typed, [f"/{url_of(out)}" for out in files] + list(grown.garden.notes))
        return False, visible(f'the site has no page "{typed}"{near}')
    return True, "\n".join(map(visible, _lines(site, disk, out)))


def _named(site: _Site, place: Chosen, typed: str) -> str | None:
    """The file of the site that is meant: by an address, by its place, or by its note."""
    keys = {url_key(url_of(out)): out for out in site.files}
    addressed = keys.get(url_key(_path(site, typed).strip("/")))
    if typed.strip("/") != typed or not typed or "://" in typed:
        return addressed
    garden = site.grown.garden
    name = place.inside(typed, site.grown)
    found = search(garden.names, "", name, aliases=garden.config.links.aliases).pick
    return out_path(garden.urls[found]) if found and found in garden.urls else addressed


def _path(site: _Site, typed: str) -> str:
    """The path on the site in an address of it, in one of a preview, or in a file's place."""
    base, parts = site.request.config.site.base_url, urlsplit(typed)
    if parts.scheme in ("http", "https"):
        is_here = is_allowed(host_of(parts.netloc), ())
        inside = base and f"{typed}/".startswith(f"{base.rstrip('/')}/")
        path = typed[len(base.rstrip("/")) :] if inside else parts.path if is_here else "//"
        return unquote(path.partition("#")[0].partition("?")[0])
    file = Path(typed).resolve()
    output = site.output.resolve()
    return file.relative_to(output).as_posix() if file.is_relative_to(output) else unquote(typed)


def _lines(site: _Site, disk: Disk, out: str) -> Iterator[str]:
    file = site.files[out]
    yield f"/{url_of(out)} is {_kind(file)}, in {shown(site.output / out)}"
    if not isinstance(file, Page):
        yield "Each build makes it anew, and writes it only if it differs."
        return
    known = out in site.memory.pages
    asked = _remembered(site.memory, out) if known else _asked(site, file)
    different = changed(site.memory, site.answers, out) if known else ()
    yield f"It depends on{' (* has changed since the last build)' if different else ''}:"
    for key in asked:
        yield f"{'*' if key in different else ' '} {phrase(key)}"
        if key in different and (now := _now(site.answers, key)):
            yield f"      now: {now}"
    yield _verdict(site, disk, file, different)


def _kind(file: bytes | Emitted) -> str:
    if isinstance(file, bytes):
        return "a file of the theme"
    if isinstance(file, Copy):
        wide = f", {file.width:,} pixels wide" if file.width else ""
        return f"a copy of {'static/' if file.root == 'static' else ''}{file.source}{wide}"
    draw = file.draw if isinstance(file, Page) else file.make
    function, arguments = (draw.func, draw.args) if isinstance(draw, partial) else (draw, ())
    return KINDS[function.__module__.rpartition(".")[2]].format(*arguments)


def _remembered(memory: Memory, out: str) -> tuple[Key, ...]:
    return tuple(memory.questions[i] for i in memory.pages[out].asked)


def _asked(site: _Site, page: Page) -> tuple[Key, ...]:
    return page_of(page, site.grown, site.theme, site.answers)[1]


def _now(answers: Answers, key: Key) -> str:
    """An answer in short; nothing for the words of a note, of which only a digest is the answer."""
    if key[0] == "text":
        return ""
    try:
        return in_short(answers.to(key)) or "nothing"
    except (KeyError, IndexError):
        return "there is no such thing any more"


def _verdict(site: _Site, disk: Disk, page: Page, different: Sequence[Key]) -> str:
    """What the next build does with a page, and why; it decides in the same order."""
    before = read_manifest(disk, site.output)
    if before is None:
        return f"{_EVERY}: there is no site in {shown(site.output)} yet."
    if not before.whole:
        return f"{_EVERY}: the last one was interrupted."
    if not site.memory.pages:
        if is_remembered(site.request.cache, site.output):
            return f"{_EVERY}: the configuration, the theme or garden itself is another."
        return f"{_EVERY}: of the last one nothing is kept in this cache."
    drawn = site.memory.pages.get(page.out)
    if drawn is None:
        return "The next build draws it: it is new."
    if drawn.maker != maker_of(page):
        return f"{_AGAIN}, because another page stood there."
    if different:
        return f"{_AGAIN}, {because(different)}."
    if disk.stamp(site.output / page.out) != drawn.stamp:
        return f"{_AGAIN}, because its file is missing or has been changed."
    return "The next build leaves it as it is."
