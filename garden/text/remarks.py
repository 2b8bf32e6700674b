"""A diagram without its comments, as Mermaid reads them in each kind, and without local addresses.

All kinds know `%%`, some a `#` or one `%`, and what stands before a diagram is YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from garden.text.diagrampaths import without_paths

_FRONT = re.compile(r"\A(\s*---[ \t]*\n)(.*?)(?=\n[ \t]*---[ \t]*(?:\n|\Z))", re.DOTALL)
_BLOCK = re.compile(
    r"^(?P<open>[ \t]*---[ \t]*\n)(?P<yaml>.*?)(?P<close>\n[ \t]*---[ \t]*$)",
    re.MULTILINE | re.DOTALL,
)
# What is kept, then a comment: a directive, or a text in quotes or brackets, holds none
_COMMENT = re.compile(
    r"(?P<kept>%%\{(?s:.*?)\}%%|\"[^\"\n]*\"|\[[^\]\n]*\]|\([^)\n]*\)|\{[^}\n]*\}|\|[^|\n]*\|)"
    r"|(?<=[\[({/\\>])(?P<lines>\"[^\"]*\")(?=[\])}/\\])"
    r"|^[ \t]*+%%.*$|(?<=\s)%%.*$|(?<!%)%%(?![%{]).*$",
    re.MULTILINE,
)
# In a text over lines, Mermaid takes out those that begin so
_LINE = re.compile(r"^[ \t]*%%(?!\{).*$", re.MULTILINE)
_MARKUP = re.compile(r"\"[^\"\n]*\"|<!--(?:(?!<!--).)*?-->|<!--[^\n]*", re.DOTALL)
_IN_TEXT = re.compile(r"<!--(?:(?!-->)[^\"])*+(?:-->)?")
_PERCENT = re.compile(r"^[ \t]*%(?![%{]).*$", re.MULTILINE)
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_WORD = re.compile(r"^[ \t]*([A-Za-z][\w-]*)", re.MULTILINE)
# `#` ends what is said in a line of these, but for `#35;`, which is a sign by its number
_ANYWHERE = re.compile(r"#(?!\w+;)[^\n]*")
_ALONE = re.compile(r"^(?P<before>(?:[^:\"\n]*[ \t])?)#(?!\w+;)[^\n]*", re.MULTILINE)
# The end of an arrow behind its words: `B -- 5 %% of it --> C`
_ARROW = re.compile(r"--[->ox]|==[=>]|\.->")
_OF_WORDS = ("journey", "timeline", "mindmap", "kanban")  # in which all of a line is shown
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
    if "---" in body and "#" in body:
        body = _BLOCK.sub(_without_remarks, body)
    return without_paths(head + uncommented(body), _kind(body))


def uncommented(source: str) -> str:
    """A diagram without its comments, line by line; `%%{init: …}%%` is none."""
    if "<!--" in source:
        source = _MARKUP.sub(_without_markup, source)
    if "%" in source:
        source = _COMMENT.sub(_without_comment, source)
        source = _PERCENT.sub("", source)
    if "#" in source and (hash_ := _HASHES.get(_kind(source))):
        return "\n".join(_without_hash(source, hash_))
    return source


def _without_markup(found: re.Match[str]) -> str:
    if found[0].startswith('"'):
        return _IN_TEXT.sub("", found[0])
    return "\n" * found[0].count("\n")


def _without_comment(found: re.Match[str]) -> str:
    return found["kept"] or _LINE.sub("", found["lines"] or "")


def _without_remarks(found: re.Match[str]) -> str:
    return found["open"] + _uncommented_yaml(found["yaml"]) + found["close"]


def shown_by_mermaid(source: str) -> Iterator[int]:
    """The lines, from 0, with a comment behind words, of which Mermaid would show more."""
    if "%%" not in source:
        return
    front = _FRONT.match(source)
    start = front.end() if front else 0
    kind = _kind(source[start:])
    line = source.count("\n", 0, start)
    for found in _COMMENT.finditer(source, start):
        line, start = line + source.count("\n", start, found.start()), found.start()
        before = source[source.rfind("\n", 0, start) + 1 : start]
        is_comment = found["kept"] is None and found["lines"] is None
        if is_comment and before.strip() and _is_shown(kind, before, found[0]):
            yield line


def _is_shown(kind: str, before: str, hidden: str) -> bool:
    if before.rstrip().endswith(";"):
        return False
    if kind in ("flowchart", "graph"):
        return before[-1].isdigit() or bool(_ARROW.search(hidden))
    return kind in _OF_WORDS or (kind == "sequencediagram" and ":" in before)


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
