"""Word tables to grids: cells placed on the table's columns, merged cells whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from disclosure.report import ElementPath
from parsers.document import Cell, Grid, UnreadableError, new_cell
from parsers.readers.docx_names import (
    CELL,
    DELETED,
    HIDDEN,
    ROW,
    ROW_FORMAT,
    SILENT,
    TABLE,
    TEXT,
    VALUE,
    main_name,
    whole_number,
)
from parsers.readers.docx_text import Texts, chosen, is_on
from parsers.readers.element_paths import Paths
from parsers.readers.limits import LARGEST_GRID, LARGEST_SPAN
from parsers.readers.marks import plain_text
from parsers.values import is_number

METHOD = "docx"
_SPAN, _BEFORE = main_name("gridSpan"), main_name("gridBefore")
_VERTICAL, _HORIZONTAL = main_name("vMerge"), main_name("hMerge")


@dataclass(slots=True)
class _Box:
    """A cell as it grows: ``merge`` is what its ``vMerge`` says, '' where it has none."""

    element: etree._Element
    place: ElementPath
    row: int
    column: int
    width: int
    merge: str
    height: int = 1


def read_grid(table: etree._Element, texts: Texts, paths: Paths) -> Grid | None:
    """The grid of a table; None for one around other tables, or of one column: it only lays out the page.

    A cell goes on below only in a cell of the same columns, as Word shows it.
    Raises UnreadableError for a table of more than LARGEST_GRID places.
    """
    if any(not _places_number(inner) for inner in table.iterdescendants(TABLE)):
        return None
    formats = _read_formats(table)
    rows = [(row, _members(row, CELL)) for row in _members(table, ROW) if row not in formats.unseen]
    if all(len(cells) < 2 for _, cells in rows):
        return None
    boxes: list[_Box] = []
    above: dict[tuple[int, int], _Box] = {}  # boxes that the row above leaves open, by column and width
    places = 0
    for number, (row, cells) in enumerate(rows):
        opened: dict[tuple[int, int], _Box] = {}
        placed = zip(cells, _places(row, cells, paths), strict=True)
        for box in _boxes(placed, number, formats.before.get(row, 0), formats.mergings):
            places += box.width
            if places > LARGEST_GRID:
                raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")
            if not box.merge:
                boxes.append(box)
                continue
            bounds = box.column, box.width
            upper = above.get(bounds) if box.merge == "continue" else None
            if upper:
                upper.height += 1
            else:
                boxes.append(box)
            opened[bounds] = upper or box
        above = opened
    columns = max((box.column + box.width for box in boxes), default=0)
    return Grid(len(rows), columns, tuple(_cell(box, texts) for box in boxes), METHOD)


def _places_number(table: etree._Element) -> bool:
    """Whether a table in a cell only moves a number to its place there."""
    if any(len(_members(row, CELL)) > 1 for row in _members(table, ROW)):
        return False
    return is_number("".join(text.text or "" for text in table.iterdescendants(TEXT)).strip())


def _places(row: etree._Element, cells: Sequence[etree._Element], paths: Paths) -> Iterable[ElementPath]:
    prefix = row.prefix
    if prefix and len(cells) > 1 and all(cell.getparent() is row and cell.prefix == prefix for cell in cells):
        return paths.places_below(row, f"{prefix}:tc", len(cells))
    return map(paths.place, cells)


def _cell(box: _Box, texts: Texts) -> Cell:
    lines = texts.lines_in(box.element)
    raw = "\n".join(lines)
    return new_cell((box.row, box.column, plain_text(raw), raw, box.height, box.width, (box.place,), None))


@dataclass(slots=True)
class _Merging:
    """What a cell says of its width, of the cell above (``vMerge``) and of the one before (``hMerge``)."""

    width: int = 1
    vertical: str = ""
    across: bool = False


_ALONE = _Merging()


def _boxes(
    cells: Iterable[tuple[etree._Element, ElementPath]], row: int, column: int, mergings: dict[etree._Element, _Merging]
) -> list[_Box]:
    """The cells of one row from a column on, those merged across by the old ``hMerge`` as one."""
    boxes: list[_Box] = []
    for element, place in cells:
        merging = mergings.get(element, _ALONE)
        if merging.across and boxes:
            boxes[-1].width += merging.width
        else:
            boxes.append(_Box(element, place, row, column, merging.width, merging.vertical))
        column += merging.width
    return boxes


@dataclass(slots=True)
class _Formats:
    """What the formats of a table say of its rows and cells.

    ``mergings``: of the cells that are not one place alone; ``before``: columns left out before a row's first cell;
    ``unseen``: rows that are hidden, or deleted in a tracked change.
    """

    mergings: dict[etree._Element, _Merging] = field(default_factory=dict)
    before: dict[etree._Element, int] = field(default_factory=dict)
    unseen: set[etree._Element] = field(default_factory=set)


def _read_formats(table: etree._Element) -> _Formats:
    """Found at once, because most rows and cells are plain."""
    formats = _Formats()
    for each in table.iter(_SPAN, _VERTICAL, _HORIZONTAL, _BEFORE, HIDDEN, DELETED):
        parent = each.getparent()
        holder = None if parent is None else parent.getparent()
        if parent is None or holder is None:
            continue
        tag = each.tag
        if tag == _BEFORE:
            formats.before[holder] = formats.before.get(holder, 0) + _value(each)
        elif tag in (HIDDEN, DELETED):
            if parent.tag == ROW_FORMAT and is_on(each):
                formats.unseen.add(holder)
        else:
            _merge(formats.mergings.setdefault(holder, _Merging()), tag, each)
    return formats


def _merge(merging: _Merging, tag: str, element: etree._Element) -> None:
    if tag == _SPAN:
        merging.width = max(1, _value(element))
    elif tag == _VERTICAL:
        merging.vertical = element.get(VALUE, "continue")
    else:
        merging.across = element.get(VALUE, "continue") == "continue"


def _value(element: etree._Element) -> int:
    return min(whole_number(element.get(VALUE), 0), LARGEST_SPAN)


def _members(element: etree._Element, name: str) -> list[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls and custom markup."""
    plain = [*element.iterchildren(name)]
    if len(plain) == len(element):
        return plain
    members: list[etree._Element] = []
    for child in element:
        tag = child.tag
        if tag == name:
            members.append(child)
        elif tag not in SILENT:
            members += _members(chosen(child), name)
    return members
