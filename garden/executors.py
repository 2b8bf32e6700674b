"""Executors that the configuration names: code of the author's own, never of the vault."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from garden.config import ConfigError

_LONGEST = 200  # characters of what code that is not ours says of an error


@dataclass(frozen=True, slots=True)
class Factory:
    """What makes an executor; `name` is where the configuration names it, and as what."""

    make: Callable[[], object]
    name: str  # such as garden.toml:3: build.executor: garden.cluster:dask

    def executor(self) -> Executor:
        """Raises `ConfigError` when none is made."""
        try:
            made = self.make()
        except ConfigError as error:
            raise ConfigError(f"{self.name}: {error}") from None
        except Exception as error:  # whatever such code may raise
            raise ConfigError(f"{self.name}: {brief(error)}") from None
        if not isinstance(made, Executor):
            kind = type(made).__name__
            raise ConfigError(f"{self.name} gave a {kind}, but wanted is an Executor")
        return made


def factory_of(named: str, where: str, vault: Path) -> Factory:
    """The factory that is called `module:name`. Raises `ConfigError`.

    `where` is the place in the configuration, as in `garden.toml:3: build.executor: `.
    """
    module_name, _, name = named.partition(":")
    try:
        with _without(vault):
            found = import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise ConfigError(f"{where}{named}: {brief(error)}") from None
        hint = "install it where garden is installed; a vault's own files are never run"
        raise ConfigError(f'{where}there is no module "{module_name}"; {hint}') from None
    except Exception as error:  # whatever such code may raise
        raise ConfigError(f"{where}{named}: {brief(error)}") from None
    make = getattr(found, name, None)
    if make is None:
        raise ConfigError(f'{where}the module "{module_name}" has no "{name}"')
    if not callable(make):
        kind = type(make).__name__
        raise ConfigError(f'{where}"{named}" is a {kind}, but wanted is a function')
    return Factory(make, f"{where}{named}")


@contextmanager
def _without(vault: Path) -> Iterator[None]:
    """Let nothing in the vault be imported, though one may stand in it; but what is installed."""
    before, root = sys.path[:], vault.resolve()
    sys.path[:] = [
        entry
        for entry in before
        if not Path(entry).resolve().is_relative_to(root) or Path(entry).is_relative_to(sys.prefix)
    ]
    try:
        yield
    finally:
        sys.path[:] = before


def brief(error: BaseException) -> str:
    """An error of code that is not ours, in one line."""
    said = " ".join(str(error).split())
    cut = f"{said[:_LONGEST]}…" if len(said) > _LONGEST else said
    return f"{type(error).__name__}: {cut}" if cut else type(error).__name__
