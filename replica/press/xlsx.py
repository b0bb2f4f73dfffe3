"""The report as an XLSX workbook of the kinds that agencies attach: one sheet for all, or a sheet a table."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from replica.press.layout import TableLayout, active_disclosure_blocks
from replica.press.outline import outline
from replica.press.statistics_table import StatisticsOptions
from replica.press.truth import Section, Truth
from replica.press.typist import Typing, type_labels

STAMP = (2024, 1, 1, 0, 0, 0)  # the same truth gives the same bytes
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WIDTH = 10
"""Columns over which a title, a heading or a paragraph is merged."""
HEADING, LABEL, VALUE, SEPARATED, WHOLE = range(5)
"""Cell styles: without rules; label; number as stored; number with thousands separators; of at least one digit."""
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_SEPARATED = re.compile(r"[1-9]\d{0,2}(,\d{3})+")


@dataclass(frozen=True, slots=True)
class XlsxOptions:
    """How the workbook is laid out.

    ``sheets``: a sheet a table and one for the prose before them, instead of one for all. ``blocks_apart``: section two
    as a table a block, captions merged above. ``numbers``: typed as numbers with a format, or as text. ``merged``:
    headings merged over the columns, or left in the first cell. ``ruled``: with rules around the cells of tables.
    ``beside``: an empty column and an empty row before everything. ``unseen``: a hidden column and rows of scribbles.
    """

    sheets: bool = False
    blocks_apart: bool = False
    numbers: bool = True
    merged: bool = True
    ruled: bool = True
    beside: bool = False
    unseen: bool = False
    typing: Typing = field(default_factory=Typing)
    statistics: StatisticsOptions = field(default_factory=StatisticsOptions)


@dataclass(slots=True)
class _Sheet:
    name: str
    options: XlsxOptions
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    next_row: int = 0

    def __post_init__(self) -> None:
        self.next_row = 1 if self.options.beside else 0

    @property
    def left(self) -> int:
        return 1 if self.options.beside else 0

    def line(self, text: str) -> None:
        """A title, heading, caption or paragraph in a row of its own."""
        self._put(self.next_row, self.left, text, HEADING)
        if self.options.merged:
            self._merge(self.next_row, self.left, 1, WIDTH)
        self.next_row += 1

    def table(self, table: TableLayout) -> None:
        top = self.next_row - min(slot.row for slot in table.slots)
        for slot in table.slots:
            row, column = top + slot.row, self.left + slot.column
            for down in range(slot.row_span):
                for right in range(slot.column_span):
                    self._put(row + down, column + right, "", LABEL)
            self._put(row, column, slot.text, VALUE if slot.address else LABEL)
            if slot.row_span * slot.column_span > 1:
                self._merge(row, column, slot.row_span, slot.column_span)
        self.next_row = top + table.rows

    def xml(self) -> str:
        hidden = f'<cols><col min="{WIDTH + 9}" max="{WIDTH + 9}" width="9" hidden="1"/></cols>'
        if self.options.unseen:
            self._put(self.next_row, WIDTH + 8, "底稿", HEADING)
            self._put(self.next_row + 1, 0, "草稿", HEADING)
        rows = "".join(self._row(row, cells) for row, cells in sorted(self.rows.items()))
        merges = "".join(f'<mergeCell ref="{merge}"/>' for merge in self.merges)
        return (
            f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>{hidden if self.options.unseen else ""}'
            f"<sheetData>{rows}</sheetData>" + (f"<mergeCells>{merges}</mergeCells>" if merges else "") + "</worksheet>"
        )

    def _row(self, row: int, cells: dict[int, str]) -> str:
        hidden = ' hidden="1"' if self.options.unseen and row == self.next_row + 1 else ""
        return f'<row r="{row + 1}"{hidden}>{"".join(cell for _, cell in sorted(cells.items()))}</row>'

    def _put(self, row: int, column: int, text: str, style: int) -> None:
        cells = self.rows.setdefault(row, {})
        reference = f"{_letters(column)}{row + 1}"
        if style == VALUE and self.options.numbers and _SEPARATED.fullmatch(text):
            content, style = f"<v>{text.replace(',', '')}</v>", SEPARATED
        elif style == VALUE and self.options.numbers and _NUMBER.fullmatch(text):
            content = f"<v>{_stored(text)}</v>"
            style = VALUE if "." in text else WHOLE
        else:
            content = f"<is><t>{escape(text)}</t></is>" if text else ""
        style = style if self.options.ruled else style + 5 * (style != HEADING)
        kind = ' t="inlineStr"' if content.startswith("<is>") else ""
        cells[column] = f'<c r="{reference}" s="{style}"{kind}>{content}</c>'

    def _merge(self, row: int, column: int, height: int, width: int) -> None:
        last = f"{_letters(column + width - 1)}{row + height}"
        self.merges.append(f"{_letters(column)}{row + 1}:{last}")


def print_xlsx(truth: Truth, options: XlsxOptions | None = None) -> bytes:
    """The whole package; the bytes depend on nothing but the truth and the options."""
    sheets = _sheets(truth, options or XlsxOptions())
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{i}" r:id="r{i}"/>' for i, sheet in enumerate(sheets, start=1)
    )
    relations = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations([*relations, ("styles", "styles.xml")]),
        "xl/styles.xml": _styles(),
        **{f"xl/worksheets/sheet{i}.xml": sheet.xml() for i, sheet in enumerate(sheets, start=1)},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:  # stored: not every zlib packs alike
        for name, xml in parts.items():
            package.writestr(
                zipfile.ZipInfo(name, STAMP), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'
            )
    return buffer.getvalue()


def _sheets(truth: Truth, options: XlsxOptions) -> list[_Sheet]:
    sheets = [_Sheet("总体情况" if options.sheets else "年度报告", options)]
    for text in (truth.title, truth.notice, *truth.opening):
        sheets[-1].line(text)
    after_tables = False
    for part in outline(truth, options.statistics):
        if isinstance(part, Section):
            if after_tables and options.sheets:
                sheets.append(_Sheet("其他", options))
            after_tables = False
            for text in (f"{part.number}、{part.title}", *part.paragraphs):
                sheets[-1].line(text)
            continue
        after_tables = True
        if options.sheets:
            sheets.append(_Sheet(f"表{len(sheets)}", options))
        sheet = sheets[-1]
        sheet.line(part.heading)
        if part.name == "active_disclosure" and options.blocks_apart:
            for block in active_disclosure_blocks(truth.editions[part.name]):
                caption, table = type_labels(block.filled(truth.cells), options.typing).without_caption()
                sheet.line(caption)
                sheet.table(table)
                sheet.next_row += 1
        else:
            for table in part.grids:
                sheet.table(type_labels(table, options.typing))
                sheet.next_row += len(part.grids) > 1
    return sheets


def _stored(text: str) -> str:
    """A decimal as the floating point number that spreadsheets store, with 17 digits."""
    return f"{float(text):.17g}" if "." in text else text


def _letters(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else f"A{chr(ord('A') + column - 26)}"


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    each = (
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = {"workbook": f"{KIND}.sheet.main+xml", "styles": f"{KIND}.styles+xml"}
    parts |= {f"worksheets/sheet{i}": f"{KIND}.worksheet+xml" for i in range(1, sheets + 1)}
    overrides = "".join(f'<Override PartName="/xl/{part}.xml" ContentType="{kind}"/>' for part, kind in parts.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _styles() -> str:
    """The styles of HEADING to WHOLE, and from LABEL on once more without rules."""
    font = '<font><sz val="11"/><name val="宋体"/></font>'
    sides = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    return (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1">{font}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border/><border>{sides}</border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="10">{_formats(border=1)}{_formats(border=0)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _formats(*, border: int) -> str:
    numbers: Sequence[tuple[int, int]] = ((0, 0), (0, border), (0, border), (3, border), (1, border))
    return "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="{rules}" xfId="0" applyNumberFormat="1"'
        ' applyBorder="1" applyAlignment="1"><alignment wrapText="1"/></xf>'
        for number, rules in numbers
    )
