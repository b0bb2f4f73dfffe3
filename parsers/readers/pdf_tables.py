"""Tables that no rules were drawn for, as pdfplumber infers them from how the text stands.

An inferred column may cut a number in two or hold two numbers: what is read from these grids counts only where the
form's own sums prove it (``parsers.recogniser.proof``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

import pdfplumber
from pdfplumber.table import Table

from disclosure.report import PageBox
from parsers.document import Cell, Grid

METHOD = "pdfplumber"
MOST_PAGES = 20  #: a page takes pdfplumber a tenth of a second; tables of a report stand on five or so
_BY_TEXT = {"vertical_strategy": "text", "horizontal_strategy": "text"}


def read_grids(payload: bytes, pages: Sequence[int]) -> tuple[Grid, ...]:
    """Inferred grids of these pages (numbers from 1), in order; none where pdfplumber cannot read the file."""
    if not pages:
        return ()
    try:
        with pdfplumber.open(BytesIO(payload), pages=list(pages)) as document:
            found = [
                (page.page_number, table, table.extract())
                for page in document.pages
                for table in page.find_tables(_BY_TEXT)
            ]
    except MemoryError:
        raise
    except Exception:  # pdfminer believes what damaged bytes say, and fails wherever they lie
        return ()
    return tuple(_grid(page, table, texts) for page, table, texts in found if texts)


def _grid(page: int, table: Table, texts: list[list[str | None]]) -> Grid:
    cells = tuple(_cells(page, table, texts))
    return Grid(len(texts), max(len(row) for row in texts), cells, METHOD, exact=False)


def _cells(page: int, table: Table, texts: list[list[str | None]]) -> Iterator[Cell]:
    for row, (line, boxes) in enumerate(zip(texts, table.rows, strict=True)):
        for column, (text, box) in enumerate(zip(line, boxes.cells, strict=True)):
            raw = (text or "").strip()
            place = (PageBox(page, box),) if box else ()
            yield Cell(row, column, raw.replace("\n", ""), raw, place=place)
