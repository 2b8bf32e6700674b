"""A theme as a value: templates by name, files by name. Templates are always escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.exceptions import TemplateError

FOLDER = "theme"


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
    def _environment(self) -> Environment:
        environment = Environment(
            loader=DictLoader(self.templates),
            autoescape=True,  # for every name: Jinja2's own choice leaves out .xml.j2 and .svg
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.globals["theme_url"] = self.urls.__getitem__
        return environment

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text of a template. Raises `ThemeError`."""
        try:
            return self._environment.get_template(template).render(values)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            name = getattr(error, "name", None) or template
            where = f"{name}:{line}" if line else name
            raise ThemeError(f"template {where}: {error.message}") from error


def layered(name: str, theme: Mapping[str, bytes], overrides: Mapping[str, bytes]) -> Theme:
    """A theme with `_theme/` laid over it; both are file contents by relative path."""
    own = {path: content for path, content in theme.items() if _is_template(path)}
    over = {path: content for path, content in overrides.items() if _is_template(path)}
    templates = {path: _text(path, content) for path, content in {**own, **over}.items()}
    templates |= {f"{name}/{path}": _text(path, content) for path, content in own.items()}
    files = {path: content for path, content in {**theme, **overrides}.items() if _is_asset(path)}
    return Theme(templates, files)


def _is_template(path: str) -> bool:
    return path.endswith(".html")


def _is_asset(path: str) -> bool:
    return not _is_template(path) and path != "theme.toml"


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ThemeError(f"template {path}: not valid UTF-8 at byte {error.start}") from error


def _fingerprinted(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    digest = hashlib.sha256(content).hexdigest()[:10]
    return f"{FOLDER}/{path.with_name(f'{path.stem}.{digest}{path.suffix}')}"
