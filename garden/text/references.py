"""Lines such as `[Ann]: hello`: CommonMark reads them as targets of links, and shows nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from markdown_it.common.utils import normalizeReference

from garden.text.findings import Findings

_LABEL = re.compile(r"\[([^\[\]\n]+)\](?!:)")
_HINT = "write \\[ for the first bracket, so that the line is text"


def report_unreferred(findings: Findings, env: MutableMapping[str, Any], body: str) -> None:
    """Report definitions that nothing in a note refers to, and that look like words."""
    words = [found for found in _definitions(env) if _is_word(found[1]["href"])]
    if not words:
        return
    labels = {normalizeReference(label) for label in _LABEL.findall(body)}
    for label, known in words:
        if label not in labels:
            message = "this line is read as the target of a link that nothing refers to"
            span = findings.line_span(known["map"][0])
            findings.flaw("reference-unused", f"{message}, and is not shown", _HINT, span)


def _definitions(env: MutableMapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from env.get("references", {}).items()
    yield from ((found["label"], found) for found in env.get("duplicate_refs", ()))


def _is_word(target: str) -> bool:
    return bool(target) and not any(sign in target.rstrip(".") for sign in "./#:")
