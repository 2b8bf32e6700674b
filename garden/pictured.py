"""The garden with the sizes of its pictures, which no note knows: they are read from the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from garden.model import Garden, Measured, Picture


def pictured(garden: Garden, measured: Mapping[str, Measured]) -> Garden:
    """The garden, in which the pictures at some paths are as large as they were found to be."""
    known = {garden.urls[path]: _picture(garden, path, measured[path]) for path in measured}
    return replace(garden, pictures=known)


def _picture(garden: Garden, path: str, found: Measured) -> Picture:
    """A picture, and those of its copies that are narrower than it is."""
    urls = garden.narrower.get(path, ()) if found.shrinks else ()
    every = dict(zip(garden.config.images.widths, urls, strict=False))
    choice = sorted((width, url) for width, url in every.items() if width < found.width)
    if choice and found.width <= max(every):
        choice.append((found.width, garden.urls[path]))
    return Picture(found.width, found.height, tuple(choice))
