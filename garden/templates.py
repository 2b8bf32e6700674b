"""Draws the templates of a theme with Jinja2. They are always escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from traceback import extract_tb
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError

from garden.theme import ThemeError, is_template

_MOST = 500  # versions of templates


class _Compiled(BytecodeCache):
    """What templates were compiled to, by name and text, for as long as the process lives: a

    preview that is told of another theme, or many builds of one, compile only what is new.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[bucket.key, bucket.checksum] = bucket.code


_compiled = _Compiled()


class Templates:
    """Templates by name, and the functions that all of them have."""

    def __init__(
        self, templates: Mapping[str, str], functions: Mapping[str, Callable[..., Any]]
    ) -> None:
        self._environment = Environment(
            loader=_Named(templates),
            bytecode_cache=_compiled,
            auto_reload=False,  # the sources of a theme never change; asking costs every include
            cache_size=-1,  # all of them are few
            autoescape=True,  # for every name: Jinja2's own choice leaves out .xml.j2 and .svg
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals.update(functions)

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
    if isinstance(error, RecursionError):
        return "nested too deeply; does it include itself?"
    known = isinstance(error, (TemplateError, ThemeError))
    return str(error) if known else f"{type(error).__name__}: {error}".rstrip(": ")


def _place(error: Exception, template: str) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or template}:{error.lineno}"
    frames = extract_tb(error.__traceback__)
    lines = [f"{f.filename}:{f.lineno}" for f in frames if is_template(f.filename)]
    return lines[-1] if lines else template
