"""Which edits grow only the notes that they touch; whichever way, the garden is the same."""

from __future__ import annotations

import pytest

from garden.checks import checked
from garden.config import Config, read_config
from garden.grow import Growth, Vault, grow
from garden.regrow import regrow
from garden.text.parse import parse

NOTES = {
    "Hub.md": "# Hub\n[[Note]] and [[Note#Under]]\n\n![[Shown]]",
    "Note.md": "---\ntags: [t]\naliases: [AL]\n---\nsee [[Hub]]\n\n## Under\n\nsmall ^x",
    "Shown.md": "![[Inner]]",
    "Inner.md": "text [[Missing]]",
    "Far.md": "[[Shown]] and [[AL]]",
    "Picture.md": "![[i.png]]",
    "Secret.md": "---\npublish: false\n---\n[[Note]]",
    "Asks.md": "[[Secret]]",
    **{f"f/{i}.md": "[[Inner]]" for i in range(29)},
}
FILES = ("i.png", "j.png")
FEW: dict[str, tuple[str, str, str, set[str]]] = {
    # an edit: note, old words, new words → the notes in which other problems may be found
    "a word": ("Note.md", "small", "tiny", {"Note", "Hub", "Far"}),
    "a heading that is linked to": ("Note.md", "Under", "Above", {"Note", "Hub", "Far"}),
    "a link more": ("Far.md", "[[AL]]", "[[AL]] [[Hub]]", {"Far"}),
    "a link less": ("Hub.md", "[[Note]] and", "and", {"Hub", "Note"}),
    "a link that finds nothing": ("Far.md", "[[AL]]", "[[Nobody]]", {"Far"}),
    "a link to a private note": ("Far.md", "[[AL]]", "[[Secret]]", {"Far"}),
    "a link in a diagram": (
        "Far.md",
        "[[AL]]",
        "[[AL]]\n```mermaid\ngraph TD\nHub:::internal-link --> Secret:::internal-link\n```",
        {"Far"},
    ),
    "an embed less": ("Shown.md", "![[Inner]]", "no more", {"Shown", "Hub", "Far"}),
    "a loop of embeds": ("Shown.md", "![[Inner]]", "![[Hub]]", {"Shown", "Hub", "Far"}),
    "a private note": ("Secret.md", "[[Note]]", "[[Hub]]", set()),
    "a line in front matter that says nothing": (
        "Note.md",
        "tags",
        "# \ntags",
        {"Note", "Hub", "Far"},
    ),
}
ALL = {
    "a title": ("Note.md", "tags", "title: T\ntags"),
    "a title by its heading": ("Hub.md", "# Hub", "# Other"),
    "a tag": ("Inner.md", "text", "text #new"),
    "an alias": ("Note.md", "[AL]", "[AL, B]"),
    "a date": ("Note.md", "tags", "created: 2024-01-01\ntags"),
    "a note that becomes private": ("Note.md", "tags", "publish: false\ntags"),
    "a note that is published": ("Secret.md", "false", "true"),
    "another attachment": ("Picture.md", "i.png", "j.png"),
    "an attachment that a diagram names": (
        "Far.md",
        "[[AL]]",
        '[[AL]]\n```mermaid\ngraph TD\nA["j.png"]:::internal-link\n```',
    ),
    "a second page of backlinks": ("Far.md", "[[AL]]", "[[Inner]]"),
}


def vault_of(notes: dict[str, str], last: Growth | None = None) -> Vault:
    """What was read; a note of the same words is the same value as in the garden before."""
    known = {} if last is None else last.vault.docs
    docs = {
        path: known[path]
        if path in known and text == NOTES.get(path, "")
        else parse(text.encode()).doc
        for path, text in notes.items()
    }
    return Vault(docs, FILES)


def edited(path: str, old: str, new: str) -> dict[str, str]:
    assert NOTES[path].count(old) == 1
    return {**NOTES, path: NOTES[path].replace(old, new)}


@pytest.mark.parametrize(("path", "old", "new", "touched"), FEW.values(), ids=list(FEW))
def test_an_edit_of_a_text_touches_few_notes(
    path: str, old: str, new: str, touched: set[str]
) -> None:
    last = grow(Config(), vault_of(NOTES))
    vault = vault_of(edited(path, old, new), last)
    found, paths = regrow(Config(), vault, last)
    clean = grow(Config(), vault)
    assert found == clean
    assert paths == frozenset(f"{name}.md" for name in touched)
    was, now = (checked(g, g.notes) for g in (last.garden, clean.garden))
    assert {p for p in NOTES if was.get(p) != now.get(p)} <= paths


@pytest.mark.parametrize(("path", "old", "new"), ALL.values(), ids=list(ALL))
def test_an_edit_of_more_than_a_text_grows_all_anew(path: str, old: str, new: str) -> None:
    last = grow(Config(), vault_of(NOTES))
    vault = vault_of(edited(path, old, new), last)
    found, paths = regrow(Config(), vault, last)
    assert paths is None
    assert found == grow(Config(), vault)


@pytest.mark.parametrize("orphans", [1, 199], ids=["the same pages", "a page less"])
def test_the_lists_by_links_follow_an_edit_of_a_text(orphans: int) -> None:
    config = read_config("[lists]\nmost_linked = true\norphans = true")
    notes = {**NOTES, **{f"o/{i}.md": "" for i in range(orphans)}}
    last = grow(config, vault_of(notes))
    vault = vault_of({**notes, "Far.md": "[[o/0]] [[Shown]]"}, last)
    found, paths = regrow(config, vault, last)
    assert found == grow(config, vault)
    assert (last.garden.orphans, last.garden.most_linked) != (
        found.garden.orphans,
        found.garden.most_linked,
    )
    assert (paths is None) == (orphans == 199)


def test_a_picture_has_no_headings() -> None:
    """What a note takes for its picture is no link that a heading could be missing for."""
    notes = {"a.md": "---\nimage: b.md#H\n---\n", "b.md": "## H"}
    docs = {path: parse(text.encode()).doc for path, text in notes.items()}
    garden = grow(Config(), Vault(docs)).garden
    assert checked(garden, garden.notes) == {}


def test_another_configuration_grows_all_anew() -> None:
    vault = vault_of(NOTES)
    last = grow(Config(), vault)
    assert regrow(Config().named("other"), vault, last)[1] is None
    assert regrow(Config(), vault, last)[1] == frozenset()
