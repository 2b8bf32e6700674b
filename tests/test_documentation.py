"""The guide says what the program does: every key, default and rule is in it as it is."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Command, Group
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from garden.cli import cli
from garden.config import Config, NavigationLink, SocialLink
from garden.rules import RULES
from tests.proof.proof import proofs
from tests.support import HERE, folder_contents, garden_of
from tests.test_floors import ROOT, floor_of

CONTENT = HERE.parent / "content"
README = HERE.parent / "README.md"
GUIDE = (CONTENT / "guide" / "configuration.md").read_text()
CONFORMANCE = (CONTENT / "design" / "conformance.md").read_text()
RULES_PAGE = (CONTENT / "design" / "rules.md").read_text()
PROOFS_PAGE = (CONTENT / "design" / "proofs.md").read_text()
ARCHITECTURE = (CONTENT / "design" / "architecture.md").read_text()
DEPLOYING = (CONTENT / "guide" / "deploying.md").read_text()

KEYS = [
    (section, key, field.default)
    for section, model in Config.model_fields.items()
    if section not in ("check", "navigation", "social")
    for key, field in type(model.default).model_fields.items()
]
LISTED = [
    (section, key, field)
    for section, model in (("navigation", NavigationLink), ("social", SocialLink))
    for key, field in model.model_fields.items()
]
ROWS = [
    *(f"L{n:02}" for n in range(1, 34)),
    *(f"R{n:02}" for n in range(1, 15)),
    *(f"M{n:02}" for n in range(1, 14)),
    *(f"E{n:02}" for n in (*range(1, 12), *range(16, 24))),
    *(f"B{n:02}" for n in range(1, 11)),
    *(f"C{n:02}" for n in range(1, 15)),
    *(f"S{n:02}" for n in range(1, 24)),
    *(f"T{n:02}" for n in range(1, 10)),
    *(f"P{n:02}" for n in range(1, 12)),
    *(f"X{n:02}" for n in range(1, 8)),
]


@pytest.mark.parametrize(("section", "key", "default"), KEYS)
def test_every_key_is_in_the_guide_with_its_default(section: str, key: str, default: Any) -> None:
    assert default is not PydanticUndefined
    part = GUIDE.partition(f"## `[{section}]`")[2].partition("\n## ")[0]
    row = next(line for line in part.splitlines() if line.startswith(f"| `{key}` |"))
    shown = json.dumps(list(default) if isinstance(default, tuple) else default)
    assert f"| `{shown}` |" in row


@pytest.mark.parametrize(("section", "key", "field"), LISTED)
def test_every_key_of_a_list_is_in_the_guide(section: str, key: str, field: FieldInfo) -> None:
    part = GUIDE.partition(f"## `[[{section}]]`")[2].partition("\n## ")[0]
    row = next(line for line in part.splitlines() if line.startswith(f"| `{key}` |"))
    shown = "required" if field.is_required() else f"`{json.dumps(field.default)}`"
    assert f"| {shown} |" in row


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_in_the_guide_with_its_severity(rule: str) -> None:
    assert f"| `{rule}` | {RULES[rule].level} |" in GUIDE


def options_of(command: Command) -> list[str]:
    """What can be typed after a command, or after those of a group."""
    inner = command.commands.values() if isinstance(command, Group) else ()
    return [
        *(name for param in command.params for name in param.opts),
        *(name for one in inner for name in options_of(one)),
    ]


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_command_and_option_is_in_the_guide(name: str) -> None:
    part = GUIDE.partition(f"### `garden {name}`")[2].partition("\n### ")[0].partition("\n## ")[0]
    assert part
    options = options_of(cli.commands[name])
    missing = [opt for opt in options if opt.startswith("--") and opt not in part]
    assert set(missing) <= {"--config"}, "--config is told once for all commands"


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_listed_and_passes(row: str) -> None:
    line = next(line for line in CONFORMANCE.splitlines() if line.startswith(f"| {row} |"))
    assert line.endswith("| passes |")


def test_every_row_has_a_test() -> None:
    told = "".join(
        path.read_text()
        for path in (*HERE.glob("test_*.py"), *HERE.glob("syntax/*.md"))
        if path.name != "test_documentation.py"
    )
    assert [row for row in ROWS if row not in told] == []


NOT_WRITTEN_YET = {"Play between adults", "Loneliness in company"}


def test_the_garden_of_notes_lacks_only_what_it_says_is_not_written_yet() -> None:
    files = folder_contents(CONTENT)
    problems = garden_of(files, files.pop("garden.toml").decode()).problems
    one_of_each = ("embed-missing", "Play between adults")  # so that the page shows it
    missing = {("link-missing", name) for name in NOT_WRITTEN_YET}
    assert {(p.rule, p.target) for p in problems} == {*missing, one_of_each}


def test_every_numbered_rule_is_told() -> None:
    """Those that code and tests name, in words or in the names of tests."""
    sources = (*ROOT.rglob("*.py"), *HERE.rglob("test_*.py"), *HERE.glob("syntax/*.md"))
    named = re.compile(r"(?<![A-Za-z])(?:OUT|PRV|NI)\d+(?!\d)", re.IGNORECASE)
    used = {found.upper() for path in sources for found in named.findall(path.read_text())}
    first_and_last = re.compile(r"\b([A-Z]+)(\d+)(?: to [A-Z]+(\d+))?")
    told = {
        f"{kind}{number}"
        for row in re.findall(r"^\| ([A-Z]+\d[^|]*) \|", RULES_PAGE, re.MULTILINE)
        for kind, first, last in first_and_last.findall(row)
        for number in range(int(first), int(last or first) + 1)
    }
    assert used - told == set()


def modules_named() -> Iterator[tuple[str, str]]:
    """The modules in the tables of the architecture page, each with the first cell of its row."""
    for first, *_, names in (row.split("|")[1:-1] for row in rows(ARCHITECTURE)):
        folder = "".join(re.findall(r"`([a-z/]+/)`", first))
        for name in re.findall(r"`([\w/]+(?:\.py|/))`", names):
            yield f"{folder}{name}", first.strip()


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ")]


def test_the_architecture_names_every_module_once_and_no_other() -> None:
    named = [name for name, _ in modules_named() if name.endswith(".py")]
    there = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py")}
    assert sorted(named) == sorted(name for name in there if not name.endswith("__init__.py"))


@pytest.mark.parametrize(("name", "first"), [m for m in modules_named() if m[1][0].isdigit()])
def test_the_architecture_puts_modules_on_their_floors(name: str, first: str) -> None:
    module = f"garden.{name.removesuffix('.py').rstrip('/').replace('/', '.')}"
    of_package = (path for path in (ROOT / name).glob("[!_]*.py") if name.endswith("/"))
    names = [f"{module}.{path.stem}" for path in of_package] or [module]
    assert {floor_of(each) for each in names} == {int(first[0])}


PAGES = {
    path.relative_to(HERE.parent).as_posix(): path.read_text()
    for path in (README, *CONTENT.rglob("*.md"))
}


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of garden that a page shows in a code block or between backticks: its name,
    and its options."""
    blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    for line in (*re.split(r"\n|&&|;", blocks), *re.findall(r"`([^`\n]+)`", text)):
        typed = line.partition("#")[0]
        if found := re.search(rf"\bgarden ({'|'.join(cli.commands)})(?= |$)(.*)", typed):
            yield found[1], re.findall(r"(?<= )--?[a-z][a-z-]*", found[2])


@pytest.mark.parametrize("page", [page for page in PAGES if any(commands(PAGES[page]))])
def test_every_command_that_is_shown_can_be_typed(page: str) -> None:
    for name, options in commands(PAGES[page]):
        assert set(options) - set(options_of(cli.commands[name])) == set(), f"garden {name}"


def test_the_readme_names_tests_that_are_there() -> None:
    named = re.findall(r"`(test_\w+)`", README.read_text())
    there = "".join(path.read_text() for path in HERE.glob("test_*.py"))
    assert named
    assert [name for name in named if f"def {name}(" not in there] == []


def test_every_proof_is_told_and_the_readme_names_no_other() -> None:
    told = {re.findall(r"`([\w-]+)`", line)[0] for line in rows(PROOFS_PAGE) if "`" in line}
    promised = README.read_text().partition("## What it promises")[2].partition("\nPlace, ")[0]
    named = re.findall(r"[(,] ?`([a-z-]+)`", promised)
    assert len(set(named)) > 10
    assert proofs().keys() == told
    assert {*named} <= told


def test_the_readme_leads_to_files_that_are_there() -> None:
    text = README.read_text()
    paths = [*re.findall(r"\]\(([^):]+)\)", text), *re.findall(r'src="([^"]+)"', text)]
    paths += re.findall(r"`((?:content|tests|garden|themes)/[\w/.-]*)`", text)
    assert [path for path in paths if not Path(HERE.parent, path).exists()] == []


def test_a_recipe_publishes_the_folder_that_it_builds() -> None:
    blocks = dict(re.findall(r"^```(yaml|toml)\n(.*?)^```", DEPLOYING, re.MULTILINE | re.DOTALL))
    steps = yaml.safe_load(blocks["yaml"])["jobs"]["build"]["steps"]
    netlify = tomllib.loads(blocks["toml"])["build"]  # the last of its kind on the page
    uploaded = [step["with"]["path"] for step in steps if "upload" in step.get("uses", "")]
    built = [step["run"] for step in steps if "garden build" in step.get("run", "")]
    for command, published in ((*built, *uploaded), (netlify["command"], netlify["publish"])):
        assert f" -o {published}" in command


def test_every_page_is_reached_from_the_home_page() -> None:
    files = folder_contents(CONTENT)
    garden = garden_of(files, files.pop("garden.toml").decode()).garden
    reached, left = {"index.md"}, ["index.md"]
    while left:
        new = [path for path in garden.outbound.get(left.pop(), ()) if path not in reached]
        reached.update(new)
        left += new
    assert set(garden.notes) - reached == set()
    assert [path for path, note in garden.notes.items() if not note.doc.meta.description] == []
