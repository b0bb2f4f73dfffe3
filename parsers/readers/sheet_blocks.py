"""A sheet of cells to paragraphs and grids, the same for every spreadsheet format.

A sheet has no tables, only cells. Neighbouring rows that hold more than one cell are a grid; a cell alone in its row is
a paragraph: the title, a heading, a caption, prose. Hidden rows and columns are not read, as they are not printed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from disclosure.forms import load_forms
from disclosure.labels import key
from disclosure.report import ElementPath
from parsers.document import Block, Cell, Grid, Paragraph, UnreadableError
from parsers.readers.limits import LARGEST_GRID, LARGEST_SPAN
from parsers.readers.marks import plain_text
from parsers.values import is_value

Position = tuple[int, int]
Merge = tuple[int, int, int, int]  #: first and last row, first and last column


@dataclass(slots=True)
class Sheet:
    """What a reader found in one sheet; rows and columns count from 0.

    ``texts``: what the cells show, '' where nothing; ``ruled``: cells with a line at their left or right.
    ``place`` finds any position in the source, one without a cell too.
    """

    place: Callable[[int, int], ElementPath]
    texts: dict[Position, str] = field(default_factory=dict)
    ruled: set[Position] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def add(self, row: int, column: int, text: str) -> None:
        """What a cell shows. Raises UnreadableError where there are more cells than any report has."""
        if text:
            self.texts[row, column] = text
            if len(self.texts) > LARGEST_GRID:
                raise UnreadableError(f"too large: a sheet has more than {LARGEST_GRID} cells with text")


@dataclass(frozen=True, slots=True, eq=False)
class _Box:
    """A cell or merged range as it shows; row and column count what is visible."""

    row: int
    column: int
    height: int
    width: int
    text: str
    ruled: bool
    place: ElementPath


class _Axis:
    """Rows or columns without the hidden ones."""

    def __init__(self, hidden: Iterable[int]) -> None:
        self._hidden = sorted(hidden)
        self._before = [position - number for number, position in enumerate(self._hidden)]

    def visible(self, first: int, last: int) -> range:
        """The visible numbers of the positions from first to last."""
        return range(first - bisect_left(self._hidden, first), last + 1 - bisect_right(self._hidden, last))

    def position(self, visible: int) -> int:
        return visible + bisect_right(self._before, visible)


def read_blocks(sheet: Sheet, method: str) -> list[Block]:
    """Grids and paragraphs from top to bottom, tables side by side from left to right.

    Raises UnreadableError for a table of more than LARGEST_GRID places.
    """
    return list(_Walker(sheet, method).walk())


def unseen_labels(sheet: Sheet) -> list[str]:
    """Labels of the statutory form in hidden rows and columns."""
    hidden = (
        text
        for (row, column), text in sheet.texts.items()
        if row in sheet.hidden_rows or column in sheet.hidden_columns
    )
    return form_labels(hidden)


def form_labels(texts: Iterable[str]) -> list[str]:
    """Those of the texts that are labels of the statutory form."""
    return [text for text in texts if _is_form_label(text)]


class _Walker:
    def __init__(self, sheet: Sheet, method: str) -> None:
        self._sheet = sheet
        self._method = method
        self._rows, self._columns = _Axis(sheet.hidden_rows), _Axis(sheet.hidden_columns)
        self._boxes: dict[int, list[_Box]] = defaultdict(list)  # of each visible row that has any
        covered = self._add_merges()
        for position in sheet.texts.keys() | sheet.ruled:
            if position not in covered:
                self._add_box((position[0], position[0], position[1], position[1]))
        for boxes in self._boxes.values():
            boxes.sort(key=lambda box: box.column)

    def walk(self) -> Iterator[Block]:
        region: list[int] = []
        in_tables = self._rows_in_tables()
        for row in sorted(self._boxes):
            if region and (row > region[-1] + 1 or row not in in_tables):
                yield from self._grids(region)
                region = []
            if row in in_tables:
                region.append(row)
                continue
            for box in self._boxes[row]:
                if box.text and box.row == row:
                    yield from (Paragraph(line.strip(), (box.place,)) for line in box.text.splitlines() if line.strip())
        yield from self._grids(region)

    def _rows_in_tables(self) -> set[int]:
        rows = {row for row, boxes in self._boxes.items() if _is_in_table(boxes)}
        for box in {box for boxes in self._boxes.values() for box in boxes if box.text and box.height > 1}:
            own = range(box.row, box.row + box.height)
            if not rows.isdisjoint(own):
                rows.update(own)
        return rows

    def _add_merges(self) -> set[Position]:
        """The merged ranges as boxes; returns the positions under them, whose own texts nobody sees."""
        covered: set[Position] = set()
        places = 0
        for first, last, left, right in self._sheet.merges:
            last, right = min(last, first + LARGEST_SPAN - 1), min(right, left + LARGEST_SPAN - 1)
            places += (last - first + 1) * (right - left + 1)
            if places > LARGEST_GRID:
                raise UnreadableError(f"too large: the merged cells of a sheet cover more than {LARGEST_GRID} places")
            under = {(row, column) for row in range(first, last + 1) for column in range(left, right + 1)}
            if covered.isdisjoint(under):
                covered |= under
                self._add_box((first, last, left, right))
        return covered

    def _add_box(self, merge: Merge) -> None:
        first, last, left, right = merge
        rows, columns = self._rows.visible(first, last), self._columns.visible(left, right)
        if not rows or not columns:
            return
        text, ruled = self._sheet.texts.get((first, left), ""), (first, left) in self._sheet.ruled
        place = self._sheet.place(first, left)
        box = _Box(rows.start, columns.start, len(rows), len(columns), text, ruled, place)
        for row in rows:
            self._boxes[row].append(box)

    def _grids(self, region: list[int]) -> Iterator[Grid]:
        rows = [row for row, above in zip(region, [None, *region], strict=False) if self._counts(row, above)]
        filled = [box for row in rows for box in self._boxes[row] if box.text]
        if not filled:
            return
        left, right = min(box.column for box in filled), max(box.column + box.width for box in filled)
        if len(rows) * (right - left) > LARGEST_GRID:
            raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")
        edges = [left, *self._gaps(rows, left, right), right]
        for start, end in pairwise(edges):
            yield self._grid(rows, start, end)

    def _counts(self, row: int, above: int | None) -> bool:
        """Of empty ruled rows, only the first after a row with text: below a table there may be thousands."""
        if any(box.text for box in self._boxes[row]):
            return True
        return above is not None and any(box.text for box in self._boxes[above])

    def _gaps(self, rows: list[int], left: int, right: int) -> list[int]:
        """Columns where another table begins: after an empty one, with a column of labels of its own."""
        beginnings: dict[int, list[str]] = defaultdict(list)
        used: set[int] = set()
        for row in rows:
            for box in self._boxes[row]:
                used.update(range(box.column, box.column + box.width))
                if box.text:
                    beginnings[box.column].append(box.text)
        after_gap = (column for column in range(left + 2, right) if column in used and column - 1 not in used)
        return [
            column
            for column in after_gap
            if 2 * sum(not is_value(text) for text in beginnings[column]) > len(beginnings[column])
        ]

    def _grid(self, rows: list[int], left: int, right: int) -> Grid:
        numbers = {row: number for number, row in enumerate(rows)}
        cells: list[Cell] = []
        begun: set[_Box] = set()
        for row, number in numbers.items():
            column = left
            for box in self._boxes[row]:
                start, end = max(box.column, left), min(box.column + box.width, right)
                if start >= end:
                    continue
                cells += (self._blank(row, number, each, left) for each in range(column, start))
                if box not in begun:
                    begun.add(box)
                    height = sum(each in numbers for each in range(row, box.row + box.height))
                    cells.append(self._cell(box, number, start - left, height, end - start))
                column = end
            cells += (self._blank(row, number, each, left) for each in range(column, right))
        return Grid(len(rows), right - left, tuple(cells), self._method)

    def _cell(self, box: _Box, row: int, column: int, height: int, width: int) -> Cell:
        raw = "\n".join([line.strip() for line in box.text.splitlines()])
        return Cell(row, column, plain_text(raw), raw, height, width, (box.place,))

    def _blank(self, row: int, number: int, column: int, left: int) -> Cell:
        place = self._sheet.place(self._rows.position(row), self._columns.position(column))
        return Cell(number, column - left, "", "", place=(place,))


def _is_in_table(boxes: list[_Box]) -> bool:
    """Whether a row belongs to a table: several cells hold text, or one does beside others with rules."""
    filled = [box for box in boxes if box.text]
    ruled = sum(box.ruled for box in boxes if not box.text)
    if len(filled) == 1 and not ruled:
        return _is_form_label(filled[0].text)
    return len(filled) + ruled > 1


@cache
def _form_keys() -> frozenset[str]:
    keys: set[str] = set()
    for form in load_forms().values():
        for table in form.tables.values():
            keys.update(map(key, table.header_labels))
            for block in table.blocks:
                keys.update(key(label) for row in block.rows for label in row.labels)
                keys.update(key(label) for column in block.columns for label in column.labels)
    return frozenset(keys)


def _is_form_label(text: str) -> bool:
    return key(text) in _form_keys()
