from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from lxml import etree
from openpyxl.utils import get_column_letter

from disclosure.report import ElementPath, State
from parsers import parse
from parsers.document import Grid, Paragraph
from parsers.readers.xlsx import read
from replica.press.truth import make_truth
from replica.press.xlsx import print_xlsx
from tests.parsers.grids import Drawn, drawn_grids
from tests.parsers.sheet_files import MAIN, data, number, styles, text, xlsx


def grids(*sheets: str, **options: object) -> list[Grid]:
    return [block for block in read(xlsx(*sheets, **options)).blocks if isinstance(block, Grid)]  # type: ignore[arg-type]


def shapes(payload: bytes) -> list[str]:
    """Each block in one line: the text of a paragraph, the cells of a grid with their spans."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else " ".join(f"{c.row},{c.column}+{c.row_span}x{c.column_span}:{c.text}" for c in block.cells)
        for block in read(payload).blocks
    ]


def values(*cells: str, **options: object) -> list[str]:
    """The texts of cells beside a label."""
    (grid,) = grids(data(text("甲") + text("乙") + "".join(cells)), **options)
    return [cell.raw for cell in grid.cells][2:]


def rules(payload: bytes) -> dict[str, str]:
    return {finding.rule: finding.message for finding in read(payload).findings}


def test_texts_of_every_kind() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><r><t>规</t></r><r><t>章</t></r><rPh><t>gui</t></rPh></si><si/></sst>'
    cells = (
        '<c t="s"><v>0</v></c>',
        '<c t="str"><f>A1</f><v>公式</v></c>',
        '<c t="e"><f>1/0</f><v>#REF!</v></c>',
        '<c t="b"><v>1</v></c>',
        '<c t="d"><v>2024-01-15</v></c>',
        text("甲_x000D_\n乙 "),
        number("12.0"),
        '<c t="str"><f>A1</f><v></v></c>',
        number("3"),
    )
    assert values(*cells, sharedStrings=strings) == [
        "规章", "公式", "#REF!", "TRUE", "2024-01-15", "甲\n乙", "12", "", "3",
    ]  # fmt: skip


def rich(*runs: tuple[str, str]) -> str:
    """A text of runs, each with its format."""
    inside = "".join(f"<r><rPr>{formats}</rPr><t>{content}</t></r>" for content, formats in runs)
    return f'<c t="inlineStr"><is>{inside}</is></c>'


SUPERSCRIPT, SUBSCRIPT, STRUCK = '<vertAlign val="superscript"/>', '<vertAlign val="subscript"/>', "<strike/>"


@pytest.mark.parametrize(
    ("cell", "raw"),
    [
        (rich(("6", ""), ("2", SUPERSCRIPT)), "6[2]"),
        (rich(("6", "<b/>"), ("a", f"<b/>{SUBSCRIPT}")), "6[a]"),
        (rich(("6", ""), ("2", '<vertAlign val="baseline"/>')), "62"),
        (rich(("6", SUPERSCRIPT), ("2", SUPERSCRIPT)), "62"),
        (rich(("3", STRUCK), ("8", "")), "~~3~~8"),
        (rich(("3", '<strike val="0"/>'), ("8", "")), "38"),
        (number("38", 1), "~~38~~"),
        (text("7", 1), "~~7~~"),
        (number("38", 2), "38"),
    ],
)
def test_notes_and_what_is_struck_out_do_not_run_into_the_number(cell: str, raw: str) -> None:
    looks = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
        '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>'
    )
    assert values(cell, styles=looks) == [raw]


def test_a_label_is_known_without_the_mark_of_its_note() -> None:
    (grid,) = grids(data(rich(("规章", ""), ("1", SUPERSCRIPT)) + number("5")))
    assert [(cell.text, cell.raw) for cell in grid.cells] == [("规章", "规章[1]"), ("5", "5")]


def test_a_number_is_what_the_sheet_shows_and_more_digits_are_told() -> None:
    payload = xlsx(data(text("甲") + number("7730.2849", 2) + number("4.0430000000000001", 2)), styles=styles("0.00##"))
    assert "shown_differs" not in rules(payload)
    payload = xlsx(data(text("甲") + number("7730.2849", 2) + number("4.04", 2)), styles=styles("0.00"))
    assert shapes(payload) == ["0,0+1x1:甲 0,1+1x1:7730.28 0,2+1x1:4.04"]
    assert rules(payload)["shown_differs"].endswith("表1!B1 shows 7730.28, stored is 7730.2849")


def test_a_zero_that_is_not_shown_is_blank_and_told() -> None:
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    payload = xlsx(view + data(text("甲") + number("0") + number("5")))
    assert shapes(payload) == ["0,0+1x1:甲 0,1+1x1: 0,2+1x1:5"]
    assert "B1 shows nothing, stored is 0" in rules(payload)["shown_differs"]


def test_a_format_that_is_not_followed_is_told() -> None:
    payload = xlsx(data(text("甲") + number("12", 2)), styles=styles("[DBNum1]General"))
    assert shapes(payload) == ["0,0+1x1:甲 0,1+1x1:12"]
    assert "表1!B1 holds 12 with the format [DBNum1]General" in rules(payload)["format_unknown"]


def test_a_formula_that_was_never_calculated_is_blank_and_told() -> None:
    payload = xlsx(data(text("甲") + "<c><f>SUM(C1:D1)</f></c>" + number("1")))
    assert shapes(payload) == ["0,0+1x1:甲 0,1+1x1: 0,2+1x1:1"]
    assert rules(payload)["formula_without_value"].endswith("表1!B1")


def test_days_of_1904() -> None:
    cells = data(text("甲") + number("43830", 2))
    payload = xlsx(cells, styles=styles("yyyy/m/d"), book='<workbookPr date1904="1"/>')
    assert shapes(payload) == ["0,0+1x1:甲 0,1+1x1:2024/1/1"]


def test_tables_between_headings_and_blank_rows_in_reading_order() -> None:
    blank = "<c s='1'/>"
    rows = (
        text("标题"),
        text("甲", 1) + number("1", 1) + blank,
        text("乙", 1) + blank + number("2", 1),
        "",
        text("丙", 1) + number("3", 1),
        text("一段话。&#10;又一段。"),
        text("丁", 1) + blank + blank,
        *[blank + blank + blank] * 3,
    )
    assert shapes(xlsx(data(*rows), styles=styles())) == [
        "标题",
        "0,0+1x1:甲 0,1+1x1:1 0,2+1x1: 1,0+1x1:乙 1,1+1x1: 1,2+1x1:2",
        "0,0+1x1:丙 0,1+1x1:3",
        "一段话。",
        "又一段。",
        "0,0+1x1:丁 1,0+1x1:",
    ]


def test_tables_side_by_side() -> None:
    rows = (
        text("甲") + number("1") + "<c/>" + text("丙") + number("3"),
        text("乙") + number("2") + "<c/>" + text("丁") + number("4"),
    )
    assert shapes(xlsx(data(*rows))) == [
        "0,0+1x1:甲 0,1+1x1:1 0,2+1x1: 1,0+1x1:乙 1,1+1x1:2 1,2+1x1:",
        "0,0+1x1:丙 0,1+1x1:3 1,0+1x1:丁 1,1+1x1:4",
    ]


def test_an_empty_column_before_numbers_parts_nothing() -> None:
    (grid,) = grids(data(text("甲") + "<c/>" + number("1"), text("乙") + "<c/>" + number("2")))
    assert grid.columns == 3


def test_hidden_rows_columns_and_sheets_are_not_read() -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
        f"<row>{text('甲')}{number('1')}{number('2')}</row><row hidden='1'>{text('乙')}{number('3')}{number('4')}</row>"
        f"<row>{text('丙')}{number('5')}{number('6')}</row><row ht='0'>{text('丁')}</row></sheetData>"
    )
    payload = xlsx(sheet, data(text("底稿") + number("9")), states=("visible", "veryHidden"))
    assert shapes(payload) == ["0,0+1x1:甲 0,1+1x1:2 1,0+1x1:丙 1,1+1x1:6"]
    assert rules(payload) == {}


def test_hidden_labels_of_the_form_are_told() -> None:
    sheet = f"<sheetData><row>{text('甲')}{number('1')}</row>"
    sheet += f"<row hidden='1'>{text('行政许可')}{number('3')}</row></sheetData>"
    payload = xlsx(sheet, data(text("规 章") + number("9")), states=("visible", "hidden"))
    assert rules(payload)["hidden_cells"].endswith("行政许可 (表1); 规 章 (表2)")


def test_merged_cells_over_hidden_columns_shrink() -> None:
    merged = '<cols><col min="2" max="2" hidden="1"/></cols>'
    merged += data(text("甲") + "<c/><c/>" + text("乙"), number("1") + number("9") + number("2") + number("3"))
    merged += '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
    assert shapes(xlsx(merged)) == ["0,0+1x2:甲 0,2+1x1:乙 1,0+1x1:1 1,1+1x1:2 1,2+1x1:3"]


def test_what_a_file_says_of_its_size_is_not_believed() -> None:
    sheet = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576">'
    sheet += '<c r="XFC1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    assert shapes(xlsx(sheet)) == ["0,0+1x1:1 0,1+1x1:2"]


def test_the_strict_kind_is_read() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(print_xlsx(make_truth(3)))) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            xml = source.read(name)
            xml = xml.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            office = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
            xml = xml.replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", office)
            target.writestr(name, xml)
    readings = parse(stream.getvalue()).cells.values()
    assert len(readings) == 200
    assert all(reading.state is State.NUMBER for reading in readings)


def test_places_lead_to_the_cells() -> None:
    payload = print_xlsx(make_truth(4))
    with zipfile.ZipFile(BytesIO(payload)) as package:
        root = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    for reading in parse(payload).cells.values():
        (place,) = reading.place
        assert isinstance(place, ElementPath)
        assert place.part == "xl/worksheets/sheet1.xml"
        (cell,) = root.xpath(place.xpath)
        assert float(cell.findtext(f"{{{MAIN}}}v")) == float(reading.raw)


def test_what_is_left_out_is_told() -> None:
    parts = {"drawings/drawing1": "<a><txBody/></a>", "embeddings/book1": "<a/>"}
    assert rules(xlsx(data(text("甲")), **parts)).keys() == {"text_box", "embedded_object"}


@settings(max_examples=40)
@given(drawn_grids())
def test_any_grid_that_another_program_writes(drawn: Drawn) -> None:
    """A column of labels is put before the grid, so that every row is one of a table."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(drawn.rows):
        sheet.cell(row + 3, 2, f"行{row}")
    for box in drawn.boxes:
        sheet.cell(box.row + 3, box.column + 3, box.text)
        first, last = get_column_letter(box.column + 3), get_column_letter(box.column + 2 + box.column_span)
        sheet.merge_cells(f"{first}{box.row + 3}:{last}{box.row + 2 + box.row_span}")
    stream = BytesIO()
    book.save(stream)
    (grid,) = read(stream.getvalue()).blocks
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (drawn.rows, drawn.columns + 1)
    found = {(cell.row, cell.column - 1, cell.row_span, cell.column_span, cell.text) for cell in grid.cells}
    drawn_boxes = {(box.row, box.column, box.row_span, box.column_span, box.text) for box in drawn.boxes}
    assert found == drawn_boxes | {(row, -1, 1, 1, f"行{row}") for row in range(drawn.rows)}


@pytest.mark.parametrize("media", [True, False])
def test_a_workbook_without_text_says_so(media: bool) -> None:
    parts = {"media/image1": "x"} if media else {}
    (finding,) = parse(xlsx("<sheetData/>", **parts)).findings
    assert finding.message.startswith("scan" if media else "empty")
