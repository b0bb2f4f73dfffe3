"""Labels that a narrow column or a page end broke over several lines, put together again.

The values stand beside one of a label's parts, or on a line between them; two parts with values each are two labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from disclosure.labels import normalise
from parsers.recogniser.statistics.labels import (
    ABOUT_THE_TABLE,
    LONGEST,
    TOTALS,
    fold,
    is_numbered,
    is_part,
    left_open,
    lines_of_form,
)
from parsers.recogniser.statistics.lines import PrintedLine
from parsers.values import is_number, read_value

#: lines over which a label is broken at most
_MOST_PARTS = 20
#: among which the one is to which values without a label may belong: of two halves that came row by row, the second
_LINES_ABOVE = 2


def join(printed: Sequence[PrintedLine]) -> set[int]:
    """Give the first line of each broken label all its parts; returns the ids of the lines that went into others.

    Where the parts spell labels in two ways, and where values stand on a line between two labels, nobody knows whose
    they are: such lines become unsure.
    """
    tails: set[int] = set()
    _doubt_ends(printed)
    groups, others = (_groups(printed, longest=longest) for longest in (False, True))
    for start, end in groups:
        group = printed[start:end]
        if (start, end) not in others:
            for line in group:
                line.is_unsure = True
        if len(group) > 1:
            _put_together(group)
            tails |= {id(line) for line in group[1:]}
    lines = [line for line in printed if id(line) not in tails and (line.labels or line.values)]
    _doubt_strays(lines)
    _doubt_pieces(lines)
    return tails


def spelt(printed: Sequence[PrintedLine]) -> set[int]:
    """Which of the lines hold a label of the form, or a part of one."""
    return {at for start, end, _ in _labels(printed) for at in range(start, end)}


def named(printed: Sequence[PrintedLine]) -> set[int]:
    """The places in the form of all labels."""
    return {place for _, _, places in _labels(printed) for place in places}


def _labels(printed: Sequence[PrintedLine]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Start and end of the lines of each label, and the places that it names."""
    form = lines_of_form()
    for start, end in _groups(printed, longest=True):
        if end in _ends(printed, start):
            texts = (
                "".join(line.text for line in printed[start:end]),
                "".join(line.label for line in printed[start:end]),
            )
            yield start, end, next(filter(None, map(form.named, texts)), ())


def _groups(printed: Sequence[PrintedLine], *, longest: bool) -> list[tuple[int, int]]:
    """Start and end of each group of lines: as few lines as can be are without a label, and as many labels as can be.

    Of several such ways the one whose first groups are ``longest``, or shortest.
    """
    ends = [_ends(printed, start) for start in range(len(printed))]
    # by the place of a line: how many lines from there on spell nothing; how many labels, negative; its group's end
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (len(printed) + 1)
    for start in reversed(range(len(printed))):
        choices = [(best[start + 1][0] + 1, best[start + 1][1], start + 1)]
        choices += [(best[end][0], best[end][1] - 1, end) for end in ends[start]]
        fewest = min(choices)[:2]
        equal = [end for *counts, end in choices if tuple(counts) == fewest]
        best[start] = (*fewest, max(equal) if longest else min(equal))
    groups, start = [], 0
    while start < len(printed):
        groups.append((start, best[start][2]))
        start = best[start][2]
    return groups


def _ends(printed: Sequence[PrintedLine], start: int) -> list[int]:
    """Behind which lines a label may end that begins in a line."""
    line = printed[start]
    if not line.labels or not fold(line.label):  # an explanation, or the last character of a label, begins none
        return []
    ends = [start + 1] if _is_named(line.text, line.label) else []
    text, label, filled = line.text, line.label, _is_filled(line)
    for at in range(start + 1, min(start + _MOST_PARTS, len(printed))):
        part = printed[at]
        if part.half != line.half or (filled and _is_filled(part)) or len(label) > LONGEST:
            break
        if at == start + 1 and not filled and _is_total(line, part):
            ends.append(at + 1)
        filled = filled or _is_filled(part)
        text, label = text + part.text, label + part.label
        if part.labels and not left_open(label) and _is_named(text, label):
            ends.append(at + 1)
    return ends


def _is_filled(line: PrintedLine) -> bool:
    return any(cell.text for cell in line.slots)


def _is_named(text: str, label: str) -> bool:
    form = lines_of_form()
    return bool(form.named(text) or form.named(label))


def _is_total(line: PrintedLine, part: PrintedLine) -> bool:
    """Whether a line is a chapter that is counted as a whole, and the next its total: 四、行政复议数量, then 合计."""
    form = lines_of_form()
    chapters = [form.lines[place] for place in form.named(line.label)]
    return fold(part.text) in TOTALS and any(each.address and each.parent is None for each in chapters)


def _put_together(group: Sequence[PrintedLine]) -> None:
    line = group[0]
    filled = next(filter(_is_filled, group), line)
    slots = filled.slots
    if not filled.labels:  # then the empty cells below the label are no slots
        slots = tuple(cell for cell in slots if cell.column > line.labels[-1].column)
    line.slots, line.values, line.row = slots, filled.values, filled.row
    line.is_unsure = any(part.is_unsure for part in group)
    if line.row.grid.exact:  # else it is how columns of text look
        line.how = "joined"
    if _is_total(*group[:2]):
        line.labels = (*line.labels, *group[1].labels)
    else:
        line.labels = (*line.labels[:-1], line.labels[-1]._replace(text="".join(part.label for part in group)))


def _doubt_strays(lines: Sequence[PrintedLine]) -> None:
    """Of text, values beside no whole label may be those of the line above or below, or the ends of its numbers."""
    for at, line in enumerate(lines):
        broken = not fold(line.label) or (is_part(line.label) and not _is_named(line.text, line.label))
        if line.values and broken and not line.row.grid.exact:
            above = lines[max(at - _LINES_ABOVE, 0) : at]
            if above and not _is_filled(above[-1]) and not _is_named(above[-1].text, above[-1].label):
                above = []  # of a label that the form does not know this is the end
            for neighbour in (*above, line, *lines[at + 1 : at + 2]):
                neighbour.is_unsure = True


def _doubt_ends(printed: Sequence[PrintedLine]) -> None:
    """Of text, a number before a label that does not count the lines may be the end of a number in a line above."""
    text = [at for at, line in enumerate(printed) if line.labels and not line.row.grid.exact]
    begun = [at for at in text if is_number(printed[at].row.cells[0].text)]
    counts = [read_value(printed[at].row.cells[0].text).value or 0 for at in begun]
    counting = sum(after == before + 1 for before, after in pairwise(counts))
    if 2 * counting < len(begun):  # else they are the numbers of the lines
        for at in begun:
            for line in printed[max(at - _LINES_ABOVE, 0) : at]:
                line.is_unsure = True


def _doubt_pieces(lines: Sequence[PrintedLine]) -> None:
    """Of text, a label beside a text that names nothing may be a part of a longer one: 维持具体行政行为 or more."""
    for at, line in enumerate(lines):
        if line.row.grid.exact or not line.labels or _is_filled(line) or _is_named(line.text, line.label):
            continue
        if not fold(line.label) or any(word in normalise(line.text) for word in ABOUT_THE_TABLE):
            continue
        for neighbour, later in ((at - 1, line), (at + 1, lines[min(at + 1, len(lines) - 1)])):
            if 0 <= neighbour < len(lines) and not is_numbered(later.label):
                lines[neighbour].is_unsure = True
