"""Numbers that an extractor ran together, cut apart where the form's own sums leave one way only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

#: columns -> sums over them: (first, last, total), the total being that of first..last
_SUMS = {7: ((0, 5, 6),), 15: ((0, 3, 4), (5, 8, 9), (10, 13, 14))}
_DIGITS = re.compile(r"\d+", re.ASCII)
#: of a number; more are no count of requests
_MOST_DIGITS = 6
#: cuts looked at before it is given up
_MOST_CUTS = 3_000


class _TooManyError(Exception):
    """More ways to cut than are worth looking at."""


def cut(runs: Sequence[str], columns: int) -> list[list[str]] | None:
    """The numbers of each run, ``columns`` in all; None where that is not certain.

    Certain are: as many zeros as columns, for no number begins with 0; and the only cut by which each sum of the
    row holds, if no cut that leaves one or two columns empty would make the sums hold too.
    """
    if not all(_DIGITS.fullmatch(run) for run in runs) or not len(runs) < columns <= sum(map(len, runs)):
        return None
    if set("".join(runs)) == {"0"}:
        return [list(run) for run in runs] if sum(map(len, runs)) == columns else None
    if columns not in _SUMS or sum(map(len, runs)) > columns * _MOST_DIGITS:
        return None
    try:
        cuts = _Cutter(runs).cuts(columns)
        found = next(cuts, None)
        if found is None or next(cuts, None) is not None or _Cutter(runs).may_leave_out(columns):
            return None
    except _TooManyError:
        return None
    return _by_run(runs, found)


class _Cutter:
    def __init__(self, runs: Sequence[str]) -> None:
        self._digits = "".join(runs)
        ends = [0]
        for run in runs:
            ends.append(ends[-1] + len(run))
        self._edges = frozenset(ends)
        self._looked_at = 0

    def cuts(self, columns: int) -> Iterator[list[str]]:
        """Every way to cut the digits into that many numbers by which the sums hold."""
        yield from self._cuts(0, [], columns, {total: (first, last) for first, last, total in _SUMS[columns]})

    def _cuts(
        self, start: int, numbers: list[str], columns: int, sums: dict[int, tuple[int, int]]
    ) -> Iterator[list[str]]:
        column = len(numbers)
        if column == columns:
            if start == len(self._digits):
                yield list(numbers)
            return
        for number in self._numbers_at(start, columns - column):
            if column in sums:
                first, last = sums[column]
                if int(number) != sum(map(int, numbers[first : last + 1])):
                    continue
            numbers.append(number)
            yield from self._cuts(start + len(number), numbers, columns, sums)
            numbers.pop()

    def _numbers_at(self, start: int, left: int) -> Iterator[str]:
        """The numbers that may begin at a place, with ``left`` of them to come, this one among them."""
        for end in range(start + 1, min(start + _MOST_DIGITS, len(self._digits)) + 1):
            rest = len(self._digits) - end
            if rest < left - 1 or (end - start > 1 and self._digits[start] == "0"):
                return
            self._looked_at += 1
            if self._looked_at > _MOST_CUTS:
                raise _TooManyError
            if rest <= (left - 1) * _MOST_DIGITS:
                yield self._digits[start:end]
            if end in self._edges:
                return

    def may_leave_out(self, columns: int) -> bool:
        """Whether the sum of a row of seven also holds for fewer numbers, the others being empty cells."""
        if columns != 7:
            return False
        return any(self._sums_up(0, [], fewer) for fewer in (columns - 1, columns - 2))

    def _sums_up(self, start: int, numbers: list[int], columns: int) -> bool:
        if len(numbers) == columns:
            return start == len(self._digits) and numbers[-1] == sum(numbers[:-1])
        return any(
            self._sums_up(start + len(number), [*numbers, int(number)], columns)
            for number in self._numbers_at(start, columns - len(numbers))
        )


def _by_run(runs: Sequence[str], numbers: Sequence[str]) -> list[list[str]]:
    rest = iter(numbers)
    cut_runs = []
    for run in runs:
        own: list[str] = []
        while sum(map(len, own)) < len(run):
            own.append(next(rest))
        cut_runs.append(own)
    return cut_runs
