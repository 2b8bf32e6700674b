"""What the search of a site looks things up in: JSON that `search.js` fetches as it needs it.

`parts.json` says how the notes are divided. Of each part there are the titles, the headings, the
lengths of texts, and the shards of its index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from garden.model import Garden, Page
from garden.paths import DATA
from garden.shards import shards_in
from garden.view import View

_FOLDER = f"{DATA}/search"
_RECENT = 8  # notes that are offered before anything is typed


def search(garden: Garden) -> Iterator[Page]:
    if not garden.parts:
        return
    yield Page(f"{_FOLDER}/parts.json", _draw_parts)
    for part in range(len(garden.parts)):
        yield Page(f"{_FOLDER}/{part}/titles.json", partial(_draw_titles, part))
        yield Page(f"{_FOLDER}/{part}/headings.json", partial(_draw_headings, part))
        yield Page(f"{_FOLDER}/{part}/lengths.json", partial(_draw_lengths, part))
        for shard in range(shards_in(garden.parts)):
            yield Page(f"{_FOLDER}/{part}/{shard}.json", partial(_draw_shard, part, shard))


def _draw_parts(view: View) -> str:
    parts, shards = view.ask("divided")
    recent = [(note.url, note.title) for note in view.ask("recent", _RECENT)]
    return _json({"parts": parts, "shards": shards, "recent": recent})


def _draw_titles(part: int, view: View) -> str:
    notes = view.ask("findable", part)
    return _json([(note.url, note.title, note.aliases, note.tags) for note in notes])


def _draw_headings(part: int, view: View) -> str:
    return _json(view.ask("headings", part))


def _draw_lengths(part: int, view: View) -> str:
    return view.index(part).lengths


def _draw_shard(part: int, shard: int, view: View) -> str:
    return view.index(part).shards[shard]


def _json(value: object) -> str:
    """msgspec would be faster, but refuses the name of a file that is no UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
