"""Where the head of the totals comes before all others: the rows' own sums tell in which slot the totals stand.

A converter of merged cells writes a head that reaches down over the others before them; an agency may also have put
the column first.
"""

from __future__ import annotations

from collections.abc import Iterable

from parsers.recogniser.rows import GridRow
from parsers.values import read_value

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
