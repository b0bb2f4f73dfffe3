"""What the style of an element says of its text: hidden, set above or below the line, struck out, white on white."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Flag, auto

#: what a style sets, by property in small letters: whether ``!important``, and the value
Declared = Mapping[str, tuple[bool, str]]
_IMPORTANT = "!important"
BACKGROUNDS = ("background", "background-color")
#: properties that are asked for
ASKED = frozenset(
    (
        *("display", "mso-hide", "visibility", "opacity", "font-size", "vertical-align", "mso-text-raise"),
        *("position", "top", "bottom", "left", "text-decoration", "text-decoration-line", "color", *BACKGROUNDS),
    )
)
#: finds in a style or a sheet what may mark or hide text
TELLING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*[0.]|line-through"
    r"|vertical-align\s*:\s*(?:super|sub|[-+.\d])|mso-text-raise|position\s*:\s*(?:relative|absolute|fixed)"
    r"|font-size\s*:\s*(?:[0.]|1p)|(?<!-)color\s*:\s*(?:white|#fff|rgb|transparent)",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))(pt|px|r?em|%|cm|mm|in)?")
#: points of each unit, of a usual font and line
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.15, "cm": 28.3, "mm": 2.83, "in": 72.0}
_RAISED_BY = 2.0  #: points; word processors move single characters by less, to level them
_OFF_SCREEN = -300.0  #: points
_UNSEEN_SIZE = 0.8  #: points of a font
_WHITE = re.compile(r"white|#fff|#f{6}|rgb\(255,255,255\)|transparent|rgba\(.*,0?\.?0+\)")


class Look(Flag):
    """HIDDEN is what is inside too; what is inside something FADED (``visibility``) or TINY may show again."""

    PLAIN = 0
    HIDDEN = auto()
    FADED = auto()
    TINY = auto()
    RAISED = auto()
    STRUCK = auto()
    WHITE = auto()


def declared_in(style: str) -> dict[str, tuple[bool, str]]:
    """What a style sets of what is asked for; of two values of one weight the later counts."""
    declared: dict[str, tuple[bool, str]] = {}
    for part in style.lower().split(";"):
        name, _, value = part.partition(":")
        name = name.strip()
        if name in ASKED:
            value = "".join(value.split()) if "(" in value or "!" in value else value.strip()
            important = value.endswith(_IMPORTANT)
            declared = overlaid(declared, {name: (important, value.removesuffix(_IMPORTANT))})
    return declared


def overlaid(below: Declared, above: Declared) -> dict[str, tuple[bool, str]]:
    """What two styles set together, the second of which counts for more, but for what is important in the first."""
    return {
        **below,
        **{name: said for name, said in above.items() if said[0] or name not in below or not below[name][0]},
    }


def look_of(declared: Declared) -> Look:
    """How text of this style shows."""
    said = {name: value for name, (_, value) in declared.items()}
    look = Look.PLAIN
    if said.get("display") == "none" or said.get("mso-hide") == "all" or _points(said.get("opacity")) == 0:
        look |= Look.HIDDEN
    if said.get("visibility") in ("hidden", "collapse"):
        look |= Look.FADED
    size = _points(said.get("font-size"))
    if size is not None and size < _UNSEEN_SIZE:
        look |= Look.TINY
    placed = said.get("position")
    if placed in ("absolute", "fixed", "relative"):
        places = [_points(said.get(side)) or 0.0 for side in ("top", "left", "bottom")]
        if min(places[:2]) <= _OFF_SCREEN:
            look |= Look.HIDDEN
        elif placed == "relative" and max(abs(places[0]), abs(places[2])) >= _RAISED_BY:
            look |= Look.RAISED
    moves = [_points(said.get(name)) or 0.0 for name in ("vertical-align", "mso-text-raise")]
    if said.get("vertical-align") in ("super", "sub") or max(map(abs, moves)) >= _RAISED_BY:
        look |= Look.RAISED
    if any("line-through" in said.get(name, "") for name in ("text-decoration", "text-decoration-line")):
        look |= Look.STRUCK
    if _WHITE.fullmatch(said.get("color", "")) and not has_background(declared):
        look |= Look.WHITE
    return look


def has_background(declared: Declared) -> bool:
    """Whether something may lie behind the text."""
    return any(name in declared for name in BACKGROUNDS)


def _points(length: str | None) -> float | None:
    match = _LENGTH.fullmatch(length) if length else None
    return float(match[1]) * _POINTS[match[2] or "px"] if match else None
