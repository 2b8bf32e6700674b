"""What the garden answers: each question with the same arguments is evaluated once a garden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from garden.digest import digest_of
from garden.model import Found, Garden, Key
from garden.questions import QUESTIONS
from garden.shards import Index, Words, index_of

_MOST = 20_000  # answers that are held: those of some pages, which share most of them
_MOST_INDEXES = 2  # of megabytes each; a build draws one part after another
GONE = 0  # the digest of an answer that there is none: what was asked about is not there any more


class Answers:
    """The answers about one garden, for all of its pages."""

    def __init__(self, garden: Garden) -> None:
        self._garden = garden
        self._known: dict[Key, Any] = {}
        self._digests: dict[Key, int] = {}
        self._destinations: dict[str, dict[tuple[str, str], Found | None]] = {}
        self._indexes: dict[int, Index] = {}

    def to(self, key: Key) -> Any:
        """The answer to one of `QUESTIONS`."""
        answer = self._known.get(key, self)  # itself it never answers
        if answer is not self:
            return answer
        question, arguments = key
        answer = QUESTIONS[question](self._garden, *arguments)
        if len(self._known) >= _MOST:
            self._known.clear()
            self._destinations.clear()
        self._known[key] = answer
        return answer

    def digest(self, key: Key) -> int:
        """A digest of the answer; `GONE` for a question that this garden cannot be asked."""
        if key not in self._digests:
            try:
                self._digests[key] = digest_of(self.to(key))
            except (KeyError, IndexError):
                self._digests[key] = GONE
        return self._digests[key]

    def take(self, digests: Mapping[Key, int]) -> None:
        """Digests that another process has found of this same garden."""
        self._digests.update(digests)

    def index(self, part: int, texts: Mapping[str, Words]) -> Index:
        """The index of a part of the search, made once for all of its shards."""
        found = self._indexes.get(part)
        if found is None:
            notes, headings = self.to(("findable", (part,))), self.to(("headings", (part,)))
            paths, (_, shards) = self._garden.parts[part], self.to(("divided", ()))
            found = index_of(notes, headings, (texts[path] for path in paths), shards)
            if len(self._indexes) >= _MOST_INDEXES:
                self._indexes.clear()
            self._indexes[part] = found
        return found

    def destinations(self, path: str) -> dict[tuple[str, str], Found | None]:
        """Where the links of a note lead, by target and anchor: `destinations` to look up in."""
        known = self._destinations.get(path)
        if known is None:
            rows = self.to(("destinations", (path,)))
            known = {(target, anchor): found for target, anchor, found in rows}
            self._destinations[path] = known
        return known
