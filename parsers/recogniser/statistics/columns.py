"""Which of the cells after a label is the number of the reporting year.

A header decides where there is one; without it, a lone number does. Where two columns could be meant, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from disclosure.labels import normalise
from parsers.document import Cell, Grid
from parsers.recogniser.statistics.labels import unit_of
from parsers.recogniser.statistics.lines import PrintedLine
from parsers.values import is_number

LABEL, UNIT, CODE, NOTE, OTHER, VALUE = "label", "unit", "code", "note", "other", "value"
_YEAR = re.compile(r"(20\d\d)年?")
_ROLES = (
    (CODE, re.compile(r"序号|代码|编号|行次|行号|栏次|顺序号")),
    (UNIT, re.compile(r"^\(?(?:计量|计算|统计|数量)?单位\)?$")),
    (NOTE, re.compile(r"备注|说明|注释")),
    (LABEL, re.compile(r"指标|项目|内容|名称|事项|类别|类型")),
    (
        OTHER,
        re.compile(
            r"上一?年|去年|前年|历年|同比|环比|增减|增长|增幅|(?<!本年)(?<!年度)(?<!全年)累计|上期|同期|月|季|半年"
        ),
    ),
    (VALUE, re.compile(r"数|本年|本期|当年|全年|年度|金额|值|20\d\d年|合计|情况")),
)
_CODE = re.compile(r"0\d+")
_NUMBER_OF_A_LINE = re.compile(r"\d{1,3}", re.ASCII)
#: neighbouring lines of which each must have the number after the one before, nine of ten, to be numbered
_FEWEST_IN_STEP, _MOST_OUT_OF_STEP = 6, 0.1
#: a row that only numbers the columns, as Chinese statistics do
_NUMBERING = re.compile(r"[甲乙丙丁戊]|\d")


@dataclass(frozen=True, slots=True)
class Column:
    role: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns after the label that a header announces; ``value`` counts to the one of the reporting year."""

    grid: Grid
    columns: tuple[Column, ...]
    value: int | None
    several: bool  #: whether more than one column holds numbers
    counted: bool  #: whether a column of numbers of lines stands in front of the labels

    def cell(self, line: PrintedLine) -> Cell | None:
        """The value's cell; None where there is none, or where it cannot be told."""
        if self.value is None or len(line.values) > sum(column.role != UNIT for column in self.columns):
            return None
        cell = self._chosen(line)
        return cell if cell is not None and self._agrees(line, cell) else None

    def _chosen(self, line: PrintedLine) -> Cell | None:
        assert self.value is not None
        if len(line.slots) == len(self.columns) and line.row.grid.columns == self.grid.columns:
            return line.slots[self.value] if self._fits(line) else None
        roles = {column.role for column in self.columns}
        if CODE in roles:
            return None  # a row out of its columns would give the code
        if line.row.grid is self.grid and self.grid.exact and (not self.several or self._is_in_step(line)):
            under = _under(self.columns[self.value], line.slots)
            others = [cell for cell in line.values if cell not in under and is_number(cell.text)]
            if under and under[0].text and others and not self.several:
                return None  # a row out of its columns, under a header that has lost a word
            if len(under) == 1 and unit_of(under[0].text) is None and (under[0].text or not line.values):
                return under[0]
        if self.several:
            return None
        cell = lone_cell(line)
        if cell and NOTE in roles and cell is line.slots[-1] and not self._is_behind_unit(line):
            return None  # it may be a number in a note
        return cell

    def _fits(self, line: PrintedLine) -> bool:
        """Whether units, and only they, stand in the column of units: else the row is out of its columns."""
        assert self.value is not None
        # A number in place of a note may be the value, behind a code; in text the end of one that a column broke.
        doubts_notes = bool(line.slots[self.value].text) or not line.row.grid.exact
        for slot, column in zip(line.slots, self.columns, strict=True):
            if column.role == UNIT or (column.role == NOTE and doubts_notes):
                fits = not is_number(slot.text)
            else:
                fits = unit_of(slot.text) is None
            if not fits:
                return False
        return True

    def _is_in_step(self, line: PrintedLine) -> bool:
        """Whether each value stands under a column that may hold it."""
        columns = [column for column in self.columns if column.role != UNIT]
        return all(sum(cell in _under(column, line.slots) for column in columns) == 1 for cell in line.values)

    def _agrees(self, line: PrintedLine, cell: Cell) -> bool:
        """Whether the value stands behind its unit where the header says so: else the row is out of its columns."""
        units = [place for place, column in enumerate(self.columns) if column.role == UNIT]
        printed = [place for place, slot in enumerate(line.slots) if unit_of(slot.text)]
        if len(units) != 1 or len(printed) != 1 or self.value is None:
            return True
        behind = self.value > units[0]
        return behind == (line.slots.index(cell) > printed[0])

    def _is_behind_unit(self, line: PrintedLine) -> bool:
        """Whether the last slot follows its unit, as the value does in the header."""
        return bool(
            self.value
            and self.columns[self.value - 1].role == UNIT
            and len(line.slots) > 1
            and unit_of(line.slots[-2].text)
        )


def is_header(line: PrintedLine) -> bool:
    """Whether a line that names nothing of the form heads columns."""
    cells = [cell for cell in (*line.labels, *line.slots) if cell.text]
    if len(cells) > 1 and all(_NUMBERING.fullmatch(normalise(cell.text)) for cell in cells):
        return True
    roles = [role_of(cell.text) for cell in cells]
    return not any(role is None for role in roles) and len(cells) > 1 and bool({UNIT, CODE, VALUE, OTHER} & set(roles))


def layout_of(header: Sequence[PrintedLine], year: int | None) -> Layout | None:
    """The layout under the header lines of one table (or half); None when they tell nothing."""
    header = [line for line in header if not _only_numbers(line)]
    if not header or (len(header) > 1 and not header[0].row.grid.exact):
        return None
    grid = header[0].row.grid
    cells = {id(cell): cell for line in header for cell in (*line.labels, *line.slots)}
    columns = _leaves(list(cells.values()), grid)
    first = next((place for place, column in enumerate(columns) if column.role == LABEL), None)
    if first is None:
        return None
    counted = any(column.role == CODE for column in columns[:first])
    while first + 1 < len(columns) and columns[first + 1].role == LABEL:
        first += 1
    after = tuple(columns[first + 1 :])
    numbers = [place for place, column in enumerate(after) if column.role in (VALUE, OTHER)]
    if not numbers and not any(column.role == CODE for column in after):
        return None  # a value column without a word above it
    own = [place for place in numbers if _is_of_year(after[place], year)]
    others = [place for place in numbers if _is_of_another(after[place], year)]
    several = len(numbers) > 1
    if several:
        own = [place for place in own if "本期" not in after[place].text]
    sure = len(own) == 1 and len(others) == len(numbers) - 1
    return Layout(grid, after, own[0] if sure else None, several, counted)


def lone_cell(line: PrintedLine) -> Cell | None:
    """The one cell after the label that holds something; an empty one where all are empty. 01 is a code, no number."""
    slots = [cell for cell in line.slots if unit_of(cell.text) is None]
    filled = [cell for cell in slots if cell.text]
    if len(filled) > 1 or (filled and _CODE.fullmatch(normalise(filled[0].text))):
        return None
    return next(iter(filled or slots), None)


def drop_numbering(lines: Sequence[PrintedLine]) -> None:
    """Take out of the slots the numbers that only count the lines: behind their labels, or before the next one's."""
    for half in {line.half for line in lines}:
        filled = [line for line in lines if line.half == half and line.values]
        # Of two halves that came row by row, every second line has the next number.
        for end, stride in product((0, -1), (1, 2)):
            steps = _steps([_count(line.values[end]) for line in filled], stride)
            if sum(steps) < _FEWEST_IN_STEP or sum(steps) < (1 - _MOST_OUT_OF_STEP) * len(steps):
                continue
            none = [False] * stride
            for line, before, after in zip(filled, [*none, *steps], [*steps, *none], strict=True):
                if before or after:
                    number = line.values.pop(end)
                    line.slots = tuple(cell for cell in line.slots if cell is not number)
            break


def _steps(counts: Sequence[int | None], stride: int) -> list[bool]:
    """Whether each number is followed, so many lines further on, by the next one."""
    return [before is not None and after == before + 1 for before, after in zip(counts, counts[stride:], strict=False)]


def _count(cell: Cell) -> int | None:
    spelt = normalise(cell.text)
    return int(spelt) if _NUMBER_OF_A_LINE.fullmatch(spelt) else None


def _under(column: Column, slots: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in slots if cell.column < column.end and column.start < _end(cell)]


def role_of(text: str) -> str | None:
    """What a word of a header says of its column; None when it is none."""
    spelt = normalise(text)
    return next((role for role, pattern in _ROLES if len(spelt) <= 20 and pattern.search(spelt)), None)


def _leaves(cells: list[Cell], grid: Grid) -> list[Column]:
    """The lowest header cell over each column, with the words above it."""
    if not grid.exact:
        ordered = [cell for cell in cells if cell.text]
        return [Column(role_of(cell.text) or OTHER, cell.text, cell.column, _end(cell)) for cell in ordered]
    leaves: list[Column] = []
    cells.sort(key=lambda cell: (cell.row, cell.column))
    previous: Cell | None = None
    for place in range(min(cell.column for cell in cells), max(map(_end, cells))):
        above = [cell for cell in cells if cell.column <= place < _end(cell) and cell.text]
        if not above or above[-1] is previous:
            continue
        previous = above[-1]
        text = "".join(cell.text for cell in above)
        role = role_of(previous.text) or role_of(text) or OTHER
        leaves.append(Column(role, text, previous.column, _end(previous)))
    return leaves


def _is_of_year(column: Column, year: int | None) -> bool:
    spelt = normalise(column.text)
    printed = {int(found) for found in _YEAR.findall(spelt)}
    if printed:
        return printed == {year}
    return column.role == VALUE


def _is_of_another(column: Column, year: int | None) -> bool:
    spelt = normalise(column.text)
    printed = {int(found) for found in _YEAR.findall(spelt)}
    if printed:
        return year is None or year not in printed
    return column.role == OTHER


def _only_numbers(line: PrintedLine) -> bool:
    return all(_NUMBERING.fullmatch(normalise(cell.text)) for cell in (*line.labels, *line.slots) if cell.text)


def _end(cell: Cell) -> int:
    return cell.column + cell.column_span
