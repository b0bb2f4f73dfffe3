"""Text on a page: runs of characters with their boxes, gathered to lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_LOOSE_CJK = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")
GAP = 0.15  #: font sizes; white space wider than this parts what stands on one line


class Run(NamedTuple):
    """Characters side by side, in points from the top left; as read there is no white space between them.

    ``size`` is that of the font in points, ``start`` the reader's index of the first.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    start: int


#: Runs side by side, or one alone. There is a space wherever a gap was printed; ``size`` is that of most characters
Line = Run


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """Runs gathered to lines, from top to bottom, each from left to right."""
    if len(runs) == 1:  # as most cells have it
        return [runs[0]]
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.top + run.bottom):
        middle = (run.top + run.bottom) / 2
        anchor = rows[-1][0] if rows else None
        if anchor and middle - (anchor.top + anchor.bottom) / 2 < min(run.size, anchor.size) * 0.55:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(row) for row in rows]


def _line(row: list[Run]) -> Line:
    if len(row) == 1:
        return row[0]
    row.sort(key=lambda run: run.x0)
    text, right = row[0].text, row[0].x1
    for run in row[1:]:
        gap = run.x0 - right
        text += (" " if gap > run.size * GAP else "") + run.text
        right = max(right, run.x1)
    top, bottom = min(run.top for run in row), max(run.bottom for run in row)
    return Line(text, row[0].x0, top, right, bottom, max(row, key=lambda run: len(run.text)).size, row[0].start)


def without_loose_spaces(text: str) -> str:
    """Text without the spaces that justification puts between Chinese characters."""
    return _LOOSE_CJK.sub("", text) if " " in text else text
