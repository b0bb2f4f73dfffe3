"""Rows of a table of which an extractor broke the line behind every cell, where its bars tell how wide each row is.

A cell that is empty has its bar alone on a line. A row that is narrower than the table, whose cells are merged, ends
with the bars of the columns that it lacks, all on one line. So many columns as the first row has, every row has.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile
from typing import NamedTuple

from parsers.document import Cell, Grid
from parsers.readers.limits import LARGEST_GRID
from parsers.readers.text_drawn import plain
from parsers.readers.text_filled import lack_one
from parsers.readers.text_lines import Line
from parsers.readers.text_rows import METHOD
from parsers.values import is_value

_BAR = "|"
#: 三、本年度办理结果, （三）不予公开, 1.属于国家秘密
_MOST_LABELS = 3
_FEWEST_COLUMNS, _MOST_COLUMNS, _FEWEST_ROWS = 3, 31, 3


class _Column(NamedTuple):
    """What stands in front of a bar. ``lacking``: no cell, but one of several bars that fill a row."""

    text: str
    line: Line
    lacking: bool
    ends_line: bool


def grid_of_cells(lines: Sequence[Line]) -> Grid | None:
    """The grid of lines that hold one cell each and its bar; None where the bars do not tell the rows.

    They do not where a line was lost, or is one too many, so that labels stand among values or a value begins the last
    row. A last row that is cut short is unsure, unless it holds no empty cell: then only bars are missing.
    """
    if sum(line.text.count(_BAR) for line in lines) > LARGEST_GRID:
        return None
    opened = next((text for line in lines if (text := plain(line.text).strip())), "") == _BAR  # so each row begins
    columns = _columns(lines, opened=opened)
    width = _width(columns)
    if width is None:
        return None
    rows = [columns[start : start + width] for start in range(0, len(columns), width)]
    if opened and any(row[0].text or len(row) == 1 for row in rows):
        return None
    rows = [row[opened:] for row in rows]
    if len(rows) < _FEWEST_ROWS or not all(_is_row(row) and (opened or row[0].text) for row in rows):
        return None
    longest = max(map(len, rows))
    cut = len(rows[-1]) < longest
    if cut and (not rows[-1][0].text or is_value(rows[-1][0].text)):
        return None
    known = [[column for column in row if not column.lacking] for row in rows]
    one = lack_one([[column.text for column in row] for row in known])
    cells = [
        Cell(number, place, column.text, column.text, place=column.line.place(_indent(column.line.text)))
        for number, row in enumerate(known)
        for place, column in enumerate(row[:-1] if one[number] else row)
    ]
    unsure = frozenset([len(rows) - 1] if cut and not all(column.text for column in rows[-1]) else ())
    return Grid(len(rows), longest, tuple(cells), METHOD, exact=False, unsure=unsure)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _columns(lines: Sequence[Line], *, opened: bool) -> list[_Column]:
    """One for each bar; none at all where a line is no cell with its bar and no bars alone.

    ``opened``: each row begins with a bar, and the bars of the columns that it lacks stand behind its last cell's own.
    """
    columns: list[_Column] = []
    waiting: Line | None = None  # a cell whose bar stands on the next line
    for line in lines:
        front, bar, behind = plain(line.text).strip().partition(_BAR)
        bars = bar + behind.replace(" ", "")
        if not front and not bars:
            continue
        if bars.strip(_BAR) or (waiting and front):
            return []
        if not bars:
            waiting = line
            continue
        said = front.strip() or (waiting.text.strip() if waiting else "")
        columns.append(_Column(said, waiting or line, not (said or opened) and len(bars) > 1, len(bars) == 1))
        columns += [_Column("", line, True, number == len(bars)) for number in range(2, len(bars) + 1)]
        waiting = None
    return [] if waiting else columns


def _width(columns: Sequence[_Column]) -> int | None:
    """Columns of the first row, which ends with the bars of those that it lacks."""
    behind = dropwhile(lambda each: not each[1].lacking, enumerate(columns, start=1))
    width = next((number for number, column in behind if column.ends_line), 0)
    return width if _FEWEST_COLUMNS <= width <= _MOST_COLUMNS else None


def _is_row(row: Sequence[_Column]) -> bool:
    """Whether columns end with a line, and have few labels in front of values and none behind."""
    begun = next((at for at, column in enumerate(row) if not column.text or is_value(column.text)), len(row))
    values = [column.text for column in row[begun:] if column.text]
    return row[-1].ends_line and all(map(is_value, values)) and (not values or begun <= _MOST_LABELS)
