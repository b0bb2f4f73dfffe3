"""Cells after a label to the columns of a table.

Where two columns could be meant, the cell is unreadable, not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from disclosure.forms import BlockForm, RowForm
from disclosure.labels import alike, key
from disclosure.report import Reading, State, new_reading
from parsers.document import Cell, Grid
from parsers.recogniser.rows import GridRow, Header
from parsers.values import read_value

#: readers whose line breaks inside a cell come from the width of the column
_WRAPPING_METHODS = frozenset(("pdfium", "pdfplumber", "ofd"))
#: a table of fewer columns is not recognised by most of them
_FEWEST_TO_LACK = 5
MISSING = Reading("", State.MISSING)
_FIRST, _TOTAL = key("自然人"), key("总计")
_OUT_OF_ORDER = "总计 before 自然人"
_SUBTOTALS = ("小计", "合计", "法人小计", "法人合计", "组织小计")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A lowest header cell over the grid columns start..end-1; ``column`` indexes the block's, None if foreign."""

    column: int | None
    start: int
    end: int
    text: str


class Layout(NamedTuple):
    """How the value slots of a block run. ``leaves`` is empty where the header is not known; then order decides."""

    leaves: tuple[Leaf, ...]
    grid: Grid | None
    foreign: tuple[str, ...] = ()
    lacking: bool = False  #: the header has fewer columns than the form, or none knows in which order they run
    plain: bool = False  #: the header has exactly the columns of the form, in the form's order


#: a head over columns: row, column, text, row_span, column_span
_Head = tuple[int, int, str, int, int]
_UNKNOWN = Layout((), None)


def layout_of(header: Header | None, block: BlockForm) -> Layout:
    """The columns that a header announces, if it names each of the block's columns exactly once."""
    if header is None:
        return _UNKNOWN
    if not header.grid.exact:
        return Layout((), None, (_OUT_OF_ORDER,)) if _totals_come_first(header) else _UNKNOWN
    grid = header.grid
    first, last = header.rows[0].index, header.rows[-1].index
    heads = [
        (cell.row, cell.column, cell.text, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.row <= last and cell.row + cell.row_span > first
    ]
    layout = _layout_under(tuple(heads), first, grid.columns, block)
    known = [leaf.column for leaf in layout.leaves if leaf.column is not None]
    if not layout.leaves or (known != sorted(known) and _is_ragged(header)):
        return Layout((), None, lacking=not _runs_as_the_form(header, block))
    return layout._replace(grid=grid)


@lru_cache(maxsize=512)
def _layout_under(heads: tuple[_Head, ...], first: int, columns: int, block: BlockForm) -> Layout:
    """The layout, of no grid yet, under the heads in rows ``first`` and below of a grid of so many columns.

    Offices of one system print the same header over and over.
    """
    leaves = list(_leaves(heads, first, columns, block))
    known = [leaf.column for leaf in leaves if leaf.column is not None]
    whole = list(range(len(block.columns)))
    if sorted(known) != whole and not _lacks_columns(leaves, known, block):
        return _UNKNOWN
    start = next(i for i, leaf in enumerate(leaves) if leaf.column is not None)
    values = tuple(leaves[start:])
    foreign = tuple(leaf.text for leaf in values if leaf.column is None)
    plain = [leaf.column for leaf in values] == whole
    return Layout(values, None, foreign, lacking=len(known) < len(whole), plain=plain)


def _totals_come_first(header: Header) -> bool:
    """Whether the sums are named before the first column, in one row: one above may hold a head of several rows."""
    rows = [[key(cell.text) for cell in row.cells] for row in header.rows]
    return any(_TOTAL in row[: row.index(_FIRST)] for row in rows if _FIRST in row)


def _lacks_columns(leaves: list[Leaf], known: list[int], block: BlockForm) -> bool:
    """Whether an agency left columns of the form away: most are there, once each, and no other word heads a column."""
    first = next((i for i, leaf in enumerate(leaves) if leaf.column is not None), 0)
    whole = all(leaf.column is not None for leaf in leaves[first:])
    return whole and len(set(known)) == len(known) and len(known) * 2 > len(block.columns) > _FEWEST_TO_LACK


def _is_ragged(header: Header) -> bool:
    """Whether header rows end in different columns: where spans are lost, what stands below what tells nothing."""
    return len({max(cell.column + cell.column_span for cell in row.cells) for row in header.rows if row.cells}) > 1


def _runs_as_the_form(header: Header, block: BlockForm) -> bool:
    """Whether the columns that each header row names itself follow one another as in the form."""
    for row in header.rows:
        own = [_column_under((cell.text,), block) for cell in row.cells if cell.row == row.index]
        named = [column for column in own if column is not None]
        if named != sorted(named):
            return False
    return True


def _leaves(heads: Sequence[_Head], first: int, columns: int, block: BlockForm) -> Iterable[Leaf]:
    above: list[list[_Head]] = [[] for _ in range(columns)]  # over each grid column, outermost first
    for head in sorted(heads, key=lambda head: (max(head[0], first), head[1])):
        _, left, _, _, column_span = head
        for column in range(left, min(left + column_span, columns)):
            above[column].append(head)
    start = 0
    for column in range(1, columns + 1):
        following = above[column] if column < columns else []
        if not following or not above[start] or following[-1] is not above[start][-1]:
            if above[start]:
                texts = tuple([text for _, _, text, _, _ in above[start]])
                yield Leaf(_column_under(texts, block), start, column, texts[-1])
            start = column


@lru_cache(maxsize=4096)
def _column_under(heads: tuple[str, ...], block: BlockForm) -> int | None:
    """The column of a block that stands under these header texts, outermost first."""
    path = [alike(key(head)) for head in heads]
    names = _names_of_columns(block)
    fitting = (i for i, (own, outer) in enumerate(names) if path[-1] in own and outer.issubset(path))
    return next(fitting, None)


@cache
def _names_of_columns(block: BlockForm) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """What each column of the form may be called, and the labels that stand above it, as keys."""
    return tuple(
        (
            frozenset(alike(key(label)) for label in column.labels),
            frozenset(alike(key(label)) for label in column.path[:-1]),
        )
        for column in block.columns
    )


class Aligner:
    """Assigns slots of rows of one table.

    In a lossy grid a row with empty slots at both ends is placed as its full neighbours are: rows of the same grid, of
    the same depth in the form and of the same shape. Rows of another depth, or beyond a page end, may start elsewhere.
    """

    def __init__(self, rows: Iterable[tuple[GridRow, BlockForm, RowForm]]) -> None:
        """``rows``: each labelled row with its place in the form."""
        self._starts: dict[tuple[object, ...], set[int]] = {}
        self._layouts: dict[tuple[int, int], Layout] = {}
        self._rows: list[GridRow] = []
        for row, block, row_form in rows:
            self._rows.append(row)
            filled = [] if row.grid.exact else [i for i, cell in enumerate(row.slots) if cell.text]
            if filled and len(filled) == len(block.columns) == filled[-1] - filled[0] + 1:
                self._starts.setdefault(self._shape(row, row_form), set()).add(filled[0])

    def layout(self, row: GridRow, block: BlockForm) -> Layout:
        """The columns that the row's header announces; worked out once for all rows under one header."""
        which = id(row.header), id(block)
        if which not in self._layouts:
            self._layouts[which] = layout_of(row.header, block)
        return self._layouts[which]

    @staticmethod
    def _shape(row: GridRow, row_form: RowForm) -> tuple[object, ...]:
        depth = {None: 1, "outcome": 2}.get(row_form.group, 3)
        return (id(row.grid), depth, row.label_end, len(row.cells))

    def align(self, row: GridRow, layout: Layout, row_form: RowForm) -> list[Cell | None] | None:
        """A cell for each column in the block's order; None in place of the list when the slots can't be told apart."""
        if row.is_unsure:
            return None
        slots, count = row.slots, len(row_form.cells)
        if layout.plain and len(slots) == count:
            return list(slots)
        if layout.leaves:
            if len(slots) == len(layout.leaves):
                return _by_column(zip(layout.leaves, slots, strict=True), count)
            if layout.grid is row.grid:
                known = [leaf for leaf in layout.leaves if leaf.column is not None]
                placed = [(leaf, cell) for leaf in known if (cell := _under(leaf, slots))]
                if len(placed) == len(known) and not self._juts_out(row, layout):
                    return _by_column(placed, count)
        if layout.foreign or layout.lacking:
            return None
        return list(slots) if len(slots) == count else self._align_by_order(row, row_form)

    def _juts_out(self, row: GridRow, layout: Layout) -> bool:
        """Whether a cell too many, in a row that is longer than most, may have moved values out from under their heads.

        An empty cell behind a value under each head moved none; nor are there any in a row of empty cells.
        """
        last, filled = row.slots[-1], sum(bool(cell.text) for cell in row.slots)
        if last.column < layout.leaves[-1].end or not filled or (not last.text and filled == len(layout.leaves)):
            return False
        ends = Counter(_end(each.cells) for each in self._rows if each.grid is row.grid)
        return _end(row.cells) > ends.most_common(1)[0][0]

    def _align_by_order(self, row: GridRow, row_form: RowForm) -> list[Cell | None] | None:
        slots, count = row.slots, len(row_form.cells)
        filled = [cell for cell in slots if cell.text]
        if len(filled) == count:
            return list(filled)
        if len(slots) <= count or len(filled) > count:
            return None
        if not filled:
            return list(slots[:count])  # all empty: which of the empty slots is whose makes no difference
        first, last = (next(i for i, cell in pairs if cell.text) for pairs in (enumerate(slots), _backwards(slots)))
        starts = {first} if last - first + 1 == count else self._starts.get(self._shape(row, row_form), set())
        if len(starts) == 1:
            start = next(iter(starts))
            window = slots[start : start + count]
            if len(window) == count and len(filled) == sum(bool(cell.text) for cell in window):
                return list(window)
        return None


def _end(cells: Sequence[Cell]) -> int:
    return cells[-1].column + cells[-1].column_span if cells else 0


def _backwards(slots: tuple[Cell, ...]) -> Iterable[tuple[int, Cell]]:
    return reversed(list(enumerate(slots)))


def subtotal_of(row: GridRow, layout: Layout) -> Cell | None:
    """The cell under a column of the agency's own that adds the organisations up, if there is one."""
    if len(row.slots) != len(layout.leaves):
        return None
    placed = zip(layout.leaves, row.slots, strict=True)
    return next((cell for leaf, cell in placed if leaf.column is None and key(leaf.text) in _SUBTOTALS), None)


def _under(leaf: Leaf, slots: tuple[Cell, ...]) -> Cell | None:
    """The one cell with text (or the one cell at all) that stands under a header leaf and under no other."""
    inside = [cell for cell in slots if leaf.start <= cell.column and cell.column + cell.column_span <= leaf.end]
    filled = [cell for cell in inside if cell.text]
    if len(filled) > 1:
        return None
    return next(iter(filled or inside), None)


def _by_column(placed: Iterable[tuple[Leaf, Cell]], count: int) -> list[Cell | None]:
    cells: list[Cell | None] = [None] * count
    for leaf, cell in placed:
        if leaf.column is not None:
            cells[leaf.column] = cell
    return cells


def readings_of(cells: Iterable[Cell | None], row: GridRow) -> list[Reading]:
    """What stands in slots of one row; ``missing`` for None."""
    method = row.grid.method
    wraps = method in _WRAPPING_METHODS
    readings = []
    for cell in cells:
        if cell is None:
            readings.append(MISSING)
            continue
        _, _, text, raw, row_span, _, place, confidence = cell
        state, value, unit, suggestion = read_value(text if wraps else raw)
        if row_span > 1 and state is not State.BLANK:
            readings.append(Reading(raw, State.UNREADABLE, method=method, confidence=confidence, place=place))
        else:
            readings.append(new_reading((raw, state, value, unit, suggestion, method, confidence, place)))
    return readings
