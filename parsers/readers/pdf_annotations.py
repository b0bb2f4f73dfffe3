"""What was added to a page of a PDF with a viewer: text typed into fields or over the page, lines through text."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.readers.page_rules import Rule
from parsers.readers.pdf_frame import Frame

_MOST = 2000  #: annotations looked at on a page
_UNSHOWN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_SIGNATURE = "Sig"
_LONGEST_NAME = 16  #: bytes of the name of a kind of field


def load_page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """A page, with what was typed on it made part of it. Stamps and seals are left off."""
    page = document[number - 1]
    count = min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST)
    typed = {index for index in range(count) if _is_typed(page.raw, index)}
    if not typed:
        return page
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page.raw))):
        if index not in typed and not _is_strike(page.raw, index):
            pdfium.FPDFPage_RemoveAnnot(page.raw, index)
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return document[number - 1]


def strikes(page: Any, frame: Frame) -> list[Rule]:
    """The lines through text that were drawn on a page (a raw handle), as rules."""
    return [
        Rule((top + bottom) / 2, left, right)
        for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST))
        if _is_strike(page, index)
        for left, top, right, bottom in _quadrilaterals(page, index, frame)
    ]


def _is_typed(page: Any, index: int) -> bool:
    with _annotation(page, index) as item:
        kind = pdfium.FPDFAnnot_GetSubtype(item)
        if kind not in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET):
            return False
        return not pdfium.FPDFAnnot_GetFlags(item) & _UNSHOWN and _field(item) != _SIGNATURE


def _is_strike(page: Any, index: int) -> bool:
    with _annotation(page, index) as item:
        shown = not pdfium.FPDFAnnot_GetFlags(item) & _UNSHOWN
        return bool(shown and pdfium.FPDFAnnot_GetSubtype(item) == pdfium.FPDF_ANNOT_STRIKEOUT)


def _field(item: Any) -> str:
    """The kind of a field by its own entry; '' where it has none."""
    buffer = (ctypes.c_ushort * _LONGEST_NAME)()
    size = pdfium.FPDFAnnot_GetStringValue(item, b"FT", buffer, ctypes.sizeof(buffer))
    return bytes(buffer)[: max(min(size, ctypes.sizeof(buffer)) - 2, 0)].decode("utf-16-le")


def _quadrilaterals(page: Any, index: int, frame: Frame) -> Iterator[tuple[float, float, float, float]]:
    points = pdfium.FS_QUADPOINTSF()
    with _annotation(page, index) as item:
        for number in range(pdfium.FPDFAnnot_CountAttachmentPoints(item)):
            if pdfium.FPDFAnnot_GetAttachmentPoints(item, number, points):
                xs = points.x1, points.x2, points.x3, points.x4
                ys = points.y1, points.y2, points.y3, points.y4
                yield frame.box(min(xs), min(ys), max(xs), max(ys))


@contextmanager
def _annotation(page: Any, index: int) -> Iterator[Any]:
    item = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield item
    finally:
        pdfium.FPDFPage_CloseAnnot(item)
