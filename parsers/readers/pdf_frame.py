"""Page space of a PDF, turned into points from the top left of the page as it is seen."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from parsers.readers.page_space import Box, Matrix


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in its own space (y upwards), and how many quarter turns it is shown rotated by."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """(x0, top, x1, bottom) as seen, of a box in page space."""
        if not self.turns:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        match self.turns:
            case 1:
                return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
            case 2:
                return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
            case _:
                return self.top - y1, self.right - x1, self.top - y0, self.right - x0


def read_frame(page: Any) -> Frame:
    """The frame of a raw pdfium page."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page))


def box_of(matrix: Matrix) -> Box:
    """Where the unit square comes to stand, which is what a picture fills."""
    a, b, c, d, e, f = matrix
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(xs), min(ys), max(xs), max(ys)


def matrix_of(item: Any) -> Matrix:
    """Of a picture, path or form: from its own space to that of what holds it."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
