"""Word tables to grids: cells placed on the table's columns, merged cells whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from lxml import etree

from disclosure.report import ElementPath
from parsers.document import Cell, Grid, UnreadableError, new_cell
from parsers.readers.docx_cells import ALONE, CUT_OUT, Merging, Rows
from parsers.readers.docx_names import (
    CELL,
    DELETED,
    HIDDEN,
    PICTURES,
    ROW,
    ROW_FORMAT,
    SILENT,
    TABLE,
    TEXT,
    UNSEEN,
    VALUE,
    is_on,
    main_name,
    whole_number,
)
from parsers.readers.docx_text import Texts, chosen
from parsers.readers.element_paths import Paths, numbered
from parsers.readers.limits import LARGEST_GRID, LARGEST_SPAN
from parsers.readers.marks import PICTURE, plain_text
from parsers.values import is_number

METHOD = "docx"
_BEFORE = main_name("gridBefore")
_DRAWINGS = ("{*}inline", "{*}anchor")
_SIZES = ("cx", "cy")
_THIN = 28575  #: in the unit of drawings; three pixels
_MERGINGS = {main_name(name): name for name in ("gridSpan", "vMerge", "hMerge")}


#: a cell of a row: its merging, its place and its text
_Slot = tuple[Merging, ElementPath, str]


def read_grid(table: etree._Element, texts: Texts, paths: Paths, cut_out: Sequence[Rows] = ()) -> Grid | None:
    """The grid of a table; None for one around other tables, or of one column: it only lays out the page.

    ``cut_out`` are the rows of the tables that are only marked in the tree.
    A cell goes on below only in a cell of the same columns, as Word shows it.
    Raises UnreadableError for a table of more than LARGEST_GRID places.
    """
    mark = table.get(CUT_OUT)
    if mark is not None:
        return _read_cut_out(cut_out[int(mark)], paths.path(table), paths)
    if any(not _places_number(inner) for inner in table.iterdescendants(TABLE)):
        return None
    formats = _read_formats(table)
    rows = [(row, _members(row, CELL)) for row in _members(table, ROW) if row not in formats.unseen]
    if all(len(cells) < 2 for _, cells in rows):
        return None
    return _place_cells(
        (
            formats.before.get(row, 0),
            [
                (formats.mergings.get(cell, ALONE), place, text)
                for cell, place, text in zip(
                    cells, _places(row, cells, paths), _texts_of(cells, texts, formats.pictured), strict=True
                )
            ],
        )
        for row, cells in rows
    )


def _texts_of(cells: Iterable[etree._Element], texts: Texts, pictured: Set[etree._Element]) -> Iterator[str]:
    """The texts of the cells of a row; a picture is one where it stands alone, behind the text of another cell."""
    labelled = False
    for cell in cells:
        text = "\n".join(texts.lines_in(cell))
        labelled = labelled or bool(text)
        yield PICTURE if labelled and not text and cell in pictured else text


def _read_cut_out(rows: Rows, path: str, paths: Paths) -> Grid:
    return _place_cells(
        (
            0,
            [
                (merging, place, text)
                for (merging, text), place in zip(row, paths.places(f"{row_path}/w:tc", len(row)), strict=True)
            ],
        )
        for row, row_path in zip(rows, numbered(f"{path}/w:tr", len(rows)), strict=True)
    )


def _place_cells(rows: Iterable[tuple[int, list[_Slot]]]) -> Grid:
    """The grid of rows; with each goes the number of columns left out before its first cell."""
    cells: list[Cell] = []
    above: dict[tuple[int, int], int] = {}  # cells that the row above leaves open, by column and width
    places = columns = number = 0
    for number, (before, slots) in enumerate(rows, start=1):
        opened: dict[tuple[int, int], int] = {}
        column = before if slots else 0
        for (width, vertical, _), place, raw in _joined(slots):
            places += width
            if places > LARGEST_GRID:
                raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")
            upper = above.get((column, width)) if vertical == "continue" else None
            if vertical:
                opened[column, width] = len(cells) if upper is None else upper
            if upper is None:
                cells.append(new_cell((number - 1, column, plain_text(raw), raw, 1, width, (place,), None)))
            else:
                cells[upper] = cells[upper]._replace(row_span=cells[upper].row_span + 1)
            column += width
        columns = max(columns, column)
        above = opened
    return Grid(number, columns, tuple(cells), METHOD)


def _joined(slots: list[_Slot]) -> list[_Slot]:
    """The cells of a row, those merged across by the old ``hMerge`` as one."""
    if not any(merging.across for merging, _, _ in slots[1:]):
        return slots
    joined = slots[:1]
    for merging, place, raw in slots[1:]:
        if merging.across:
            first, first_place, first_raw = joined[-1]
            joined[-1] = (first._replace(width=first.width + merging.width), first_place, first_raw)
        else:
            joined.append((merging, place, raw))
    return joined


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


@dataclass(slots=True)
class _Formats:
    """What the formats of a table say of its rows and cells.

    ``mergings``: of the cells that are not one place alone; ``before``: columns left out before a row's first cell;
    ``unseen``: rows that are hidden, or deleted in a tracked change; ``pictured``: cells with a picture in them.
    """

    mergings: dict[etree._Element, Merging] = field(default_factory=dict)
    before: dict[etree._Element, int] = field(default_factory=dict)
    unseen: set[etree._Element] = field(default_factory=set)
    pictured: set[etree._Element] = field(default_factory=set)


def _read_formats(table: etree._Element) -> _Formats:
    """Found at once, because most rows and cells are plain."""
    formats = _Formats()
    for each in table.iter(*_MERGINGS, _BEFORE, HIDDEN, DELETED, *PICTURES):
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
        elif tag not in _MERGINGS:
            formats.pictured.update(each.iterancestors(CELL) if _is_seen(each) else ())
        else:
            formats.mergings[holder] = formats.mergings.get(holder, ALONE).told(_MERGINGS[tag], each.get(VALUE))
    return formats


def _is_seen(picture: etree._Element) -> bool:
    """Whether a picture shows anything: it is not deleted, and no mere dot or line."""
    if next(picture.iterancestors(*UNSEEN), None) is not None:
        return False
    extents = (extent for holder in picture.iterancestors(*_DRAWINGS) for extent in holder.iterchildren("{*}extent"))
    return not any(whole_number(size, _THIN + 1) <= _THIN for extent in extents for size in map(extent.get, _SIZES))


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
