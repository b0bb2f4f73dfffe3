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
from parsers.recogniser.lexicon import (
    ACTIVE,
    APPLICATIONS,
    DISPUTES,
    RowMatch,
    is_caption,
    lexicon,
)
from parsers.recogniser.sections import section_number
from parsers.values import is_value

_TABLE_OF_SECTION = {"二": ACTIVE, "三": APPLICATIONS, "四": DISPUTES}
#: a row with this many of a table's header labels is a header, whatever else it holds
_HEADER_QUORUM = 2
_COLUMN = attrgetter("column")


@dataclass(slots=True)
class GridRow:
    """One row of a grid, cells left to right (a cell that spans rows appears in each), label not yet known."""

    grid: Grid
    index: int
    cells: tuple[Cell, ...]
    table: str | None
    header: Header | None
    match: RowMatch | None = None
    label_end: int = 0  #: position in ``cells`` after the label
    texts: list[Cell] = field(init=False)  #: cells with text that can be no value
    has_values: bool = field(init=False)  #: whether anything stands in a value slot

    def __post_init__(self) -> None:
        filled = [cell for cell in self.cells if cell.text]
        self.texts = [cell for cell in filled if not is_value(cell.text)]
        self.has_values = len(filled) > len(self.texts)

    @property
    def label(self) -> str:
        """The text nearest to the values."""
        return self.texts[-1].text if self.texts else ""

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


class _Reader:
    """Walks the blocks once, carrying what the document has announced so far."""

    def __init__(self) -> None:
        self.found = Tables()
        self.table: str | None = None
        self.header: Header | None = None
        self.in_header = False

    def read(self, blocks: Iterable[Block]) -> Tables:
        for block in blocks:
            if isinstance(block, Grid):
                self._read_grid(block)
            else:
                self._read_paragraph(block.text)
        return self.found

    def _read_paragraph(self, text: str) -> None:
        number = section_number(text)
        if number:
            self._enter(_TABLE_OF_SECTION.get(number))
            self.found.headings.add(number)
        elif is_caption(text) and len(normalise(text)) < 20:
            self._enter(ACTIVE)

    def _enter(self, table: str | None) -> None:
        self.table, self.header, self.in_header = table, None, False

    def _read_grid(self, grid: Grid) -> None:
        for index, cells in enumerate(rows_of(grid)):
            row = GridRow(grid, index, cells, self.table, self.header)
            if not any(cell.text for cell in cells):
                self._read_blank(row)
            elif not self._announces(row):
                self._read_data(row)

    def _read_blank(self, row: GridRow) -> None:
        """An empty row under the header of disputes is that table with nothing filled in; elsewhere it is nothing."""
        if self.table == DISPUTES and self.in_header and len(row.cells) >= 15:
            self._read_data(row)

    def _announces(self, row: GridRow) -> bool:
        """Whether the row is a heading, a caption or a header; remembers what it announces."""
        texts = [cell.text for cell in row.cells if cell.text]
        joined = "".join(texts)
        if len(texts) == 1 and section_number(joined):  # a table that runs on over several sections
            self._read_paragraph(joined)
            return True
        if not row.has_values and is_caption(joined) and "信息内容" not in normalise(joined):
            self._enter(ACTIVE)
            return True
        table = self._headed_by(row, texts)
        if table is None:
            return False
        if table != self.table or not self.in_header:
            self.table, self.in_header = table, True
            self.header = Header(table, row.grid)
            self.found.headers.append(self.header)
        assert self.header is not None
        self.header.rows.append(row)
        return True

    def _headed_by(self, row: GridRow, texts: list[str]) -> str | None:
        """The table of which this row is a header row, if any."""
        if row.has_values:
            return None
        words = lexicon()
        keys = {key(text) for text in texts} | {key("".join(texts)), key("".join(texts[1:]))}
        if key("信息内容") in keys:
            return ACTIVE
        for table in (APPLICATIONS, DISPUTES, ACTIVE):
            known = keys & words.headers[table]
            enough = 1 if table == self.table and (self.in_header or self.header is None) else _HEADER_QUORUM
            if len(known) >= enough or (table == APPLICATIONS and "勾稽关系" in normalise("".join(texts))):
                return table
        # Under a header, until the first row of data, what has no label of a row is header too.
        if self.in_header and self.table in (APPLICATIONS, DISPUTES) and not self._is_row(texts):
            return self.table
        return None

    def _is_row(self, texts: list[str]) -> bool:
        matches = [lexicon().match_exact(text, (APPLICATIONS,)) for text in texts]
        keys = {match.label for match in matches if match}
        return bool(keys - {key("总计"), key("其他")})

    def _read_data(self, row: GridRow) -> None:
        self.in_header = False
        row.table = self.table
        self.found.rows.append(row)


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
    return [tuple(cells) for cells in rows]


def find_rows(blocks: Iterable[Block]) -> Tables:
    """Labelled rows of all statutory tables in a document, in reading order."""
    found = _Reader().read(blocks)
    found.rows, found.unknown = _label(found.rows)
    return found


def _label(rows: list[GridRow]) -> tuple[list[GridRow], list[GridRow]]:
    """Give each row its label, joining rows that a page end cut; returns (labelled, unknown)."""
    labelled: list[GridRow] = []
    unknown: list[GridRow] = []
    position = 0
    while position < len(rows):
        row = rows[position]
        following = rows[position + 1] if position + 1 < len(rows) else None
        if _match_whole(row):
            position += 1 + _absorbs(row, following)
            labelled.append(row)
        elif following and (joined := _join(row, following)):
            labelled.append(joined)
            position += 2
        else:
            known = _match_unlabelled(row) or _match_damaged(row)
            (labelled if known else unknown).append(row)
            position += 1
    return labelled, [row for row in unknown if row.table and not _is_group_only(row)]


def _tables_for(row: GridRow) -> tuple[str, ...]:
    """Where to look a label up: the announced table first; a label decides when nothing was announced."""
    if row.table is None or row.table == DISPUTES:
        return (ACTIVE, APPLICATIONS) if row.table is None else ()
    other = APPLICATIONS if row.table == ACTIVE else ACTIVE
    return (row.table, other)


def _match_whole(row: GridRow) -> bool:
    """A label in one cell, or split over neighbouring cells of the row; the rightmost match is the row's own."""
    tables = _tables_for(row)
    texts = row.texts
    for last in range(len(texts), 0, -1):
        for first in range(last - 1, -1, -1):
            text = "".join(cell.text for cell in texts[first:last])
            match = lexicon().match_exact(text, tables)
            if match and not (match.table != row.table and key(text) in ("其他", "总计")):
                _set(row, match, texts[last - 1])
                return True
    return False


def _match_unlabelled(row: GridRow) -> bool:
    """The one row of table four has no label, or a word such as 数量 that names nothing."""
    if row.table != DISPUTES or row.label_end:
        return False
    texts = row.texts
    after = row.cells.index(texts[-1]) + 1 if texts else 0
    if len(row.cells) - after < 15:
        return False
    row.match, row.label_end = RowMatch(DISPUTES, "", "exact"), after
    return True


def _match_damaged(row: GridRow) -> bool:
    if row.table not in (ACTIVE, APPLICATIONS) or not row.texts or not row.has_values:
        return False
    match = lexicon().match_damaged(row.label, row.table)
    if match:
        _set(row, match, row.texts[-1])
    return match is not None


def _set(row: GridRow, match: RowMatch, label_cell: Cell) -> None:
    row.match, row.label_end, row.table = match, row.cells.index(label_cell) + 1, match.table


def _absorbs(row: GridRow, following: GridRow | None) -> int:
    """1 when the next row is only the tail of this row's label (部分公开 + its explanation)."""
    if following is None or following.has_values or not following.texts or _match_whole(following):
        return 0
    joined = lexicon().match_exact(row.label + following.label, _tables_for(row))
    return int(joined is not None and row.match is not None and joined.label == row.match.label)


def _join(row: GridRow, following: GridRow) -> GridRow | None:
    """Of two grid rows over which a page end spread one row's label and values, the one with the values, labelled."""
    if not row.texts or not following.texts or (row.has_values and following.has_values):
        return None
    match = lexicon().match_exact(row.label + following.label, _tables_for(row))
    if match is None:
        return None
    own = lexicon().match_exact(following.label, _tables_for(following))
    if own and not (own.label == match.label and row.has_values):  # a whole row, not the tail of "（七）" alone
        return None
    bearer = following if following.has_values else row
    _set(bearer, RowMatch(match.table, match.label, "joined"), bearer.texts[-1])
    return bearer


def _is_group_only(row: GridRow) -> bool:
    """A group's label alone, or its cut-off end, with nothing beside it."""
    return not row.has_values and all(key(cell.text) in lexicon().group_keys for cell in row.texts)
