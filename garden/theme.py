"""A theme as a value: templates by name, files by name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from garden.templates import Templates

FOLDER = "theme"
_TEMPLATES = (".html", ".xml")


class ThemeError(Exception):
    """A template cannot be used. The text says which, where and why."""


@dataclass(frozen=True)
class Theme:
    """`templates` are Jinja2 sources; `default/note.html` is what an override of it may extend."""

    templates: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def urls(self) -> dict[str, str]:
        """Where each file stands on the site; the name changes with the content."""
        return {name: _fingerprinted(name, content) for name, content in self.files.items()}

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


def layered(name: str, theme: Mapping[str, bytes], overrides: Mapping[str, bytes]) -> Theme:
    """A theme with `_theme/` laid over it; both are file contents by relative path."""
    own = {path: content for path, content in theme.items() if is_template(path)}
    over = {path: content for path, content in overrides.items() if is_template(path)}
    templates = {path: _text(path, content) for path, content in {**own, **over}.items()}
    templates |= {f"{name}/{path}": _text(path, content) for path, content in own.items()}
    both = {**theme, **overrides}
    files = {path: content for path, content in both.items() if not is_template(path)}
    return Theme(templates, files)


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
