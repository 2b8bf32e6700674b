"""Sets formulas: TeX becomes HTML to look at and MathML to listen to, by KaTeX in QuickJS.

QuickJS is not everywhere. Where it is missing nothing is set here, and browsers do it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from msgspec.json import decode

from garden.bundled import PROGRAMS, code_of

MAX_LENGTH = 5_000  # characters of one formula
MAX_IN_NOTE = 300_000  # characters of all formulas, with what macros make of them
_UNEXPECTED = re.compile(r"^Expected 'EOF', got ('.*')$", re.DOTALL)
_ENDS = "Unexpected end of input in a macro argument"
_EACH = 20  # characters that a formula counts besides its own
_REMEMBERED = 4_000_000  # characters
_MEMORY = 64 * 1024 * 1024  # bytes
_TIME = 10  # seconds: no formula that is short enough takes a third of them


@dataclass(frozen=True, slots=True)
class Answer:
    """A formula as HTML, or what is wrong with it and where; -1 where nobody knows.

    `macros` are those that the formulas after it may use, `made` how many tokens it took.
    """

    html: str = ""
    error: str = ""
    start: int = -1  # characters before what is wrong
    length: int = 0
    macros: str = ""
    made: int = 0

    @property
    def reason(self) -> str:
        """What is wrong, in the words of somebody who writes notes."""
        if self.error.startswith(_ENDS):
            return "at its end an argument or a '}' is missing"
        said = _UNEXPECTED.sub(r"\1 cannot stand here", self.error)
        return said.replace("got 'EOF'", "but it ends").replace("'EOF'", "its end")


@dataclass(slots=True)
class Engine:
    """KaTeX, and the formulas that it has set lately."""

    ask: Callable[..., str]
    known: dict[tuple[str, bool, str], Answer] = field(default_factory=dict)
    room: int = _REMEMBERED

    def answer(self, tex: str, macros: str, *, display: bool) -> Answer:
        key = (tex, display, macros)
        if key not in self.known:
            answer = self._asked(*key)
            self.room -= len(tex) + len(macros) + len(answer.html)
            if self.room < 0:
                self.known, self.room = {}, _REMEMBERED
            self.known[key] = answer
        return self.known[key]

    def _asked(self, tex: str, display: bool, macros: str) -> Answer:
        from quickjs import JSException, StackOverflow

        try:
            return decode(self.ask(tex, display, macros, run_gc=False), type=Answer)
        except StackOverflow:
            return Answer(error="it is nested too deeply", made=MAX_LENGTH)
        except JSException:
            return Answer(error="it takes too much time or memory", made=MAX_LENGTH)


@cache
def engine() -> Engine | None:
    """The engine of this process, made for its first formula; None where there can be none.

    It runs in a thread of its own, since QuickJS must always be called from the same one.
    """
    try:
        from quickjs import Function
    except ImportError:
        return None
    ask = Function("answer", "".join(f"{code_of(name)};\n" for name in PROGRAMS))
    ask.set_memory_limit(_MEMORY)
    ask.set_time_limit(_TIME)
    return Engine(ask)


class Formulas:
    """Those of one note, in their order: what one defines, the next ones may use."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._macros, self._room = engine, "", MAX_IN_NOTE

    def answer(self, tex: str, *, display: bool) -> Answer:
        if len(tex) > MAX_LENGTH:
            return Answer(error=f"it is over {MAX_LENGTH:,} characters long")
        if self._room < 0:
            return Answer(error="there are too many formulas before it")
        answer = self._engine.answer(tex, self._macros, display=display)
        self._room -= _EACH + len(tex) + answer.made
        if not answer.error:
            self._macros = answer.macros
        return answer
