"""Lattices of a page: rules that touch make a table, and between its edges a rule is there or missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from operator import gt
from typing import NamedTuple

from parsers.readers.page_rules import TOUCH, Rule, Rules
from parsers.readers.page_text import Run, lines_of

SNAP = 4.0  #: points within which rules are one edge of the lattice; no column or row of text is narrower
CAPTION_GAP = 30.0  #: points; the tallest row without side rules that still joins its neighbours
FEWEST_SIDES = 3  #: vertical rules side by side that make a row where no horizontal rule was drawn


class Lattice(NamedTuple):
    """The edges of a table's columns and rows in points, and where rules were printed on them."""

    xs: list[float]
    ys: list[float]
    horizontal: list[list[bool]]  #: [y edge][column]: a rule is there
    vertical: list[list[bool]]  #: [x edge][row]


def lattices(
    rules: Rules, runs: list[Run], is_chapter: Callable[[str], bool], before: Sequence[float]
) -> Iterator[Lattice]:
    """The lattices of a page. ``before``: column edges of the last table on the page before, or nothing."""
    for group in _join_captions(_with_open_rows(_components(rules)), runs, is_chapter):
        lattice = _lattice(group, before)
        if lattice is not None:
            yield lattice


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
    """Joins tables with open sides over a caption row, which no vertical rule crosses."""
    joined: list[Rules] = []
    for group in sorted(groups, key=lambda group: _extent(group)[1]):
        if joined and _meet_at_caption(joined[-1], group, runs, is_chapter):
            joined[-1].horizontal.extend(group.horizontal)
            joined[-1].vertical.extend(group.vertical)
        else:
            joined.append(group)
    return joined


def _meet_at_caption(above: Rules, below: Rules, runs: list[Run], is_chapter: Callable[[str], bool]) -> bool:
    """Whether the gap is low, as wide as its neighbours, and holds text that is not the heading of a chapter."""
    x0, _, x1, bottom = _extent(above)
    left, top, right, _ = _extent(below)
    if top - bottom > CAPTION_GAP or abs(x0 - left) > SNAP or abs(x1 - right) > SNAP:
        return False
    if _has_sides(above, x0, x1) or _has_sides(below, left, right):
        return False
    between = [run for run in runs if bottom < (run.top + run.bottom) / 2 < top and x0 < run.x0 < x1]
    captions = [line.text for line in lines_of(between)]
    return bool(captions) and not any(map(is_chapter, captions))


def _has_sides(group: Rules, left: float, right: float) -> bool:
    return any(min(abs(rule.position - left), abs(rule.position - right)) <= SNAP for rule in group.vertical)


def _lattice(group: Rules, before: Sequence[float]) -> Lattice | None:
    if not group.vertical:
        return None
    left, top, right, bottom = _extent(group)
    if before and _goes_on(group, top, before):
        # a table with open sides: nothing is printed where it begins and ends
        left, right = min(left, before[0]), max(right, before[-1])
    xs = _snapped([left, right, *(rule.position for rule in group.vertical)])
    ys = _snapped([top, bottom, *(rule.position for rule in group.horizontal)])
    if len(xs) < 2 or len(ys) < 2:
        return None
    sides = _down_to_end(group, bottom)
    horizontal, vertical = _presence(group.horizontal, ys, xs), _presence(sides, xs, ys)
    if not all(map(any, horizontal[1:-1])):  # an edge that no cell has a rule on: of an underlined number
        ys, horizontal = _without_bare(ys, horizontal)
        vertical = _presence(sides, xs, ys)
    return Lattice(xs, ys, horizontal, vertical)


def _down_to_end(group: Rules, bottom: float) -> list[Rule]:
    """The vertical rules, those of a row that the page end cuts as long as those of a cell over more rows beside it."""
    lowest = max((rule.position for rule in group.horizontal), default=bottom)
    if bottom - lowest <= SNAP:  # as nearly always
        return group.vertical
    ends = [rule.end for rule in group.vertical if lowest + TOUCH < rule.end < bottom - TOUCH]
    if len(ends) < FEWEST_SIDES or max(ends) - min(ends) > TOUCH:
        return group.vertical
    return [rule._replace(end=bottom) if rule.end in ends else rule for rule in group.vertical]


def _goes_on(group: Rules, top: float, before: Sequence[float]) -> bool:
    """Whether a table has no rule above it, and its sides go on those of the table before the page end.

    One may have columns that the other's rows do not show.
    """
    if any(rule.position - top <= TOUCH for rule in group.horizontal):
        return False
    sides, inner = sorted(rule.position for rule in group.vertical), before[1:-1]
    return all(_is_among(before, side) for side in sides) or (
        len(inner) >= FEWEST_SIDES and all(_is_among(sides, edge) for edge in inner)
    )


def _without_bare(edges: list[float], rules: list[list[bool]]) -> tuple[list[float], list[list[bool]]]:
    """The edges with a rule, and the outermost two."""
    last = len(edges) - 1
    kept = [index for index, row in enumerate(rules) if any(row) or index in (0, last)]
    return [edges[index] for index in kept], [rules[index] for index in kept]


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
    lengths = [end - start for start, end in pairwise(marks)]
    covered = [[0.0] * len(lengths) for _ in edges]
    for position, start, end in rules:
        row = covered[nearest(edges, position)]
        start, end = max(start, marks[0]), min(end, marks[-1])
        first, last = bisect_right(marks, start) - 1, bisect_left(marks, end) - 1
        if first < last:
            row[first] += marks[first + 1] - start
            row[first + 1 : last] = lengths[first + 1 : last]
            row[last] += end - marks[last]
        elif first == last:
            row[first] += end - start
    halves = [length / 2 for length in lengths]
    return [list(map(gt, row, halves)) for row in covered]
