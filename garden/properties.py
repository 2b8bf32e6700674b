"""Which properties of a note the site shows, under which label, and as what kind of value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from garden.config import Config
from garden.model import Doc, Garden, Link, Parts, Property, PropertyKind, ShownProperty
from garden.paths import fold
from garden.text.targets import tag_name

_ONE: tuple[PropertyKind, ...] = ("text", "number", "checkbox", "date", "datetime")
_LIST: dict[PropertyKind, PropertyKind] = dict.fromkeys(_ONE, "list")

# The types of `.obsidian/types.json`, and what each makes of the values that fit it (row P04)
_TYPES: Mapping[str, Mapping[PropertyKind, PropertyKind]] = {
    "text": {},
    "multitext": _LIST,
    "aliases": _LIST,
    "number": {"number": "number"},
    "checkbox": {"checkbox": "checkbox", "nothing": "checkbox"},
    "date": {"date": "date", "datetime": "date"},
    "datetime": {"date": "date", "datetime": "datetime"},
    "tags": dict.fromkeys((*_ONE, "list", "tags"), "tags"),
}


def shown_properties(config: Config, doc: Doc) -> Iterator[tuple[int, Property]]:
    """The properties that the site shows, with their place in the front matter."""
    if not config.properties.show or not doc.meta.properties:
        return
    places = {prop.key: i for i, prop in enumerate(doc.meta.properties)}
    for key in dict.fromkeys(map(fold, config.properties.show)):
        if key in places:
            yield places[key], doc.meta.properties[places[key]]


def shown_types(config: Config, types: Mapping[str, str]) -> dict[str, str]:
    """The types of the properties that the site shows; no other may be known of (PRV23)."""
    known = {fold(name): declared for name, declared in types.items() if declared in _TYPES}
    return {key: known[key] for key in map(fold, config.properties.show) if key in known}


def panel(garden: Garden, doc: Doc) -> Iterator[ShownProperty]:
    """What the page of a note shows of its properties, in the order of the configuration."""
    for _, prop in shown_properties(garden.config, doc):
        kind = _kind(prop, garden.types.get(prop.key, ""))
        values = prop.values
        if kind == "tags":
            values = tuple(_tag(garden, value) for value in values)
        if values or kind == "checkbox":
            yield ShownProperty(label_of(garden.config, prop), kind, values)


def label_of(config: Config, prop: Property) -> str:
    """What a property is called on the site: as in its note, if the configuration says nothing."""
    labels = {fold(name): label for name, label in config.properties.labels.items()}
    return labels.get(prop.key, prop.name)


def _kind(prop: Property, declared: str) -> PropertyKind:
    """The kind of a value by the type that its vault gives it; what does not fit is text."""
    if declared not in _TYPES:
        return prop.kind
    return _TYPES[declared].get(prop.kind) or ("list" if len(prop.values) > 1 else "text")


def _tag(garden: Garden, value: Parts) -> Parts:
    """A value that names a tag of the site as that tag; any other stays text."""
    match value:
        case (str(text),):
            name = tag_name(text.removeprefix("#"))
            return (Link(name, kind="tag"),) if fold(name) in garden.tag_urls else value
    return value
