"""Where the addresses of the ledger lead now: to the note that each belongs to, if it is public.

Only published notes decide. What is private is not led to, and changes no redirect.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from garden.ledger import Entry, Gone, Ledger, Of, To
from garden.model import Garden, Problem, Span
from garden.paths import fold, is_free, stem_of, take_url, url_key
from garden.rules import problem
from garden.urls import Addresses, is_owned

_NAMELESS = ("index", "readme")  # many notes are called so: it tells nothing of which is which


@dataclass(frozen=True, slots=True)
class _Known:
    """Which notes answer to what. The paths of new ones are not in the ledger."""

    notes: Container[str]
    urls: Mapping[str, str]  # URL of a note → its path
    entries: Mapping[str, Entry]  # by URL
    aliases: Mapping[str, set[str]]  # by folded alias
    texts: Mapping[str, set[str]]  # notes by the print of a text that another one had
    names: Mapping[str, set[str]]  # new notes by folded name


def with_leads(
    garden: Garden,
    given: Addresses,
    ledger: Ledger,
    texts: Mapping[str, str],
) -> tuple[Garden, list[Problem]]:
    """The garden with redirects from the addresses of the ledger, and those that lead nowhere.

    A page that stands at one of them wins; nothing takes the home page.
    """
    known, problems = _known(garden, ledger, texts), []
    standing = {url_key(url): url for url in garden.urls.values()}
    redirects = dict(garden.redirects)
    for entry in ledger.entries:
        url, there = entry.url, standing.get(url_key(entry.url))
        if url in ("", there) or isinstance(entry.end, Gone) or is_owned(url):
            continue
        if there is not None:
            problems.append(_respelled(ledger, entry, there))
        elif is_free(url, given.taken):
            if path := _leads_to(entry, known):
                take_url(url, given.taken)
                redirects[url] = path
            else:
                problems.append(_vanished(ledger, entry, _why(entry)))
    return replace(garden, redirects=redirects), problems


def owners(garden: Garden, ledger: Ledger, texts: Mapping[str, str]) -> dict[str, str]:
    """The paths of the public notes that addresses of the ledger belong to, by these.

    It does not matter what stands there now: that may go away again.
    """
    known = _known(garden, ledger, texts)
    ends = ((entry.url, entry.end) for entry in ledger.entries)
    found = ((url, next(_belongs_to(end, known), "")) for url, end in ends if isinstance(end, Of))
    return {url: path for url, path in found if path}


def _known(garden: Garden, ledger: Ledger, texts: Mapping[str, str]) -> _Known:
    if not ledger.entries:
        return _Known((), {}, {}, {}, {}, {})
    paths = {entry.end.path for entry in ledger.entries if isinstance(entry.end, Of)}
    new = [path for path in garden.notes if path not in paths]
    aliases = (
        (fold(alias), path)
        for path, note in garden.notes.items()
        for alias in note.doc.meta.aliases
    )
    return _Known(
        garden.notes,
        {garden.urls[path]: path for path in garden.notes},
        {entry.url: entry for entry in ledger.entries},
        _gathered(aliases),
        _gathered((text, path) for path, text in texts.items() if path in garden.notes),
        _gathered((fold(stem_of(path)), path) for path in new),
    )


def _gathered(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for key, path in pairs:
        found[key].add(path)
    return found


def _leads_to(entry: Entry, known: _Known) -> str:
    """The note that an address leads to, empty for none; the author may lead on several times."""
    seen = {entry.url}
    while isinstance(entry.end, To):
        url = entry.end.url
        if url in known.urls:
            return known.urls[url]
        if url in seen or url not in known.entries:
            return ""
        seen.add(url)
        entry = known.entries[url]
    return next(_belongs_to(entry.end, known), "") if isinstance(entry.end, Of) else ""


def _belongs_to(end: Of, known: _Known) -> Iterator[str]:
    """The note of an address: of the same path, else the only one that has its text now, else the

    only new one of the same name, else the only one that says it was called so.
    """
    if end.path in known.notes:
        yield end.path
    name = fold(stem_of(end.path))
    groups = [known.texts.get(end.text, set())] if end.text else []
    groups += [known.names.get(name, set())] if name not in _NAMELESS else []
    groups += [known.aliases.get(name, set())]
    yield from (next(iter(group)) for group in groups if len(group) == 1)


def _why(entry: Entry) -> str:
    """What has become of an address: the same for a note that is private, and for none (PRV35)."""
    match entry.end:
        case To(url):
            return f"leads on to /{url}, where no note is"
        case _:
            return "was public, and no public note is there now"


def _vanished(ledger: Ledger, entry: Entry, message: str) -> Problem:
    line = f"/{entry.url} ->"
    hint = f'write "{line} /new/" in its place, with the address of a note, or "{line} gone"'
    return _told(ledger, entry, message, hint)


def _respelled(ledger: Ledger, entry: Entry, there: str) -> Problem:
    """Of an address that differs from that of a page in capitals alone. It cannot lead on: on many

    disks the page itself stands there.
    """
    message = f"is now /{there}, and some hosts tell these apart"
    hint = f'write "/{entry.url} -> gone" in its place: no redirect can stand beside that page'
    return _told(ledger, entry, message, hint)


def _told(ledger: Ledger, entry: Entry, message: str, hint: str) -> Problem:
    said = f"/{entry.url} {message}"
    return problem("url-vanished", ledger.name, said, hint, span=Span(entry.line))
