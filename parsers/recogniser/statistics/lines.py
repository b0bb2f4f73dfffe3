"""Grids to printed lines: label, the labels left of it, and the cells after it; of two halves first the left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.document import Cell, Grid
from parsers.recogniser.rows import GridRow, rows_of
from parsers.recogniser.statistics.labels import lines_of_form, unit_of
from parsers.values import is_value

#: labels of one line, and the cells after them
Segment = tuple[tuple[Cell, ...], tuple[Cell, ...]]
#: rows in which two labels of the form stand side by side, before a table is read as two halves
_ROWS_OF_HALVES = 2


@dataclass(slots=True)
class PrintedLine:
    """``labels`` are the texts before the values, the line's own last. ``half`` is 1 in the right half of a table."""

    row: GridRow
    labels: tuple[Cell, ...]
    slots: tuple[Cell, ...]
    half: int = 0
    place: int | None = None  #: of the line of the form
    how: str = "exact"
    is_unsure: bool = False  #: whether its values may be those of another line
    values: list[Cell] = field(init=False)  #: cells of the slots that hold something other than a unit

    def __post_init__(self) -> None:
        self.is_unsure = self.row.is_unsure
        self.values = [cell for cell in self.slots if cell.text and not unit_of(cell.text)]

    @property
    def label(self) -> str:
        return self.labels[-1].text if self.labels else ""

    @property
    def text(self) -> str:
        """All labels run together: one label may stand in several cells."""
        return "".join(cell.text for cell in self.labels)

    @property
    def unit(self) -> str | None:
        return next(filter(None, (unit_of(cell.text) for cell in self.slots)), None)


def lines_in_order(grid: Grid) -> list[PrintedLine]:
    """A line for each row of a grid, whatever stands in its right half."""
    return [_line(row, _segments(row.cells)) for row in _rows(grid)]


def lines_of(grid: Grid) -> list[PrintedLine]:
    """The lines of a grid in reading order."""
    rows = _rows(grid)
    parted = [(row, _segments(row.cells)) for row in rows]
    middles = [_middle(segments) for _, segments in parted]
    known = Counter(middle for middle in middles if middle is not None)
    if known.total() < _ROWS_OF_HALVES:
        return [_line(row, segments) for row, segments in parted]
    usual = known.most_common(1)[0][0]
    halves: tuple[list[PrintedLine], list[PrintedLine]] = ([], [])
    for (row, segments), middle in zip(parted, middles, strict=True):
        if middle is None and not grid.exact and any(_names(labels) for labels, _ in segments):
            halves[0].append(_line(row, segments))  # where its right half begins, no column tells
            continue
        for half, lines in enumerate(halves):
            cells = tuple(cell for cell in row.cells if (cell.column >= (middle or usual)) == bool(half))
            if cells:
                lines.append(_line(row, _segments(cells), half))
    return [*halves[0], *halves[1]]


def _rows(grid: Grid) -> list[GridRow]:
    return [GridRow(grid, index, cells, None, None) for index, cells in enumerate(rows_of(grid)) if cells]


def _middle(segments: Sequence[Segment]) -> int | None:
    """The column at which the right half of a row begins, where both halves name lines of the form."""
    named = [labels for labels, _ in segments if _names(labels)]
    return named[1][0].column if len(named) > 1 else None


def _names(labels: Sequence[Cell]) -> bool:
    """Whether one of the labels names a line of the form: 行政复议数量 beside 合计 does."""
    return any(lines_of_form().named(cell.text) for cell in labels)


def _line(row: GridRow, segments: Sequence[Segment], half: int = 0) -> PrintedLine:
    """A line of one label; texts after its values (a note) stand among the slots."""
    if not segments:
        return PrintedLine(row, (), row.cells, half)
    (labels, slots), *rest = segments
    after = tuple(cell for more, behind in rest for cell in (*more, *behind))
    return PrintedLine(row, labels, (*slots, *after), half)


def _segments(cells: Sequence[Cell]) -> list[Segment]:
    """(labels, slots) from left to right. Empty cells and numbers before the first label (codes) belong to none."""
    segments: list[tuple[list[Cell], list[Cell]]] = []
    for cell in cells:
        is_text = bool(cell.text) and not is_value(cell.text) and unit_of(cell.text) is None
        if is_text and (not segments or any(slot.text for slot in segments[-1][1])):
            segments.append(([cell], []))
        elif is_text:
            segments[-1][0].append(cell)
            segments[-1][1].clear()  # what stood between two labels was no slot
        elif segments:
            segments[-1][1].append(cell)
    return [(tuple(labels), tuple(slots)) for labels, slots in segments]
