"""Tables left a cell a line with an empty line, or a bar, behind each cell; an empty cell is one line more."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from operator import attrgetter

import pytest

from disclosure.report import State, TextPosition
from parsers import parse
from replica.press.layout import TableLayout
from replica.press.truth import Truth, make_truth
from tests.parsers.outlined import EDITIONS, outlined

ROW = "applications.denied_law_prohibited"
COLUMNS = (
    "natural_person",
    "org_business",
    "org_research",
    "org_public_interest",
    "org_legal_service",
    "org_other",
    "total",
)


def lines_of(table: TableLayout, behind: str) -> list[str]:
    cells = [slot.text for slot in sorted(table.slots, key=attrgetter("row", "column"))]
    return [line for cell in cells for line in ([cell, behind] if cell else [behind])]


def text_of(truth: Truth, behind: str = "") -> str:
    return outlined(truth, partial(lines_of, behind=behind))


def with_row(numbers: str, editions: str = "2021") -> Truth:
    """A report of which one row of table three holds what ``numbers`` says, its cells parted by bars."""
    truth = make_truth(53, editions=EDITIONS[editions])
    row = {f"{ROW}.{column}": text for column, text in zip(COLUMNS, numbers.split("|"), strict=True)}
    assert row.keys() <= truth.cells.keys()
    return replace(truth, cells=truth.cells | row)


@pytest.mark.parametrize("behind", ["", "|"])
@pytest.mark.parametrize("editions", EDITIONS)
@pytest.mark.parametrize("numbers", ["||||||47", "31||||16||47", "|12|35||||47", "7|8|9|10|11|2|47", "31|16|||||"])
def test_a_row_with_empty_cells(numbers: str, editions: str, behind: str) -> None:
    truth = with_row(numbers, editions)
    cells = parse(text_of(truth, behind).replace("商业企业", "商业\n企业").encode()).cells
    assert {address: cells[address].raw for address in truth.cells} == truth.cells
    blank = {address for address, reading in cells.items() if reading.state is State.BLANK}
    assert blank == {address for address, text in truth.cells.items() if not text}


@pytest.mark.parametrize("change", ["lost", "added"])
def test_a_row_with_a_line_too_many_or_too_few_is_refused(change: str) -> None:
    text = text_of(with_row("31||||16||47"))
    at = text.index("\n31\n\n\n\n\n16\n")
    text = text[: at + 5] + ("" if change == "lost" else "\n") + text[at + (6 if change == "lost" else 5) :]
    cells = parse(text.encode()).cells
    assert {cells[f"{ROW}.{column}"].state for column in COLUMNS} == {State.UNREADABLE}
    assert cells["applications.granted.total"].state is State.NUMBER


def test_a_place_is_the_empty_line() -> None:
    text = text_of(with_row("31||||16||47"))
    cells = parse(text.encode()).cells
    places = [
        place for column in COLUMNS for place in cells[f"{ROW}.{column}"].place if isinstance(place, TextPosition)
    ]
    assert [text.splitlines()[place.line - 1] for place in places] == ["31", "", "", "", "16", "", "47"]
    assert places == sorted(set(places))
