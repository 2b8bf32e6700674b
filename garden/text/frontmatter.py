"""The front matter of a note: measured, then read as YAML or JSON.

It refuses rather than guesses: what looks like front matter and cannot be read is an
`Unreadable`, and such a note is not published (rules OUT13 and OUT14).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml
from frontmatter.default_handlers import YAMLHandler

from garden.signs import LINE_BEGAN, bare

MAX_BYTES = 64 * 1024
MAX_DEPTH = 32
MAX_ALIASES = 64
MAX_MERGES = 16
_SHALLOW = 500  # characters that may begin a level; composing thousands of levels ends the process

# A tab behind the sign of an item or of a key, which YAML 1.2 allows and PyYAML refuses (P03)
_TAB = re.compile(
    r"^([ ]*-(?=\s+(?!-\s)(?![^\n]*:(?:\s|$)))|[ ]*[^\s\-\"'#|>\[\]{}][^:\n\"'#]*:)[ ]*\t[ \t]*",
    re.MULTILINE,
)
_AROUND_KEY = " \t\n\u00a0\"'“”„‘’‚«»:"  # `private:: true` has a colon in its key
_UNKNOWN_TAG = re.compile(r"constructor for the tag '(.*)'")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values of a note's front matter, and the line of the file that each key stands on."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Front matter that is there and cannot be used."""

    message: str
    hint: str
    line: int = 1


_FENCE = re.compile(r"^[ \t]*%%(?!%)", re.MULTILINE)

Outcome = FrontMatter | Unreadable
_Read = tuple[Any, dict[str, int]]  # the values, and the line of each key


def load(text: str) -> Outcome:
    """The values between the fences; `text` begins on line 2 of the file."""
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        return Unreadable(f"front matter is over {MAX_BYTES // 1024} KiB", "move text to the body")
    if text.lstrip().startswith("{") and (values := _json(text)) is not None:
        return values
    text = _TAB.sub(r"\1 ", text) if "\t" in text else text
    if "%%" in text:
        text = _FENCE.sub(rf"\g<0>{LINE_BEGAN}", text)
    try:
        values, lines = _plain(text) or _measured(text)
    except _RefusedError as error:
        return error.unreadable
    except yaml.MarkedYAMLError as error:
        return _marked(error)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 2
        return Unreadable(f"a character that YAML cannot hold: {error.reason}", "delete it", line)
    except Exception as error:  # what YAML's own types raise is of any kind, such as KeyError
        line = text.count("\n", 0, max(text.find("!!"), 0)) + 2
        said = "a value does not fit its tag" if "!!" in text else f"not valid YAML: {error}"
        return Unreadable(said.splitlines()[0], "take out the tag, such as !!bool", line)
    if values is None:
        return FrontMatter()
    if not isinstance(values, dict):
        return Unreadable("front matter is not made of keys and values", "write `key: value`", 2)
    return FrontMatter({str(k): v for k, v in values.items()}, lines)


def _plain(text: str) -> _Read | None:
    """Keys with texts and lists of texts, as nearly all front matter is, read in one pass.

    It composes nothing that may be deep, and leaves to `_measured` what anything is wrong with.
    """
    if any(c in text for c in ("&", "<<", "\ufffd")) or sum(map(text.count, "[{-?")) > _SHALLOW:
        return None
    try:
        read: _Read | None = YAMLHandler().load(text, Loader=_PlainLoader)
    except Exception:  # `_measured` finds it too
        return None
    return read


def _measured(text: str) -> _Read:
    lines = _measure(text)
    return YAMLHandler().load(text, Loader=_Loader), lines


def _json(text: str) -> Outcome | None:
    """JSON between the fences (row P02), or None when it is not JSON but perhaps YAML."""
    try:
        pairs: list[tuple[str, Any]] = json.loads(text, object_pairs_hook=list)
        values = json.loads(text, parse_int=Number, parse_float=Number)
    except (ValueError, RecursionError):
        return None
    seen: set[str] = set()
    lines: dict[str, int] = {}
    place = 0
    for key, _ in pairs:
        place = max(text.find(json.dumps(key, ensure_ascii=False), place), place)
        lines[key] = text.count("\n", 0, place) + 2
        if fold_key(key) in seen:
            return Unreadable(f"the key `{key}` stands twice", "keep one of them", lines[key])
        seen.add(fold_key(key))
        place += 1
    return FrontMatter(values, lines)


def _marked(error: yaml.MarkedYAMLError) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "not valid YAML"
    line = mark.line + 2 if mark else 1
    if tag := _UNKNOWN_TAG.search(problem):
        name = tag[1].replace("tag:yaml.org,2002:", "!!")
        return Unreadable(f"the tag {name} is not read", "take it out", line)
    hint = "put text that holds `: `, `#`, `[` or `{` in quotes, and indent with spaces"
    return Unreadable(f"not valid YAML: {problem}", hint, line)


class _RefusedError(Exception):
    def __init__(self, message: str, hint: str, line: int) -> None:
        super().__init__(message)
        self.unreadable = Unreadable(message, hint, line)


class Number(str):
    """A number as it was written: `1.10` stays `1.10`."""

    __slots__ = ()


def fold_key(key: object) -> str:
    """What two spellings of a key share, those among them of who is used to other programs.

    Blanks of any script may stand around it: in French one is written before a colon.
    """
    return bare(str(key)).strip(_AROUND_KEY).strip().casefold()


class _Mapping:
    """A mapping under way in the event stream: its keys so far, and whether a key is next."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.at_key = True


def _measure(text: str) -> dict[str, int]:
    """The line of each top-level key. Raises `_RefusedError` before anything is composed.

    The event stream is safe at any depth; composing it is not (a deep `[[[` ends the process,
    chained merge keys take minutes).
    """
    measure = _Measure()
    for event in yaml.parse(text, Loader=_Loader):
        measure.take(event)
    return measure.lines


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 2 if event.start_mark else 1


class _Measure:
    """Follows the event stream: how deep it is, which keys it has, how often it refers back."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self._stack: list[_Mapping | None] = []  # None is a sequence
        self._aliases = 0
        self._merges = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            if self._turn():
                self._key(event.value, _line_of(event))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._stack.pop()
            self._turn()
        elif isinstance(event, yaml.CollectionStartEvent):
            self._stack.append(_Mapping() if isinstance(event, yaml.MappingStartEvent) else None)
            _refuse_over(len(self._stack), MAX_DEPTH, "levels", _line_of(event))
        elif isinstance(event, yaml.AliasEvent):
            self._aliases += 1
            _refuse_over(self._aliases, MAX_ALIASES, "aliases", _line_of(event))
            self._turn()

    def _turn(self) -> bool:
        """From key to value, or back; whether it was a key."""
        top = self._stack[-1] if self._stack else None
        if top is None:
            return False
        top.at_key = not top.at_key
        return not top.at_key

    def _key(self, key: str, line: int) -> None:
        if key == "<<":
            self._merges += 1
            _refuse_over(self._merges, MAX_MERGES if len(self._stack) == 1 else 0, "merges", line)
            return
        mapping = self._stack[-1]
        assert mapping is not None, "a key stands in a mapping"
        if "\ufffd" in key:  # it may have been the key that denies
            raise _RefusedError(f"the key `{key}` holds a broken character", "write it anew", line)
        folded = fold_key(key)
        if folded in mapping.keys:
            raise _RefusedError(f"the key `{key}` stands twice", "keep one of them", line)
        mapping.keys.add(folded)
        if len(self._stack) == 1:
            self.lines[key] = line


def _refuse_over(count: int, limit: int, what: str, line: int) -> None:
    if count > limit:
        message = f"front matter has more than {limit} {what}" if limit else f"nested {what}"
        raise _RefusedError(message, "write it more simply", line)


_TYPES = ("null", "bool", "str", "seq", "map")  # and numbers; a set, say, has no order
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML 1.2's plain scalars: `no`, `12:30` and `2024-02-30` are text, numbers are `Number`s."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}
    yaml_constructors: ClassVar[dict[str | None, Any]] = {
        tag: construct
        for tag, construct in _Base.yaml_constructors.items()
        if tag is None or tag.rpartition(":")[2] in _TYPES
    }


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("merge", r"<<", "<"),
):
    starts = [c for c in first if c != "\0"] + ([""] if "\0" in first else [])
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), starts)


def _number(_: object, node: yaml.ScalarNode) -> Number:
    return Number(node.value)


for tag in ("int", "float"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{tag}", _number)
# `<<` merges as a key alone; as a value it is two signs.
_Loader.add_constructor("tag:yaml.org,2002:merge", _Loader.construct_yaml_str)


class _PlainLoader(_Loader):
    """Gives the line of each key too, and None for what is more than keys, texts and lists."""

    def get_single_data(self) -> _Read | None:
        node = self.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return None
        lines = {key.value: key.start_mark.line + 2 for key, _ in node.value if _is_text(key)}
        once = len(set(map(fold_key, lines))) == len(node.value)
        if not once or not all(_is_text(v) or _is_list(v) for _, v in node.value):
            return None
        return self.construct_document(node), lines


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _is_list(node: yaml.Node) -> bool:
    return isinstance(node, yaml.SequenceNode) and all(map(_is_text, node.value))
