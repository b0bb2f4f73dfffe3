"""The ruled lines of a PDF page: thin filled shapes and strokes, as horizontal and vertical rules."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from parsers.readers.pdf_frame import Frame

THIN = 4.0  #: points; a shape no thicker than this is a rule
SHORT = 3.0  #: points; anything shorter is a dot, not a rule
JOIN_GAP = 3.0  #: points; gap over which pieces on one line are one rule
SAME_LINE = 1.0  #: points; offset within which pieces lie on one line
FORM_DEPTH = 4  #: forms nested deeper than this are not looked into
MAXIMUM_OBJECTS = 100_000  #: page objects looked at; a report's page has some hundreds
MAXIMUM_SEGMENTS = 20_000  #: path segments looked at in one shape

Matrix = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A straight rule in points from the top left: ``position`` across it, ``start`` and ``end`` along it."""

    position: float
    start: float
    end: float


class Rules(NamedTuple):
    horizontal: list[Rule]
    vertical: list[Rule]


class Drawing(NamedTuple):
    """What stands on a page beside its text layer; ``pictures`` are counted."""

    rules: Rules
    pictures: int


def read_drawing(page: Any, frame: Frame, *, outlines: bool = False) -> Drawing:
    """The drawing of a raw pdfium page, rules joined where drawn in pieces.

    ``outlines``: the sides of filled rectangles count as rules, for tables drawn as coloured cells.
    """
    shapes: list[_Shape] = []
    count = pdfium.FPDFPage_CountObjects(page)
    pictures = _gather(shapes, pdfium.FPDFPage_GetObject, page, count, outlines, None, FORM_DEPTH)
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for shape in shapes:
        left, top, right, bottom = frame.box(*shape)
        width, height = right - left, bottom - top
        if height <= THIN and width > max(height, SHORT):
            horizontal.append(Rule((top + bottom) / 2, left, right))
        elif width <= THIN and height > max(width, SHORT):
            vertical.append(Rule((left + right) / 2, top, bottom))
    return Drawing(Rules(_joined(horizontal), _joined(vertical)), pictures)


_Shape = tuple[float, float, float, float]


def _gather(
    shapes: list[_Shape],
    item_of: Callable[[Any, int], Any],
    holder: Any,
    count: int,
    outlines: bool,
    outer: Matrix | None,
    depth: int,
) -> int:
    """Adds (x0, y0, x1, y1) in page space of fills and straight strokes in a page or form; returns how many pictures.

    Runs some thousand times a page, so each call into pdfium counts.
    """
    pictures = 0
    type_of, path, form = pdfium.FPDFPageObj_GetType, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM
    bounds_of, segments_of = pdfium.FPDFPageObj_GetBounds, pdfium.FPDFPath_CountSegments
    edges = tuple(ctypes.c_float() for _ in range(4))
    left, bottom, right, top = edges
    for index in range(min(count, MAXIMUM_OBJECTS)):
        item = item_of(holder, index)
        kind = type_of(item)
        if kind == path:
            if not bounds_of(item, *edges):
                continue
            segments = segments_of(item)
            box = left.value, bottom.value, right.value, top.value
            if segments <= 5 and outer is None and (box[2] - box[0] <= THIN or box[3] - box[1] <= THIN):
                shapes.append(box)
            else:
                shapes.extend(_path_shapes(item, segments, outlines, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif kind == form and depth:
            inner, parts = _product(_matrix(item), outer), pdfium.FPDFFormObj_CountObjects(item)
            pictures += _gather(shapes, pdfium.FPDFFormObj_GetObject, item, parts, outlines, inner, depth - 1)
    return pictures


def _path_shapes(path: Any, segments: int, outlines: bool, outer: Matrix | None) -> Iterator[_Shape]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value and segments <= 5 and outer is None and not outlines:
        return  # the background of a cell or a line of text
    matrix = _product(_matrix(path), outer)
    for points in _subpaths(path, min(segments, MAXIMUM_SEGMENTS), matrix):
        if stroke.value or outlines:
            for (ax, ay), (bx, by) in pairwise(points):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        elif fill.value:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield min(xs), min(ys), max(xs), max(ys)


def _subpaths(path: Any, segments: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each closed or open piece of a path; curves count by their end points."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    if points:
        yield points


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    u, v, w, x, y, z = outer
    return a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z


def _joined(rules: list[Rule]) -> list[Rule]:
    """One rule for pieces that lie on one line and touch, as cell-by-cell borders and dotted lines do."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.position - lines[-1][0].position <= SAME_LINE:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined = []
    for line in lines:
        line.sort(key=lambda rule: rule.start)
        position, start, end = line[0]
        for piece in line[1:]:
            if piece.start <= end + JOIN_GAP:
                end = max(end, piece.end)
            else:
                joined.append(Rule(position, start, end))
                position, start, end = piece
        joined.append(Rule(position, start, end))
    return joined
