"""Values of a row that has empty cells, in text set in columns: each under the values of full rows near by.

Extractors that keep the look of a page set its columns by characters, two for a Chinese one, and shift them a little
from row to row. A value is placed only where the columns are wide apart and the rows above and below agree.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from parsers.readers.text_words import VALUE, Piece
from parsers.values import read_value

#: characters of a terminal from one column to the next; nearer ones may be mistaken for each other
_LEAST_PITCH = 4
_LEAST_GAP = 2
#: characters; what is longer is no line of a page
_LONGEST_LINE = 1000
#: columns of table three, the last of which is the total
_SUMMED = 7

Spans = list[tuple[int, int]]


def spans_of(values: Sequence[Piece]) -> Spans | None:
    """The columns of a terminal that the values of one line cover; None when they stand in several or a long one."""
    if (
        not values
        or len(values[0].line.text) > _LONGEST_LINE
        or any(each.line is not values[0].line for each in values)
    ):
        return None
    starts = [_width(value.line.text[: value.offset]) for value in values]
    return [(start, start + _width(value.text)) for start, value in zip(starts, values, strict=True)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def place(values: Sequence[Piece], references: Sequence[Spans]) -> list[Piece] | None:
    """A piece for each column, empty where none of the values stands under it; None where that is not certain."""
    own = spans_of(values)
    if own is None or not references:
        return None
    found = {tuple(_columns(own, reference)) for reference in references}
    columns = found.pop()
    if found or -1 in columns or len(set(columns)) < len(columns):
        return None
    line = values[0].line
    slots = [Piece("", VALUE, line, values[-1].offset)] * len(references[0])
    for column, value in zip(columns, values, strict=True):
        slots[column] = value
    return slots if len(slots) != _SUMMED or not slots[-1].text or adds_up(slots) else None


def are_apart(spans: Spans) -> bool:
    """Whether columns are so far from each other that none can be taken for the next.

    Where single spaces part the values, they stand one behind the other and under nothing.
    """
    return all(
        after[0] - before[0] >= _LEAST_PITCH and after[0] - before[1] >= _LEAST_GAP for before, after in pairwise(spans)
    )


def _columns(own: Spans, reference: Spans) -> list[int]:
    """For each value the one column that it stands under; -1 where there is none, or the columns are too near."""
    if not are_apart(reference):
        return [-1]
    under = [
        [column for column, (left, right) in enumerate(reference) if start < right and left < end] for start, end in own
    ]
    return [columns[0] if len(columns) == 1 else -1 for columns in under]


def adds_up(slots: Sequence[Piece]) -> bool:
    """Whether the last number of a row of seven is the sum of the others."""
    numbers = [read_value(slot.text).value or 0 for slot in slots]
    return len(slots) == _SUMMED and numbers[-1] == sum(numbers[:-1])
