"""HTML tables to grids: spans expanded as a browser does, text of a cell as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Set

from lxml import etree

from parsers.document import Cell, Grid, UnreadableError
from parsers.readers.element_paths import Paths
from parsers.readers.html_text import attributes, raw_text
from parsers.readers.limits import LARGEST_GRID, LARGEST_SPAN

METHOD = "html"
_CELLS = ("td", "th")
_NUMBER = re.compile(r"\s*(\d{1,9})")
_rowspans, _colspans = attributes("rowspan"), attributes("colspan")


def is_grid(table: etree._Element, hidden: Set[etree._Element]) -> bool:
    """Whether a table holds data: a table around other tables, or of one column, only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return any(len(_cells(row, hidden)) > 1 for row in table.iterdescendants("tr"))


def read_grid(table: etree._Element, paths: Paths, hidden: Set[etree._Element]) -> Grid:
    """The grid of a table element, each cell at the row and column where a browser shows it.

    The lines of the table are marked (``html_text.mark_lines``), and what is ``hidden`` in it is empty.
    Raises UnreadableError for a table of more than LARGEST_GRID places.
    """
    cells: list[Cell] = []
    rows = [row for row in table.iterdescendants("tr") if row not in hidden]
    spanning = {printed.getparent() for printed in (*_rowspans(table), *_colspans(table))}
    below: set[tuple[int, int]] = set()  # places taken by a cell of a row further up
    places = columns = 0
    for row, element in enumerate(rows):
        column = 0
        for cell in _cells(element, hidden):
            while (row, column) in below:
                column += 1
            height, width = _spans(cell, len(rows) - row) if cell in spanning else (1, 1)
            places += height * width
            if places > LARGEST_GRID:
                raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")
            if height > 1:
                below.update((row + down, column + right) for down in range(1, height) for right in range(width))
            raw = raw_text(cell)
            cells.append(Cell(row, column, raw.replace("\n", ""), raw, height, width, (paths.place(cell),)))
            column += width
        columns = max(columns, column)
    return Grid(len(rows), columns, tuple(cells), METHOD)


def _cells(row: etree._Element, hidden: Set[etree._Element]) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in _CELLS and cell not in hidden]


def _spans(cell: etree._Element, rows_left: int) -> tuple[int, int]:
    return min(_span(cell.get("rowspan", "")), rows_left), _span(cell.get("colspan", ""))


def _span(printed: str) -> int:
    digits = _NUMBER.match(printed)
    return max(1, min(int(digits[1]), LARGEST_SPAN)) if digits else 1
