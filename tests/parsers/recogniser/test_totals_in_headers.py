"""Heads in reading order, 总计 before 自然人: it reaches down over two rows, or stands first; the sums tell which."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from disclosure.report import Report, State
from parsers import parse
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.truth import Truth, expected_json, make_truth, reprinted

COLUMNS = ("natural_person", "org_business", "org_research", "org_public_interest", "org_legal_service", "org_other")
HEADS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


def read(truth: Truth, layout: str, *, total_first: bool = False) -> Report:
    """The report in lines, the head of the totals beside 申请人情况, as converters of merged cells leave it."""
    lines = print_plain_text(truth, PlainTextOptions(layout)).decode().splitlines()
    start = next(at for at, line in enumerate(lines) if "勾稽关系" in line)
    end = next(at for at, line in enumerate(lines) if "本年新收" in line)
    corner = lines[start].split()[0]
    rows = [[corner, "申请人情况", "总计"], ["自然人", "法人或其他组织"], HEADS]
    heads = [" ".join(row) for row in rows] if layout == "spaces" else [head for row in rows for head in row]
    if total_first:
        heads = [" ".join(head for row in rows for head in row)]
    return parse("\n".join([*lines[:start], *heads, *lines[end:]]).encode())


def values(truth: Truth, each: Mapping[str, int], row: str = "granted") -> dict[str, str]:
    """Cells of table three that are 0 but for one outcome, with what follows from it."""
    cells = dict.fromkeys((address for address in truth.cells if address.startswith("applications.")), "0")
    for code in ("new_received", row, "result_total"):
        cells |= {f"applications.{code}.{column}": str(value) for column, value in each.items()}
    return cells


def applications(report: Report) -> dict[str, float]:
    return {
        address: float(reading.value)
        for address, reading in report.cells.items()
        if address.startswith("applications.") and reading.value is not None
    }


def expected(truth: Truth) -> dict[str, float]:
    return {
        address: cell["value"] for address, cell in expected_json(truth).items() if address.startswith("applications.")
    }


@pytest.mark.parametrize("layout", ["lines", "spaces"])
def test_sums_tell_that_the_totals_are_last(layout: str) -> None:
    truth = make_truth(13)
    assert applications(read(truth, layout)) == expected(truth)


@pytest.mark.parametrize("layout", ["lines", "spaces"])
def test_one_row_tells_it_for_all(layout: str) -> None:
    truth = make_truth(13)
    few = reprinted(truth, values(truth, {"natural_person": 3, "org_other": 2, "total": 5}))
    one = {f"applications.{row}.natural_person": "4" for row in ("carried_in", "denied_state_secret")}
    total = {f"applications.{row}.total": "4" for row in ("carried_in", "denied_state_secret")}
    few = reprinted(few, {**one, **total})
    assert applications(read(few, layout)) == expected(few)


def test_zeros_are_zeros_in_any_order() -> None:
    truth = make_truth(13)
    zeros = reprinted(truth, values(truth, {}))
    assert applications(read(zeros, "lines")) == expected(zeros)


def test_a_row_that_reads_the_same_both_ways_is_refused_where_no_other_tells() -> None:
    truth = make_truth(13)
    one = reprinted(truth, values(truth, {"natural_person": 6, "total": 6}))
    found = read(one, "lines")
    assert found.cells["applications.granted.natural_person"].state is State.UNREADABLE
    assert found.cells["applications.partially_granted.natural_person"].value == 0
    assert applications(found).items() <= expected(one).items()


def test_in_lines_of_several_heads_the_head_above_reaches_down() -> None:
    truth = make_truth(13)
    one = reprinted(truth, values(truth, {"natural_person": 6, "total": 6}))
    assert applications(read(one, "spaces")) == expected(one)


def test_totals_that_do_stand_first_are_refused() -> None:
    truth = make_truth(13)
    turned = {}
    for address in expected(truth):
        row, column = address.split(".")[1:]
        order = ("total", *COLUMNS)
        source = order[[*COLUMNS, "total"].index(column)]
        turned[address] = truth.cells[f"applications.{row}.{source}"]
    found = read(reprinted(truth, turned), "spaces", total_first=True)
    assert applications(found) == {}
