"""Word tables to grids: cells placed on the table's columns, merged cells whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from parsers.document import Cell, Grid, UnreadableError
from parsers.readers.docx_names import (
    CELL,
    DELETED,
    HIDDEN,
    ROW,
    ROW_FORMAT,
    SILENT,
    TABLE,
    VALUE,
    main_name,
    whole_number,
)
from parsers.readers.docx_text import chosen, is_on, lines_in
from parsers.readers.element_paths import Paths
from parsers.readers.limits import LARGEST_GRID, LARGEST_SPAN

METHOD = "docx"
_SPAN, _BEFORE = main_name("gridSpan"), main_name("gridBefore")
_VERTICAL, _HORIZONTAL = main_name("vMerge"), main_name("hMerge")


@dataclass(slots=True)
class _Box:
    """A cell as it grows: ``merge`` is what its ``vMerge`` says, '' where it has none."""

    element: etree._Element
    row: int
    column: int
    width: int
    merge: str
    height: int = 1


def is_grid(table: etree._Element) -> bool:
    """Whether a table holds data: a table around other tables, or of one column, only lays out the page."""
    if next(table.iterdescendants(TABLE), None) is not None:
        return False
    return any(len(list(_members(row, CELL))) > 1 for row in _rows(table))


def read_grid(table: etree._Element, paths: Paths, hiding: Collection[etree._Element]) -> Grid:
    """The grid of a table. A cell goes on below only in a cell of the same columns, as Word shows it.

    Raises UnreadableError for a table of more than LARGEST_GRID places.
    """
    boxes: list[_Box] = []
    above: dict[tuple[int, int], _Box] = {}  # boxes that the row above leaves open, by column and width
    mergings = _mergings(table)
    places = rows = 0
    for rows, element in enumerate(_rows(table), start=1):
        opened: dict[tuple[int, int], _Box] = {}
        for box in _boxes(element, rows - 1, mergings):
            places += box.width
            if places > LARGEST_GRID:
                raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")
            bounds = box.column, box.width
            upper = above.get(bounds) if box.merge == "continue" else None
            if upper:
                upper.height += 1
            else:
                boxes.append(box)
            if box.merge:
                opened[bounds] = upper or box
        above = opened
    columns = max((box.column + box.width for box in boxes), default=0)
    return Grid(rows, columns, tuple(_cell(box, paths, hiding) for box in boxes), METHOD)


def _cell(box: _Box, paths: Paths, hiding: Collection[etree._Element]) -> Cell:
    lines = lines_in(box.element, hiding)
    place = (paths.place(box.element),)
    return Cell(box.row, box.column, "".join(lines), "\n".join(lines), box.height, box.width, place)


def _boxes(row: etree._Element, number: int, mergings: Mapping[etree._Element, _Merging]) -> list[_Box]:
    """The cells of one row, those merged across by the old ``hMerge`` as one."""
    column = sum(_value(each) for formats in row.iterchildren(ROW_FORMAT) for each in formats.iterchildren(_BEFORE))
    boxes: list[_Box] = []
    for element in _members(row, CELL):
        merging = mergings.get(element, _ALONE)
        if merging.across and boxes:
            boxes[-1].width += merging.width
        else:
            boxes.append(_Box(element, number, column, merging.width, merging.vertical))
        column += merging.width
    return boxes


@dataclass(slots=True)
class _Merging:
    """What a cell says of its width, of the cell above (``vMerge``) and of the one before (``hMerge``)."""

    width: int = 1
    vertical: str = ""
    across: bool = False


_ALONE = _Merging()


def _mergings(table: etree._Element) -> dict[etree._Element, _Merging]:
    """Of the cells that are not one place alone; found at once, because most cells are."""
    found: dict[etree._Element, _Merging] = {}
    for each in table.iter(_SPAN, _VERTICAL, _HORIZONTAL):
        formats = each.getparent()
        cell = None if formats is None else formats.getparent()
        if cell is None:
            continue
        merging = found.setdefault(cell, _Merging())
        if each.tag == _SPAN:
            merging.width = max(1, _value(each))
        elif each.tag == _VERTICAL:
            merging.vertical = each.get(VALUE, "continue")
        else:
            merging.across = each.get(VALUE, "continue") == "continue"
    return found


def _value(element: etree._Element) -> int:
    return min(whole_number(element.get(VALUE), 0), LARGEST_SPAN)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows that show: neither hidden nor deleted in a tracked change."""
    for row in _members(table, ROW):
        formats = row.iterchildren(ROW_FORMAT)
        if not any(is_on(switch) for each in formats for switch in each.iterchildren(HIDDEN, DELETED)):
            yield row


def _members(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls and custom markup."""
    for child in element:
        if child.tag == name:
            yield child
        elif child.tag not in SILENT:
            yield from _members(chosen(child), name)
