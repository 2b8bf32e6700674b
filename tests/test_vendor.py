"""Front-end files of others are what their lock file says, and of the version it names."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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


PACKAGES = [
    (name, lock.parent, package)
    for lock in sorted(THEMES.rglob("vendor.lock.json"))
    for name, package in json.loads(lock.read_text()).items()
]


@pytest.mark.parametrize(("name", "folder", "package"), PACKAGES, ids=[p[0] for p in PACKAGES])
def test_every_package_has_its_licence_among_its_files(
    name: str, folder: Path, package: Any
) -> None:
    (licence,) = (file for file in package["files"] if file.endswith("LICENSE"))
    assert package["licence"] in ("MIT", "ISC", "0BSD", "OFL-1.1")
    assert len((folder / licence).read_text()) > 500
    assert package["integrity"].startswith("sha512-")


SCRIPTS = [*(THEMES / "default").glob("*.js"), *(THEMES / "preview").glob("*.js")]


def fault_in(script: str) -> str:
    """What keeps a script from being one. Outside of a browser none can run, which is no fault."""
    quickjs = pytest.importorskip("quickjs", reason="quickjs-ng is needed")
    try:
        quickjs.Context().module(script)
    except quickjs.JSException as error:
        return str(error) if "SyntaxError" in str(error) else ""
    return ""


def test_our_scripts_can_be_parsed() -> None:
    assert "SyntaxError" in fault_in("let x = = 1;")
    assert fault_in("document.title = import.meta.url;") == ""
    assert {path.name: fault_in(path.read_text()) for path in SCRIPTS} == {
        path.name: "" for path in SCRIPTS
    }
