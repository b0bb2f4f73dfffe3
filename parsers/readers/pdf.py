"""PDF files with a text layer: ruled tables and prose in reading order, tables and paragraphs whole over page ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from disclosure.report import Finding, Severity
from parsers.document import Block, Document, UnreadableError
from parsers.readers import pdf_fonts, pdf_tables
from parsers.readers.pdf_frame import Frame, read_frame
from parsers.readers.pdf_grid import Piece, build_pieces
from parsers.readers.pdf_prose import PagedLine, ProseWriter, is_chapter, without_furniture
from parsers.readers.pdf_rules import read_drawing
from parsers.readers.pdf_stitch import same_table, stitch
from parsers.readers.pdf_text import Line, TextLayer, lines_of

MEDIA_TYPE = "application/pdf"
LARGEST_PAGE_COUNT = 200
FEWEST_CHARACTERS = 20  #: a document with fewer is a scan with a stamp or a page number at most

pdf_fonts.install()  # at import: pdfium has one source of fonts for the whole process

_FAILURES = {
    pdfium.FPDF_ERR_PASSWORD: "encrypted: needs a password",
    pdfium.FPDF_ERR_SECURITY: "encrypted: by a method that is not supported",
    pdfium.FPDF_ERR_FORMAT: "damaged: the file is no PDF, or was cut off",
}


@dataclass(slots=True)
class _Page:
    number: int
    frame: Frame
    pieces: list[Piece]
    lines: list[Line]
    characters: int
    pictures: int
    slanted: list[str]


def read(payload: bytes) -> Document:
    """The document of a PDF. Raises UnreadableError for encrypted, damaged, over-long and scanned files."""
    pages = _read_pages(payload)
    if sum(page.characters for page in pages) < FEWEST_CHARACTERS:
        raise UnreadableError("scan: no text layer" if any(page.pictures for page in pages) else "empty: no text")
    lines, running = without_furniture([page.lines for page in pages], [page.frame.height for page in pages])
    for page, kept in zip(pages, lines, strict=True):
        page.lines = kept
    unruled = [page.number for page in pages if _looks_tabular(page.lines)]
    findings = tuple(_findings(pages, running, unruled))
    doubtful = pdf_tables.read_grids(payload, unruled)
    return Document(tuple(_blocks(pages)), MEDIA_TYPE, findings=findings, doubtful=doubtful)


def _read_pages(payload: bytes) -> list[_Page]:
    try:
        document = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        reason = _FAILURES.get(error.err_code, "damaged: the file cannot be opened as PDF")
        raise UnreadableError(reason) from error
    try:
        if len(document) > LARGEST_PAGE_COUNT:
            raise UnreadableError(f"too long: {len(document)} pages, {LARGEST_PAGE_COUNT} are read at most")
        pages: list[_Page] = []
        for number in range(1, len(document) + 1):
            pieces = pages[-1].pieces if pages else []
            pages.append(_read_page(document, number, pieces[-1].edges if pieces else []))
        return pages
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("damaged: a page of the PDF cannot be loaded") from error
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int, before: list[float]) -> _Page:
    page = document[number - 1]
    frame = read_frame(page.raw)
    layer = TextLayer(page.raw, frame)
    try:
        drawing = read_drawing(page.raw, frame)
        runs, slanted = layer.runs()
        pieces, outside = build_pieces(drawing.rules, runs, number, layer.split, is_chapter, before)
        if not pieces and _looks_tabular(lines_of(outside)):
            outlines = read_drawing(page.raw, frame, outlines=True).rules
            pieces, outside = build_pieces(outlines, runs, number, layer.split, is_chapter, before)
    finally:
        layer.close()
        page.close()
    characters = sum(len(run.text) for run in runs)
    return _Page(number, frame, pieces, lines_of(outside), characters, drawing.pictures, slanted)


def _looks_tabular(lines: list[Line]) -> bool:
    """Whether lines of many numbers stand below each other."""
    return sum(1 for line in lines if sum(part.isdigit() for part in line.text.split()) >= 4) >= 2


def _findings(pages: list[_Page], running: list[str], unruled: list[int]) -> Iterator[Finding]:
    if running:
        message = f"lines that repeat on every page were left out: {'; '.join(running)}"
        yield Finding("running_lines", Severity.INFO, message)
    for page in pages:
        if page.number in unruled:
            message = f"page {page.number} has lines of numbers in no ruled table; only what sums prove of them is read"
            yield Finding("table_without_rules", Severity.WARNING, message)
        if page.slanted:
            message = f"slanted text on page {page.number} was left out: {''.join(page.slanted)[:40]}"
            yield Finding("slanted_text", Severity.INFO, message)
        if page.pictures and not page.characters:
            message = f"page {page.number} is a picture without text and was not read"
            yield Finding("picture_page", Severity.WARNING, message)


def _blocks(pages: list[_Page]) -> Iterator[Block]:
    """Paragraphs and grids from top to bottom; a table or paragraph that a page end cuts comes whole."""
    flow = [item for page in pages for item in _flow(page)]
    writer = ProseWriter([item for item in flow if isinstance(item, PagedLine)])
    held: list[Piece] = []
    for item in flow:
        if isinstance(item, PagedLine):
            if held:
                yield stitch(held)
                held = []
            yield from writer.add(item)
            continue
        yield from writer.flush()
        if held and not same_table(held[-1], item):
            yield stitch(held)
            held = []
        held.append(item)
    if held:
        yield stitch(held)
    yield from writer.flush()


def _flow(page: _Page) -> list[PagedLine | Piece]:
    """Lines and tables of a page from top to bottom."""
    left = min([line.x0 for line in page.lines] + [piece.edges[0] for piece in page.pieces], default=0.0)
    right = max([line.x1 for line in page.lines] + [piece.edges[-1] for piece in page.pieces], default=0.0)
    items: list[tuple[float, PagedLine | Piece]] = [
        (line.top, PagedLine(line, page.number, left, right)) for line in page.lines
    ]
    items += [(piece.top, piece) for piece in page.pieces]
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]
