"""What an audit has found in a site, and what it could not search."""

from __future__ import annotations

from dataclasses import dataclass

from garden.disk import NOWHERE, PIPE
from garden.facts import Fact
from garden.layers import Unit


@dataclass(frozen=True, slots=True)
class Leak:
    """A fact in a file of a site, at a line or byte, and the form it has there.

    `in_name` says that the name of the file is what tells it.
    """

    file: str
    fact: Fact
    unit: Unit = "line"
    place: int = 1
    form: str = ""
    in_name: bool = False


@dataclass(frozen=True, slots=True)
class Unsearched:
    """What could not be searched, by its path in the site, and why."""

    name: str
    why: str

    @property
    def may_leak(self) -> bool:
        """Whether it may hold anything. What is no file, and leads to none, holds nothing."""
        return self.why not in (NOWHERE, PIPE)


@dataclass(frozen=True, slots=True)
class Audited:
    """What was looked for, in how many files, and what was found: the first of each kind a file."""

    leaks: tuple[Leak, ...]
    files: int
    notes: int  # that are not published
    others: int  # other files that are not published
    unsearched: tuple[Unsearched, ...] = ()
    has_pages: bool = True
    is_gardens: bool = True  # whether garden has left its list there

    @property
    def is_whole(self) -> bool:
        """Whether all was searched that may hold anything."""
        return not any(one.may_leak for one in self.unsearched)
