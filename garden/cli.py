"""The command `garden`: reads its arguments, runs, tells, and ends with the right code.

Exit codes: 0 fine, 1 problems (with --strict, or errors in `check`), 2 usage or configuration,
74 input or output, 75 locked, 130 interrupted. Heavy modules are imported where they are used.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from garden import __version__
from garden.paths import CONFIG_NAME, OVERRIDES

if TYPE_CHECKING:
    from garden.build import Built, Grown, Request
    from garden.config import Config

OK, PROBLEMS, USAGE, IO_ERROR, LOCKED, INTERRUPTED = 0, 1, 2, 74, 75, 130

_vault = click.argument(
    "vault", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
_config = click.option(
    "-c",
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Configuration file; by default garden.toml in the vault.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="garden")
def cli() -> None:
    """Publish a folder of notes as a linked digital garden."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The vault, its configuration, and the folder that the configuration's paths start from.

    `static` is None without a configuration: a folder of that name may then be anything.
    """

    vault: Path
    config: Config
    base: Path
    static: Path | None


@cli.command()
@_vault
@_config
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the site is written.")
@click.option("--base-url", help="Where the site will stand, such as https://me.net/.")
@click.option("-s", "--strict", is_flag=True, help="End with 1 when there are warnings.")
@click.option("--no-cache", is_flag=True, help="Read every note anew and keep nothing.")
@click.option("--cache", type=click.Path(path_type=Path), help="Folder of the cache.")
@click.option("--adopt", is_flag=True, help="Write into a folder that holds other files.")
@click.option("-j", "--jobs", type=click.IntRange(min=0), help="Processes; 0 is one a core.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Name what is withheld, and every problem.")
def build(vault: Path | None, config_file: Path | None, **options: Any) -> None:
    """Build the site of VAULT."""
    with _told():
        place = _place(vault, config_file, base_url=options["base_url"])
        request = _request(place, options)
        from garden.build import build as run
        from garden.disk import Disk

        gc.disable()  # a build makes values and ends; looking for cycles among them takes a fifth
        built = run(request, Disk())
        _tell_built(request, built, options)
    _end(built.grown, strict=options["strict"])


@cli.command()
@_vault
@_config
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for machines.",
)
@click.option("-s", "--strict", is_flag=True, help="End with 1 for warnings too.")
@click.option("-v", "--verbose", is_flag=True, help="Name private notes too.")
def check(
    vault: Path | None, config_file: Path | None, form: str, strict: bool, verbose: bool
) -> None:
    """Report what is wrong in VAULT; write nothing."""
    with _told():
        place = _place(vault, config_file)
        grown = _grown(place)
        _tell_problems(grown, form, verbose=verbose)
    _end(grown, strict=strict, errors=True)


@cli.command()
@click.argument("target")
@click.option("--from", "source", required=True, help="The note that the link stands in.")
@click.option("--vault", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_config
def resolve(target: str, source: str, vault: Path | None, config_file: Path | None) -> None:
    """Show where a link with TARGET leads, what else would fit, and why."""
    with _told():
        grown = _grown(_place(vault, config_file))
        from garden.explain import UnknownNoteError, explained

        try:
            found, text = explained(grown.garden, target, source)
        except UnknownNoteError as error:
            raise click.UsageError(str(error)) from None
    click.echo(text)
    if not found:
        sys.exit(PROBLEMS)


@cli.command()
@_vault
@_config
@click.option("--schema", is_flag=True, help="Print the JSON Schema of garden.toml.")
def config(vault: Path | None, config_file: Path | None, schema: bool) -> None:
    """Show the configuration in force."""
    import json

    with _told():
        from garden.config import Config

        if schema:
            click.echo(json.dumps(Config.model_json_schema(), indent=2))
            return
        click.echo(_place(vault, config_file).config.model_dump_json(indent=2))


def _place(vault: Path | None, config_file: Path | None, base_url: str | None = None) -> Chosen:
    """The vault and its configuration, with the options of the command line laid over it."""
    from garden.config import ConfigError, read_config, with_base_url
    from garden.disk import Disk

    if vault is None:
        vault = config_file.parent if config_file else _default_vault(Path.cwd())
    file = config_file or vault / CONFIG_NAME
    content = Disk().read_if_there(file)
    try:
        text = (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not valid UTF-8 at byte {error.start}") from None
    config = read_config(text, str(file))
    if base_url is not None:
        config = with_base_url(config, base_url)
    is_static = content is not None and config.build.static
    static = file.parent / config.build.static if is_static else None
    return Chosen(vault, config.named(vault.resolve().name), file.parent, static)


def _default_vault(here: Path) -> Path:
    """The folder with a garden.toml, here or above; else `content/`; else the current folder."""
    for folder in (here, *here.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    return here / "content" if (here / "content").is_dir() else here


def _request(place: Chosen, options: dict[str, Any]) -> Request:
    from garden.build import Request
    from garden.cache import folder_for

    output = options["output"]
    if output is None:
        chosen = place.config.build.output
        output = place.base / chosen if chosen else Path("public")
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
    )


def _grown(place: Chosen) -> Grown:
    from garden.build import Request, read_garden
    from garden.cache import folder_for
    from garden.disk import Disk

    cache = folder_for(place.vault, None)
    request = Request(place.vault, None, place.config, cache, static=place.static)
    return read_garden(request, Disk())


@contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong into one clear line and an exit code."""
    from garden.build import EmptyVaultError, LockedError
    from garden.config import ConfigError
    from garden.output import OutputError
    from garden.theme import ThemeError

    try:
        yield
    except (ConfigError, OutputError, EmptyVaultError, ThemeError) as error:
        _stop(str(error), USAGE)
    except LockedError as error:
        _stop(str(error), LOCKED)
    except BrokenPipeError:  # whoever read along has seen enough
        with suppress(BrokenPipeError):
            sys.stdout.close()
        sys.exit(OK)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _stop(f"{where}{error.strerror or error}", IO_ERROR)
    except KeyboardInterrupt:
        _stop("interrupted", INTERRUPTED)


def _stop(message: str, code: int) -> None:
    click.echo(f"garden: {message}", err=True)
    sys.exit(code)


def _end(grown: Grown, *, strict: bool, errors: bool = False) -> None:
    """End with 1 for warnings and errors under `strict`, for errors where they count anyway."""
    from garden.report import worst

    level = worst(grown.report.problems)
    if (strict and level in ("error", "warning")) or (errors and level == "error"):
        sys.exit(PROBLEMS)


def _tell_built(request: Request, built: Built, options: dict[str, Any]) -> None:
    from garden import report

    grown, verbose = built.grown, options["verbose"]
    shown = report.listed(grown.report, verbose=verbose)
    counting = ("error", "warning") if options["strict"] else ("error",)
    urgent = shown if verbose else [p for p in shown if p.level in counting]
    if urgent:
        near = report.with_near_names(urgent, grown.garden)
        click.echo(report.text_of(near, report.lines_of(grown, verbose=verbose)), err=True)
    if not options["quiet"]:
        for line in report.summary(request, built, verbose=verbose):
            click.echo(line)


def _tell_problems(grown: Grown, form: str, *, verbose: bool) -> None:
    from garden import report

    shown = report.listed(grown.report, verbose=verbose)
    problems = report.with_near_names(shown, grown.garden)
    notes, withheld = len(grown.garden.notes), len(grown.report.withheld)
    if form == "json":
        click.echo(report.json_of(problems, notes, withheld))
        return
    if problems:
        click.echo(report.text_of(problems, report.lines_of(grown, verbose=verbose)))
    if verbose:
        click.echo("\n".join(f"{item.path}: {item.reason}" for item in grown.report.withheld))
    told = f"{report.plural(notes, 'note')}, {withheld:,} withheld: "
    click.echo(told + report.plural(len(problems), "problem"))


def main() -> None:
    """The entry point: click's own, which ends with 130 on Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name that the terminal lacks letters for
            stream.reconfigure(errors="replace")
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt):
        _stop("interrupted", INTERRUPTED)
