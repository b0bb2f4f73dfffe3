"""What the sums of a row tell of the places of its values: in table three one of seven columns, in four three of five.

A converter of merged cells writes the head of the totals, which reaches down over the others, before them, as an agency
does that put the column first; and of a row that lost a cell it moves up what stands behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from parsers.document import Cell
from parsers.recogniser.rows import GridRow
from parsers.values import read_value

#: columns of a row -> columns of each of its sums, the last of which is the total
_SUMMED = {7: 7, 15: 5}
_COLUMNS = 7


def are_last(rows: Iterable[GridRow]) -> bool:
    """Whether a row adds up to its last number and not to its first, and none the other way round."""
    last_is_sum = first_is_sum = False
    for row in rows:
        numbers = [number for cell in row.slots if (number := read_value(cell.text).value) is not None]
        if len(numbers) == _COLUMNS and numbers[0] != numbers[-1]:
            last_is_sum |= sum(numbers[:-1]) == numbers[-1]
            first_is_sum |= sum(numbers[1:]) == numbers[0]
    return last_is_sum and not first_is_sum


def add_up(cells: Sequence[Cell]) -> bool:
    """Whether the numbers of a row are proved by the form's own sums."""
    groups = _groups(cells)
    return bool(groups) and all(_holds(group) for group in groups)


def moved_up(cells: Sequence[Cell | None]) -> bool:
    """Whether values of a row that ends with an empty cell were lost, and those behind them moved up.

    Then what seems the last sum stands before the empty cells, or another sum does not hold.
    """
    total = cells[-1]
    if total is None or total.text or not (groups := _groups(cells)):
        return False
    return _ends_with_a_sum(cells[-len(groups[-1]) :]) or any(_holds(group) is False for group in groups[:-1])


def _groups(cells: Sequence[Cell | None]) -> list[list[Decimal | None]]:
    """The numbers of each of a row's sums; none where the form has no sum."""
    width = _SUMMED.get(len(cells))
    if width is None:
        return []
    numbers = [read_value(cell.text).value if cell else None for cell in cells]
    return [numbers[start : start + width] for start in range(0, len(numbers), width)]


def _holds(group: Sequence[Decimal | None]) -> bool | None:
    """Whether the last number is the sum of the others; None where not all are numbers."""
    numbers = [number for number in group if number is not None]
    return sum(numbers[:-1]) == numbers[-1] if len(numbers) == len(group) else None


def _ends_with_a_sum(cells: Sequence[Cell | None]) -> bool:
    filled = [place for place, cell in enumerate(cells) if cell and cell.text]
    numbers = [read_value(cell.text).value or 0 for cell in cells[: filled[-1] + 1] if cell] if filled else []
    *parts, last = numbers or [0]
    return len(parts) - parts.count(0) > 1 and last >= sum(parts)
