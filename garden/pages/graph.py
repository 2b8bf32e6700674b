"""The graph of the whole garden: its page, and what the script on it draws.

Only these files know of every note. Where the notes stand is a file by itself, which depends on
who is linked with whom alone: to write on in a note moves nothing on the map.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

from garden.graph import Shape, Spot, colour_at
from garden.layout import placed, started
from garden.model import Garden, Page
from garden.pages.frame import framed
from garden.paths import DATA, encoded, out_path
from garden.view import View

_LISTED = 100  # notes that the page names itself
_SPOTS, _PLACES = f"{DATA}/graph.json", f"{DATA}/graph-places.json"


def graph(garden: Garden) -> Iterator[Page]:
    if "graph" in garden.lists:
        yield Page(out_path(garden.lists["graph"]), partial(_draw, garden.config.graph.colour))
        yield Page(_SPOTS, _draw_spots)
        yield Page(_PLACES, _draw_places)


def _draw(colour: str, view: View) -> str:
    return framed(
        view,
        "graph.html",
        vault=view.ask("folder", ""),
        hubs=view.ask("hubs", _LISTED),
        colour=colour,
        data=(_SPOTS, _PLACES),
    )


def _draw_spots(view: View) -> str:
    spots: Sequence[Spot] = view.ask("graph_spots")
    shape: Shape = view.ask("graph_shape")
    folders, tags = view.ask("graph_groups")
    return _json(
        {
            "titles": [spot.title for spot in spots],
            "urls": [encoded(spot.url) for spot in spots],
            # of each note the later ones that it is linked with, as steps from one to the next
            "links": [_steps(i, later) for i, later in enumerate(shape.links)],
            "folders": _grouped(folders, [spot.folder for spot in spots]),
            "tags": _grouped(tags, [spot.tag.partition("/")[0] for spot in spots]),
        }
    )


def _draw_places(view: View) -> str:
    """`settled` says whether they are final, or only where a layout has to begin."""
    shape: Shape = view.ask("graph_shape")
    found = placed(shape.seeds, shape.links)
    places = started(shape.seeds) if found is None else found
    flat = [number for place in places for number in place]
    return _json({"settled": found is not None, "places": flat})


def _steps(start: int, later: Sequence[int]) -> list[int]:
    before = (start, *later)
    return [there - here for here, there in zip(before, later, strict=False)]


def _grouped(groups: Sequence[tuple[str, str]], of: Sequence[str]) -> dict[str, object]:
    """Groups with their names and colours, and of each note the place of its own; -1 for none."""
    keys = [key for key, _ in groups]
    place = {key: i for i, key in enumerate(keys)}
    return {
        "names": [name for _, name in groups],
        "colours": [colour_at(i) for i in range(len(keys))],
        "of": [place.get(key, -1) for key in of],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
