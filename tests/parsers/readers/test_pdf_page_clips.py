"""A long sheet cut into pages by clips: each page draws what the next one shows, and hides it."""

from __future__ import annotations

import pytest

from parsers.document import Grid
from parsers.readers.pdf import read
from tests.parsers.pdf_files import HEIGHT, pdf_file, show

XS = (60.0, 160.0, 220.0, 280.0)
TOP, PITCH = 640.0, 24.0  #: of the table on the sheet
ROWS = [
    ["项目", "企业", "个人"],
    ["第一项", "1071", "1102"],
    ["第二项", "1201", "6392"],
    ["第三项", "1301", "1302"],
    ["第四项", "1401", "1,438"],
    ["第五项", "1501", "1502"],
]
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
UPPER, LOWER = 60.0, 740.0  #: what is shown of a page


def fill(x: float, y: float, width: float, height: float) -> bytes:
    return f"{x} {HEIGHT - y - height} {width} {height} re f\n".encode()


def letters(text: str, x: float, y: float) -> bytes:
    """Text; numbers digit by digit, in a font of which pdfium knows how high each digit and comma is."""
    if not text[0].isdigit():
        return show(text, x, y)
    places = [x + 5.56 * offset - 2.78 * text[:offset].count(",") for offset in range(len(text))]
    return "".join(
        f"BT /F2 10 Tf 1 0 0 1 {place:g} {HEIGHT - y:g} Tm ({digit}) Tj ET\n"
        for place, digit in zip(places, text, strict=True)
    ).encode()


def sheet(shift: float) -> bytes:
    """The table as much higher as is shown on pages before, cell by cell, with the rules of each."""
    content = b""
    for row, texts in enumerate(ROWS):
        y = TOP + row * PITCH - shift
        for column, text in enumerate(texts):
            x, width = XS[column], XS[column + 1] - XS[column]
            content += fill(x, y, width, 0.5) + fill(x, y + PITCH, width, 0.5)
            content += fill(x, y, 0.5, PITCH) + fill(x + width, y, 0.5, PITCH) + letters(text, x + 4, y + 15.5)
    clip = f"q 30 {HEIGHT - LOWER} 500 {LOWER - UPPER} re W n\n".encode()
    return show("页边的一行文字，每页不同。", 60, 50) + clip + content + b"Q\n"


def pages(cut: float) -> list[bytes]:
    """Two pages; ``cut``: how many points of the fifth row stand on the first."""
    move = LOWER - cut - (TOP + 4 * PITCH)
    return [sheet(-move), sheet(LOWER - UPPER - move)]


@pytest.mark.parametrize("cut", [2.0, 6.0, 10.0, 11.5, 12.0, 14.5, 15.0, 15.5, 18.0, 22.0])
def test_rows_on_both_sides_of_a_clip_are_read_once(cut: float) -> None:
    payload = pdf_file(*pages(cut), fonts="/F2 100 0 R", objects={100: HELVETICA})
    (grid,) = [block for block in read(payload).blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)] == ROWS
