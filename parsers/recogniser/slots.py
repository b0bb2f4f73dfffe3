"""Cells after a label to the columns of a table.

Where two columns could be meant, the cell is unreadable, not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from disclosure.forms import BlockForm, RowForm
from disclosure.labels import key
from disclosure.report import Reading, State, new_reading
from parsers.document import Cell
from parsers.recogniser.layouts import TOTALS_FIRST, UNKNOWN, Layout, Leaf, layout_of
from parsers.recogniser.lexicon import ACTIVE
from parsers.recogniser.merged_cells import without_repeats
from parsers.recogniser.rows import GridRow
from parsers.recogniser.totals import add_up, are_last, moved_up
from parsers.values import is_number, is_value, read_value

#: readers whose line breaks inside a cell come from the width of the column
_WRAPPING_METHODS = frozenset(("pdfium", "pdfplumber", "ofd"))
MISSING = Reading("", State.MISSING)
_SUBTOTALS = ("小计", "合计", "法人小计", "法人合计", "组织小计")


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
        self._most: Counter[tuple[int, int]] = Counter()  # by header and columns: values of its longest row in text
        for row, block, row_form in rows:
            self._rows.append(row)
            if row.grid.exact:
                continue
            slots = without_repeats(row, len(row_form.cells))
            filled = [i for i, cell in enumerate(slots) if cell.text]
            alike = id(row.header), len(row_form.cells)
            self._most[alike] = max(len(filled), self._most[alike])
            if filled and len(filled) == len(block.columns) == filled[-1] - filled[0] + 1:
                self._starts.setdefault(self._shape(row, row_form), set()).add(filled[0])

    def layout(self, row: GridRow, block: BlockForm) -> Layout:
        """The columns that the row's header announces; worked out once for all rows under one header."""
        which = id(row.header), id(block)
        if which not in self._layouts:
            layout = layout_of(row.header, block)
            if _is_out_of_order(layout) and are_last(each for each in self._rows if each.header is row.header):
                layout = UNKNOWN
            self._layouts[which] = layout
        return self._layouts[which]

    @staticmethod
    def _shape(row: GridRow, row_form: RowForm) -> tuple[object, ...]:
        depth = {None: 1, "outcome": 2}.get(row_form.group, 3)
        return (id(row.grid), depth, row.label_end, len(row.cells))

    def align(self, row: GridRow, layout: Layout, row_form: RowForm) -> list[Cell | None] | None:
        """A cell for each column in the block's order; None in place of the list when the slots can't be told apart."""
        cells = None if row.is_unsure else self._align(row, layout, row_form)
        return None if cells and moved_up(cells) else cells

    def _align(self, row: GridRow, layout: Layout, row_form: RowForm) -> list[Cell | None] | None:
        count = len(row_form.cells)
        slots = without_repeats(row, count)
        if layout.plain and len(slots) == count:
            return None if self._begins_elsewhere(row) else list(slots)
        if layout.leaves:
            if len(slots) == len(layout.leaves):
                pairs = list(zip(layout.leaves, slots, strict=True))
                unnamed = [cell for leaf, cell in pairs if cell.text and not leaf.text]
                if _are_moved([cell for leaf, cell in pairs if leaf.column is not None], unnamed):
                    return self._in_order(row, layout, count)
                return _by_column(pairs, count)
            if layout.grid is row.grid:
                known = [leaf for leaf in layout.leaves if leaf.column is not None]
                placed = [(leaf, cell) for leaf in known if (cell := _under(leaf, slots))]
                if _are_moved([cell for _, cell in placed], _outside(layout, slots)) or self._is_among_moved(
                    row, layout, placed
                ):
                    return self._in_order(row, layout, count)
                if len(placed) == len(known) and not self._juts_out(row, layout):
                    return _by_column(placed, count)
        if _is_out_of_order(layout) and len(slots) == count and len({cell.text for cell in slots}) == 1:
            return list(slots)  # whichever column is whose
        if layout.foreign or layout.lacking or (row.table == ACTIVE and self._most[id(row.header), count] > count):
            return None  # another row has more values than the form has columns, and no sum would tell whose these are
        return list(slots) if len(slots) == count else self._align_by_order(row, slots, row_form)

    @staticmethod
    def _in_order(row: GridRow, layout: Layout, count: int) -> list[Cell | None] | None:
        """As many numbers as columns, wherever they stand: sums tell if they are others.

        In table two, which has none, only such as stand together.
        """
        filled = [cell for cell in row.slots if cell.text]
        if not layout.plain or len(filled) != count or not all(is_number(cell.text) for cell in filled):
            return None
        first = row.slots.index(filled[0])
        return list(filled) if row.table != ACTIVE or list(row.slots[first : first + count]) == filled else None

    def _is_among_moved(self, row: GridRow, layout: Layout, placed: Sequence[tuple[Leaf, Cell]]) -> bool:
        """Whether a row with blanks reaches beyond the heads where rows beside it have a number there."""
        if not row.slots or row.slots[-1].column < layout.leaves[-1].end or all(cell.text for _, cell in placed):
            return False
        others = (each.slots[-1] for each in self._rows if each.grid is row.grid and each.slots)
        return any(cell.text and cell.column >= layout.leaves[-1].end for cell in others)

    def _begins_elsewhere(self, row: GridRow) -> bool:
        """Whether a row with blanks begins in another column than most rows that have as many slots."""
        slots = row.slots
        filled = [cell for cell in slots if cell.text]
        if not filled or len(filled) == len(slots) or not row.grid.exact:
            return False
        alike = [each.slots for each in self._rows if each.grid is row.grid and len(each.slots) == len(slots)]
        starts = Counter(each[0].column for each in alike)
        return starts[slots[0].column] * 2 < len(alike)

    def _juts_out(self, row: GridRow, layout: Layout) -> bool:
        """Whether a cell too many, in a row that is longer than most, may have moved values out from under their heads.

        An empty cell behind a value under each head moved none; nor are there any in a row of empty cells.
        """
        last, filled = row.slots[-1], sum(bool(cell.text) for cell in row.slots)
        if last.column < layout.leaves[-1].end or not filled or (not last.text and filled == len(layout.leaves)):
            return False
        ends = Counter(_end(each.cells) for each in self._rows if each.grid is row.grid)
        return _end(row.cells) > ends.most_common(1)[0][0]

    def _align_by_order(self, row: GridRow, slots: tuple[Cell, ...], row_form: RowForm) -> list[Cell | None] | None:
        count = len(row_form.cells)
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


def _is_out_of_order(layout: Layout) -> bool:
    """Whether nothing speaks against the form's order but the head of the totals, which comes first."""
    return layout.foreign == (TOTALS_FIRST,) and not layout.lacking


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


def _outside(layout: Layout, slots: Sequence[Cell]) -> list[Cell]:
    """The cells with text that stand under no head."""
    leaves = (*layout.before, *layout.leaves)
    return [cell for cell in slots if cell.text and not any(_stands_under(leaf, cell) for leaf in leaves)]


def _are_moved(placed: Sequence[Cell], outside: Sequence[Cell]) -> bool:
    """Whether a cell too many moved values: one under no head is a number, or stands beside a head without value."""
    if not outside:
        return False
    return not all(cell.text for cell in placed) or (
        any(is_value(cell.text) for cell in outside) and not add_up(placed)
    )


def _stands_under(leaf: Leaf, cell: Cell) -> bool:
    return cell.column < leaf.end and leaf.start < cell.column + cell.column_span


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
