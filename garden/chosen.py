"""Which vault and configuration a command line means, and what it asks for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from garden.cache import folder_for
from garden.config import Config, place_of, read_config, with_base_url
from garden.disk import Disk
from garden.executors import Factory, factory_of
from garden.model import Problem, Span
from garden.obsidian import FOLDER, read_settings_file, vault_around
from garden.paths import CONFIG_NAME, OVERRIDES
from garden.progress import Progress
from garden.reading import Request, text_in
from garden.summary import Typed

if TYPE_CHECKING:
    from garden.grown import Grown


@dataclass(frozen=True, slots=True)
class Chosen:
    """The vault, its configuration, and the folder that the configuration's paths start from."""

    vault: Path
    config: Config
    base: Path
    config_file: Path
    has_config: bool
    text: str  # of the configuration
    static: Path | None  # None without a configuration: a folder of that name may then be anything
    given: tuple[str, ...]  # the arguments that led here

    def name_of(self, grown: Grown) -> Callable[[str], str]:
        """Paths in the vault as they are reached from where one stands."""
        root = Path(shown(self.vault))

        def name(path: str) -> str:
            if path in grown.real:
                return str(root / path)
            if path.startswith(f"{OVERRIDES}/"):
                return shown(self.base / path)
            if path and path == self.config.urls.ledger:
                return shown(self.base / path)
            return shown(self.config_file) if path == CONFIG_NAME else path

        return name

    @property
    def ledger(self) -> Path | None:
        """The file that the configuration names."""
        return self.base / self.config.urls.ledger if self.config.urls.ledger else None

    @property
    def called(self) -> str:
        """The vault as it is reached from where one stands; the folder one is in has its name."""
        place = shown(self.vault)
        return place if Path(place).name.strip(".") else self.vault.resolve().name

    def inside(self, typed: str, grown: Grown) -> str:
        """A note's path in the vault, where it was typed as `name_of` shows it."""
        root = Path(shown(self.vault))
        if typed in grown.real or not Path(typed).is_relative_to(root):
            return typed
        path = Path(typed).relative_to(root).as_posix()
        return path if path in grown.real else typed

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems, with the lines of those that the configuration holds."""
        lines = self.text.splitlines()
        return [
            replace(problem, span=_span(lines, problem.target))
            if problem.path == CONFIG_NAME and problem.target
            else problem
            for problem in problems
        ]


def _span(lines: Sequence[str], text: str) -> Span:
    """The first line that holds a text and is no comment."""
    found = (n for n, line in enumerate(lines, 1) if text in line and line.lstrip()[:1] != "#")
    return Span(next(found, 1))


def chosen(vault: Path | None, config_file: Path | None, base_url: str | None = None) -> Chosen:
    """The vault and its configuration, with the options of the command line laid over it.

    Raises `ConfigError`, OSError.
    """
    given = ("-c", str(config_file)) if config_file else ()
    if vault is not None:
        given = (*given, *(("--",) if str(vault).startswith("-") else ()), str(vault))
    else:
        vault = config_file.parent if config_file else _default_vault(Path.cwd())
    file = config_file or vault / CONFIG_NAME
    source = read_settings_file(Disk(), file)
    text = text_in(source or b"", file)
    config = read_config(text, str(file))
    if base_url is not None:
        config = with_base_url(config, base_url)
    named = config.named(vault.resolve().name)
    is_static = source is not None and config.build.static
    static = file.parent / config.build.static if is_static else None
    return Chosen(vault, named, file.parent, file, source is not None, text, static, given)


def _default_vault(here: Path) -> Path:
    """The folder with a garden.toml, here or above; else `content/`; else the current folder."""
    for folder in (here, *here.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    return here / "content" if (here / "content").is_dir() else here


def shown(path: Path) -> str:
    """A path as one would type it here: what garden found itself is told from where one stands."""
    here = Path.cwd()
    if path.is_absolute() and (path.is_relative_to(here) or here.is_relative_to(path)):
        return os.path.relpath(path, here)
    return str(path)


def request_of(place: Chosen, options: dict[str, Any]) -> Request:
    output = output_of(place, options["output"])
    jobs = options["jobs"] if options["jobs"] is not None else place.config.build.jobs
    cache = None if options["no_cache"] else folder_for(place.vault, options["cache"])
    return Request(
        place.vault,
        output,
        place.config,
        cache,
        adopt=options["adopt"],
        jobs=jobs or os.cpu_count() or 1,
        overrides=place.base / OVERRIDES,
        static=place.static,
        ledger=place.ledger,
    )


def named_executor(place: Chosen) -> Factory | None:
    """What the configuration names to read notes by. Raises `ConfigError`."""
    named = place.config.build.executor
    where = place_of(place.text, str(place.config_file), "build", "executor")
    return factory_of(named, where, place.vault) if named else None


def with_repository(place: Chosen, grown: Grown) -> Grown:
    """The same, and a warning when its private notes may be read in a repository (rule PRV45)."""
    from garden.checks import problems_of
    from garden.gitdates import git_public

    told = git_public(place.vault, [item.path for item in grown.report.withheld])
    problems = problems_of(place.config, (*grown.report.problems, *told), {})
    return replace(grown, report=replace(grown.report, problems=problems))


def read_only(place: Chosen) -> Request:
    """What reads a vault and writes nothing."""
    return Request(
        place.vault,
        None,
        place.config,
        folder_for(place.vault, None),
        overrides=place.base / OVERRIDES,
        static=place.static,
        ledger=place.ledger,
    )


def grown_of(place: Chosen, progress: Progress) -> Grown:
    """The garden of a vault; nothing is written."""
    from garden.grown import read_garden  # a build with nothing to do reads, and grows nothing

    return read_garden(read_only(place), Disk(), progress)


def output_of(place: Chosen, typed: Path | None) -> Path:
    """Where the site is: as it was typed, else as the configuration says, else in `public`."""
    wanted = place.config.build.output
    return typed or (place.base / wanted if wanted else Path("public"))


def typed(place: Chosen, output: Path) -> Typed:
    config_file = "" if place.has_config else shown(place.config_file)
    return Typed(Path(shown(output)), place.given, config_file, settings_above(place))


def settings_above(place: Chosen) -> str:
    """The folder of Obsidian's settings, where they are those of a vault around this folder."""
    around, below = vault_around(place.vault)
    return shown(around.resolve() / FOLDER) if below else ""
