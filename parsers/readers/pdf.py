"""PDF files with a text layer: ruled tables and prose in reading order, tables and paragraphs whole over page ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from disclosure.report import Finding, Severity
from parsers.document import Document, UnreadableError
from parsers.readers import pdf_fonts, pdf_tables
from parsers.readers.page_grid import build_pieces
from parsers.readers.page_prose import is_chapter
from parsers.readers.page_rules import may_be_dotted
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
from parsers.readers.pdf_annotations import load_page, strikes
from parsers.readers.pdf_font_programs import without_font_programs
from parsers.readers.pdf_frame import read_frame
from parsers.readers.pdf_mending import with_end
from parsers.readers.pdf_rules import read_drawing
from parsers.readers.pdf_shown import may_have_layers, parted_as_shown
from parsers.readers.pdf_text import TextLayer
from parsers.readers.pdf_unseen import objects_cut_away, unseen_objects

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
    opened = _open(payload)
    pages = _read_pages(opened)
    refuse_textless(pages)
    running = drop_furniture(pages)
    unruled = [page.number for page in pages if looks_tabular(page.lines)]
    inferred, left_out = unruled[: pdf_tables.MOST_PAGES], unruled[pdf_tables.MOST_PAGES :]
    findings = [*findings_of(pages, running, inferred, "only what sums prove of them is read")]
    if opened.mended:
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


@dataclass(slots=True)
class _Opened:
    """An opened file: ``light`` to read, without font programs that no reading needs; ``payload`` has all of them.

    ``mended``: its end had to be made anew; ``layered``: some of its text may be switched off.
    """

    payload: bytes
    light: pypdfium2.PdfDocument
    mended: bool
    layered: bool
    _whole: pypdfium2.PdfDocument | None = None

    def page_to_draw(self, number: int) -> pypdfium2.PdfPage:
        """A page with the shapes of all its characters."""
        self._whole = self._whole or pypdfium2.PdfDocument(self.payload)
        return load_page(self._whole, number)

    def close(self) -> None:
        self.light.close()
        if self._whole:
            self._whole.close()


def _open(payload: bytes) -> _Opened:
    try:
        light = pypdfium2.PdfDocument(without_font_programs(payload))
        return _Opened(payload, light, mended=False, layered=may_have_layers(payload))
    except pypdfium2.PdfiumError as error:
        mended = with_end(payload) if error.err_code == pdfium.FPDF_ERR_FORMAT else None
        reason = _FAILURES.get(error.err_code, "damaged: the file cannot be opened as PDF")
        if mended is None:
            raise UnreadableError(reason) from error
        try:
            return _Opened(mended, pypdfium2.PdfDocument(mended), mended=True, layered=may_have_layers(mended))
        except pypdfium2.PdfiumError:
            raise UnreadableError(reason) from error


def _read_pages(opened: _Opened) -> list[Page]:
    try:
        count = len(opened.light)
        refuse_long(count)
        pages: list[Page] = []
        for number in range(1, count + 1):
            pieces = pages[-1].pieces if pages else []
            pages.append(_read_page(opened, number, pieces[-1].edges if pieces else []))
        return pages
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("damaged: a page of the PDF cannot be loaded") from error
    finally:
        opened.close()


def _read_page(opened: _Opened, number: int, before: list[float]) -> Page:
    page = load_page(opened.light, number)
    layer = TextLayer(page.raw, read_frame(page.raw))
    try:
        runs, slanted = layer.runs()
        drawing = read_drawing(page.raw, layer.frame)
        drawing.rules.horizontal.extend(strikes(page.raw, layer.frame))
        characters = sum(len(run.text) for run in runs)
        unseen, recognised = "", False
        if opened.layered or drawing.faint or drawing.cut:
            seen, ghosts = _seen_of(runs, page.raw, layer, opened, number, drawn=opened.layered or drawing.cut)
            recognised = _is_recognised(ghosts, characters, covered=drawing.covered)
            if not recognised:
                runs, unseen = seen, " ".join(run.text for run in ghosts)
        pieces, outside = build_pieces(drawing.rules, runs, number, layer.split, is_chapter, before)
        if not pieces and (looks_tabular(lines_of(outside)) or may_be_dotted(drawing.shapes)):
            outlines = read_drawing(page.raw, layer.frame, outlines=True).rules
            pieces, outside = build_pieces(outlines, runs, number, layer.split, is_chapter, before)
    finally:
        layer.close()
        page.close()
    lines, height = lines_of(outside), layer.frame.height
    return Page(number, height, pieces, lines, characters, drawing.pictures, slanted, layer.unknown, recognised, unseen)


def _seen_of(
    runs: list[Run], page: Any, layer: TextLayer, opened: _Opened, number: int, *, drawn: bool
) -> tuple[list[Run], list[Run]]:
    """What is seen of the runs, and what is not. ``drawn``: only a drawing of the page tells."""
    if not drawn:
        unseen, drawn = unseen_objects(page)
    if not drawn:
        return layer.parted(runs, unseen)
    whole = opened.page_to_draw(number)
    try:
        runs, hidden = layer.parted(runs, objects_cut_away(page))
        seen, ghosts = parted_as_shown(whole.raw, layer, runs)
        return seen, hidden + ghosts
    finally:
        whole.close()


def _is_recognised(ghosts: list[Run], characters: int, *, covered: bool) -> bool:
    """Whether a page's text is unseen because a program laid what it recognised below a picture of the page."""
    hidden = sum(len(run.text) for run in ghosts)
    return hidden == characters or (covered and 2 * hidden > characters)
