"""Workbooks of the old kind (XLS, BIFF in an OLE file), with xlrd; taken apart by ``sheet_blocks``.

There is no XML to point into: a place is the name of the sheet and ``/sheet[1]/row[5]/cell[3]``, all counted from 1, as
they stand in the file. Text boxes, pictures and comments are not read.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import olefile
import xlrd

from disclosure.report import ElementPath
from parsers.document import Block, Document, UnreadableError
from parsers.readers.number_formats import GENERAL
from parsers.readers.sheet_blocks import Sheet, form_labels, read_blocks, unseen_labels
from parsers.readers.sheet_values import Values, cell_name
from parsers.readers.xls_looks import as_shown

METHOD = "xls"
MEDIA_TYPE = "application/vnd.ms-excel"
_STREAMS = ("Workbook", "Book")


def read(payload: bytes) -> Document:
    """The document of an XLS file.

    Raises UnreadableError for a damaged or encrypted file, for one of over-large tables and for one without any text.
    """
    book = _open(payload)
    values = Values(since_1904=book.datemode == 1)
    blocks: list[Block] = []
    names: dict[str, str] = {}
    for number, source in enumerate(book.sheets(), start=1):
        sheet = _read_sheet(book, source, number, values)
        labels = form_labels(sheet.texts.values())
        if source.visibility:
            values.unseen(labels, source.name)
            continue
        if labels:
            names[source.name] = source.name
        values.unseen(unseen_labels(sheet), source.name)
        blocks += read_blocks(sheet, METHOD)
    if not blocks:
        raise UnreadableError("empty: no text in any cell of the sheets")
    return Document(tuple(blocks), MEDIA_TYPE, findings=tuple(values.findings()), sheets=names)


def _open(payload: bytes) -> xlrd.book.Book:
    with Path(os.devnull).open("w", encoding="utf-8") as silence:  # xlrd would print its doubts
        try:
            stream = _workbook_stream(payload)
            return xlrd.open_workbook(file_contents=stream, formatting_info=True, ragged_rows=True, logfile=silence)
        except xlrd.XLRDError as error:
            if "encrypted" in str(error):
                raise UnreadableError("encrypted: needs a password") from error
            raise UnreadableError("damaged: the workbook cannot be followed to its end") from error
        except Exception as error:  # xlrd believes what the bytes say and fails wherever they lie
            raise UnreadableError("damaged: the workbook cannot be followed to its end") from error


def _workbook_stream(payload: bytes) -> bytes:
    """The workbook in an OLE file. Taken out by olefile, since xlrd follows sectors that lead back to themselves."""
    with olefile.OleFileIO(payload) as file:
        name = next(name for name in _STREAMS if file.exists(name))
        return bytes(file.openstream(name).read())


def _read_sheet(book: xlrd.book.Book, source: xlrd.sheet.Sheet, number: int, values: Values) -> Sheet:
    sheet = Sheet(partial(_place, source.name, number))
    sheet.hidden_rows.update(row for row, facts in source.rowinfo_map.items() if facts.hidden or not facts.height)
    sheet.hidden_columns.update(
        column for column, facts in source.colinfo_map.items() if facts.hidden or not facts.width
    )
    sheet.merges += ((first, end - 1, left, beyond - 1) for first, end, left, beyond in source.merged_cells)
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            name = cell_name(source.name, row, column)
            try:
                style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
                code = book.format_map[style.format_key].format_str if style else GENERAL
                text = _text(cell, code, name, values, zero_shown=bool(source.show_zero_values))
                runs = source.rich_text_runlist_map.get((row, column), ())
                shown = as_shown(text, style, runs, book) if style and text else text
            except (IndexError, KeyError) as error:
                raise UnreadableError(f"damaged: the workbook lacks the format of {name}") from error
            sheet.add(row, column, shown)
            if style and (style.border.left_line_style or style.border.right_line_style):
                sheet.ruled.add((row, column))
    return sheet


def _place(name: str, number: int, row: int, column: int) -> ElementPath:
    return ElementPath(f"/sheet[{number}]/row[{row + 1}]/cell[{column + 1}]", name)


def _text(cell: xlrd.sheet.Cell, code: str, name: str, values: Values, *, zero_shown: bool) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            return values.number(cell.value, code, name, zero_shown=zero_shown)
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
        case _:
            return ""
