"""The text of a PDF page: runs of characters between white space, with their boxes, fetched in bulk."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from parsers.readers.pdf_frame import Frame

_INK = re.compile(r"\S+")
_loose_box, _matrix_of, _font_size = (  # called once or twice a run: looked up once
    pdfium.FPDFText_GetLooseCharBox,
    pdfium.FPDFText_GetMatrix,
    pdfium.FPDFText_GetFontSize,
)
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})  # what pdfium gives for a hyphen at a line end
TALLEST = 3.0  #: font sizes; a loose character box higher than this is wrong
SLANT = math.radians(5)
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_LOOSE_CJK = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")


class Run(NamedTuple):
    """Characters without white space between them, in points from the top left.

    ``size`` is that of the font in points, ``start`` pdfium's index of the first.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    start: int


class Line(NamedTuple):
    """Runs side by side. ``text`` has a space wherever a gap was printed; ``size`` is that of most characters."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


class TextLayer:
    """The characters of one page. Holds a pdfium text page: close it."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self._handle = pdfium.FPDFText_LoadPage(page)
        self._frame = frame
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._ink = tuple(ctypes.c_double() for _ in range(4))

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self._handle)

    def runs(self) -> tuple[list[Run], list[str]]:
        """The runs in pdfium's order, and the text of those left out because they stand slanted (watermarks)."""
        runs, slanted = [], []
        box_of, size_of = self._character_box, self._size_and_slant
        for match in _INK.finditer(self._characters()):
            text, start = match[0], match.start()
            size, slant = size_of(start)
            if slant > SLANT:
                slanted.append(text)
                continue
            first = box_of(start, size)
            if first is None:
                continue
            last = box_of(match.end() - 1, size) if len(text) > 1 else None
            runs.append(_spanning(text, first, last, size, start) if last else Run(text, *first, size, start))
        return runs, slanted

    def split(self, run: Run) -> list[Run]:
        """The characters of a run, each as a run of its own."""
        boxes = ((offset, self._character_box(run.start + offset, run.size)) for offset in range(len(run.text)))
        return [Run(run.text[offset], *box, run.size, run.start + offset) for offset, box in boxes if box]

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
        return text.translate(_HYPHENS)

    def _character_box(self, index: int, size: float) -> tuple[float, float, float, float] | None:
        box = self._box
        if not _loose_box(self._handle, index, box):
            return None
        top, bottom = box.top, box.bottom
        if top - bottom > TALLEST * size:
            return self._ink_box(index)
        return self._frame.box(box.left, bottom, box.right, top)

    def _ink_box(self, index: int) -> tuple[float, float, float, float] | None:
        """The tight box: the loose one of a font for vertical writing is not scaled, so it can be many lines high."""
        left, right, bottom, top = self._ink
        if not pdfium.FPDFText_GetCharBox(self._handle, index, left, right, bottom, top):
            return None
        return self._frame.box(left.value, bottom.value, right.value, top.value)

    def _size_and_slant(self, index: int) -> tuple[float, float]:
        """Font size in points, and how far the writing leans from the horizontal or vertical, in radians."""
        matrix = self._matrix
        _matrix_of(self._handle, index, matrix)
        b = matrix.b
        size = _font_size(self._handle, index) * math.hypot(matrix.c, matrix.d)
        if not b or not matrix.a:
            return size, 0.0
        turn = math.atan2(b, matrix.a) % (math.pi / 2)
        return size, min(turn, math.pi / 2 - turn)


def _character(code: int) -> str:
    if code == 0:
        return " "
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _spanning(
    text: str,
    first: tuple[float, float, float, float],
    last: tuple[float, float, float, float],
    size: float,
    start: int,
) -> Run:
    x0, top, x1, bottom = first
    u0, above, u1, below = last
    return Run(
        text,
        x0 if x0 < u0 else u0,
        top if top < above else above,
        x1 if x1 > u1 else u1,
        bottom if bottom > below else below,
        size,
        start,
    )


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """Runs gathered to lines, from top to bottom, each from left to right."""
    if len(runs) == 1:  # as most cells have it
        return [_line([runs[0]])]
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.top + run.bottom):
        middle = (run.top + run.bottom) / 2
        anchor = rows[-1][0] if rows else None
        if anchor and middle - (anchor.top + anchor.bottom) / 2 < min(run.size, anchor.size) * 0.55:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(row) for row in rows]


def _line(row: list[Run]) -> Line:
    if len(row) == 1:
        run = row[0]
        return Line(run.text, run.x0, run.top, run.x1, run.bottom, run.size)
    row.sort(key=lambda run: run.x0)
    text, right = row[0].text, row[0].x1
    for run in row[1:]:
        gap = run.x0 - right
        text += (" " if gap > run.size * 0.15 else "") + run.text
        right = max(right, run.x1)
    top, bottom = min(run.top for run in row), max(run.bottom for run in row)
    return Line(text, row[0].x0, top, right, bottom, max(row, key=lambda run: len(run.text)).size)


def without_loose_spaces(text: str) -> str:
    """Text without the spaces that justification puts between Chinese characters."""
    return _LOOSE_CJK.sub("", text)
