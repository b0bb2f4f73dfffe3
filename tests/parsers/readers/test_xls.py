from __future__ import annotations

import random
import struct
from io import BytesIO

import pytest
import xlwt
from hypothesis import given, settings

from disclosure.report import ElementPath, Status
from parsers import parse
from parsers.document import Grid, Paragraph
from parsers.readers.xls import read
from parsers.sniff import OLE, XLS, sniff
from tests.parsers.grids import Drawn, drawn_grids

RULED = xlwt.easyxf("borders: left thin, right thin")


def saved(book: xlwt.Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def small() -> tuple[xlwt.Workbook, xlwt.Worksheet]:
    """A workbook of one sheet with a heading and a row of a label and a number."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("年报")
    sheet.write_merge(0, 0, 0, 3, "标题")
    sheet.write(1, 0, "甲")
    sheet.write(1, 1, 12.0)
    return book, sheet


def texts(payload: bytes) -> list[str]:
    return [
        block.text if isinstance(block, Paragraph) else " ".join(cell.text or "_" for cell in block.cells)
        for block in read(payload).blocks
    ]


def test_headings_and_numbers_with_their_places() -> None:
    book, _ = small()
    heading, grid = read(saved(book)).blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(grid, Grid)
    assert (heading.text, [cell.text for cell in grid.cells]) == ("标题", ["甲", "12"])
    assert grid.cells[1].place == (ElementPath("/sheet[1]/row[2]/cell[2]", "年报"),)
    assert sniff(saved(book)) == XLS


def test_numbers_as_shown() -> None:
    book, sheet = small()
    for column, (value, code) in enumerate(
        ((7730.2849, "0.00"), (1234567, "#,##0"), (0.125, "0.0%"), (45292, 'yyyy"年"m"月"d"日"'), (0, "0;-0;")), start=2
    ):
        sheet.write(1, column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(1, 7, xlwt.Formula("1/0"))
    sheet.write(1, 8, True)
    payload = saved(book)
    assert texts(payload)[1].startswith("甲 12 7730.28 1,234,567 12.5% 2024年1月1日 _ ")
    (finding,) = read(payload).findings
    assert finding.rule == "shown_differs"
    assert "年报!C2 shows 7730.28, stored is 7730.2849; 年报!G2 shows nothing, stored is 0" in finding.message


def test_what_is_hidden_is_not_read_and_labels_of_the_form_in_it_are_told() -> None:
    book, sheet = small()
    sheet.write(1, 2, 99)
    sheet.col(2).hidden = True
    sheet.write(2, 0, "行政许可")
    sheet.write(2, 1, 98)
    sheet.row(2).hidden = True
    second = book.add_sheet("底稿")
    second.write(0, 0, "规章")
    second.write(0, 1, 97)
    second.visibility = 1
    payload = saved(book)
    assert texts(payload) == ["标题", "甲 12"]
    (finding,) = read(payload).findings
    assert finding.message.endswith("行政许可 (年报); 规章 (底稿)")


def test_blank_cells_with_rules_are_slots() -> None:
    book, sheet = small()
    sheet.write(2, 0, "乙", RULED)
    sheet.write(2, 1, "", RULED)
    assert texts(saved(book)) == ["标题", "甲 12 乙 _"]


@settings(max_examples=40)
@given(drawn_grids())
def test_any_grid_that_another_program_writes(drawn: Drawn) -> None:
    """A column of labels is put before the grid, so that every row is one of a table."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("甲")
    for row in range(drawn.rows):
        sheet.write(row + 2, 1, f"行{row}")
    for box in drawn.boxes:
        bottom, right = box.row + 1 + box.row_span, box.column + 1 + box.column_span
        sheet.write_merge(box.row + 2, bottom, box.column + 2, right, box.text)
    (grid,) = read(saved(book)).blocks
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (drawn.rows, drawn.columns + 1)
    found = {(cell.row, cell.column - 1, cell.row_span, cell.column_span, cell.text) for cell in grid.cells}
    drawn_boxes = {(box.row, box.column, box.row_span, box.column_span, box.text) for box in drawn.boxes}
    assert found == drawn_boxes | {(row, -1, 1, 1, f"行{row}") for row in range(drawn.rows)}


def test_a_workbook_without_text_says_so() -> None:
    book = xlwt.Workbook()
    book.add_sheet("空")
    assert parse(saved(book)).findings[0].message.startswith("empty")


def test_a_workbook_with_a_password_says_so() -> None:
    """The record that says whether objects are hidden is made the one that opens an encrypted workbook."""
    payload, hiding, encrypted = saved(small()[0]), b"\x8d\x00\x02\x00", b"\x2f\x00\x02\x00"
    assert payload.count(hiding) == 1
    assert parse(payload.replace(hiding, encrypted)).findings[0].message == "encrypted: needs a password"


def test_a_torn_workbook_says_so() -> None:
    book, sheet = small()
    for row in range(3, 400):
        sheet.write(row, 0, f"第{row}行")
    payload = saved(book)
    for end in (600, len(payload) // 2, len(payload) - 1200):
        report = parse(payload[:end] + payload[-1024:])
        assert report.status is Status.UNREADABLE
        assert report.findings[0].message.startswith(("damaged", "no reader: an old office file, torn"))


def test_any_damage_is_told_or_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes of the file are turned at random: a report or a reason comes back, never an exception nor a print."""
    payload, rng = saved(small()[0]), random.Random(7)
    for _ in range(200):
        torn = bytearray(payload)
        for _ in range(rng.randint(1, 12)):
            torn[rng.randrange(len(torn))] = rng.randrange(256)
        parse(bytes(torn))
    assert capsys.readouterr() == ("", "")


def test_other_old_office_files_are_no_workbooks() -> None:
    payload = saved(small()[0]).replace("Workbook".encode("utf-16-le"), "Pictures".encode("utf-16-le"))
    assert sniff(payload) == OLE
    assert parse(payload).findings[0].message.startswith("no reader: an old office file")


def test_a_cell_whose_format_the_workbook_lacks_says_so() -> None:
    book, sheet = small()
    sheet.write(5, 1, "乙")
    whole = saved(book)
    text = b"\xfd\x00\x0a\x00\x05\x00\x01\x00"  # the record of a shared text, its row and column
    at = whole.index(text) + len(text)
    report = parse(whole[:at] + b"\xff\x0f" + whole[at + 2 :])
    assert report.status is Status.UNREADABLE
    assert report.findings[0].message.startswith("damaged: the workbook lacks the format of ")


def test_sectors_that_lead_back_to_themselves_end_nowhere_near_the_reader() -> None:
    payload = bytearray(saved(small()[0]))
    [directory], [table] = (struct.unpack_from("<I", payload, at) for at in (48, 76))
    root = 512 * (directory + 1)
    payload[root + 116 : root + 124] = payload[root + 244 : root + 252]  # some sectors for the small streams
    sector = len(payload) // 512 - 1
    payload += bytes(512)  # a table of small sectors of which each is followed by the first
    struct.pack_into("<III", payload, 56, 2**31 - 1, sector, 1)
    struct.pack_into("<I", payload, root + 244, 0)
    struct.pack_into("<I", payload, 512 * (table + 1) + 4 * sector, 2**32 - 2)
    assert not parse(bytes(payload)).cells
