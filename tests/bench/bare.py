"""CPU seconds that Markdown alone costs: `markdown-it-py` on the bodies of all notes of a folder.

python -m tests.bench.bare FOLDER
"""

from __future__ import annotations

import gc
import re
import sys
import time
from pathlib import Path

from markdown_it import MarkdownIt

_FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def render_seconds(folder: Path) -> float:
    """Reading and cutting off the front matter do not count. Nor does the search for cycles."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))]
    bodies = [_FRONT_MATTER.sub("", text, count=1) for text in texts]
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    gc.disable()
    started = time.process_time()
    for body in bodies:
        md.render(body)
    return time.process_time() - started


if __name__ == "__main__":
    print(render_seconds(Path(sys.argv[1])))
