"""Workbooks (XLSX, ECMA-376 part 1, chapter 18): the sheets in order, as ``sheet_blocks`` takes them apart.

The XML is read as it stands, because a place in it is the evidence, and because openpyxl, which unpacks without bounds,
refuses workbooks for details of style and takes four times as long. Text boxes, charts and comments are not read.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from disclosure.report import ElementPath, Finding, Severity
from parsers.document import Block, Document, UnreadableError
from parsers.readers.element_paths import Paths
from parsers.readers.marks import spell_struck
from parsers.readers.package import Package
from parsers.readers.package_xml import parse_part
from parsers.readers.sheet_blocks import Position, Sheet, form_labels, read_blocks, unseen_labels
from parsers.readers.sheet_values import Values, cell_name
from parsers.readers.xlsx_names import MAIN, RELATION_ID, is_on, to_transitional, whole_number
from parsers.readers.xlsx_styles import Styles, read_styles
from parsers.readers.xlsx_texts import SharedTexts, text_of
from parsers.values import is_number

METHOD = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORKBOOK = "xl/workbook.xml"
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_PICTURES, _EMBEDDED, _DRAWN = "xl/media/", "xl/embeddings/", re.compile(r"xl/drawings/drawing\d*\.xml")


def read(payload: bytes) -> Document:
    """The document of an XLSX file.

    Raises UnreadableError for a damaged, encrypted, over-large or malicious package and for one without any text.
    """
    package = Package(payload)
    book = _open(package)
    blocks: list[Block] = []
    names: dict[str, str] = {}
    for name, part, hidden in book.sheets:
        sheet = _Reader(package, part, name, book).read()
        labels = form_labels(sheet.texts.values())
        if hidden:
            book.values.unseen(labels, name)
            continue
        if labels:
            names[part] = name
        book.values.unseen(unseen_labels(sheet), name)
        blocks += read_blocks(sheet, METHOD)
    if not blocks:
        pictures = any(name.startswith(_PICTURES) for name in package.names)
        raise UnreadableError("scan: the sheets hold only pictures" if pictures else "empty: no text")
    findings = (*book.values.findings(), *_left_out(package))
    return Document(tuple(blocks), MEDIA_TYPE, findings=findings, sheets=names)


@dataclass(frozen=True, slots=True)
class _Book:
    """``sheets``: name, part, whether hidden."""

    sheets: list[tuple[str, str, bool]]
    strings: SharedTexts
    styles: Styles
    values: Values


def _open(package: Package) -> _Book:
    root = _part(package, _WORKBOOK)
    kinds, targets = _relations(package)
    sheets = [
        (element.get("name", ""), targets[identity], element.get("state", "visible") != "visible")
        for element in root.iterfind(f"{MAIN}sheets/{MAIN}sheet")
        if kinds.get(identity := element.get(RELATION_ID, "")) == "worksheet"
    ]
    parts = {kind: targets[identity] for identity, kind in kinds.items()}
    strings = _part(package, parts["sharedStrings"]) if "sharedStrings" in parts else None
    styles = _part(package, parts["styles"]) if "styles" in parts else None
    properties = root.find(f"{MAIN}workbookPr")
    return _Book(
        sheets,
        SharedTexts(strings),
        Styles() if styles is None else read_styles(styles),
        Values(since_1904=properties is not None and is_on(properties.get("date1904"))),
    )


def _relations(package: Package) -> tuple[dict[str, str], dict[str, str]]:
    """What the workbook refers to: by identity the last word of the relation's type, and the part."""
    kinds, targets = {}, {}
    for relation in _part(package, "xl/_rels/workbook.xml.rels"):
        identity, kind = relation.get("Id", ""), relation.get("Type", "")
        if relation.get("TargetMode") != "External":
            kinds[identity] = kind.rpartition("/")[2]
            targets[identity] = posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
    return kinds, targets


def _part(package: Package, part: str) -> etree._Element:
    if part not in package.names:
        raise UnreadableError(f"damaged: {part} is missing")
    return parse_part(to_transitional(package.read(part)), part)


class _Reader:
    """Reads one sheet. What the file says of its size is not believed; cells say where they stand."""

    def __init__(self, package: Package, part: str, name: str, book: _Book) -> None:
        self._root = _part(package, part)
        self._paths = Paths(self._root, part)
        self._part = part
        self._name = name
        self._book = book
        self._elements: dict[Position, etree._Element] = {}
        self._rows: dict[int, etree._Element] = {}
        self._data = self._root.find(f"{MAIN}sheetData")
        view = self._root.find(f"{MAIN}sheetViews/{MAIN}sheetView")
        self._zero_shown = view is None or is_on(view.get("showZeros", "1"))

    def read(self) -> Sheet:
        sheet = Sheet(self._place)
        for column in self._root.iterfind(f"{MAIN}cols/{MAIN}col"):
            if is_on(column.get("hidden")) or _is_zero(column.get("width")):
                first, last = whole_number(column.get("min"), 1), whole_number(column.get("max"), 1)
                sheet.hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
        row = -1
        for element in () if self._data is None else self._data.iterchildren(f"{MAIN}row"):
            row = self._checked(whole_number(element.get("r"), row + 2) - 1, 0)[0]
            self._rows[row] = element
            if is_on(element.get("hidden")) or _is_zero(element.get("ht")):
                sheet.hidden_rows.add(row)
            self._read_row(element, row, sheet)
        for merge in self._root.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell"):
            corner, _, opposite = merge.get("ref", "").partition(":")
            (top, left), (bottom, right) = self._position(corner), self._position(opposite or corner)
            sheet.merges.append((min(top, bottom), max(top, bottom), min(left, right), max(left, right)))
        return sheet

    def _read_row(self, element: etree._Element, row: int, sheet: Sheet) -> None:
        column = -1
        for cell in element.iterchildren(f"{MAIN}c"):
            reference = cell.get("r")
            column = self._position(reference)[1] if reference else column + 1
            position = self._checked(row, column)
            self._elements[position] = cell
            style = whole_number(cell.get("s"), 0)
            text = self._text(cell, style, cell_name(self._name, row, column))
            styles = self._book.styles
            gone = styles.is_struck(style) or (styles.is_pale(style) and is_number(text))
            sheet.add(row, column, spell_struck(text) if gone else text)
            if styles.is_ruled(style):
                sheet.ruled.add(position)

    def _text(self, cell: etree._Element, style: int, name: str) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{MAIN}is")
            return "" if inline is None else text_of(inline, self._book.styles.ground(style)).strip()
        stored = (cell.findtext(f"{MAIN}v") or "").strip()
        if not stored:
            if kind != "str" and cell.find(f"{MAIN}f") is not None:
                self._book.values.without_value(name)
            return ""
        if kind == "s":
            return self._shared(stored, style, name).strip()
        if kind == "b":
            return "TRUE" if is_on(stored) else "FALSE"
        if kind == "n":
            code = self._book.styles.code(style)
            return self._book.values.number(stored, code, name, zero_shown=self._zero_shown)
        return stored

    def _shared(self, stored: str, style: int, name: str) -> str:
        text = self._book.strings.text(whole_number(stored, -1), self._book.styles.ground(style))
        if text is None:
            raise UnreadableError(f"damaged: {name} refers to a text that the workbook does not hold")
        return text

    def _position(self, reference: str) -> Position:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise UnreadableError(f"damaged: {self._part} names a cell {reference[:20]!r}")
        column = 0
        for letter in match[1]:
            column = 26 * column + ord(letter) - ord("A") + 1
        return self._checked(int(match[2]) - 1, column - 1)

    def _checked(self, row: int, column: int) -> Position:
        if not (0 <= row < _MOST_ROWS and 0 <= column < _MOST_COLUMNS):
            raise UnreadableError(f"damaged: {self._part} names a cell beyond the bounds of a sheet")
        return row, column

    def _place(self, row: int, column: int) -> ElementPath:
        """The element of a cell; where the file leaves it out, of its row, or of all rows."""
        element = self._elements.get((row, column), self._rows.get(row, self._data))
        return self._paths.place(self._root if element is None else element)


def _is_zero(size: str | None) -> bool:
    return size is not None and re.fullmatch(r"0+(\.0+)?", size) is not None


def _left_out(package: Package) -> list[Finding]:
    findings = []
    embedded = sum(name.startswith(_EMBEDDED) for name in package.names)
    if embedded:
        message = f"{embedded} embedded objects (sheets, other documents) were not read"
        findings.append(Finding("embedded_object", Severity.WARNING, message))
    drawn = sum(b"txBody" in package.read(name) for name in package.names if _DRAWN.fullmatch(name))
    if drawn:
        findings.append(Finding("text_box", Severity.WARNING, f"text boxes on {drawn} sheets were not read"))
    return findings
