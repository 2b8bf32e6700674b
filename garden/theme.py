"""A theme as a value: templates by name, files by name. Templates are always escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from traceback import extract_tb
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError

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
    def _environment(self) -> Environment:
        environment = Environment(
            loader=_Named(self.templates),
            autoescape=True,  # for every name: Jinja2's own choice leaves out .xml.j2 and .svg
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.globals["theme_url"] = self._url
        return environment

    def _url(self, name: str) -> str:
        if name not in self.urls:
            raise ThemeError(f'no theme file is called "{name}"; there are: {", ".join(self.urls)}')
        return self.urls[name]

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text of a template. Raises `ThemeError`."""
        try:
            return self._environment.get_template(template).render(values)
        except Exception as error:  # a template is the user's code: whatever it raises is told
            raise ThemeError(f"template {_place(error, template)}: {_said(error)}") from error


class _Named(DictLoader):
    """Gives templates their names as file names, so that a traceback tells where an error is."""

    def get_source(self, environment: Environment, template: str) -> Any:
        source, _, is_current = super().get_source(environment, template)
        return source, template, is_current


def _said(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f'no template is called "{error.name}"'
    known = isinstance(error, (TemplateError, ThemeError))
    return str(error) if known else f"{type(error).__name__}: {error}"


def _place(error: Exception, template: str) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or template}:{error.lineno}"
    frames = extract_tb(error.__traceback__)
    lines = [f"{f.filename}:{f.lineno}" for f in frames if _is_template(f.filename)]
    return lines[-1] if lines else template


def layered(name: str, theme: Mapping[str, bytes], overrides: Mapping[str, bytes]) -> Theme:
    """A theme with `_theme/` laid over it; both are file contents by relative path."""
    own = {path: content for path, content in theme.items() if _is_template(path)}
    over = {path: content for path, content in overrides.items() if _is_template(path)}
    templates = {path: _text(path, content) for path, content in {**own, **over}.items()}
    templates |= {f"{name}/{path}": _text(path, content) for path, content in own.items()}
    both = {**theme, **overrides}
    files = {path: content for path, content in both.items() if not _is_template(path)}
    return Theme(templates, files)


def _is_template(path: str) -> bool:
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
