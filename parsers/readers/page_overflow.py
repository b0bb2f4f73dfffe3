"""Numbers that run over a rule: the digits on either side of it are no number, and show so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.readers.page_text import Run

_OVER = 0.2  #: share of a character's width that reaches over a rule where a number runs over it
_NARROW = 1.5  #: widths of a digit; a column no wider holds no numbers
_UNTOLD = "\ufffd"
_MARKS = f".,．，{_UNTOLD}"


def overflow_told(parts: Sequence[tuple[Run, int]], edges: Sequence[float]) -> list[tuple[Run, int]]:
    """The characters of a run with their columns between ``edges``, marked on both sides where a number is cut in two.

    Two numbers that fill cells side by side stay two: the rule stands between their digits. Column -1 and the last are
    those beside the table.
    """
    told = list(parts)
    for index, ((before, column), (behind, other)) in enumerate(pairwise(parts)):
        if (
            column != other
            and _is_figure(before)
            and _is_figure(behind)
            and _is_cut(before, column, behind, other, edges)
        ):
            told[index] = told[index][0]._replace(text=told[index][0].text + _UNTOLD), column
            told[index + 1] = behind._replace(text=_UNTOLD + behind.text), other
    return told


def _is_figure(part: Run) -> bool:
    return part.text.isdigit() or part.text in _MARKS


def _is_cut(before: Run, column: int, behind: Run, other: int, edges: Sequence[float]) -> bool:
    """Whether a rule goes through one of two digits, or there is no cell for numbers on one side of it."""
    over = _OVER * (before.x1 - before.x0)
    if before.x1 > edges[column + 1] + over or behind.x0 < edges[other] - over:
        return True
    narrow = _NARROW * (before.x1 - before.x0)
    sides = (0 <= each < len(edges) - 1 and edges[each + 1] - edges[each] > narrow for each in (column, other))
    return not all(sides)
