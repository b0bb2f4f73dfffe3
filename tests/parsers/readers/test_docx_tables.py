from __future__ import annotations

from io import BytesIO

import docx as python_docx
import pytest
from hypothesis import given, settings

from parsers.document import Grid, Paragraph
from parsers.readers.docx import read
from tests.parsers.docx_files import cell, docx, paragraph, print_grid, run, table
from tests.parsers.grids import Drawn, drawn_grids

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def grids(body: str) -> list[Grid]:
    return [block for block in read(docx(body)).blocks if isinstance(block, Grid)]


def placed(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]


@settings(max_examples=60)
@given(drawn_grids())
def test_spans_come_back_as_drawn(drawn: Drawn) -> None:
    (grid,) = grids(print_grid(drawn)) or (None,)
    if all(box.column_span == drawn.columns for box in drawn.boxes):
        assert grid is None  # one column only lays out
        return
    assert grid is not None
    assert (grid.rows, grid.columns, grid.method, grid.exact) == (drawn.rows, drawn.columns, "docx", True)
    drawn_boxes = {(box.row, box.column, box.row_span, box.column_span, box.text) for box in drawn.boxes}
    assert set(placed(grid)) == drawn_boxes


@settings(max_examples=60)
@given(drawn_grids())
def test_texts_stand_where_another_library_sees_them(drawn: Drawn) -> None:
    payload = docx(print_grid(drawn))
    theirs = [[cell.text for cell in row.cells] for row in python_docx.Document(BytesIO(payload)).tables[0].rows]
    for grid in (block for block in read(payload).blocks if isinstance(block, Grid)):
        ours = [[""] * grid.columns for _ in range(grid.rows)]
        for each in grid.cells:
            for row in range(each.row, each.row + each.row_span):
                for column in range(each.column, each.column + each.column_span):
                    ours[row][column] = each.text
        assert ours == theirs


def test_rows_that_begin_or_end_off_the_grid() -> None:
    before = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>'
    (grid,) = grids(table(cell("a") + cell("b") + cell("c"), before + cell("d"), cell("e") + "<w:trPr/>"))
    assert placed(grid) == [
        (0, 0, 1, 1, "a"),
        (0, 1, 1, 1, "b"),
        (0, 2, 1, 1, "c"),
        (1, 2, 1, 1, "d"),
        (2, 0, 1, 1, "e"),
    ]


def test_old_horizontal_merging() -> None:
    across, on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    (grid,) = grids(table(cell("a", across) + cell("", on) + cell("b"), cell("c") + cell("d") + cell("e")))
    assert placed(grid)[:2] == [(0, 0, 1, 2, "a"), (0, 2, 1, 1, "b")]


def test_a_merge_that_nothing_begins_is_a_cell_of_its_own() -> None:
    (grid,) = grids(table(cell("a") + cell("b"), cell("7", CONTINUE) + cell("c")))
    assert (1, 0, 1, 1, "7") in placed(grid)


def test_a_merge_goes_on_only_in_the_same_columns() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    (grid,) = grids(table(cell("a", RESTART) + cell("b") + cell("c"), cell("7", wide + CONTINUE) + cell("d")))
    assert (0, 0, 1, 1, "a") in placed(grid)
    assert (1, 0, 1, 2, "7") in placed(grid)


def test_a_merge_begun_anew_is_another_cell() -> None:
    rows = [cell("a", RESTART) + cell("1"), cell("", CONTINUE) + cell("2"), cell("b", RESTART) + cell("3")]
    (grid,) = grids(table(*rows, cell("", CONTINUE) + cell("4")))
    assert [each for each in placed(grid) if each[1] == 0] == [(0, 0, 2, 1, "a"), (2, 0, 2, 1, "b")]


def test_deleted_and_hidden_rows_are_left_out_and_inserted_ones_kept() -> None:
    rows = [
        cell("a") + cell("b"),
        "<w:trPr><w:del/></w:trPr>" + cell("1") + cell("2"),
        "<w:trPr><w:hidden/></w:trPr>" + cell("3") + cell("4"),
        "<w:trPr><w:ins/></w:trPr>" + cell("5") + cell("6"),
    ]
    (grid,) = grids(table(*rows))
    assert [text for *_, text in placed(grid)] == ["a", "b", "5", "6"]
    assert grid.rows == 2


def test_rows_and_cells_in_content_controls() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    second = f"<w:tr>{cell('c')}{cell('d')}</w:tr>"
    body = f"<w:tbl><w:tr>{control.format(cell('a'))}{cell('b')}</w:tr>{control.format(second)}</w:tbl>"
    (grid,) = grids(body)
    assert [text for *_, text in placed(grid)] == ["a", "b", "c", "d"]


def test_lines_of_a_cell() -> None:
    inside = f"<w:tc>{paragraph('商业')}<w:p/><w:p>{run('企')}<w:r><w:br/></w:r>{run('业')}</w:p></w:tc>"
    (grid,) = grids(table(inside + cell("b")))
    assert (grid.cells[0].text, grid.cells[0].raw) == ("商业企业", "商业\n企\n业")


def test_a_table_around_tables_lays_out_and_is_no_grid() -> None:
    inner = table(cell("1") + cell("2"))
    body = table(f"<w:tc>{paragraph('说明')}{inner}{paragraph('注')}</w:tc>" + cell("旁"))
    blocks = read(docx(body)).blocks
    assert [block.text if isinstance(block, Paragraph) else block.columns for block in blocks] == [
        "说明",
        2,
        "注",
        "旁",
    ]


def test_a_table_of_one_column_is_prose() -> None:
    assert grids(table(cell("甲"), cell("乙"))) == []
    assert [getattr(block, "text", None) for block in read(docx(table(cell("甲"), cell("乙")))).blocks] == ["甲", "乙"]


@pytest.mark.parametrize("span", ["9" * 5000, "-1", "x", "０", ""])
def test_a_span_that_is_no_number_is_one_column(span: str) -> None:
    (grid,) = grids(table(cell("a", f'<w:gridSpan w:val="{span}"/>') + cell("b")))
    assert placed(grid) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]
