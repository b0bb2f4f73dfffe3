"""Rows, groups and headers at a page end: joined when they were cut, and never when two rows of numbers meet."""

from __future__ import annotations

import pytest

from parsers.document import Grid
from parsers.readers.pdf import read
from tests.parsers.pdf_files import HEIGHT, pdf_file, show
from tests.parsers.readers.test_pdf_grids import Box, Drawing, boxes_of, grids, printed

WIDTHS = (40.0, 90.0, 40.0, 40.0)


def row(number: int, *texts: str, first: int = 1) -> tuple[Box, ...]:
    """The cells of a row from column ``first`` on."""
    return tuple(Box(number, first + offset, 1, 1, text) for offset, text in enumerate(texts))


def page(rows: int, *boxes: Box) -> Drawing:
    return Drawing(WIDTHS, (20.0,) * rows, boxes)


def one_grid(*pages: Drawing) -> Grid:
    (grid,) = grids(read(printed(*pages)))
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.cells if cell.row == number] for number in range(grid.rows)]


LONG = "a label that fills up"  # as wide as its cell of 90 points
REST = "and goes on"


def test_a_cut_label_is_joined_and_keeps_both_places() -> None:
    above = page(2, *row(0, "first", "11", "12", first=0 + 1), *row(1, LONG, "21", "22"), Box(0, 0, 2, 1, "group"))
    below = page(2, *row(0, REST, "", ""), *row(1, "third", "31", "32"), Box(0, 0, 2, 1, ""))
    grid = one_grid(above, below)
    assert texts(grid) == [["group", "first", "11", "12"], [LONG + REST, "21", "22"], ["third", "31", "32"]]
    joined = next(cell for cell in grid.cells if cell.text == LONG + REST)
    assert [place.page for place in joined.place] == [1, 2]  # type: ignore[union-attr]
    assert joined.raw == f"{LONG}\n{REST}"


def test_numbers_of_a_cut_row_may_stand_in_the_second_piece() -> None:
    above = page(2, *row(0, "g", "first", "11", "12", first=0), *row(1, "h", LONG, "", "", first=0))
    below = page(2, *row(0, "", REST, "21", "22", first=0), *row(1, "k", "third", "31", "32", first=0))
    assert texts(one_grid(above, below))[1:] == [["h", LONG + REST, "21", "22"], ["k", "third", "31", "32"]]


def test_two_rows_with_numbers_are_never_joined() -> None:
    above = page(1, *row(0, "g", LONG, "11", "", first=0))
    below = page(1, *row(0, "", REST, "", "22", first=0))
    assert one_grid(above, below).rows == 2


def test_a_blank_row_after_a_short_label_stays_a_row() -> None:
    above = page(1, *row(0, "g", "short", "11", "12", first=0))
    below = page(2, *row(0, "h", "next", "", "", first=0), *row(1, "k", "last", "31", "32", first=0))
    assert texts(one_grid(above, below))[1] == ["h", "next", "", ""]


def test_values_below_their_heading_are_not_joined_to_it() -> None:
    above = page(1, *row(0, "upheld", "corrected", "other", "total", first=0))
    below = page(1, *row(0, "15", "25", "35", "75", first=0))
    assert texts(one_grid(above, below)) == [["upheld", "corrected", "other", "total"], ["15", "25", "35", "75"]]


def test_marks_below_their_heading_are_not_joined_to_it() -> None:
    above = page(1, *row(0, "upheld", "corrected", "other", "total", first=0))
    below = page(1, *row(0, "/", "—", "/", "无", first=0))
    assert texts(one_grid(above, below))[0] == ["upheld", "corrected", "other", "total"]


#: a row of three cells, closed on all sides
PAGE_RULES = "".join(
    f"{a} {HEIGHT - b} m {c} {HEIGHT - d} l S\n"
    for a, b, c, d in [(x, 70, x, 90) for x in (60, 150, 190, 230)] + [(60, y, 230, y) for y in (70, 90)]
).encode()


def ruled(texts: list[list[str]], *, first: bool, last: bool, head: bool = False) -> bytes:
    """Rows of 20 points as browsers print them: no rules at the sides nor at page ends, none within the first group,
    which may begin below a ``head``.
    """
    bottom = 70 + 20 * len(texts)
    lines = [(x, 70, x, bottom) for x in (90, 150, 190)]
    lines += [(90, y, 230, y) for y in range(90, bottom, 20)]
    lines += [(60, y, 230, y) for y, drawn in ((70, first), (90, head), (bottom, last)) if drawn]
    rules = "".join(f"{a} {HEIGHT - b} m {c} {HEIGHT - d} l S\n" for a, b, c, d in lines)
    words = [
        show(text, x, 84 + 20 * number)
        for number, line in enumerate(texts)
        for x, text in zip((64, 94, 154, 194), line, strict=True)
    ]
    return rules.encode() + b"".join(words)


def test_a_group_without_side_rules_may_fill_a_whole_page() -> None:
    payload = pdf_file(
        ruled([["三组", "甲项说明", "11", "12"], ["", "乙项说明", "21", "22"]], first=True, last=False),
        ruled([["", "丙项说明", "31", "32"], ["", "丁项说明", "41", "42"]], first=False, last=False),
        ruled([["", "戊项说明", "51", "52"]], first=False, last=True),
    )
    (grid,) = grids(read(payload))
    assert (grid.rows, grid.columns) == (5, 4)
    assert [texts(grid)[number][-3:] for number in range(5)] == [
        ["甲项说明", "11", "12"],
        ["乙项说明", "21", "22"],
        ["丙项说明", "31", "32"],
        ["丁项说明", "41", "42"],
        ["戊项说明", "51", "52"],
    ]


def test_a_number_that_went_down_whole_belongs_to_the_row_cut_by_the_page_end() -> None:
    payload = pdf_file(
        ruled([["三组", "甲项说明", "11", "12"], ["", "乙项说明", "21", ""]], first=True, last=False),
        ruled([["", "", "", "22"], ["", "丙项说明", "31", "32"]], first=False, last=True),
    )
    (grid,) = grids(read(payload))
    assert [line[-3:] for line in texts(grid)] == [
        ["甲项说明", "11", "12"],
        ["乙项说明", "21", "22"],
        ["丙项说明", "31", "32"],
    ]


def test_numbers_go_down_in_a_row_without_labels() -> None:
    payload = pdf_file(
        ruled([["维持", "纠正", "其他", "总计"], ["6134", "6257", "", "8064"]], first=True, last=False, head=True),
        ruled([["", "", "6380", ""]], first=False, last=True) + show("第二页的页脚", 60, 200),
    )
    (grid,) = grids(read(payload))
    assert texts(grid) == [["维持", "纠正", "其他", "总计"], ["6134", "6257", "6380", "8064"]]


@pytest.mark.parametrize(
    ("last", "below"),
    [(True, ["", "", "", "22"]), (False, ["", "丁项说明", "", "22"]), (False, ["", "", "29", "22"])],
    ids=["a rule at the page end", "a label below", "numbers below each other"],
)
def test_a_row_of_its_own_is_not_taken_for_numbers_that_went_down(last: bool, below: list[str]) -> None:
    payload = pdf_file(
        ruled([["三组", "甲项说明", "11", "12"], ["", "乙项说明", "21", ""]], first=True, last=last),
        ruled([below, ["", "丙项说明", "31", "32"]], first=last, last=True),
    )
    (grid,) = grids(read(payload))
    assert [line[-3:] for line in texts(grid)][1:3] == [["乙项说明", "21", ""], below[1:]]


def test_a_repeated_header_parts_no_row_cut_by_the_page_end() -> None:
    head = ["标题", "名称", "数", "合计"]
    payload = pdf_file(
        ruled([head, ["三组", "甲项说明", "11", "12"], ["", "乙项说明", "21", ""]], first=True, last=False, head=True),
        ruled([head, ["", "", "", "22"], ["", "丙项说明", "31", "32"]], first=True, last=True, head=True),
    )
    (grid,) = grids(read(payload))
    assert [line[-3:] for line in texts(grid)][2:] == [["乙项说明", "21", "22"], ["丙项说明", "31", "32"]]


def test_a_group_goes_on_over_the_page_end() -> None:
    above = page(2, Box(0, 0, 2, 1, "group"), *row(0, "one", "11", "12"), *row(1, "two", "21", "22"))
    below = page(
        3, Box(0, 0, 2, 1, ""), *row(0, "three", "31", "32"), *row(1, "four", "41", "42"), Box(2, 0, 1, 4, "end")
    )
    grid = one_grid(above, below)
    assert Box(0, 0, 4, 1, "group") in boxes_of(grid)
    assert grid.rows == 5


def test_a_label_beside_its_unit_is_no_group_that_goes_on() -> None:
    label = "甲" * 8  # as wide as its cell
    payload = pdf_file(
        *(
            PAGE_RULES + show(text, 64, 84) + show("件", 154, 84) + show(number, 194, 84)
            for text, number in ((label, "340"), ("乙项说明", "694"))
        )
    )
    (grid,) = grids(read(payload))
    assert texts(grid) == [[label, "件", "340"], ["乙项说明", "件", "694"]]


def test_a_blank_value_is_not_a_group_that_goes_on() -> None:
    above = page(1, *row(0, "g", "one", "11", "", first=0))
    below = page(1, *row(0, "h", "two", "", "22", first=0))
    assert boxes_of(one_grid(above, below)) == {*above.boxes, *row(1, "h", "two", "", "22", first=0)}


def test_a_repeated_header_is_dropped() -> None:
    header = row(0, "label", "name", "count", "sum", first=0)
    above = page(2, *header, *row(1, "g", "one", "11", "12", first=0))
    below = page(2, *header, *row(1, "h", "two", "21", "22", first=0))
    assert texts(one_grid(above, below)) == [
        ["label", "name", "count", "sum"],
        ["g", "one", "11", "12"],
        ["h", "two", "21", "22"],
    ]


def test_equal_rows_of_numbers_are_no_header() -> None:
    same = row(0, "g", "one", "11", "12", first=0)
    assert one_grid(page(1, *same), page(1, *same)).rows == 2


def test_tables_of_other_width_stay_apart() -> None:
    other = Drawing((40.0, 60.0), (20.0,), (Box(0, 0, 1, 1, "31"), Box(0, 1, 1, 1, "32")))
    assert len(grids(read(printed(page(1, *row(0, "g", "one", "11", "12", first=0)), other)))) == 2
