"""What a list of .gitignore patterns says of a path, where two readers of them do not agree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from pathspec import GitIgnoreSpec

from garden.gitignore import Line, Verdict, last_line, read_lines, verdict
from garden.paths import fold, folder_of

# Classes such as [[:digit:]], which are none to pathspec, and what Python warns of in a set
_MISREAD = re.compile(r"\[.*(?:\[|--|&&|~~|\|\|)")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns as git reads them, and as the library pathspec does."""

    lines: tuple[Line, ...]
    spec: GitIgnoreSpec | None  # None where it knows less than git
    folders: dict[str, Verdict] = field(default_factory=dict)  # what is known of them

    def deny(self, path: str) -> bool:
        """Whether a path is private: one reader is enough, but for what a line opens on purpose."""
        said = self._verdict(fold(path))
        return said == "closed" or (said == "open" and self._is_in_spec(path))

    def name(self, path: str) -> bool:
        """Whether a path is among what is listed, so that both readers say so."""
        if self._verdict(fold(path)) != "closed":
            return False
        return self.spec is None or self._is_in_spec(path)

    def _verdict(self, path: str) -> Verdict:
        """What git says. Most files lie in few folders, and in an open one only names matter."""
        folder = folder_of(path.rstrip("/"))
        if folder not in self.folders:
            self.folders[folder] = verdict(self.lines, f"{folder}/") if folder else "open"
        if self.folders[folder] != "open" or path.endswith("/"):
            return verdict(self.lines, path)
        last = last_line(self.lines, path, is_folder=False)
        return "closed" if last >= 0 and not self.lines[last].opens else "open"

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
