"""What is typed after `garden`: folders and files, and what is said of a slip of the fingers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from garden.paths import CONFIG_NAME
from garden.terminal import command


class Folder(click.ParamType[Path]):
    """A folder that is there."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path.is_dir():
            return path
        if path.exists():
            raise click.UsageError(f"{value} is a file; give the folder it is in: {path.parent}")
        raise click.UsageError(f"there is no folder {_near(path, folders=True)}")


class File(click.ParamType[Path]):
    """A file that is there."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path.is_file():
            return path
        if path.is_dir():
            raise click.UsageError(f"{value} is a folder; give the file: {path / CONFIG_NAME}")
        raise click.UsageError(f"there is no file {_near(path, folders=False)}")


def _near(path: Path, *, folders: bool) -> str:
    """What is missing, where it was looked for, and what there has a name like it."""
    if not path.parent.is_dir():
        return str(path)
    names = [child.name for child in _children(path.parent) if child.is_dir() is folders]
    folded = {name.casefold(): name for name in sorted(names)}
    near = get_close_matches(path.name.casefold(), folded, n=1)
    meant = f'; did you mean "{path.with_name(folded[near[0]])}"?' if near else ""
    return f"{path.name} in {path.parent.resolve()}{meant}"


def _children(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from folder.iterdir()


class Command(click.Command):
    """A command that knows how a path with spaces looks when its quotes were forgotten."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if whole := _spaced(words):
                raise click.UsageError(
                    f'put quotes around a name with spaces: "{whole}"', ctx
                ) from (error)
            raise


def _spaced(words: list[str]) -> str:
    """The longest run of words that together name something, if it is more than one word."""
    for length in range(len(words), 1, -1):
        for start in range(len(words) - length + 1):
            whole = " ".join(words[start : start + length])
            if Path(whole).exists():
                return whole
    return ""


class Group(click.Group):
    """The commands; a folder in the place of one is a command that was forgotten."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and Path(args[0]).is_dir():
            build = command("garden", "build", args[0])
            ctx.fail(f"{args[0]} is a folder, not a command; to build its site: {build}")
        return super().resolve_command(ctx, args)
