"""Pages of a PDF with boxes outlined."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageDraw

from disclosure.report import PageBox
from pipeline.evidence.picture import NoPictureError

POINTS_PER_INCH = 72
DOTS_PER_INCH = 150
LARGEST_PAGE = 8_000_000  #: pixels; pages are made of any size
MOST_PAGES = 4
GAP = 24  #: pixels between two pages
MARGIN = 2.0  #: points between the cell and its outline
COLOUR, FILL = (220, 20, 60), (255, 225, 0, 70)


def draw_pages(payload: bytes, boxes: Sequence[PageBox]) -> bytes:
    """The pages that hold the boxes, one beneath the other, as PNG. Raises NoPictureError."""
    numbers = sorted({place.page for place in boxes})[:MOST_PAGES]
    try:
        with pypdfium2.PdfDocument(payload) as document:
            pages = [_draw(document[number - 1], [each for each in boxes if each.page == number]) for number in numbers]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise NoPictureError(f"There is no picture: the PDF can't be drawn ({error}).") from error
    width = max(page.width for page in pages)
    height = sum(page.height for page in pages) + GAP * (len(pages) - 1)
    picture = Image.new("RGB", (width, height), "grey")
    top = 0
    for page in pages:
        picture.paste(page, (0, top))
        top += page.height + GAP
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _draw(page: pypdfium2.PdfPage, boxes: Sequence[PageBox]) -> Image.Image:
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, (LARGEST_PAGE / max(width * height, 1.0)) ** 0.5)
    picture = page.render(scale=scale).to_pil().convert("RGBA")
    marks = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(marks)
    for place in boxes:
        x0, top, x1, bottom = place.box
        outline = [edge * scale for edge in (x0 - MARGIN, top - MARGIN, x1 + MARGIN, bottom + MARGIN)]
        draw.rectangle(outline, fill=FILL, outline=COLOUR, width=3)
    return Image.alpha_composite(picture, marks).convert("RGB")
