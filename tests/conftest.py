"""`pytest --update` rewrites what golden tests expect; review the change as output."""

from collections import Counter

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite expected/ and problems.txt")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What `make rebuild-proof` has done, of all its processes together."""
    reports = terminalreporter.getreports("passed")
    parts = [part for report in reports for name, part in report.user_properties if name == "proof"]
    done = sum(map(Counter, parts), Counter[str]())
    for name in sorted(done, key=lambda name: (-done[name], name)):
        terminalreporter.write_line(f"{done[name]:9,} {name.replace('_', ' ')}")
