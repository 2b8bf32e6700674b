"""Which changes of a file belong to the life that it leads now.

Where a file was deleted or renamed away, another may have taken its name later: what was done to
the first is none of the second's, and may be what nobody was to know (rule PRV16).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    path: str
    is_new: bool  # none of the parents has a file there


@dataclass(frozen=True, slots=True)
class Commit:
    name: str
    parents: tuple[str, ...]
    seconds: int
    changes: tuple[Change, ...]


_Lives = dict[str, tuple[str, ...]]  # path → the commits that began a life of it


def of_this_life(commits: Sequence[Commit]) -> Iterator[tuple[Commit, Change]]:
    """The changes without those of earlier lives; each commit stands before its parents.

    A life ends for good where a later one begins. Two that began apart, in two branches, may have
    become one in a merge: both count.
    """
    again = _added_again(commits)
    for commit in commits:
        yield from ((commit, change) for change in commit.changes if change.path not in again)
    found, ended = _with_lives(commits, again) if again else ((), ())
    for commit, change, lives in found:
        if any((change.path, life) not in ended for life in lives):
            yield commit, change


def _added_again(commits: Iterable[Commit]) -> frozenset[str]:
    """The paths that were added more than once: all others have lived once."""
    counted = Counter(change.path for c in commits for change in c.changes if change.is_new)
    return frozenset(path for path, times in counted.items() if times > 1)


def _with_lives(
    commits: Sequence[Commit], again: frozenset[str]
) -> tuple[Sequence[tuple[Commit, Change, tuple[str, ...]]], Container[tuple[str, str]]]:
    """Changes of some paths with the lives that each belongs to; lives that ended, with the paths.

    Of commits only what their children have still to be told is kept, so that a long history
    costs no more than its length.
    """
    found, ended, reached = [], set[tuple[str, str]](), dict[str, _Lives]()
    waiting = Counter(parent for commit in commits for parent in commit.parents)
    for commit in reversed(commits):
        lives = _inherited(commit, reached, waiting)
        for change in (change for change in commit.changes if change.path in again):
            path = change.path
            if change.is_new and lives.get(path) != (commit.name,):
                ended.update((path, life) for life in lives.get(path, ()))
                lives[path] = (commit.name,)
            found.append((commit, change, lives.get(path, ())))
        if waiting[commit.name]:
            reached[commit.name] = lives
    return found, ended


def _inherited(commit: Commit, reached: dict[str, _Lives], waiting: Counter[str]) -> _Lives:
    """The lives that reach a commit from its parents, for it to change."""
    lives: _Lives = {}
    for parent in commit.parents:
        waiting[parent] -= 1
        theirs = reached.get(parent, {}).copy() if waiting[parent] else reached.pop(parent, {})
        if not lives:
            lives = theirs
            continue
        for path, names in theirs.items():
            known = lives.get(path, ())
            lives[path] = known if known == names else tuple(dict.fromkeys((*known, *names)))
    return lives
