"""The ruled lines of a PDF page: thin filled shapes and strokes, as horizontal and vertical rules."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from parsers.readers.page_rules import THIN, Rules, rules_of
from parsers.readers.page_space import Box, Matrix, product
from parsers.readers.pdf_calls import floats, unchecked
from parsers.readers.pdf_frame import Frame, box_of, matrix_of
from parsers.readers.pdf_unseen import is_faint

_page_object = unchecked(pdfium.FPDFPage_GetObject)
_form_object = unchecked(pdfium.FPDFFormObj_GetObject)
_type_of = unchecked(pdfium.FPDFPageObj_GetType)
_bounds_of = unchecked(pdfium.FPDFPageObj_GetBounds)
_segments_of = unchecked(pdfium.FPDFPath_CountSegments)
_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
FORM_DEPTH = 4  #: forms nested deeper than this are not looked into
MAXIMUM_OBJECTS = 100_000  #: page objects looked at; a report's page has some hundreds
COVER = 0.6  #: share of the page that a picture takes which is a scan of it
MAXIMUM_CLIPS = 8  #: clips looked at, one within the other
MAXIMUM_SEGMENTS = 20_000  #: path segments looked at in one shape


class Drawing(NamedTuple):
    """What stands on a page beside its text layer: rules, how many pictures, whether one takes most of the page.

    ``faint``: whether there is text that may not be seen.
    """

    rules: Rules
    pictures: int
    covered: bool
    faint: bool


def read_drawing(page: Any, frame: Frame, *, outlines: bool = False) -> Drawing:
    """The drawing of a raw pdfium page, rules joined where drawn in pieces.

    ``outlines``: what may be rules where nothing else is. The sides of filled rectangles, for tables drawn as coloured
    cells; thin pictures; what a clip leaves of a fill; rows of dots.
    """
    shapes: list[Box] = []
    pictures: list[Box] = []
    count = pdfium.FPDFPage_CountObjects(page)
    faint = _gather(shapes, pictures, _page_object, page, count, outlines, None, FORM_DEPTH)
    rules = rules_of((frame.box(*shape) for shape in shapes), dotted=outlines)
    page_size = frame.width * frame.height
    covered = any((right - left) * (top - bottom) > COVER * page_size for left, bottom, right, top in pictures)
    return Drawing(rules, len(pictures), covered, faint)


def _gather(
    shapes: list[Box],
    pictures: list[Box],
    item_of: Callable[[Any, int], Any],
    holder: Any,
    count: int,
    outlines: bool,
    outer: Matrix | None,
    depth: int,
) -> bool:
    """Adds fills and straight strokes of a page or form, and its pictures, as (x0, y0, x1, y1) in page space.

    Returns whether there is text that may not be seen.
    """
    faint = False
    bounds, edges = floats(4)
    for index in range(min(count, MAXIMUM_OBJECTS)):
        item = item_of(holder, index)
        kind = _type_of(item)
        if kind == _TEXT:
            faint = faint or is_faint(item)
        elif kind == _PATH:
            if not _bounds_of(item, *edges):
                continue
            segments = _segments_of(item)
            left, bottom, right, top = bounds.tolist()
            if segments <= 5 and outer is None and (right - left <= THIN or top - bottom <= THIN):
                shapes.append((left, bottom, right, top))
                continue
            shapes.extend(_path_shapes(item, segments, outlines, outer))
            if outlines:
                shapes.extend(_clipped(item, (left, bottom, right, top), outer))
        elif kind == _IMAGE:
            pictures.append(box_of(product(matrix_of(item), outer)))
            if outlines:
                shapes.append(pictures[-1])
        elif kind == _FORM and depth:
            inner, parts = product(matrix_of(item), outer), pdfium.FPDFFormObj_CountObjects(item)
            faint |= _gather(shapes, pictures, _form_object, item, parts, outlines, inner, depth - 1)
    return faint


def _clipped(path: Any, bounds: Box, outer: Matrix | None) -> Iterator[Box]:
    """What is left of a path where its clip is one thin rectangle."""
    clip = pdfium.FPDFPageObj_GetClipPath(path)
    left, bottom, right, top = bounds
    for index in range(min(pdfium.FPDFClipPath_CountPaths(clip), MAXIMUM_CLIPS) if clip and outer is None else 0):
        corners = []
        for number in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, index), 5)):
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, index, number), x, y)
            corners.append((x.value, y.value))
        if corners:
            left, right = max(left, min(x for x, _ in corners)), min(right, max(x for x, _ in corners))
            bottom, top = max(bottom, min(y for _, y in corners)), min(top, max(y for _, y in corners))
    if (left, bottom, right, top) != bounds and left < right and bottom < top:
        yield left, bottom, right, top


def _path_shapes(path: Any, segments: int, outlines: bool, outer: Matrix | None) -> Iterator[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value and segments <= 5 and outer is None and not outlines:
        return  # the background of a cell or a line of text
    matrix = product(matrix_of(path), outer)
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
