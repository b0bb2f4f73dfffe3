"""Tables whose rows an extractor filled up with bars, a row or a cell a line, with empty cells among the values."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from disclosure.report import State, TextPosition
from parsers import parse
from parsers.document import Grid
from parsers.readers.text import blocks_of
from parsers.readers.text_lines import split_lines
from replica.press.layout import TableLayout
from replica.press.truth import Truth, make_truth
from tests.parsers.outlined import EDITIONS, outlined


def a_row_a_line(cells: list[str], lacking: int) -> list[str]:
    return ["| " + "".join(f"{cell} | " if cell else "| " for cell in cells) + "|" * lacking]


def a_cell_a_line(cells: list[str], lacking: int) -> list[str]:
    return [*(f"{cell} |".strip() for cell in cells), *(["|" * lacking] if lacking else [])]


def a_cell_a_line_between_bars(cells: list[str], lacking: int) -> list[str]:
    return ["| ", *(f" {cell}  | " for cell in cells[:-1]), f" {cells[-1]}  | " + "|" * lacking]


STYLES: dict[str, Callable[[list[str], int], list[str]]] = {
    "row": a_row_a_line,
    "cell": a_cell_a_line,
    "between": a_cell_a_line_between_bars,
}


def lines_of(table: TableLayout, style: str) -> list[str]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for slot in table.slots:
        rows[slot.row].append(slot.text)
    return [line for row in rows for line in STYLES[style](row, table.columns - len(row))]


def with_blanks(truth: Truth, share: float) -> Truth:
    """Totals stay: without its own, a row that begins with empty cells looks like one of which cells were lost."""
    rng = random.Random(len(truth.cells))
    values = [key for key in truth.cells if key.startswith("applications.") and not key.endswith(".total")]
    blank = {address for address in values if rng.random() < share}
    return replace(truth, cells={key: "" if key in blank else text for key, text in truth.cells.items()})


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("editions", EDITIONS)
def test_every_cell_with_or_without_a_value(editions: str, style: str, share: float) -> None:
    truth = with_blanks(make_truth(47, editions=EDITIONS[editions]), share)
    cells = parse(outlined(truth, partial(lines_of, style=style)).encode()).cells
    blank = {address for address, reading in cells.items() if reading.state is State.BLANK}
    assert {address: cells[address].raw for address in truth.cells} == truth.cells
    assert blank == {address for address, text in truth.cells.items() if not text}


def rows_of(text: str) -> list[list[str]]:
    (grid,) = (block for block in blocks_of(split_lines(text)) if isinstance(block, Grid))
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (["标题 |", "|||", "甲 |", "1 |", "|", "3 |", "乙 |", "|", "||"], [["标题"], ["甲", "1", "", "3"], ["乙", ""]]),
        (["标题 |||", "甲 |", "1 |", "3 |", "乙 |", "|", "|"], [["标题"], ["甲", "1", "3"], ["乙", "", ""]]),
        (["标题", "|||", "甲 |", "1 |", "3 |", "乙 |", "4 |", "5 |"], [["标题"], ["甲", "1", "3"], ["乙", "4", "5"]]),
    ],
)
def test_the_bars_of_a_first_row_tell_how_wide_the_others_are(lines: list[str], rows: list[list[str]]) -> None:
    filler = [line for number in range(10) for line in (f"行{number} |", *(["7 |"] * (len(rows[1]) - 1)))]
    found = rows_of("\n".join([*lines, *filler]))
    assert found[: len(rows)] == rows
    assert len(found) == len(rows) + 10


def test_a_place_is_that_of_the_cells_own_line() -> None:
    text = "标题 |\n|||\n" + "".join(f"行{number} |\n{number + 20} |\n|\n|\n" for number in range(9))
    (grid,) = (block for block in blocks_of(split_lines(text)) if isinstance(block, Grid))
    positions = [place for cell in grid.cells for place in cell.place if isinstance(place, TextPosition)]
    said = [text.splitlines()[position.line - 1].rstrip(" |") for position in positions]
    assert said == [cell.text for cell in grid.cells]
    assert positions == sorted(set(positions))


@pytest.mark.parametrize(
    "lines",
    [
        ["| 甲 | | 2 |", "| 乙 | 1 | |", "| 丙 | 3 | |"],  # bars of their own: empty cells
        ["|甲||2|", "|乙|1||", "|丙|3||"],  # side by side: this writer's empty cells
        ["| 甲 | 1 | ||", "| 乙 | 1 | 2 |", "| 丙 | 3 | 5 |"],  # not filled up: other rows have fewer bars
    ],
)
def test_empty_cells_stay_where_rows_are_not_filled_up(lines: list[str]) -> None:
    assert [len(row) for row in rows_of("\n".join(lines))] == [line.count("|") - 1 for line in lines]
