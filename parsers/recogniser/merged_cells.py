"""Merged cells that a converter wrote once for each place that they cover: their repeats are no values of a row."""

from __future__ import annotations

from itertools import pairwise

from disclosure.labels import key
from parsers.document import Cell
from parsers.recogniser.rows import GridRow


def without_repeats(row: GridRow, columns: int) -> tuple[Cell, ...]:
    """The slots of a row; where more are filled than the form has columns, each merged cell once.

    A cell is a repeat where the cell before it has its text, and the heads above both are one, repeated as well.
    """
    slots = row.slots
    if len(slots) <= columns or row.header is None or sum(bool(cell.text) for cell in slots) <= columns:
        return slots
    heads = {cell.column: key(cell.text) for cell in row.header.rows[-1].cells}
    repeats = {
        id(cell)
        for before, cell in pairwise(slots)
        if cell.text and cell.text == before.text and _share(heads, before, cell)
    }
    once = tuple(cell for cell in slots if id(cell) not in repeats)
    return once if sum(bool(cell.text) for cell in once) == columns else slots


def _share(heads: dict[int, str], before: Cell, cell: Cell) -> bool:
    head = heads.get(cell.column, "")
    return head != "" and head == heads.get(before.column)
