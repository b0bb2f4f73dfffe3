"""Cells that a converter lost, the row filled up behind: values stand under others' heads, and the sums show it."""

from __future__ import annotations

import random

import pytest

from disclosure.report import Report, State
from parsers import parse
from replica.press.markdown import print_markdown
from replica.press.truth import Truth, make_truth

TRUTH = make_truth(23)


def without(addresses: list[str]) -> Report:
    """The report in Markdown, the cells of some values cut out of their row and as many empty ones put behind it."""
    lines = print_markdown(TRUTH).decode().splitlines()
    for address in addresses:
        at = next(at for at, line in enumerate(lines) if f" {TRUTH.cells[address]} |" in line)
        lines[at] = lines[at].replace(f" {TRUTH.cells[address]} |", "", 1) + "  |"
    return parse("\n".join(lines).encode())


def wrong(report: Report, truth: Truth, row: list[str]) -> list[str]:
    cells = {address: report.cells[address] for address in row}
    return [
        address
        for address, cell in cells.items()
        if cell.state is State.NUMBER and cell.value is not None and str(cell.value) != truth.cells[address]
    ]


@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("code", ["granted", "denied_state_secret", "result_total", "carried_out"])
def test_values_of_table_three_before_empty_cells(code: str, lost: int) -> None:
    row = [address for address in TRUTH.cells if address.startswith(f"applications.{code}.")]
    for gone in (row[:lost], random.Random(lost).sample(row[:-1], lost)):
        assert wrong(without(gone), TRUTH, row) == []


@pytest.mark.parametrize("place", [0, 3, 4, 5, 9, 10, 13])
def test_values_of_table_four_before_an_empty_cell(place: int) -> None:
    row = [address for address in TRUTH.cells if address.startswith("disputes.")]
    assert wrong(without([row[place]]), TRUTH, row) == []


def test_a_blank_that_was_printed_so_refuses_nothing() -> None:
    lines = print_markdown(TRUTH).decode()
    row = [address for address in TRUTH.cells if address.startswith("disputes.")]
    cells = parse(lines.replace(f" {TRUTH.cells[row[-1]]} |", "  |").encode()).cells
    assert [cells[address].state for address in row] == [State.NUMBER] * 14 + [State.BLANK]
