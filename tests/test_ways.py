"""Finding one's way: the explorer's tree, contents, the order of lists, notes beside each other."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from garden.model import Topic
from garden.pages.addresses import ADDRESSES
from garden.pages.explorer import EXPLORER
from garden.questions import QUESTIONS
from tests.support import Grown, default_theme, garden_of

Files = Mapping[str, str]


def dated(created: str, modified: str = "") -> str:
    return f"---\ncreated: {created}\n{f'modified: {modified}' if modified else ''}\n---\n"


def rows(grown: Grown) -> str:
    """The explorer as a list that is indented with dots."""
    found = QUESTIONS["explorer_rows"](grown.garden)
    return " ".join(f"{'.' * row.level}{row.title.replace(' ', '_')}" for row in found)


NOTES: Files = {
    "note 10.md": dated("2024-01-10", "2024-06-01"),
    "Note 2.md": dated("2024-01-02"),
    "zoo.md": "",
    "b/b.md": dated("2024-01-05"),
    "b/x.md": dated("2024-01-04", "2024-07-01"),
    "b/c/y.md": dated("2024-01-20"),
    "a/z.md": "",
}

# configuration → the tree
TREES = {
    "": "a .z b .c ..y .x Note_2 note_10 zoo",
    'folders = "last"': "Note_2 note_10 zoo a .z b .x .c ..y",
    'folders = "mixed"': "a .z b .c ..y .x Note_2 note_10 zoo",
    'order = "modified"': "a .z b .c ..y .x note_10 Note_2 zoo",
    'order = "modified"\nfolders = "mixed"': "b .x .c ..y note_10 Note_2 a .z zoo",
    'order = "created"\nfolders = "mixed"': "b .c ..y .x note_10 Note_2 a .z zoo",
    'hidden = ["B/"]': "a .z Note_2 note_10 zoo",
    'hidden = ["b/c"]': "a .z b .x Note_2 note_10 zoo",
    'hidden = ["b/b.md", "z.md"]': "b .c ..y .x Note_2 note_10 zoo",
    'hidden = ["b/*"]': "a .z Note_2 note_10 zoo",
    'hidden = ["b/*", "!b/x.md"]': "a .z b .x Note_2 note_10 zoo",
    'hidden = ["*"]': "",
}


@pytest.mark.parametrize(("config", "tree"), TREES.items(), ids=list(TREES))
def test_the_tree_of_the_explorer(config: str, tree: str) -> None:
    assert rows(garden_of(NOTES, f"[explorer]\n{config}")) == tree


def test_the_tree_is_one_file_of_nested_lists() -> None:
    grown = garden_of({"a/a.md": "---\ntitle: A & <b>\n---\n", "a/b/c.md": "", "d.md": ""})
    tree = grown.pages()[EXPLORER].partition("</h1>")[2].partition("</main>")[0]
    assert tree.strip() == (
        '<ul>\n<li><a href="../a/">A &amp; &lt;b&gt;</a>\n<ul>\n<li><a href="../a/b/">b</a>\n'
        '<ul>\n<li><a href="../a/b/c/">c</a></li>\n</ul></li>\n</ul></li>\n'
        '<li><a href="../d/">d</a></li>\n</ul>'
    )


def test_folders_nested_very_deep_are_left_to_their_own_pages() -> None:
    grown = garden_of({f"{'f/' * 300}n.md": ""})
    assert len(QUESTIONS["explorer_rows"](grown.garden)) == 24
    assert grown.pages()[EXPLORER].count("<ul>") == 24


def test_prv15_a_private_note_is_not_in_the_tree_and_not_found_by_chance() -> None:
    public = {"a.md": "", "b.md": ""}
    both = {**public, "c.md": "---\npublish: no\n---\n", "private/d.md": ""}
    for out in (EXPLORER, ADDRESSES):
        assert garden_of(both).pages()[out] == garden_of(public).pages()[out]


def test_a_random_note_is_one_of_all() -> None:
    grown = garden_of({"index.md": "", "f/Größe.md": "", "x.md": "---\npermalink: /p.html\n---\n"})
    assert json.loads(grown.pages()[ADDRESSES]) == ["", "f/Gr%C3%B6%C3%9Fe/", "p.html"]


# files, configuration → what each page shows: the explorer, a button for a random note
SHOWN: dict[str, tuple[Files, str, tuple[str, bool]]] = {
    "one note": ({"a.md": ""}, "", ("small", False)),
    "two": ({"a.md": "", "b.md": ""}, "", ("small", True)),
    "none": ({"a.md": "---\npublish: no\n---\n"}, "", ("none", False)),
    "unwanted": ({"a.md": "", "b.md": ""}, "enabled = false\nrandom = false", ("none", False)),
    "as many as are few": ({f"{n}.md": "" for n in range(300)}, "", ("small", True)),
    "one more": ({f"{n}.md": "" for n in range(301)}, "", ("large", True)),
}


@pytest.mark.parametrize(("files", "config", "shown"), SHOWN.values(), ids=list(SHOWN))
def test_what_each_page_shows(files: Files, config: str, shown: tuple[str, bool]) -> None:
    garden = garden_of(files, f"[explorer]\n{config}").garden
    posts = QUESTIONS["signposts"](garden)
    assert (posts.explorer, posts.random) == shown


def test_what_is_turned_off_is_on_no_page() -> None:
    grown = garden_of(
        {"a.md": "[[b]]", "f/b.md": "# B"}, "[explorer]\nenabled = false\nrandom = false"
    )
    pages = grown.pages(default_theme())
    assert EXPLORER not in pages
    assert ADDRESSES in pages  # the page for what is not there looks for near ones
    assert [out for out, page in pages.items() if "xplorer" in page or "andom" in page] == []


def test_without_scripts_the_explorer_is_the_way_up() -> None:
    pages = garden_of({"f/g/Note.md": "", "top.md": ""}).pages(default_theme())
    way = pages["f/g/Note/index.html"].partition('<div class="explorer-way">')[2]
    flat = "".join(way.partition("</div>")[0].split("\n"))
    assert flat == (
        '<ul><li><a href="../../../map/">Map</a><ul><li><a href="../../">f</a><ul><li>'
        '<a href="../">g</a><ul><li><span aria-current="page">Note</span></li></ul>'
        "</li></ul></li></ul></li></ul>"
    )
    assert '<span aria-current="page">top</span>' in pages["top/index.html"]
    assert '<a href="./" aria-current="page">Map</a>' in pages["map/index.html"]


def flat(topics: tuple[Topic, ...]) -> str:
    """A table of contents as nested brackets."""
    return " ".join(
        f"{topic.anchor}{f'({flat(topic.below)})' if topic.below else ''}" for topic in topics
    )


# text, configuration → the table of contents
CONTENTS = {
    "nested": ("-\n# a\n## b\n### c\n## d\n# e", "", "a(b(c) d) e"),
    "the title is left out": ("# t\n\n# a\n## b\n# c", "", "a(b) c"),
    "a title in the front matter": ("---\ntitle: t\n---\n## a\n## b\n## c", "", "a b c"),
    "too few": ("## a\n## b", "", ""),
    "as few as are wanted": ("## a", "least = 1", "a"),
    "never": ("## a\n## b\n## c", "least = 0", ""),
    "levels that are left out": ("## a\n##### b\n### c\n# d", "", "a(b c) d"),
    "less deep": ("-\n# a\n## b\n### c\n# d", "depth = 1", "a d"),
    "deeper": ("-\n# a\n## b\n### c\n#### d\n##### e", "depth = 5", "a(b(c(d(e))))"),
    "not in front matter": ("---\ntoc: false\n---\n## a\n## b\n## c", "", ""),
    "in front matter": ("---\nTOC: true\n---\n## a\n## b\n## c", "", "a b c"),
    "without words": ("## a\n##\n## b\n## c", "", "a b c"),
    "not those of quotes": ("> ## a\n\n> [!tip]\n> ## b\n\n## c", "", ""),
    "not those of embeds": ("## a\n## b\n\n![[other]]", "", ""),
    "not in code": ("## a\n## b\n```\n## c\n```", "", ""),
    "in Arabic and twice": ("## مقدمة\n## x\n## x", "", "مقدمة x x-1"),
}


@pytest.mark.parametrize(("text", "config", "wanted"), CONTENTS.values(), ids=list(CONTENTS))
def test_the_contents_of_a_note(text: str, config: str, wanted: str) -> None:
    files = {"n.md": text, "other.md": "## o\n## p\n## q"}
    garden = garden_of(files, f"[contents]\n{config}").garden
    assert flat(QUESTIONS["contents"](garden, "n.md")) == wanted


def test_the_words_of_the_contents_are_plain() -> None:
    garden = garden_of({"n.md": "## *a* [[b|`c`]] <i>\n## x & y\n## ==z=="}).garden
    texts = [topic.text for topic in QUESTIONS["contents"](garden, "n.md")]
    assert texts == ["a c", "x & y", "z"]


# configuration → the notes of the folder, of the tag
ORDERS = {
    "": "1 2 3 none",
    'order = "modified"': "3 1 2 none",
    'order = "created"': "2 3 1 none",
}
IN_A_FOLDER: Files = {
    "f/1.md": dated("2024-01-01", "2024-05-01") + "#t",
    "f/2.md": dated("2024-03-01", "2024-04-01") + "#t",
    "f/3.md": dated("2024-02-01", "2024-06-01") + "#t",
    "f/none.md": "#t",
}


@pytest.mark.parametrize(("config", "names"), ORDERS.items(), ids=list(ORDERS))
def test_the_order_of_lists(config: str, names: str) -> None:
    garden = garden_of(IN_A_FOLDER, f"[lists]\n{config}").garden
    for question, of in (("notes_in", "f"), ("tagged", "t")):
        assert " ".join(note.title for note in QUESTIONS[question](garden, of)) == names


def test_lists_show_the_date_that_they_are_sorted_by() -> None:
    theme = default_theme()
    for config, hidden in (("", 1), ('order = "created"', 0)):
        page = garden_of(IN_A_FOLDER, f"[lists]\n{config}").pages(theme)["f/index.html"]
        entry = page.partition(">2</a>")[2].partition("</li>")[0]
        times = entry.split("<time ")[1:]
        assert [" hidden>" in time for time in times] == [hidden == 0, hidden == 1]
        assert "2024-04-01" in times[0]
        assert "2024-03-01" in times[1]


def test_only_a_list_on_one_page_with_dates_can_be_sorted() -> None:
    theme = default_theme()
    sortable = 'data-sort="created"'
    assert sortable in garden_of(IN_A_FOLDER).pages(theme)["tags/t/index.html"]
    assert sortable not in garden_of({"f/1.md": "", "f/2.md": ""}).pages(theme)["f/index.html"]
    many = {f"f/{n}.md": dated("2024-01-01") for n in range(201)}
    assert sortable not in garden_of(many).pages(theme)["f/index.html"]


# configuration → each note between those beside it
BESIDE = {
    "": {},
    'previous_next = "title"': {"1": ("", "2"), "2": ("1", "3"), "3": ("2", "n"), "n": ("3", "")},
    'previous_next = "date"': {"1": ("", "3"), "3": ("1", "2"), "2": ("3", "n"), "n": ("2", "")},
}


@pytest.mark.parametrize(("config", "wanted"), BESIDE.items(), ids=list(BESIDE))
def test_the_notes_beside_a_note(config: str, wanted: dict[str, tuple[str, str]]) -> None:
    files = {path.replace("none", "n"): text for path, text in IN_A_FOLDER.items()}
    garden = garden_of({**files, "f/f.md": "", "f/g/h.md": ""}, f"[notes]\n{config}").garden
    found = {note.title: QUESTIONS["beside"](garden, path) for path, note in garden.notes.items()}
    titles = {
        title: tuple(card.title if card else "" for card in cards)
        for title, cards in found.items()
        if any(cards)
    }
    assert titles == wanted


def test_the_notes_beside_a_note_are_linked() -> None:
    grown = garden_of(IN_A_FOLDER, '[notes]\nprevious_next = "title"')
    page = grown.pages(default_theme())["f/2/index.html"]
    assert '<a rel="prev" href="../1/">' in page
    assert '<a rel="next" href="../3/">' in page
    assert "beside" not in garden_of(IN_A_FOLDER).pages(default_theme())["f/2/index.html"]
