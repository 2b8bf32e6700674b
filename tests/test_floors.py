"""The floors of the house: imports go down, floors 0 to 3 are pure, one module touches files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import garden
from garden.cache import READER_FOLDERS, READERS

ROOT = Path(garden.__file__).parent

# The longest name that fits decides. Whoever adds a module gives it a floor here.
FLOORS = {
    "garden": 0,  # `__init__.py`: the version alone
    "garden.model": 0,
    "garden.xml": 0,
    "garden.paths": 0,
    "garden.rules": 0,
    "garden.gitignore": 0,
    "garden.config": 0,
    "garden.dates": 0,
    "garden.daily": 0,
    "garden.localdate": 0,
    "garden.signs": 0,
    "garden.runnable": 0,
    "garden.litter": 0,
    "garden.spelled": 0,
    "garden.digest": 0,
    "garden.seal": 0,
    "garden.image": 1,
    "garden.text": 1,
    "garden.policy": 2,
    "garden.feeds": 2,
    "garden.patterns": 2,
    "garden.copies": 2,
    "garden.hostfiles": 2,
    "garden.publish": 2,
    "garden.urls": 2,
    "garden.ledger": 2,
    "garden.renamed": 2,
    "garden.changes": 2,
    "garden.lives": 2,
    "garden.resolve": 2,
    "garden.drawings": 2,
    "garden.embeds": 2,
    "garden.footnotes": 2,
    "garden.folders": 2,
    "garden.tags": 2,
    "garden.lists": 2,
    "garden.ranks": 2,
    "garden.heads": 2,
    "garden.explorer": 2,
    "garden.contents": 2,
    "garden.navigation": 2,
    "garden.linking": 2,
    "garden.dated": 2,
    "garden.grow": 2,
    "garden.regrow": 2,
    "garden.properties": 2,
    "garden.pictured": 2,
    "garden.needs": 2,
    "garden.graph": 2,
    "garden.questions": 2,
    "garden.shards": 2,
    "garden.answers": 2,
    "garden.phrases": 2,
    "garden.view": 2,
    "garden.body": 3,
    "garden.media": 3,
    "garden.quotes": 3,
    "garden.panel": 3,
    "garden.localgraph": 3,
    "garden.layout": 3,
    "garden.sharing": 3,
    "garden.assembly": 3,
    "garden.theme": 3,
    "garden.ejected": 3,
    "garden.templates": 3,
    "garden.pages": 3,
    "garden.checks": 3,
    "garden.disk": 4,
    "garden.progress": 4,
    "garden.output": 4,
    "garden.ignored": 4,
    "garden.obsidian": 4,
    "garden.above": 4,
    "garden.vault": 4,
    "garden.cache": 4,
    "garden.processes": 4,
    "garden.garbage": 4,
    "garden.executors": 4,
    "garden.cluster": 4,
    "garden.workers": 4,
    "garden.parsing": 4,
    "garden.lock": 4,
    "garden.pictures": 4,
    "garden.shrinking": 4,
    "garden.darkroom": 4,
    "garden.memory": 4,
    "garden.static": 4,
    "garden.gitdates": 4,
    "garden.reading": 4,
    "garden.grown": 4,
    "garden.themes": 4,
    "garden.overrides": 4,
    "garden.drawing": 4,
    "garden.parallel": 4,
    "garden.build": 4,
    "garden.mime": 0,
    "garden.bundled": 0,
    "garden.untagged": 1,
    "garden.encoded": 1,
    "garden.packed": 1,
    "garden.layers": 1,
    "garden.facts": 1,
    "garden.sought": 1,
    "garden.boilerplate": 1,
    "garden.public": 4,
    "garden.searched": 4,
    "garden.unpublished": 4,
    "garden.unsaid": 4,
    "garden.audit": 4,
    "garden.leaks": 5,
    "garden.http": 0,
    "garden.drafts": 2,
    "garden.edition": 4,
    "garden.preview": 4,
    "garden.live": 4,
    "garden.watch": 4,
    "garden.serve": 4,
    "garden.marks": 4,
    "garden.connection": 4,
    "garden.serving": 5,
    "garden.address": 5,
    "garden.cli": 5,
    "garden.arguments": 5,
    "garden.chosen": 5,
    "garden.excerpt": 5,
    "garden.summary": 5,
    "garden.status": 5,
    "garden.redirecting": 5,
    "garden.terminal": 5,
    "garden.explain": 5,
    "garden.theming": 5,
    "garden.why": 5,
    "garden.report": 5,
    "garden.__main__": 5,
}
PACKAGES = ("garden.image", "garden.text", "garden.pages", "garden.checks")
PURE = 3  # the highest floor without files, clock, chance, network or log
FILES = "garden.disk"  # the one module that opens, writes, replaces and deletes
SQLITE = "garden.cache"  # SQLite does its own file work
LOADER = "garden.bundled"  # loads code in other languages, as Python loads modules
GIT = "garden.gitdates"  # the one module that runs another program: git, which only reads
PROCESSES = "garden.processes"  # the one module that starts processes: of our own code

# How a program is run; `concurrent.futures` runs our own code, in processes of the chosen kind.
PROGRAMS = "subprocess multiprocessing pty asyncio.subprocess"
PROGRAM_CALLS = frozenset({"system", "popen", "fork", "forkpty", "startfile"})
# What a pure floor has no use for in the standard library.
IMPURE = """
    asyncio builtins concurrent ctypes fileinput getpass glob http importlib.resources io locale
    logging mmap multiprocessing os platform random secrets select shutil signal socket
    socketserver sqlite3 ssl subprocess sys tarfile tempfile threading time urllib.request uuid
    warnings webbrowser zipfile
"""
# Calls that touch files, and modules that do so behind the back of `Disk`.
FILE_MODULES = "fileinput io.FileIO io.open mmap shutil sqlite3 tarfile tempfile zipfile"
FILE_CALLS = """
    open read_text read_bytes write_text write_bytes unlink rmdir mkdir makedirs rename renames
    remove removedirs touch chmod lchmod symlink_to hardlink_to symlink link truncate utime
    scandir walk
"""
PATHS = frozenset({"Path", "PosixPath", "WindowsPath"})  # pure paths are fine
IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint"})
CLOCK_CALLS = frozenset({"now", "utcnow", "today", "fromtimestamp"})


def modules() -> dict[str, Path]:
    return {_module(path): path for path in sorted(ROOT.rglob("*.py"))}


def _module(path: Path) -> str:
    parts = ("garden", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor_of(module: str) -> int | None:
    """The floor of a module, by the longest name of the table that holds it."""
    if module in FLOORS:
        return FLOORS[module]
    return next((FLOORS[p] for p in PACKAGES if module.startswith(f"{p}.")), None)


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and _is_for_types(child.test):
            for other in child.orelse:
                yield from (other, *statements(other))
            continue
        yield child
        yield from statements(child)


def _is_for_types(test: ast.expr) -> bool:
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imports(tree: ast.AST, module: str) -> Iterator[tuple[int, str]]:
    """Each import as its line and dotted name; `from a import b` is `a.b`."""
    for node in statements(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")[: -node.level] if node.level else []
            origin = ".".join([*parents, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str, bool]]:
    """Each call with the last name of what is called, and whether it hangs on a dot."""
    for node in statements(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr, True
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id, False


def is_in(name: str, packages: str) -> bool:
    """Whether a dotted name is, or lies in, one of some packages."""
    return any(name == package or name.startswith(f"{package}.") for package in packages.split())


def climbing(source: str, module: str, known: frozenset[str]) -> list[str]:
    """The imports that lead to a higher floor."""
    out, own = [], floor_of(module)
    assert own is not None
    for line, name in imports(ast.parse(source), module):
        target = name if name in known else name.rpartition(".")[0]
        floor = floor_of(target) if is_in(target, "garden") else None
        if floor is not None and floor > own:
            out.append(f"{line}: {target} is on floor {floor}, {module} on floor {own}")
    return out


def impurities(source: str, module: str) -> list[str]:
    """What floors 0 to 3 must not do: files, clock, chance, network, log."""
    tree = ast.parse(source)
    out = [
        f"{line}: imports {name}"
        for line, name in imports(tree, module)
        if is_in(name, IMPURE) or name.rpartition(".")[2] in PATHS
    ]
    for call, name, dotted in calls(tree):
        if not dotted and name in IMPURE_CALLS:
            out.append(f"{call.lineno}: calls {name}()")
        elif dotted and name in CLOCK_CALLS:
            out.append(f"{call.lineno}: asks the clock with .{name}()")
    return out + file_work(source, module)


def file_work(source: str, module: str) -> list[str]:
    """Opening, writing, replacing and deleting files, which is `disk.py`'s alone."""
    tree = ast.parse(source)
    out = [
        f"{line}: imports {name}"
        for line, name in imports(tree, module)
        if is_in(name, FILE_MODULES) and not (module == SQLITE and is_in(name, "sqlite3"))
    ]
    for call, name, dotted in calls(tree):
        if (name in FILE_CALLS.split() and (dotted or name == "open")) or _is_path_replace(
            call, name
        ):
            out.append(f"{call.lineno}: {ast.unparse(call)}")
    return out


def programs(source: str, module: str) -> list[str]:
    """Running another program, which is `gitdates.py`'s alone."""
    tree = ast.parse(source)
    out = [
        f"{line}: imports {name}"
        for line, name in imports(tree, module)
        if is_in(name, PROGRAMS) and name != "subprocess.list2cmdline"  # it only quotes
        if not (module == PROCESSES and is_in(name, "multiprocessing"))
    ]
    for call, name, dotted in calls(tree):
        owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        runs = name in PROGRAM_CALLS or name.startswith(("exec", "spawn", "posix_spawn"))
        if runs and (owner == "os" or not dotted) and name != "exec":
            out.append(f"{call.lineno}: {ast.unparse(call)}")
    return out


def _is_path_replace(call: ast.Call, name: str) -> bool:
    """`path.replace(other)` has one argument, `text.replace(old, new)` has two."""
    if name != "replace" or not isinstance(call.func, ast.Attribute):
        return False
    owner = ast.unparse(call.func.value)
    return owner == "os" or (len(call.args) == 1 and owner != "dataclasses")


@pytest.mark.parametrize("module", modules())
def test_every_module_has_a_floor(module: str) -> None:
    assert floor_of(module) is not None, f"give {module} a floor in tests/test_floors.py"


@pytest.mark.parametrize("module", modules())
def test_imports_go_down(module: str) -> None:
    source = modules()[module].read_text(encoding="utf-8")
    assert climbing(source, module, frozenset(modules())) == []


@pytest.mark.parametrize("module", [m for m in modules() if is_in(m, "garden.text garden.image")])
def test_the_cache_asks_for_all_code_that_reads_notes(module: str) -> None:
    known = {f"garden.{name.removesuffix('.py')}" for name in READERS}
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    names = [name for _, name in imports(tree, module) if is_in(name, "garden")]
    used = {name if name in modules() else name.rpartition(".")[0] for name in names}
    folders = [f"garden.{name}" for name in READER_FOLDERS]
    assert {name for name in used if not any(is_in(name, folder) for folder in folders)} <= known


@pytest.mark.parametrize("module", [m for m in modules() if (floor_of(m) or 0) <= PURE])
def test_floors_0_to_3_are_pure(module: str) -> None:
    found = impurities(modules()[module].read_text(encoding="utf-8"), module)
    assert (module == LOADER) == bool(found), found


@pytest.mark.parametrize("module", [m for m in modules() if (floor_of(m) or 0) > PURE])
def test_only_disk_works_on_files(module: str) -> None:
    found = file_work(modules()[module].read_text(encoding="utf-8"), module)
    assert module in (FILES, LOADER) or found == []


@pytest.mark.parametrize("module", modules())
def test_only_git_is_run(module: str) -> None:
    found = programs(modules()[module].read_text(encoding="utf-8"), module)
    assert (module == GIT) == bool(found), found


@pytest.mark.parametrize("module", modules())
def test_out1_nothing_deletes_a_tree(module: str) -> None:
    assert "rmtree" not in modules()[module].read_text(encoding="utf-8")


KNOWN = frozenset({"garden", "garden.model", "garden.view", "garden.pages", "garden.pages.tags"})
CLIMBS = {
    "import garden.view": True,
    "from garden.view import View": True,
    "from garden import view": True,
    "from . import view": True,
    "from .view import View": True,
    "def f():\n    from garden.view import View": True,
    "from garden.pages.tags import tags": True,
    "if TYPE_CHECKING:\n    pass\nelse:\n    from garden.view import View": True,
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from garden.view import View": False,
    "from garden import __version__": False,
    "from garden.model import Doc": False,
    "import gardening.view": False,
}


@pytest.mark.parametrize(("source", "climbs"), CLIMBS.items(), ids=list(CLIMBS))
def test_a_climbing_import_is_seen(source: str, climbs: bool) -> None:
    assert bool(climbing(source, "garden.paths", KNOWN)) is climbs


IMPURITIES = {
    "import os": True,
    "import os.path": True,
    "from os import environ": True,
    "import logging": True,
    "from pathlib import Path": True,
    "from urllib.request import urlopen": True,
    "from importlib.resources import files": True,
    "datetime.now()": True,
    "datetime.datetime.now(UTC)": True,
    "date.today()": True,
    "open('x')": True,
    "print('x')": True,
    "path.read_text()": True,
    "path.replace(other)": True,
    "import posixpath": False,
    "from pathlib import PurePosixPath": False,
    "from urllib.parse import quote": False,
    "from datetime import date": False,
    "text.replace('a', 'b')": False,
    "dataclasses.replace(note, title='x')": False,
    "replace(note, title='x')": False,
    "view.ask('note')": False,
    "# open('x')": False,
}


@pytest.mark.parametrize(("source", "impure"), IMPURITIES.items(), ids=list(IMPURITIES))
def test_an_impurity_is_seen(source: str, impure: bool) -> None:
    assert bool(impurities(source, "garden.paths")) is impure


FILE_WORK = {
    "path.unlink()": True,
    "open(path, 'w')": True,
    "path.open('wb')": True,
    "os.replace(a, b)": True,
    "os.remove(path)": True,
    "path.mkdir()": True,
    "import shutil": True,
    "import sqlite3": True,
    "from tempfile import mkdtemp": True,
    "from io import open": True,
    "from io import TextIOWrapper": False,
    "path.is_dir() and path.resolve().is_file()": False,
    "Path('a') / 'b'": False,
    "os.cpu_count()": False,
    "disk.write(path, content)": False,
    "text.replace('a', 'b')": False,
}


@pytest.mark.parametrize(("source", "works"), FILE_WORK.items(), ids=list(FILE_WORK))
def test_file_work_is_seen(source: str, works: bool) -> None:
    assert bool(file_work(source, "garden.vault")) is works


def test_sqlite_is_the_caches_alone() -> None:
    assert file_work("import sqlite3", "garden.cache") == []


PROGRAM_RUNS = {
    "import subprocess": True,
    "from subprocess import run": True,
    "import multiprocessing": True,
    "import os\nos.system('git')": True,
    "from os import system\nsystem('git')": True,
    "import os\nos.execvp('git', [])": True,
    "from concurrent.futures import ProcessPoolExecutor": False,
    "base.execute('SELECT 1')": False,
    "platform.system()": False,
}


def test_processes_are_started_by_one_module() -> None:
    assert programs("import multiprocessing", PROCESSES) == []
    assert programs("import subprocess", PROCESSES) != []


@pytest.mark.parametrize(("source", "runs"), PROGRAM_RUNS.items(), ids=list(PROGRAM_RUNS))
def test_a_run_of_a_program_is_seen(source: str, runs: bool) -> None:
    assert bool(programs(source, "garden.vault")) is runs
