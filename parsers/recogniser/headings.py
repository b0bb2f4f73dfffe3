"""Which of several lines that name a chapter begins it.

Their names stand in lists of contents before and after the text, in menus, above tables and within other chapters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

#: the chapters of the form, in its order
CHAPTERS = "一二三四五六"
#: what follows a line up to the next one that names a chapter
NOTHING, WORDS, CONTENT = 0, 1, 2
#: so many such lines below each other are a list of contents, whatever follows its last
_LIST = 3


class Heading(NamedTuple):
    block: int
    number: str  #: of the chapter that the words name, 一 to 六
    printed: str  #: the numeral with which the line begins as chapters do (一、), '' without
    title: str
    rest: str  #: what follows the title in its own line
    follows: int  #: NOTHING, WORDS (a line that is no sentence) or CONTENT (a sentence, a table)


def in_lists(headings: Sequence[Heading]) -> list[Heading]:
    """The same, where those of a list of contents are followed by nothing: the last of them by what comes after it."""
    told = list(headings)
    first = 0
    for place, heading in enumerate(told):
        after = told[place + 1] if place + 1 < len(told) else None
        runs_on = heading.follows == NOTHING and after is not None and _order(after) > _order(heading)
        if runs_on:
            continue
        if place - first + 1 >= _LIST:
            told[place] = heading._replace(follows=NOTHING)
        first = place + 1
    return told


def choose(headings: Sequence[Heading]) -> list[Heading]:
    """At most one heading a chapter, in document order.

    First the row of chapters in the form's order that says most; of equal ones the last. A chapter outside that order
    counts where the numerals that are printed go on over it: reports exchange chapters and number them anew.
    """
    if _is_rising(headings):
        return list(headings)
    chosen = _heaviest_rising(headings)
    for heading in sorted(headings, key=lambda each: (_weight(each), each.block), reverse=True):
        if all(heading.number != each.number for each in chosen) and _numerals_rise([*chosen, heading]):
            chosen.append(heading)
    return sorted(chosen, key=lambda heading: heading.block)


def rivals(headings: Sequence[Heading], chosen: Sequence[Heading]) -> list[Heading]:
    """Those not chosen that say as much as the chosen one of their chapter, and are numbered no worse."""
    if len(headings) == len(chosen):
        return []
    best = {heading.number: heading for heading in chosen}
    return [
        heading
        for heading in headings
        if (ours := best.get(heading.number))
        and heading.block != ours.block
        and heading.follows
        and _weight(heading) >= _weight(ours)
    ]


def _order(heading: Heading) -> int:
    return CHAPTERS.index(heading.number)


def _is_rising(headings: Sequence[Heading]) -> bool:
    return all(_order(left) < _order(right) for left, right in pairwise(headings))


def _weight(heading: Heading) -> int:
    """What follows comes first, then how it is numbered."""
    numbering = 2 if heading.printed == heading.number else 1 if heading.printed else 0
    return 1 + 2 * numbering + 8 * heading.follows


class _Row(NamedTuple):
    weight: int
    headings: tuple[Heading, ...]

    @property
    def end(self) -> int:
        return self.headings[-1].block if self.headings else -1


def _heaviest_rising(headings: Sequence[Heading]) -> list[Heading]:
    """The row of headings of rising chapters with the greatest weight together; of equal ones that which ends last.

    A step to the very next line that names a chapter weighs one more, so that rows keep together.
    """
    best: dict[int, _Row] = {}  # by the last chapter of the row
    previous = _Row(0, ())  # that which ends at the heading before
    for heading in headings:
        order = _order(heading)
        rows = [_Row(0, ()), *(row for last, row in best.items() if last < order)]
        if previous.headings and _order(previous.headings[-1]) < order:
            rows.append(previous._replace(weight=previous.weight + 1))
        before = max(rows, key=lambda row: (row.weight, row.end))
        previous = _Row(before.weight + _weight(heading), (*before.headings, heading))
        if order not in best or previous.weight >= best[order].weight:
            best[order] = previous
    return list(max(best.values(), key=lambda row: (row.weight, row.end), default=_Row(0, ())).headings)


def _numerals_rise(headings: Iterable[Heading]) -> bool:
    """Whether the printed numerals rise, in document order; where some have one, all must."""
    printed = [heading.printed for heading in sorted(headings, key=lambda heading: heading.block)]
    if not any(printed):
        return True
    values = ["一二三四五六七八九".find(each) if each else -1 for each in printed]
    return min(values) >= 0 and all(left < right for left, right in pairwise(values))
