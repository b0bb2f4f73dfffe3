"""HTML tables to grids: spans expanded as a browser does, text of a cell as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.document import Cell, Grid, UnreadableError
from parsers.readers.element_paths import Paths
from parsers.readers.limits import LARGEST_GRID, LARGEST_SPAN

METHOD = "html"
_BREAKING = {
    "br",
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "blockquote",
    "pre",
}
_SILENT = {"script", "style", "noscript", "template", "head", "select", "textarea", "object"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def is_silent(element: etree._Element) -> bool:
    """Whether an element shows nothing: a comment, a script, or hidden by its style."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return True
    style = element.get("style")
    return style is not None and "none" in style.lower() and _HIDDEN.search(style) is not None


def is_breaking(element: etree._Element) -> bool:
    """Whether an element starts a new line."""
    return element.tag in _BREAKING


def all_text(element: etree._Element) -> str:
    """All text below an element, shown or not."""
    return "".join(map(str, element.itertext()))


def lines_of(element: etree._Element) -> list[str]:
    """The visible text, a string a line, white space folded, empty lines left out."""
    parts: list[str] = []
    _gather(element, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\v"))
    return [line for line in lines if line]


def _gather(element: etree._Element, parts: list[str]) -> None:
    breaks = is_breaking(element)
    if breaks:
        parts.append("\v")
    if element.text:
        parts.append(element.text)
    for child in element:
        if not is_silent(child):
            _gather(child, parts)
        if child.tail:
            parts.append(child.tail)
    if breaks:
        parts.append("\v")


def is_grid(table: etree._Element) -> bool:
    """Whether a table holds data: a table around other tables, or of one column, only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return any(len(_cells(row)) > 1 for row in table.iterdescendants("tr"))


def read_grid(table: etree._Element, paths: Paths) -> Grid:
    """The grid of a table element, each cell at the row and column where a browser shows it.

    Raises UnreadableError for a table of more than LARGEST_GRID places.
    """
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    rows = [row for row in table.iterdescendants("tr") if not is_silent(row)]
    for row, element in enumerate(rows):
        column = 0
        for cell in _cells(element):
            while (row, column) in taken:
                column += 1
            height, width = min(_span(cell, "rowspan"), len(rows) - row), _span(cell, "colspan")
            if height == width == 1:
                taken.add((row, column))
            else:
                taken.update((row + down, column + right) for down in range(height) for right in range(width))
            if len(taken) > LARGEST_GRID:
                raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")
            lines = lines_of(cell)
            place = (paths.place(cell),)
            cells.append(Cell(row, column, "".join(lines), "\n".join(lines), height, width, place))
            column += width
    columns = max((column + 1 for _, column in taken), default=0)
    return Grid(len(rows), columns, tuple(cells), METHOD)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iterchildren("td", "th") if not is_silent(cell)]


def _span(cell: etree._Element, name: str) -> int:
    printed = cell.get(name)
    if printed is None:
        return 1
    digits = re.match(r"\s*(\d{1,9})", printed)
    return max(1, min(int(digits[1]), LARGEST_SPAN)) if digits else 1


def grids_in(element: etree._Element) -> Iterator[etree._Element]:
    """Data tables below an element, in document order."""
    return (table for table in element.iter("table") if is_grid(table))
