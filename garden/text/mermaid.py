"""Which nodes of a Mermaid diagram are links to notes: those of the class `internal-link` (S13).

It reads no more of the language than that takes, and only if the name of the class stands there.
It never fails: what it cannot read is not a link. Each character is looked at once or twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

LINK_CLASS = "internal-link"
_ID = r"(?:[^\s\[\](){}<>|\"';,&:@=~%-]|-(?![->.]))++"
_CLASSES = r"[\w-]++(?:,[\w-]++)*+"

# `A[Text]`, `A["Text"]:::name`, `A@{ label: "Text" }`: an id, and perhaps a shape with a text.
# Text in quotes or between bars stands on an arrow.
_NODE = re.compile(
    rf"\"[^\"]*\"|\|[^|\n]*\||(?P<id>{_ID})"
    r"(?:@\{(?P<told>(?:\"[^\"]*\"|[^\"}])*+)\}?"
    r"|(?P<shape>\[[\[(/\\]?|\({2,3}|\(\[?|\{\{?|>)[ \t]*+"
    r"(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^\[\](){}\"\n]*+))[\])}/\\]*+)?"
    rf"(?:[ \t]*+:::[ \t]*+(?P<classes>{_CLASSES}))?"
)
# `subgraph a [Text]`, `state "Text" as a`, and `a : Text` in a diagram of states
_NAMED = re.compile(
    rf"^[ \t]*+(?:subgraph[ \t]++(?P<group>{_ID})[ \t]++\[\"?(?P<title>[^\]\"\n]*)"
    rf"|state[ \t]++\"(?P<text>[^\"\n]*)\"[ \t]++as[ \t]++(?P<state>{_ID})"
    rf"|(?P<other>{_ID})[ \t]*+:[ \t]*+(?P<said>[^:\n]++))",
    re.MULTILINE,
)
# `class a,b name`
_ASSIGNED = re.compile(
    r"(?:^|;)[ \t]*+class[ \t]++(?P<ids>(?:\"[^\"\n]*\"|[^\s\",;]++)"
    rf"(?:[ \t]*+,[ \t]*+(?:\"[^\"\n]*\"|[^\s\",;]++))*+)[ \t]++(?P<classes>{_CLASSES})",
    re.MULTILINE,
)
_EACH_ID = re.compile(r"\"([^\"]*)\"|([^\s\",]+)")
_LABEL = re.compile(r"\blabel[ \t]*+:[ \t]*+(?:\"([^\"]*)\"|'([^'\n]*)'|([^,}\n]*))")
_ENTITY = re.compile(r"#(\d{1,7}|[A-Za-z]{1,31});")
_ICON = re.compile(r"\bfa[a-z]?:fa-[\w-]+[ \t]*")
_BREAK = re.compile(r"<br[ /]*+>", re.IGNORECASE)
_STATES = re.compile(r"^[ \t]*+stateDiagram", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|__|\*")


@dataclass(frozen=True, slots=True)
class LinkedNode:
    """A node that leads to the note called `text`; `line` counts from 0 in the diagram."""

    text: str
    line: int


@dataclass(slots=True)
class _Read:
    """What is known of a diagram: by id the texts of its nodes, and where a node is made a link."""

    texts: dict[str, str] = field(default_factory=dict)
    marked: list[tuple[int, str]] = field(default_factory=list)


def linked_nodes(source: str) -> tuple[LinkedNode, ...]:
    """The nodes that are links, each text once, in the order in which they are made links."""
    if LINK_CLASS not in source:
        return ()
    read = _Read()
    _read_nodes(source, read)
    _read_names(source, read)
    read.marked += [
        (found.start(), name) for found in _ASSIGNED.finditer(source) for name in _ids(found)
    ]
    return tuple(_listed(source, read))


def _read_nodes(source: str, read: _Read) -> None:
    """The last text that a node is given is its own; without one, its id stands for it."""
    for found in _NODE.finditer(source):
        name = found["id"]
        if name is None:
            continue
        if found["shape"] or found["told"] is not None:
            read.texts[name] = _text(found)
        if found["classes"] and LINK_CLASS in found["classes"].split(","):
            read.marked.append((found.start("id"), name))


def _read_names(source: str, read: _Read) -> None:
    of_states = _STATES.search(source) is not None
    for found in _NAMED.finditer(source):
        name, text = found["group"], found["title"]
        if of_states and not name:
            name, text = found["state"] or found["other"], found["text"] or found["said"]
        if name:
            read.texts.setdefault(name, _shown(text))


def _ids(found: re.Match[str]) -> Iterator[str]:
    """The ids of a statement that gives them a class, if it is ours."""
    if LINK_CLASS in found["classes"].split(","):
        yield from (quoted or bare for quoted, bare in _EACH_ID.findall(found["ids"]))


def _listed(source: str, read: _Read) -> Iterator[LinkedNode]:
    seen = {""}
    line = end = 0
    for start, name in sorted(read.marked, key=lambda found: found[0]):
        line, end = line + source.count("\n", end, start), start
        text = read.texts.get(name) or _shown(name)
        if text not in seen:
            seen.add(text)
            yield LinkedNode(text, line)


def _text(found: re.Match[str]) -> str:
    if found["told"] is not None:
        label = _LABEL.search(found["told"])
        return _shown(next(filter(None, label.groups()), "")) if label else ""
    if found["quoted"] is not None:
        return _shown(found["quoted"])
    plain = (found["plain"] or "").strip()
    return _shown(plain[:-1] if found["shape"][-1] in "/\\" else plain)


def _shown(text: str) -> str:
    """A text as it is drawn: without its marks, icons and line breaks."""
    if text.startswith("`") and text.endswith("`") and len(text) > 1:
        text = _EMPHASIS.sub("", text[1:-1])
    text = _ENTITY.sub(lambda m: f"&#{m[1]};" if m[1].isdigit() else f"&{m[1]};", text)
    return " ".join(unescape(_ICON.sub("", _BREAK.sub(" ", text))).split())
