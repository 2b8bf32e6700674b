"""Signs that nobody sees in a word: taken off, but for those that a script or an emoji needs."""

from __future__ import annotations

import re
import unicodedata

from garden.paths import fold

# Joiners, what chooses between forms of a sign, the letters of a flag, signs of some scripts: they
# make what stands before them look otherwise, unless that is a letter of Europe.
_SHAPING = (
    "\u034f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200c\u200d\ufe00-\ufe0f\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
# The rest of Unicode's category Cf, of what it calls ignorable, and of control characters that are
# no white space; and letters that are drawn as nothing.
_FORMAT = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
UNSEEN = f"{_SHAPING}{_FORMAT}"  # for a class of characters in a pattern
# Stands behind a `%%` that began its line in front matter, since YAML joins lines. No note has it
LINE_BEGAN = "\ufdd5"
_RUN = re.compile(f"[{UNSEEN}]+")
_FORMATS = re.compile(f"[{_FORMAT}]+")
_KEYCAP = "\u20e3"
# Letters of Turkish and its kin, which look like an i, and are one in another case
_DOTLESS = str.maketrans({"\u0131": "i", "\u0130": "I"})
_MEANS = frozenset("*?[]\\!#/")  # what means something in a pattern
_BLANKS = re.compile(r"(?:^|(?<=/))\s+|\s+(?=/|$)|(\s)\s+")
_EUROPEAN = "\u036f"  # the last of the letters and marks with which European languages are written


def bare(text: str) -> str:
    """`text` without any sign that nobody sees."""
    return _RUN.sub("", text)


def tidy(word: str) -> str:
    """`word` without the signs that change nothing that is seen: 👩‍🌾 stays as it is."""
    return _RUN.sub(_needed, word)


def _needed(run: re.Match[str]) -> str:
    """Those of a run of unseen signs that shape what stands around them."""
    before, after = run.string[: run.start()][-1:], run.string[run.end() :][:1]
    if before <= _EUROPEAN and after != _KEYCAP:
        return ""
    kept = _FORMATS.sub("", run[0])
    return kept if after > _EUROPEAN else kept.rstrip("\u200c\u200d")


def plain_name(path: str) -> str:
    """A path, or a pattern of paths, as a reader may take it.

    Without signs that nobody sees, blanks around its names and double ones in them, and with the
    usual forms of letters. Where this or what is written is private, both are.
    """
    if path.isascii() and path.isprintable() and not _BLANKS.search(path):
        return path
    letters = unicodedata.normalize("NFC", "".join(map(_usual, bare(path).translate(_DOTLESS))))
    return letters if "\\" in letters else _BLANKS.sub(lambda run: run[1] or "", letters)


def _usual(letter: str) -> str:
    """A letter in its usual form, if that means nothing else in a pattern."""
    usual = unicodedata.normalize("NFKC", letter)
    return letter if not _MEANS.isdisjoint(usual) else usual


def taken_for(word: str) -> str:
    """What a word is compared by, if it is enough that a reader may take the one for the other."""
    if word.isascii() and word.isprintable():
        return fold(word)
    return fold(unicodedata.normalize("NFKC", bare(word).translate(_DOTLESS)))


def names(text: str) -> str:
    """The unseen signs of a text by their numbers, for its author: `U+200B`."""
    signs = dict.fromkeys("".join(_RUN.findall(text)))
    return ", ".join(f"U+{ord(sign):04X}" for sign in signs)
