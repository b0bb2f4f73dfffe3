"""HTML tables to grids: spans expanded as a browser does, text of a cell as a reader sees it.

A cell as an element costs more than all that is done with its text. So a table is written out as XML, in which every
``<`` begins a tag and every ``>`` ends one, and its cells are cut out of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from html import unescape
from itertools import chain, islice, repeat
from typing import cast

from lxml import etree

from disclosure.report import ElementPath
from parsers.document import Grid, UnreadableError, new_cell
from parsers.readers.element_paths import Paths
from parsers.readers.html_text import BREAK, BREAKING, GONE, fold_lines, mark_lines, raw_text
from parsers.readers.limits import LARGEST_GRID, LARGEST_SPAN
from parsers.readers.marks import plain_text

METHOD = "html"
_CELLS = ("td", "th")
#: attributes that are asked for
_KEPT = ("rowspan", "colspan", GONE)
#: where the groups of rows show, whose own order does not count
_ORDER = {"thead": 0, "tfoot": 2}
#: what editors put around each piece of a text; it breaks no line and hides nothing
_INLINE = ("span", "font", "strong", "b", "u", "i", "em", "a", "o:p", etree.Comment, etree.PI)
#: whether a table holds anything but rows of plain cells, in their order; counting takes a third of what ``not`` does
_odd = cast(
    "Callable[[etree._Element], bool]",
    etree.XPath(
        "boolean(descendant::table | thead | tfoot)"
        " or count(descendant::tr/*) != count(descendant::td) or count(descendant::tr/td) != count(descendant::td)"
    ),
)
_Printed = tuple[str, str, ElementPath]
_HIDDEN = re.compile(rf'<[^>]* {GONE}=""[^>]*?(?:/>|></[^>]*>)')
_BREAKS = re.compile(rf"<(?!/?t)/?(?:{'|'.join(sorted(BREAKING, key=len))})(?=[ />])[^>]*>")
_OTHER_TAGS = re.compile(r"<(?!t[dh][ />])[^>]*>")
#: the paragraph that a cell begins with breaks no line
_CELL_START = re.compile(r"<t[dh]((?: [^>]*|/)?)>(?:\s*<p(?: [^>]*)?>)?\s*")
#: of the cells that stand beside each other where ``_print`` is asked for many
_CELL_END = "</td>"
#: no character of XML
_APART = "\0"
#: how cells end whose paragraph breaks no line either; taken out faster than by any pattern
_PARAGRAPH_ENDS = (f"</p>\n{_APART}", f"</p>{_APART}")
_SPANS = ("rowspan", "colspan")
_ROWS, _COLUMNS = (re.compile(rf' {name}="\s*(\d{{1,9}})') for name in _SPANS)


def is_grid(table: etree._Element, hidden: Set[etree._Element] = frozenset()) -> bool:
    """Whether a table that has none in it holds data; one of a single column only lays out the page."""
    rows = (row for row in table.iterdescendants("tr") if row not in hidden)
    return any(sum(cell not in hidden for cell in row.iterdescendants(*_CELLS)) > 1 for row in rows)


def read_grid(table: etree._Element, paths: Paths, hidden: Set[etree._Element]) -> Grid:
    """The grid of a table element, each cell at the row and column where a browser shows it.

    What is ``hidden`` in it is empty; what only marks text up is taken out of the tree.
    Raises UnreadableError for a table of more than LARGEST_GRID places.
    """
    cells = []
    rows = _rows(table, hidden)
    left = _rows_left(rows)
    below: set[tuple[int, int]] = set()  # places taken by a cell of a row further up
    places = columns = 0
    for row, printed in enumerate(_read_rows(table, rows, paths, hidden)):
        column = 0
        for attributes, raw, place in printed:
            while below and (row, column) in below:
                column += 1
            height = width = 1
            if attributes and "span" in attributes:
                height, width = _spans(attributes, left[row])
            places += height * width
            if places > LARGEST_GRID:
                raise UnreadableError(f"too large: a table has more than {LARGEST_GRID} places")
            if height > 1:
                below.update((row + down, column + right) for down in range(1, height) for right in range(width))
            text = raw if raw.isdecimal() else plain_text(raw)
            cells.append(new_cell((row, column, text, raw, height, width, (place,), None)))
            column += width
        columns = max(columns, column)
    return Grid(len(rows), columns, tuple(cells), METHOD)


def _rows(table: etree._Element, hidden: Set[etree._Element]) -> list[etree._Element]:
    """Rows in the order in which they show: a head first and a foot last, wherever they stand."""
    rows = [row for row in table.iterdescendants("tr") if row not in hidden]
    if next(table.iterdescendants("table"), None) is not None:
        rows = [row for row in rows if next(row.iterancestors("table")) is table]
    if next(table.iterchildren(*_ORDER), None) is None:
        return rows
    return sorted(rows, key=lambda row: _ORDER.get(str(_group(row).tag), 1))


def _rows_left(rows: Sequence[etree._Element]) -> list[int]:
    """How many rows each has from itself to the end of its group, beyond which no cell goes on."""
    groups = [_group(row) for row in rows]
    left = [1] * len(rows)
    for index in range(len(rows) - 2, -1, -1):
        if groups[index] is groups[index + 1]:
            left[index] = left[index + 1] + 1
    return left


def _group(row: etree._Element) -> etree._Element:
    parent = row.getparent()
    assert parent is not None  # a row is below its table
    return parent


def _read_rows(
    table: etree._Element, rows: Sequence[etree._Element], paths: Paths, hidden: Set[etree._Element]
) -> Iterator[Iterable[_Printed]]:
    """Attributes, text and place of each cell of each row; each row is to be gone through before the next is taken."""
    if not _odd(table):
        for row in rows:
            paths.path(row)  # known from now on: what is taken out may stand between a table and its rows
        etree.strip_tags(table, *_INLINE)
        attributes, texts = _print(table)
        counts = [len(row) for row in rows]
        if len(texts) == sum(counts):
            places = chain.from_iterable(map(paths.places_below, rows, repeat(_CELLS[0]), counts))
            cells = zip(attributes, texts, places, strict=True)
            yield from (islice(cells, count) for count in counts)
            return
    for row in rows:
        yield _read_odd_row(row, paths, hidden)


def _read_odd_row(row: etree._Element, paths: Paths, hidden: Set[etree._Element]) -> list[_Printed]:
    """A row with hidden cells, heads, tables in cells, or something between the row and its cells."""
    cells = [cell for cell in row.iterdescendants(*_CELLS) if cell not in hidden]
    own = [cell for cell in cells if next(cell.iterancestors("tr")) is row]
    return [(*_print_odd(cell, hidden), paths.place(cell)) for cell in own]


def _print_odd(cell: etree._Element, hidden: Set[etree._Element]) -> tuple[str, str]:
    attributes, texts = _print(cell)
    if texts and next(cell.iterdescendants("table"), None) is None:
        return attributes[0], texts[0]
    mark_lines(cell, hidden)
    # A tag that another one opens within (<td %<span ...>) is an attribute to lxml, and no tag in the XML cut here.
    spans = attributes[0] if attributes else "".join(f' {name}="{cell.get(name, "1")}"' for name in _SPANS)
    return spans, raw_text(cell)


def _print(element: etree._Element) -> tuple[list[str], list[str]]:
    """The attributes of each cell in an element, itself among them, as they are written in XML; and their texts."""
    source = etree.tostring(element, encoding="unicode", with_tail=False)
    if source.count("<") != source.count(">"):
        source = etree.tostring(_well_named(element), encoding="unicode", with_tail=False)
    if GONE in source:
        source = _HIDDEN.sub("", source)
    _, *pieces = _CELL_START.split(source)
    attributes = pieces[::2]
    # What stands between two cells is of neither: a browser shows it elsewhere.
    inside = [
        "" if tag[-1:] == "/" else piece.partition(_CELL_END)[0]
        for tag, piece in zip(attributes, pieces[1::2], strict=True)
    ]
    text = _APART.join([*inside, ""])
    for end in _PARAGRAPH_ENDS:
        text = text.replace(end, _APART)
    text = _OTHER_TAGS.sub("", _BREAKS.sub(BREAK, text))
    texts = (unescape(text) if "&" in text else text).split(_APART)[:-1]
    return attributes, [each if each.isdecimal() else fold_lines(each) for each in map(str.strip, texts)]


def _well_named(element: etree._Element) -> etree._Element:
    """An element of whose attributes none has a tag's beginning in its name, as in ``<td <p>``."""
    for each in element.iter("*"):
        if any("<" in str(name) for name in each.attrib):
            kept = [(name, value) for name in _KEPT if (value := each.get(name)) is not None]
            each.attrib.clear()
            for name, value in kept:
                each.set(name, value)
    return element


def _spans(attributes: str, rows_left: int) -> tuple[int, int]:
    return min(_span(_ROWS, attributes, rows_left), rows_left), _span(_COLUMNS, attributes)


def _span(name: re.Pattern[str], attributes: str, of_none: int = 1) -> int:
    digits = name.search(attributes)
    return min(int(digits[1]) or of_none, LARGEST_SPAN) if digits else 1
