"""Which properties of a note the site shows: those that the configuration lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from garden.model import Doc, Property
from garden.paths import fold


def shown_properties(keys: Iterable[str], doc: Doc) -> Iterator[tuple[int, Property]]:
    """The properties that the site shows, with their place in the front matter."""
    places = {prop.key: i for i, prop in enumerate(doc.meta.properties)}
    for key in dict.fromkeys(map(fold, keys)):
        if key in places and (prop := doc.meta.properties[places[key]]).values:
            yield places[key], prop
