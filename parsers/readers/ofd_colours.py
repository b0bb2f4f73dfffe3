"""Colours in OFD files, and what lies behind text: what stands in the colour of its ground nobody sees."""

from __future__ import annotations

from lxml import etree

from parsers.readers.colours import BLACK, WHITE, Colour, blends
from parsers.readers.page_space import Box

_MOST = 2000  #: grounds looked at for one text, the last ones first


class Grounds:
    """The fills and pictures of a page in the order in which they were drawn, with their boxes in points."""

    def __init__(self) -> None:
        self._drawn: list[tuple[Box, Colour]] = []

    def add(self, box: Box, colour: Colour) -> None:
        self._drawn.append((box, colour))

    def hide(self, box: Box, ink: Colour) -> bool:
        """Whether text of this colour cannot be seen where the middle of this box is."""
        if ink == BLACK:
            return False
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        behind = (
            colour
            for (x0, top, x1, bottom), colour in reversed(self._drawn[-_MOST:])
            if x0 <= x <= x1 and top <= y <= bottom
        )
        return blends(ink, next(behind, WHITE))


def fill_of(element: etree._Element, otherwise: Colour) -> Colour:
    """The colour that fills a graphic object; by its words where it is no plain one, ``otherwise`` where there is none.

    One value is of grey, three are of red, green and blue, four of cyan, magenta, yellow and black, each to 255.
    """
    color = element.find("{*}FillColor")
    if color is None:
        return otherwise
    text = color.get("Value", "")
    words = text.split()
    if color.get("Alpha", "255") != "255" or not all(word.isdecimal() and len(word) <= 3 for word in words):
        return f"colour {text}"
    match [int(word) for word in words]:
        case [grey]:
            return grey, grey, grey
        case [red, green, blue]:
            return red, green, blue
        case [cyan, magenta, yellow, black]:
            ink = 255 - black
            return ink * (255 - cyan) // 255, ink * (255 - magenta) // 255, ink * (255 - yellow) // 255
        case _:
            return f"colour {text}"
