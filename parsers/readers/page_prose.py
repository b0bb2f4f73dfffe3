"""Prose on pages: lines to paragraphs; page numbers and lines that repeat on every page left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from disclosure.report import PageBox
from parsers.document import Paragraph
from parsers.readers.page_text import Line, without_loose_spaces

MARGIN = 0.12  #: share of the page's height at its top and bottom where page numbers and running lines stand
_LEAST_MARGIN = 110.0  #: points; they do on a page that lies on its side as far from its edge as on one that stands
_PAGE_NUMBER = re.compile(
    r"[-—–－―·•~\s]*(?:第\s*|page\s*)?\d{1,3}\s*页?(?:\s*(?:[/／,，]|共|of)\s*共?\s*\d{1,3}\s*页?)?[-—–－―·•~\s]*",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]")
_OPENING = re.compile(rf"{_CHAPTER.pattern}|[（(][一二三四五六七八九十]{{1,3}}[）)]")
_FULL = 2.2  #: font sizes that a full line may fall short of the right side
_INDENT = 1.0  #: font sizes from the left side at which a line counts as indented
_LARGE = 1.15  #: times the usual size from which a line is large
_VARIES = 1.3  #: times the size of one line that another of the same paragraph may have, as fonts differ
_TITLE_PITCH = 2.5  #: font sizes; lines of one title are no farther apart


class PagedLine(NamedTuple):
    """A line of prose and where it stands; ``left`` and ``right`` are the sides of the text on its page, in points."""

    line: Line
    page: int
    left: float
    right: float

    @property
    def text(self) -> str:
        return without_loose_spaces(self.line.text)

    @property
    def is_full(self) -> bool:
        return self.line.x1 > self.right - _FULL * self.line.size

    @property
    def is_indented(self) -> bool:
        return self.line.x0 > self.left + _INDENT * self.line.size

    @property
    def is_centred(self) -> bool:
        before, behind = self.line.x0 - self.left, self.right - self.line.x1
        return self.is_indented and abs(before - behind) < 2 * self.line.size


def is_chapter(text: str) -> bool:
    """Whether a line reads like the heading of a chapter (一、...)."""
    return _CHAPTER.match(text) is not None


def without_furniture(pages: Sequence[list[Line]], heights: Sequence[float]) -> tuple[list[list[Line]], list[str]]:
    """The lines of each page without page numbers and running lines, and the running lines' texts."""
    edges = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    counts = Counter(key for lines in edges for key in {_running_key(line) for line in lines})
    enough = max(2, len(pages) * 0.6)
    running = {key for key, count in counts.items() if count >= enough and key[0]}
    kept = []
    for lines, edge in zip(pages, edges, strict=True):
        gone = {id(line) for line in edge if _PAGE_NUMBER.fullmatch(line.text) or _running_key(line) in running}
        kept.append([line for line in lines if id(line) not in gone])
    return kept, sorted(text for text, _ in running)


def _edge_lines(lines: list[Line], height: float) -> list[Line]:
    """The outermost two lines at the top and at the bottom, as far as they stand in the margins."""
    margin = max(height * MARGIN, _LEAST_MARGIN)
    above = [line for line in lines[:2] if line.bottom < margin]
    below = [line for line in lines[-2:] if line.top > height - margin]
    return above + below


def _running_key(line: Line) -> tuple[str, int]:
    """What a running line keeps from page to page: its text but for the page number, and its height on the page."""
    text = "" if _PAGE_NUMBER.fullmatch(line.text) else re.sub(r"[\d\s]", "", line.text)
    return text, round(line.top)


class ProseWriter:
    """Gathers lines to paragraphs. ``usual`` lines tell the usual size and distance of lines in the document."""

    def __init__(self, usual: Sequence[PagedLine]) -> None:
        self._size = median(each.line.size for each in usual) if usual else 0.0
        pitches = [
            below.line.top - above.line.top
            for above, below in pairwise(usual)
            if above.page == below.page and above.is_full and below.line.top > above.line.top
        ]
        self._pitch = median(pitches) if pitches else self._size * 2
        self._lines: list[PagedLine] = []

    def add(self, line: PagedLine) -> list[Paragraph]:
        """Takes the next line; gives the paragraph that it ends."""
        done = [] if self._lines and self._continues(self._lines[-1], line) else self.flush()
        self._lines.append(line)
        return done

    def flush(self) -> list[Paragraph]:
        lines, self._lines = self._lines, []
        text = "".join(each.text for each in lines).strip()
        if not text:
            return []
        return [Paragraph(text, _places(lines), heading=self._is_large(lines[0]) and lines[0].is_centred)]

    def _is_large(self, line: PagedLine) -> bool:
        return line.line.size > self._size * _LARGE

    def _continues(self, above: PagedLine, below: PagedLine) -> bool:
        sizes = above.line.size, below.line.size
        if max(sizes) > _VARIES * min(sizes) or _OPENING.match(below.text):
            return False
        distance = below.line.top - above.line.top if below.page == above.page else 0.0
        wrapped = (above.is_centred and below.is_centred) or (above.is_full and not below.is_indented)
        if self._is_large(above) and self._is_large(below) and wrapped:
            return distance < _TITLE_PITCH * sizes[0]
        near = distance < max(self._pitch * 1.4, sizes[0] * 1.3)
        return near and above.is_full and not below.is_indented


def _places(lines: list[PagedLine]) -> tuple[PageBox, ...]:
    """A box for each page that the lines stand on."""
    boxes: dict[int, tuple[float, float, float, float]] = {}
    for line, page, _, _ in lines:
        _, x0, top, x1, bottom, _, _ = line
        if page in boxes:
            a, b, c, d = boxes[page]
            x0, top, x1, bottom = min(a, x0), min(b, top), max(c, x1), max(d, bottom)
        boxes[page] = (x0, top, x1, bottom)
    return tuple(PageBox(page, box) for page, box in boxes.items())
