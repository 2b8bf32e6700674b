"""Pages drawn by several processes: whoever draws them, they are the same."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import garden.parallel
from garden.build import Built
from garden.theme import Theme, ThemeError
from tests.offline import Files, built, tree, write
from tests.support import bare_theme

VAULT: Files = {
    **{f"{i}.md": f"# Note {i}\n[[{i + 1}]] #tag/{i % 3} ![[{i + 2}]]\n" for i in range(30)},
    "folder/pic.md": "---\naliases: [Old]\n---\n![[i.png]] ![[static]]",
    "folder/i.png": b"png",
    "Secret.md": "---\npublish: false\n---\n[[3]]\n",
}
BROKEN = '{% if title == "Note 7" %}{{ missing() }}{% endif %}{{ body }}'


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garden.parallel, "WORTH_OTHERS", 2)
    monkeypatch.setattr(garden.parallel, "_CHUNK", 3)


@pytest.fixture
def all_by_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process leaves every page to the others, as slow as they may be to begin."""
    monkeypatch.setattr(Future, "cancel", lambda self: False)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write(tmp_path / "notes", VAULT)


def site(vault: Path, jobs: int, **more: Any) -> Built:
    place = vault.parent
    return built(vault, place / f"out{jobs}", cache=place / f"cache{jobs}", jobs=jobs, **more)


@pytest.mark.parametrize("jobs", [2, 3])
@pytest.mark.usefixtures("all_by_others")
def test_whoever_draws_the_bytes_are_the_same(vault: Path, jobs: int) -> None:
    alone, shared = site(vault, 1), site(vault, jobs)
    assert tree(vault.parent / f"out{jobs}") == tree(vault.parent / "out1")
    assert sorted(shared.drawn) == sorted(alone.drawn)


@pytest.mark.usefixtures("all_by_others")
def test_what_others_have_drawn_is_remembered(vault: Path) -> None:
    site(vault, 1)
    site(vault, 2)
    assert site(vault, 2).drawn == ()
    write(vault, {"7.md": "another text"})
    assert sorted(site(vault, 2).drawn) == sorted(site(vault, 1).drawn) != []


def test_both_draw_until_they_meet(vault: Path) -> None:
    site(vault, 1)
    site(vault, 2)
    assert tree(vault.parent / "out2") == tree(vault.parent / "out1")


FAULTS: Mapping[str, dict[str, object]] = {
    "a note is not in the cache": {"keys": {"0.md": b"unknown"}},
    "what is to be drawn cannot be grown": {"theme": None},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
@pytest.mark.usefixtures("all_by_others")
def test_what_does_not_come_back_is_drawn_here(
    vault: Path, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    order = garden.parallel._order
    monkeypatch.setattr(garden.parallel, "_order", lambda *given: replace(order(*given), **fault))
    site(vault, 1)
    site(vault, 2)
    assert tree(vault.parent / "out2") == tree(vault.parent / "out1")


@pytest.mark.usefixtures("all_by_others")
def test_a_template_that_fails_elsewhere_is_told_here(vault: Path) -> None:
    theme = Theme({**bare_theme().templates, "note.html": BROKEN})
    with pytest.raises(ThemeError, match=r"note\.html:1"):
        site(vault, 2, theme=theme)
    assert list((vault.parent / "out2").iterdir()) == []
    site(vault, 2)
    site(vault, 1)
    assert tree(vault.parent / "out2") == tree(vault.parent / "out1")
