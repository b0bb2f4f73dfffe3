"""Numbers that a page end cuts in two: put together where nothing else can be meant, and never two rows made one."""

from __future__ import annotations

import pytest

from parsers.readers.page_grid import build_pieces
from parsers.readers.page_rules import Rule, Rules
from parsers.readers.page_stitch import _is_number
from tests.parsers.readers.test_pdf_grids import Box
from tests.parsers.readers.test_pdf_page_ends import LONG, REST, one_grid, page, row, texts

FULL = "123456"  # leaves no room for another digit in a cell of 40 points


def test_a_number_goes_on_where_the_label_is_done() -> None:
    above = page(1, *row(0, "group", "label", FULL, "21", first=0))
    below = page(2, *row(0, "", "", "78", "", first=0), *row(1, "", "next", "31", "32", first=0))
    assert texts(one_grid(above, below)) == [["group", "label", f"{FULL}78", "21"], ["", "next", "31", "32"]]


def test_a_number_goes_on_beside_a_label_that_goes_on() -> None:
    above = page(1, *row(0, "group", LONG, FULL, "21", first=0))
    below = page(1, *row(0, "", REST, "78", "", first=0))
    assert texts(one_grid(above, below)) == [["group", LONG + REST, f"{FULL}78", "21"]]


def test_numbers_below_a_new_label_are_a_row_of_their_own() -> None:
    above = page(1, *row(0, "group", LONG, FULL, FULL, first=0))
    for label in (REST, "2.next"):
        below = page(1, *row(0, "", label, "78", "79", first=0))
        assert one_grid(above, below).rows == 2


def test_numbers_torn_behind_a_comma_go_on_with_the_label() -> None:
    above = page(1, *row(0, "group", LONG, "12,345,6", "12,345,67", first=0))
    below = page(1, *row(0, "", REST, "78", "8", first=0))
    assert texts(one_grid(above, below)) == [["group", LONG + REST, "12,345,678", "12,345,678"]]


def test_a_unit_alone_below_goes_on_with_the_label() -> None:
    above = page(1, *row(0, "group", LONG, FULL, FULL, first=0))
    below = page(1, *row(0, "", REST, "78", "%", first=0))
    assert texts(one_grid(above, below)) == [["group", LONG + REST, f"{FULL}78", f"{FULL}%"]]


def test_numbers_go_on_with_a_label_that_breaks_off_in_brackets() -> None:
    above = page(1, *row(0, "group", LONG.replace("that", "(that"), FULL, FULL, first=0))
    below = page(1, *row(0, "", "on)", "78", "79", first=0))
    assert texts(one_grid(above, below))[0][2:] == [f"{FULL}78", f"{FULL}79"]


def test_numbers_below_one_that_had_room_are_a_row_of_their_own() -> None:
    above = page(1, *row(0, "group", "label", "12", FULL, first=0))
    below = page(1, *row(0, "", "", "78", "79", first=0))
    assert one_grid(above, below).rows == 2


def test_a_number_goes_on_in_a_table_without_labels() -> None:
    above = page(1, *row(0, FULL, "11", FULL, "12", first=0))
    below = page(1, *row(0, "77", "", "40", "", first=0))
    assert texts(one_grid(above, below)) == [[f"{FULL}77", "11", f"{FULL}40", "12"]]


def test_words_among_numbers_do_not_go_on_the_heading_above() -> None:
    """不适用 below 结果维持, which is two rows high."""
    heading = [Box(0, column, 2, 1, LONG if column == 1 else "total") for column in range(1, 4)]
    above = page(2, Box(0, 0, 1, 1, "group"), Box(1, 0, 1, 1, "upheld"), *heading)
    below = page(1, *row(0, "15", REST, "35", "75", first=0))
    assert texts(one_grid(above, below))[2] == ["15", REST, "35", "75"]


@pytest.mark.parametrize("text", ["809 项", "-8项", "＋７９", "4,195件", "455.79 万元", "12"])
def test_a_number_with_its_unit_is_a_number(text: str) -> None:
    """Else it is taken for words, and may be joined to the heading above it."""
    assert _is_number(text)


def test_numbers_without_labels_are_rows() -> None:
    above = page(1, *row(0, *[FULL] * 4, first=0))
    below = page(1, *row(0, "7", "8", "9", "10", first=0))
    assert one_grid(above, below).rows == 2


def test_a_group_as_high_as_its_page_keeps_its_outer_side() -> None:
    """No horizontal rule touches that side: neither page end is ruled, and no row ends in the group."""
    sides = [Rule(x, 80.0, 120.0) for x in (60.0, 100.0, 190.0, 230.0)]
    rules = Rules([Rule(100.0, 100.0, 230.0)], sides)
    ((piece,), _) = build_pieces(rules, [], 1, lambda run: [run], lambda text: False)
    assert piece.edges == [60.0, 100.0, 190.0, 230.0]
    assert [(slot.row, slot.row_span) for slot in piece.slots if slot.column == 0] == [(0, 2)]
