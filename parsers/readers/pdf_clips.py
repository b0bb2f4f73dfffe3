"""The clips of a PDF's page objects: pdfium keeps those only that do not plainly hold the whole object."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2.raw as pdfium

from parsers.readers.page_space import Box
from parsers.readers.pdf_calls import floats, unchecked
from parsers.readers.pdf_frame import matrix_of

MAXIMUM_CLIPS = 8  #: clips looked at, one within the other
_RECTANGLE = 5  #: points of a rectangle that is closed by going back to its first
_SIDE = 1.0  #: points by which text may reach over the sides of what shows all of it
_ABOVE = 0.2  #: share of its height by which it may reach over the top and the bottom, where few letters have ink
_MIDDLE = 0.35  #: font sizes above the foot of a line, where the middle of its digits is

clips_of = unchecked(pdfium.FPDFPageObj_GetClipPath)
count_of_clips = unchecked(pdfium.FPDFClipPath_CountPaths)
_bounds_of = unchecked(pdfium.FPDFPageObj_GetBounds)
_bounds, _edges = floats(4)
_size = ctypes.c_float()


def has_clips(item: Any) -> bool:
    """Whether a clip may leave something of an object out."""
    return bool(count_of_clips(clips_of(item)) > 0)


def _clip_corners(item: Any) -> Iterator[list[tuple[float, float]]]:
    """The first points of each clip of an object: all of a rectangle, and enough to tell any other shape."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    for index in range(min(pdfium.FPDFClipPath_CountPaths(clip), MAXIMUM_CLIPS) if clip else 0):
        corners = []
        for number in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, index), _RECTANGLE + 1)):
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, index, number), x, y)
            corners.append((x.value, y.value))
        if corners:
            yield corners


def is_cut(item: Any) -> bool:
    """Whether clips hide a part of an object, or are of a shape of which only a drawing tells."""
    if not _bounds_of(item, *_edges):
        return False
    left, bottom, right, top = _bounds.tolist()
    spare = _ABOVE * (top - bottom)
    return any(
        not _is_rectangle(corners) or not _holds(corners, (left + _SIDE, bottom + spare, right - _SIDE, top - spare))
        for corners in _clip_corners(item)
    )


def within_clips(item: Any, box: Box) -> Box:
    """What the clips of an object leave of its box, as far as they are rectangles; of no size if nothing."""
    left, bottom, right, top = box
    for corners in _clip_corners(item):
        left, right = max(left, min(x for x, _ in corners)), min(right, max(x for x, _ in corners))
        bottom, top = max(bottom, min(y for _, y in corners)), min(top, max(y for _, y in corners))
    return left, bottom, max(left, right), max(bottom, top)


def left_by_clips(item: Any, boxes: Iterable[Box]) -> Iterator[Box]:
    """What the rectangles that clip an object leave of boxes; nothing of those that lie beside them."""
    clips = list(_clip_rectangles(item))
    for left, bottom, right, top in boxes:
        for x0, y0, x1, y1 in clips:
            left, right = max(left, x0 - _SIDE), min(right, x1 + _SIDE)
            bottom, top = max(bottom, y0 - _SIDE), min(top, y1 + _SIDE)
        if left <= right and bottom <= top:
            yield left, bottom, right, top


def is_cut_away(text: Any) -> bool:
    """Whether a rectangle that clips an upright text object hides the middle of its digits, and so the most of them.

    Told by the foot of the line, so that all that stands on one line is hidden or none of it.
    """
    _, b, _, d, _, foot = matrix_of(text)
    if b or not pdfium.FPDFTextObj_GetFontSize(text, _size):
        return False
    middle = foot + _MIDDLE * _size.value * d
    return any(not bottom < middle <= top for _, bottom, _, top in _clip_rectangles(text))


def _clip_rectangles(item: Any) -> Iterator[Box]:
    for corners in _clip_corners(item):
        if _is_rectangle(corners):
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            yield min(xs), min(ys), max(xs), max(ys)


def _is_rectangle(corners: list[tuple[float, float]]) -> bool:
    xs, ys = {x for x, _ in corners}, {y for _, y in corners}
    return len(corners) <= _RECTANGLE and len(xs) == len(ys) == 2


def _holds(corners: list[tuple[float, float]], box: Box) -> bool:
    left, bottom, right, top = box
    return (
        min(x for x, _ in corners) <= left
        and min(y for _, y in corners) <= bottom
        and max(x for x, _ in corners) >= right
        and max(y for _, y in corners) >= top
    )
