"""Text objects of OFD: characters with their places, parted where a gap was printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import repeat

from lxml import etree

from parsers.readers.ofd_space import number, scale_of, seen_box
from parsers.readers.page_space import Box, Matrix
from parsers.readers.page_text import Run

_ASCENT, _DESCENT = 0.86, 0.14  #: font sizes above and below the base line that a character takes
#: font sizes that a character takes along the line. The fonts' own widths are not read: they differ little where it
#: matters, between digits (0.5 to 0.64)
_WIDE, _DIGIT, _LETTER, _BROAD_LETTER = 1.0, 0.55, 0.75, 0.9
_SLACK = 0.2  #: font sizes beyond that within which the next character still stands beside
_DIRECTIONS = {"90": (0.0, 1.0), "180": (-1.0, 0.0), "270": (0.0, -1.0)}
_LONGEST = 1e6  #: repetitions of one distance that are followed; no text is that long
_TWIN = 0.2  #: font sizes; the same text printed twice within this is one, made bold by overprinting

#: text without white space, the box of each character, size of the font in points
Piece = tuple[str, list[Box], float]


def text_of(element: etree._Element) -> str:
    """All characters of a graphic object."""
    return "".join(code.text or "" for code in element.iter("{*}TextCode"))


def read_text(element: etree._Element, matrix: Matrix) -> Iterator[Piece]:
    """The pieces of a text object. Raises ValueError for sizes and places that are no numbers."""
    size = number(element.get("Size", ""))
    stretch = number(element.get("HScale", "1")) * size
    direction = _DIRECTIONS.get(element.get("ReadDirection", "0"), (1.0, 0.0))
    points = abs(size) * scale_of(matrix)
    if not points or not stretch:
        raise ValueError("its size is 0")
    x, y = 0.0, 0.0
    for code in element.iterfind("{*}TextCode"):
        x, y = number(code.get("X", str(x))), number(code.get("Y", str(y)))
        text = (code.text or "").strip("\r\n\t")
        yield from _pieces(text, _origins(text, code, x, y, stretch, direction), size, stretch, matrix, points)


def _origins(
    text: str, code: etree._Element, x: float, y: float, stretch: float, direction: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    """Where each character begins on its base line; by its usual width where the file does not tell."""
    right, down = code.get("DeltaX"), code.get("DeltaY")
    steps_right, steps_down = _deltas(right or ""), _deltas(down or "")
    for character in text:
        yield x, y
        usual = advance(character) * stretch
        across, along = (usual * each for each in direction)
        x += next(steps_right, across if right or not down else 0.0)
        y += next(steps_down, along if down or not right else 0.0)


def _deltas(text: str) -> Iterator[float]:
    """Distances as written, where ``g n v`` stands for n times v; made one by one, for n may be anything."""
    words = iter(text.split())
    for word in words:
        if word == "g":
            count, value = next(words, ""), next(words, "")
            yield from repeat(number(value), int(min(float(count), _LONGEST)))
        else:
            yield number(word)


def _pieces(
    text: str, origins: Iterator[tuple[float, float]], size: float, stretch: float, matrix: Matrix, points: float
) -> Iterator[Piece]:
    held = ""
    boxes: list[Box] = []
    next_x, next_y = 0.0, 0.0
    for character, (x, y) in zip(text, origins, strict=True):
        apart = x - next_x > _SLACK * stretch or next_x - x > (advance(held[-1:]) + _SLACK) * stretch
        if held and (character.isspace() or apart or abs(y - next_y) > _SLACK * size):
            yield held, boxes, points
            held, boxes = "", []
        if not character.isspace():
            next_x, next_y = x + advance(character) * stretch, y
            corners = [(x, y - _ASCENT * size), (next_x, y + _DESCENT * size)]
            boxes.append(seen_box(corners, matrix))
            held += character
    if held:
        yield held, boxes, points


def advance(character: str) -> float:
    """How far a character reaches along the line, in font sizes."""
    if character > "\x7f":
        return _DIGIT if unicodedata.east_asian_width(character) in ("Na", "H", "N") else _WIDE
    if character.isalpha() or character in "@%":
        return _BROAD_LETTER if character in "mMwW@%" else _LETTER
    return _DIGIT


class Twins:
    """Tells text that was already printed at the same place."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int, int], list[Run]] = {}

    def is_new(self, run: Run) -> bool:
        """Whether no run with the same text stands there; remembers this one."""
        step = _TWIN * run.size
        x, y = int(run.x0 / step), int(run.top / step)
        for column in (x - 1, x, x + 1):
            for row in (y - 1, y, y + 1):
                for other in self._seen.get((run.text, column, row), ()):
                    if abs(other.x0 - run.x0) <= step and abs(other.top - run.top) <= step:
                        return False
        self._seen.setdefault((run.text, x, y), []).append(run)
        return True
