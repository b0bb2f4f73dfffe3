"""The text of a PDF page: runs of characters between white space, with their boxes, fetched in bulk."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from parsers.readers.page_letters import COMPATIBLE, unified
from parsers.readers.page_space import Box, is_slanted
from parsers.readers.page_text import OVERPRINT, SMALL, Run
from parsers.readers.pdf_calls import floats, unchecked
from parsers.readers.pdf_frame import Frame
from parsers.readers.pdf_unseen import address_of

_INK = re.compile(r"\S+")
_loose_box = unchecked(pdfium.FPDFText_GetLooseCharBox)
_matrix_of = unchecked(pdfium.FPDFText_GetMatrix)
_font_size = unchecked(pdfium.FPDFText_GetFontSize)
_HYPHENS = "\ufffe\x02"  # what pdfium gives for a hyphen at a line end
_CONTROL = "\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # codes for want of letters
_ODD = re.compile(f"[{_CONTROL}{_HYPHENS}{COMPATIBLE}]")
_LETTERLESS = re.compile(f"[{_CONTROL}]")
UNKNOWN = "\ufffd"  #: stands for a character of which the file does not tell the letter
_SIDEWAYS = 0.7  #: share of the text written in one direction for which a page is turned
TALLEST = 3.0  #: font sizes; a loose character box higher than this is wrong
_NARROWEST = 0.38  #: font sizes; digits that take less each may lie over each other
_SAME_SIZE = 0.05  #: share by which characters of one size may differ
_LONGEST_NUMBER = 20  #: characters; what was printed over a digit stands within so many
_TWIN = 0.5  #: of its width; the same digit printed twice within this is one, made bold by overprinting


class TextLayer:
    """The characters of one page. Holds a pdfium text page: close it.

    ``frame`` is that of the page, turned so that most of the text stands upright. ``unknown`` counts characters of
    which the file does not tell the letter.
    """

    def __init__(self, page: Any, frame: Frame) -> None:
        self._handle = pdfium.FPDFText_LoadPage(page)
        self.frame = frame
        self.unknown = 0
        self._box, (self._box_reference, *_) = floats(4)
        self._matrix, (self._matrix_reference, *_) = floats(6)

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self._handle)

    def runs(self) -> tuple[list[Run], list[str]]:
        """The runs in pdfium's order, and the text of those left out because they stand slanted (watermarks)."""
        characters = self._characters()
        self.unknown = characters.count(UNKNOWN)
        runs, slanted, written = self._runs(characters)
        turns, count = max(written.items(), key=lambda pair: pair[1], default=(self.frame.turns, 0))
        if turns == self.frame.turns or count < _SIDEWAYS * sum(written.values()):
            return runs, slanted
        self.frame = replace(self.frame, turns=turns)
        runs, slanted, _ = self._runs(characters)
        return runs, slanted

    def _runs(self, characters: str) -> tuple[list[Run], list[str], dict[int, int]]:
        """The runs, what stands slanted, and how many characters are written in each direction (in quarter turns)."""
        runs, slanted = [], []
        written: dict[int, int] = {}
        sizes: dict[tuple[float, float], float] = {}  # by bottom and top: what stands exactly beside is as large
        box_of, seen = self._loose_box, self.frame.box
        for match in _INK.finditer(characters):
            text, (start, end) = match[0], match.span()
            box = box_of(start)
            if box is None:
                continue
            size = sizes.get((box[1], box[3]))
            if size is None:
                size, turns = self._writing(start)
                if turns is None:
                    slanted.append(text)
                    continue
                written[turns] = written.get(turns, 0) + end - start
                if box[3] - box[1] <= TALLEST * size:
                    sizes[box[1], box[3]] = size
                else:
                    box = self._ink_box(start) or box
            small = apart = False
            if end - start > 1 and (last := box_of(end - 1)):
                if last[1] == box[1] and last[3] == box[3] and last[0] >= box[0] and last[2] >= box[2]:  # nearly always
                    box = box[0], box[1], last[2], box[3]
                elif last := self._character_box(end - 1, size):
                    least, height = last[3] - last[1], box[3] - box[1]
                    apart = (last[1] >= box[3] or last[3] <= box[1]) and self._writing(start)[1] == self.frame.turns
                    small = text[-1].isdecimal() and least < SMALL * height
                    small = small or (text.isdecimal() and not math.isclose(least, height, rel_tol=_SAME_SIZE))
                    box = _union(box, last)
            run = Run(text, *seen(*box), size, start)
            if apart:
                runs.extend(self._by_line(run))
            elif small:
                runs.extend(self._by_size(run))
            elif run.x1 - run.x0 < _NARROWEST * size * (end - start) and run.bottom - run.top < 2 * size:
                runs.extend(self._without_twins(run))
            else:
                runs.append(run)
        return runs, slanted, written

    def _without_twins(self, run: Run) -> list[Run]:
        """The run, or its characters one by one where some were printed over each other; of twins one stays."""
        kept: list[Run] = []
        parts = self.split(run)
        for part in parts:
            near = _TWIN * (part.x1 - part.x0)
            if not any(other.text == part.text and abs(other.x0 - part.x0) < near for other in kept[-_LONGEST_NUMBER:]):
                kept.append(part)
        kept.sort(key=lambda part: part.x0)
        apart = all(behind.x0 - before.x1 > -OVERPRINT * run.size for before, behind in pairwise(kept))
        return [run] if apart and len(kept) == len(parts) else kept

    def _by_size(self, run: Run) -> list[Run]:
        """The run, in pieces of one font size each."""
        parts = [part._replace(size=self._writing(part.start)[0]) for part in self.split(run)]
        pieces = _joined(parts, lambda last, part: math.isclose(last.size, part.size, rel_tol=_SAME_SIZE))
        return pieces if len(pieces) > 1 else [run]

    def _by_line(self, run: Run) -> list[Run]:
        """The run, in pieces that stand on one line each, as where a page number follows a number."""
        return _joined(self.split(run), lambda last, part: last.top < part.bottom and part.top < last.bottom)

    def _writing(self, index: int) -> tuple[float, int | None]:
        """The font size of a character in points, and the quarter turns that it is written at; None if slanted."""
        _matrix_of(self._handle, index, self._matrix_reference)
        a, b, c, d, _, _ = self._matrix.tolist()
        size = _font_size(self._handle, index) * math.hypot(c, d)
        if not b and a > 0:
            return size, 0
        return size, None if is_slanted(a, b) else round(math.atan2(b, a) / (math.pi / 2)) % 4

    def parted(self, runs: list[Run], unseen: frozenset[int]) -> tuple[list[Run], list[Run]]:
        """What is seen of the runs, and what is not: the characters of the text objects at these addresses."""
        kept: list[Run] = []
        ghosts: list[Run] = []
        for run in runs:
            hidden = [self._is_of(run.start + offset, unseen) for offset in range(len(run.text))]
            if all(hidden) or not any(hidden):
                (ghosts if hidden[0] else kept).append(run)
                continue
            for part in self.split(run):
                (ghosts if hidden[part.start - run.start] else kept).append(part)
        return kept, ghosts

    def _is_of(self, index: int, objects: frozenset[int]) -> bool:
        item = pdfium.FPDFText_GetTextObject(self._handle, index)
        return bool(item) and address_of(item) in objects

    def split(self, run: Run) -> list[Run]:
        """The characters of a run, each as a run of its own."""
        boxes = ((offset, self._character_box(run.start + offset, run.size)) for offset in range(len(run.text)))
        return [
            Run(run.text[offset], *self.frame.box(*box), run.size, run.start + offset) for offset, box in boxes if box
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
        return self._plain(text) if _ODD.search(text) else text

    def _plain(self, text: str) -> str:
        """Text whose letters the file does not tell marked, hyphens and compatibility forms unified; as long."""
        if _LETTERLESS.search(text):
            text = "".join(
                UNKNOWN if pdfium.FPDFText_HasUnicodeMapError(self._handle, index) == 1 else letter
                for index, letter in enumerate(text)
            )
        for hyphen in _HYPHENS:
            text = text.replace(hyphen, "-")
        return unified(text)

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


def _joined(parts: list[Run], goes_on: Callable[[Run, Run], bool]) -> list[Run]:
    """Characters as runs, each of those that go on one after the other."""
    pieces: list[Run] = []
    for part in parts:
        if pieces and goes_on(last := pieces[-1], part):
            x0, x1 = min(last.x0, part.x0), max(last.x1, part.x1)
            top, bottom = min(last.top, part.top), max(last.bottom, part.bottom)
            pieces[-1] = Run(last.text + part.text, x0, top, x1, bottom, last.size, last.start)
        else:
            pieces.append(part)
    return pieces


def _character(code: int) -> str:
    if code == 0:
        return " "
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _union(first: Box, last: Box) -> Box:
    x0, y0, x1, y1 = first
    u0, v0, u1, v1 = last
    return x0 if x0 < u0 else u0, y0 if y0 < v0 else v0, x1 if x1 > u1 else u1, y1 if y1 > v1 else v1
