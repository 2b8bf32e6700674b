"""What a reader has to load for a page, and what Lighthouse says of it: for gardens of any size.

Pages are loaded by Chromium with the screen of a phone, from a host that packs what it sends.
Bytes are those that are sent. Ends with 1 when a page is heavier than it may be.

    python -m tests.bench.reader --sizes "100 1000 10000" [--runs 0]
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import Browser, Request, ViewportSize, sync_playwright

from garden.paths import page_url
from tests.bench.generate import write
from tests.bench.notes import middle_note
from tests.hosting import hosted

KB = 1000
MOST = {"js": 10 * KB, "css": 20 * KB}  # of a note
WHOLE = 40 * KB  # of a note, fonts not counted
LIGHTHOUSE = "lighthouse@12.8.2"
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
KINDS = ("html", "css", "js", "fonts", "data", "other")
_KIND = {
    "document": "html",
    "stylesheet": "css",
    "script": "js",
    "font": "fonts",
    "fetch": "data",
    "xhr": "data",
}
_PHONE: ViewportSize = {"width": 412, "height": 823}
_SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 1500);
})"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Bytes by kind, how many requests, by how much the page jumped, and Lighthouse's marks."""

    size: int
    page: str
    sent: Mapping[str, int]
    requests: int
    shift: float
    marks: Mapping[str, float]

    @property
    def whole(self) -> int:
        return sum(count for kind, count in self.sent.items() if kind != "fonts")

    def faults(self) -> Iterator[str]:
        """Where it is more, or worse, than it may be."""
        name = f"{self.page} of {self.size:,}"
        if self.page == "a note":
            for kind, most in MOST.items():
                if self.sent[kind] > most:
                    yield f"{name}: {self.sent[kind]:,} bytes of {kind}"
            if self.whole > WHOLE:
                yield f"{name}: {self.whole:,} bytes without fonts"
        if self.shift > 0:
            yield f"{name}: it jumps by {self.shift:.4f}"
        for mark, least in LEAST.items():
            if self.marks.get(mark, least) < least:
                yield f"{name}: {mark} {self.marks[mark]:.0f}"


def pages_of(notes: Path, site: Path) -> Iterator[tuple[str, str]]:
    """The pages that are looked at: what they are, and their addresses."""
    sources = sorted(notes.rglob("*.md"), key=lambda path: (path.stat().st_size, path.as_posix()))
    tags = sorted((site / "tags").glob("*/index.html"), key=lambda page: page.stat().st_size)
    yield "home", ""
    yield "a note", page_url(middle_note(notes).relative_to(notes).as_posix())
    yield "a long note", page_url(sources[-1].relative_to(notes).as_posix())
    for page in tags[-1:]:
        yield "a tag", page.parent.relative_to(site).as_posix() + "/"
    for name in ("map", "recent", "graph"):
        if (site / name / "index.html").is_file():
            yield f"the {name}", f"{name}/"


def loaded(browser: Browser, url: str) -> tuple[Counter[str], int, float]:
    """What a browser that knows nothing yet loads for a page, and by how much the page jumps."""
    context = browser.new_context(viewport=_PHONE, is_mobile=True, has_touch=True)
    page, requests = context.new_page(), list[Request]()
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(url, wait_until="networkidle")
    shift = float(page.evaluate(_SHIFT))
    sent = Counter[str](dict.fromkeys(KINDS, 0))
    for request in requests:
        if request.url.startswith("http"):
            sent[_KIND.get(request.resource_type, "other")] += request.sizes()["responseBodySize"]
    context.close()
    return sent, len(requests), shift


def marks_of(url: str, program: str, runs: int) -> dict[str, float]:
    """Lighthouse's marks for a page on a phone, of 100: the median of some runs of each."""
    found = [_lighthouse(url, program) for _ in range(runs)]
    return {name: median(marks[name] for marks in found) for name in LEAST} if found else {}


def _lighthouse(url: str, program: str) -> dict[str, float]:
    command = ("npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", "--output-path=stdout")
    chosen = (f"--only-categories={','.join(LEAST)}", "--chrome-flags=--headless=new --no-sandbox")
    environment = {**os.environ, "CHROME_PATH": program}
    done = subprocess.run((*command, *chosen), capture_output=True, env=environment, check=True)
    categories = json.loads(done.stdout)["categories"]
    return {name: 100 * (categories[name]["score"] or 0) for name in LEAST}


def looked_at(browser: Browser, program: str, size: int, runs: int) -> Iterator[Loaded]:
    """Build a garden of some notes, and look at its pages."""
    with tempfile.TemporaryDirectory() as place:
        notes, site = Path(place) / "notes", Path(place) / "site"
        write(notes, size)
        (notes / "garden.toml").write_text('[site]\ntitle = "Bench"\ndescription = "A garden."\n')
        build = (sys.executable, "-m", "garden", "build", notes, "-o", site, "--no-cache", "-q")
        subprocess.run(build, check=True)
        with hosted(site) as host:
            for name, path in pages_of(notes, site):
                url = f"{host}/{path}"
                sent, requests, shift = loaded(browser, url)
                yield Loaded(size, name, sent, requests, shift, marks_of(url, program, runs))


def table(found: Iterable[Loaded]) -> Iterator[str]:
    """What was found, in Markdown. Sizes are in kB of 1,000 bytes."""
    heads = ("Notes", "Page", *KINDS, "all but fonts", "requests", "shift", *LEAST)
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join(('---:', '---', *('---:',) * (len(heads) - 2)))} |"
    for one in found:
        sizes = (f"{one.sent[kind] / KB:.1f}" for kind in KINDS)
        marks = (f"{one.marks[name]:.0f}" if one.marks else "–" for name in LEAST)
        whole = f"{one.whole / KB:.1f}"
        cells = (f"{one.size:,}", one.page, *sizes, whole, str(one.requests), f"{one.shift:.3f}")
        yield f"| {' | '.join((*cells, *marks))} |"


def grown(found: Sequence[Loaded]) -> Iterator[str]:
    """Where scripts and styles of a page become more when its garden does."""
    for page in dict.fromkeys(one.page for one in found):
        sizes = {(one.sent["js"], one.sent["css"]) for one in found if one.page == page}
        if page == "a note" and len(sizes) > 1:
            yield f"{page}: its scripts and styles are not the same in each garden"


@click.command()
@click.option("--sizes", default="100 1000 10000", help="How many notes the gardens have.")
@click.option("--runs", default=5, help="Of Lighthouse, for each page; 0: none.")
def main(sizes: str, runs: int) -> None:
    """Print a table, and end with 1 when a page is not as light as it should be."""
    names = (os.environ.get("GARDEN_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, (shutil.which(name) for name in names if name)), None)
    if program is None:
        raise click.ClickException("a Chromium is needed (or its path in GARDEN_CHROMIUM)")
    found: list[Loaded] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for size in map(int, sizes.replace(",", " ").split()):
            found += looked_at(browser, program, size, runs)
        browser.close()
    click.echo("\n".join(table(found)))
    faults = [*(fault for one in found for fault in one.faults()), *grown(found)]
    if faults:
        click.echo("\n".join(("", *faults)))
        sys.exit(1)


if __name__ == "__main__":
    main()
