"""Pages of a PDF."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from replica.press.sheet import FONT, PAGE_HEIGHT, RULE_WIDTH, Sheet


class PdfSheet(Sheet):
    """A text layer of lines; rules drawn one by one."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._bytes = BytesIO()
        self._canvas = Canvas(self._bytes, pagesize=A4, invariant=1)
        self._canvas.setTitle(title)

    def place_text(self, text: str, left: float, baseline: float, size: float) -> None:
        self._canvas.setFont(FONT, size)
        self._canvas.drawString(left, PAGE_HEIGHT - baseline, text)

    def place_rule(self, x0: float, y0: float, x1: float, y1: float, *, filled: bool) -> None:
        if filled:
            half = RULE_WIDTH / 2
            width, height = x1 - x0 + RULE_WIDTH, y1 - y0 + RULE_WIDTH
            self._canvas.rect(x0 - half, PAGE_HEIGHT - y1 - half, width, height, stroke=0, fill=1)
        else:
            self._canvas.setLineWidth(RULE_WIDTH)
            self._canvas.line(x0, PAGE_HEIGHT - y0, x1, PAGE_HEIGHT - y1)

    def close_page(self) -> None:
        self._canvas.showPage()

    def save(self) -> bytes:
        self._canvas.save()
        return self._bytes.getvalue()
