"""Colours in a workbook: of fonts, and of the fills behind cells."""

from __future__ import annotations

from lxml import etree

from parsers.readers.colours import BLACK, WHITE, Colour, from_hex, tinted
from parsers.readers.xlsx_names import MAIN

#: the palette of old (ECMA-376 part 1, 18.8.27), its grey scale; and the first colours of every theme that was seen
_INDEXED = {"0": BLACK, "8": BLACK, "64": BLACK, "1": WHITE, "9": WHITE, "65": WHITE}
_THEME = {"0": WHITE, "1": BLACK}


def colour_of(element: etree._Element | None, otherwise: Colour) -> Colour:
    """What an element of a colour says; ``otherwise`` where there is none. Unknown ones stay by name."""
    if element is None:
        return otherwise
    for name, known in (("rgb", {}), ("theme", _THEME), ("indexed", _INDEXED)):
        if (code := element.get(name)) is not None:
            colour = from_hex(code) if name == "rgb" else known.get(code, f"{name} {code}")
            return tinted(colour, _number(element.get("tint")))
    return otherwise


def ink_of(font: etree._Element) -> Colour:
    return colour_of(font.find(f"{MAIN}color"), BLACK)


def ground_of(fill: etree._Element) -> Colour:
    """What lies behind the text of a cell with this fill; a pattern of two colours is none of them."""
    pattern = fill.find(f"{MAIN}patternFill")
    kind = "gradient" if pattern is None else pattern.get("patternType", "none")
    if kind == "none":
        return WHITE
    return colour_of(pattern.find(f"{MAIN}fgColor"), BLACK) if pattern is not None and kind == "solid" else kind


def _number(text: str | None) -> float:
    try:
        return max(-1.0, min(1.0, float(text or 0)))
    except ValueError:
        return 0.0
