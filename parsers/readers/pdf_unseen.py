"""Text of a PDF that nobody sees: without ink, in white where nothing dark lies below, or covered by a later shape."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from parsers.readers.page_space import Box, Matrix, product
from parsers.readers.pdf_calls import floats, unchecked
from parsers.readers.pdf_clips import has_clips, is_cut_away, within_clips
from parsers.readers.pdf_frame import box_of, matrix_of

_page_object = unchecked(pdfium.FPDFPage_GetObject)
_form_object = unchecked(pdfium.FPDFFormObj_GetObject)
_type_of = unchecked(pdfium.FPDFPageObj_GetType)
_bounds_of = unchecked(pdfium.FPDFPageObj_GetBounds)
_mode_of = unchecked(pdfium.FPDFTextObj_GetTextRenderMode)
_colour_of = unchecked(pdfium.FPDFPageObj_GetFillColor)
_OUTLINED = frozenset(
    (
        pdfium.FPDF_TEXTRENDERMODE_STROKE,
        pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
        pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP,
        pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP,
    )
)
_WHITE = 250  #: of 255; in red, green and blue
_CLEAR = 12  #: of 255; ink that lets more through than this leaves is none
_FORM_DEPTH = 4  #: forms nested deeper than this are not looked into
_STEP = 8.0  #: points
_OVERLAP = 2.0  #: points by which text and a shape may lie over each other and be neighbours
_RECTANGLE = 5  #: segments of a rectangle's path
_BLACK = struct.pack("4I", 0, 0, 0, 255)
_channels = (ctypes.c_uint * 4)()
_ink = memoryview(_channels).cast("B")
_references = tuple(ctypes.byref(_channels, ctypes.sizeof(ctypes.c_uint) * index) for index in range(4))

_Placed = tuple[int, Box]  # a text object by its address, and where it stands


def is_faint(item: Any) -> bool:
    """Whether a text object of a page has no ink, or ink that white paper does not show."""
    mode = _mode_of(item)
    if mode:  # anything but ink within the outlines
        return bool(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE or (mode not in _OUTLINED and _is_pale(item)))
    return bool(_colour_of(item, *_references)) and (ink := _ink.tobytes()) != _BLACK and _is_white(ink)


def _is_pale(item: Any) -> bool:
    if not _colour_of(item, *_references):
        return False
    ink = _ink.tobytes()
    return ink != _BLACK and _is_white(ink)


@lru_cache(maxsize=64)
def _is_white(ink: bytes) -> bool:
    red, green, blue, opacity = memoryview(ink).cast("I")
    return opacity <= _CLEAR or (red >= _WHITE and green >= _WHITE and blue >= _WHITE)


def unseen_objects(page: Any) -> tuple[frozenset[int], bool]:
    """The addresses of pdfium's text objects that nobody sees on a page (a raw handle).

    And whether others may be covered up in part, of which only a drawing tells.
    """
    unseen: set[int] = set()
    pale: list[_Placed] = []
    grounds: list[Box] = []
    written: dict[int, list[_Placed]] = {}  # by the height of their middles, in steps
    partly = False
    count = pdfium.FPDFPage_CountObjects(page)
    for item, kind, box, opaque in _objects(_page_object, page, count, None, _FORM_DEPTH):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            text = address_of(item), box
            if _mode_of(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                unseen.add(text[0])
                continue
            if is_faint(item):
                pale.append(text)
            written.setdefault(int((box[1] + box[3]) / 2 // _STEP), []).append(text)
            continue
        if kind != pdfium.FPDF_PAGEOBJ_PATH or _is_ground(item):
            grounds.append(box)
        if kind == pdfium.FPDF_PAGEOBJ_PATH and is_cover(item):
            below = list(_written_below(written, box))
            sure = opaque and _is_plain(item)
            hidden = {address for address, text in below if sure and _is_within(text, box)}
            unseen |= hidden
            partly |= len(hidden) < len(below)
    unseen.update(address for address, box in pale if not any(_is_on(box, area) for area in grounds))
    return frozenset(unseen), partly


def address_of(item: Any) -> int:
    """By which one object of pdfium's is known from another."""
    return ctypes.addressof(item.contents)


def is_cover(path: Any) -> bool:
    """Whether a shape hides what was written before it: filled, and nothing shows through."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        and fill.value
        and not pdfium.FPDFPageObj_HasTransparency(path)
        and _colour_of(path, *_references)
        and _channels[3] >= _WHITE
    )


def objects_cut_away(page: Any) -> frozenset[int]:
    """The addresses of the text objects of a page (a raw handle) that clips hide the most of."""
    count = pdfium.FPDFPage_CountObjects(page)
    return frozenset(
        address_of(item)
        for item, kind, _, _ in _objects(_page_object, page, count, None, _FORM_DEPTH)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT and is_cut_away(item)
    )


def _objects(
    item_of: Callable[[Any, int], Any], holder: Any, count: int, outer: Matrix | None, depth: int, opaque: bool = True
) -> Iterator[tuple[Any, int, Box, bool]]:
    """The objects of a page or form and of the forms in it, each with its kind and its box in page space.

    And whether it is in no form that something may show through.
    """
    bounds, edges = floats(4)
    for index in range(count):
        item = item_of(holder, index)
        kind = _type_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth:
                parts = pdfium.FPDFFormObj_CountObjects(item)
                inner = product(matrix_of(item), outer)
                plain = opaque and not pdfium.FPDFPageObj_HasTransparency(item)
                yield from _objects(_form_object, item, parts, inner, depth - 1, plain)
            continue
        if _bounds_of(item, *edges):
            x0, y0, x1, y1 = bounds.tolist()
            box: Box = (x0, y0, x1, y1)
            if kind == pdfium.FPDF_PAGEOBJ_PATH and has_clips(item):
                box = within_clips(item, box)
            yield item, kind, _moved(box, outer) if outer else box, opaque


def _moved(box: Box, outer: Matrix) -> Box:
    left, bottom, right, top = box
    return box_of(product((right - left, 0, 0, top - bottom, left, bottom), outer))


def _is_ground(path: Any) -> bool:
    """Whether white shows on a shape: one that is filled with a colour."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, fill, stroke) and fill.value and not _is_pale(path))


def _is_plain(path: Any) -> bool:
    """Whether a shape is one rectangle, which fills its bounds."""
    count = pdfium.FPDFPath_CountSegments(path)
    xs: set[float] = set()
    ys: set[float] = set()
    for index in range(min(count, _RECTANGLE)):
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(path, index), x, y)
        xs.add(x.value)
        ys.add(y.value)
    return count <= _RECTANGLE and len(xs) == len(ys) == 2


def _written_below(written: dict[int, list[_Placed]], cover: Box) -> Iterator[_Placed]:
    """What was written where a shape covers the middle of its height."""
    left, bottom, right, top = cover
    for step in range(int(bottom // _STEP), int(top // _STEP) + 1):
        for text in written.get(step, ()):
            x0, y0, x1, y1 = text[1]
            if bottom < (y0 + y1) / 2 < top and min(x1, right) - max(x0, left) > _OVERLAP:
                yield text


def _is_within(text: Box, cover: Box) -> bool:
    """Whether a shape covers all of a text's length."""
    return cover[0] - _OVERLAP < text[0] and text[2] < cover[2] + _OVERLAP


def _is_on(box: Box, ground: Box) -> bool:
    """Whether the middle of a box lies on another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return ground[0] <= x <= ground[2] and ground[1] <= y <= ground[3]
