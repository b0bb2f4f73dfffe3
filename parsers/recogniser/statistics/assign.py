"""Printed lines to lines of the form: by label, where labels repeat by the chapter they stand in, else not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.recogniser.statistics.interleaved import in_order
from parsers.recogniser.statistics.labels import TOTALS, Lines, begins_chapter, fold, lines_of_form
from parsers.recogniser.statistics.lines import PrintedLine
from parsers.recogniser.statistics.spelling import join


def assign(printed: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Give each printed line its ``place`` in the form; returns the lines that are left over, tails of labels apart."""
    form = lines_of_form()
    tails = join(printed)
    lines = [line for line in printed if id(line) not in tails]
    order = in_order(lines, [places_of(line) for line in lines])
    lines = [lines[at] for at in order]
    certain = [places_of(line) for line in lines]
    last: int | None = None
    known = True  # whether the chapter that is being read is one of the form
    for position, line in enumerate(lines):
        found = certain[position]
        line.place = found[0] if len(found) == 1 else _by_chapter(found, line, last if known else None, form)
        if line.place is None and not found and line.values and not _is_beside_a_piece(lines, certain, position):
            line.place = _misspelt(line, last, certain[position + 1 :], form, {each.place for each in lines})
            line.how = "fuzzy"
        if line.place is not None:
            last, known = line.place, True
        elif begins_chapter(line.text):
            known = False
    return [line for line in lines if line.place is None]


def places_of(line: PrintedLine) -> tuple[int, ...]:
    """Places that the labels of a line name: its own label, all of them as one, or the whole before a word for sum."""
    form = lines_of_form()
    if not line.labels:
        return ()
    own = form.named(line.label)
    if own:
        return own
    texts = [cell.text for cell in line.labels]
    for first in range(len(texts) - 1):
        if joined := form.named("".join(texts[first:])):
            return joined
    if len(texts) > 1 and fold(texts[-1]) in ("", *TOTALS):
        return tuple(place for place in form.named(texts[-2]) if form.lines[place].address)
    return ()


def _by_chapter(found: tuple[int, ...], line: PrintedLine, last: int | None, form: Lines) -> int | None:
    """Of lines with the same label, the one whose whole is named left of it, or was read last."""
    named = {place for cell in line.labels[:-1] for place in form.named(cell.text)}
    if named:
        fitting = [place for place in found if form.lines[place].parent in named]
    else:
        around = set() if last is None else set(form.ancestors(last))
        fitting = [place for place in found if form.lines[place].parent in around]
    return fitting[0] if len(fitting) == 1 else None


def _is_beside_a_piece(lines: Sequence[PrintedLine], certain: Sequence[tuple[int, ...]], position: int) -> bool:
    """Whether a line of text is likely to be a part of a label, because another part stands above or below it."""
    beside = [at for at in (position - 1, position + 1) if 0 <= at < len(lines)]
    pieces = [at for at in beside if lines[at].labels and not lines[at].values and not certain[at]]
    return bool(pieces) and not lines[position].row.grid.exact


def _misspelt(
    line: PrintedLine, last: int | None, following: Sequence[tuple[int, ...]], form: Lines, taken: set[int | None]
) -> int | None:
    """A line of the form between the neighbours that are sure, whose label is nearly this one."""
    end = next((found[0] for found in following if len(found) == 1), len(form.lines))
    start = 0 if last is None else last + 1
    place = form.misspelt(line.label, range(start, end))
    if place is None or place in taken or any(place in found for found in following):
        return None
    printed, statutory = (re.match(r"\D*(\d+)[.、,]", text) for text in (line.label, form.lines[place].labels[0]))
    if printed and statutory and printed[1] != statutory[1]:
        return None
    return place
