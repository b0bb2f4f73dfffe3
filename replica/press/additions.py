"""What agencies add to the statutory tables, and other shapes that they give them; the form's values stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from replica.press.layout import LABEL_COLUMNS, Slot, TableLayout

OTHER_YEAR = 70000
"""Numbers of another year count on from here: larger than any the truth draws."""


def add(table: TableLayout, names: tuple[str, ...]) -> TableLayout:
    """A filled table with the additions of these names that are meant for it."""
    for name in names:
        meant_for, addition = ADDITIONS[name]
        table = addition(table) if table.name == meant_for else table
    return table


def insert_column(table: TableLayout, at: int, head: str, texts: Mapping[int, str], *, level: int = 0) -> TableLayout:
    """A column before the column ``at``: its head from header row ``level`` down, a text in each row of data."""
    slots = []
    for slot in table.slots:
        if slot.column >= at:
            slots.append(replace(slot, column=slot.column + 1))
        elif slot.column + slot.column_span > at:
            slots.append(replace(slot, column_span=slot.column_span + 1))
        else:
            slots.append(slot)
    slots.append(Slot(level, at, head, row_span=table.header_rows - level))
    slots += [Slot(row, at, texts.get(row, "")) for row in range(table.header_rows, table.rows)]
    return _ordered(table, slots, columns=table.columns + 1)


def insert_row(table: TableLayout, at: int, texts: Mapping[int, str]) -> TableLayout:
    """A row before the row ``at``; ``texts`` by column. A label that spans the place spans the new row too."""
    slots = []
    for slot in table.slots:
        if slot.row >= at:
            slots.append(replace(slot, row=slot.row + 1))
        elif slot.row + slot.row_span > at:
            slots.append(replace(slot, row_span=slot.row_span + 1))
        else:
            slots.append(slot)
    slots += [Slot(at, column, text) for column, text in texts.items()]
    return _ordered(table, slots, rows=table.rows + 1)


def turned(table: TableLayout) -> TableLayout:
    """Rows and columns exchanged."""
    slots = [
        replace(slot, row=slot.column, column=slot.row, row_span=slot.column_span, column_span=slot.row_span)
        for slot in table.slots
    ]
    headers = max(slot.column for slot in slots if not slot.address) + 1
    return _ordered(replace(table, header_rows=headers), slots, rows=table.columns, columns=table.rows)


def _ordered(table: TableLayout, slots: list[Slot], *, rows: int = 0, columns: int = 0) -> TableLayout:
    ordered = tuple(sorted(slots, key=lambda slot: (slot.row, slot.column)))
    return replace(table, rows=rows or table.rows, columns=columns or table.columns, slots=ordered)


def _subtotal(table: TableLayout) -> TableLayout:
    last = table.columns - 1
    sums = {}
    for row in range(table.header_rows, table.rows):
        parts = [slot.text for slot in table.slots if slot.row == row and LABEL_COLUMNS < slot.column < last]
        sums[row] = str(sum(map(int, parts))) if all(part.isdecimal() for part in parts) else ""
    wider = insert_column(table, last, "小计", sums, level=2)
    return _widen(wider, "法人或其他组织")


def _widen(table: TableLayout, head: str) -> TableLayout:
    slots = (replace(slot, column_span=slot.column_span + 1) if slot.text == head else slot for slot in table.slots)
    return replace(table, slots=tuple(slots))


def _serial(table: TableLayout) -> TableLayout:
    numbers = {row: str(row - table.header_rows + 1) for row in range(table.header_rows, table.rows)}
    return insert_column(table, 0, "序号", numbers)


def _remarks(table: TableLayout) -> TableLayout:
    return insert_column(table, table.columns, "备注", {table.header_rows + 4: "含网络申请"})


def _own_row(table: TableLayout) -> TableLayout:
    last = max(slot.row for slot in table.slots if slot.address and ".denied_" in slot.address)
    values = {LABEL_COLUMNS + i: str(OTHER_YEAR + i) for i in range(table.columns - LABEL_COLUMNS)}
    return insert_row(table, last + 1, {LABEL_COLUMNS - 1: "小计", **values})


def _total_first(table: TableLayout) -> TableLayout:
    last = table.columns - 1
    slots = []
    for slot in table.slots:
        if slot.column == last:
            slots.append(replace(slot, column=LABEL_COLUMNS))
        elif slot.column >= LABEL_COLUMNS and slot.column + slot.column_span <= last:
            slots.append(replace(slot, column=slot.column + 1))
        else:
            slots.append(slot)
    return _ordered(table, slots)


def _years(table: TableLayout) -> TableLayout:
    """The year before and the reporting year (FY2023) under each head."""
    slots = []
    for slot in table.slots:
        if slot.column < LABEL_COLUMNS:
            spans = slot.row == 0
            slots.append(replace(slot, row_span=slot.row_span + 1) if spans else replace(slot, row=slot.row + 1))
            continue
        column = LABEL_COLUMNS + 2 * (slot.column - LABEL_COLUMNS)
        if slot.address:
            other = str(OTHER_YEAR + 10 * slot.row + slot.column)
            slots += [Slot(slot.row + 1, column, other), replace(slot, row=slot.row + 1, column=column + 1)]
        else:
            slots.append(replace(slot, column=column, column_span=2 * slot.column_span))
    columns = 2 * table.columns - LABEL_COLUMNS
    years = zip(range(LABEL_COLUMNS, columns), ("2022年", "2023年") * table.columns, strict=False)
    slots += [Slot(table.header_rows, column, year) for column, year in years]
    longer = replace(table, header_rows=table.header_rows + 1)
    return _ordered(longer, slots, rows=table.rows + 1, columns=columns)


def _litigation_total(table: TableLayout) -> TableLayout:
    wider = insert_column(table, table.columns, "合计", {table.rows - 1: str(OTHER_YEAR)}, level=1)
    return _widen(wider, "行政诉讼")


def _cases_as_rows(table: TableLayout) -> TableLayout:
    """A row for each kind of case under the results."""
    values = [slot for slot in table.slots if slot.address]
    results = [slot.text for slot in table.slots if not slot.address and slot.column_span == 1][: len(values) // 3]
    slots = [Slot(0, 0, column_span=2), *(Slot(0, 2 + i, text) for i, text in enumerate(results))]
    slots += [Slot(1, 0, "行政复议", column_span=2), Slot(2, 0, "行政诉讼", row_span=2)]
    slots += [Slot(2, 1, "未经复议直接起诉"), Slot(3, 1, "复议后起诉")]
    slots += [
        replace(slot, row=1 + i // len(results), column=2 + i % len(results), row_span=1)
        for i, slot in enumerate(values)
    ]
    return _ordered(replace(table, header_rows=1), slots, rows=4, columns=2 + len(results))


ADDITIONS: Mapping[str, tuple[str, Callable[[TableLayout], TableLayout]]] = MappingProxyType(
    {
        "subtotal": ("applications", _subtotal),
        "serial": ("applications", _serial),
        "remarks": ("applications", _remarks),
        "own_row": ("applications", _own_row),
        "total_first": ("applications", _total_first),
        "years": ("applications", _years),
        "turned_applications": ("applications", turned),
        "litigation_total": ("disputes", _litigation_total),
        "cases_as_rows": ("disputes", _cases_as_rows),
        "turned_disputes": ("disputes", turned),
    }
)
"""By name: the table that an addition is meant for, and what it makes of it."""
