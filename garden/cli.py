"""The command `garden`: reads its arguments, runs, tells, and ends with the right code.

Exit codes: 0 fine, 1 problems (with --strict, errors in `check`, leaks in `audit`, or not what
--expect-public lists), 2 usage or configuration, 74 input or output, 75 locked, 130 interrupted.
Heavy modules are imported where they are used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from garden import __version__
from garden.arguments import File, Folder, Group

if TYPE_CHECKING:
    from garden.build import Built
    from garden.changes import Expected
    from garden.chosen import Chosen
    from garden.grown import Grown
    from garden.model import Report
    from garden.report import Telling
    from garden.searched import Audited
    from garden.terminal import Look

OK, PROBLEMS, USAGE, IO_ERROR, LOCKED, INTERRUPTED = 0, 1, 2, 74, 75, 130

_vault = click.argument("vault", required=False, type=Folder())
_config = click.option(
    "-c",
    "--config",
    "config_file",
    type=File(),
    help="Configuration file; by default garden.toml in the vault.",
)
_form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for machines.",
)

_output = click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the site is.")
_expect = click.option(
    "--expect-public",
    "expect",
    type=File(),
    help="End with 1, and write no site, unless the notes in this list would be public.",
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="garden")
def cli() -> None:
    """Publish a folder of notes as a linked digital garden."""


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
@_expect
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Name what is withheld, and every problem.")
def build(vault: Path | None, config_file: Path | None, **options: Any) -> None:
    """Build the site of VAULT."""
    with _told():
        from garden.build import build as run
        from garden.chosen import chosen, named_executor, request_of
        from garden.disk import Disk
        from garden.garbage import look_among_young
        from garden.terminal import progress_on

        place, advice = chosen(vault, config_file, options["base_url"]), list[str]()
        executor = named_executor(place) if options["jobs"] is None else None
        request = request_of(place, options)
        expect = _expected(options["expect"])
        request = replace(request, executor=executor, advise=advice.append, expected=expect)
        look_among_young()
        with ExitStack() as bar:
            progress = bar.enter_context(progress_on(sys.stderr, quiet=options["quiet"]))

            def tell(built: Built) -> None:
                bar.close()
                assert request.output is not None, "a build has an output"
                _advise(advice, quiet=options["quiet"])
                _tell_built(place, request.output, built, options)

            built = run(request, Disk(), progress, tell)
    _end(built.told.report, strict=options["strict"])


@cli.command()
@_vault
@_config
@_form
@click.option("-s", "--strict", is_flag=True, help="End with 1 for warnings too.")
@click.option("-v", "--verbose", is_flag=True, help="Name private notes too, and every place.")
def check(
    vault: Path | None, config_file: Path | None, form: str, strict: bool, verbose: bool
) -> None:
    """Report what is wrong in VAULT; write nothing."""
    with _told():
        from garden.chosen import with_repository

        place, grown = _grown(vault, config_file)
        grown = with_repository(place, grown)
        _tell_problems(place, grown, form, verbose=verbose)
    _end(grown.report, strict=strict, errors=True)


@cli.command(short_help="Search a site for what is not published.")
@click.argument("output", type=Folder())
@_vault
@_config
@_form
@click.option("-v", "--verbose", is_flag=True, help="Name private notes, and every leak.")
def audit(
    output: Path, vault: Path | None, config_file: Path | None, form: str, verbose: bool
) -> None:
    """Search the finished site OUTPUT for what VAULT does not publish; write nothing."""
    with _told():
        from garden.leaks import json_of, text_of

        place, grown = _grown(vault, config_file)
        found = _audited(place, grown, output)
        tell = json_of if form == "json" else text_of
        click.echo(tell(found, output, place.called, verbose=verbose))
    if found.leaks or not found.is_whole:
        sys.exit(PROBLEMS)
    if not found.has_pages:
        sys.exit(USAGE)


def _audited(place: Chosen, grown: Grown, output: Path) -> Audited:
    from garden.audit import audited
    from garden.chosen import read_only
    from garden.disk import Disk
    from garden.terminal import progress_on

    with progress_on(sys.stderr) as progress:
        return audited(read_only(place), grown, output, Disk(), progress)


@cli.command()
@_vault
@_config
@_output
@click.option("--list", "lists", is_flag=True, help="Print the addresses of public notes alone.")
@_expect
def status(
    vault: Path | None,
    config_file: Path | None,
    output: Path | None,
    lists: bool,
    expect: Path | None,
) -> None:
    """Show what the next build of VAULT would make public, and what not any more; write nothing."""
    with _told():
        from garden.chosen import chosen, output_of
        from garden.disk import Disk
        from garden.status import addresses
        from garden.status import status as run
        from garden.terminal import progress_on, visible

        place, wanted = chosen(vault, config_file), _expected(expect)
        with progress_on(sys.stderr) as progress:
            notes, lines = run(place, output_of(place, output), Disk(), progress)
        for line in addresses(notes) if lists else lines:
            click.echo(visible(line))
        if wanted is not None:
            wanted.check(notes)


@cli.command(short_help="Keep the ledger of addresses that were public.")
@_vault
@_config
@click.option(
    "--update",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The ledger: the file that is written.",
)
def redirects(vault: Path | None, config_file: Path | None, file: Path) -> None:
    """Write the addresses that are public now into a ledger, so that old ones can lead on.

    Nothing else is written. Lines that you wrote into it stay.
    """
    with _told():
        from garden.chosen import chosen
        from garden.disk import Disk
        from garden.redirecting import update
        from garden.terminal import progress_on, visible

        place = chosen(vault, config_file)
        with progress_on(sys.stderr) as progress:
            lines = list(update(place, file, Disk(), progress))
        click.echo("\n".join(map(visible, lines)))


@cli.command()
@_vault
@_config
@click.option("-a", "--address", default="", help="HOST:PORT; by default localhost:8000.")
@click.option("--open", "opens", is_flag=True, help="Open the site in the browser.")
@click.option("--drafts", is_flag=True, help="Show notes that are not published yet, marked.")
@click.option("--poll", is_flag=True, help="Look for changes every second: for network disks.")
@click.option("--allow-host", "hosts", multiple=True, help="A further name to be called by.")
@click.option("-v", "--verbose", is_flag=True, help="Name what is not public, too.")
def serve(vault: Path | None, config_file: Path | None, **options: Any) -> None:
    """Show VAULT in the browser, and every change as you save it; write no site."""
    with _told():
        from garden.address import address_of
        from garden.serving import Wanted
        from garden.serving import serve as run

        address = address_of(options["address"])
        run(
            Wanted(
                vault,
                config_file,
                address,
                options["hosts"],
                opens=options["opens"],
                drafts=options["drafts"],
                polls=options["poll"],
                verbose=options["verbose"],
            )
        )


@cli.command(short_help="Show where a link leads, and why.")
@click.argument("target")
@click.option("--from", "source", required=True, help="The note that the link stands in.")
@click.option("--vault", type=Folder(), help="The vault; by default as for other commands.")
@_config
def resolve(target: str, source: str, vault: Path | None, config_file: Path | None) -> None:
    """Show where a link with TARGET leads, what else would fit, and why."""
    with _told():
        place, grown = _grown(vault, config_file)
        from garden.explain import UnknownNoteError, explained

        try:
            found, text = explained(grown.garden, target, place.inside(source, grown))
        except UnknownNoteError as error:
            raise click.UsageError(str(error)) from None
    click.echo(text)
    if not found:
        sys.exit(PROBLEMS)


@cli.command(short_help="Show what a page depends on, and whether it is drawn again.")
@click.argument("page")
@_vault
@_config
@_output
@click.option("--base-url", help="Where the site will stand, as it was built.")
@click.option("--cache", type=click.Path(path_type=Path), help="Folder of the cache.")
def why(page: str, vault: Path | None, config_file: Path | None, **options: Any) -> None:
    """Show what PAGE depends on, and whether the next build draws it again, and why.

    PAGE is an address, such as /map/, or a note, such as Trust.md.
    """
    with _told():
        from garden.chosen import chosen, request_of
        from garden.terminal import progress_on
        from garden.why import explained

        place = chosen(vault, config_file, options["base_url"])
        request = request_of(place, {**options, "adopt": False, "jobs": None, "no_cache": False})
        with progress_on(sys.stderr) as progress:
            found, text = explained(place, request, page, progress)
    click.echo(text)
    if not found:
        sys.exit(PROBLEMS)


@cli.group()
def theme() -> None:
    """Change how the site looks, a file of the theme at a time."""


@theme.command("list", short_help="List the files of the theme, and yours among them.")
@_vault
@_config
def theme_list(vault: Path | None, config_file: Path | None) -> None:
    """List the files of the theme, and those of yours that are used in their place."""
    with _told():
        from garden.chosen import chosen
        from garden.disk import Disk
        from garden.theming import listed

        click.echo("\n".join(listed(chosen(vault, config_file), Disk())))


@theme.command("eject", short_help="Copy a file of the theme, for you to change.")
@click.argument("name", metavar="FILE")
@_vault
@_config
@click.option("--print", "prints", is_flag=True, help="Show the theme's file; copy nothing.")
@click.option("--diff", "compares", is_flag=True, help="Compare the theme's file with yours.")
def theme_eject(
    name: str, vault: Path | None, config_file: Path | None, prints: bool, compares: bool
) -> None:
    """Copy FILE of the theme into the folder _theme beside garden.toml, for you to change.

    A file that is there already is never overwritten.
    """
    with _told():
        from garden.chosen import chosen
        from garden.disk import Disk
        from garden.theming import copied, differing, original

        place, disk = chosen(vault, config_file), Disk()
        if prints:
            click.echo(original(place, name, disk), nl=False)
        elif compares:
            click.echo(differing(place, name, disk) or "They are the same.")
        else:
            click.echo(copied(place, name, disk))


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
        from garden.chosen import chosen, settings_above

        place = chosen(vault, config_file)
        click.echo(place.config.model_dump_json(indent=2))
        if above := settings_above(place):
            click.echo(f"garden: Obsidian's settings are read from {above}", err=True)


def _grown(vault: Path | None, config_file: Path | None) -> tuple[Chosen, Grown]:
    """The garden that a command line means, with nothing written."""
    from garden.chosen import chosen, grown_of
    from garden.terminal import progress_on

    place = chosen(vault, config_file)
    with progress_on(sys.stderr) as progress:
        return place, grown_of(place, progress)


def _expected(file: Path | None) -> Expected | None:
    """What alone may be public, if a file says so."""
    if file is None:
        return None
    from garden.changes import expected
    from garden.disk import Disk
    from garden.reading import text_in

    return expected(text_in(Disk().read(file), file), str(file))


@contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong into one clear line and an exit code."""
    from garden.changes import UnexpectedError
    from garden.config import ConfigError
    from garden.lock import LockedError
    from garden.output import OutputError
    from garden.reading import EmptyVaultError
    from garden.theme import ThemeError

    try:
        yield
    except (ConfigError, OutputError, EmptyVaultError, ThemeError) as error:
        _stop(str(error), USAGE)
    except UnexpectedError as error:
        _stop(str(error), PROBLEMS)
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
    from garden.terminal import visible

    for line in f"garden: {message}".split("\n"):
        click.echo(visible(line), err=True)
    sys.exit(code)


def _end(report: Report, *, strict: bool, errors: bool = False) -> None:
    """End with 1 for warnings and errors under `strict`, for errors where they count anyway."""
    from garden.report import worst

    level = worst(report.problems)
    if (strict and level in ("error", "warning")) or (errors and level == "error"):
        sys.exit(PROBLEMS)


def _advise(advice: Iterable[str], *, quiet: bool) -> None:
    """Say what went wrong without harm; not while a bar is drawn."""
    from garden.terminal import visible

    for line in advice if not quiet else ():
        click.echo(f"garden: {visible(line)}", err=True)


def _tell_built(place: Chosen, output: Path, built: Built, options: dict[str, Any]) -> None:
    from garden import report
    from garden.chosen import typed
    from garden.summary import summary
    from garden.terminal import look_of

    verbose = options["verbose"]
    listed = place.placed(report.listed(built.told.report, verbose=verbose))
    counting = ("error", "warning") if options["strict"] else ("error",)
    urgent = listed if verbose else [p for p in listed if p.level in counting]
    if urgent:
        grown = built.grown
        near = report.with_near_names(urgent, grown.garden)
        telling = _telling(place, grown, look_of(sys.stderr), verbose=verbose)
        click.echo(report.text_of(near, telling), err=True)
    if not options["quiet"]:
        for line in summary(built, typed(place, output), verbose=verbose):
            click.echo(line)


def _telling(place: Chosen, grown: Grown, look: Look, *, verbose: bool) -> Telling:
    from garden import report

    lines_of = report.lines_of(grown, verbose=verbose)
    return report.Telling(look, lines_of, place.name_of(grown), every=verbose)


def _tell_problems(place: Chosen, grown: Grown, form: str, *, verbose: bool) -> None:
    from garden import report
    from garden.chosen import shown
    from garden.terminal import look_of

    listed = place.placed(report.listed(grown.report, verbose=verbose))
    problems = report.with_near_names(listed, grown.garden)
    notes, withheld = len(grown.garden.notes), len(grown.report.withheld)
    if form == "json":
        click.echo(report.json_of(problems, notes, withheld))
        return
    if verbose and withheld:
        click.echo("".join(f"{item.path}: {item.reason}\n" for item in grown.report.withheld))
    scope = f"{report.plural(notes, 'note')} checked, {withheld:,} withheld"
    if not problems:
        click.echo(f"nothing is wrong ({scope})")
        return
    look = look_of(sys.stdout)
    click.echo(report.text_of(problems, _telling(place, grown, look, verbose=verbose)))
    click.echo(report.counts_of(problems, scope, look, shown(place.config_file)))


def main() -> None:
    """The entry point: click's own, which ends with 130 on Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name that the terminal lacks letters for
            stream.reconfigure(errors="replace")
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(USAGE)
    except click.ClickException as error:
        _stop(_with_help(error), USAGE)
    except (click.Abort, KeyboardInterrupt):
        _stop("interrupted", INTERRUPTED)


def _with_help(error: click.ClickException) -> str:
    """What was wrong with a command, and where its options are told."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "garden"
    return f"{error.format_message()}\n  all that can be typed: {path} --help"
