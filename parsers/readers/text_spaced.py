"""Empty cells of a table that an extractor left a cell a line, with a line behind each: one line more for each.

The line behind a cell is empty, or holds its bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.readers.text_rows import Row, label_widths
from parsers.readers.text_words import VALUE, Piece

#: lines from one cell to the next
_STEP = 2
#: of the steps from cell to cell so many are of that length, where tables are written so: others pass empty cells
_SHARE = 0.3
_FEWEST_STEPS = 20


def add_empty_cells(rows: Sequence[Row]) -> None:
    """Give rows the empty cells that further lines stand for, where with them they have the columns of their label.

    Up to the next row's label none may be too many or too few, so that a line that was lost, or put in, shifts nothing.
    """
    if not _are_spaced(rows):
        return
    for row, following in pairwise(rows):
        widths = label_widths(row.texts)
        if len(widths) != 1 or not row.values or len(row.values) >= max(widths) or not following.texts:
            continue
        cells = [row.texts[-1], *row.values, following.texts[0]]
        empty = sum(after.line.number - before.line.number - _STEP for before, after in pairwise(cells))
        if len(row.values) + empty in widths:
            row.values = [piece for pair in pairwise(cells) for piece in (*_empty(*pair), pair[1])][:-1]


def _are_spaced(rows: Sequence[Row]) -> bool:
    """Whether lines part the values from each other and from labels; of labels each may stand in several lines."""
    pieces = [piece for row in rows for piece in (*row.texts, *row.values)]
    steps = [
        after.line.number - before.line.number
        for before, after in pairwise(pieces)
        if VALUE in (before.kind, after.kind)
    ]
    return len(steps) >= _FEWEST_STEPS and min(steps) >= _STEP and steps.count(_STEP) >= _SHARE * len(steps)


def _empty(before: Piece, after: Piece) -> list[Piece]:
    """The empty cells between two others."""
    numbers = range(before.line.number + _STEP, after.line.number)
    return [Piece("", VALUE, before.line._replace(number=number, text="", columns=None), 0) for number in numbers]
