"""Ruled tables of a page: rules missing from a lattice to merged cells, runs of text to cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.readers.page_lattice import Lattice, lattices
from parsers.readers.page_overflow import overflow_told
from parsers.readers.page_rules import Rules
from parsers.readers.page_slots import Owners, Slot, slots_of
from parsers.readers.page_struck import spell_struck_runs
from parsers.readers.page_text import Run, lines_of
from parsers.readers.page_torn import without_torn_rules

_TALL = 1.2  #: times the height of a row; no text printed into it is taller
_LARGE = 1.6  #: times the usual size; text of a watermark is larger


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
        slots, owners = slots_of(lattice, page)
        if len(slots) > 1:
            inside, overprint = _parted(lattice, outside)
            outside = _fill(slots, owners, lattice, inside, split)
            if whole := without_torn_rules(lattice, owners):
                lattice = whole
                slots, owners = slots_of(lattice, page)
                outside = _fill(slots, owners, lattice, inside, split)
            if not any(lattice.horizontal[-1]):
                outside = _without_overflow(slots, lattice.ys, outside)
            pieces.append(_piece(lattice, slots, page, overprint))
    return pieces, outside


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


def _without_overflow(slots: list[Slot], ys: list[float], runs: list[Run]) -> list[Run]:
    """The runs without the lines that cells of words go on with below a page end, which are put into those."""
    cut = [
        slot
        for slot in slots
        if slot.row + slot.row_span == len(ys) - 1 and slot.lines and not any(map(str.isdigit, slot.raw))
    ]
    kept: list[Run] = []
    for run in runs:
        below = run.bottom > ys[-1]
        owner = next((slot for slot in cut if slot.goes_on_with(run)), None) if below else None
        (owner.lines if owner else kept).append(run)
    return kept


def _column_of(part: Run, xs: list[float]) -> int:
    return bisect_right(xs, (part.x0 + part.x1) / 2) - 1


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
