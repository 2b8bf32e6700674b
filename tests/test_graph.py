"""The graph: who is around a note, how that is drawn, and where notes stand on the map."""

from __future__ import annotations

import gzip
import json
import random
from itertools import combinations
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from garden.graph import MOST, Neighbour, Neighbours, graph_shape, hubs, neighbours
from garden.layout import placed, started
from garden.localgraph import ROW, drawn, layout, shortened
from tests.support import default_theme, garden_of

Files = dict[str, str]

# notes → who is around `a.md`: direction and title
AROUND: dict[str, tuple[Files, str, list[tuple[str, str]]]] = {
    "nobody": ({"a.md": "text", "b.md": "text"}, "", []),
    "itself": ({"a.md": "[[a]]"}, "", []),
    "each direction, by title": (
        {
            "a.md": "[[c]] [[d10]] [[d2]]",
            "b.md": "[[a]]",
            "c.md": "[[a]]",
            "d10.md": "",
            "d2.md": "",
        },
        "",
        [("in", "b"), ("both", "c"), ("out", "d2"), ("out", "d10")],
    ),
    "the title of a note, not its label": (
        {"a.md": "[[b|label]]", "b.md": "---\ntitle: B & C\n---\n"},
        "",
        [("out", "B & C")],
    ),
    "embeds, properties that are shown": (
        {"a.md": "---\nup: '[[c]]'\n---\n![[b]]", "b.md": "", "c.md": ""},
        '[properties]\nshow = ["up"]',
        [("out", "b"), ("out", "c")],
    ),
    "no missing and no private notes": (
        {"a.md": "[[b]] [[nowhere]]", "b.md": "---\npublish: false\n---\n[[a]]"},
        "",
        [],
    ),
    "tags, when they are wanted": (
        {"a.md": "[[b]] #x/Y #x/y", "b.md": ""},
        "[graph]\ntags = true",
        [("out", "b"), ("tag", "#x/Y")],
    ),
    "nothing, when it is not wanted": ({"a.md": "[[b]]", "b.md": ""}, "[graph]\nlocal = false", []),
}


@pytest.mark.parametrize(("files", "config", "expected"), AROUND.values(), ids=list(AROUND))
def test_who_is_around_a_note(files: Files, config: str, expected: list[tuple[str, str]]) -> None:
    found = neighbours(garden_of(files, config).garden, "a.md")
    assert [(each.direction, each.title) for each in found.around] == expected


def hub(count: int) -> Files:
    """A hub with many links, of which one answers, and the last two are linked well."""
    notes = {f"n{i:03}.md": "" for i in range(count)}
    last = f"n{count - 1:03}", f"n{count - 2:03}"
    notes["hub.md"] = " ".join(f"[[{path[:-3]}]]" for path in notes)
    notes["n100.md"] = "[[hub]]"
    notes |= {f"else{i}.md": f"[[{last[0]}]] [[{last[1]}]]" for i in range(8)}
    return notes | {"n101.md": "[[n100]]"}


def test_of_many_the_best_linked_are_kept() -> None:
    garden = garden_of(hub(400)).garden
    found = neighbours(garden, "hub.md")
    titles = [each.title for each in found.around]
    assert (len(titles), found.more) == (MOST, 400 - MOST)
    assert titles[0] == "n100"  # both ways
    assert {"n398", "n399", "n101"} <= set(titles)
    # A link of a hub is found from its other end.
    there = neighbours(garden, "n101.md")
    assert [each.title for each in there.around] == ["hub", "n100"]
    assert there.links == ((0, 1),)


def test_a_change_far_away_changes_no_neighbours() -> None:
    files = {"a.md": "[[b]]", "b.md": "[[c]]", "c.md": "text", "d.md": "text"}
    before = neighbours(garden_of(files).garden, "a.md")
    files |= {"c.md": "---\ntitle: New\n---\n[[d]]", "d.md": "[[b]] [[c]]"}
    assert neighbours(garden_of(files).garden, "a.md") == before


def test_private_notes_change_no_byte_of_the_graph() -> None:
    files = {"a.md": "[[b]] [[secret]]", "b.md": "#x", "c/d.md": "[[a]]"}
    hidden = {"c/secret.md": "---\npublish: false\n---\n[[a]] [[b]] #y", "private/e.md": "[[a]]"}
    config = "[graph]\ntags = true"
    assert garden_of({**files, **hidden}, config).pages() == garden_of(files, config).pages()


TITLES = st.text("abcWM iІ漢字é", min_size=1, max_size=60).filter(str.strip)
AROUNDS = st.lists(
    st.tuples(TITLES, st.sampled_from(["in", "both", "out"])), min_size=1, max_size=24
)


def arranged(around: list[tuple[str, str]], seed: int) -> Neighbours:
    order = {"in": 0, "both": 1, "out": 2}
    notes = sorted(around, key=lambda each: order[each[1]])
    pairs = list(combinations(range(len(notes)), 2))
    links = sorted(random.Random(seed).sample(pairs, len(pairs) // 3))
    every = (Neighbour(f"n{i}/", title, way, 0) for i, (title, way) in enumerate(notes))  # type: ignore[arg-type]
    return Neighbours(0, tuple(every), tuple(links))


@settings(max_examples=60, deadline=None)
@given(AROUNDS, st.integers(0, 9))
def test_labels_have_a_line_each_and_stay_within_the_drawing(
    around: list[tuple[str, str]], seed: int
) -> None:
    nodes, middle, height = layout(arranged(around, seed))
    for one, other in combinations(nodes, 2):
        if one.is_left == other.is_left:
            assert abs(one.y - other.y) >= ROW - 1
        assert dist((one.x, one.y), (other.x, other.y)) >= one.radius + other.radius
    for node in nodes:
        assert node.radius < node.y < height - node.radius
        assert (node.x < middle) == node.is_left
        assert node.label
    left = sum(node.is_left for node in nodes)
    assert abs(len(nodes) - 2 * left) <= 2


@pytest.mark.parametrize(
    ("title", "room", "label"),
    [
        ("Short", 90, "Short"),
        ("A title that is rather long", 90, "A title that is…"),
        ("漢字漢字漢字漢字漢字漢字", 90, "漢字漢字漢字…"),
        ("W" * 40, 90, "WWWWWWW…"),
        ("Two  words", 40, "Two…"),
    ],
)
def test_a_label_is_as_long_as_there_is_room(title: str, room: int, label: str) -> None:
    assert shortened(title, room) == label


def test_labels_on_one_side_alone_have_the_room_of_both() -> None:
    title = "A title that is rather long"
    (alone,), *_ = layout(arranged([(title, "in")], 0))
    assert (alone.is_left, alone.label) == (True, title)
    (one, other), *_ = layout(arranged([(title, "in"), (title, "out")], 0))
    assert one.label == other.label == "A title that is…"


def test_the_drawing_is_html_of_links() -> None:
    grown = garden_of(
        {
            "a.md": "[[b]] [[f/c]]",
            "b.md": "[[f/c]]",
            "f/c.md": "---\ntitle: <A & B> with quite a long name\n---\n",
        }
    )
    page = LexborHTMLParser(grown.pages(default_theme())["a/index.html"])
    links = [(a.attributes["href"], a.attributes["class"]) for a in page.css(".graph-drawing a")]
    assert sorted(links) == [("../b/", "graph-0"), ("../f/c/", "graph-1")]
    assert [t.text() for t in page.css(".graph-drawing title")] == [
        "<A & B> with quite a long name"
    ]
    assert [path.attributes["class"] for path in page.css(".graph-drawing path")] == [
        "graph-among",
        "graph-out",
    ]
    assert page.css("figcaption")[0].text().startswith("The 2 notes around this one")
    assert not LexborHTMLParser(
        garden_of({"a.md": "x"}).pages(default_theme())["a/index.html"]
    ).css(".graph")


def test_a_drawing_of_many_is_small() -> None:
    around = [(f"Some title no. {i}", "in" if i % 2 else "out") for i in range(24)]
    found = arranged(around, 1)
    links = found.links[:40]
    hrefs = [f"../../folder/note-{i}/" for i in range(24)]
    svg = drawn(Neighbours(0, found.around, links), hrefs)
    assert len(gzip.compress(svg.encode())) < 1500


# The map

CLUSTERS, OF_EACH = 6, 20
SEEDS = random.Random(0).sample(range(1 << 32), CLUSTERS * OF_EACH)


def clusters() -> list[list[int]]:
    """Links within clusters, and one from each cluster to the next."""
    chance = random.Random(1)
    links: list[list[int]] = [[] for _ in SEEDS]
    for i, j in combinations(range(len(SEEDS)), 2):
        if i // OF_EACH == j // OF_EACH and chance.random() < 0.2:
            links[i].append(j)
    for i in range(CLUSTERS - 1):
        links[i * OF_EACH].append((i + 1) * OF_EACH)
    return [sorted(set(each)) for each in links]


def test_linked_notes_stand_near_each_other_and_each_time_in_the_same_places() -> None:
    pytest.importorskip("numpy")
    links = clusters()
    places = placed(SEEDS, links)
    assert places is not None
    assert places == placed(SEEDS, links)
    linked = [dist(places[i], places[j]) for i, later in enumerate(links) for j in later]
    every = [dist(one, other) for one, other in combinations(places, 2)]
    assert sum(linked) / len(linked) < 0.5 * sum(every) / len(every)
    assert len(set(places)) > 0.95 * len(places)
    assert max(every) < 5000


@pytest.mark.parametrize("links", [[], [[]], [[], []], [[1], []], [[1, 2], [2], []]])
def test_small_maps_have_finite_places(links: list[list[int]]) -> None:
    pytest.importorskip("numpy")
    places = placed(SEEDS[: len(links)], links)
    assert places is not None
    assert len(places) == len(links)
    assert all(abs(number) < 1000 for place in places for number in place)


def test_places_begin_with_the_path_alone() -> None:
    one = garden_of({"a.md": "[[b]]", "b.md": ""}).garden
    other = garden_of({"a.md": "other", "b.md": "", "c.md": ""}).garden
    assert graph_shape(one).seeds == graph_shape(other).seeds[:2]
    assert len(set(started(SEEDS))) > 0.9 * len(SEEDS)


def test_the_files_of_the_map() -> None:
    files = {
        "a.md": "[[f/b]] [[c]] #t/u",
        "f/b.md": "[[a]]",
        "c.md": "---\ntitle: '</C>'\n---\n[[f/b]]",
    }
    pages = garden_of(files, "[graph]\ntags = true").pages()
    spots = json.loads(pages["site-data/graph.json"])
    assert spots == {
        "titles": ["a", "</C>", "b", "#t", "#t/u"],
        "urls": ["a/", "c/", "f/b/", "tags/t/", "tags/t/u/"],
        "links": [[1, 1, 2], [1], [], [], []],
        "folders": {"names": ["f"], "colours": [1], "of": [-1, -1, 0, -1, -1]},
        "tags": {"names": ["#t"], "colours": [1], "of": [0, -1, -1, 0, 0]},
    }
    places = json.loads(pages["site-data/graph-places.json"])
    assert places["settled"]
    assert len(places["places"]) == 10


def test_without_numpy_the_places_are_where_a_layout_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    grown = garden_of({"a.md": "[[b]]", "b.md": ""})
    places = json.loads(grown.pages()["site-data/graph-places.json"])
    first = started(graph_shape(grown.garden).seeds)
    assert places == {"settled": False, "places": [number for place in first for number in place]}


def test_the_page_lists_the_notes_with_most_links() -> None:
    garden = garden_of({"a.md": "[[b]] [[c]]", "b.md": "[[a]]", "c.md": "", "d.md": ""}).garden
    assert [(hub.title, hub.count) for hub in hubs(garden, 9)] == [("a", 3), ("b", 2), ("c", 1)]
    assert [hub.title for hub in hubs(garden, 1)] == ["a"]


def test_without_the_page_nothing_of_it_is_there() -> None:
    pages = garden_of({"a.md": "[[b]]", "b.md": ""}, "[graph]\npage = false").pages(default_theme())
    assert not [out for out in pages if "graph" in out]
    assert "Graph" not in pages["index.html"]
