"""Which dates a note says it has: in its front matter, as text or as a link to a day's note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from garden.config import Config
from garden.dates import Times, iso_date
from garden.model import Doc, Link, Parts, Problem, Property
from garden.paths import fold, is_note, name_of, stem_of
from garden.rules import problem

_YEAR = re.compile(r"\d{4}")


def dates_said(config: Config, doc: Doc) -> Times:
    """When a note was made and changed, by its own words; empty where it does not say."""
    known = {prop.key: prop for prop in doc.meta.properties}
    return _first(config, known, config.dates.created), _first(config, known, config.dates.modified)


def odd_dates(config: Config, path: str, doc: Doc) -> Iterator[Problem]:
    """Properties that should be dates, as far as they were looked at in search of one."""
    known = {prop.key: prop for prop in doc.meta.properties}
    for keys in (config.dates.created, config.dates.modified):
        for key, prop in _looked_at(known, keys):
            if _date(config, prop):
                break
            said = "".join(prop.texts[:1]) or "[…]"
            message, hint = f"`{key}: {said:.60}` is not a date", "write it as 2024-12-31"
            yield problem("date", path, message, hint, span=prop.span)


def _first(config: Config, known: Mapping[str, Property], keys: Iterable[str]) -> str:
    """The first of some properties that is a date."""
    return next(filter(None, (_date(config, prop) for _, prop in _looked_at(known, keys))), "")


def _looked_at(
    known: Mapping[str, Property], keys: Iterable[str]
) -> Iterator[tuple[str, Property]]:
    """The properties that say something; `[[…]]` without quotes is a list in a list in YAML."""
    for key in keys:
        prop = known.get(fold(key))
        if prop and (prop.values or prop.kind == "list"):
            yield key, prop


def _date(config: Config, prop: Property) -> str:
    """The date that the first value of a property is, in ISO 8601; empty if it is none."""
    texts = _texts(prop.values[0]) if prop.values else ()
    return next(filter(None, (_iso(config, text) for text in texts)), "")


def _texts(value: Parts) -> tuple[str, ...]:
    """What may be the date in a value; of a link, the name of its target and its label."""
    match value:
        case (Link(target=target, label=label),):
            name = stem_of(target) if is_note(target) else name_of(target)
            return name, unescape("".join(part for part in label if isinstance(part, str)))
    return ("".join(part for part in value if isinstance(part, str)),)


def _iso(config: Config, text: str) -> str | None:
    if found := iso_date(text, config.dates.formats):
        return found
    if not _YEAR.search(text):
        return None
    from garden.spelled import spelled_date  # Babel takes its time

    return spelled_date(text, config.site.language)
