"""OFD files (GB/T 33190-2016): pages with text and rules, read as those of a PDF are.

Seals, annotations and attachments are left out, and so is what is not shown: text without fill and stroke, objects
marked invisible. Written after the standard; files of WPS, Suwell or Foxit were not at hand, only those of our press.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disclosure.report import Finding, Severity
from parsers.document import Document, UnreadableError
from parsers.readers.ofd_book import Book, PageEntry
from parsers.readers.ofd_canvas import Budget, Canvas
from parsers.readers.package import Package
from parsers.readers.page_grid import build_pieces
from parsers.readers.page_prose import is_chapter
from parsers.readers.page_rules import rules_of
from parsers.readers.page_text import lines_of
from parsers.readers.pages import (
    FEWEST_CHARACTERS,
    Page,
    blocks_of,
    drop_furniture,
    findings_of,
    looks_tabular,
    refuse_long,
    refuse_textless,
)

MEDIA_TYPE = "application/ofd"
METHOD = "ofd"


def read(payload: bytes) -> Document:
    """The document of an OFD file. Raises UnreadableError for encrypted, damaged, over-large and scanned files."""
    book = Book(Package(payload))
    refuse_long(len(book.entries))
    budget = Budget()
    pages: list[Page] = []
    told: list[Finding] = []
    hidden = 0
    for number, entry in enumerate(book.entries, start=1):
        canvas = Canvas(book, entry, budget)
        pieces = pages[-1].pieces if pages else []
        pages.append(_page(canvas, entry, number, pieces[-1].edges if pieces else []))
        told += _findings(canvas, entry, number)
        hidden += len("".join(canvas.hidden))
    if hidden and sum(page.characters for page in pages) < FEWEST_CHARACTERS:
        raise UnreadableError("scan: the pages are pictures; the text behind them is not shown, so it proves nothing")
    refuse_textless(pages)
    running = drop_furniture(pages)
    unruled = [page.number for page in pages if looks_tabular(page.lines)]
    told += findings_of(pages, running, unruled, "they are read as prose")
    return Document(tuple(blocks_of(pages, METHOD)), MEDIA_TYPE, findings=(*book.findings, *told))


def _page(canvas: Canvas, entry: PageEntry, number: int, before: Sequence[float]) -> Page:
    rules = rules_of(canvas.shapes())
    pieces, outside = build_pieces(rules, canvas.runs, number, canvas.split, is_chapter, before)
    if not pieces and looks_tabular(lines_of(outside)):
        rules = rules_of(canvas.shapes(outlines=True))
        pieces, outside = build_pieces(rules, canvas.runs, number, canvas.split, is_chapter, before)
    characters = sum(len(run.text) for run in canvas.runs)
    return Page(number, entry.height, pieces, lines_of(outside), characters, canvas.pictures, canvas.slanted)


def _findings(canvas: Canvas, entry: PageEntry, number: int) -> Iterator[Finding]:
    if entry.root is None:
        message = f"page {number} is not in the file: the part {entry.part} is missing; what stands on it is not read"
        yield Finding("missing_part", Severity.ERROR, message)
    for problem in sorted(canvas.problems):
        yield Finding("unread_object", Severity.WARNING, f"page {number}: {problem}")
    if canvas.hidden:
        message = f"text on page {number} that is not shown was left out: {''.join(canvas.hidden)[:40]}"
        yield Finding("hidden_text", Severity.INFO, message)
