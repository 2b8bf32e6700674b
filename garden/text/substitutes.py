"""What to write in place of a command or environment that the app sets, and KaTeX does not."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ALL = "all that can be written is on katex.org/docs/support_table"
_UNKNOWN = re.compile(
    r"(?:Undefined control sequence: |No such environment: |Unknown column alignment: |\{)"
    r"(\S+?)\}?(?: |$)"
)
_FRACTION = r"write \genfrac{(}{)}{}{}{a}{b} in its place, with your own brackets"
_BOX = r"write \boxed{…}, or \colorbox{yellow}{$…$}, in its place"
_STROKE = r"write \boxed, \cancel, \overline, \phase or \angl in its place"
_MOVED = r"write \raisebox{2pt}{$…$} in its place, or \raisebox{-2pt}{$…$}"
_OWN = r"it is of a package: define it in the note, as by \newcommand{\abs}[1]{\lvert #1\rvert}"
_NUMBER = r"formulas have no numbers of their own: write the number that \tag gives"
_ROWS = "write gather, aligned or align in its place"
_COLUMNS = "the columns of an array are l, c, r and |, each written out"
_SIDES = r"write \mathop{{}_a^b\sum\nolimits_c^d} in its place"
_ARC = r"write \overgroup{…} or \undergroup{…} in its place"
_SHIFT = "leave it out: it only moves a sign by a little"
_UNITS = r"write the unit as text, as in 9.81\,\mathrm{m\,s^{-2}}, or \pu{9.81 m/s2}"
_COLOUR = r"write the colour by its name or as #ff0000, as in \textcolor{#ff0000}{…}"
SUBSTITUTES: Mapping[str, str] = {
    r"\cancelto": r"write \cancel{x}^{0} in its place",
    r"\bbox": _BOX,
    r"\enclose": _STROKE,
    r"\style": _COLOUR,
    r"\definecolor": _COLOUR,
    "'['": _COLOUR,
    r"\mmlToken": r"write \text{…}, \mathrm{…} or \operatorname{…} in its place",
    r"\toggle": "write one of its parts: a page has no formulas that change",
    r"\texttip": "write its first part alone: a page has no formulas with tips",
    r"\mathtip": "write its first part alone: a page has no formulas with tips",
    **dict.fromkeys((r"\ref", r"\eqref"), _NUMBER),
    **dict.fromkeys((r"\eqalignno", r"\leqalignno"), r"write align with a \tag in each row"),
    **dict.fromkeys((r"\raise", r"\lower"), _MOVED),
    **dict.fromkeys((r"\moveleft", r"\moveright"), r"write \kern-2pt or \kern2pt in its place"),
    **dict.fromkeys((r"\overwithdelims", r"\atopwithdelims", r"\abovewithdelims"), _FRACTION),
    r"\sideset": _SIDES,
    **dict.fromkeys((r"\overparen", r"\underparen", r"\overarc", r"\wideparen"), _ARC),
    r"\scr": r"write \mathscr{…} in its place",
    r"\mit": r"write \mathnormal{…} in its place",
    r"\oldstyle": "leave it out: there are no such digits",
    r"\hdotsfor": r"write \cdots into each cell",
    r"\newenvironment": r"define its beginning and its end by \newcommand",
    r"\DeclarePairedDelimiter": _OWN,
    **dict.fromkeys(
        (r"\dv", r"\pdv", r"\dd", r"\abs", r"\norm", r"\qty", r"\vb", r"\grad", r"\curl", r"\div"),
        _OWN,
    ),
    **dict.fromkeys((r"\SI", r"\si", r"\num", r"\unit", r"\qty"), _UNITS),
    **dict.fromkeys((r"\Rule", r"\Space"), r"write \rule[-1pt]{2em}{3pt} or \hspace{2em} instead"),
    r"\skew": r"write the accent alone, as in \hat{A}",
    **dict.fromkeys((r"\uproot", r"\leftroot"), _SHIFT),
    **dict.fromkeys((r"\hfill", r"\hfil", r"\hss"), r"write \quad or \hspace{2em} in its place"),
    **dict.fromkeys((r"\accentset", r"\underaccent"), r"write \overset or \underset in its place"),
    **dict.fromkeys(("multline", "multline*", "multlined", "flalign", "flalign*"), _ROWS),
    **dict.fromkeys(("xalignat", "xxalignat"), "write alignat in its place"),
    **dict.fromkeys(("empheq", "numcases", "subnumcases"), "write cases, or rows in \\boxed"),
    **dict.fromkeys(("cases*", "dcases*"), r"write cases or dcases, with \text{…} for words"),
    **dict.fromkeys(("@", "p", "m", "b", "*", ">", "<", "!", "["), _COLUMNS),
    "CD": "write it between two dollar signs, as a formula of its own",
}


def hint_of(reason: str) -> str:
    """What to do about a formula that is refused for some reason."""
    found = _UNKNOWN.search(reason) or re.search(r"Invalid color: ('\[')", reason)
    return SUBSTITUTES.get(found[1], _ALL) if found else _ALL
