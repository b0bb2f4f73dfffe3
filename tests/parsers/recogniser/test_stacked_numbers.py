"""Numbers below each other in one cell of a page are two, unless the width of the cell broke one."""

from __future__ import annotations

import pytest

from disclosure.report import State
from parsers.document import Cell, Grid
from parsers.recogniser.rows import GridRow
from parsers.recogniser.slots import readings_of


@pytest.mark.parametrize("method", ["pdfium", "ofd"])
@pytest.mark.parametrize(("text", "state"), [("25  123", State.TEXT), ("25123", State.NUMBER)])
def test_the_reader_says_what_a_line_break_was(method: str, text: str, state: State) -> None:
    cell = Cell(0, 0, text, "25\n123")
    (reading,) = readings_of([cell], GridRow(Grid(1, 1, (cell,), method), 0, (cell,), None, None))
    assert (reading.state, reading.raw) == (state, "25\n123")
