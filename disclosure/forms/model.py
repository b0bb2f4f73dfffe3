"""What a form is made of: tables, their blocks, rows, columns, lines and cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellForm:
    """One statutory cell. ``code`` is the last part of the address (all of it after the table)."""

    address: str
    table: str
    row_code: str | None
    column_code: str | None
    code: str
    unit: str | None
    type: str  #: count (integer >= 0), amount (decimal >= 0) or change (signed integer)
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """A column. ``path`` holds the labels of the header cells above it, outermost first, itself last."""

    code: str | None
    label_zh: str
    label_en: str
    labels: tuple[str, ...]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row. ``labels`` is the statutory label and its aliases; empty where the form prints no row label (disputes)."""

    code: str
    label_zh: str
    label_en: str
    labels: tuple[str, ...]
    group: str | None
    cells: tuple[str, ...]  #: addresses, one a column


@dataclass(frozen=True, slots=True, eq=False)  # there is one object of each block: no need to compare contents
class BlockForm:
    caption: str | None
    columns: tuple[ColumnForm, ...]
    rows: tuple[RowForm, ...]


@dataclass(frozen=True, slots=True)
class GroupForm:
    """A label that spans several rows or columns and holds no value of its own."""

    code: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class LineForm:
    """A line of a table with one column of numbers. ``address`` is None for a heading, which holds no number.

    ``parent`` is the place of the line that this one is a part of, counted from 0; ``labels`` as in RowForm.
    """

    address: str | None
    labels: tuple[str, ...]
    parent: int | None


@dataclass(frozen=True, slots=True)
class TableForm:
    name: str
    label_zh: str
    label_en: str
    tokens: tuple[str, ...]  #: texts that occur in this edition of the table and in no other
    header_labels: tuple[str, ...]  #: header texts that head no single column
    groups: tuple[GroupForm, ...]
    blocks: tuple[BlockForm, ...]
    cells: tuple[CellForm, ...]
    lines: tuple[LineForm, ...] = ()  #: top to bottom, headings too, where the table is one column of numbers
