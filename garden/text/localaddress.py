"""Addresses that lead somewhere on the author's computer alone: `obsidian://`, `file:`, `C:\\…`.

They name the vault, folders and notes, so no page shows one. One of a note in a vault is read as
a wikilink to it: no page can know which vault is meant, so its path decides.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from garden.model import Span
from garden.paths import name_of, nfc
from garden.text.decode import percent_decoded
from garden.text.findings import Findings
from garden.text.targets import clean_anchor

_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")
_FILE = re.compile(
    r"file:|app://(?!obsidian\.md)|capacitor://|[a-z]:(?:[\\/]|%5c)|\\\\|%5c%5c", re.IGNORECASE
)
_OBSIDIAN = re.compile(r"obsidian:/*", re.IGNORECASE)
_PUBLIC = re.compile(r"(?:show-plugin|show-theme)(?:[/?]|$)", re.IGNORECASE)  # of the directory
# What Obsidian is told to do, in an address that may lack its slashes; `obsidian: the app` is none
_ACTION = (
    r"obsidian:/*(?:open|new|search|vault|daily|unique|choose-vault|hook-get-address|adv-uri"
    r"|advanced-uri|advanced-uri-x|quickadd|shell-commands|booksidian|actions-uri)(?:[/?]|%3f)"
)
_ORDER = re.compile(_ACTION, re.IGNORECASE)
_WRITTEN = re.compile(rf"{_ACTION}|(?:obsidian|app|capacitor):/|file:\S*[/\\]", re.IGNORECASE)
_BARE = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?:obsidian|file)://|(?={_ACTION}))[^\s<>\"`]+", re.IGNORECASE
)
_LOCAL = rf"(?<![A-Za-z0-9])(?:(?:obsidian|file|app|capacitor):/|(?={_ACTION})|[a-z]:[\\/](?!/))"
_IN_SOURCE = re.compile(rf"{_LOCAL}[^\s<>\"'`]+", re.IGNORECASE)
_IN_QUOTES = re.compile(r"\"[^\"\n]*\"|(?<=[=\s:])'[^'\n]*'(?=[\s>/,}])")
_TO_QUOTE = re.compile(rf"{_LOCAL}[^<>\"'`\n]+", re.IGNORECASE)
_SCHEME = re.compile(r"(?:obsidian|file|app|capacitor):", re.IGNORECASE)
_NAMING = ("file", "filepath", "path", "filename")  # what says which note is meant
_ENDING = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)


def is_local(href: str) -> bool:
    """Whether an address leads to this computer, and to nothing of the web."""
    bare = _UNSEEN.sub("", href)
    return bool(_FILE.match(bare)) or is_of_obsidian(bare)


def is_written_local(target: str) -> bool:
    """Whether the inside of `[[…]]` is such an address, and no name that holds a colon."""
    return is_local(target) and bool(_WRITTEN.match(_UNSEEN.sub("", target)))


def is_order(text: str, start: int) -> bool:
    """Whether an address begins here that tells Obsidian what to do, be it without its slashes."""
    return start >= 0 and bool(_ORDER.match(text, start))


def is_of_obsidian(href: str) -> bool:
    """Whether an address names a vault or what is in one; one of the plugin directory does not."""
    bare = _UNSEEN.sub("", href)
    found = _OBSIDIAN.match(bare)
    return bool(found) and not _PUBLIC.match(bare, found.end() if found else 0)


def note_in(href: str) -> tuple[str, str]:
    """Target and anchor of the note that an address of Obsidian leads to; empty for none."""
    if not is_of_obsidian(href):
        return "", ""
    start = _OBSIDIAN.match(href.strip())
    rest = href.strip()[start.end() :] if start else ""
    address, _, query = rest.partition("?")
    given = {key.casefold(): value for key, value in parse_qsl(query.replace("+", "%2B"))}
    action, _, path = address.partition("/")
    if not query and action.casefold() == "vault":  # obsidian://vault/Name/Folder/Note
        written = percent_decoded(path.partition("/")[2])
    elif not query:  # obsidian:///Users/me/Vault/Note: nothing says where the vault begins
        written = name_of(percent_decoded(address).replace("\\", "/"))
    else:
        key = next((key for key in _NAMING if given.get(key)), "")
        written = given.get(key, "").replace("\\", "/")
        written = name_of(written) if key == "path" else written
    target, _, anchor = written.replace("\\", "/").partition("#")
    anchor = anchor or given.get("heading", "") or _block(given.get("block", ""))
    target = _ENDING.sub("", target.strip().strip("/"))
    return nfc(target), nfc(clean_anchor(anchor))


def _block(name: str) -> str:
    return f"^{name.lstrip('^')}" if name else ""


def local_name(href: str) -> str:
    """The last part of an address, which names no folder."""
    target, _ = note_in(href)
    if is_of_obsidian(href):
        return name_of(target)
    path = percent_decoded(href.partition("#")[0].partition("?")[0]).replace("\\", "/")
    return name_of(re.sub(r"^[A-Za-z]+:", "", path).rstrip("/"))


def report_local(findings: Findings, href: str, span: Span | None) -> None:
    scheme = "obsidian:" if is_of_obsidian(href) else "file:"
    message = f"a link with {scheme} leads nowhere but on your computer; its text is kept"
    hint = "link to the note or file as in [[ ]], or take the link out"
    findings.flaw("link-local", message, hint, span)


def without_local(text: str) -> str:
    """Text in which the last part of each such address stands for it."""
    if "://" not in text and "obsidian:" not in text.lower():
        return text
    return _BARE.sub(_name_for, text)


def disarmed(source: str) -> str:
    """The source of a diagram, in which each such address leads nowhere: nobody sees it there.

    In quotes it ends with them, since a path may hold blanks.
    """
    if not _SCHEME.search(source):
        return source
    told = _IN_QUOTES.sub(lambda found: _disarmed(found[0], _TO_QUOTE), source)
    return _disarmed(told, _IN_SOURCE)


def _disarmed(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda found: "#" if is_local(found[0]) else found[0], text)


def _name_for(found: re.Match[str]) -> str:
    return local_name(found[0]) or "…" if is_local(found[0]) else found[0]
