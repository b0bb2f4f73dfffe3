"""Path objects of OFD: abbreviated data to straight pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from parsers.readers.ofd_space import boundary_of, number, scale_of, seen_box
from parsers.readers.page_rules import THIN
from parsers.readers.page_space import Box, Matrix

_WORD = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[^\s,]")
#: numbers that each command takes; the last two are the point it draws to. Curves count by their end points
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}
_OVER = 1.0  #: points by which a line may lie outside the boundary, for its own width
_CLOSE = "C"

Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Path:
    """A shape; ``subpaths`` in its own space, ``clip`` in points: nothing outside it is seen."""

    subpaths: list[Points]
    matrix: Matrix
    clip: Box | None
    fill: bool
    stroke: bool

    def shapes(self, *, outlines: bool) -> Iterator[Box]:
        """Boxes (x0, top, x1, bottom) in points: of each straight stroke, of each filled subpath as a whole."""
        for points in self.subpaths:
            pieces: list[Points] = []
            if self.stroke or (outlines and self.fill):
                pieces += [[start, end] for start, end in pairwise(points)]
            elif self.fill:
                pieces.append(points)
            for piece in pieces:
                box = self._clipped(seen_box(piece, self.matrix))
                if box is not None:
                    yield box

    def fills(self) -> Iterator[Box]:
        """The box of each filled subpath, in points."""
        for points in self.subpaths if self.fill else ():
            box = self._clipped(seen_box(points, self.matrix))
            if box is not None:
                yield box

    def _clipped(self, box: Box) -> Box | None:
        if self.clip is None:
            return box
        x0, top, x1, bottom = box
        left, upper, right, lower = self.clip
        x0, x1 = max(x0, left - _OVER), min(x1, right + _OVER)
        top, bottom = max(top, upper - _OVER), min(bottom, lower + _OVER)
        return (x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None


def read_path(element: etree._Element, matrix: Matrix, outer: Matrix) -> Path:
    """The path of a path object; ``outer`` is the matrix of what holds it. Raises ValueError for data that is none."""
    bounds, clip = boundary_of(element), None
    if bounds is not None:
        left, top, width, height = bounds
        clip = seen_box([(left, top), (left + width, top + height)], outer)
    thick = number(element.get("LineWidth", "0")) * scale_of(matrix) > THIN
    return Path(
        list(_subpaths(element.findtext("{*}AbbreviatedData", ""))),
        matrix,
        clip,
        _is_painted(element, "FillColor", element.get("Fill", "false")),
        _is_painted(element, "StrokeColor", element.get("Stroke", "true")) and not thick,
    )


def _is_painted(element: etree._Element, name: str, told: str) -> bool:
    color = element.find(f"{{*}}{name}")
    return told in ("true", "1") and (color is None or color.get("Alpha") != "0")


def _subpaths(data: str) -> Iterator[Points]:
    points: Points = []
    for command, operands in _commands(data):
        if command == _CLOSE:
            if points:
                yield [*points, points[0]]
                points = points[:1]
            continue
        if command in "SM":
            if len(points) > 1:
                yield points
            points = []
        count = _OPERANDS[command]
        if not operands or len(operands) % count:
            raise ValueError(f"{command} with {len(operands)} numbers")
        points += [(operands[end - 2], operands[end - 1]) for end in range(count, len(operands) + 1, count)]
    if len(points) > 1:
        yield points


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command = ""
    operands: list[float] = []
    for word in _WORD.findall(data):
        if word in _OPERANDS or word == _CLOSE:
            if command:
                yield command, operands
            command, operands = word, []
        elif command:
            operands.append(number(word))
        else:
            raise ValueError(f"path data begin with {word}")
    if command:
        yield command, operands
