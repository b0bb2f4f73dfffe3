"""Tables that agencies set otherwise than the form does: read with a finding, or refused; never silently wrong."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from disclosure.report import Report, State
from parsers import parse
from replica.press.additions import ADDITIONS, turned
from replica.press.html import HtmlOptions, print_html
from replica.press.html_table import TableDress, print_table
from replica.press.layout import SECTION_TITLES, Slot, TableLayout, active_disclosure_blocks, table_layout
from replica.press.truth import FMT2019, FMT2021, HYBRID, Truth, expected_json, make_truth, with_blanks
from replica.press.typist import Typing

EDITIONS = {"fmt2021": FMT2021, "fmt2019": FMT2019, "hybrid": HYBRID}
#: what is told of each addition; a subtotal that adds up needs no word
TOLD = {
    "subtotal": set(),
    "serial": set(),
    "remarks": {"left_over"},
    "own_row": {"unknown_row"},
    "total_first": set(),
    "years": {"other_year"},
    "turned_applications": {"table_turned"},
    "litigation_total": {"left_over"},
    "cases_as_rows": {"table_reshaped"},
    "turned_disputes": {"table_turned"},
}
#: told of every report of the press: a township with rules of its own, and with decisions
USUAL = {"Q", "T"}
DRESS = TableDress("plain", header_cells=False, page=None)


def assert_right(report: Report, truth: Truth) -> None:
    read = {
        address: {"state": reading.state.value, "value": None if reading.value is None else float(reading.value)}
        for address, reading in report.cells.items()
    }
    assert read == expected_json(truth)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", ADDITIONS)
def test_an_addition_leaves_the_form_as_it_is(name: str, edition: str) -> None:
    truth = make_truth(31, editions=EDITIONS[edition])
    report = parse(print_html(truth, HtmlOptions(typing=Typing(additions=(name,)))))
    assert_right(report, truth)
    assert {finding.rule for finding in report.findings} - USUAL == TOLD[name]


def with_tables(truth: Truth, name: str, *tables: tuple[str, TableLayout]) -> Report:
    """The report with other tables, each after a paragraph, in the place of one."""
    page = print_html(truth, HtmlOptions(wrapping="plain")).decode()
    start = page.index("<table", page.index(SECTION_TITLES[name]))
    end = page.index("</table>", start) + len("</table>")
    printed = "".join(f"<p>{caption}</p>{print_table(table, DRESS)}" for caption, table in tables)
    return parse((page[:start] + printed + page[end:]).encode())


def columns_of(table: TableLayout, first: int, last: int) -> TableLayout:
    """The part of table four between two columns, without rows that only spans would fill."""
    cut = [
        slot
        for slot in table.slots
        if first <= slot.column < last or (slot.column < first < slot.column + slot.column_span)
    ]
    rows = sorted({slot.row for slot in cut})
    slots = []
    for slot in cut:
        left, right = max(slot.column, first), min(slot.column + slot.column_span, last)
        height = sum(slot.row <= row < slot.row + slot.row_span for row in rows)
        slots.append(
            replace(slot, row=rows.index(slot.row), column=left - first, column_span=right - left, row_span=height)
        )
    return replace(table, rows=len(rows), columns=last - first, slots=tuple(slots))


@pytest.mark.parametrize("cuts", [(0, 5, 15), (0, 5, 10, 15)])
def test_table_four_in_pieces(cuts: tuple[int, ...]) -> None:
    truth = make_truth(32)
    whole = table_layout("disputes", "fmt2021").filled(truth.cells)
    pieces = [("", columns_of(whole, first, last)) for first, last in pairwise(cuts)]
    report = with_tables(truth, "disputes", *pieces)
    assert_right(report, truth)
    assert "table_reshaped" in {finding.rule for finding in report.findings}


def stacked(truth: Truth, *cuts: int) -> TableLayout:
    """Table four as one table, its parts between these columns below each other, each under its own header."""
    whole = table_layout("disputes", "fmt2021").filled(truth.cells)
    parts = [columns_of(whole, first, last) for first, last in pairwise(cuts)]
    tops = [sum(part.rows for part in parts[:place]) for place in range(len(parts))]
    slots = tuple(
        replace(slot, row=slot.row + top) for top, part in zip(tops, parts, strict=True) for slot in part.slots
    )
    return replace(
        whole, rows=sum(part.rows for part in parts), columns=max(part.columns for part in parts), slots=slots
    )


@pytest.mark.parametrize("cuts", [(0, 5, 10, 15), (0, 5, 15)])
@pytest.mark.parametrize("blank", ["", "disputes.review_other", "disputes.litpost_total"])
def test_table_four_as_blocks_below_each_other(cuts: tuple[int, ...], blank: str) -> None:
    truth = with_blanks(make_truth(38), [blank] if blank else [])
    report = with_tables(truth, "disputes", ("", stacked(truth, *cuts)))
    assert_right(report, truth)
    assert "table_reshaped" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize("gone", ["行政复议", "未经复议直接起诉", "复议后起诉"])
def test_a_block_of_table_four_that_nothing_names_is_not_read(gone: str) -> None:
    truth = make_truth(39)
    whole = stacked(truth, 0, 5, 10, 15)
    nameless = replace(whole, slots=tuple(slot for slot in whole.slots if slot.text != gone))
    report = with_tables(truth, "disputes", ("", nameless))
    assert not [each for address, each in report.cells.items() if address.startswith("disputes.") and each.value]


def test_pieces_of_table_four_that_only_their_captions_name() -> None:
    truth = make_truth(33)
    whole = table_layout("disputes", "fmt2021").filled(truth.cells)
    reviews = columns_of(whole, 0, 5)
    unnamed = replace(reviews, slots=tuple(slot for slot in reviews.slots if slot.text != "行政复议"))
    captioned = [("（一）行政复议情况", unnamed), ("（二）行政诉讼情况", columns_of(whole, 5, 15))]
    assert_right(with_tables(truth, "disputes", *captioned), truth)
    nameless = with_tables(truth, "disputes", ("", unnamed), ("", columns_of(whole, 5, 15)))
    assert nameless.editions["disputes"] is None
    assert {"unknown_row", "left_over"} & {finding.rule for finding in nameless.findings}


def test_two_tables_of_the_same_cases_are_not_mixed() -> None:
    truth = make_truth(34)
    reviews = columns_of(table_layout("disputes", "fmt2021").filled(truth.cells), 0, 5)
    suits = columns_of(table_layout("disputes", "fmt2021").filled(truth.cells), 5, 15)
    report = with_tables(truth, "disputes", ("", reviews), ("", reviews), ("", suits))
    assert not [address for address in report.cells if address.startswith("disputes.")]
    missing = next(finding for finding in report.findings if finding.rule == "table_missing")
    assert set(missing.addresses) == {address for address in truth.cells if address.startswith("disputes.")}


@pytest.mark.parametrize("edition", EDITIONS)
def test_blocks_of_table_two_turned(edition: str) -> None:
    truth = make_truth(35, editions=EDITIONS[edition])
    turned_blocks = []
    for block in active_disclosure_blocks(truth.editions["active_disclosure"]):
        caption, table = block.filled(truth.cells).without_caption()
        moved = tuple(replace(slot, row=slot.row - 1) for slot in table.slots)
        turned_blocks.append((caption, turned(replace(table, rows=table.rows - 1, slots=moved))))
    assert_right(with_tables(truth, "active_disclosure", *turned_blocks), truth)


def test_last_years_table_before_this_years() -> None:
    truth, earlier = make_truth(36, year=2023), make_truth(37, year=2022)
    tables = [table_layout("applications", "fmt2021").filled(each.cells) for each in (earlier, truth)]
    report = with_tables(truth, "applications", ("2022年：", tables[0]), ("2023年：", tables[1]))
    assert_right(report, truth)
    assert "other_year" in {finding.rule for finding in report.findings}
    unsaid = with_tables(truth, "applications", ("", tables[0]), ("", tables[1]))
    assert {reading.state for address, reading in unsaid.cells.items() if "applications" in address} == {
        State.UNREADABLE
    }


def test_years_of_which_none_is_the_reporting_year_are_refused() -> None:
    truth = make_truth(38, year=2020, title="{agency}{year}年政府信息公开工作年度报告")
    report = parse(print_html(truth, HtmlOptions(typing=Typing(additions=("years",)))))
    states = {reading.state for address, reading in report.cells.items() if address.startswith("applications.")}
    assert states == {State.UNREADABLE}


@pytest.mark.parametrize("lost", ["总计", "科研机构"])
def test_a_column_that_an_agency_left_away_is_missing_and_the_others_are_read(lost: str) -> None:
    truth = make_truth(39)
    table = table_layout("applications", "fmt2021").filled(truth.cells)
    head = next(slot for slot in table.slots if slot.text == lost and slot.row in (1, 2))
    slots = []
    for slot in table.slots:
        if slot.column == head.column and slot.column_span == 1:
            continue
        spans = slot.column < head.column < slot.column + slot.column_span or (
            slot.column == head.column and slot.column_span > 1
        )
        after = slot.column > head.column
        slots.append(replace(slot, column=slot.column - after, column_span=slot.column_span - spans))
    shorter = replace(table, columns=table.columns - 1, slots=tuple(slots))
    report = with_tables(truth, "applications", ("", shorter))
    code = {"总计": "total", "科研机构": "org_research"}[lost]
    for address, expected in expected_json(truth).items():
        if address.endswith(f".{code}"):
            assert report.cells[address].state is State.MISSING
            implied = report.cells[address].suggestion
            assert implied is None or implied.value == expected["value"]
        else:
            assert (
                report.cells[address].value == expected["value"]
                or float(report.cells[address].value or 0) == expected["value"]
            )
    assert any(report.cells[address].suggestion for address in report.cells if address.endswith(f".{code}"))


def test_the_columns_of_two_agencies_side_by_side_are_refused() -> None:
    truth = make_truth(40)
    table = table_layout("applications", "fmt2021").filled(truth.cells)
    width = table.columns - 3
    again = [
        Slot(
            slot.row,
            slot.column + width,
            f"9{slot.text}" if slot.address else slot.text,
            slot.row_span,
            slot.column_span,
        )
        for slot in table.slots
        if slot.column >= 3
    ]
    wider = replace(table, columns=table.columns + width, slots=(*table.slots, *again))
    ordered = replace(wider, slots=tuple(sorted(wider.slots, key=lambda slot: (slot.row, slot.column))))
    report = with_tables(truth, "applications", ("", ordered))
    states = {reading.state for address, reading in report.cells.items() if address.startswith("applications.")}
    assert states == {State.UNREADABLE}
    assert "slots_ambiguous" in {finding.rule for finding in report.findings}
