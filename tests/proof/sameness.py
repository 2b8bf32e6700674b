"""The same notes make the same bytes, and nothing of them is asked for from elsewhere.

Each case is a build by the command, in a process of its own, that differs from the first in all
that a site must not depend on: seeds of hashes, time zone, language, clock, `umask`, folders, their
order, ages of files, processes, cache, user and host. Whoever asks for the network is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from tests.bench.generate import garden_files
from tests.offline import Files, tree, write
from tests.proof.proof import Case, Proof
from tests.support import HERE, folder_contents

MEDDLING = Path(__file__).parent / "meddling"
LARGE = 310  # notes besides our own: more are read by several processes
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago")
LANGUAGES = ("C", "POSIX", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.SJIS", "")
CACHES = ("none", "none", "empty", "half", "full", "of another build")
SAID = {
    "GIT_AUTHOR_DATE": "2024-05-01T23:30:00-07:00",
    "GIT_COMMITTER_DATE": "2024-05-02T01:00:00+09:00",
}
SEVERAL = "import garden.parallel\ngarden.parallel.WORTH_OTHERS = 40"  # so that several draw
CONFIG = """
[site]
title = "Everything"
base_url = "https://me.example/garden/"
[lists]
most_linked = true
orphans = true
[graph]
tags = true
[properties]
show = ["x", "status"]
[feed]
tags = ["tag"]
"""
SMALL: Files = {
    "garden.toml": CONFIG,
    "index.md": "---\ntags: [b, a, c/d, tag]\naliases: [Z, Y]\n---\n[[b]] [[c|d]] #e ![[i.svg]]",
    "b.md": "---\nx: [3, 1, 2]\ncreated: 2024-05-01\nstatus: budding\n---\n# B\n[[index]] #tag #f",
    "f/c.md": "---\nupdated: 2024-05-03 23:59\n---\n# C\n[[b]] [[Nobody]] ![[b]] [^1]\n\n[^1]: x\n",
    "f/i.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}


# --- builds --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """A vault, copies of it, and the first site that was built of it."""

    vault: Path
    work: Path
    site: Mapping[str, str]
    code: str = ""  # run before the command

    @property
    def calls(self) -> Path:
        return self.work / "calls"


def world(folder: Path, files: Files, code: str = "", *, is_tracked: bool = False) -> World:
    vault = write(folder / "first" / "notes", files)
    if is_tracked:
        for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "x")):
            who = (
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@y.example",
                "-c",
                "commit.gpgsign=false",
            )
            environment = {**os.environ, **SAID}
            subprocess.run(("git", *who, *command), cwd=vault, env=environment, check=True)
    empty = World(vault, folder, {}, code)
    return World(vault, folder, _built(empty, vault, folder / "site", {}, ("--no-cache",)), code)


def _built(
    world: World,
    vault: Path,
    output: Path,
    more: Mapping[str, str],
    options: Sequence[str] = (),
    here: Path | None = None,
) -> dict[str, str]:
    """The hashes of a site that the command builds."""
    kept = {
        name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ
    }
    told = {"seed": 0, "umask": 0o022, "host": "a", "later": 0, "calls": str(world.calls)}
    base = {"GARDEN_MEDDLING": json.dumps(told), "PYTHONHASHSEED": "0", "HOME": str(world.work)}
    paths = os.pathsep.join(map(str, (MEDDLING, HERE.parent)))
    environment = {**kept, **base, "PYTHONPATH": paths, **more}
    call = f"{world.code}\nfrom garden.cli import main\nmain()" if world.code else ""
    command = [sys.executable, *(("-c", call) if call else ("-m", "garden"))]
    typed = [*command, "build", str(vault), "-o", str(output), *options]
    done = subprocess.run(
        typed, cwd=here or world.work, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return {name: hashlib.sha256(found).hexdigest() for name, found in tree(output).items()}


def differs(world: World, rng: Random, number: int) -> list[str]:
    """What is another site when all else is another."""
    place = world.work / f"{rng.getrandbits(32):x}" / ("deep/" * rng.randrange(3)) / "x"
    vault = copied(world.vault, place / "notes", rng)
    cache = rng.choice(CACHES)
    told = {
        "seed": rng.getrandbits(32),
        "umask": rng.choice((0o022, 0o077, 0o002, 0)),
        "host": f"host{number}",
        "later": rng.choice((0, 86_400.5, 10**8, -(10**8))),
        "calls": str(world.calls),
    }
    home = write(place / "home", {})
    more = {
        "GARDEN_MEDDLING": json.dumps(told),
        "PYTHONHASHSEED": str(rng.randrange(1, 1 << 32)),
        "TZ": rng.choice(ZONES),
        "LC_ALL": rng.choice(LANGUAGES),
        "LANGUAGE": rng.choice(("", "de", "tr:en")),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "USER": f"user{number}",
        "LOGNAME": f"user{number}",
        "SOURCE_DATE_EPOCH": str(rng.randrange(1 << 31)),
        "COLUMNS": str(rng.randrange(20, 200)),
        "PYTHONUTF8": rng.choice(("0", "1")),
    }
    jobs = rng.choice((1, 2, 4))
    toml = (vault / "garden.toml").read_text(encoding="utf-8")
    write(vault, {"garden.toml": f"{toml}[build]\njobs = {jobs}\n"})
    here = rng.choice((home, place, vault))
    if cache in ("half", "full"):
        part = vault if cache == "full" else _half(vault, place / "part" / "notes", rng)
        _built(world, part, place / "before", more, here=here)
    options = ("--no-cache",) if cache == "none" else ()
    output = place / "before" if cache == "half" and rng.random() < 0.5 else place / "site"
    site = _built(world, vault, output, more, options, here)
    shutil.rmtree(place)
    found = [name for name in {*site, *world.site} if site.get(name) != world.site.get(name)]
    said = {**told, **more, "jobs": jobs, "cache": cache}
    return [f"{name} differs with {said}" for name in sorted(found)] + _calls(world)


def copied(vault: Path, target: Path, rng: Random) -> Path:
    """A vault with its files made in another order, and of other ages."""
    files = [path for path in sorted(vault.rglob("*")) if path.is_file()]
    for path in rng.sample(files, len(files)):
        place = target / path.relative_to(vault)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        age = rng.randrange(1 << 31)
        os.utime(place, (age, age))
    return target


def _half(vault: Path, target: Path, rng: Random) -> Path:
    copied(vault, target, rng)
    for path in sorted(target.rglob("*.md")):
        if rng.random() < 0.5 and ".git" not in path.parts:
            path.unlink()
    write(target, {"left.md": "a note, so that there is one"})
    return target


def _calls(world: World) -> list[str]:
    """Who asked for the network."""
    if not world.calls.is_file():
        return []
    said = world.calls.read_text(encoding="utf-8").splitlines()
    world.calls.unlink()
    return [f"asks the network: {line}" for line in said]


# --- addresses -----------------------------------------------------------------------------------

# Names of hosts that stand in a site whose notes name none, and why nothing is asked of them
NAMED = {
    "me.example": "the site itself",
    "www.w3.org": "names of XML, SVG and MathML",
    "schema.org": "the words of linked data",
    "www.sitemaps.org": "the name of the form of sitemaps",
    "jsonfeed.org": "the name of the form of a feed",
}
IN_PROGRAMS = {
    **dict.fromkeys(("d3js.org", "jquery.org", "lodash.com", "underscorejs.org"), "who wrote it"),
    **dict.fromkeys(("openjsf.org", "engelschall.com", "github.com"), "who wrote it"),
    **dict.fromkeys(("opensource.org", "tldrlegal.com", "scripts.sil.org"), "licences"),
    **dict.fromkeys(("chevrotain.io", "langium.org", "en.wikipedia.org"), "errors that explain"),
    "www.youtube-nocookie.com": "asked for when a reader clicks on a video",
}
_PROGRAMS = (".js", ".mjs", "LICENSE")
_HOST = re.compile(r"(?:\b(?:https?|wss?):|(?<![\w:/*.\\])(?=//[\w-]+\.[a-z]))\\?/\\?/([\w.-]+)")


def foreign(site: Path, *, of_theme: bool) -> list[str]:
    """Addresses of others in the files of a site: what names a host that nobody allowed.

    Either in what comes with the theme, or in all else.
    """
    out = []
    for path in sorted(site.rglob("*")):
        if not path.is_file() or of_theme != (path.relative_to(site).parts[0] == "theme"):
            continue
        is_program = path.name.endswith(_PROGRAMS) or "LICENSE" in path.name
        known = {*NAMED, *(IN_PROGRAMS if is_program else ())}
        hosts = {*_HOST.findall(path.read_text(encoding="utf-8", errors="replace"))}
        out += [f"{path.relative_to(site)} names {host}" for host in sorted(hosts - known)]
    return out


# --- the proof -----------------------------------------------------------------------------------


def everything() -> Files:
    """Our own notes, and many that are generated."""
    own = folder_contents(HERE.parent / "content")
    own.pop("garden.toml")
    words = ("article", "trust")
    theirs = {
        f"{name}/{path}": found
        for name in words
        for path, found in folder_contents(HERE / "gardens" / name / "content").items()
    }
    return {**dict(garden_files(LARGE)), **theirs, **own, "garden.toml": CONFIG}


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    small = world(folder / "small", SMALL, SEVERAL)
    for of_theme in (False, True):
        yield partial(foreign, folder / "small" / "site", of_theme=of_theme)
    yield partial(_calls, small)
    yield from (partial(differs, small, rng, number) for number in range(3))
    large = world(folder / "large", everything(), SEVERAL, is_tracked=True)
    for number in count(3):
        yield partial(differs, large if number % 4 == 3 else small, rng, number)


# what a build could write by mistake, by the name of the file that shows it
MISTAKES = {
    "a set in its own order": "str({*map(str, range(99))})",
    "a folder in the order of the disk": "str(os.listdir(os.path.dirname(os.__file__)))",
    "the clock": "str(time.time())",
    "the hour of the day here": "str(time.localtime(0))",
    "the folder that one stands in": "os.getcwd()",
    "the name of the machine": "socket.gethostname()",
    "the name of the user": "os.environ.get('USER', '')",
    "how many processes": "str(garden.config.build.jobs)",
    "how old a file is": "str(max(map(os.path.getmtime, sys.argv[2:3])))",
}
PLANTED = f"""
import os, socket, sys, time
from contextlib import suppress
import garden.drawing
from garden.model import Made
def planted(garden):
    with suppress(OSError):
        socket.create_connection(("192.0.2.1", 9), 1)
    yield Made("a font.css", lambda: "@import 'https://fonts.googleapis.com/css'; a {{{{}}}}")
    yield Made("a pixel.html", lambda: "<img src=//evil.example/x.gif>")
    {"; ".join(f"yield Made({name!r}, lambda: {made})" for name, made in MISTAKES.items())}
garden.drawing.EMITTERS = (*garden.drawing.EMITTERS, planted)
"""


def planted(folder: Path) -> dict[str, Case]:
    """All of them in one site, which is built twice."""
    files = {"garden.toml": "[graph]\npage = false\n", "a.md": "# A"}
    made = world(folder, files, PLANTED)
    names = foreign(folder / "site", of_theme=False)
    asked = _calls(made)
    found = differs(made, Random(4), 1)

    def seen(said: list[str], word: str) -> list[str]:
        return [each for each in said if each.startswith(word)]

    return {
        **{name: partial(seen, found, name) for name in MISTAKES},
        "a font of elsewhere": partial(seen, names, "a font"),
        "a picture of elsewhere": partial(seen, names, "a pixel"),
        "a call": partial(seen, asked, "asks the network"),
    }


PROOF = Proof("sameness", "5 9", "OUT15 OUT17", "builds", 12, cases, planted)
