"""Names that synchronising programs give to the copies they make where two edits of a file meet.

They are known by the stamp that the program writes: a name without one is the author's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from garden.model import Problem
from garden.paths import fold, folder_of, is_note, name_of, nfc, stem_of
from garden.rules import problem

_DAY = r"\d{4}-\d\d-\d\d"
_MINUTE = rf"{_DAY}[- ]\d\d[-.]?\d\d(?:[-.]?\d\d)?"
_STAMP = rf"(?:{_MINUTE}|{_DAY}|\d{{12}}(?:\d\d)?)"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLASH = "Case|Unicode Encoding|Selective Sync|White ?[Ss]pace"
_STAMPS = (
    # Syncthing
    r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?",
    # Dropbox, Nextcloud, ownCloud, Obsidian Sync; Maestral
    rf" \((?:\S.*['’]s? +)?conflict(?:ed|ing) copy (?:.*\S )?{_STAMP}(?: \(\d+\))?\)",
    # Dropbox in German and in French
    rf" \((?:.+ )?in Konflikt stehende Kopie(?: von .+)? {_DAY}(?: \(\d+\))?\)",
    rf" \(Copie en conflit de .+ {_DAY}(?: \(\d+\))?\)",
    # Dropbox, for names that differ in little; it writes these words alone
    rf" \((?-i:(?:{_CLASH}) Conflict)(?: \(?\d+\)?)?\)",
    # ownCloud and Nextcloud, formerly and for names that differ in the case of letters
    r"_conflict-(?:.+-)?\d{8}-?\d{6}",
    rf" \((?:conflict|case clash from)(?: \S.*)? {_MINUTE}\)",
    # Seafile
    rf" \(SFConflict (?:.*\S )?{_MINUTE}\)",
    # Synology Drive
    rf"_.+_{_MONTH}-\d\d-\d{{4}}(?:\d\d)?-\d{{4}}_(?-i:[A-Za-z]*Conflict)(?:_\d+)?",
)
# Behind it may stand the number of a further copy, and the ending of the file
_FURTHER, _ENDING = r"(?: \d+| \(\d+\)|-\d+)?", r"(?P<ending>(?:\.[^\s./]+){0,3})"
_COPY = re.compile(f"(?P<name>.+?)(?:{'|'.join(_STAMPS)}){_FURTHER}{_ENDING}", re.IGNORECASE)
_HINTS = ("nfli", "case clash")  # what is in each of them
# A date in brackets at the end, among words of any language: Dropbox translates its own
_BRACKET = re.compile(r"\s*[(\[\uff08\uff3b]")
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:{_YEAR}(?:[-./\u5e74\u6708 ]+\d\d?){{2}}|(?:\d\d?[-./ ]+){{2}}{_YEAR}|{_YEAR}\d{{4}})"
_DATED = re.compile(rf"(?:.*\D)?{_DATE}(?:\D.*)?[)\]\uff09\uff3d](?:\s*\d+|\s*\(\d+\))?$")
_NUMBERED = re.compile(r"(.+) \d{1,2}$")
_DEVICE = re.compile(r"(?=.*[A-Z])[\w-]{2,}$")


def original_of(name: str) -> str:
    """The name of the file that a conflict copy was made of; empty when a name is no copy's."""
    if not _may_be(name):
        return ""
    found = _COPY.fullmatch(nfc(name))
    if found is None:
        return ""
    original = found["name"] + found["ending"]
    return original_of(original) or original


def _may_be(text: str) -> bool:
    known = text.lower()
    return any(hint in known for hint in _HINTS)


def copy_in(path: str) -> str:
    """The outermost folder of a path, or the file itself, that is a conflict copy; else empty."""
    if not _may_be(path):
        return ""
    parts = path.split("/")
    copies = (i for i, part in enumerate(parts, 1) if original_of(part))
    return "/".join(parts[: next(copies, 0)])


def lookalikes(notes: Iterable[str], withheld: Iterable[str]) -> Iterator[Problem]:
    """The public notes that are called as iCloud, OneDrive, or Dropbox in some language, call a

    copy of a private one.

    Such names tell nothing by themselves, so they are only told.
    """
    private = {fold(path) for path in withheld if is_note(path)}
    for path in notes if private else ():
        if any(fold(original) in private for original in _originals(path)):
            message = "called like a copy that a program makes of a note that is private"
            hint = "if it is one, delete it or make it private; else call it something else"
            yield problem("sync-copy", path, message, hint)


def _originals(path: str) -> Iterator[str]:
    stem = stem_of(path)
    above, ending = folder_of(path), name_of(path)[len(stem) :]
    if numbered := _NUMBERED.match(stem):
        yield _joined(above, numbered[1] + ending)
    for bracket in _BRACKET.finditer(stem):
        if bracket.start() and _DATED.match(stem, bracket.end()):
            yield _joined(above, stem[: bracket.start()] + ending)
    for dash in re.finditer("-", stem):
        if dash.start() and _DEVICE.match(stem, dash.end()):
            yield _joined(above, stem[: dash.start()] + ending)


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
