"""Colours that a note gives: read strictly, since they are written into a style."""

from __future__ import annotations

import re

_HEX = r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})"
_NUMBER = r"(?:[+-]?(?:\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})(?:%|deg|grad|rad|turn)?|none)"
_NUMBERS = rf"\s*{_NUMBER}(?:(?:\s*[,/]\s*|\s+){_NUMBER}){{2,3}}\s*"
_FUNCTION = rf"(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\({_NUMBERS}\)"
_VARIABLE = r"var\(\s*--[a-z][a-z0-9-]{0,60}\s*\)"
_COLOUR = re.compile(f"{_HEX}|{_FUNCTION}|{_VARIABLE}", re.IGNORECASE)
_TRIPLET = re.compile(r"(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})")
_NAMED = """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue
    blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk
    crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki
    darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue
    dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite
    gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki
    lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen
    lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
    magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen
    mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream
    mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
    powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown
    seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen
    steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen
"""
_NAMES = frozenset(_NAMED.split())


def colour_of(written: str) -> str:
    """A colour as CSS has it; three numbers are red, green and blue. Empty for anything else."""
    text = written.strip().rstrip(";").strip("\"' ")
    if found := _TRIPLET.fullmatch(text):
        parts = [int(part) for part in found.groups()]
        return f"rgb({parts[0]}, {parts[1]}, {parts[2]})" if max(parts) < 256 else ""
    known = _COLOUR.fullmatch(text) or text.lower() in _NAMES
    return text.lower() if known else ""
