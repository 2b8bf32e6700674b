"""Who links to whom: every link of every note is looked up once, when the garden is grown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from garden.drawings import exports
from garden.hostfiles import is_of_repository
from garden.model import (
    NOWHERE,
    Doc,
    Garden,
    Link,
    Mention,
    Note,
    Parsed,
    Problem,
    Search,
    Span,
    links_of,
)
from garden.navigation import site_links
from garden.paths import fold, is_image, is_not_drawn_yet, is_note, name_of, natural_key
from garden.properties import shown_properties
from garden.resolve import names_of, search
from garden.rules import problem
from garden.text.targets import is_external, split_address
from garden.urls import Addresses, add_files, add_narrower, backlink_urls, pages_of_backlinks


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A link of a note, where its line is, and the backlink that it would make."""

    link: Link
    span: Span
    mention: Mention | None = None


@dataclass(slots=True)
class _Found:
    """What the links of all notes lead to."""

    searches: dict[str, dict[str, Search]] = field(default_factory=dict)
    mentions: defaultdict[str, dict[tuple[str, int, int], Mention]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    outbound: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    files: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)  # the pictures among them that a page shows
    count: int = 0


def linked(garden: Garden, given: Addresses, footer: Parsed) -> tuple[Garden, int]:
    """The garden with the URLs of its attachments, and with who links to whom; how many links."""
    found, aliases = _Found(), garden.config.links.aliases
    for path, note in garden.notes.items():
        _follow(garden, note, found.searches.setdefault(path, {}), found)
    for link in site_links(garden.config, footer):
        pick = search(garden.names, "", link.target, aliases=aliases).pick
        if pick and not is_note(pick):
            _reach(found, pick, is_shown=link.kind == "image")
    add_files(given, found.files)
    add_narrower(given, found.shown, garden.config.images.widths)
    inbound = _by_source(garden, found.mentions)
    further = backlink_urls(given, inbound)
    return replace(
        garden,
        urls={**given.notes, **given.files},
        narrower=given.narrower,
        searches=found.searches,
        inbound=inbound,
        outbound={path: tuple(targets) for path, targets in found.outbound.items()},
        backlink_urls=further,
    ), found.count


def relinked(garden: Garden, before: Garden, paths: Sequence[str]) -> tuple[Garden, int] | None:
    """`garden` after the texts of some notes have changed since `before`; how many links more.

    None when more changes by that than who links to whom: the files of the site, or their URLs.
    """
    was, now = _Found(), _Found()
    for path in paths:
        _follow(before, before.notes[path], {}, was)
        _follow(garden, garden.notes[path], now.searches.setdefault(path, {}), now)
    inbound = dict(before.inbound)
    for target in was.mentions.keys() | now.mentions.keys():
        groups = _regrouped(garden, inbound.get(target, ()), now.mentions[target], set(paths))
        if pages_of_backlinks(groups) != pages_of_backlinks(inbound.pop(target, ())):
            return None
        if groups:
            inbound[target] = groups
    if (was.files, was.shown) != (now.files, now.shown):
        return None
    outbound = {path: found for path, found in before.outbound.items() if path not in paths}
    return replace(
        garden,
        searches={**before.searches, **now.searches},
        inbound=inbound,
        outbound=outbound | {path: tuple(targets) for path, targets in now.outbound.items()},
    ), now.count - was.count


def _regrouped(
    garden: Garden,
    groups: Iterable[tuple[Mention, ...]],
    found: Mapping[tuple[str, int, int], Mention],
    paths: Container[str],
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of a note, in which those by the notes at `paths` are replaced."""
    new: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in found.values():
        new[mention.source].append(mention)
    kept = [group for group in groups if group[0].source not in paths]
    every = [*kept, *map(tuple, new.values())]
    return tuple(sorted(every, key=lambda group: _by_title(garden, group[0].source)))


def _by_title(garden: Garden, path: str) -> tuple[object, str]:
    return natural_key(garden.notes[path].title), path


def _follow(garden: Garden, note: Note, searches: dict[str, Search], found: _Found) -> None:
    """Look up the links of one note."""
    aliases, path = garden.config.links.aliases, note.path
    if note.doc.is_drawing:
        for picture in filter(None, exports(garden.names, path)):
            _reach(found, picture, is_shown=True)
    for written in written_links(garden, note):
        found.count += written.link.kind != "diagram"
        target = written.link.target
        if (looked := searches.get(target)) is None:
            looked = searches[target] = search(garden.names, path, target, aliases=aliases)
        pick = looked.pick
        if pick is None:
            continue
        if not is_note(pick):
            in_text = written.mention is not None  # else it is what stands for the note elsewhere
            _reach(found, pick, is_shown=in_text and written.link.kind == "image")
        elif pick != path and (mention := written.mention) is not None:
            found.mentions[pick].setdefault((path, *_where(note, mention)), mention)
            found.outbound[path][pick] = None


def _reach(found: _Found, path: str, *, is_shown: bool) -> None:
    """Note that a link leads to a file, which it shows if it can, or only names."""
    found.files.add(path)
    if is_shown and is_image(path):
        found.shown.add(path)


def _by_source(
    garden: Garden, mentions: Mapping[str, Mapping[tuple[str, int, int], Mention]]
) -> dict[str, tuple[tuple[Mention, ...], ...]]:
    """The mentions of each note, those of one source together, by the titles of the sources."""
    in_order = sorted(garden.notes, key=lambda path: _by_title(garden, path))
    order = {path: i for i, path in enumerate(in_order)}
    out = {}
    for path, found in mentions.items():
        ordered = sorted(found.values(), key=lambda m: order[m.source])
        groups = groupby(ordered, key=lambda mention: mention.source)
        out[path] = tuple(tuple(group) for _, group in groups)
    return out


def _where(note: Note, mention: Mention) -> tuple[int, int]:
    """What two mentions share that count as one."""
    if mention.place < 0:
        return -1, mention.property
    place = note.doc.links[mention.place]
    return place.block, place.excerpt


def written_links(garden: Garden, note: Note) -> Iterator[Occurrence]:
    """Every link of a note that leads to a file: in its text, its shown properties, its picture.

    Those in diagrams make no backlink (row S13).
    """
    for i, place in enumerate(note.doc.links):
        if place.link.kind != "tag":
            mention = None if place.link.kind == "diagram" else Mention(note.path, i)
            yield Occurrence(place.link, place.span, mention)
    for i, prop in shown_properties(garden.config, note.doc):
        for value in prop.values:
            for link in links_of(value):
                yield Occurrence(link, prop.span, Mention(note.path, property=i))
    image = note.doc.meta.image
    if image and not is_external(image):
        target, _ = split_address(image)
        spans = {p.key: p.span for p in note.doc.meta.properties}
        span = spans.get("image") or spans.get("cover") or NOWHERE
        yield Occurrence(Link(target, kind="image"), span)


def private_links(
    garden: Garden,
    docs: Mapping[str, Doc],
    files: Iterable[str],
    withheld: Mapping[str, str],
    paths: Iterable[str],
) -> Iterator[Problem]:
    """Links that would find something, were it published: for the author alone.

    `docs` and `files` are all that was read, `withheld` the paths that are not published; `paths`
    are the notes whose links are looked at.
    """
    every = dict.fromkeys((*withheld, *files))
    hidden = [path for path in every if path not in garden.names.files.get(fold(name_of(path)), ())]
    if not hidden:
        return
    aliases = {path: docs[path].meta.aliases for path in withheld if path in docs}
    names = names_of(hidden, aliases)
    for path in paths:
        for written in written_links(garden, garden.notes[path]) if path in garden.notes else ():
            target = written.link.target
            known = garden.searches[path][target].pick
            if not target or (known is not None and known in garden.urls):
                continue
            if pick := search(names, path, target, aliases=garden.config.links.aliases).pick:
                rule, message = "link-private", f"{pick} is not published"
                if pick not in withheld:
                    rule, message = _kind_denial(written.link, pick)
                yield problem(rule, path, message, span=written.span, target=target)


def _kind_denial(link: Link, path: str) -> tuple[str, str]:
    """The rule by which the kind of a file alone keeps it off the site, and the message."""
    if is_of_repository(path):
        return "host-file", f"{path} is for the host of the site, and is not published"
    if link.kind == "embed" and is_not_drawn_yet(path):
        kind = "canvas files" if path.lower().endswith(".canvas") else "bases"
        return "canvas-embed", f"{kind} are not shown yet: of {path} only the name is"
    return "file-type", f"{path} is not published"
