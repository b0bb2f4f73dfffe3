"""Figures in the colour of the paper are no values, in Word documents too; white on a coloured cell is."""

from __future__ import annotations

import pytest

from parsers.document import Grid
from parsers.readers.docx import read
from tests.parsers.docx_files import docx, run

WHITE = '<w:color w:val="FFFFFF"/>'
SHADED = '<w:style w:type="table" w:styleId="T"><w:tblStylePr><w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr>'
SHADED += '</w:tblStylePr></w:style><w:style w:type="table" w:styleId="U"><w:basedOn w:val="T"/></w:style>'


def raw(runs: str, cell: str = "", table: str = "", styles: str = "") -> str:
    row = f"<w:tr><w:tc><w:tcPr>{cell}</w:tcPr><w:p>{run('甲')}</w:p></w:tc>"
    row += f"<w:tc><w:tcPr>{cell}</w:tcPr><w:p>{runs}</w:p></w:tc></w:tr>"
    parts = {"styles": styles} if styles else {}
    (grid,) = read(docx(f"<w:tbl><w:tblPr>{table}</w:tblPr>{row}</w:tbl>", **parts)).blocks
    assert isinstance(grid, Grid)
    return grid.cells[1].raw


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (run("38", WHITE), "~~38~~"),
        (run("38", '<w:sz w:val="21"/><w:color w:val="FEFEFE"/>'), "~~38~~"),
        (run("38", '<w:color w:themeColor="background1" w:val="FFFFFF"/>'), "~~38~~"),
        (run("3") + run("8", WHITE), "3~~8~~"),
        (run("无此项", WHITE), "无此项"),
        (run("38", '<w:color w:val="FF0000"/>'), "38"),
        (run("38", '<w:color w:val="auto"/>'), "38"),
        (run("38", f'{WHITE}<w:shd w:val="clear" w:fill="203864"/>'), "38"),
        (run("38", f'{WHITE}<w:highlight w:val="blue"/>'), "38"),
        (run("38", f'{WHITE}<w:shd w:val="clear" w:fill="auto"/>'), "~~38~~"),
    ],
)
def test_a_run_in_the_colour_of_the_paper(runs: str, shown: str) -> None:
    assert raw(runs) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<w:shd w:val="clear" w:color="auto" w:fill="203864"/>', "38"),
        ('<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>', "~~38~~"),
        ('<w:shd w:val="pct50" w:color="auto" w:fill="auto"/>', "38"),
        ('<w:shd w:val="clear" w:themeFill="accent1"/>', "38"),
        ('<w:shd w:val="clear" w:themeFill="background1"/>', "~~38~~"),
    ],
)
def test_what_lies_behind_a_cell(cell: str, shown: str) -> None:
    assert raw(run("38", WHITE), cell) == shown


@pytest.mark.parametrize(("style", "shown"), [("T", "38"), ("U", "38"), ("V", "~~38~~")])
def test_what_the_style_of_a_table_lays_behind_it(style: str, shown: str) -> None:
    assert raw(run("38", WHITE), table=f'<w:tblStyle w:val="{style}"/>', styles=SHADED) == shown
