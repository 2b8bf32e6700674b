"""The wheel as a user gets it: installed elsewhere, it builds a folder of notes on its own."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from garden import __version__
from tests.offline import faults, tree, write
from tests.support import HERE

ROOT = HERE.parent
NOTES = {
    "index.md": "# Home\n[[Trust]]\n",
    "f/Trust.md": "[[index]] ![[pic.png]]\n",
    "pic.png": "x",
}


def needed(*modules: str) -> None:
    """Tools that are not there are said; where they are required, that is a failure."""
    if missing := [name for name in modules if importlib.util.find_spec(name) is None]:
        message = f"install {' and '.join(missing)} to test the wheel: pip install --group dev"
        if os.environ.get("GARDEN_TOOLS_REQUIRED"):
            pytest.fail(message)
        pytest.skip(message)


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a program says, which is not told where the checkout lies."""
    unset = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment["XDG_CACHE_HOME"] = str(cwd / "caches")
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needed("build", "hatchling", "pip")
    out = tmp_path_factory.mktemp("wheel")
    python = sys.executable
    run(python, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The scripts' folder of a new environment with the wheel in it.

    What garden needs comes from this environment, by a path file. Path files in a folder that is
    added so are not read, and so the checkout of an editable install is not seen.
    """
    place = wheel.parent / "venv"
    venv.create(place, with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(place), "platbase": str(place)})
    scripts, packages = Path(paths["scripts"]), Path(paths["purelib"])
    python = scripts / Path(sys.executable).name
    target = python if python.exists() else scripts / "python"
    pip = (sys.executable, "-m", "pip", "--python", target, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=wheel.parent)
    (packages / "needed.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    return scripts


def test_the_wheel_holds_garden_and_its_themes_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {
        "garden",
        f"garden_ssg-{__version__}.dist-info",
    }
    assert {"garden/py.typed", "garden/_bundled/themes/default/base.html"} <= set(names)
    themes = {f"themes/{path}" for path in tree(ROOT / "themes")}
    bundled = {name.removeprefix("garden/_bundled/") for name in names if "/_bundled/" in name}
    assert bundled == {name for name in themes if name[-1] != "/" and "__pycache__" not in name}
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", *(name for name in themes if name.endswith("LICENSE"))}


def test_the_installed_garden_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    where = "import garden; print(garden.__file__)"
    assert Path(run(installed / "python", "-c", where, cwd=tmp_path)).is_relative_to(
        installed.parent
    )
    assert run(installed / "garden", "--version", cwd=tmp_path) == f"garden, version {__version__}"


def test_the_installed_garden_builds_a_folder_of_notes(installed: Path, tmp_path: Path) -> None:
    write(tmp_path / "notes", NOTES)
    said = run(installed / "garden", "build", "notes", "-o", "public", cwd=tmp_path)
    assert said.startswith("2 notes with 3 links published to public")
    site = tmp_path / "public"
    assert faults(site) == []
    assert (site / "f/Trust/index.html").is_file()
    assert list((site / "theme").glob("style.*.css"))


def test_the_installed_garden_builds_what_the_checkout_builds(
    installed: Path, tmp_path: Path
) -> None:
    write(tmp_path / "notes", NOTES)
    run(installed / "garden", "build", "notes", "-o", "one", cwd=tmp_path)
    run(sys.executable, "-m", "garden", "build", "notes", "-o", "two", cwd=tmp_path)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
