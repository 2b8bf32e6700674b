"""What a list of .gitignore patterns says of a path, where two readers of them do not agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pathspec import GitIgnoreSpec

from garden.gitignore import Line, read_lines, verdict
from garden.paths import fold

# Classes such as [[:digit:]], which are none to pathspec, and what Python warns of in a set
_MISREAD = re.compile(r"\[.*(?:\[|--|&&|~~|\|\|)")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns as git reads them, and as the library pathspec does."""

    lines: tuple[Line, ...]
    spec: GitIgnoreSpec | None  # None where it knows less than git

    def deny(self, path: str) -> bool:
        """Whether a path is private: one reader is enough, but for what a line opens on purpose."""
        said = verdict(self.lines, fold(path))
        return said == "closed" or (said == "open" and self._is_in_spec(path))

    def name(self, path: str) -> bool:
        """Whether a path is among what is listed, so that both readers say so."""
        if verdict(self.lines, fold(path)) != "closed":
            return False
        return self.spec is None or self._is_in_spec(path)

    def _is_in_spec(self, path: str) -> bool:
        return self.spec is not None and self.spec.match_file(fold(path))


@cache
def patterns(lines: tuple[str, ...]) -> Patterns:
    """Patterns as in .gitignore; letters count the same in either case (PRV41)."""
    return Patterns(read_lines(lines), _spec(lines))


def _spec(lines: tuple[str, ...]) -> GitIgnoreSpec | None:
    if any(map(_MISREAD.search, lines)):
        return None
    try:
        return GitIgnoreSpec.from_lines(map(fold, lines))
    except (ValueError, re.error):  # such as [c-a], which fits a c to git
        return None
