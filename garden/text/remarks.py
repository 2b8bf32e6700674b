"""A diagram without its comments, as Mermaid reads them in each kind, and without local addresses.

All kinds know `%%`, some a `#` or one `%`, and what stands before a diagram is YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from garden.text.diagrampaths import without_paths

_FRONT = re.compile(r"\A(\s*---[ \t]*\n)(.*?)(?=\n[ \t]*---[ \t]*(?:\n|\Z))", re.DOTALL)
# What is kept, then a comment: a directive, or a text in quotes or brackets, holds none
_COMMENT = re.compile(
    r"(?P<kept>%%\{(?s:.*?)\}%%|\"[^\"\n]*\"|\[[^\]\n]*\]|\([^)\n]*\)|\{[^}\n]*\}|\|[^|\n]*\|)"
    r"|(?:^|(?<=\s))[ \t]*%%.*$",
    re.MULTILINE,
)
_PERCENT = re.compile(r"^[ \t]*%(?![%{]).*$", re.MULTILINE)
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_WORD = re.compile(r"^[ \t]*([A-Za-z][\w-]*)", re.MULTILINE)
# `#` ends what is said in a line of these, but for `#35;`, which is a sign by its number
_ANYWHERE = re.compile(r"#(?!\w+;)[^\n]*")
_ALONE = re.compile(r"^(?P<before>(?:[^:\"\n]*[ \t])?)#(?!\w+;)[^\n]*", re.MULTILINE)
_HASHES = {
    "sequencediagram": _ANYWHERE,
    "journey": _ANYWHERE,
    **dict.fromkeys(("statediagram", "statediagram-v2", "timeline", "requirementdiagram"), _ALONE),
    "requirement": _ALONE,
}


def bared(source: str) -> str:
    """The source of a diagram with nothing in it that no reader of the diagram sees."""
    front = _FRONT.match(source)
    head = f"{front[1]}{_uncommented_yaml(front[2])}" if front else ""
    body = source[front.end() :] if front else source
    return without_paths(head + uncommented(body), _kind(body))


def uncommented(source: str) -> str:
    """A diagram without its comments, line by line; `%%{init: …}%%` is none."""
    if "%" in source:
        source = _COMMENT.sub(lambda found: found["kept"] or "", source)
        source = _PERCENT.sub("", source)
    if "#" in source and (hash_ := _HASHES.get(_kind(source))):
        return "\n".join(_without_hash(source, hash_))
    return source


def _kind(source: str) -> str:
    found = _WORD.search(_DIRECTIVE.sub("", source))
    return found[1].lower() if found else ""


def _without_hash(source: str, hash_: re.Pattern[str]) -> Iterator[str]:
    for line in source.split("\n"):
        found = hash_.search(line)
        if found and not line.lstrip().startswith("%%{"):
            line = line[: found.start()] + (found.groupdict().get("before") or "")
        yield line


def _uncommented_yaml(text: str) -> str:
    """YAML without its comments, which stand between what a scanner finds."""
    if "#" not in text:
        return text
    try:
        tokens = [t for t in yaml.scan(text) if isinstance(t, yaml.ScalarToken)]
        kept = [(token.start_mark.index, token.end_mark.index) for token in tokens]
    except yaml.YAMLError:
        return re.sub(r"(?:^|(?<=\s))#.*$", "", text, flags=re.MULTILINE)
    out, end = list[str](), 0
    for start, stop in (*kept, (len(text), len(text))):
        out += [re.sub(r"#[^\n]*", "", text[end:start]), text[start:stop]]
        end = stop
    return "".join(out)
