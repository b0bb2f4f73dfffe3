"""Text on a page: runs of characters with their boxes, gathered to lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_LOOSE_CJK = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")
GAP = 0.15  #: font sizes; white space wider than this parts what stands on one line
_DIGIT_GAP = 0.23  #: font sizes between the digits of one number that is set with letter spacing; no space is so narrow
_MARKS = ".,．，"  #: what stands within numbers
_COLUMN_GAP = 0.7  #: font sizes; no space within a number is wider
_TWIN = 0.25  #: font sizes; the same text printed twice within this is one, made bold by overprinting
FEWEST_LETTERS = 4  #: of words; fewer may be the unit behind a number
SMALL = 0.75  #: times the size of what stands beside; a number as small is that of a note
_SMALLER, _MOVED = 0.95, 0.12  #: so much smaller, and so many font sizes higher or lower, is a note behind a number too
OVERPRINT = 0.3  #: font sizes; digits that lie over others by more cannot be told apart


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
        lower = middle - (anchor.top + anchor.bottom) / 2 if anchor else 0.0
        if anchor and (lower < min(run.size, anchor.size) * 0.55 or _is_raised(anchor, run, lower)):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(row) for row in rows]


def _is_raised(anchor: Run, run: Run, lower: float) -> bool:
    """Whether one of two runs is the raised number of a note; ``lower``: by how much the other's middle lies lower."""
    small, large = sorted((anchor.size, run.size))
    return small < SMALL * large and lower < large * 0.45


def _line(row: list[Run]) -> Line:
    if len(row) == 1:
        return row[0]
    row.sort(key=lambda run: run.x0)
    before = row[0]
    text, right = before.text, before.x1
    for run in row[1:]:
        if run.text == before.text and run.x0 - before.x0 < _TWIN * run.size:
            continue
        text += f"[{run.text}]" if _is_note(before, run) else _between(before, run, run.x0 - right) + run.text
        right = max(right, run.x1)
        before = run
    top, bottom = min(run.top for run in row), max(run.bottom for run in row)
    return Line(text, row[0].x0, top, right, bottom, max(row, key=lambda run: len(run.text)).size, row[0].start)


def _is_note(before: Run, run: Run) -> bool:
    """Whether a run is the small number of a note behind what stands before it."""
    if not run.text.isdecimal() or run.size > _SMALLER * before.size:
        return False
    moved = abs((run.top + run.bottom) - (before.top + before.bottom)) / 2
    return run.size < SMALL * before.size or (before.text[-1].isdecimal() and moved > _MOVED * before.size)


def _between(before: Run, run: Run, gap: float) -> str:
    """What parts two runs that stand ``gap`` points apart: nothing, a space, or two where they are no one number."""
    last, first = before.text[-1], run.text[0]
    figures = (last.isdigit() or last in _MARKS) and (first.isdigit() or first in _MARKS)
    space = " " if gap > (_DIGIT_GAP if figures else GAP) * run.size else ""
    if not (last.isdigit() and first.isdigit()):
        return space
    if gap < -OVERPRINT * min(before.size, run.size) or before.size < SMALL * run.size:
        return "\ufffd"
    return "  " if gap > _COLUMN_GAP * run.size else space


def without_loose_spaces(text: str) -> str:
    """Text without the spaces that justification puts between Chinese characters, and with one wherever several are."""
    return _LOOSE_CJK.sub("", text.replace("  ", " ")) if " " in text else text
