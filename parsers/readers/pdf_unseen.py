"""Text of a PDF that nobody sees: written without ink, or in white where nothing dark lies below."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from parsers.readers.page_space import Box, Matrix, product
from parsers.readers.pdf_calls import unchecked
from parsers.readers.pdf_frame import box_of, matrix_of

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
_BLACK = struct.pack("4I", 0, 0, 0, 255)
_channels = (ctypes.c_uint * 4)()
_ink = memoryview(_channels).cast("B")
_references = tuple(ctypes.byref(_channels, ctypes.sizeof(ctypes.c_uint) * index) for index in range(4))


def is_faint(item: Any) -> bool:
    """Whether a text object of a page has no ink, or ink that white paper does not show."""
    mode = _mode_of(item)
    if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return True
    return mode not in _OUTLINED and _is_pale(item)


def _is_pale(item: Any) -> bool:
    if not _colour_of(item, *_references):
        return False
    ink = _ink.tobytes()
    return ink != _BLACK and _is_white(ink)


@lru_cache(maxsize=64)
def _is_white(ink: bytes) -> bool:
    red, green, blue, opacity = memoryview(ink).cast("I")
    return opacity <= _CLEAR or (red >= _WHITE and green >= _WHITE and blue >= _WHITE)


def unseen_objects(page: Any) -> frozenset[int]:
    """The addresses of pdfium's text objects that nobody sees on a page (a raw handle)."""
    unseen: set[int] = set()
    pale: list[tuple[int, Box]] = []
    grounds: list[Box] = []
    count = pdfium.FPDFPage_CountObjects(page)
    for item, box in _objects(pdfium.FPDFPage_GetObject, page, count, None, _FORM_DEPTH):
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            if _is_ground(item):
                grounds.append(box)
        elif _mode_of(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            unseen.add(address_of(item))
        elif is_faint(item):
            pale.append((address_of(item), box))
    return frozenset(unseen.union(address for address, box in pale if not any(_is_on(box, area) for area in grounds)))


def address_of(item: Any) -> int:
    """By which one object of pdfium's is known from another."""
    return ctypes.addressof(item.contents)


def _objects(
    item_of: Callable[[Any, int], Any], holder: Any, count: int, outer: Matrix | None, depth: int
) -> Iterator[tuple[Any, Box]]:
    """The objects of a page or form and of the forms in it, each with its box in page space."""
    for index in range(count):
        item = item_of(holder, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            if depth:
                parts = pdfium.FPDFFormObj_CountObjects(item)
                inner = product(matrix_of(item), outer)
                yield from _objects(pdfium.FPDFFormObj_GetObject, item, parts, inner, depth - 1)
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            width, height = right.value - left.value, top.value - bottom.value
            yield item, box_of(product((width, 0, 0, height, left.value, bottom.value), outer))


def _is_ground(item: Any) -> bool:
    """Whether white shows on an object: a picture, a shading, or a shape filled with a colour."""
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(item, fill, stroke) and fill.value and not _is_pale(item))


def _is_on(box: Box, ground: Box) -> bool:
    """Whether the middle of a box lies on another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return ground[0] <= x <= ground[2] and ground[1] <= y <= ground[3]
