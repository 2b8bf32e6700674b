"""The words that garden itself writes, taken from the modules and templates that write them.

What stands in a text for something else, such as a number or a title, is a hole. Nothing here is a
list by hand, so that a new phrase is known as soon as it is written.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from jinja2 import Environment, TemplateError, nodes

from garden.layers import layers, tokens

HOLE = "\ua66e"  # a letter that no language of today has
_LONGEST = 12  # words of a name that is cut
_NUMBER = re.compile(r"[/#|·]|(?:\d+t)?\d+z?|\d+")  # in dates, too, and what parts names
_PADDED = f" {HOLE} "
_WAYS = 6  # through the branches of a template
# What is called with words for the author, or with names that notes write: no part of a site
_UNWRITTEN = ("problem", "Flaw", "Rule", "Field", "Option", "names")


@dataclass(frozen=True, slots=True)
class Module:
    """The strings of a module, but not what it says of itself, or to authors; and what it imports,

    as paths without an ending.
    """

    phrases: tuple[str, ...]
    imports: tuple[str, ...]


@lru_cache(1024)  # there are fewer modules
def module_of(code: str) -> Module:
    parsed = ast.parse(code)
    return Module(tuple(_of_code(parsed)), tuple(sorted(_imports(parsed))))


def _of_code(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Raise():  # a docstring, an error
            return
        case ast.Call(func=ast.Name(id=name)) if name in _UNWRITTEN:
            return
        case ast.Constant(value=str(text)):
            yield text
            return
        case ast.JoinedStr() | ast.BinOp(op=ast.Add()):
            yield from dict.fromkeys(_written(node, way) for way in range(2))
    for child in ast.iter_child_nodes(node):
        yield from _of_code(child)


def _written(node: ast.AST, way: int) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_written(value, way) for value in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _written(left, way) + _written(right, way)
        case ast.FormattedValue(value=ast.IfExp(body=body, orelse=orelse)):
            return _written(orelse if way else body, way)
    return _PADDED


def _imports(node: ast.AST) -> set[str]:
    """The modules of garden that are imported, be it in a function; names in them, too."""
    found = {path for child in ast.iter_child_nodes(node) for path in _imports(child)}
    if isinstance(node, ast.ImportFrom) and node.module:
        names = [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    else:
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
    own = (name.split(".", 1) for name in names if name.startswith("garden."))
    return found | {rest.replace(".", "/") for _, rest in own}


@lru_cache(1024)
def phrases_of_template(text: str) -> tuple[str, ...]:
    """What a template may write, on several ways through it, and the strings in its code."""
    try:
        parsed = Environment(extensions=["jinja2.ext.loopcontrols"]).parse(text)
    except TemplateError:  # what lies in a theme and is no template
        return ()
    ways = (_drawn(parsed, way) for way in range(_WAYS))
    return tuple(dict.fromkeys((*ways, *_constants(parsed))))


def _constants(template: nodes.Node) -> Iterator[str]:
    found = (node.value for node in template.find_all(nodes.Const))
    yield from (value for value in found if isinstance(value, str))


def _drawn(node: nodes.Node, way: int) -> str:
    match node:
        case nodes.TemplateData():
            return node.data
        case nodes.Const():
            return str(node.value)
        case nodes.CondExpr():
            branches = [node.expr1, *filter(None, [node.expr2])]
            return _drawn(branches[way % len(branches)], way)
        case nodes.If():
            bodies = [node.body, *(one.body for one in node.elif_), node.else_]
            return _all_drawn(bodies[way % len(bodies)], way)
        case nodes.Concat():
            return _all_drawn(node.nodes, way)
        case nodes.Expr():
            return _PADDED
    return _all_drawn(node.iter_child_nodes(), way)


def _all_drawn(several: Iterable[nodes.Node], way: int) -> str:
    return "".join(_drawn(node, way) for node in several)


@dataclass(frozen=True)
class Boilerplate:
    """Phrases by each of their words, and what may stand in their holes.

    `names` are the words of each public name; `small` are words that stand there by themselves,
    such as those of dates.
    """

    phrases: Mapping[str, Sequence[tuple[str, ...]]]
    names: frozenset[tuple[str, ...]]
    small: frozenset[str]

    def says(self, words: tuple[str, ...]) -> bool:
        """Whether some words are garden's own, with what may stand among them."""
        if all(map(self._is_small, words)):
            return True
        return self._is_said(words, deeper=True)

    def _is_said(self, words: tuple[str, ...], *, deeper: bool) -> bool:
        """Whether some phrase holds the words; `deeper` if another may stand in its holes."""
        known = dict.fromkeys(chain.from_iterable(self.phrases.get(word, ()) for word in words))
        return any(self._holds(phrase, words, deeper=deeper) for phrase in known)

    def _holds(self, phrase: tuple[str, ...], words: tuple[str, ...], *, deeper: bool) -> bool:
        starts = (i for i, word in enumerate(phrase) if word in (words[0], HOLE))
        return any(
            self._fits(phrase[start:], words, is_first=True, deeper=deeper) for start in starts
        )

    def _fits(
        self,
        phrase: tuple[str, ...],
        words: tuple[str, ...],
        *,
        is_first: bool = False,
        deeper: bool,
    ) -> bool:
        if not words:
            return True
        if not phrase:
            return False
        rest = phrase[1:]
        if phrase[0] != HOLE:
            return phrase[0] == words[0] and self._fits(rest, words[1:], deeper=deeper)
        if not is_first and self._fits(rest, words, deeper=deeper):
            return True
        most = len(words) - is_first  # a phrase has a word of its own, or says nothing
        return any(
            self._fits(rest, words[count:], deeper=deeper)
            and self._fills(words[:count], deeper=deeper)
            for count in range(1, most + 1)
        )

    def _fills(self, words: tuple[str, ...], *, deeper: bool) -> bool:
        start, end = 0, len(words)
        while start < end and self._is_small(words[start]):
            start += 1
        while start < end and self._is_small(words[end - 1]):
            end -= 1
        if start == end or words[start:end] in self.names:
            return True
        return deeper and self._is_said(words, deeper=False)

    def _is_small(self, word: str) -> bool:
        return word in self.small or bool(_NUMBER.fullmatch(word))


def boilerplate(phrases: Iterable[str], names: Iterable[str], small: Iterable[str]) -> Boilerplate:
    """An index of phrases; `names` and `small` are texts."""
    known: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
    for phrase in dict.fromkeys(phrases):
        for words in _lines(phrase):
            for word in words:
                if word != HOLE:
                    known[word][words] = None
    return Boilerplate(
        {word: tuple(found) for word, found in known.items()},
        frozenset(part for name in names for part in _parts(tuple(tokens(name)))),
        frozenset(word for text in small for word in tokens(text)),
    )


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A name, and what is left of it where a run of words begins or ends in it."""
    yield words
    for at in range(1, min(len(words), _LONGEST)):
        yield from (words[at:], words[:at])


def _lines(phrase: str) -> Iterator[tuple[str, ...]]:
    """The words of a phrase in each of its lines and elements, several holes in a row as one."""
    for layer in layers(phrase.encode(errors="replace"), 0):
        for line in chain.from_iterable(part.split("\n") for part in layer.text.split("\x1f")):
            words = tokens(line)
            kept = (w for i, w in enumerate(words) if w != HOLE or words[i - 1 : i] != [HOLE])
            yield tuple(kept)
