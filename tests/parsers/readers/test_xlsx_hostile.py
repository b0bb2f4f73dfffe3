"""Workbooks that are damaged, or made to harm: each is told in one sentence, at once."""

from __future__ import annotations

import random
import time

import pytest

from disclosure.report import Status
from parsers import parse
from replica.press.truth import make_truth
from replica.press.xlsx import print_xlsx
from tests.parsers.docx_files import pack
from tests.parsers.sheet_files import data, number, text, worksheet, xlsx, xlsx_parts

SHEET = "xl/worksheets/sheet1.xml"
TWO = text("甲") + number("1")


def replaced(part: str, content: str | bytes | None) -> bytes:
    parts = xlsx_parts(data(TWO))
    parts.pop(part)
    return pack({**parts, part: content} if content is not None else parts)


def merged(*references: str) -> str:
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in references)
    return f"<mergeCells>{cells}</mergeCells>"


CASES = {
    "no sheet": (replaced(SHEET, None), "damaged: xl/worksheets/sheet1.xml is missing"),
    "no relations": (replaced("xl/_rels/workbook.xml.rels", None), "damaged: xl/_rels/workbook.xml.rels is missing"),
    "torn XML": (replaced(SHEET, worksheet(data(TWO))[:-9]), "damaged: xl/worksheets/sheet1.xml"),
    "entities": (replaced(SHEET, '<!DOCTYPE a [<!ENTITY b "c">]>' + worksheet(data(TWO))), "refused"),
    "bomb": (replaced(SHEET, worksheet(data(TWO) + " " * 2**24)), "too large: xl/worksheets/sheet1.xml"),
    "a text that is not there": (xlsx(data(TWO + '<c t="s"><v>7</v></c>')), "damaged: 表1!C1 refers to a text"),
    "a cell beyond": (xlsx(data('<c r="XFE1"/>')), "damaged: xl/worksheets/sheet1.xml names a cell beyond"),
    "a row beyond": (xlsx('<sheetData><row r="1048577"/></sheetData>'), "damaged"),
    "half a reference": (xlsx(data(TWO) + merged(":B2")), "damaged: xl/worksheets/sheet1.xml names a cell ''"),
    "a wrong reference": (xlsx(data('<c r="1A"/>')), "damaged: xl/worksheets/sheet1.xml names a cell '1A'"),
    "merged over and over": (xlsx(data(TWO) + merged(*["A1:GR200"] * 9)), "too large: the merged cells"),
    "far apart": (
        xlsx(data(*(f'{TWO}<c r="OJ{row}"><v>1</v></c>' for row in range(1, 401)))),
        "too large: a table has more than",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_read_says_why(case: str) -> None:
    payload, reason = CASES[case]
    start = time.process_time()
    report = parse(payload)
    assert time.process_time() - start < 5
    assert report.status is Status.UNREADABLE
    assert report.findings[0].message.startswith(reason)


def test_more_cells_than_any_report_has_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell alone in its row: no table is too large, the paragraphs are too many."""
    monkeypatch.setattr("parsers.readers.sheet_blocks.LARGEST_GRID", 50)
    assert parse(xlsx(data(*[number("1")] * 50))).status is Status.NOT_A_REPORT
    (finding,) = parse(xlsx(data(*[number("1")] * 51))).findings
    assert finding.message == "too large: a sheet has more than 50 cells with text"


def test_a_sheet_merged_as_a_whole_is_read() -> None:
    report = parse(xlsx(data(TWO) + merged("A3:XFD1048576")))
    assert report.status is Status.NOT_A_REPORT


def test_thousands_of_ruled_rows_below_a_table_are_nothing() -> None:
    styles_part = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<borders><border><left style="thin"/></border></borders><cellXfs><xf borderId="0"/></cellXfs></styleSheet>'
    )
    assert parse(xlsx(data(TWO, *["<c/>" * 11] * 12000), styles=styles_part)).status is Status.NOT_A_REPORT


def test_any_damage_is_told_or_harmless() -> None:
    """Bytes of the package are turned at random: a report or a reason comes back, never an exception."""
    payload, rng = print_xlsx(make_truth(6)), random.Random(6)
    for _ in range(60):
        torn = bytearray(payload)
        for _ in range(rng.randint(1, 8)):
            torn[rng.randrange(len(torn))] = rng.randrange(256)
        parse(bytes(torn[: rng.choice((len(torn), rng.randrange(len(torn))))]))
