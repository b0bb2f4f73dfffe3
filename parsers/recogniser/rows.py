"""Grids to labelled rows: which statutory table each grid row belongs to, its label, and the cells after the label.

Works row by row with a memory of the table that headings, captions and headers announced, because one table may come in
several grids and several tables in one. Never aligns by column index: headers and data rows disagree in most sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from disclosure.labels import key, normalise
from parsers.document import Block, Cell, Grid
from parsers.recogniser.captions import captioned
from parsers.recogniser.lexicon import (
    ACTIVE,
    APPLICATIONS,
    DISPUTES,
    RowMatch,
    begins_first_row,
    is_caption,
    lexicon,
    match_exact,
)
from parsers.recogniser.sections import section_number
from parsers.values import is_value

_TABLE_OF_SECTION = {"二": ACTIVE, "三": APPLICATIONS, "四": DISPUTES}
#: a row with this many of a table's header labels is a header, whatever else it holds
_HEADER_QUORUM = 2
#: columns that a row of 1, 2, 3 ... must number before it is taken for that, and characters of its label (栏次)
_FEWEST_NUMBERED, _LONGEST_COUNT_LABEL = 5, 2
_COLUMN = attrgetter("column")


@dataclass(slots=True)
class GridRow:
    """One row of a grid, cells left to right (a cell that spans rows appears in each), label not yet known."""

    grid: Grid
    index: int
    cells: tuple[Cell, ...]
    table: str | None
    header: Header | None
    elsewhere: bool = False  #: whether it comes under the heading of a chapter that has no table in the form
    match: RowMatch | None = None
    label_end: int = 0  #: position in ``cells`` after the label
    filled: list[Cell] = field(init=False)  #: cells with text
    texts: list[Cell] = field(init=False)  #: and those of them that can be no value
    has_values: bool = field(init=False)  #: whether anything stands in a value slot

    def __post_init__(self) -> None:
        self.filled = [cell for cell in self.cells if cell.text]
        self.texts = [cell for cell in self.filled if not is_value(cell.text)]
        self.has_values = len(self.filled) > len(self.texts)

    @property
    def label(self) -> str:
        """The text nearest to the values."""
        return self.texts[-1].text if self.texts else ""

    @property
    def is_unsure(self) -> bool:
        """Whether the reader could not tell whose the row's values are."""
        return self.index in self.grid.unsure

    @property
    def slots(self) -> tuple[Cell, ...]:
        return self.cells[self.label_end :]


@dataclass(slots=True)
class Header:
    """The header rows of one table in one grid."""

    table: str
    grid: Grid
    rows: list[GridRow] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(cell.text for row in self.rows for cell in row.cells)


@dataclass(slots=True)
class Tables:
    """All that was found: data rows, headers, and rows that nothing claims."""

    rows: list[GridRow] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    unknown: list[GridRow] = field(default_factory=list)
    headings: set[str] = field(default_factory=set)
    #: the texts right above each grid, by its id
    above: dict[int, tuple[str, ...]] = field(default_factory=dict)


class _Reader:
    """Walks the blocks once, carrying what the document has announced so far."""

    def __init__(self) -> None:
        self.found = Tables()
        self.table: str | None = None
        self.header: Header | None = None
        self.in_header = False
        self.elsewhere = False

    def read(self, blocks: Iterable[Block]) -> Tables:
        for block, texts in captioned(blocks):
            if isinstance(block, Grid):
                self.found.above[id(block)] = texts
                self._read_grid(block)
            else:
                self._read_paragraph(block.text)
        return self.found

    def _read_paragraph(self, text: str) -> None:
        number = section_number(text)
        if number:
            self._enter(_TABLE_OF_SECTION.get(number))
            self.elsewhere = self.table is None
            self.found.headings.add(number)
        elif is_caption(text) and len(normalise(text)) < 20:
            self._enter(ACTIVE)

    def _enter(self, table: str | None) -> None:
        self.table, self.header, self.in_header, self.elsewhere = table, None, False, False

    def _read_grid(self, grid: Grid) -> None:
        for index, cells in enumerate(rows_of(grid)):
            row = GridRow(grid, index, cells, self.table, self.header, self.elsewhere)
            if not row.filled:
                self._read_blank(row)
            elif not (self.in_header and _counts(row)) and not self._announces(row):
                self._read_data(row)

    def _read_blank(self, row: GridRow) -> None:
        """An empty row under the header of disputes is that table with nothing filled in; elsewhere it is nothing."""
        if self.table == DISPUTES and self.in_header and len(row.cells) >= 15:
            self._read_data(row)

    def _announces(self, row: GridRow) -> bool:
        """Whether the row is a heading, a caption or a header; remembers what it announces."""
        if len(row.filled) > len(row.texts) + 1:
            return False  # a number among words may be part of a header, several are data
        texts = [cell.text for cell in row.filled]
        if len(texts) == 1 and section_number(texts[0]):  # a table that runs on over several sections
            self._read_paragraph(texts[0])
            return True
        if not row.has_values and is_caption(joined := "".join(texts)) and "信息内容" not in normalise(joined):
            self._enter(ACTIVE)
            return True
        table = self._headed_by(row, texts)
        if table is None:
            return False
        if table != self.table or not self.in_header:
            self.table, self.in_header, self.elsewhere = table, True, False
            self.header = Header(table, row.grid)
            self.found.headers.append(self.header)
        assert self.header is not None
        self.header.rows.append(row)
        return True

    def _headed_by(self, row: GridRow, texts: list[str]) -> str | None:
        """The table of which this row is a header row, if any."""
        stained = row.has_values
        if stained and len(texts) <= _HEADER_QUORUM:
            return None
        words = lexicon()
        keys = {key(text) for text in texts} | {key("".join(texts)), key("".join(texts[1:]))}
        if key("信息内容") in keys:
            return ACTIVE
        for table in (APPLICATIONS, DISPUTES, ACTIVE):
            known = keys & words.headers[table]
            announced = table == self.table and (self.in_header or self.header is None)
            enough = 1 if announced and not stained else _HEADER_QUORUM
            if len(known) >= enough or (table == APPLICATIONS and "勾稽关系" in normalise("".join(texts))):
                return table
        # Under a header, until the first row of data, what has no label of a row is header too.
        if self.in_header and not stained and self.table in (APPLICATIONS, DISPUTES) and not self._is_row(texts):
            return self.table
        return None

    def _is_row(self, texts: list[str]) -> bool:
        matches = [match_exact(text, (APPLICATIONS,)) for text in texts]
        keys = {match.label for match in matches if match}
        return bool(keys - {key("总计"), key("其他")}) or any(map(begins_first_row, texts))

    def _read_data(self, row: GridRow) -> None:
        self.in_header = False
        row.table = self.table
        self.found.rows.append(row)


def _counts(row: GridRow) -> bool:
    """Whether a row under a header only numbers the columns: 1, 2, 3 ... In no table can that be a row of data."""
    if not row.has_values or any(len(cell.text) > _LONGEST_COUNT_LABEL for cell in row.texts):
        return False
    numbers = [cell.text for cell in row.cells if cell.text.isdecimal()]
    return len(numbers) >= _FEWEST_NUMBERED and numbers == [str(each + 1) for each in range(len(numbers))]


def rows_of(grid: Grid) -> list[tuple[Cell, ...]]:
    """Cells of each row, left to right; a cell that spans rows stands in each of them."""
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.row_span == 1:
            rows[cell.row].append(cell)
        else:
            for row in range(cell.row, min(cell.row + cell.row_span, grid.rows)):
                rows[row].append(cell)
    for cells in rows:
        cells.sort(key=_COLUMN)
    return list(map(tuple, rows))


def walk(blocks: Iterable[Block]) -> Tables:
    """All rows of statutory tables in a document, in reading order, not yet labelled."""
    return _Reader().read(blocks)
