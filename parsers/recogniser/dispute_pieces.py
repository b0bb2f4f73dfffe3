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
from parsers.values import is_value

_FEWEST_OUTCOMES = 3
_LONGEST_CAPTION = 40
_REVIEW, _SUIT = "行政复议", "行政诉讼"


@cache
def _columns() -> tuple[tuple[str, str], ...]:
    """The key of each column's own label, and that of the kind of case above it."""
    (block,) = next(iter(load_forms().values())).tables[DISPUTES].blocks
    return tuple((alike(key(column.path[-1])), alike(key(column.path[-2]))) for column in block.columns)


def gather_disputes(blocks: Sequence[Block]) -> list[Block] | None:
    """The blocks with one table four in place of its pieces; None where it has the form's shape or stays unclear."""
    pieces = [i for i, block in enumerate(blocks) if isinstance(block, Grid) and block.exact and _is_piece(block)]
    placed: dict[int, Cell] = {}
    left: list[Cell] = []
    for position in pieces:
        grid = blocks[position]
        assert isinstance(grid, Grid)
        for cell, column in _located(grid, _caption(blocks, position)):
            if column is None and _stands_for_a_label(grid, cell):
                return None
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
    labels = [(cell, alike(key(cell.text))) for cell in grid.cells if cell.text and not is_value(cell.text)]
    valued = {cell.row for cell in grid.cells if cell.text and is_value(cell.text)}
    for cell in grid.cells:
        if cell.text and not is_value(cell.text):
            continue
        beside = {label for each, label in labels if _is_beside(each, cell)} | ({caption} if caption else set())
        above = [(each.row, label) for each, label in labels if _is_above(each, cell)]
        path = beside.union(label for _, label in above)
        column = _column(path)
        if column is None:  # perhaps in a block below others, each under a header of its own
            top = max((row for row in valued if row < cell.row), default=-1)
            column = _column(beside.union(label for row, label in above if row > top))
        if column is None and cell.text:
            column = _column_by_order(grid, cell, path)
        if column is not None or cell.text:
            yield cell, column


def _column_by_order(grid: Grid, cell: Cell, path: set[str]) -> int | None:
    """Where heads and values disagree in spans: as many values in the row as there are heads, each in turn."""
    outcomes = {own for own, _ in _columns()}
    heads = [each for each in grid.cells if alike(key(each.text)) in outcomes]
    values = [each for each in grid.cells if each.row == cell.row and is_value(each.text)]
    if len({each.row for each in heads}) != 1 or len(heads) != len(values) or cell not in values:
        return None
    heads.sort(key=lambda each: each.column)
    values.sort(key=lambda each: each.column)
    return _column(path - outcomes | {alike(key(heads[values.index(cell)].text))})


def _stands_for_a_label(grid: Grid, cell: Cell) -> bool:
    """Whether a value stands behind a kind of case and before all heads: a lost span has moved its whole row."""
    outcomes, cases = ({names[level] for names in _columns()} for level in range(2))
    heads = [each for each in grid.cells if alike(key(each.text)) in outcomes]
    before = (each for each in grid.cells if each.row == cell.row and each.column < cell.column)
    row_of_heads = len({each.row for each in heads}) == 1
    moved = row_of_heads and all(cell.column < each.column for each in heads)
    return moved and any(alike(key(each.text)) in cases for each in before)


def _is_beside(label: Cell, cell: Cell) -> bool:
    return label.row < cell.row + cell.row_span and cell.row < label.row + label.row_span


def _is_above(label: Cell, cell: Cell) -> bool:
    overlapping = label.column < cell.column + cell.column_span and cell.column < label.column + label.column_span
    return label.row < cell.row and overlapping


def _column(path: set[str]) -> int | None:
    """The one column of the form whose own label and whose kind of case are in a path."""
    fitting = [i for i, (own, case) in enumerate(_columns()) if own in path and case in path]
    return fitting[0] if len(fitting) == 1 else None


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
