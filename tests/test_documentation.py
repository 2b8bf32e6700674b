"""The guide says what the program does: every key, default and rule is in it as it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from garden.cli import cli
from garden.config import Config, NavigationLink, SocialLink
from garden.rules import RULES
from tests.support import HERE, folder_contents, garden_of

CONTENT = HERE.parent / "content"
GUIDE = (CONTENT / "guide" / "configuration.md").read_text()
CONFORMANCE = (CONTENT / "design" / "conformance.md").read_text()

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
    *(f"E{n:02}" for n in range(6, 10)),
    *(f"B{n:02}" for n in range(1, 11)),
    *(f"C{n:02}" for n in range(1, 15)),
    *(f"S{n:02}" for n in (*range(1, 8), 10, 11, *range(14, 24))),
    *(f"T{n:02}" for n in range(1, 10)),
    *(f"P{n:02}" for n in (1, 2, 3, *range(6, 12))),
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


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_command_and_option_is_in_the_guide(name: str) -> None:
    part = GUIDE.partition(f"### `garden {name}`")[2].partition("\n### ")[0].partition("\n## ")[0]
    assert part
    options = [opt for param in cli.commands[name].params for opt in param.opts]
    missing = [opt for opt in options if opt.startswith("--") and opt not in part]
    assert missing in ([], ["--config"]), "--config is told once for all commands"


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
    assert {(p.rule, p.target) for p in problems} == {
        ("link-missing", name) for name in NOT_WRITTEN_YET
    }
