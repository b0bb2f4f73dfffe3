"""Each merged cell written once for every place that it covers, as libraries for documents and for tables give it."""

from __future__ import annotations

from functools import partial

import pytest

from disclosure.report import Report
from parsers import parse
from replica.press.layout import TableLayout
from replica.press.truth import Truth, expected_json, make_truth
from tests.parsers.outlined import EDITIONS, outlined


def lines_of(table: TableLayout, between: str) -> list[str]:
    grid = [[""] * table.columns for _ in range(table.rows)]
    for slot in table.slots:
        for row in range(slot.row, slot.row + slot.row_span):
            grid[row][slot.column : slot.column + slot.column_span] = [slot.text] * slot.column_span
    if between == "</td><td>":
        return ["<table>", *(f"<tr><td>{between.join(row)}</td></tr>" for row in grid), "</table>"]
    if between == "\t":
        return ["\t".join(row) for row in grid]
    rows = [f"| {' | '.join(row)} |" for row in grid]
    return [rows[0], "|" + " --- |" * table.columns, *rows[1:]]


def text_of(truth: Truth, between: str) -> str:
    front = "<p>" if between == "</td><td>" else ""
    return outlined(truth, partial(lines_of, between=between), front=front)


def values(report: Report) -> dict[str, float | None]:
    return {address: None if cell.value is None else float(cell.value) for address, cell in report.cells.items()}


@pytest.mark.parametrize("between", ["\t", " | ", "</td><td>"])
@pytest.mark.parametrize("editions", EDITIONS)
def test_every_cell(editions: str, between: str) -> None:
    truth = make_truth(31, editions=EDITIONS[editions])
    report = parse(text_of(truth, between).encode())
    assert values(report) == {address: cell["value"] for address, cell in expected_json(truth).items()}


@pytest.mark.parametrize("between", ["\t", " | ", "</td><td>"])
def test_other_numbers_beside_one_another_are_no_merged_cell(between: str) -> None:
    truth = make_truth(31)
    number = truth.cells["active_disclosure.license_decisions"]
    repeated = between.join((number, number, number))
    text = text_of(truth, between)
    assert repeated in text
    report = parse(text.replace(repeated, between.join((number, number, "17"))).encode())
    assert report.cells["active_disclosure.license_decisions"].value is None


def test_a_head_printed_twice_by_mistake_leaves_its_equal_values() -> None:
    lines = ["鹤峰镇2020年政府信息公开工作年度报告", "二、主动公开政府信息情况", "第二十条第（一）项"]
    lines += ["信息内容\t本年新制作数量\t本年新制作数量\t对外公开总数量", "规章\t4\t4\t19", "规范性文件\t6\t7\t38"]
    cells = parse("\n".join(lines).encode()).cells
    found = [cells[f"active_disclosure.rule_{code}"].value for code in ("created", "newly_public", "public_total")]
    assert found in ([4, 4, 19], [None, None, None])
