"""The unit of an amount of money, wherever it is printed: by the number, its label, its header, or above the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from disclosure.labels import normalise
from parsers.recogniser.captions import captions_among
from parsers.recogniser.rows import GridRow

_MONEY = r"(?P<unit>(?:十万|百万|千万|百亿|[十百千万亿])?元)"
#: a unit in brackets, behind a stroke, or behind the word that announces one
_ANNOUNCED = re.compile(
    rf"(?:单位(?:为|是)?|额|人民币|[(/:,;\[])(?:人民币|RMB)?[:(/,]?{_MONEY}(?![\u4e00-\u9fff])", re.IGNORECASE
)
_ALONE = re.compile(rf"(?P<open>\()?{_MONEY}(?(open)\))")
_LINE = re.compile(r"[(\[]?(?:计量|金额|数量|货币)?单位(?:[:(]|为).{0,16}")


def unit_of_money(row: GridRow, lines: Iterable[str]) -> str | None:
    """The unit that stands nearest to the numbers of a row. ``lines``: those above its table, nearest first."""
    return next((unit for text in _texts(row, lines) if "元" in text and (unit := _unit_in(text))), None)


def is_unit_line(line: str) -> bool:
    """Whether a line above a table only tells the unit of its numbers."""
    return _LINE.fullmatch(normalise(line)) is not None


def _texts(row: GridRow, lines: Iterable[str]) -> Iterator[str]:
    yield from (cell.text for cell in reversed(row.texts))
    if row.header:
        yield row.header.text  # as a whole first: text without rules spreads a head over several cells
        yield from (cell.text for each in row.header.rows for cell in each.cells)
    above = [cell.text for cell in row.grid.cells if cell.row < row.index]
    yield from reversed(above)
    yield from lines
    yield from (cell.text for cell in row.grid.cells if cell.row > row.index and "单位" in cell.text)


@lru_cache(maxsize=1024)
def _unit_in(text: str) -> str | None:
    spelt = normalise(text)
    found = _ALONE.fullmatch(spelt) or _ANNOUNCED.search(spelt)
    return found["unit"] if found else None


def lines_above(row: GridRow, rows: Sequence[GridRow], texts: Mapping[int, Sequence[str]]) -> Iterator[str]:
    """The lines above a row's table, and above the pieces of it that stand before, nearest first."""
    grids = list(dict.fromkeys(id(each.grid) for each in rows))
    for grid in reversed(grids[: grids.index(id(row.grid)) + 1]):
        yield from reversed(captions_among(texts.get(grid, ())))
