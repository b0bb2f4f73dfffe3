"""Rules out of line with those of their row, as browsers draw them at page ends: they part a cell from nothing."""

from __future__ import annotations

from parsers.readers.page_lattice import Lattice
from parsers.readers.page_slots import REMNANT, Owners, Slot
from parsers.readers.page_text import FEWEST_LETTERS, Line

_LOWEST = 1.15  #: font sizes; no cell above a rule that a line was set for is lower
_LOWEST_BELOW = 0.8  #: font sizes; nor one below it, where a value may be left out
_EDGE = 0.25  #: of the height of a line, at its top and bottom, where a rule does not run through it


def without_torn_rules(lattice: Lattice, owners: Owners) -> Lattice | None:
    """The lattice without rules that part a cell's words from nothing, in the midst of a row; None if all stay.

    Where a page end tears a cell over several rows, browsers draw its rule out of line with that of its rows. Some draw
    those of single cells beside it out of line too, a few points off or through the words.
    """
    torn = {
        index
        for index, rules in enumerate(lattice.horizontal[1:-1], start=1)
        if _is_torn(rules, lattice.horizontal[0], owners[index - 1], owners[index])
    }
    if not torn:
        return None
    ys = [y for index, y in enumerate(lattice.ys) if index not in torn]
    horizontal = [rules for index, rules in enumerate(lattice.horizontal) if index not in torn]
    vertical = [[side for row, side in enumerate(sides) if row not in torn] for sides in lattice.vertical]
    return Lattice(lattice.xs, ys, horizontal, vertical)


def _is_torn(rules: list[bool], top: list[bool], above: list[Slot | None], below: list[Slot | None]) -> bool:
    count = rules.count(True)
    if 0 < 2 * count < len(rules) and _parts_nothing(rules, top, above, below):
        return True
    return 0 < count < len(rules) and _is_out_of_line(above, below)


def _is_out_of_line(above: list[Slot | None], below: list[Slot | None]) -> bool:
    """Whether a rule leaves nothing on one side of it in the cells that it parts, or runs through the words there.

    And the cells beside those hold words, and go on below it.
    """
    whole = crossed = False
    for upper, lower in zip(above, below, strict=True):
        if upper is None or lower is None:
            continue
        if upper is lower:
            whole = whole or bool(upper.lines)
            continue
        crossed = True
        if (upper.column, upper.column_span) != (lower.column, lower.column_span):
            return False
        rule, nearest = lower.places[0].box[1], upper.lines[-1:] + lower.lines[:1]
        spare = _is_spare(upper, lower, _LOWEST) or _is_spare(lower, upper, _LOWEST_BELOW)
        if not spare and not _runs_through(rule, nearest):
            return False
    return whole and crossed


def _runs_through(rule: float, lines: list[Line]) -> bool:
    for line in lines:
        margin = _EDGE * (line.bottom - line.top)
        if line.top + margin < rule < line.bottom - margin:
            return True
    return False


def _is_spare(slot: Slot, beside: Slot, lowest: float) -> bool:
    """Whether a blank cell goes with the one above or below it: a label, or if it is lower than so many font sizes."""
    if slot.lines:
        return False
    _, top, _, bottom = slot.places[0].box
    if not beside.lines:
        return bottom - top < REMNANT
    text = beside.raw
    label = sum(map(str.isalpha, text)) >= FEWEST_LETTERS or not any(map(str.isdigit, text))
    return label or bottom - top < lowest * beside.lines[0].size


def _parts_nothing(rules: list[bool], top: list[bool], above: list[Slot | None], below: list[Slot | None]) -> bool:
    """Whether each cell below a rule is blank, and goes with the one above.

    That one holds words, or those on the page before: it begins where no rule was printed at the ``top``.
    """
    for column, (upper, lower) in enumerate(zip(above, below, strict=True)):
        if upper is lower or upper is None or lower is None:
            continue
        words = not any(map(str.isdigit, upper.raw)) if upper.lines else not (upper.row or top[column])
        alike = (upper.column, upper.column_span) == (lower.column, lower.column_span)
        if rules[column] and (lower.lines or not words or not alike):
            return False
    return True
