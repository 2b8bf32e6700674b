"""Front-end files of others are what their lock file says, and of the version it names."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import HERE

THEMES = HERE.parent / "themes"


def check(themes: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(themes / "vendor.py"), "--check"]
    return subprocess.run(command, capture_output=True, text=True)


def test_vendored_files_are_what_the_lock_says() -> None:
    assert check(THEMES).returncode == 0


def test_a_changed_file_and_one_too_many_are_found(tmp_path: Path) -> None:
    shutil.copytree(THEMES, tmp_path / "themes")
    folder = tmp_path / "themes/preview/vendor"
    (folder / "idiomorph.js").write_text("other")
    (folder / "more.js").write_text("x")
    found = check(tmp_path / "themes")
    assert found.returncode == 1
    assert "idiomorph is not what" in found.stderr
    assert "more.js is in no package" in found.stderr


def test_every_vendored_file_has_its_licence_beside_it() -> None:
    for script in (THEMES / "preview/vendor").glob("*.js"):
        assert script.with_suffix(".LICENSE").is_file()
