"""Lines of a table in two halves that came row by row: the left line, the right one, the next left one.

Only the order of the lines tells labels apart that stand in two chapters, so the halves are put one behind the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.recogniser.statistics.lines import PrintedLine

#: lines of each half that the form knows for certain
_FEWEST_OF_HALF = 8


def in_order(lines: Sequence[PrintedLine], places: Sequence[tuple[int, ...]]) -> list[int]:
    """The order in which lines are to be read; ``places`` are those that each one's labels name.

    As they stand, unless every second line is one of the second half of the form, and all others of the first.
    """
    labelled = [at for at, line in enumerate(lines) if line.labels]
    for shown in ([at for at in labelled if places[at]], labelled):
        left, right = shown[::2], shown[1::2]
        first, second = ([places[at][0] for at in half if len(places[at]) == 1] for half in (left, right))
        if min(len(first), len(second)) >= _FEWEST_OF_HALF and _rises([*first, *second]):
            rest = [at for at in range(len(lines)) if at not in set(shown)]
            return [*left, *right, *rest]
    return list(range(len(lines)))


def _rises(places: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(places))
