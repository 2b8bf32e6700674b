"""What comes with garden besides its Python code, and where it lies.

A program in another language is read here as Python reads modules: it is code, and no file of
anybody's. So it may be read where no other file may.
"""

from __future__ import annotations

from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

# What notes are read with besides: KaTeX, which sets formulas
PROGRAMS = ("vendor/katex/katex.min.js", "vendor/katex/mhchem.min.js", "math.js")


def themes_folder() -> Path:
    """In an installed garden beside its code, in a checkout at the top."""
    bundled = Path(str(resources("garden"))) / "_bundled" / "themes"
    return bundled if bundled.is_dir() else Path(__file__).parent.parent / "themes"


def code_of(name: str) -> str:
    """The text of a program that comes with the default theme, by its path there."""
    source: Traversable = themes_folder() / "default" / name
    return source.read_text(encoding="utf-8")
