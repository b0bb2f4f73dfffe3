"""Ruled lines of a page: thin shapes as horizontal and vertical rules, joined where drawn in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parsers.readers.page_space import Box

THIN = 4.0  #: points; a shape no thicker than this is a rule
SHORT = 3.0  #: points; anything shorter is a dot, not a rule
DOTTED = 12.0  #: points; a shorter row of dots is none
FEWEST_DOTS = 60  #: dots on a page that may be rules; those around one short word
JOIN_GAP = 3.0  #: points; gap over which pieces on one line are one rule
TOUCH = 3.0  #: points within which two rules meet
SAME_LINE = 1.0  #: points; offset within which pieces lie on one line


class Rule(NamedTuple):
    """A straight rule in points from the top left: ``position`` across it, ``start`` and ``end`` along it."""

    position: float
    start: float
    end: float


class Rules(NamedTuple):
    """``dots``: rows of dots and of dashes too short for rules; they may strike text out, but make no table."""

    horizontal: list[Rule]
    vertical: list[Rule]
    dots: Sequence[Rule] = ()


def rules_of(shapes: Iterable[Box], *, dotted: bool = False) -> Rules:
    """The rules among shapes, each (x0, top, x1, bottom) in points from the top left. ``dotted``: rows of dots too."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    rows: list[Rule] = []
    columns: list[Rule] = []
    for left, top, right, bottom in shapes:
        width, height = right - left, bottom - top
        if height <= THIN and width > max(height, SHORT):
            horizontal.append(Rule((top + bottom) / 2, left, right))
        elif width <= THIN and height > max(width, SHORT):
            vertical.append(Rule((left + right) / 2, top, bottom))
        elif width <= SHORT and height <= SHORT:
            rows.append(Rule((top + bottom) / 2, left, right))
            columns.append(Rule((left + right) / 2, top, bottom))
    dots = _joined(rows)
    if dotted:
        horizontal += [rule for rule in dots if rule.end - rule.start > DOTTED]
        vertical += [rule for rule in _joined(columns) if rule.end - rule.start > DOTTED]
    return Rules(_joined(horizontal), _joined(vertical), dots)


def may_be_dotted(shapes: Iterable[Box]) -> bool:
    """Whether so many dots stand on a page that there may be rules of them."""
    dots = sum(1 for left, top, right, bottom in shapes if right - left <= SHORT and bottom - top <= SHORT)
    return dots >= FEWEST_DOTS


def _joined(rules: list[Rule]) -> list[Rule]:
    """One rule for pieces that lie on one line and touch, as cell-by-cell borders and dotted lines do."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.position - lines[-1][0].position <= SAME_LINE:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined = []
    for line in lines:
        line.sort(key=lambda rule: rule.start)
        position, start, end = line[0]
        for piece in line[1:]:
            if piece.start <= end + JOIN_GAP:
                end = max(end, piece.end)
            else:
                joined.append(Rule(position, start, end))
                position, start, end = piece
        joined.append(Rule(position, start, end))
    return joined
