"""The text of a PDF page: runs of characters between white space, with their boxes, fetched in bulk."""

from __future__ import annotations

import ctypes
import math
import re
from typing import Any

import pypdfium2.raw as pdfium

from parsers.readers.page_space import Box, is_slanted
from parsers.readers.page_text import Run
from parsers.readers.pdf_calls import floats, unchecked
from parsers.readers.pdf_frame import Frame

_INK = re.compile(r"\S+")
_loose_box = unchecked(pdfium.FPDFText_GetLooseCharBox)
_matrix_of = unchecked(pdfium.FPDFText_GetMatrix)
_font_size = unchecked(pdfium.FPDFText_GetFontSize)
_HYPHENS = ("\ufffe", "\x02")  # what pdfium gives for a hyphen at a line end
TALLEST = 3.0  #: font sizes; a loose character box higher than this is wrong


class TextLayer:
    """The characters of one page. Holds a pdfium text page: close it."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self._handle = pdfium.FPDFText_LoadPage(page)
        self._frame = frame
        self._box, (self._box_reference, *_) = floats(4)
        self._matrix, (self._matrix_reference, *_) = floats(6)

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self._handle)

    def runs(self) -> tuple[list[Run], list[str]]:
        """The runs in pdfium's order, and the text of those left out because they stand slanted (watermarks)."""
        runs, slanted = [], []
        sizes: dict[tuple[float, float], float] = {}  # by bottom and top: what stands exactly beside is as large
        box_of, seen = self._loose_box, self._frame.box
        for match in _INK.finditer(self._characters()):
            text, (start, end) = match[0], match.span()
            box = box_of(start)
            if box is None:
                continue
            size = sizes.get((box[1], box[3]))
            if size is None:
                size, leans = self._writing(start)
                if leans:
                    slanted.append(text)
                    continue
                if box[3] - box[1] <= TALLEST * size:
                    sizes[box[1], box[3]] = size
                else:
                    box = self._ink_box(start) or box
            if end - start > 1 and (last := self._character_box(end - 1, size)):
                box = _union(box, last)
            runs.append(Run(text, *seen(*box), size, start))
        return runs, slanted

    def _writing(self, index: int) -> tuple[float, bool]:
        """The font size of a character in points, and whether it is written slanted."""
        _matrix_of(self._handle, index, self._matrix_reference)
        a, b, c, d, _, _ = self._matrix.tolist()
        return _font_size(self._handle, index) * math.hypot(c, d), is_slanted(a, b)

    def split(self, run: Run) -> list[Run]:
        """The characters of a run, each as a run of its own."""
        boxes = ((offset, self._character_box(run.start + offset, run.size)) for offset in range(len(run.text)))
        return [
            Run(run.text[offset], *self._frame.box(*box), run.size, run.start + offset) for offset, box in boxes if box
        ]

    def _characters(self) -> str:
        """One character for each index of pdfium's; in bulk where that is one to one."""
        count = pdfium.FPDFText_CountChars(self._handle)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self._handle, 0, count, buffer)
        text = bytes(buffer)[: 2 * (written - 1)].decode("utf-16-le", errors="replace")
        if len(text) != count:
            codes = (pdfium.FPDFText_GetUnicode(self._handle, index) for index in range(count))
            text = "".join(_character(code) for code in codes)
        for hyphen in _HYPHENS:
            text = text.replace(hyphen, "-")
        return text

    def _character_box(self, index: int, size: float) -> Box | None:
        """(x0, y0, x1, y1) in page space."""
        box = self._loose_box(index)
        return box if box is None or box[3] - box[1] <= TALLEST * size else self._ink_box(index)

    def _loose_box(self, index: int) -> Box | None:
        if not _loose_box(self._handle, index, self._box_reference):
            return None
        left, top, right, bottom = self._box.tolist()
        return left, bottom, right, top

    def _ink_box(self, index: int) -> Box | None:
        """The tight box: the loose one of a font for vertical writing is not scaled, so it can be many lines high."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not pdfium.FPDFText_GetCharBox(self._handle, index, left, right, bottom, top):
            return None
        return left.value, bottom.value, right.value, top.value


def _character(code: int) -> str:
    if code == 0:
        return " "
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _union(first: Box, last: Box) -> Box:
    x0, y0, x1, y1 = first
    u0, v0, u1, v1 = last
    return x0 if x0 < u0 else u0, y0 if y0 < v0 else v0, x1 if x1 > u1 else u1, y1 if y1 > v1 else v1
