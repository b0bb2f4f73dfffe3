"""Page numbers: no part of the number before them, and left out wherever they stand."""

from __future__ import annotations

import pytest

from parsers.document import Grid, Paragraph
from parsers.readers.pdf import read
from tests.parsers.pdf_files import HEIGHT, pdf_file, show
from tests.parsers.readers.test_pdf_looks import operators

SCALE = 0.24


def letters(text: str, x: float, y: float, size: float = 10) -> bytes:
    """Each character as an object of its own, in a font of many units that the page scales down."""
    written = ""
    for offset, letter in enumerate(text):
        place = f"1 0 0 1 {(x + offset * size / 2) / SCALE:.2f} {(HEIGHT - y) / SCALE:.2f} Tm"
        shown = f"<{letter.encode('utf-16-be').hex()}> Tj"
        written += f"q {SCALE} 0 0 {SCALE} 0 0 cm BT /F1 {size / SCALE:.2f} Tf {place} {shown} ET Q\n"
    return written.encode()


def test_a_number_on_a_line_of_its_own_is_no_part_of_the_one_before_it() -> None:
    """No space parts them in the text of pdfium where so little stands on a page that its lines might run downwards."""
    frame = [(50.0, y, 490.0, y) for y in (690, 725)] + [(x, 690.0, x, 725.0) for x in (50, 450, 490)]
    content = operators("{a} {b} m {c} {d} l S", frame) + letters("三", 100, 600) + letters("7", 477, 455)
    content += letters("4381", 457, 715) + letters("3", 477, 752)
    document = read(pdf_file(content, show("另一页上写着一段文字，说的是另外一件事情。", 60, 150)))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert grid.cells[-1].raw == "4381"


@pytest.mark.parametrize("turned", [False, True])
def test_page_numbers_are_left_out_four_centimetres_from_the_edge(turned: bool) -> None:
    height = 595 if turned else 842
    page = "/MediaBox[0 0 842 595]" if turned else "/MediaBox[0 0 595 842]"
    sheets = [
        show(f"这一页上写着一段文字，说的是第{word}件事情。", 60, HEIGHT - height + 150)
        + show(f"{number}", 480, HEIGHT - 95)
        for number, word in ((11, "一"), (12, "二"), (13, "三"))
    ]
    document = read(pdf_file(*sheets, page=page))
    text = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert text == "".join(f"这一页上写着一段文字，说的是第{word}件事情。" for word in "一二三")
