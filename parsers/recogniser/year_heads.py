"""Where in a table years are named: captions over all of it, heads of columns, heads of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure.labels import key
from parsers.document import Cell, Grid
from parsers.recogniser.lexicon import lexicon
from parsers.recogniser.rows import rows_of
from parsers.recogniser.years import bare_year, is_change, year_of_head
from parsers.values import is_value

#: heads of a column of years
_YEARS = frozenset(map(key, ("年度", "年份", "年别", "年", "时间", "统计年度")))

_CORNERS = frozenset(("项目", "指标", "类别", "内容"))


@dataclass(slots=True)
class Heads:
    """``captions``: rows that hold one text over all columns, whatever it says; the others with the year they name."""

    captions: dict[int, Cell] = field(default_factory=dict)
    columns: list[tuple[Cell, int]] = field(default_factory=list)
    rows: list[tuple[Cell, int]] = field(default_factory=list)


def heads_of(grid: Grid) -> Heads:
    rows = rows_of(grid)
    heads = Heads(_captions(grid, rows))
    dated = [
        (cell, found)
        for cell in grid.cells
        if cell.text and cell.row not in heads.captions and (found := _year_of(cell, rows)) is not None
    ]
    for cell, found in dated:
        beside = any(other.row == cell.row and other is not cell for other, _ in dated)
        if not beside and _heads_row(cell, rows):
            heads.rows.append((cell, found))
        else:
            heads.columns.append((cell, found))
    return heads


def _captions(grid: Grid, rows: Sequence[Sequence[Cell]]) -> dict[int, Cell]:
    """The text of each row that holds no other, where it reaches over the table or only such rows stand above."""
    found: dict[int, Cell] = {}
    above = True
    for index, cells in enumerate(rows):
        filled = [cell for cell in cells if cell.text]
        alone = (
            len(filled) == 1 and filled[0].row == index and (bare_year(filled[0].text) or not is_value(filled[0].text))
        )
        if alone and (above or len(cells) == 1 or 2 * filled[0].column_span > grid.columns):
            found[index] = filled[0]
        elif filled:
            above = False
    return found


def _year_of(cell: Cell, rows: Sequence[Sequence[Cell]]) -> int | None:
    """A number such as 2022 is a year only among others that are, or below a head that says so."""
    bare = bare_year(cell.text)
    if not bare:
        return year_of_head(cell.text)
    texts = [each.text for each in rows[cell.row] if each.text and each.row == cell.row and not _is_corner(each)]
    if len(texts) > 1 and all(bare_year(text) or year_of_head(text) is not None or is_change(text) for text in texts):
        return bare
    above = [each for line in rows[: cell.row] for each in line if each.column == cell.column and each.text]
    return bare if above and key(above[0].text) in _YEARS else None


def _is_corner(cell: Cell) -> bool:
    """Whether a cell heads the column of labels: 信息内容, 项目."""
    stem = key(cell.text)
    return cell.column == 0 and (stem in _CORNERS or any(stem in words for words in lexicon().headers.values()))


def _heads_row(cell: Cell, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a year is that of the numbers to its right, not of those below it."""
    right = [
        each
        for line in rows[cell.row : cell.row + cell.row_span]
        for each in line
        if each.column >= cell.column + cell.column_span
    ]
    if any(each.text and not is_value(each.text) for each in right):
        return cell.row_span > 1 and cell.column == 0
    if any(each.text for each in right):
        return True
    below = [
        each
        for line in rows[cell.row + cell.row_span :]
        for each in line
        if cell.column <= each.column < cell.column + cell.column_span
    ]
    numbers = any(each.text and is_value(each.text) and not bare_year(each.text) for each in below)
    return bool(right) and not numbers
