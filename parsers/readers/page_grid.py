"""Ruled tables of a page: rules missing from a lattice to merged cells, runs of text to cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from disclosure.report import PageBox
from parsers.readers.page_lattice import Lattice, lattices
from parsers.readers.page_overflow import overflow_told
from parsers.readers.page_rules import Rules
from parsers.readers.page_struck import spell_struck_runs
from parsers.readers.page_text import Line, Run, lines_of

_WRAPPED_PITCH = 1.7  #: font sizes; lines of one number are no farther apart
_TALL = 1.2  #: times the height of a row; no text printed into it is taller
_LARGE = 1.6  #: times the usual size; text of a watermark is larger
_PADDING = 11.5  #: points; both side paddings of a cell, as word processors set them
_LAST_GROUP = re.compile(r"[,，][\d０-９]*$")
_WHOLE_GROUP = 4  #: characters of a comma and the three digits behind it


@dataclass(slots=True)
class Slot:
    """A cell in the making. ``places`` has a box for each page it stands on.

    ``torn``: at the page end no rule was printed below it, as there was below others of its row.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    places: tuple[PageBox, ...]
    lines: list[Line]
    torn: bool = False

    def fills(self, line: Line, needed: float) -> bool:
        """Whether ``needed`` more points of text would not have fitted behind a line: then the line end is layout."""
        left, _, right, _ = self.places[0].box
        return (right - left) - (line.x1 - line.x0) < needed + _PADDING

    @property
    def raw(self) -> str:
        lines = self.lines
        return lines[0].text if len(lines) == 1 else "\n".join([line.text for line in lines])

    @property
    def text(self) -> str:
        """Lines joined; digits only where the line is full, for else they are two numbers."""
        if len(self.lines) == 1:
            return self.lines[0].text
        text = ""
        for index, line in enumerate(self.lines):
            if text and text[-1].isdigit() and line.text[:1].isdigit():
                before = self.lines[index - 1]
                next_digit = before.size * (0.5 if line.text[0].isascii() else 1.0)
                wrapped = self.fills(before, next_digit) and line.top - before.top < line.size * _WRAPPED_PITCH
                text += "" if wrapped or breaks_off(before.text) else "  "
            text += line.text
        return text


def breaks_off(text: str) -> bool:
    """Whether a number ends behind a comma with fewer digits than a group of thousands has."""
    return (match := _LAST_GROUP.search(text)) is not None and len(match[0]) < _WHOLE_GROUP


@dataclass(slots=True)
class Piece:
    """A table, or the part of one that stands on one page.

    ``edges`` are the x of its columns in points. ``open_top`` and ``open_bottom``: no rule was printed there.
    ``overprint``: text of a watermark across it.
    """

    page: int
    edges: list[float]
    row_count: int
    slots: list[Slot]
    top: float
    bottom: float
    open_top: bool
    open_bottom: bool
    first_row_height: float
    last_row_height: float
    overprint: str


#: [row][column]: the slot there; one row and column more that stand for before the first, where bisect gives -1
Owners = list[list[Slot | None]]


def build_pieces(
    rules: Rules,
    runs: list[Run],
    page: int,
    split: Callable[[Run], list[Run]],
    is_chapter: Callable[[str], bool],
    before: Sequence[float] = (),
) -> tuple[list[Piece], list[Run]]:
    """The ruled tables of a page, and the runs outside them.

    ``split`` parts a run into characters. ``before``: column edges of the last table on the page before, or nothing.
    """
    rules, runs, split = spell_struck_runs(rules, runs, split)
    pieces, outside = [], runs
    for lattice in lattices(rules, runs, is_chapter, before):
        slots, owners = _slots(lattice, page)
        if len(slots) > 1:
            inside, overprint = _parted(lattice, outside)
            outside = _fill(slots, owners, lattice, inside, split)
            if whole := _without_torn_rules(lattice, owners):
                lattice = whole
                slots, owners = _slots(lattice, page)
                outside = _fill(slots, owners, lattice, inside, split)
            pieces.append(_piece(lattice, slots, page, overprint))
    return pieces, outside


def _slots(lattice: Lattice, page: int) -> tuple[list[Slot], Owners]:
    """Rectangles grown over missing rules; the outer frame counts as closed even where it was not drawn."""
    xs, ys = lattice.xs, lattice.ys
    horizontal = [*lattice.horizontal[:-1], [True] * len(xs)]  # [y edge][column]
    sides = [[*row[:-1], True] for row in zip(*lattice.vertical, strict=True)]  # [row][x edge]
    owners: Owners = [[None] * len(xs) for _ in ys]
    slots = []
    for row, row_sides in enumerate(sides):
        right = 0
        while right < len(xs) - 1:
            column, right = right, row_sides.index(True, right + 1)
            if owners[row][column]:
                continue
            down = row + 1
            while not horizontal[down][column] and _goes_on(horizontal[down], sides[down], column, right):
                sides[down][column] = sides[down][right] = True
                down += 1
            place = PageBox(page, (xs[column], ys[row], xs[right], ys[down]))
            slot = Slot(row, column, down - row, right - column, (place,), [])
            slots.append(slot)
            for y in range(row, down):
                owners[y][column:right] = [slot] * (right - column)
    return slots, owners


def _goes_on(above: list[bool], sides: list[bool], column: int, right: int) -> bool:
    """Whether a cell goes on into these columns of a row: no rule above them, none between them."""
    return not (True in above[column:right] or True in sides[column + 1 : right])


def _fill(
    slots: list[Slot], owners: Owners, lattice: Lattice, runs: list[Run], split: Callable[[Run], list[Run]]
) -> list[Run]:
    """Puts runs into the slots that hold their centres, character by character where a run crosses a rule.

    Returns the runs outside.
    """
    xs, ys, _, _ = lattice
    outside: list[Run] = []
    for run in runs:
        text, x0, top, x1, bottom, _, _ = run
        middle = (top + bottom) / 2
        if not ys[0] <= middle <= ys[-1]:
            outside.append(run)
            continue
        row = owners[bisect_right(ys, middle) - 1]
        reach = (x1 - x0) / len(text) / 2
        first, last = row[bisect_right(xs, x0 + reach) - 1], row[bisect_right(xs, x1 - reach) - 1]
        if first is last:
            (first.lines if first else outside).append(run)
            continue
        for part, column in overflow_told([(part, _column_of(part, xs)) for part in split(run)], xs):
            owner = row[column]
            (owner.lines if owner else outside).append(part)
    for slot in slots:
        if len(slot.lines) > 1:
            slot.lines = lines_of(slot.lines)
    return outside


def _column_of(part: Run, xs: list[float]) -> int:
    return bisect_right(xs, (part.x0 + part.x1) / 2) - 1


def _without_torn_rules(lattice: Lattice, owners: Owners) -> Lattice | None:
    """The lattice without rules that part a group's words from nothing, in the midst of its last row; None if all stay.

    Where a page end tears a cell over several rows, browsers draw its rule out of line with that of its rows.
    """
    torn = {
        index
        for index, rules in enumerate(lattice.horizontal[1:-1], start=1)
        if 0 < 2 * rules.count(True) < len(rules)
        and _parts_nothing(rules, lattice.horizontal[0], owners[index - 1], owners[index])
    }
    if not torn:
        return None
    ys = [y for index, y in enumerate(lattice.ys) if index not in torn]
    horizontal = [rules for index, rules in enumerate(lattice.horizontal) if index not in torn]
    vertical = [[side for row, side in enumerate(sides) if row not in torn] for sides in lattice.vertical]
    return Lattice(lattice.xs, ys, horizontal, vertical)


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


def _parted(lattice: Lattice, runs: list[Run]) -> tuple[list[Run], str]:
    """The runs without those of a watermark across the table, and its text."""
    _, ys, _, _ = lattice
    lowest = _TALL * min(below - above for above, below in pairwise(ys))
    large = [run for run in runs if run.bottom - run.top > lowest and ys[0] <= (run.top + run.bottom) / 2 <= ys[-1]]
    if not large:
        return runs, ""
    usual = _LARGE * median(run.size for run in runs)
    across = {id(run) for run in large if run.size > usual and _stands_across(run, ys)}
    kept = [run for run in runs if id(run) not in across]
    return kept, "".join(run.text for run in large if id(run) in across)


def _stands_across(run: Run, ys: list[float]) -> bool:
    """Whether a run is taller than the row that holds its middle."""
    below = min(max(bisect_right(ys, (run.top + run.bottom) / 2), 1), len(ys) - 1)
    return run.bottom - run.top > _TALL * (ys[below] - ys[below - 1])


def _piece(lattice: Lattice, slots: list[Slot], page: int, overprint: str) -> Piece:
    ys, below = lattice.ys, lattice.horizontal[-1]
    if True in below and False in below:
        for slot in slots:
            ends = slot.row + slot.row_span == len(ys) - 1
            slot.torn = ends and True not in below[slot.column : slot.column + slot.column_span]
    return Piece(
        page=page,
        edges=lattice.xs,
        row_count=len(ys) - 1,
        slots=slots,
        top=ys[0],
        bottom=ys[-1],
        open_top=not any(lattice.horizontal[0]),
        open_bottom=not any(below),
        first_row_height=ys[1] - ys[0],
        last_row_height=ys[-1] - ys[-2],
        overprint=overprint,
    )
