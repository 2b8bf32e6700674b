"""The files of a theme as a site holds them: those that name each other by their new names.

A name on the site changes with the content, so a browser may keep a file for ever. A style sheet
holds what it imports, and the small drawings of packages; a script finds another, or a sheet, by
its new name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote

from garden.paths import relative

FOLDER = "theme"
_IMPORT = re.compile(r'@import "([^":]+)";')
_COMMENT = re.compile(r'("(?:\\.|[^"\\\n])*")|/\*(?!!).*?\*/', re.DOTALL)
_URL = re.compile(r'url\("([^":]+)"\)')
_SPECIFIER = re.compile(r'"\./([^"]+\.(?:m?js|css))"')
_IN_DRAWINGS = " /:=;,()"  # what may stay as it is in a drawing that is an address


class AssemblyError(Exception):
    """A file of a theme names one that is not there, or that names it in turn."""


def assembled(
    files: Mapping[str, bytes], packaged: Mapping[str, str], drawings: Mapping[str, str]
) -> dict[str, bytes]:
    """The files of a theme by name, without those that a style sheet holds. Raises `AssemblyError`.

    `packaged` has the addresses on the site of what is in packages, `drawings` SVG pictures.
    """
    done: dict[str, bytes] = {}
    inside = _imported(files)
    for name in sorted(files.keys() - inside):
        _assemble(name, files, packaged, drawings, done, ())
    return done


def fingerprinted(name: str, content: bytes) -> str:
    """Where a file of a theme stands on the site."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:10]
    return f"{FOLDER}/{path.with_name(f'{path.stem}.{digest}{path.suffix}')}"


def _imported(files: Mapping[str, bytes]) -> set[str]:
    sheets = (content for name, content in files.items() if name.endswith(".css"))
    return {name for sheet in sheets for name in _IMPORT.findall(_text(sheet))}


def _assemble(
    name: str,
    files: Mapping[str, bytes],
    packaged: Mapping[str, str],
    drawings: Mapping[str, str],
    done: dict[str, bytes],
    above: tuple[str, ...],
) -> bytes:
    if name in above:
        raise AssemblyError(f"{name}: it is named by {above[-1]}, which it needs itself")
    if name in done:
        return done[name]
    deeper = partial(_assemble, files=files, packaged=packaged, drawings=drawings, done=done)

    def address(other: str) -> str | None:
        """Where another file stands, as this one has to write it; None for no file of a theme."""
        if other in packaged:
            url = packaged[other]
        elif other in files and other != name:
            url = fingerprinted(other, deeper(other, above=(*above, name)))
        else:
            return None
        return relative(fingerprinted(name, b""), url)

    content = files[name]
    if name.endswith(".css"):
        content = _bytes(_sheet(_whole(name, files, ()), drawings, address))
    elif name.endswith((".js", ".mjs")):
        content = _bytes(_SPECIFIER.sub(partial(_script_name, address), _text(content)))
    done[name] = content
    return content


def _whole(name: str, files: Mapping[str, bytes], above: tuple[str, ...]) -> str:
    """A style sheet with those that it imports in their places; without comments, but for `/*!`."""
    if name not in files:
        raise AssemblyError(f'{above[-1]}: no file of the theme is called "{name}"')
    if name in above:
        raise AssemblyError(f"{name}: it imports itself")

    def content(found: re.Match[str]) -> str:
        return _whole(found[1], files, (*above, name)).strip()

    return _IMPORT.sub(content, _COMMENT.sub(r"\1", _text(files[name])))


def _sheet(text: str, drawings: Mapping[str, str], address: Callable[[str], str | None]) -> str:
    def url(found: re.Match[str]) -> str:
        if found[1] in drawings:
            drawn = quote(drawings[found[1]], safe=_IN_DRAWINGS)
            return f'url("data:image/svg+xml,{drawn}")'
        there = address(found[1])
        return f'url("{there}")' if there else found[0]

    return _URL.sub(url, text)


def _script_name(address: Callable[[str], str | None], found: re.Match[str]) -> str:
    there = address(found[1])
    if there is None:
        return found[0]
    return f'"{there}"' if there.startswith(".") else f'"./{there}"'


def _text(content: bytes) -> str:
    return content.decode(errors="surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogateescape")
