"""A theme as a value: templates by name, files by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from garden.assembly import FOLDER, AssemblyError, assembled, fingerprinted
from garden.model import Need
from garden.needs import files_for

if TYPE_CHECKING:
    from garden.templates import Templates

_ICONS = "lucide"  # the package with the drawings that stand in pages and style sheets
_TEMPLATES = (".html", ".xml", ".webmanifest")


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
    """`templates` are Jinja2 sources; `default/note.html` is what an override of it may extend.

    `files` are as the site holds them. `icons` are SVG elements by name.
    """

    templates: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)
    packages: Mapping[str, Package] = field(default_factory=dict)
    icons: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def urls(self) -> dict[str, str]:
        """Where each file stands on the site; the name changes with the content."""
        own = {name: fingerprinted(name, content) for name, content in self.files.items()}
        return {**self._packaged, **own}

    @cached_property
    def _packaged(self) -> dict[str, str]:
        return _packaged(self.packages)

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

        functions = {"theme_url": self.url_of, "theme_has": self.has, "icon": self.icon}
        return Templates(self.templates, functions)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text of a template. Raises `ThemeError`."""
        return self._drawing.render(template, values)

    def url_of(self, name: str) -> str:
        """Where a file stands on the site. Raises `ThemeError`."""
        if name not in self.urls:
            raise ThemeError(f'no theme file is called "{name}"; there are: {", ".join(self.urls)}')
        return self.urls[name]

    def has(self, name: str) -> bool:
        """Whether the theme, or what is laid over it, has a file."""
        return name in self.files

    def icon(self, name: str) -> Markup:
        """An SVG element that readers of screens pass over. Raises `ThemeError`."""
        if name not in self.icons:
            raise ThemeError(f'no icon is called "{name}"; there are: {", ".join(self.icons)}')
        return Markup(self.icons[name])


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
    packages = packages or {}
    drawings = _drawings(packages)
    try:
        whole = assembled(files, _packaged(packages), drawings)
    except AssemblyError as error:
        raise ThemeError(f"theme file {error}") from None
    icons = {name.rpartition("/")[2][:-4]: _icon(svg) for name, svg in drawings.items()}
    return Theme(templates, whole, packages, icons)


def _packaged(packages: Mapping[str, Package]) -> dict[str, str]:
    """Where the files in packages stand, which are called by the package's name and theirs."""
    return {
        f"{package}/{name}": f"{FOLDER}/{package}.{found.digest[:10]}/{name}"
        for package, found in packages.items()
        for name in found.hashes
    }


def _drawings(packages: Mapping[str, Package]) -> dict[str, str]:
    """The icons, each as it was published but for comments and space."""
    found = packages.get(_ICONS, Package({}))
    names = (name for name in sorted(found.hashes) if name.endswith(".svg"))
    return {f"{_ICONS}/{name}": _tight(found.contents[name].decode()) for name in names}


def _tight(svg: str) -> str:
    without = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    return re.sub(r"\s+(?=/?>)", "", re.sub(r"\s+", " ", without).replace("> <", "><")).strip()


def _icon(svg: str) -> str:
    """A drawing as it stands in a page: without the names that only a file of its own needs."""
    plain = re.sub(r' (?:class|xmlns|width|height)="[^"]*"', "", svg.partition(">")[0])
    return f'{plain} class="icon" aria-hidden="true">{svg.partition(">")[2]}'


def is_template(path: str) -> bool:
    return path.endswith(_TEMPLATES)


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ThemeError(
            f"template {path}: not valid UTF-8 at byte {error.start}; save it as UTF-8"
        ) from error
