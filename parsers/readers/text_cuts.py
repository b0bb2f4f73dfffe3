"""Numbers that an extractor ran together, cut apart where the form's own sums leave one way only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

#: columns of a row -> columns of each of its sums, the last of which is the total of the others
_SUMS = {7: (7,), 15: (5, 5, 5)}
_DIGITS = re.compile(r"\d+", re.ASCII)
#: of a number; more are no count of requests
_MOST_DIGITS = 6
#: ways to cut a row without regard to its sums: of more, one may fulfil them by chance where a cell was empty
_MOST_WAYS = 16


def cut(runs: Sequence[str], columns: int) -> list[list[str]] | None:
    """The numbers of each run, ``columns`` in all; None where that is not certain.

    Certain are: as many zeros as columns, for no number begins with 0; and of a single run the only cut by which each
    sum of the row holds, if there were few to choose from, and if no cut that leaves one or two columns empty would
    make the sum hold too.
    """
    digits = "".join(runs)
    if not all(_DIGITS.fullmatch(run) for run in runs) or not len(runs) < columns <= len(digits):
        return None
    if set(digits) == {"0"}:
        return [list(run) for run in runs] if len(digits) == columns else None
    if len(runs) > 1 or columns not in _SUMS or len(digits) > columns * _MOST_DIGITS:
        return None
    if _ways(digits, columns) > _MOST_WAYS:
        return None
    cuts = _cuts(digits, _SUMS[columns])
    found = next(cuts, None)
    if found is None or next(cuts, None) is not None:
        return None
    if len(_SUMS[columns]) == 1 and any(next(_cuts(digits, (fewer,)), None) for fewer in (columns - 1, columns - 2)):
        return None
    return [found]


def _ways(digits: str, columns: int) -> int:
    """In how many ways the digits are that many numbers, none of several digits beginning with 0."""
    ways = [1] + [0] * len(digits)  # by the number of digits used
    for _ in range(columns):
        following = [0] * len(ways)
        for start, count in enumerate(ways[:-1]):
            longest = 1 if digits[start] == "0" else min(_MOST_DIGITS, len(digits) - start)
            for size in range(1, longest + 1):
                following[start + size] += count
        ways = following
    return ways[-1]


def _cuts(digits: str, sums: tuple[int, ...]) -> Iterator[list[str]]:
    """Every way to cut the digits into groups of so many numbers, the last of each the sum of the others."""
    columns, *others = sums
    for end in range(columns, len(digits) + 1) if others else (len(digits),):
        for size in range(1, min(_MOST_DIGITS, end - columns + 1) + 1):
            total = digits[end - size : end]
            if size > 1 and total[0] == "0":
                continue
            for numbers in _summands(digits[: end - size], columns - 1, int(total)):
                if not others:
                    yield [*numbers, total]
                    continue
                for rest in _cuts(digits[end:], tuple(others)):
                    yield [*numbers, total, *rest]


def _summands(digits: str, count: int, total: int) -> Iterator[list[str]]:
    """The ways to cut the digits into ``count`` numbers that add up to ``total``."""
    if count == 0:
        if not digits and total == 0:
            yield []
        return
    most = len(str(total))
    if not count <= len(digits) <= count * most:
        return
    longest = 1 if digits[0] == "0" else min(most, len(digits) - count + 1)
    for size in range(1, longest + 1):
        if int(digits[:size]) > total:
            return
        for rest in _summands(digits[size:], count - 1, total - int(digits[:size])):
            yield [digits[:size], *rest]
