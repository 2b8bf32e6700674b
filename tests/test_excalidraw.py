"""Drawings of the plugin Excalidraw (part 0, 16): what of them is text, and what no page says.

`zqx` stands in each word that belongs to the drawing alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from garden.text.excalidraw import card_of
from tests.support import Grown, garden_of

WARNING = "==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu of this document. ⚠=="
SCENE = '{"type":"excalidraw","elements":[{"text":"zqxscene"}]}'
ELEMENTS = "## Text Elements\nzqxword [[zqxlink]] ^zqxid\n\n"
DATA = (
    f"# Excalidraw Data\n\n{ELEMENTS}## Element Links\nzqxel: [[b]]\n\n"
    "## Embedded Files\nzqxhash: [[zqxpic.png]]\n\n"
    "%%\n## Drawing\n```compressed-json\nzqxjson\n```\n%%"
)
# How the plugin has written its notes, and what hands have made of them: all say `back` and no zqx
LAYOUTS: Mapping[str, str] = {
    "as it is written today": f"{WARNING} You can decompress it.\n\nback\n\n{DATA}",
    "hidden by a comment": f"{WARNING}\n\nback\n\n%%\n{DATA}",
    "below a section of its own": f"# H\nback\n\n#\n%%\n{DATA}",
    "right behind the text": f"{WARNING}\nback# Excalidraw Data\n{ELEMENTS}",
    "right behind the text, in a comment": f"back%%\n\n{DATA}",
    "with Text Elements alone": "back\n# Text Elements\nzqxword ^zqxid\n\n# Drawing\n"
    f"```json\n{SCENE}\n```\n%%",
    "with smaller headings": f"back\n%%\n{ELEMENTS}## Drawing\n```json\n{SCENE}\n```",
    "with a scene that is no code": f"back\n\n# Drawing\n{SCENE}",
    "with a scene behind a blank line": f"back\n\n## Drawing\n\n```json\n{SCENE}\n```",
    "with a scene and no heading": "back\n\n```compressed-json\nzqxjson\n```\n",
    "with a scene in JSON and no heading": f"back\n\n```json\n{SCENE}\n```\n",
    "with a heading in other letters": "back\n\n# text elements #\nzqxword\n",
    "with embedded files first": "back\n\n# Embedded files\nzqxhash: [[zqxpic.png]]\n",
    "with a comment on the back": f"back %%zqxcomment%%\n\n%%\nzqxcomment\n%%\n\n%%\n{DATA}",
    "with a picture made of Markdown": "back\n\n# Markdown Images\n\n"
    "<!-- excalidraw-markdown-image:zqxhash -->\n\n## zqxhead\n\nzqxtext [[zqxlink]]\n\n"
    f"<!-- /excalidraw-markdown-image:zqxhash -->\n\n{DATA}",
    "with a picture made of Markdown without an end": "back\n\n"
    f"<!-- excalidraw-markdown-image:zqxhash -->\n\nzqxtext\n\n{DATA}",
    "with a second drawing below": f"back\n\n{DATA}\n\nzqxtext\n\n{DATA}",
    "with the data twice, as a synchroniser leaves it": f"back\n\n{ELEMENTS}zqxtext\n\n{DATA}",
    "by other line ends": f"{WARNING}\n\nback\n\n{DATA}".replace("\n", "\r\n"),
    "by a byte order mark and no text but the back": "back",
}
KEYS = (
    "excalidraw-plugin: parsed",
    "excalidraw-plugin: raw",
    "excalidraw-plugin:",
    '"excalidraw-plugin": no',
    "Excalidraw-Plugin: [x]",
    "excalidraw-plugin: false\nexcalidraw-open-md: true",
)
CONFIG = '[site]\nbase_url = "https://me.net/"\n[graph]\ntags = true\n'


def drawn(body: str, key: str = KEYS[0], **more: str) -> Grown:
    files = {
        "Plan.excalidraw.md": f"---\n{key}\ndate: 2024-01-01\n---\n{body}",
        "a.md": "---\ndate: 2024-01-02\n---\n![[Plan.excalidraw]] and [[Plan.excalidraw|300]]\n",
        "b.md": "b",
        "zqxlink.md": "---\npublish: false\n---\nx",
        "zqxpic.png": "",
    }
    return garden_of({**files, **more}, CONFIG)


def everything(grown: Grown) -> str:
    """All that the site says, and what is known of its notes."""
    return "\n".join((*grown.pages().keys(), *grown.pages().values(), repr(grown.garden.notes)))


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=list(LAYOUTS))
def test_16_the_back_of_the_card_is_text_and_nothing_else_is(body: str) -> None:
    grown = drawn(body)
    page = grown.html("Plan.excalidraw.md")
    assert "back" in page
    assert "⚠" not in page
    assert "%%" not in page
    assert "<h1></h1>" not in page
    assert "zqx" not in everything(grown)
    assert grown.rules == ["drawing-export"]


@pytest.mark.parametrize("key", KEYS)
def test_16_any_value_of_the_key_makes_a_drawing(key: str) -> None:
    grown = drawn(LAYOUTS["as it is written today"], key)
    assert grown.garden.notes["Plan.excalidraw.md"].doc.is_drawing
    assert "zqx" not in everything(grown)


def test_16_a_drawing_that_has_lost_its_key_is_one() -> None:
    grown = drawn(LAYOUTS["hidden by a comment"], "title: x")
    assert grown.garden.notes["Plan.excalidraw.md"].doc.is_drawing
    assert "zqx" not in everything(grown)


@pytest.mark.parametrize(
    "body",
    [
        "# Drawing\n\nHow I draw.\n",
        "# Text Elements\n\nOf a page.\n\n# Drawing\n",
        f"How it is:\n\n````markdown\n{DATA}\n````\n",
        "```json\n{}\n```\n",
        "# Design\n\n## Text Elements\n\nUse one font.\n\n## Drawing\n\nPens last.\n",
        "# Text Elements\n\nOne font.\n\n# Colours\n\nTwo.\n\n# Drawing\n\nPens last.\n",
        "# Excalidraw Data\n\nOf a plugin.\n\n## Drawing\nPens last.\n",
        "## Text Elements\n\n## Drawing\n```json\n{}\n```\n\nPens last.\n",
        "## Text Elements\n\n## Drawing\n```python\ndraw()\n```\n\nPens last.\n",
        "## Text Elements\n\n## Drawing\n```compressed-json\nof two words\n```\n\nPens last.\n",
    ],
)
def test_16_a_note_about_drawings_is_none(body: str) -> None:
    grown = garden_of({"a.md": body})
    assert not grown.garden.notes["a.md"].doc.is_drawing
    assert "drawing-export" not in grown.rules
    assert ("Pens last." in grown.html("a.md")) == ("Pens last." in body)


@pytest.mark.parametrize(
    "body",
    [
        f"%%\n# Excalidraw Data\n## Text Elements\nzqx\n%%\n## Drawing\n```json\n{SCENE}\n```\n%%",
        "# Text Elements\nzqx\n\n# Drawing\n\n```compressed-json\nN4KAkARALgngDg\n\nzqx=\n```",
        f"# Text Elements\nzqx\n# Drawing\n{SCENE}",
        '## Text Elements\nzqx\n## Drawing\n```json\n{\n\t"type": "excalidraw",\n"a": "zqx"}\n```',
    ],
)
def test_16_a_scene_makes_a_drawing_without_a_key(body: str) -> None:
    assert "zqx" not in everything(drawn(f"back\n\n{body}", "title: x"))


@pytest.mark.parametrize(
    "block",
    [
        "```\n# Excalidraw Data\n```",
        "~~~markdown\n## Text Elements\n~~~",
        "````markdown\n## Drawing\n```json\n{}\n```\n````",
        "> ```\n> # Excalidraw Data\n> ```",
        "- ```\n  # Embedded Files\n  ```",
    ],
)
def test_16_a_block_of_code_on_the_back_ends_no_text(block: str) -> None:
    grown = drawn(f"back\n\n{block}\n\nbehind\n\n{DATA}")
    assert "behind" in grown.html("Plan.excalidraw.md")
    assert "zqx" not in everything(grown)


@pytest.mark.parametrize("block", ["```\nx", "~~~\nx", "````\nx", "```\nx\n```\n\n```python\nx"])
def test_16_a_block_of_code_without_an_end_shows_no_data(block: str) -> None:
    assert "zqx" not in everything(drawn(f"back\n\n{block}\n\n{DATA}"))


def test_16_each_line_of_the_back_stays_where_it_was_written() -> None:
    body = f"{WARNING}\n\n[[nope]]\n\n<!-- excalidraw-markdown-image:x -->\n\na\n\n"
    body += f"<!-- /excalidraw-markdown-image:x -->\n[[nope 2]]\n\n%%\n{DATA}"
    lines = [p.span.line for p in drawn(body).problems if p.rule == "link-missing"]
    assert lines == [7, 14]


def test_16_what_is_drawn_links_to_nothing_and_publishes_nothing() -> None:
    grown = drawn(LAYOUTS["as it is written today"])
    assert "b.md" not in grown.garden.inbound
    assert "zqxpic.png" not in grown.garden.urls
    assert {p.rule for p in grown.problems} == {"drawing-export"}


def test_16_links_of_the_back_are_links() -> None:
    grown = drawn(f"[[b]]\n\n{DATA}")
    assert [group[0].source for group in grown.garden.inbound["b.md"]] == ["Plan.excalidraw.md"]


@pytest.mark.parametrize(
    "tag", ["#private", "x #private/y ^id", "%% #private %%", "#pri\u200bvate"]
)
def test_16_a_private_tag_in_what_is_drawn_keeps_the_drawing_private(tag: str) -> None:
    grown = drawn(f"back\n\n# Excalidraw Data\n\n## Text Elements\n{tag} ^id\n")
    assert "Plan.excalidraw.md" not in grown.garden.notes


def test_16_a_scene_of_any_size_is_no_text() -> None:
    grown = drawn(f"*back*\n\n{ELEMENTS}## Drawing\n```json\n{SCENE}{' ' * 9_000_000}\n```\n")
    assert "<em>back</em>" in grown.html("Plan.excalidraw.md")
    assert grown.rules == ["drawing-export"]


def test_16_a_drawing_says_as_many_words_as_its_back() -> None:
    grown = drawn(f"one two\n\n{DATA}")
    assert set(grown.words["Plan.excalidraw.md"]) == {"one", "two"}
    assert grown.garden.notes["Plan.excalidraw.md"].doc.description == "one two"


PRIVATE = "---\nexcalidraw-plugin: parsed\npublish: false\n---\n# Excalidraw Data\n"
EXPORTS = ("Plan.svg", "Plan.excalidraw.svg", "Plan.excalidraw.dark.png", "plan.Light.SVG")


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("embed", ["![[Plan.excalidraw]]", "![[{}]]", "![]({})", "[[{}|see]]"])
def test_16_prv9_the_picture_of_a_private_drawing_is_private(export: str, embed: str) -> None:
    grown = garden_of(
        {"a.md": embed.format(export), "Plan.excalidraw.md": PRIVATE, export: ""}, CONFIG
    )
    assert export not in grown.garden.urls
    assert "Plan" not in grown.html("a.md").replace("see", "")
    assert {"link-private"} <= set(grown.rules)


def test_16_a_private_drawing_by_its_tag_or_what_cannot_be_read() -> None:
    for front in ("tags: [private]", "x: ["):
        text = f"---\nexcalidraw-plugin: parsed\n{front}\n---\n# Excalidraw Data\n"
        grown = garden_of(
            {"a.md": "![[Plan.svg]]", "Plan.excalidraw.md": text, "Plan.svg": ""}, CONFIG
        )
        assert "Plan.svg" not in grown.garden.urls


def test_16_a_picture_of_a_drawing_that_only_is_not_published_can_be_shown_by_name() -> None:
    files = {
        "a.md": "---\npublish: true\n---\n![[Plan.svg]] ![[Plan]]",
        "Plan.md": "---\nexcalidraw-plugin: x\n---\n",
        "Plan.svg": "",
    }
    grown = garden_of(files, '[publish]\nmode = "flag"\n')
    assert grown.garden.urls.keys() == {"a.md", "Plan.svg"}
    assert grown.html("a.md").count("<img") == 1


def test_16_the_picture_of_a_drawing_is_published_with_it_and_no_other() -> None:
    grown = drawn("back", **{"Plan.svg": "", "Plan 2.svg": "", "f/Plan.svg": ""})
    assert "Plan.svg" in grown.garden.urls
    assert "Plan 2.svg" not in grown.garden.urls
    assert "f/Plan.svg" not in grown.garden.urls
    assert grown.rules == []


def test_16_a_drawing_that_is_no_note_is_never_published() -> None:
    grown = garden_of({"a.md": "![[Old.excalidraw]] [x](Old.excalidraw)", "Old.excalidraw": "{}"})
    assert grown.garden.urls.keys() == {"a.md"}
    assert "file-type" in grown.rules


def test_16_of_many_drawings_without_a_picture_the_summary_speaks_once() -> None:
    grown = garden_of({f"{n}.md": "---\nexcalidraw-plugin: x\n---\n" for n in range(5)})
    assert len({(p.rule, p.message, p.hint) for p in grown.problems}) == 1
    assert "export" in grown.problems[0].hint


def test_16_what_stands_between_is_cut_at_the_first_sign_of_data() -> None:
    card = card_of(f"one\n\n{ELEMENTS}")
    assert card.text == "one\n\n"
    assert card.data == ELEMENTS
