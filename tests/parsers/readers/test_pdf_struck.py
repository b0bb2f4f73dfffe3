"""Numbers that a rule runs through are struck out: none any more, and none beside what was written instead."""

from __future__ import annotations

import pytest

from parsers.document import Grid
from parsers.readers.pdf import read
from tests.parsers.pdf_files import HEIGHT, pdf_file, show
from tests.parsers.readers.test_pdf_looks import PROSE, ROWS, XS, YS, strokes, values

BASE = YS[1] + 16  #: of the first row of numbers


def line(x0: float, x1: float, y: float, thick: float = 0.5) -> bytes:
    return f"{x0} {HEIGHT - y} {x1 - x0} {thick} re f\n".encode()


def dots(x0: float, x1: float, y: float, wide: float = 0.6, pitch: float = 1.4) -> bytes:
    count = int((x1 - x0) / pitch) + 1
    return b"".join(line(x0 + pitch * each, x0 + pitch * each + wide, y) for each in range(count))


def rows(payload: bytes, *, raw: bool = False) -> list[list[str]]:
    (grid,) = [block for block in read(payload).blocks if isinstance(block, Grid)]
    assert {(cell.row_span, cell.column_span) for cell in grid.cells} == {(1, 1)}
    return [[cell.raw if raw else cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


def changed(first: list[str]) -> list[list[str]]:
    return [ROWS[0], first, *ROWS[2:]]


LINES = {
    "as LibreOffice strikes": (line(164, 174, BASE - 2.8), ["第甲项", "~~10~~", "20", "0", "123"]),
    "by a stroke": (
        f"0.6 w 164 {HEIGHT - BASE + 3} m 174 {HEIGHT - BASE + 3} l S\n".encode(),
        ["第甲项", "~~10~~", "20", "0", "123"],
    ),
    "by a dashed stroke": (
        f"0.6 w [2 1] 0 d 164 {HEIGHT - BASE + 3} m 174 {HEIGHT - BASE + 3} l S [] 0 d\n".encode(),
        ["第甲项", "~~10~~", "20", "0", "123"],
    ),
    "by dots": (dots(164, 174, BASE - 3), ["第甲项", "~~10~~", "20", "0", "123"]),
    "by dots in one path": (
        dots(164, 174, BASE - 3).replace(b" f\n", b" ") + b"f\n",
        ["第甲项", "~~10~~", "20", "0", "123"],
    ),
    "by short dashes": (dots(164, 174, BASE - 3, 2.4, 4), ["第甲项", "~~10~~", "20", "0", "123"]),
    "by dashes": (dots(164, 174, BASE - 3, 4, 6), ["第甲项", "~~10~~", "20", "0", "123"]),
    "one digit of three by dots": (dots(344, 349, BASE - 3), ["第甲项", "10", "20", "0", "~~1~~23"]),
    "twice": (line(164, 174, BASE - 2) + line(164, 174, BASE - 4), ["第甲项", "~~10~~", "20", "0", "123"]),
    "one digit of three": (line(344, 349, BASE - 3), ["第甲项", "10", "20", "0", "~~1~~23"]),
    "from side to side of the cell": (line(160, 220, BASE - 3), ["第甲项", "~~10~~", "20", "0", "123"]),
    "the whole row": (line(62, 398, BASE - 3), ["~~第甲项~~", "~~10~~", "~~20~~", "~~0~~", "~~123~~"]),
}


@pytest.mark.parametrize(("drawn", "expected"), LINES.values(), ids=LINES)
def test_struck_digits_are_told_from_others(drawn: bytes, expected: list[str]) -> None:
    assert rows(pdf_file(PROSE + strokes() + values() + drawn), raw=True) == changed(expected)


def test_what_is_written_beside_struck_digits_is_no_part_of_them() -> None:
    payload = pdf_file(PROSE + strokes() + values() + line(164, 174, BASE - 3) + show("57", 176, BASE))
    assert rows(payload, raw=True)[1][1] == "~~10~~ 57"
    assert rows(payload)[1][1].strip() == "57"


@pytest.mark.parametrize("y", [BASE + 1.2, BASE + 2.2, BASE - 8.2], ids=["underlined", "lower", "overlined"])
def test_a_rule_above_or_below_digits_strikes_nothing(y: float) -> None:
    for drawn in (line(164, 174, y), dots(164, 174, y)):
        assert rows(pdf_file(PROSE + strokes() + values() + drawn)) == ROWS


def test_specks_and_borders_of_dots_strike_nothing() -> None:
    specks = dots(166, 166.5, BASE - 3) + dots(172, 172.5, BASE - 3)
    borders = dots(160, 220, YS[1]) + dots(160, 220, YS[2])
    assert rows(pdf_file(PROSE + strokes() + values() + specks + borders)) == ROWS


def test_rules_through_the_text_of_a_watermark_stay_rules() -> None:
    watermark = show("内部资料", XS[1] + 20, YS[2] + 22, 44, before="0.9 g")
    assert rows(pdf_file(PROSE + strokes() + values() + watermark)) == ROWS


def test_a_rule_of_the_table_that_runs_into_words_stays_a_rule() -> None:
    """As one does on whose height a letter was drawn as a shape, in a cell over two rows."""
    middle = (YS[2] + YS[3]) / 2 + 3
    rows_ruled = b"".join(line(XS[1], XS[-1], y) for y in YS) + b"".join(line(XS[0], XS[1], y) for y in YS[::2])
    sides = b"".join(f"{x} {HEIGHT - YS[-1]} m {x} {HEIGHT - YS[0]} l S\n".encode() for x in XS)
    numbers = values(rows=[["", *row[1:]] for row in ROWS])
    words = show("两行的项目", XS[0] + 45, YS[1] + 3.5) + line(XS[0] + 45, XS[1], YS[1]) + show("另外", 64, middle)
    (grid,) = [
        block
        for block in read(pdf_file(PROSE + rows_ruled + sides + numbers + words)).blocks
        if isinstance(block, Grid)
    ]
    assert [[cell.text for cell in grid.cells if cell.row == row][-4:] for row in range(4)] == [row[1:] for row in ROWS]


def test_a_rule_beside_a_cell_over_two_rows_strikes_nothing() -> None:
    middle = (YS[1] + YS[3]) / 2
    sides = b"".join(f"{x} {HEIGHT - YS[-1]} m {x} {HEIGHT - YS[0]} l S\n".encode() for x in XS)
    drawn = sides + b"".join(line(XS[0], XS[-1], y) for y in (YS[0], YS[1], YS[3], YS[4])) + line(XS[1], XS[-1], YS[2])
    payload = pdf_file(PROSE + drawn + show("两行的项目", XS[0] + 4, middle + 3.5) + show("17", XS[1] + 4, BASE))
    (grid,) = [block for block in read(payload).blocks if isinstance(block, Grid)]
    assert ("两行的项目", 2) in [(cell.raw, cell.row_span) for cell in grid.cells]
    assert "17" in [cell.raw for cell in grid.cells]
