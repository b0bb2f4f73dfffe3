"""Geometry of the statutory tables: which label and which cell stands where, for any printing function.

Labels and codes come from the form files of ``disclosure``; only the geometry (spans, header rows) is told here,
after the annexes of 国办公开办函〔2019〕60号 and 〔2021〕30号.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from disclosure.forms import BlockForm, RowForm, TableForm, load_forms

TABLES = ("active_disclosure", "applications", "disputes")
SECTION_TITLES = {
    "active_disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}
LABEL_COLUMNS = 3
"""Columns of the applications table before the first value: stage, group, outcome."""

EXTRA_ROW = ("其他主动公开文件", ("900001", "900002", "900003"))
"""A row that some agencies add to the first block; its numbers are larger than any the truth draws."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed cell at its top left corner; ``address`` is set where a value of the form stands."""

    row: int
    column: int
    text: str = ""
    row_span: int = 1
    column_span: int = 1
    address: str | None = None


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table to print: ``rows`` x ``columns``, the first ``header_rows`` of them headers."""

    name: str
    rows: int
    columns: int
    header_rows: int
    slots: tuple[Slot, ...]

    def filled(self, cells: Mapping[str, str]) -> TableLayout:
        """The same table with the printed strings of ``cells``; an address that is not in ``cells`` is an error."""
        slots = tuple(replace(slot, text=cells[slot.address]) if slot.address else slot for slot in self.slots)
        return replace(self, slots=slots)

    def without_caption(self) -> tuple[str, TableLayout]:
        """The text of a block's caption, and the block without it (its first row stays empty)."""
        caption, *slots = self.slots
        return caption.text, replace(self, slots=tuple(slots))

    def row_of(self, row_code: str) -> int:
        """The row in which the cells of a row code stand; KeyError when the edition has no such row."""
        for slot in self.slots:
            if slot.address and slot.address.split(".")[1] == row_code:
                return slot.row
        raise KeyError(f"the table {self.name} has no row {row_code}")


def active_disclosure_blocks(edition: str, *, extra_row: bool = False) -> list[TableLayout]:
    """Section two as separate tables, one a block of Article 20."""
    blocks = load_forms()[edition].tables["active_disclosure"].blocks
    return [
        _block(block, width=1 + len(block.columns), extra_row=extra_row and number == 0)
        for number, block in enumerate(blocks)
    ]


def active_disclosure(edition: str, *, extra_row: bool = False) -> TableLayout:
    """Section two as one table four columns wide; the last column of a narrower block spans the rest."""
    slots: list[Slot] = []
    rows = 0
    for number, block in enumerate(load_forms()[edition].tables["active_disclosure"].blocks):
        table = _block(block, width=4, extra_row=extra_row and number == 0)
        slots += [replace(slot, row=slot.row + rows) for slot in table.slots]
        rows += table.rows
    return TableLayout("active_disclosure", rows, 4, 2, tuple(slots))


def disagreeing_spans(table: TableLayout) -> TableLayout:
    """Section two as one table with a column more, which header rows give to the second value, data rows to the first.

    Seen in a district's report of FY2019: 1 + 2 + 1 columns above 2 + 1 + 1.
    """
    header, data = (0, 1, 2, 4, 5), (0, 1, 3, 4, 5)
    data_rows = {slot.row for slot in table.slots if slot.address}
    slots = []
    for slot in table.slots:
        edges = data if slot.row in data_rows else header
        column = edges[slot.column]
        slots.append(replace(slot, column=column, column_span=edges[slot.column + slot.column_span] - column))
    return replace(table, columns=5, slots=tuple(slots))


def _block(block: BlockForm, *, width: int, extra_row: bool) -> TableLayout:
    columns = block.columns
    spans = [1] * (len(columns) - 1) + [width - len(columns)]
    slots = [Slot(0, 0, block.caption or "", column_span=width), Slot(1, 0, "信息内容")]
    slots += [Slot(1, 1 + i, column.label_zh, column_span=spans[i]) for i, column in enumerate(columns)]
    rows = 2
    for row in block.rows:
        slots.append(Slot(rows, 0, row.label_zh))
        slots += [Slot(rows, 1 + i, column_span=spans[i], address=address) for i, address in enumerate(row.cells)]
        rows += 1
    if extra_row:
        label, values = EXTRA_ROW
        slots.append(Slot(rows, 0, label))
        slots += [Slot(rows, 1 + i, value, column_span=spans[i]) for i, value in enumerate(values[: len(columns)])]
        rows += 1
    return TableLayout("active_disclosure", rows, width, 2, tuple(slots))


def applications(edition: str) -> TableLayout:
    """Table three: three header rows, three label columns, seven value columns."""
    form = load_forms()[edition].tables["applications"]
    (block,) = form.blocks
    columns = block.columns
    applicants, organisations, corner = form.header_labels
    first, last = LABEL_COLUMNS, LABEL_COLUMNS + len(columns) - 1
    slots = [
        Slot(0, 0, corner, row_span=3, column_span=first),
        Slot(0, first, applicants, column_span=len(columns)),
        Slot(1, first, columns[0].label_zh, row_span=2),
        Slot(1, first + 1, organisations, column_span=len(columns) - 2),
        Slot(1, last, columns[-1].label_zh, row_span=2),
    ]
    slots += [Slot(2, first + 1 + i, column.label_zh) for i, column in enumerate(columns[1:-1])]
    slots += _application_labels(form, block.rows)
    for row, data in enumerate(block.rows, start=3):
        slots += [Slot(row, first + i, address=address) for i, address in enumerate(data.cells)]
    slots.sort(key=lambda slot: (slot.row, slot.column))
    return TableLayout("applications", 3 + len(block.rows), last + 1, 3, tuple(slots))


def _application_labels(form: TableForm, rows: Sequence[RowForm]) -> list[Slot]:
    groups = {group.code: group.label_zh for group in form.groups}
    members = [row.group for row in rows]
    outcome_rows = [i for i, group in enumerate(members) if group]
    slots = [Slot(3 + outcome_rows[0], 0, groups["outcome"], row_span=len(outcome_rows))]
    for i, row in enumerate(rows):
        group = members[i]
        if group is None:
            slots.append(Slot(3 + i, 0, row.label_zh, column_span=LABEL_COLUMNS))
        elif group == "outcome":
            slots.append(Slot(3 + i, 1, row.label_zh, column_span=LABEL_COLUMNS - 1))
        else:
            if members.index(group) == i:
                slots.append(Slot(3 + i, 1, groups[group], row_span=members.count(group)))
            slots.append(Slot(3 + i, 2, row.label_zh))
    return slots


def disputes(edition: str) -> TableLayout:
    """Table four: three header rows and one row of fifteen values; columns of reviews have no middle header."""
    (block,) = load_forms()[edition].tables["disputes"].blocks
    columns, (row,) = block.columns, block.rows
    slots: list[Slot] = []
    for level in range(2):
        for path, members in groupby(enumerate(columns), key=lambda each: each[1].path[: level + 1]):
            places = [place for place, column in members if len(column.path) > level + 1]
            if places:
                slots.append(Slot(level, places[0], path[level], column_span=len(places)))
    for place, (column, address) in enumerate(zip(columns, row.cells, strict=True)):
        top = len(column.path) - 1
        slots.append(Slot(top, place, column.label_zh, row_span=3 - top))
        slots.append(Slot(3, place, address=address))
    slots.sort(key=lambda slot: (slot.row, slot.column))
    return TableLayout("disputes", 4, len(columns), 3, tuple(slots))


def table_layout(name: str, edition: str, *, extra_row: bool = False) -> TableLayout:
    """The layout of one statutory table as one grid."""
    match name:
        case "active_disclosure":
            return active_disclosure(edition, extra_row=extra_row)
        case "applications":
            return applications(edition)
        case "disputes":
            return disputes(edition)
        case _:
            raise KeyError(f"no statutory table is called {name}")


def addresses(editions: Mapping[str, str]) -> list[str]:
    """Every cell address of the form in printed order, for an edition a table."""
    if "statistics" in editions:
        return [cell.address for cell in load_forms()[editions["statistics"]].tables["statistics"].cells]
    return [
        slot.address for name in TABLES for slot in table_layout(name, editions[name]).slots if slot.address is not None
    ]
