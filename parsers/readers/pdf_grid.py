"""Ruled tables of a page: rules to lattices, missing rules to merged cells, runs of text to cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from disclosure.report import PageBox
from parsers.readers.pdf_rules import Rule, Rules
from parsers.readers.pdf_text import Line, Run, lines_of

TOUCH = 3.0  #: points within which two rules meet
SNAP = 4.0  #: points within which rules are one edge of the lattice; no column or row of text is narrower
CAPTION_GAP = 30.0  #: points; the tallest row without side rules that still joins its neighbours
FEWEST_SIDES = 3  #: vertical rules side by side that make a row where no horizontal rule was drawn
_WRAPPED_PITCH = 1.7  #: font sizes; lines of one number are no farther apart
_PADDING = 11.5  #: points; both side paddings of a cell, as word processors set them


@dataclass(slots=True)
class Slot:
    """A cell in the making. ``width`` is in points; ``places`` has a box for each page it stands on."""

    row: int
    column: int
    row_span: int
    column_span: int
    width: float
    places: tuple[PageBox, ...]
    lines: list[Line] = field(default_factory=list)

    def fills(self, line: Line, needed: float) -> bool:
        """Whether ``needed`` more points of text would not have fitted behind a line: then the line end is layout."""
        return self.width - (line.x1 - line.x0) < needed + _PADDING

    @property
    def raw(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def text(self) -> str:
        """Lines joined; digits only where the line is full, for else they are two numbers."""
        if len(self.lines) == 1:
            return self.lines[0].text.strip()
        text = ""
        for index, line in enumerate(self.lines):
            if text and text[-1].isdigit() and line.text[:1].isdigit():
                before = self.lines[index - 1]
                wrapped = self.fills(before, before.size * 0.5) and line.top - before.top < line.size * _WRAPPED_PITCH
                text += "" if wrapped else " "
            text += line.text
        return text.strip()


@dataclass(slots=True)
class Piece:
    """A table, or the part of one that stands on one page.

    ``edges`` are the x of its columns in points. ``open_top`` and ``open_bottom``: no rule was printed there.
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


@dataclass(slots=True)
class _Lattice:
    xs: list[float]
    ys: list[float]
    horizontal: list[list[bool]]  #: [y edge][column]: a rule is there
    vertical: list[list[bool]]  #: [x edge][row]


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
    pieces, outside = [], runs
    for group in _join_captions(_with_open_rows(_components(rules)), runs, is_chapter):
        lattice = _lattice(group, before)
        if lattice is None:
            continue
        slots = _slots(lattice, page)
        if len(slots) > 1:
            outside = _fill(slots, lattice, outside, split)
            pieces.append(_piece(lattice, slots, page))
    return pieces, outside


def _components(rules: Rules) -> list[Rules]:
    """Rules that touch, gathered."""
    groups: list[Rules] = [Rules([rule], []) for rule in rules.horizontal]
    for rule in rules.vertical:
        merged = Rules([], [rule])
        apart = []
        for group in groups:
            if _touches(rule, group):
                merged.horizontal.extend(group.horizontal)
                merged.vertical.extend(group.vertical)
            else:
                apart.append(group)
        groups = [*apart, merged]
    return groups


def _with_open_rows(groups: list[Rules]) -> list[Rules]:
    """Gathers sides that no horizontal rule touches.

    A row with a page end above and below it has nothing else; a cell as high as its page's part of the table has one,
    as long as the other sides of that part.
    """
    closed = [group for group in groups if group.horizontal]
    spans = [_extent(group) for group in closed]
    rows: list[Rules] = []
    for group in groups:
        if group.horizontal:
            continue
        side = group.vertical[0]
        for table, (_, top, _, bottom) in zip(closed, spans, strict=True):
            if table.vertical and abs(top - side.start) <= TOUCH and abs(bottom - side.end) <= TOUCH:
                table.vertical.append(side)
                break
        else:
            _gather_row(rows, group, side)
    return closed + [row for row in rows if len(row.vertical) >= FEWEST_SIDES]


def _gather_row(rows: list[Rules], group: Rules, side: Rule) -> None:
    """Puts a side to the row it belongs to, or begins one."""
    for row in rows:
        first = row.vertical[0]
        if abs(first.start - side.start) <= TOUCH and abs(first.end - side.end) <= TOUCH:
            row.vertical.append(side)
            break
    else:
        rows.append(group)


def _touches(vertical: Rule, group: Rules) -> bool:
    position, top, bottom = vertical.position, vertical.start - TOUCH, vertical.end + TOUCH
    for across, start, end in group.horizontal:
        if top <= across <= bottom and start - TOUCH <= position <= end + TOUCH:
            return True
    return False


def _extent(group: Rules) -> tuple[float, float, float, float]:
    xs = [x for rule in group.horizontal for x in rule[1:]] + [rule.position for rule in group.vertical]
    ys = [y for rule in group.vertical for y in rule[1:]] + [rule.position for rule in group.horizontal]
    return min(xs), min(ys), max(xs), max(ys)


def _join_captions(groups: list[Rules], runs: list[Run], is_chapter: Callable[[str], bool]) -> list[Rules]:
    """Joins tables with open sides over a caption row, which no vertical rule crosses.

    Such a row is low, as wide as its neighbours, and holds text that is not the heading of a chapter.
    """
    groups = sorted(groups, key=lambda group: _extent(group)[1])
    joined: list[Rules] = []
    for group in groups:
        if joined:
            x0, _, x1, bottom = _extent(joined[-1])
            left, top, right, _ = _extent(group)
            between = [run for run in runs if bottom < (run.top + run.bottom) / 2 < top and x0 < run.x0 < x1]
            same_sides = abs(x0 - left) <= SNAP and abs(x1 - right) <= SNAP
            open_sides = not _has_sides(joined[-1], x0, x1) and not _has_sides(group, left, right)
            captions = [line.text for line in lines_of(between)]
            low = top - bottom <= CAPTION_GAP
            if same_sides and open_sides and low and captions and not any(map(is_chapter, captions)):
                joined[-1].horizontal.extend(group.horizontal)
                joined[-1].vertical.extend(group.vertical)
                continue
        joined.append(group)
    return joined


def _has_sides(group: Rules, left: float, right: float) -> bool:
    return any(min(abs(rule.position - left), abs(rule.position - right)) <= SNAP for rule in group.vertical)


def _lattice(group: Rules, before: Sequence[float]) -> _Lattice | None:
    if not group.vertical:
        return None
    left, top, right, bottom = _extent(group)
    if before and not group.horizontal and all(_is_among(before, rule.position) for rule in group.vertical):
        # one row of a table with open sides: nothing is printed where it begins and ends
        left, right = min(left, before[0]), max(right, before[-1])
    xs = _snapped([left, right, *(rule.position for rule in group.vertical)])
    ys = _snapped([top, bottom, *(rule.position for rule in group.horizontal)])
    if len(xs) < 2 or len(ys) < 2:
        return None
    return _Lattice(xs, ys, _presence(group.horizontal, ys, xs), _presence(group.vertical, xs, ys))


def _is_among(edges: Sequence[float], position: float) -> bool:
    return abs(edges[nearest(edges, position)] - position) <= SNAP


def _snapped(positions: list[float]) -> list[float]:
    clusters: list[list[float]] = []
    for position in sorted(positions):
        if clusters and position - clusters[-1][0] <= SNAP:
            clusters[-1].append(position)
        else:
            clusters.append([position])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def nearest(edges: Sequence[float], position: float) -> int:
    """The index of the nearest of some sorted edges."""
    after = bisect_right(edges, position)
    if after == len(edges) or (after and position - edges[after - 1] <= edges[after] - position):
        return after - 1
    return after


def _presence(rules: list[Rule], edges: list[float], marks: list[float]) -> list[list[bool]]:
    """[edge][interval of marks]: whether rules at that edge cover more than half of the interval."""
    covered = [[0.0] * (len(marks) - 1) for _ in edges]
    last = len(marks) - 2
    for position, start, end in rules:
        row = covered[nearest(edges, position)]
        index = max(bisect_right(marks, start) - 1, 0)
        while index <= last and end > marks[index]:
            left, right = marks[index], marks[index + 1]
            row[index] += (end if end < right else right) - (start if start > left else left)
            index += 1
    lengths = [end - start for start, end in pairwise(marks)]
    return [[part > length / 2 for part, length in zip(row, lengths, strict=True)] for row in covered]


def _slots(lattice: _Lattice, page: int) -> list[Slot]:
    """Rectangles grown over missing rules; the outer frame counts as closed even where it was not drawn."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    taken = [[False] * columns for _ in range(rows)]
    slots = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            right = column + 1
            while right < columns and not lattice.vertical[right][row] and not taken[row][right]:
                right += 1
            down = row + 1
            while (
                down < rows and not lattice.horizontal[down][column] and _continues(lattice, taken, down, column, right)
            ):
                down += 1
            for y in range(row, down):
                taken[y][column:right] = [True] * (right - column)
            x0, top, x1, bottom = lattice.xs[column], lattice.ys[row], lattice.xs[right], lattice.ys[down]
            place = (PageBox(page, (x0, top, x1, bottom)),)
            slots.append(Slot(row, column, down - row, right - column, x1 - x0, place))
    return slots


def _continues(lattice: _Lattice, taken: list[list[bool]], row: int, column: int, right: int) -> bool:
    """Whether the cell above goes on into these columns of a row: no rule over it, none inside."""
    return (
        not any(lattice.horizontal[row][column:right])
        and not any(lattice.vertical[x][row] for x in range(column + 1, right))
        and not any(taken[row][column:right])
    )


def _fill(slots: list[Slot], lattice: _Lattice, runs: list[Run], split: Callable[[Run], list[Run]]) -> list[Run]:
    """Puts runs into the slots that hold their centres, character by character where a run crosses a rule."""
    ys, xs = lattice.ys, lattice.xs
    owners: list[list[int | None]] = [
        [None] * len(xs) for _ in ys
    ]  # one more each way: bisect gives -1 before the first
    for index, slot in enumerate(slots):
        for row in range(slot.row, slot.row + slot.row_span):
            owners[row][slot.column : slot.column + slot.column_span] = [index] * slot.column_span

    held: list[list[Run]] = [[] for _ in slots]
    outside = []
    for run in runs:
        middle = (run.top + run.bottom) / 2
        if not ys[0] <= middle <= ys[-1]:
            outside.append(run)
            continue
        row_owners = owners[bisect_right(ys, middle) - 1]
        reach = (run.x1 - run.x0) / len(run.text) / 2
        first = row_owners[bisect_right(xs, run.x0 + reach) - 1]
        if first == row_owners[bisect_right(xs, run.x1 - reach) - 1]:
            (outside if first is None else held[first]).append(run)
            continue
        for part in split(run):
            index_of_part = row_owners[bisect_right(xs, (part.x0 + part.x1) / 2) - 1]
            (outside if index_of_part is None else held[index_of_part]).append(part)
    for slot, parts in zip(slots, held, strict=True):
        if parts:
            slot.lines = lines_of(parts)
    return outside


def _piece(lattice: _Lattice, slots: list[Slot], page: int) -> Piece:
    ys = lattice.ys
    return Piece(
        page=page,
        edges=lattice.xs,
        row_count=len(ys) - 1,
        slots=slots,
        top=ys[0],
        bottom=ys[-1],
        open_top=not any(lattice.horizontal[0]),
        open_bottom=not any(lattice.horizontal[-1]),
        first_row_height=ys[1] - ys[0],
        last_row_height=ys[-1] - ys[-2],
    )
