"""The head of a note, and how its links are shown in the default theme."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from selectolax.lexbor import LexborHTMLParser

import garden.text.parse
from garden.heads import head, says_all, stage_of
from garden.model import Garden, Tended
from garden.questions import TARGETS
from garden.text.parse import parse
from tests.support import default_theme, garden_of

# id, the text of a note, the minutes that it takes
MINUTES = (
    ("nothing", "", 0),
    ("less than one", "word " * 199, 0),
    ("one", "word " * 200, 1),
    ("rounded down", "word " * 299, 1),
    ("rounded up", "word " * 300, 2),
    ("marks are no words", "**word** " * 199, 0),
    ("a link by what is shown", "[[a/b|" + "word " * 200 + "]]", 1),
    ("a link without a label", "[[two words]] " * 100, 1),
    ("no addresses", "[word](https://e.com/a%20b) " * 199, 0),
    ("no pictures, no front matter", "---\ndescription: x y\n---\n" + "![[a b.png]] " * 300, 0),
    ("raw HTML", "<p class='a b'>" + "word " * 200 + "</p>", 1),
    ("code", "```\n" + "word " * 200 + "\n```", 1),
    ("footnotes that are shown", "x[^1]\n\n[^1]: " + "word " * 200, 1),
    ("a formula by its TeX", "$a b c d$ " * 50, 1),
    ("words beside each other in blocks", "<div>word</div>" * 200, 1),
    ("no comments", "%% " + "word " * 400 + "%%", 0),
    ("Chinese by its characters", "草" * 500, 1),
    ("Japanese", "庭を歩く。" * 200, 2),
    ("Korean by its words", "정원 " * 200, 1),
    ("both", "草" * 250 + " " + "word " * 100, 1),
)


@pytest.mark.parametrize(("text", "minutes"), [pytest.param(*r[1:], id=r[0]) for r in MINUTES])
def test_minutes_to_read(text: str, minutes: int) -> None:
    assert parse(text.encode()).doc.minutes == minutes


def test_minutes_to_read_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garden.text.parse, "MAX_BYTES", 10)
    assert parse(b"*word* " * 400).doc.minutes == 2


# id, front matter or text of a note, its stage, the tag that says so
STAGES = (
    ("a tag", "#status/seedling", "seedling", "status/seedling"),
    ("a tag in front matter, in any case", "---\ntags: [a, Stage/Budding]\n---\n",
     "budding", "Stage/Budding"),
    ("a deep tag", "#garden/growth/evergreen", "", ""),
    ("a property", "---\nstatus: evergreen\n---\n", "evergreen", ""),
    ("with a picture", "---\ngrowth: 🌱 Seedling\n---\n", "seedling", ""),
    ("by the picture alone", "---\nStage: 🌿\n---\n", "budding", ""),
    ("by another word", "---\nstage: sapling\n---\n", "budding", ""),
    ("a property before a tag", "---\nstage: tree\n---\n#status/seed", "evergreen", ""),
    ("in the order of the keys", "---\ngrowth: seed\nstatus: tree\n---\n", "evergreen", ""),
    ("the first that is one", "---\nstatus: done\nstage: seed\n---\n", "seedling", ""),
    ("no sentence", "---\nstatus: a tree of life\n---\n", "", ""),
    ("no other tag", "#seedling #other/seedling #status", "", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "stage", "tag"), [pytest.param(*row[1:], id=row[0]) for row in STAGES]
)
def test_stage(text: str, stage: str, tag: str) -> None:
    grown = garden_of({"n.md": text})
    assert stage_of(grown.garden.config, grown.garden.notes["n.md"].doc) == (stage, tag)


# id, aliases, those that are shown of a note called "My note"
ALIASES = (
    ("other names, in their order", "[b, A]", ("b", "A")),
    ("not the title again", "[my note, My-Note, MY NOTE]", ()),
    ("each once", "[Other, other]", ("Other",)),
    ("no addresses", "[/2020/old, old/way]", ()),
    ("no markup", "['[[private/x]]', 'a %%b%%']", ("x", "a")),
    ("in any script", "[花, ثقة]", ("花", "ثقة")),
    ("what has no letters", "['🌱', '!!!']", ("🌱", "!!!")),
)


@pytest.mark.parametrize(("given", "shown"), [pytest.param(*r[1:], id=r[0]) for r in ALIASES])
def test_other_names(given: str, shown: tuple[str, ...]) -> None:
    assert head(_one(f"aliases: {given}"), "My note.md").aliases == shown


def _one(front: str, config: str = "") -> Garden:
    return garden_of({"My note.md": f"---\n{front}\n---\n{'word ' * 400}"}, config).garden


# What each key turns off → what is empty then
SWITCHES: Mapping[str, str] = {
    "description = false": "lead",
    "aliases = false": "aliases",
    "reading_time = false": "minutes",
    "history = false": "tended",
    "stage = []": "stage",
}


@pytest.mark.parametrize(("line", "name"), SWITCHES.items())
def test_a_key_turns_off(line: str, name: str) -> None:
    text = "---\ndescription: D\naliases: A\nstatus: seed\n---\n" + "word " * 400
    days = {"n.md": Tended(2, "2024-01-02 2024-01-01")}
    times = {"n.md": ("2024-01-01T09:00:00Z", "2024-01-02T09:00:00Z")}
    empty = {}
    for config in ("", f"[notes]\n{line}"):
        garden = garden_of({"n.md": text}, config, git=times, tended=days).garden
        found = head(garden, "n.md")
        values = {each: getattr(found, each) for each in SWITCHES.values()}
        empty[config] = {each for each, value in values.items() if not value or value == Tended()}
    assert list(empty.values()) == [set(), {name}]


# id, created and modified as the page shows them, whether the days of January 1 to 3 fit
AGREES = (
    ("what git says", "2024-01-01T08:00:00+00:00", "2024-01-03T08:00:00+00:00", True),
    ("an older note", "2019-05-01", "2024-01-03T08:00:00+00:00", True),
    ("another last change", "2019-05-01", "2024-01-02", False),
    ("a note that says it is younger", "2024-01-02", "2024-01-03T08:00:00+00:00", False),
)


@pytest.mark.parametrize(
    ("created", "modified", "agrees"), [pytest.param(*row[1:], id=row[0]) for row in AGREES]
)
def test_days_that_contradict_a_note_are_not_shown(
    created: str, modified: str, agrees: bool
) -> None:
    tended = Tended(3, "2024-01-03 2024-01-02 2024-01-01")
    git = ("2024-01-01T08:00:00+00:00", "2024-01-03T08:00:00+00:00")
    assert says_all(tended, (created, modified), git) == agrees


# --- on the page ---------------------------------------------------------------------------------


def _page(files: Mapping[str, str], url: str, config: str = "") -> LexborHTMLParser:
    return LexborHTMLParser(garden_of(files, config).pages(default_theme())[f"{url}index.html"])


def _texts(page: LexborHTMLParser, css: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(css)]


def test_the_head_of_a_note() -> None:
    front = "aliases: [B, 'C<D']\ntags: [t, status/budding]\ndescription: What it is\n"
    page = _page({"A.md": f"---\n{front}created: 2024-01-01\n---\n{'word ' * 400}"}, "A/")
    assert _texts(page, ".note-header > *") == [
        "A",
        "Also known as B, C<D",
        "What it is",
        "Budding Created Jan 1, 2024 2 min read",
        "#t",
    ]
    stage = page.css_first(".note-stage a")
    assert stage is not None
    assert stage.attributes["href"] == "../tags/status/budding/"


def test_a_note_without_any_of_it_has_a_title_alone() -> None:
    page = _page({"A.md": "The first words describe it, and are not said twice."}, "A/")
    assert _texts(page, ".note-header > *") == ["A"]
    assert page.css(".context") == [], "nothing is said of links that are not there"


# id, notes besides Hub.md that link to it, what stands above the list, the shown and the folded
COUNTS = (
    ("one", {"a.md": "[[Hub]]"}, "Linked from 1 note", 1, 0),
    ("one, twice", {"a.md": "[[Hub]]\n\n[[Hub]]"}, "Linked from 1 note, 2 times", 1, 0),
    ("a few", {f"{i}.md": "[[Hub]]" for i in range(7)}, "Linked from 7 notes", 7, 0),
    ("many", {f"{i}.md": "[[Hub]]" for i in range(8)}, "Linked from 8 notes", 6, 2),
    ("a page full", {f"{i}.md": "[[Hub]]" for i in range(40)}, "Linked from 40 notes", 6, 24),
)


@pytest.mark.parametrize(
    ("files", "said", "shown", "folded"), [pytest.param(*row[1:], id=row[0]) for row in COUNTS]
)
def test_backlinks_are_counted_and_folded(
    files: Mapping[str, str], said: str, shown: int, folded: int
) -> None:
    page = _page({"Hub.md": "", **files}, "Hub/")
    assert _texts(page, "#g-backlinks") == [said]
    inside = len(page.css("details .backlink-source"))
    assert (len(page.css(".backlink-source")) - inside, inside) == (shown, folded)
    assert _texts(page, ".context > .more-links > summary") == (
        [f"{folded} more notes"] if folded else []
    )


def test_a_note_that_says_much_is_folded() -> None:
    text = "# H\n\n" + "[[Hub]]\n\n" * 3 + "## I\n\n" + "[[Hub]]\n\n" * 4
    page = _page({"Hub.md": "", "f/a.md": text, "b.md": "[[Hub]]\n\n" * 3}, "Hub/")
    assert _texts(page, ".backlink-source") == ["b", "H in f"]
    assert len(page.css(".backlink-quote")) == 8
    assert _texts(page, ".backlinks summary") == ["5 more mentions"]
    assert len(page.css(".backlinks details .backlink-quote")) == 3
    assert _texts(page, ".backlink-more") == ["and 2 more in the note itself"]
    assert _texts(page, ".backlink-heading") == ["under I"], "once for all below it"


def test_the_folder_is_named_where_it_is_another() -> None:
    files = {"f/Hub.md": "", "f/a.md": "[[Hub]]", "g/b.md": "[[Hub]]", "g/g.md": "# The G"}
    page = _page({**files, "g/h/c.md": "[[Hub]]", "d.md": "[[Hub]]"}, "f/Hub/")
    assert _texts(page, ".backlink-source") == ["a", "b in The G", "c in h", "d"]


def test_a_property_is_told_as_one() -> None:
    files = {"Hub.md": "", "a.md": "---\nup: ['[[a]]', '[[Hub]]', 'x']\n---\n"}
    page = _page(files, "Hub/", '[properties]\nshow = ["up"]\nlabels = {up = "Above"}')
    assert _texts(page, ".backlink-property") == ["Above Hub"], "of a list what leads here"


def test_outgoing_links_are_told_once_with_those_that_lead_back() -> None:
    many = {f"n/{i:03}.md": "" for i in range(TARGETS + 5)}
    links = " ".join(f"[[{path}]]" for path in many)
    files = {"a.md": "[[b]] [[c]] [[b]]", "b.md": "[[a]]", "c.md": "", "d.md": links, **many}
    few, full = _page(files, "a/"), _page(files, "d/")
    assert _texts(few, "#g-outgoing") == ["Links to 2 notes"]
    assert _texts(few, "aside:has(#g-outgoing) li") == ["b both ways", "c"]
    assert few.css("details") == []
    assert _texts(full, "#g-outgoing") == [f"Links to {TARGETS + 5} notes"]
    assert _texts(full, "aside summary") == [f"{TARGETS - 8} more notes"]
    assert len(full.css(".card-list li")) == TARGETS
    assert _texts(full, "aside .more") == ["and 5 more notes that the text leads to"]


# --- lists of the garden by its links ------------------------------------------------------------

LINKED = {
    "index.md": "Home without a link.",
    "a.md": "[[b]] [[c]] [[a]]",
    "b.md": "[[c]]\n\n[[c]]",
    "c.md": "",
    "d.md": "[[b]]",
    "Alone.md": "[[Alone]] and [[Missing]] and [[Secret]]",
    "f/f.md": "The page of a folder.",
    "f/2.md": "",
    "f/10.md": "",
    "Secret.md": "---\npublish: false\n---\n[[Alone]] [[d]] [[a]] [[f/2]] [[c]]",
}
BOTH = "[lists]\nmost_linked = true\norphans = true\n"


def test_most_linked_and_orphans() -> None:
    pages = garden_of(LINKED, BOTH).pages()
    assert pages["most-linked/index.html"].splitlines()[1:] == [
        '<note rank="1" href="../b/" count="2">b</note>',
        '<note rank="2" href="../c/" count="2">c</note>',
    ]
    assert pages["orphans/index.html"].splitlines()[1:] == [
        '<note href="../f/2/" date="">2</note>',
        '<note href="../f/10/" date="">10</note>',
        '<note href="../Alone/" date="">Alone</note>',
    ]
    page = LexborHTMLParser(garden_of(LINKED, BOTH).pages(default_theme())["a/index.html"])
    assert _texts(page, ".site-nav li") == [
        *("Map", "Graph", "Most linked", "Orphans", "Random note")
    ]


def test_they_are_there_only_when_asked_for_and_then_always() -> None:
    asked, empty = garden_of({}, BOTH).pages(default_theme()), garden_of(LINKED).pages()
    assert "No two notes lead to the same one yet." in asked["most-linked/index.html"]
    assert "Every note is linked with another." in asked["orphans/index.html"]
    assert [out for out in empty if out.startswith(("most-linked", "orphans"))] == []


def test_they_go_on_on_further_pages() -> None:
    alone = {f"{i:03}.md": "" for i in range(201)}
    linking = {"x.md": " ".join(f"[[{i:03}]]" for i in range(201))}
    pages = garden_of(alone, BOTH).pages()
    assert pages["orphans/page/2/index.html"].splitlines()[1:] == [
        '<note href="../../../200/" date="">200</note>',
        '<before href="../../">',
    ]
    linked = {**alone, **linking, "y.md": linking["x.md"]}
    second = garden_of(linked, BOTH).pages(default_theme())["most-linked/page/2/index.html"]
    assert '<ol class="ranked-list" start="201">' in second


def test_recent_can_be_turned_off() -> None:
    pages = garden_of({"a.md": "---\ncreated: 2024-01-01\n---\n"}, "[lists]\nrecent = false")
    found = pages.pages(default_theme())
    assert "recent/index.html" not in found
    assert "tended" not in found["index.html"]
    assert 'href="a/"' in found["index.html"]
