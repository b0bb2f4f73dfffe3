"""Columns of characters in the table of statistics: what blanks part in every line."""

from __future__ import annotations

from disclosure.report import TextPosition
from parsers.document import Grid
from parsers.readers.text import read
from parsers.readers.text_columns import width

LEFT = [
    ("1.政府公报公开政府信息数", "条", "11419"),
    ("2.政府网站公开政府信息数", "条", ""),
    ("3.政务微博公开政府信息数", "条", "19675"),
    ("4.政务微信公开政府信息数", "条", "75"),
    ("三、依申请公开情况", "—", "—"),
    ("（一）收到申请数", "件", "1004"),
    ("1.当面申请数", "件", "34"),
    ("2.传真申请数", "件", "16"),
]
RIGHT = [
    ("（二）申请办结数", "件", "438"),
    ("1.按时办结数", "件", "356"),
    ("2.延期办结数", "件", "82"),
    ("（三）申请答复数", "件", "5493"),
    ("四、行政复议数量", "件", ""),
    ("六、举报投诉数量", "件", "729"),
    ("（一）召开政府信息公开工作", "次", "121"),
    ("会议或专题会议数", "", ""),
]


def grids(text: str) -> list[Grid]:
    return [block for block in read(text.encode()).blocks if isinstance(block, Grid)]


def rows_of(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def line(*halves: tuple[str, str, str]) -> str:
    return "   ".join(f"{padded(half[0], 30)}{padded(half[1], 6)}{padded(half[2], 8)}" for half in halves).rstrip()


def test_empty_cells_keep_their_columns() -> None:
    (grid,) = grids("\n".join(line(half) for half in [("统计指标", "单位", "统计数"), *LEFT]))
    assert rows_of(grid) == [list(half) for half in [("统计指标", "单位", "统计数"), *LEFT]]


def test_two_halves_are_a_grid_each() -> None:
    left, right = grids("\n".join(line(*halves) for halves in zip(LEFT, RIGHT, strict=True)))
    assert rows_of(left) == [list(half) for half in LEFT]
    assert rows_of(right) == [list(half) for half in RIGHT]


def test_numbers_of_lines_belong_to_the_labels_behind_them() -> None:
    rows = [
        f"{at:<4}{padded(line(half), 48)}{at + 8:<4}{line(other)}"
        for at, (half, other) in enumerate(zip(LEFT, RIGHT, strict=True), start=1)
    ]
    _, right = grids("\n".join(rows))
    assert rows_of(right) == [[str(at), *half] for at, half in enumerate(RIGHT, start=9)]


def test_the_place_of_a_cell_points_at_it() -> None:
    text = "\n".join(line(half) for half in LEFT)
    (grid,) = grids(text)
    for cell in grid.cells:
        (place,) = cell.place
        assert isinstance(place, TextPosition)
        assert not cell.text or text.split("\n")[place.line - 1][place.column - 1 :].startswith(cell.text)


def test_lines_without_columns_are_no_grid() -> None:
    assert grids("\n".join(" ".join(filter(None, half)) for half in LEFT)) == []


def test_numbers_that_run_into_labels_are_no_column() -> None:
    rows = [line(half) for half in LEFT]
    rows += [f"5.其他方式公开政府信息数 {number:<18}{number}" for number in (14061, 14062, 14063)]
    assert grids("\n".join(rows)) == []


def test_the_later_form_is_no_table_of_statistics() -> None:
    rows = [f"{padded(label, 50)}{at:<8}{at + 40:<8}" for at, label in enumerate(["行政许可", "行政处罚", "规章"] * 4)]
    text = "二、主动公开政府信息情况\n" + "\n".join(rows)
    assert all(len(row) < 12 for grid in grids(text) for row in rows_of(grid))
