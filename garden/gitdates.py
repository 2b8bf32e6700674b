"""When notes were made and changed, as git knows it, and who may see them there.

The only module that runs git. It asks for the vault's folder as a whole and never for a note, and
only for what is committed: the same commit gives the same dates. Nothing is written to the
repository, no network is used, and whatever goes wrong costs no more than the dates.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from garden.dates import Times, iso_of
from garden.disk import Disk
from garden.lives import Change, Commit, of_this_life
from garden.model import NEVER, Problem, Tended
from garden.paths import nfc
from garden.rules import problem

_CACHE = "git.json"
_SECONDS = 120.0  # that git may take; then there are no dates
_DIGITS = 12  # of seconds since 1970: enough for every year that a date can hold
_DAY = 86_400  # seconds
_SHOWN = 20  # days on which a file was changed; of more only the count is kept
_NOBODY_KNOWS = -1  # in place of such seconds
_FAILED = "it has failed without a word"
_WHERE = ".git"  # what problems are told of

# The vault's own git configuration must not run a program, nor change what is listed.
_GIT = (
    "git",
    "--no-pager",
    "--no-replace-objects",
    *("-c", "core.quotepath=off"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.showRoot=true"),
    *("-c", "log.follow=false"),
)
_PLACE = ("rev-parse", "--is-shallow-repository", "--show-prefix", "--git-path", "shallow")
_HEAD = ("rev-parse", "--verify", "--quiet", "HEAD")
_TRACKED = ("ls-tree", "-r", "-z", "--name-only")
_REMOTES = ("config", "--get-regexp", r"^remote\..*url$")
_HOST = re.compile(
    r"(?:[@/]|\s)(?:www\.)?((?:github|gitlab|bitbucket|codeberg|gitea|gitee|git\.sr)\.(?:com|org|ht))[:/]",
    re.IGNORECASE,
)
_LOG = (
    # -c: of a merge the files that are as in none of its parents, so what the merge itself changed
    *("log", "-z", "--name-status", "--no-renames", "-c", "--no-ext-diff"),
    *("--no-textconv", "--ignore-submodules", "--relative"),
    # --parents: those that are listed, though others lie between. A --diff-filter would hide some.
    *("--topo-order", "--parents"),
    "--format=format:%x01%H %at %P",
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # what a partial clone lacks is not fetched
    "LC_ALL": "C",
}
# What would lead git to another repository, as in a hook; or to a file of its own to write to.
_UNSET = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
    *("GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS"),
)


class _GitError(Exception):
    """git has given no answer. The text says why."""


@dataclass(frozen=True, slots=True)
class History:
    """When each file was first and last changed, by its path in the vault as git writes it.

    An empty text stands for what nobody knows. `tended` are the days on which it was changed, of
    the files that have several.
    """

    dates: Mapping[str, Times] = field(default_factory=dict)
    tended: Mapping[str, Tended] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def named(self, names: Mapping[str, str]) -> History:
        """The same by other paths; `names` are those that the files have on the disk.

        git may keep a name in another form of Unicode than the disk does. Of two files whose names
        differ in that alone, none gets the dates of the other.
        """
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.dates.keys() - names.values():
            forms[nfc(name)].append(name)
        known = {
            path: name if name in self.dates else next(iter(forms.get(nfc(name), ())), name)
            for path, name in names.items()
        }
        return replace(
            self,
            dates={path: self.dates[own] for path, own in known.items() if own in self.dates},
            tended={path: self.tended[own] for path, own in known.items() if own in self.tended},
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a vault lies in its repository, and how much of the history is there."""

    head: str
    prefix: str
    border: frozenset[str]  # commits whose parents a shallow clone lacks
    is_shallow: bool


def git_dates(disk: Disk, vault: Path, cache: Path | None, *, writes: bool) -> History:
    """What git knows of the files of a vault; nothing where there is no repository."""
    root = vault.resolve()
    if not any(map(_has_repository, (root, *root.parents))):
        return History()
    try:
        place = _place(disk, root)
        if place is None:
            return History()
        kept = cache / _CACHE if cache is not None else None
        key = _key(disk, place)
        known = _kept(disk, kept, key) if kept else None
        if known is None:
            known = _known(root, place)
            if kept and writes:
                _keep(disk, kept, key, known)
    except _GitError as error:
        message = f"no dates from git: {str(error) or _FAILED}"
        hint = "make git work here, or set dates.git = false"
        return History(problems=(problem("git", _WHERE, message, hint),))
    return replace(known, problems=(_shallow(),) if place.is_shallow else ())


def git_public(vault: Path, private: Collection[str]) -> tuple[Problem, ...]:
    """A warning where `private` files of a vault are committed in a repository that is sent to a

    host where strangers may read it (rule PRV45).
    """
    root = vault.resolve()
    if not private or not any(map(_has_repository, (root, *root.parents))):
        return ()
    try:
        host = _HOST.search(_run(root, *_REMOTES).decode(errors="replace"))
        tracked = _run(root, *_TRACKED, "HEAD").split(b"\0") if host else ()
        held = {nfc(_path(name)) for name in tracked}
    except _GitError:  # no remote, no commit, or what the dates tell of already
        return ()
    count = len(held.intersection(private))
    return (_public(host[1].lower(), count),) if host and count else ()


def _public(host: str, count: int) -> Problem:
    notes = (
        "1 note that is not published lies"
        if count == 1
        else f"{count:,} notes that are not published lie"
    )
    message = f"{notes} in a git repository that is sent to {host}, where it may be public"
    hint = "see that the repository is private there, or keep such notes out of it"
    return problem("git-public", _WHERE, message, hint)


def _has_repository(folder: Path) -> bool:
    """Whether a folder holds `.git`: a folder, or in a submodule or worktree a file."""
    with suppress(OSError):
        return (folder / ".git").exists()
    return False


def _shallow() -> Problem:
    message = "the history is not all here (a shallow clone), so some dates are unknown"
    hint = "run `git fetch --unshallow`, or set `fetch-depth: 0` where a build server clones"
    return problem("git-shallow", _WHERE, message, hint)


def _place(disk: Disk, root: Path) -> _Place | None:
    """Where the vault stands; None in a repository without a commit. Raises `_GitError`."""
    is_shallow, prefix, shallow = _lines(_run(root, *_PLACE), 3)
    try:
        head = _run(root, *_HEAD).decode().strip()
    except _GitError as error:
        if str(error):  # --quiet says nothing of a branch without commits
            raise
        return None
    border = frozenset[str]()
    if is_shallow == "true":
        try:
            border = frozenset((disk.read_if_there(root / shallow) or b"").decode().split())
        except (OSError, UnicodeDecodeError):
            raise _GitError("the repository cannot be read") from None
    return _Place(head, prefix, border, is_shallow == "true")


def _lines(out: bytes, count: int) -> list[str]:
    lines = os.fsdecode(out).split("\n")[:count]
    if len(lines) < count:
        raise _GitError("its answer is not understood")
    return lines


def _run(root: Path, *arguments: str) -> bytes:
    """What git answers in a folder. Raises `_GitError`."""
    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            cwd=root,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise _GitError("the program git is not installed") from None
    except subprocess.TimeoutExpired:
        raise _GitError(f"git took longer than {_SECONDS:.0f} seconds") from None
    except OSError as error:
        raise _GitError(f"git cannot be run: {error.strerror}") from None
    if done.returncode:
        raise _GitError(_said(done.stderr))
    return done.stdout


def _environment() -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in _UNSET and not name.startswith("GIT_TRACE")
    }
    return {**inherited, **_ENVIRONMENT}


def _said(stderr: bytes) -> str:
    """Why git refused, in words of ours: its own name the machine's folders (PRV33)."""
    text = stderr.decode(errors="replace")
    if "dubious ownership" in text:
        return "the repository belongs to another user (see git's setting safe.directory)"
    return "the repository cannot be read" if text.strip() else ""


def _key(disk: Disk, place: _Place) -> str:
    """All that decides the dates, this code among it."""
    here = Path(__file__)
    code = hashlib.sha256(disk.read(here) + disk.read(here.with_name("lives.py"))).hexdigest()
    return json.dumps([place.head, place.prefix, sorted(place.border), place.is_shallow, code])


def _known(root: Path, place: _Place) -> History:
    """What the log tells of all files that the last commit holds. Raises `_GitError`."""
    tracked = {_path(name) for name in _run(root, *_TRACKED, place.head).split(b"\0") if name}
    commits = tuple(_commits(_run(root, *_LOG, place.head, "--", "."), tracked))
    first: dict[str, tuple[int, bool]] = {}  # the time, and whether the file was there before
    last: dict[str, int] = {}
    days: defaultdict[str, set[int]] = defaultdict(set)
    for commit, change in of_this_life(commits):
        if commit.name in place.border or commit.seconds == _NOBODY_KNOWS:
            continue
        path, made = change.path, (commit.seconds, not change.is_new)
        first[path] = min(first.get(path, made), made)
        last[path] = max(last.get(path, commit.seconds), commit.seconds)
        days[path].add(commit.seconds // _DAY)
    # In a shallow clone a file was made before the history begins, unless it is seen to begin.
    dates = {
        path: ("" if was_there and place.is_shallow else iso_of(made), iso_of(last[path]))
        for path, (made, was_there) in sorted(first.items())
    }
    several = (path for path, (made, _) in dates.items() if made and len(days[path]) > 1)
    return History(dates, {path: _tended(days[path]) for path in several})


def _tended(days: Collection[int]) -> Tended:
    """The days on which a file was changed, given as days since 1970."""
    last = sorted(days, reverse=True)[:_SHOWN]
    return Tended(len(days), " ".join(iso_of(day * _DAY)[:10] for day in last))


def _commits(out: bytes, tracked: Container[str]) -> Iterator[Commit]:
    """The answer of `git log`: a line for each commit, then for each file its status and path.

    A merge gives one letter for each parent: `AA` for a file that all of them lack. Of the changes
    those of `tracked` files count.
    """
    header, changes = b"", list[Change]()
    fields = iter(out.split(b"\0"))
    for item in fields:
        status = item
        if item.startswith(b"\x01"):
            yield from _commit(header, changes)
            changes = []
            header, _, status = item[1:].partition(b"\n")
        if status:
            path = _path(next(fields))
            if path in tracked and ord("D") not in status:
                changes.append(Change(path, set(status) == {ord("A")}))
    yield from _commit(header, changes)


def _commit(header: bytes, changes: Iterable[Change]) -> Iterator[Commit]:
    """The commit of a line, if there is one: its name, the time, and the names of its parents."""
    if header:
        name, time, *parents = header.decode(errors="replace").split(" ")
        yield Commit(name, tuple(filter(None, parents)), _seconds(time), tuple(changes))


def _seconds(time: str) -> int:
    """The time of a commit; git says nothing of one that it cannot read, or before 1970."""
    is_time = time.isdecimal() and len(time) <= _DIGITS and iso_of(int(time))
    return int(time) if is_time else _NOBODY_KNOWS


def _path(name: bytes) -> str:
    return os.fsdecode(name)


def _kept(disk: Disk, path: Path, key: str) -> History | None:
    """What the cache holds for `key`; None when it is for another, or not whole."""
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        found = json.loads(disk.read_if_there(path) or b"null")
        if found and found["key"] == key and found["digest"] == _digest(key, found["dates"]):
            rows = found["dates"]
            dates = {str(p): (str(made), str(changed)) for p, made, changed, _, _ in rows}
            return History(dates, {str(p): Tended(int(n), str(d)) for p, _, _, n, d in rows if n})
    return None


def _keep(disk: Disk, path: Path, key: str, known: History) -> None:
    tended = {p: known.tended.get(p, NEVER) for p in known.dates}
    rows = [[p, *times, tended[p].count, tended[p].listed] for p, times in known.dates.items()]
    values = {"key": key, "digest": _digest(key, rows), "dates": rows}
    with suppress(OSError):
        disk.make_private_folder(path.parent)
        disk.write(path, json.dumps(values).encode())


def _digest(key: str, rows: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps([key, rows]).encode()).hexdigest()
