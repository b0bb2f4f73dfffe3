"""The ruled lines of a PDF page: thin filled shapes and strokes, as horizontal and vertical rules."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from parsers.readers.page_rules import THIN, Rules, rules_of
from parsers.readers.page_space import Box, Matrix, product
from parsers.readers.pdf_calls import floats, unchecked
from parsers.readers.pdf_clips import clips_of, count_of_clips, has_clips, is_cut, left_by_clips, within_clips
from parsers.readers.pdf_frame import Frame, box_of, matrix_of
from parsers.readers.pdf_unseen import is_cover, is_faint

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
MAXIMUM_SEGMENTS = 20_000  #: path segments looked at in one shape


Points = list[tuple[float, float]]


class Drawing(NamedTuple):
    """What stands on a page beside its text layer: rules, how many pictures, whether one takes most of the page.

    ``shapes``: what the rules were made of, and what was none, in page space.
    ``faint``: whether there is text that may not be seen; ``cut``: whether clips hide some of it.
    """

    rules: Rules
    shapes: list[Box]
    pictures: int
    covered: bool
    faint: bool
    cut: bool


def read_drawing(page: Any, frame: Frame, *, outlines: bool = False) -> Drawing:
    """The drawing of a raw pdfium page, rules joined where drawn in pieces.

    ``outlines``: what may be rules where nothing else is. The sides of filled rectangles, for tables drawn as coloured
    cells; thin pictures; what a clip leaves of a fill; rows of dots.
    """
    shapes: list[Box] = []
    pictures: list[Box] = []
    count = pdfium.FPDFPage_CountObjects(page)
    faint, cut = _gather(shapes, pictures, _page_object, page, count, outlines, None, FORM_DEPTH)
    rules = rules_of((frame.box(*shape) for shape in shapes), dotted=outlines)
    page_size = frame.width * frame.height
    covered = any((right - left) * (top - bottom) > COVER * page_size for left, bottom, right, top in pictures)
    return Drawing(rules, shapes, len(pictures), covered, faint, cut)


def _gather(
    shapes: list[Box],
    pictures: list[Box],
    item_of: Callable[[Any, int], Any],
    holder: Any,
    count: int,
    outlines: bool,
    outer: Matrix | None,
    depth: int,
) -> tuple[bool, bool]:
    """Adds fills and straight strokes of a page or form, and its pictures, as (x0, y0, x1, y1) in page space.

    Returns whether there is text that may not be seen, and whether clips hide some.
    """
    faint = cut = written = False
    bounds, edges = floats(4)
    for index in range(min(count, MAXIMUM_OBJECTS)):
        item = item_of(holder, index)
        kind = _type_of(item)
        if kind == _TEXT:
            written = True
            faint = faint or is_faint(item)
            cut = cut or (count_of_clips(clips_of(item)) > 0 and is_cut(item))
        elif kind == _PATH:
            if not _bounds_of(item, *edges):
                continue
            segments = _segments_of(item)
            left, bottom, right, top = bounds.tolist()
            clipped = outer is None and has_clips(item)
            if segments <= 5 and outer is None and (right - left <= THIN or top - bottom <= THIN):
                box = left, bottom, right, top
                shapes.extend(left_by_clips(item, [box]) if clipped else [box])
                continue
            faint = faint or (written and is_cover(item))
            found = _path_shapes(item, segments, outlines, outer)
            shapes.extend(left_by_clips(item, found) if clipped else found)
            if outlines and clipped:
                shapes.append(within_clips(item, (left, bottom, right, top)))
        elif kind == _IMAGE:
            pictures.append(box_of(product(matrix_of(item), outer)))
            if outlines:
                shapes.append(pictures[-1])
        elif kind == _FORM and depth:
            inner, parts = product(matrix_of(item), outer), pdfium.FPDFFormObj_CountObjects(item)
            inside = _gather(shapes, pictures, _form_object, item, parts, outlines, inner, depth - 1)
            faint = faint or inside[0] or written  # a shape in the form may cover what was written before it
            cut = cut or inside[1] or (has_clips(item) and is_cut(item))
            written = True
    return faint, cut


def _path_shapes(path: Any, segments: int, outlines: bool, outer: Matrix | None) -> Iterator[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value and segments <= 5 and outer is None and not outlines:
        return  # the background of a cell or a line of text
    matrix = product(matrix_of(path), outer)
    pieces = _subpaths(path, min(segments, MAXIMUM_SEGMENTS), matrix)
    if stroke.value or outlines:
        for points in pieces:
            for (ax, ay), (bx, by) in pairwise(points):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
    elif fill.value:
        yield from _filled(pieces)


def _filled(pieces: Iterable[Points]) -> Iterator[Box]:
    """The extent of each piece; where one is the hole of another, as in a frame, the sides around it too."""
    before: Box | None = None
    for points in pieces:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = min(xs), min(ys), max(xs), max(ys)
        yield box
        if not all(x in (box[0], box[2]) and y in (box[1], box[3]) for x, y in points):
            before = None
            continue
        if before:
            yield from _sides(before, box)
            yield from _sides(box, before)
        before = box


def _sides(outer: Box, hole: Box) -> Iterator[Box]:
    """What a hole leaves of a rectangle at each side; nothing where the two touch, or lie otherwise."""
    (left, bottom, right, top), (x0, y0, x1, y1) = outer, hole
    if left <= x0 < x1 <= right and bottom <= y0 < y1 <= top:
        sides = (left, bottom, x0, top), (x1, bottom, right, top), (left, bottom, right, y0), (left, y1, right, top)
        yield from (side for side in sides if side[0] < side[2] and side[1] < side[3])


def _subpaths(path: Any, segments: int, matrix: Matrix) -> Iterator[Points]:
    """The corner points of each closed or open piece of a path; curves count by their end points."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: Points = []
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
