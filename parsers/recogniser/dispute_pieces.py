"""Table four in another shape: fifteen numbers, each known by the labels beside and above it, set as in the form.

Seen as two or three tables (reviews, suits), as a row or a column for each kind of case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from disclosure.forms import load_forms
from disclosure.labels import alike, key, normalise
from parsers.document import Block, Cell, Grid
from parsers.recogniser.lexicon import DISPUTES
from parsers.recogniser.rows import rows_of
from parsers.values import is_value

_FEWEST_OUTCOMES = 3
_LONGEST_CAPTION = 40
_REVIEW, _SUIT = "行政复议", "行政诉讼"


@cache
def _columns() -> tuple[tuple[str, frozenset[str]], ...]:
    """The key of each column's own label, and those of the labels above it."""
    (block,) = next(iter(load_forms().values())).tables[DISPUTES].blocks
    paths = ([alike(key(label)) for label in column.path] for column in block.columns)
    return tuple((path[-1], frozenset(path[:-1])) for path in paths)


def gather_disputes(blocks: Sequence[Block]) -> list[Block] | None:
    """The blocks with one table four in place of its pieces; None where it has the form's shape or stays unclear."""
    pieces = [i for i, block in enumerate(blocks) if isinstance(block, Grid) and block.exact and _is_piece(block)]
    placed: dict[int, Cell] = {}
    left: list[Cell] = []
    for position in pieces:
        grid = blocks[position]
        assert isinstance(grid, Grid)
        for cell, column in _located(grid, _caption(blocks, position)):
            if column is None:
                left.append(cell)
            elif column in placed:
                return None
            else:
                placed[column] = cell
    if len(placed) != len(_columns()) or (len(pieces) == 1 and len({cell.row for cell in placed.values()}) == 1):
        return None
    first = blocks[pieces[0]]
    assert isinstance(first, Grid)
    others = set(pieces[1:])
    whole = _whole(first, placed, left)
    return [whole if i == pieces[0] else block for i, block in enumerate(blocks) if i not in others]


def _is_piece(grid: Grid) -> bool:
    outcomes = {own for own, _ in _columns()}
    found = {alike(key(cell.text)) for cell in grid.cells if cell.text} & outcomes
    return len(found) >= _FEWEST_OUTCOMES


def _caption(blocks: Sequence[Block], position: int) -> str | None:
    """Whether the paragraph before a table names reviews or suits, and not both."""
    before = blocks[position - 1] if position else None
    if before is None or isinstance(before, Grid) or len(before.text) > _LONGEST_CAPTION:
        return None
    named = [word for word in (_REVIEW, _SUIT) if word in normalise(before.text)]
    return alike(named[0]) if len(named) == 1 else None


def _located(grid: Grid, caption: str | None) -> Iterator[tuple[Cell, int | None]]:
    """Cells that are no label, with the form's column that the labels beside and above them name."""
    rows = rows_of(grid)
    for cells in rows:
        labels = [alike(key(cell.text)) for cell in cells if cell.text and not is_value(cell.text)]
        for cell in cells:
            if (cell.text and not is_value(cell.text)) or cell.row_span > 1 or cell.column_span > 1:
                continue
            above = _above(grid, cell)
            path = {*labels, *above, *([caption] if caption else [])}
            column = _column(path)
            if column is not None or cell.text:
                yield cell, column


def _above(grid: Grid, cell: Cell) -> list[str]:
    return [
        alike(key(each.text))
        for each in grid.cells
        if each.row < cell.row and each.column <= cell.column < each.column + each.column_span and each.text
    ]


def _column(path: set[str]) -> int | None:
    """The one column of the form whose labels are all in a path; the deepest where a label heads another's."""
    fitting = [i for i, (own, outer) in enumerate(_columns()) if own in path and outer <= path]
    deepest = max((len(_columns()[i][1]) for i in fitting), default=0)
    named = [i for i in fitting if len(_columns()[i][1]) == deepest]
    groups = {_columns()[i][1] for i in fitting}
    return named[0] if len(named) == len(groups) == 1 else None


def _whole(first: Grid, placed: dict[int, Cell], left: Sequence[Cell]) -> Grid:
    """A table of the form's shape: header rows of the form's own words, the numbers, and below them what was left."""
    (block,) = next(iter(load_forms().values())).tables[DISPUTES].blocks
    cells: list[Cell] = []
    for column, form in enumerate(block.columns):
        path = form.path if len(form.path) == 3 else (form.path[0], *form.path)
        cells += [Cell(row, column, label, label) for row, label in enumerate(path)]
        cells.append(placed[column]._replace(row=3, column=column))
    cells += [cell._replace(row=4, column=column) for column, cell in enumerate(left)]
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return replace(first, rows=5, columns=max(len(block.columns), len(left)), cells=ordered)
