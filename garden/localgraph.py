"""The picture of what stands around a note: a static drawing in SVG, in which all are links.

The note is in the middle. Around it stand, on an ellipse, those that link to it to the left and
those that it links to on the right, so that each has a line for its label to itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from unicodedata import east_asian_width

from markupsafe import Markup, escape

from garden.graph import Neighbour, Neighbours
from garden.view import View

# All lengths are units of the drawing, which is as wide as the column it stands in: near to pixels.
WIDTH = 272
ROW = 24  # between labels, so that a finger finds each
SIZE = 11.5  # of letters, as the style sheet has it
_WAIST = 36  # how far the ellipse reaches to each side
_LEAST = 72  # how high a drawing is at least
_GAP = 9  # between the middle of a node and its label
_BEND = 0.55  # how far a line between neighbours is drawn to the middle
_NARROW, _WIDE = frozenset("iIjltfr.,:;'|!()[]- "), frozenset("mwMW@%&—…")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a neighbour stands, and its label as far as there is room."""

    x: int
    y: int
    radius: int
    is_left: bool
    label: str


def draw_graph(view: View, found: Neighbours) -> Markup:
    """The drawing of the neighbours of a note; nothing where it has none."""
    if not found.around:
        return Markup("")
    return drawn(found, [view.href(each.url) for each in found.around])


def drawn(found: Neighbours, hrefs: Sequence[str]) -> Markup:
    """The drawing, given the addresses."""
    placed, cx, height = layout(found)
    order = sorted(range(len(placed)), key=lambda i: (not placed[i].is_left, placed[i].y))
    cy = height // 2
    nodes = (_node(found.around[i], placed[i], hrefs[i]) for i in order)
    return Markup(
        f'<svg class="graph-drawing" viewBox="0 0 {WIDTH} {height}" direction="ltr" role="group" '
        f'aria-label="What is linked with this note">\n'
        f"{_lines(found, placed, cx, cy)}"
        f'<circle class="graph-here graph-{found.colour}" cx="{cx}" cy="{cy}" r="7"/>\n'
        f"{''.join(nodes)}</svg>\n"
    )


def _lines(found: Neighbours, placed: Sequence[Placed], cx: int, cy: int) -> str:
    """All lines of a kind as one path."""
    kinds: dict[str, str] = {}
    for each, at in zip(found.around, placed, strict=True):
        kinds[each.direction] = f"{kinds.get(each.direction, '')}M{cx} {cy}L{at.x} {at.y}"
    for a, b in found.links:
        start, end = placed[a], placed[b]
        x = round((start.x + end.x) / 2 * (1 - _BEND) + cx * _BEND)
        y = round((start.y + end.y) / 2 * (1 - _BEND) + cy * _BEND)
        kinds["among"] = f"{kinds.get('among', '')}M{start.x} {start.y}Q{x} {y} {end.x} {end.y}"
    return "".join(
        f'<path class="graph-{kind}" d="{kinds[kind]}"/>\n' for kind in _KINDS if kind in kinds
    )


_KINDS = ("among", "in", "out", "both", "tag")


def _node(each: Neighbour, at: Placed, href: str) -> str:
    title = f"<title>{escape(each.title)}</title>" if at.label != each.title else ""
    shift, end = (-_GAP, ' text-anchor="end"') if at.is_left else (_GAP, "")
    return (
        f'<a class="graph-{each.colour}" href="{escape(href)}">{title}'
        f'<circle cx="{at.x}" cy="{at.y}" r="{at.radius}"/>'
        f'<text x="{at.x + shift}" y="{at.y + 4}"{end}>{escape(at.label)}</text></a>\n'
    )


def layout(found: Neighbours) -> tuple[list[Placed], int, int]:
    """Where each neighbour stands, in their own order, the middle, and how high the drawing is."""
    left, right = _sides(found)
    middle = WIDTH // 2
    if not (left and right):  # labels on one side alone have room on the other
        middle += WIDTH // 4 if left else -WIDTH // 4
    rows = max(len(left), len(right))
    height = max(_LEAST, rows * ROW + 8)
    degrees = [0] * len(found.around)
    for a, b in found.links:
        degrees[a] += 1
        degrees[b] += 1
    placed: dict[int, Placed] = {}
    for side, is_left in ((left, True), (right, False)):
        for n, i in enumerate(side):
            y = height / 2 + (n - (len(side) - 1) / 2) * ROW
            reach = _WAIST * sqrt(1 - ((y - height / 2) / (height / 2)) ** 2)
            x = round(middle + (-reach if is_left else reach))
            room = (x if is_left else WIDTH - x) - _GAP - 1
            label = shortened(found.around[i].title, room)
            placed[i] = Placed(x, round(y), min(6, 3 + degrees[i] // 2), is_left, label)
    return [placed[i] for i in range(len(found.around))], middle, height


def _sides(found: Neighbours) -> tuple[list[int], list[int]]:
    """Who stands to the left and to the right, from top to bottom: as many here as there."""
    linked: dict[int, set[int]] = {i: set() for i in range(len(found.around))}
    for a, b in found.links:
        linked[a].add(b)
        linked[b].add(a)
    middle = (len(found.around) + 1) // 2
    coming = sum(each.direction == "in" for each in found.around)
    leaving = sum(each.direction in ("out", "tag") for each in found.around)
    cut = min(max(middle, coming), len(found.around) - leaving)  # as it is, where that is near
    cut = cut if abs(2 * cut - len(found.around)) <= 2 else middle
    return _chained(range(cut), linked), _chained(range(cut, len(found.around)), linked)


def _chained(side: Sequence[int], linked: Mapping[int, set[int]]) -> list[int]:
    """Those of a side in an order in which those that are linked stand together."""
    left, chain = dict.fromkeys(side), list[int]()
    while left:
        last = chain[-3:]
        near = max(left, key=lambda i: (sum(i in linked[each] for each in last), -i))
        chain.append(near)
        del left[near]
    return chain


def shortened(title: str, room: float) -> str:
    """As much of a title as fits into `room`, by the usual widths of letters."""
    if sum(map(_width, title)) <= room:
        return title
    kept, room = "", room - _width("…")
    for letter in title:
        room -= _width(letter)
        if room < 0:
            break
        kept += letter
    return f"{kept.rstrip()}…"


@lru_cache(maxsize=1 << 12)
def _width(letter: str) -> float:
    """How wide a letter is in most fonts without serifs; rather more than less."""
    if letter in _NARROW:
        return 0.36 * SIZE
    if letter in _WIDE:
        return 0.92 * SIZE
    if letter.isascii():
        return (0.7 if letter.isupper() else 0.57) * SIZE
    return (1.05 if east_asian_width(letter) in "WF" else 0.68) * SIZE
