"""`srcset="a.png 1x, b.png 2x"`: several sizes of one picture, in raw HTML (row X05)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from garden.model import Link
from garden.text.findings import Findings
from garden.text.localaddress import is_local
from garden.text.targets import is_external, may_load, split_address

_CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*)(?:\s+([^,]*))?")
_DESCRIPTOR = re.compile(r"(?:\d{1,9}w|\d{0,9}\.?\d{1,9}x)?")


def srcset(value: str, findings: Findings, *, trusted: bool = False) -> str:
    """The value with a hole for what is inside the garden; empty where nothing may stay.

    The hole is that of the first such picture, and its label has the others: what is missing
    can then be left out; in trusted HTML it stays as it was written.
    """
    known = [
        pair
        for pair in candidates(value)
        if (not is_local(pair[0]) if trusted else _may_stay(pair[0], findings))
    ]
    outside = [" ".join(filter(None, pair)) for pair in known if is_external(pair[0])]
    inside = [_link(*pair, trusted=trusted) for pair in known if not is_external(pair[0])]
    if not inside:
        return ", ".join(outside)
    first, *others = inside
    for link in others:
        findings.hole(link, findings.here)
    whole = replace(first, label=(*first.label, *others, *outside))
    return findings.hole(whole, findings.here)


def candidates(value: str) -> Iterator[tuple[str, str]]:
    """Each picture's address and descriptor, as the HTML standard takes them apart."""
    at = 0
    while found := _CANDIDATE.match(value, at):
        url, descriptor = found.groups()
        at = found.end()
        if url.endswith(","):
            url, descriptor, at = url.rstrip(","), "", found.end(1)
        descriptor = (descriptor or "").strip()
        if _DESCRIPTOR.fullmatch(descriptor):
            yield url, descriptor


def _may_stay(url: str, findings: Findings) -> bool:
    return may_load(url, shared=findings.options.shared) and not is_local(url)


def _link(url: str, descriptor: str, *, trusted: bool) -> Link:
    target, anchor = split_address(url)
    written = url if trusted else ""
    return Link(target, anchor, ("srcset", descriptor), "html", title=written)
