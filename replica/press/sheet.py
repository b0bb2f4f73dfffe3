"""Pages that fill from the top: prose, page numbers, and room for tables; how they are drawn is the format's."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

FONT = "STSong-Light"
PAGE_WIDTH, PAGE_HEIGHT = float(A4[0]), float(A4[1])
MARGIN = 60.0
TOP, BOTTOM = 70.0, PAGE_HEIGHT - 70.0
FULL_ROOM = BOTTOM - TOP
RULE_WIDTH = 0.5

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Sheet(ABC):
    """A stack of A4 pages. ``top`` is how far down the current page is filled, in points from the upper edge."""

    def __init__(self) -> None:
        self.page = 1
        self.top = TOP

    @abstractmethod
    def place_text(self, text: str, left: float, baseline: float, size: float) -> None:
        """One line; ``baseline`` in points from the upper edge."""

    @abstractmethod
    def place_rule(self, x0: float, y0: float, x1: float, y1: float, *, filled: bool) -> None:
        """A straight rule in points from the top left; ``filled``: as a thin rectangle, not as a stroke."""

    @abstractmethod
    def close_page(self) -> None:
        """What is placed from now on stands on another page."""

    @abstractmethod
    def save(self) -> bytes:
        """The file of all closed pages."""

    def room(self) -> float:
        """Points left on the current page."""
        return BOTTOM - self.top

    def next_page(self) -> None:
        """Number the page and begin another."""
        self.place_text(f"- {self.page} -", PAGE_WIDTH / 2 - 12, PAGE_HEIGHT - 40, 10)
        self.close_page()
        self.page += 1
        self.top = TOP

    def write(self, text: str, *, size: float = 12, centred: bool = False) -> None:
        """A paragraph, its first line indented by two characters unless centred."""
        indent = "" if centred else "\u3000\u3000"
        for line in wrap(indent + text, size, PAGE_WIDTH - 2 * MARGIN):
            if self.room() < size * 1.8:
                self.next_page()
            left = (PAGE_WIDTH - text_width(line, size)) / 2 if centred else MARGIN
            self.place_text(line, left, self.top + size * 1.3, size)
            self.top += size * 1.8

    def finish(self) -> bytes:
        """Close the last page; the sheet can't be used afterwards."""
        self.next_page()
        return self.save()


def text_width(text: str, size: float) -> float:
    """Width of a line in points."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrap(text: str, size: float, width: float) -> list[str]:
    """Lines no wider than ``width``; a run of digits and letters is never divided."""
    lines = [""]
    for piece in re.findall(r"[0-9A-Za-z.,+%-]+|.", text):
        if lines[-1] and text_width(lines[-1] + piece, size) > width:
            lines.append("")
        lines[-1] += piece
    return lines
