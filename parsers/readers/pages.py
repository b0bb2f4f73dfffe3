"""Pages to a document: tables and prose in reading order, tables and paragraphs whole over page ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from disclosure.report import Finding, Severity
from parsers.document import Block, UnreadableError
from parsers.readers.page_grid import Piece
from parsers.readers.page_prose import PagedLine, ProseWriter, without_furniture
from parsers.readers.page_stitch import same_table, stitch
from parsers.readers.page_text import Line

LARGEST_PAGE_COUNT = 200
FEWEST_CHARACTERS = 20  #: a document with fewer is a scan with a stamp or a page number at most


@dataclass(slots=True)
class Page:
    """What was read of one page. ``lines`` stand outside the tables; ``characters`` are all that were seen.

    ``slanted``: text that leans, which is left out; ``height`` in points. ``unknown``: how many of the characters have
    no letter in the file; ``recognised``: all the text is unseen, as below a picture of the page. ``unseen``: text that
    nobody sees beside such as is seen, which is left out.
    """

    number: int
    height: float
    pieces: list[Piece]
    lines: list[Line]
    characters: int
    pictures: int
    slanted: list[str]
    unknown: int = 0
    recognised: bool = False
    unseen: str = ""


def refuse_long(count: int) -> None:
    """Raises UnreadableError for more pages than are read."""
    if count > LARGEST_PAGE_COUNT:
        raise UnreadableError(f"too long: {count} pages, {LARGEST_PAGE_COUNT} are read at most")


def refuse_textless(pages: Sequence[Page]) -> None:
    """Raises UnreadableError for pages that hold pictures, nothing, or text without letters."""
    characters = sum(page.characters for page in pages)
    if characters < FEWEST_CHARACTERS:
        raise UnreadableError("scan: no text layer" if any(page.pictures for page in pages) else "empty: no text")
    if 2 * sum(page.unknown for page in pages) > characters:
        raise UnreadableError("no letters: the fonts of the file do not tell which characters they show")


def drop_furniture(pages: Sequence[Page]) -> list[str]:
    """Takes page numbers and lines that repeat on every page off the pages; returns the latter's texts."""
    lines, running = without_furniture([page.lines for page in pages], [page.height for page in pages])
    for page, kept in zip(pages, lines, strict=True):
        page.lines = kept
    return running


def looks_tabular(lines: list[Line]) -> bool:
    """Whether lines of many numbers stand below each other."""
    return sum(1 for line in lines if sum(part.isdigit() for part in line.text.split()) >= 4) >= 2


def findings_of(pages: Sequence[Page], running: list[str], unruled: list[int], fate: str) -> Iterator[Finding]:
    """What was left out. ``fate`` says what becomes of lines of numbers that no rules stand around."""
    if running:
        message = f"lines that repeat on every page were left out: {'; '.join(running)}"
        yield Finding("running_lines", Severity.INFO, message)
    for page in pages:
        if page.number in unruled:
            message = f"page {page.number} has lines of numbers in no ruled table; {fate}"
            yield Finding("table_without_rules", Severity.WARNING, message)
        if page.unknown:
            message = (
                f"{page.unknown} characters on page {page.number} have no letter in the file; each stands as \ufffd"
            )
            yield Finding("unknown_letters", Severity.WARNING, message)
        if page.recognised:
            message = (
                f"the text of page {page.number} is unseen, as what a program recognised in a picture, perhaps wrongly"
            )
            yield Finding("recognised_text", Severity.WARNING, message)
        if page.unseen:
            message = f"text on page {page.number} that nobody sees was left out: {page.unseen[:40]}"
            yield Finding("unseen_text", Severity.WARNING, message)
        for text in [piece.overprint for piece in page.pieces if piece.overprint]:
            message = f"large text printed across a table on page {page.number} was left out: {text[:40]}"
            yield Finding("overprinted_text", Severity.WARNING, message)
        if page.slanted:
            message = f"slanted text on page {page.number} was left out: {''.join(page.slanted)[:40]}"
            yield Finding("slanted_text", Severity.INFO, message)
        if page.pictures and not page.characters:
            message = f"page {page.number} is a picture without text and was not read"
            yield Finding("picture_page", Severity.WARNING, message)


def blocks_of(pages: Sequence[Page], method: str) -> Iterator[Block]:
    """Paragraphs and grids from top to bottom; a table or paragraph that a page end cuts comes whole.

    ``method`` is that of the grids.
    """
    flow = [item for page in pages for item in _flow(page)]
    writer = ProseWriter([item for item in flow if isinstance(item, PagedLine)])
    held: list[Piece] = []
    for item in flow:
        if isinstance(item, PagedLine):
            if held:
                yield stitch(held, method)
                held = []
            yield from writer.add(item)
            continue
        yield from writer.flush()
        if held and not same_table(held[-1], item):
            yield stitch(held, method)
            held = []
        held.append(item)
    if held:
        yield stitch(held, method)
    yield from writer.flush()


def _flow(page: Page) -> list[PagedLine | Piece]:
    """Lines and tables of a page from top to bottom."""
    left = min([line.x0 for line in page.lines] + [piece.edges[0] for piece in page.pieces], default=0.0)
    right = max([line.x1 for line in page.lines] + [piece.edges[-1] for piece in page.pieces], default=0.0)
    items: list[tuple[float, PagedLine | Piece]] = [
        (line.top, PagedLine(line, page.number, left, right)) for line in page.lines
    ]
    items += [(piece.top, piece) for piece in page.pieces]
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]
