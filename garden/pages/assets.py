"""The attachments that published notes reach, and narrower copies of the pictures they show."""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Copy, Garden
from garden.paths import is_note


def assets(garden: Garden) -> Iterator[Copy]:
    for path, url in garden.urls.items():
        if not is_note(path):
            yield Copy(url, path)
    for path in garden.narrower:
        picture = garden.pictures.get(garden.urls[path])
        for width, url in picture.choice if picture else ():
            if url != garden.urls[path]:
                yield Copy(url, path, width=width)
