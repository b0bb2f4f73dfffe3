"""Notes, struck out numbers and formulas in Word cells: none of them may run into the number beside it."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Grid
from parsers.readers.docx import read
from tests.parsers.docx_files import docx, run

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def second_cell(content: str, styles: str = "") -> Cell:
    row = f"<w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc><w:tc>{content}</w:tc></w:tr>"
    parts = {"styles": styles} if styles else {}
    (grid,) = read(docx(f"<w:tbl>{row}</w:tbl>", **parts)).blocks
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


def style(kind: str, formats: str, name: str = "S", based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{base}<w:rPr>{formats}</w:rPr></w:style>'


SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'
OF_STYLE = '<w:rStyle w:val="S"/>'


@pytest.mark.parametrize(
    ("runs", "styles", "raw"),
    [
        (run("6") + run("2", OF_STYLE), style("character", SUPERSCRIPT), "6[2]"),
        (
            run("6") + run("2", OF_STYLE),
            style("character", SUPERSCRIPT, "B") + style("character", "", "S", "B"),
            "6[2]",
        ),
        (run("6") + run("2", OF_STYLE + '<w:vertAlign w:val="baseline"/>'), style("character", SUPERSCRIPT), "62"),
        (run("6") + run("2", OF_STYLE), style("character", '<w:position w:val="8"/>'), "6[2]"),
        (run("3", OF_STYLE) + run("8"), style("character", "<w:strike/>"), "~~3~~8"),
        (run("3", OF_STYLE) + run("8"), style("character", "<w:dstrike/>"), "~~3~~8"),
        (run("3", OF_STYLE + '<w:strike w:val="0"/>') + run("8"), style("character", "<w:strike/>"), "38"),
        (run("4", OF_STYLE) + run("7"), style("character", "<w:vanish/>"), "7"),
        (run("6") + run("2", '<w:position w:val="8"/><w:sz w:val="12"/>'), "", "6[2]"),
        (run("6") + run("2", '<w:position w:val="-8"/>'), "", "6[2]"),
        (run("6") + run("2", '<w:position w:val="2"/>'), "", "62"),
        (run("6", '<w:position w:val="8"/>') + run("2", '<w:position w:val="8"/>'), "", "62"),
    ],
)
def test_what_styles_of_runs_and_positions_say(runs: str, styles: str, raw: str) -> None:
    assert second_cell(f"<w:p>{runs}</w:p>", styles).raw == raw


@pytest.mark.parametrize(
    ("formats", "runs", "raw"),
    [
        ("<w:strike/>", run("38"), "~~38~~"),
        ("<w:strike/>", run("38") + run("5"), "~~385~~"),
        ("<w:vanish/>", run("4"), ""),
        ("<w:vanish/>", run("4") + run("7", '<w:vanish w:val="0"/>'), "7"),
        (SUPERSCRIPT, run("62"), "62"),
    ],
)
def test_what_the_style_of_a_paragraph_says(formats: str, runs: str, raw: str) -> None:
    styled = f'<w:p><w:pPr><w:pStyle w:val="S"/></w:pPr>{runs}</w:p>'
    assert second_cell(styled, style("paragraph", formats)).raw == raw
    assert second_cell(styled.replace("<w:rPr></w:rPr>", ""), style("paragraph", formats)).raw == raw


def test_the_text_that_a_control_shows_till_it_is_filled_in_is_no_number() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    shown = control.format("<w:showingPlcHdr/>", run("0"))
    assert second_cell(f"<w:p>{shown}</w:p>").raw == "~~0~~"
    filled = control.format('<w:showingPlcHdr w:val="0"/>', run("0"))
    assert second_cell(f"<w:p>{filled}</w:p>").raw == "0"
    assert second_cell(control.format("<w:showingPlcHdr/>", f"<w:p>{run('0')}</w:p>")).raw == "~~0~~"
    assert second_cell(f"<w:p>{control.format('', run('7'))}</w:p>").raw == "7"


DRAWING = '<w:drawing><wp:inline xmlns:wp="wp"><wp:extent cx="{0}" cy="900000"/><a:blip/></wp:inline></w:drawing>'


@pytest.mark.parametrize(
    ("content", "raw"),
    [
        (DRAWING.format(900000), "[图]"),
        ("<w:pict><v:shape><v:imagedata/></v:shape></w:pict>", "[图]"),
        (DRAWING.format(9525), ""),
        (DRAWING.format(900000) + "<w:t>7</w:t>", "7"),
    ],
)
def test_a_picture_behind_a_label_is_not_nothing(content: str, raw: str) -> None:
    assert second_cell(f"<w:p><w:r>{content}</w:r></w:p>").raw == raw


def test_a_picture_in_front_of_a_label_only_adorns_it() -> None:
    picture = f"<w:tc><w:p><w:r>{DRAWING.format(900000)}</w:r></w:p></w:tc>"
    (grid,) = read(docx(f"<w:tbl><w:tr>{picture}<w:tc><w:p>{run('甲')}</w:p></w:tc></w:tr></w:tbl>")).blocks
    assert isinstance(grid, Grid)
    assert [cell.raw for cell in grid.cells] == ["", "甲"]
