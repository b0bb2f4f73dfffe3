"""PDF files with a text layer: ruled tables and prose in reading order, tables and paragraphs whole over page ends."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from disclosure.report import Finding, Severity
from parsers.document import Document, UnreadableError
from parsers.readers import pdf_fonts, pdf_tables
from parsers.readers.page_grid import build_pieces
from parsers.readers.page_prose import is_chapter
from parsers.readers.page_text import Run, lines_of
from parsers.readers.pages import (
    Page,
    blocks_of,
    drop_furniture,
    findings_of,
    looks_tabular,
    refuse_long,
    refuse_textless,
)
from parsers.readers.pdf_font_programs import without_font_programs
from parsers.readers.pdf_frame import read_frame
from parsers.readers.pdf_mending import with_end
from parsers.readers.pdf_rules import read_drawing
from parsers.readers.pdf_text import TextLayer
from parsers.readers.pdf_unseen import unseen_objects

MEDIA_TYPE = "application/pdf"
METHOD = "pdfium"

pdf_fonts.install()  # at import: pdfium has one source of fonts for the whole process

_FAILURES = {
    pdfium.FPDF_ERR_PASSWORD: "encrypted: needs a password",
    pdfium.FPDF_ERR_SECURITY: "encrypted: by a method that is not supported",
    pdfium.FPDF_ERR_FORMAT: "damaged: the file is no PDF, or was cut off",
}


def read(payload: bytes) -> Document:
    """The document of a PDF. Raises UnreadableError for encrypted, damaged, over-long and scanned files."""
    opened, mended = _open(payload)
    pages = _read_pages(opened)
    refuse_textless(pages)
    running = drop_furniture(pages)
    unruled = [page.number for page in pages if looks_tabular(page.lines)]
    inferred, left_out = unruled[: pdf_tables.MOST_PAGES], unruled[pdf_tables.MOST_PAGES :]
    findings = [*findings_of(pages, running, inferred, "only what sums prove of them is read")]
    if mended:
        findings.append(
            Finding("damaged_file", Severity.WARNING, "the end of the file is missing; what is left was read")
        )
    if left_out:
        message = (
            f"{len(left_out)} more pages from page {left_out[0]} on have lines of numbers in no ruled table: unread"
        )
        findings.append(Finding("table_without_rules", Severity.WARNING, message))
    doubtful = pdf_tables.read_grids(payload, inferred)
    return Document(tuple(blocks_of(pages, METHOD)), MEDIA_TYPE, findings=tuple(findings), doubtful=doubtful)


def _open(payload: bytes) -> tuple[pypdfium2.PdfDocument, bool]:
    """The opened file, and whether its end had to be made anew."""
    try:
        return pypdfium2.PdfDocument(without_font_programs(payload)), False
    except pypdfium2.PdfiumError as error:
        mended = with_end(payload) if error.err_code == pdfium.FPDF_ERR_FORMAT else None
        reason = _FAILURES.get(error.err_code, "damaged: the file cannot be opened as PDF")
        if mended is None:
            raise UnreadableError(reason) from error
        try:
            return pypdfium2.PdfDocument(mended), True
        except pypdfium2.PdfiumError:
            raise UnreadableError(reason) from error


def _read_pages(document: pypdfium2.PdfDocument) -> list[Page]:
    try:
        refuse_long(len(document))
        pages: list[Page] = []
        for number in range(1, len(document) + 1):
            pieces = pages[-1].pieces if pages else []
            pages.append(_read_page(document, number, pieces[-1].edges if pieces else []))
        return pages
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("damaged: a page of the PDF cannot be loaded") from error
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int, before: list[float]) -> Page:
    page = document[number - 1]
    layer = TextLayer(page.raw, read_frame(page.raw))
    try:
        runs, slanted = layer.runs()
        drawing = read_drawing(page.raw, layer.frame)
        characters = sum(len(run.text) for run in runs)
        unseen, recognised = "", False
        if drawing.faint:
            seen, ghosts = layer.parted(runs, unseen_objects(page.raw))
            recognised = _is_recognised(ghosts, characters, covered=drawing.covered)
            if not recognised:
                runs, unseen = seen, " ".join(run.text for run in ghosts)
        pieces, outside = build_pieces(drawing.rules, runs, number, layer.split, is_chapter, before)
        if not pieces and looks_tabular(lines_of(outside)):
            outlines = read_drawing(page.raw, layer.frame, outlines=True).rules
            pieces, outside = build_pieces(outlines, runs, number, layer.split, is_chapter, before)
    finally:
        layer.close()
        page.close()
    lines, height = lines_of(outside), layer.frame.height
    return Page(number, height, pieces, lines, characters, drawing.pictures, slanted, layer.unknown, recognised, unseen)


def _is_recognised(ghosts: list[Run], characters: int, *, covered: bool) -> bool:
    """Whether a page's text is unseen because a program laid what it recognised below a picture of the page."""
    hidden = sum(len(run.text) for run in ghosts)
    return hidden == characters or (covered and 2 * hidden > characters)
