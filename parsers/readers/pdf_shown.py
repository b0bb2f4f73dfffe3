"""Which characters a PDF's page shows, where only a drawing of it tells: under odd clips, in layers, partly covered.

The page is drawn twice, with its text and without. Where both are the same, no character is seen.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pypdfium2.raw as pdfium

from parsers.readers.page_text import Run
from parsers.readers.pdf_frame import Frame
from parsers.readers.pdf_text import UNKNOWN, TextLayer

_LAYERS = b"/OCProperties"
_PACK = b"/ObjStm"
_PACKED = re.compile(rb"/ObjStm\b.*?stream\r?\n", re.DOTALL)
_LARGEST_PACK = 4 * 1024 * 1024  #: bytes of unpacked objects that are looked through
_SCALE = 2.0  #: pixels a point
_LARGEST_SIDE = 4000  #: pixels; a larger page is drawn smaller
_WHITE = 0xFFFFFFFF
_INK = 12  #: of 255; a difference no larger is none
_INSIDE = 0.1  #: share of a character's width at each side that may hold ink of its neighbours; a pixel at most
_FORM_DEPTH = 4  #: forms nested deeper than this are not looked into


def may_have_layers(payload: bytes) -> bool:
    """Whether a file has layers that can be switched off, or cannot be looked through for them."""
    if _LAYERS in payload:
        return True
    if _PACK not in payload:
        return False
    return any(_LAYERS in _unpacked(payload, match.end()) for match in _PACKED.finditer(payload))


def _unpacked(payload: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(memoryview(payload)[start:], _LARGEST_PACK)
    except zlib.error:  # encrypted, or damaged
        return _LAYERS


def parted_as_shown(page: Any, layer: TextLayer, runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """What is seen of the runs of a page (a raw handle), and what is not. A run that is cut shows so."""
    drawing = _drawn(page, layer.frame)
    seen: list[Run] = []
    ghosts: list[Run] = []
    for run in runs:
        parts = layer.split(run)
        words = any(map(str.isalpha, run.text))  # which are known without their points and commas
        hidden = [drawing.is_blank(part) and not (words and _is_slight(part.text)) for part in parts]
        if not any(hidden):
            seen.append(run)
        elif all(hidden):
            ghosts.append(run)
        else:
            mixed = list(zip(hidden, parts, strict=True))
            seen.append(run._replace(text="".join(UNKNOWN if gone else part.text for gone, part in mixed)))
            for gone, group in groupby(mixed, key=lambda pair: pair[0]):
                if gone:
                    ghosts.append(run._replace(text="".join(part.text for _, part in group)))
    return seen, ghosts


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A page in grey, a byte for each pixel, with its text and without."""

    full: bytes
    bare: bytes
    stride: int
    height: int
    scale: float

    def is_blank(self, run: Run) -> bool:
        """Whether nothing is seen where a character stands; what stands outside the page is not seen."""
        inside = min(1.0, _INSIDE * (run.x1 - run.x0) * self.scale)
        left, right = int(run.x0 * self.scale + inside), int(run.x1 * self.scale - inside) + 1
        left, right = max(left, 0), min(right, self.stride)
        for y in range(max(int(run.top * self.scale), 0), min(int(run.bottom * self.scale) + 1, self.height)):
            row = slice(y * self.stride + left, y * self.stride + right)
            if left < right and self.full[row] != self.bare[row] and _differ(self.full[row], self.bare[row]):
                return False
        return True


def _is_slight(letter: str) -> bool:
    """Whether a character has little ink or none: a point, a comma, a mark of how to set others."""
    return unicodedata.category(letter) in ("Po", "Cf", "Mn", "Sk")


def _differ(some: bytes, others: bytes) -> bool:
    return any(abs(one - other) > _INK for one, other in zip(some, others, strict=True))


def _drawn(page: Any, frame: Frame) -> _Drawing:
    scale = min(_SCALE, _LARGEST_SIDE / max(frame.width, frame.height, 1.0))
    width, height = max(int(frame.width * scale), 1), max(int(frame.height * scale), 1)
    turns = (frame.turns - pdfium.FPDFPage_GetRotation(page)) % 4
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        stride = pdfium.FPDFBitmap_GetStride(bitmap)

        def draw() -> bytes:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
            pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turns, 0)
            return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)

        full = draw()
        _take_text_off(pdfium.FPDFPage_GetObject, page, pdfium.FPDFPage_CountObjects(page), _FORM_DEPTH)
        return _Drawing(full, draw(), stride, height, scale)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _take_text_off(item_of: Callable[[Any, int], Any], holder: Any, count: int, depth: int) -> None:
    """Makes pdfium draw the text of a page or form no more."""
    for index in range(count):
        item = item_of(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFPageObj_SetIsActive(item, False)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            _take_text_off(pdfium.FPDFFormObj_GetObject, item, pdfium.FPDFFormObj_CountObjects(item), depth - 1)
