"""Players and viewers as HTML: one for the files of a vault and for those of other websites.

Each holds or stands above a link to its file, for browsers that cannot show it (rows E10, E11).
"""

from __future__ import annotations

import re

from markupsafe import escape

from garden.paths import FileKind
from garden.text.html import text_of, without_media
from garden.text.targets import picture_attributes

PLAYERS = {"audio": "media-embed audio-embed", "video": "media-embed video-embed"}  # → classes
_PARTS = re.compile(r"[#&]")
_HEIGHT = re.compile(r"height=(\d{1,5})")


def player(kind: FileKind, address: str, link: str, label: str, size: str, title: str) -> str:
    """An `<audio>` or `<video>`, as one of `PLAYERS`; `address`, `link` and `label` are HTML.

    Nothing plays by itself, and until a reader plays it only its length is asked for.
    """
    given = picture_attributes(size if kind == "video" else "", title)
    inline = " playsinline" if kind == "video" else ""
    return (
        f'<{kind} src="{address}" controls preload="metadata"{inline}'
        f' aria-label="{_spoken(label)}"{given}>{link}</{kind}>'
    )


def viewer(address: str, link: str, label: str, size: str, title: str) -> str:
    """A frame in which the browser shows a PDF, and the link below it."""
    named = title or text_of(without_media(label))
    given = picture_attributes(size, named)
    return f'<iframe src="{address}"{given} loading="lazy"></iframe>\n{link}'


def pdf_place(anchor: str, size: str) -> tuple[str, str]:
    """Where a PDF is opened, and how large: `page=3&height=400` → `page=3`, `x400` (row E11)."""
    parts = _PARTS.split(anchor)
    heights = [found[1] for part in parts if (found := _HEIGHT.fullmatch(part))]
    place = "&".join(part for part in parts if not part.startswith("height="))
    return place, f"{size.partition('x')[0]}x{heights[0]}" if heights else size


def _spoken(label: str) -> str:
    return str(escape(text_of(without_media(label))))
