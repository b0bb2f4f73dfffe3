"""Notes, struck out numbers and formulas in Word cells: none of them may run into the number beside it."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Grid
from parsers.readers.docx import read
from tests.parsers.docx_files import docx, run

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def second_cell(content: str) -> Cell:
    row = f"<w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc><w:tc>{content}</w:tc></w:tr>"
    (grid,) = read(docx(f"<w:tbl>{row}</w:tbl>")).blocks
    assert isinstance(grid, Grid)
    return grid.cells[1]


@pytest.mark.parametrize(
    ("runs", "raw", "text"),
    [
        (run("3") + run("2", '<w:vertAlign w:val="superscript"/>'), "3[2]", "3[2]"),
        (run("3") + run("a", '<w:sz w:val="20"/><w:vertAlign w:val="subscript"/>') + run("5"), "3[a]5", "3[a]5"),
        (run("3") + run("2", '<w:vertAlign w:val="baseline"/>'), "32", "32"),
        (run("规章") + run("2", '<w:vertAlign w:val="superscript"/>'), "规章[2]", "规章"),
        (run("3", "<w:strike/>") + run("5"), "~~3~~5", "5"),
        (run("5") + run("3", '<w:dstrike w:val="1"/>'), "5~~3~~", "5"),
        (run("3", '<w:strike w:val="0"/>') + run("5", '<w:strike w:val="false"/>'), "35", "35"),
        (f"<m:oMath {MATH}><m:r><m:t>3</m:t></m:r></m:oMath>", "3", "3"),
    ],
)
def test_what_runs_say_of_their_text(runs: str, raw: str, text: str) -> None:
    cell = second_cell(f"<w:p>{runs}</w:p>")
    assert (cell.raw, cell.text) == (raw, text)


@pytest.mark.parametrize(
    ("formula", "raw"),
    [
        ("<m:f><m:num>{3}</m:num><m:den>{5}</m:den></m:f>", "3/5"),
        ("<m:sSup><m:e>{3}</m:e><m:sup>{5}</m:sup></m:sSup>", "3^5"),
        ("<m:sSub><m:e>{3}</m:e><m:sub>{5}</m:sub></m:sSub>", "3_5"),
    ],
)
def test_a_formula_of_two_numbers_is_not_one(formula: str, raw: str) -> None:
    for number in "35":
        formula = formula.replace(f"{{{number}}}", f"<m:r><m:t>{number}</m:t></m:r>")
    assert second_cell(f"<w:p><m:oMath {MATH}>{formula}</m:oMath></w:p>").raw == raw


def test_a_table_of_a_number_in_a_cell_is_the_text_of_the_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('3')}</w:p></w:tc></w:tr></w:tbl><w:p/>"
    assert second_cell(inner).raw == "3"
