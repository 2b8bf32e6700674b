"""Golden gardens: `gardens/<name>/content` gives `expected`, file by file, and no other file;

`broken/<name>/content` gives `problems.txt`, word by word.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from garden.cli import cli
from tests.support import HERE, folder_contents, garden_of


def _config(files: dict[str, bytes]) -> str:
    return files.pop("garden.toml", b"").decode()


@pytest.mark.parametrize("name", sorted(p.name for p in (HERE / "gardens").iterdir()))
def test_garden(name: str, update: bool) -> None:
    files = folder_contents(HERE / "gardens" / name / "content")
    config = _config(files)
    pages = garden_of(files, config).pages()
    expected = HERE / "gardens" / name / "expected"
    if update:
        _rewrite(expected, pages)
    assert pages == {path: text.decode() for path, text in folder_contents(expected).items()}


def _rewrite(folder: Path, pages: dict[str, str]) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("name", sorted(p.name for p in (HERE / "broken").iterdir() if p.is_dir()))
def test_broken(name: str, update: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.chdir(HERE / "broken" / name)
    said = CliRunner().invoke(cli, ["check", "content"])
    problems = HERE / "broken" / name / "problems.txt"
    if update:
        problems.write_text(said.output)
    assert said.output == problems.read_text()
