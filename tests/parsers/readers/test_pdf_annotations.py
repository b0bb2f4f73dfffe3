"""What was added to a page with a viewer: numbers typed into fields or over the page, and lines through numbers."""

from __future__ import annotations

import pytest

from parsers.document import Grid
from parsers.readers.pdf import read
from tests.parsers.pdf_files import HEIGHT, pdf_file, show, stream
from tests.parsers.readers.test_pdf_looks import PROSE, ROWS, XS, YS, strokes, values

BASE = YS[1] + 16
RECTANGLE = f"/Rect[{XS[1]} {HEIGHT - YS[2]} {XS[2]} {HEIGHT - YS[1]}]"
WRITTEN = stream(
    show("4711", 4, HEIGHT - 8), "/Type/XObject/Subtype/Form/BBox[0 0 60 24]/Resources<</Font<</F1 3 0 R>>>>"
)


def first_number(annotation: str, *, table: bytes) -> str:
    payload = pdf_file(
        PROSE + strokes() + table,
        page="/MediaBox[0 0 595 842]/Annots[101 0 R]",
        catalog="/AcroForm<</Fields[]>>",
        objects={100: WRITTEN, 101: f"<</Type/Annot{annotation}>>".encode()},
    )
    (grid,) = [block for block in read(payload).blocks if isinstance(block, Grid)]
    assert {cell.text for cell in grid.cells if cell.row == 2} == set(ROWS[2])
    return next(cell.raw for cell in grid.cells if (cell.row, cell.column) == (1, 1))


BLANK = values(rows=[ROWS[0], ["第甲项", "", "20", "0", "123"], *ROWS[2:]])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("/Subtype/FreeText/F 4/AP<</N 100 0 R>>", "4711"),
        ("/Subtype/Widget/FT/Tx/T(n)/V(4711)/F 4/AP<</N 100 0 R>>", "4711"),
        ("/Subtype/FreeText/F 2/AP<</N 100 0 R>>", ""),  # hidden
        ("/Subtype/Stamp/F 4/AP<</N 100 0 R>>", ""),
        ("/Subtype/Widget/FT/Sig/T(s)/F 4/AP<</N 100 0 R>>", ""),  # a seal
    ],
    ids=["over the page", "in a field", "hidden", "stamped", "signed"],
)
def test_what_was_typed_into_a_cell_is_read(kind: str, expected: str) -> None:
    assert first_number(kind + RECTANGLE, table=BLANK) == expected


QUAD = f"/QuadPoints[164 {HEIGHT - BASE + 8} 174 {HEIGHT - BASE + 8} 164 {HEIGHT - BASE - 2} 174 {HEIGHT - BASE - 2}]"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("StrikeOut/F 4", "~~10~~"), ("Underline/F 4", "10"), ("Highlight/F 4", "10"), ("StrikeOut/F 2", "10")],
    ids=["struck", "underlined", "marked", "hidden"],
)
def test_a_number_may_be_struck_out_with_a_viewer(kind: str, expected: str) -> None:
    assert first_number(f"/Subtype/{kind}{QUAD}{RECTANGLE}", table=values()) == expected
