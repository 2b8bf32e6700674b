"""No word of garden's own notes is missing from their pages; and the check would notice."""

from __future__ import annotations

import pytest

from tests.support import HERE, default_theme, garden_of
from tests.words import missing, missing_in, pieces


def test_no_word_of_the_documentation_is_missing() -> None:
    assert list(missing_in(HERE.parent / "content")) == []


KEPT = {
    "text": ("one two", ["onetwo"]),
    "front matter": ("---\na: b\n---\none", ["one"]),
    "comments": ("one %%two%% three <!-- four -->", ["one", "three"]),
    "no comments": ("%%% one %%%% two %%three%% four", ["onetwo", "four"]),
    "a label": ("see [[A|the *note*]] and [this](B.md)", ["seethenoteandthis"]),
    "no label": ("see [[f/A#b]] now", ["see", "b", "now"]),
    "a picture": ("one ![[a.png]] two ![three](b.png)", ["one", "two"]),
    "a callout": ("> [!note]- One\n> two ^id", ["One", "two"]),
    "tasks and lists": ("- [x] one\n3. two", ["one", "two"]),
    "footnotes": ("one[^a] two^[see [[b]]]\n\n[^a]: three", ["one", "two", "see", "b", "three"]),
    "code": ("`<a>` b\n```py\n<c> %%d%%\n```", ["ab", "cd"]),
    "mathematics": ("one $a^2$ two", ["one", "a2", "two"]),
    "what is no element": ("Functions<T> <b>one</b>", ["FunctionsTone"]),
}


@pytest.mark.parametrize(("source", "words"), KEPT.values(), ids=KEPT)
def test_what_counts_as_words(source: str, words: list[str]) -> None:
    assert list(pieces(source)) == words


@pytest.mark.parametrize("lost", ["two", "Title", "one"])
def test_a_word_that_is_lost_is_found(lost: str) -> None:
    source = "# Title\n\none two three"
    page = garden_of({"Note.md": source}).pages(default_theme())["Note/index.html"]
    assert missing(source, page) == []
    assert missing(source, page.replace(lost, "")) != []
