"""Headers of lossy text held against the form: spans are lost in it, but the words and their order are not.

A header that names the columns in another order, others besides, or not all of them, is not read by the form's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

from disclosure.forms import BlockForm
from disclosure.labels import alike, key
from disclosure.report import Place, TextPosition
from parsers.recogniser.lexicon import APPLICATIONS
from parsers.recogniser.rows import GridRow, Header

#: what stands in headers and names no column
_OUTER = frozenset(alike(key(word)) for word in ("申请人情况", "法人或其他组织"))
_FIRST, _TOTAL = (alike(key(word)) for word in ("自然人", "总计"))
_NOTE, _CORNER = (alike(key(word)) for word in ("勾稽关系", "信息内容"))
#: a block of so few columns lacks none
_FEWEST_TO_LACK = 3


def runs_otherwise(header: Header, block: BlockForm) -> bool:
    """Whether the heads, as far as they can be read, run in another order than the form's, or one is missing."""
    rows = [[alike(key(cell.text)) for cell in row.cells if cell.row == row.index and cell.text] for row in header.rows]
    # A merged head may be written once for each place that it covers.
    rows = [[word for word, _ in groupby(words)] for words in rows]
    return not all(_follows(row, block) for row in rows) or _lacks_one({word for row in rows for word in row}, block)


def totals_come_first(header: Header) -> bool:
    """Whether the totals are named before the first column in one line: a line above may hold a head of several rows.

    Where each head has a line of its own, no line tells of rows, and all are taken for one.
    """
    if header.table != APPLICATIONS:
        return False
    rows = [[alike(key(text)) for text in line] for row in header.rows for line in _lines_of(row)]
    return any(_TOTAL in row[: row.index(_FIRST)] for row in rows if _FIRST in row)


def _lines_of(row: GridRow) -> list[list[str]]:
    """The texts of a header row by the line of the document in which each stands; all in one where no line has two."""
    lines: dict[int | Place | None, list[str]] = {}
    for cell in row.cells:
        place = cell.place[0] if cell.place else None
        lines.setdefault(place.line if isinstance(place, TextPosition) else place, []).append(cell.text)
    several = any(len(texts) > 1 for texts in lines.values())
    return list(lines.values()) if several else [[cell.text for cell in row.cells]]


def columns_in_one_row(header: Header, block: BlockForm) -> list[tuple[int | None, str]]:
    """Column (None if not of the form) and text of each head of the row that names all columns; [] if none does."""
    names = _names(block)
    for row in header.rows:
        texts = [cell.text for cell in row.cells if cell.text]
        words = [alike(key(text)) for text in texts]
        if _OUTER.intersection(words) or not words:
            continue  # heads of several columns among their own: which of them stands over which is lost
        # The note stands in one cell, or once in each that it covers.
        noted = next((at for at, word in enumerate(words) if _NOTE not in word), len(words))
        first = words.index(_CORNER) + 1 if _CORNER in words else noted
        columns = [next((place for place, own in enumerate(names) if word in own), None) for word in words[first:]]
        if sorted(column for column in columns if column is not None) == list(range(len(names))):
            heads = zip(columns, words[first:], texts[first:], strict=True)
            return [(column, text) for column, word, text in heads if column is not None or not _is_piece(word, block)]
    return []


def _is_piece(word: str, block: BlockForm) -> bool:
    """Whether a head is the rest of another, as where （单位：万元） stands in a cell of its own."""
    return any(word in name for own in _names(block) for name in own)


@cache
def names_of_columns(block: BlockForm) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """What each column of the form may be called, and the labels that stand above it, as keys."""
    return tuple(
        (
            frozenset(alike(key(label)) for label in column.labels),
            frozenset(alike(key(label)) for label in column.path[:-1]),
        )
        for column in block.columns
    )


@cache
def starts_of_groups(block: BlockForm) -> dict[str, int]:
    """The first column under each label that stands above several, by key."""
    starts: dict[str, int] = {}
    for place, column in enumerate(block.columns):
        for label in column.path[:-1]:
            starts.setdefault(alike(key(label)), place)
    return starts


def _follows(row: Sequence[str], block: BlockForm) -> bool:
    """Whether the columns that a header row names, and the groups of columns, follow one another as in the form."""
    starts, names = starts_of_groups(block), _names(block)
    groups = [starts[word] for word in row if word in starts]
    if groups != sorted(groups):
        return False
    # What stands beside a head of several columns, and reaches down over two rows, is named before their own heads.
    beside = names[0] | names[-1] if _OUTER.intersection(row) else frozenset[str]()
    place = -1
    for word in row:
        if word not in beside and any(word in own for own in names):
            place = next((each for each in range(place + 1, len(names)) if word in names[each]), len(names))
    return place < len(names)


def _lacks_one(printed: set[str], block: BlockForm) -> bool:
    """Whether one column is not named, where every word of the header is understood."""
    names = _names(block)
    missing = sum(not own & printed for own in names)
    strange = any(_NOTE not in word for word in printed.difference(_OUTER, *names))
    return missing == 1 and len(names) >= _FEWEST_TO_LACK and not strange


def _names(block: BlockForm) -> list[frozenset[str]]:
    return [names for names, _ in names_of_columns(block)]
