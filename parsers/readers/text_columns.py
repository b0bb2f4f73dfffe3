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
#: and from one word of a header to the next
_LEAST_PITCH_OF_HEADS = 6
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
    return [(start, start + width(value.text)) for value in values for start in [_start(value)]]


def width(text: str) -> int:
    """How many columns of a terminal a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def place(values: Sequence[Piece], references: Sequence[Spans]) -> list[Piece] | None:
    """A piece for each column, empty where none of the values stands under it; None where that is not certain."""
    own = spans_of(values)
    if own is None or not references or not all(map(are_apart, references)):
        return None
    found = {tuple(_columns(own, reference)) for reference in references}
    slots = _slots(values, found.pop(), len(references[0]))
    if found or slots is None:
        return None
    return slots if len(slots) != _SUMMED or not slots[-1].text or adds_up(slots) else None


def place_under(values: Sequence[Piece], heads: Sequence[Piece]) -> list[Piece] | None:
    """A piece for each word of a header, which may have several lines, empty where no value stands under it.

    None where that is not certain.
    """
    own = spans_of(values)
    reference = sorted((start, start + width(head.text)) for head in heads for start in [_start(head)])
    if own is None or any(after[0] - before[0] < _LEAST_PITCH_OF_HEADS for before, after in pairwise(reference)):
        return None
    return _slots(values, _columns(own, reference), len(heads))


def _slots(values: Sequence[Piece], columns: Sequence[int], count: int) -> list[Piece] | None:
    """The values in their columns; None where one is not known, or two are the same."""
    if -1 in columns or len(set(columns)) < len(columns):
        return None
    slots = [Piece("", VALUE, values[0].line, values[-1].offset)] * count
    for column, value in zip(columns, values, strict=True):
        slots[column] = value
    return slots


def _start(piece: Piece) -> int:
    return width(piece.line.text[: piece.offset])


def are_apart(spans: Spans) -> bool:
    """Whether columns are so far from each other that none can be taken for the next.

    Where single spaces part the values, they stand one behind the other and under nothing.
    """
    return all(
        after[0] - before[0] >= _LEAST_PITCH and after[0] - before[1] >= _LEAST_GAP for before, after in pairwise(spans)
    )


def _columns(own: Spans, reference: Spans) -> list[int]:
    """For each value the one column that it stands under; -1 where there is none."""
    under = [
        [column for column, (left, right) in enumerate(reference) if start < right and left < end] for start, end in own
    ]
    return [columns[0] if len(columns) == 1 else -1 for columns in under]


def adds_up(slots: Sequence[Piece]) -> bool:
    """Whether the last number of a row of seven is the sum of the others."""
    numbers = [read_value(slot.text).value or 0 for slot in slots]
    return len(slots) == _SUMMED and numbers[-1] == sum(numbers[:-1])
