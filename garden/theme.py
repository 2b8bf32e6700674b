"""A theme as a value: templates by name, files by name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from garden.model import Need
from garden.needs import files_for

if TYPE_CHECKING:
    from garden.templates import Templates

FOLDER = "theme"
_TEMPLATES = (".html", ".xml")


class ThemeError(Exception):
    """A template cannot be used. The text says which, where and why."""


@dataclass(frozen=True)
class Package:
    """The files of others that a theme brings along: their hashes by name, and their contents.

    They name each other by relative addresses, so they stay together in one folder of the site,
    whose name changes with their contents.
    """

    hashes: Mapping[str, str]
    contents: Mapping[str, bytes] = field(default_factory=dict, compare=False)

    @cached_property
    def digest(self) -> str:
        pairs = (part for pair in sorted(self.hashes.items()) for part in pair)
        return hashlib.sha256("\0".join(pairs).encode()).hexdigest()


@dataclass(frozen=True)
class Theme:
    """`templates` are Jinja2 sources; `default/note.html` is what an override of it may extend."""

    templates: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)
    packages: Mapping[str, Package] = field(default_factory=dict)

    @cached_property
    def urls(self) -> dict[str, str]:
        """Where each file stands on the site; the name changes with the content."""
        own = {name: _fingerprinted(name, content) for name, content in self.files.items()}
        return {**self._packaged, **own}

    @cached_property
    def _packaged(self) -> dict[str, str]:
        """The same of the files in packages, which are called by the package's name and theirs."""
        return {
            f"{package}/{name}": f"{FOLDER}/{package}.{found.digest[:10]}/{name}"
            for package, found in self.packages.items()
            for name in found.hashes
        }

    def placed(self, needs: Iterable[Need]) -> Iterator[tuple[str, bytes]]:
        """What a site with these needs holds of the theme: addresses and contents."""
        for name in files_for(sorted(self.files), needs):
            yield self.urls[name], self.files[name]
        for name in files_for(self._packaged, needs, packaged=True):
            package, _, file = name.partition("/")
            yield self._packaged[name], self.packages[package].contents[file]

    def for_drawing(self) -> Theme:
        """The same theme for whoever only draws pages: what is in packages stays here."""
        packages = {name: Package(package.hashes) for name, package in self.packages.items()}
        return replace(self, packages=packages)

    @cached_property
    def digest(self) -> str:
        """A hash of all of it."""
        texts = (part for pair in sorted(self.templates.items()) for part in pair)
        names = (part for pair in sorted(self.urls.items()) for part in pair)
        return hashlib.sha256("\0".join((*texts, "", *names)).encode()).hexdigest()

    @cached_property
    def _drawing(self) -> Templates:
        from garden.templates import Templates  # a build that draws nothing needs no Jinja2

        return Templates(self.templates, self.url_of)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text of a template. Raises `ThemeError`."""
        return self._drawing.render(template, values)

    def url_of(self, name: str) -> str:
        """Where a file stands on the site. Raises `ThemeError`."""
        if name not in self.urls:
            raise ThemeError(f'no theme file is called "{name}"; there are: {", ".join(self.urls)}')
        return self.urls[name]


def layered(
    name: str,
    theme: Mapping[str, bytes],
    overrides: Mapping[str, bytes],
    packages: Mapping[str, Package] | None = None,
) -> Theme:
    """A theme with `_theme/` laid over it; both are file contents by relative path."""
    own = {path: content for path, content in theme.items() if is_template(path)}
    over = {path: content for path, content in overrides.items() if is_template(path)}
    templates = {path: _text(path, content) for path, content in {**own, **over}.items()}
    templates |= {f"{name}/{path}": _text(path, content) for path, content in own.items()}
    both = {**theme, **overrides}
    files = {path: content for path, content in both.items() if not is_template(path)}
    return Theme(templates, files, packages or {})


def is_template(path: str) -> bool:
    return path.endswith(_TEMPLATES)


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ThemeError(f"template {path}: not valid UTF-8 at byte {error.start}") from error


def _fingerprinted(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:10]
    return f"{FOLDER}/{path.with_name(f'{path.stem}.{digest}{path.suffix}')}"
