"""Tables in text whose rows an extractor filled up: for each column that a row lacks, its cells merged, a bar more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from parsers.values import is_value

#: several columns that a row lacks: bars side by side, behind a cell's own bar
_LACKING = re.compile(r"(?<=\|) ++\|{2,}+\s*+$")


def are_filled_up(rows: Sequence[str]) -> bool:
    """Whether bars side by side end rows, so that all have as many; elsewhere they are how empty cells are written."""
    return (
        any(map(_LACKING.search, rows))
        and len({row.count("|") for row in rows}) == 1
        and not any("||" in without_lacking(row) for row in rows)
    )


def without_lacking(row: str) -> str:
    """A row without the bars of several columns that it lacks."""
    return _LACKING.sub("", row)


def lack_one(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Whether what ends each row of a table that is filled up is the bar of the one column that the row lacks.

    Like that of an empty cell it stands alone. It is none where the row has one value more than most rows do that lack
    several columns, of which all are known and left out here.
    """
    width = max(map(len, rows), default=0)
    known = Counter(_values(row) for row in rows if len(row) < width)
    found = []
    for row in rows:
        values = _values(row)
        found.append(len(row) == width and not row[-1] and values > 1 and known[values - 1] > known[values])
    return found


def _values(row: Sequence[str]) -> int:
    """Cells behind the labels of a row."""
    return len(row) - sum(1 for _ in takewhile(lambda text: text and not is_value(text), row))
