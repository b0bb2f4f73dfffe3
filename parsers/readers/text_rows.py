"""Labels and values in reading order to the rows of a grid.

What is kept is the order of a row's values. Where even that does not say which value is whose, the row is one of the
grid's unsure rows, or has another number of slots than the form has columns: the recogniser refuses both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from disclosure.forms import load_forms
from disclosure.labels import normalise
from parsers.document import Cell, Grid
from parsers.readers.text_columns import Spans, adds_up, are_apart, place, place_under, spans_of, width
from parsers.readers.text_cuts import cut
from parsers.readers.text_words import (
    CAPTION,
    HEADER,
    OTHER,
    ROW,
    TITLE,
    VALUE,
    WEAK_HEADERS,
    Piece,
    begins,
    is_fragment,
    widths_of,
)
from parsers.values import read_value

METHOD = "text"
_CORNER = normalise("信息内容")
#: columns of table four, the only one whose row has no label
_DISPUTE_COLUMNS = load_forms()["fmt2021"].tables["disputes"].blocks[0].columns
#: columns of table four that have a total of their own
_GROUP = 5
_DISPUTE_WORDS = frozenset(normalise(word) for column in _DISPUTE_COLUMNS for word in column.path) - WEAK_HEADERS
#: so many digits the recogniser takes for a number at most; more it would take for a label
_LONGEST_NUMBER = re.compile(r".{1,12}")
_PAGE_NUMBER = re.compile(r"[1-9]\d{0,2}")
#: what parts values that are run together: units, strokes; a point or comma may stand within one
_ENDS = frozenset("件项条个元/—–-无")
_MARKS = ",，.．"
#: rows with values in one line with their label, before a label without values is that of an empty row
_FEWEST_IN_LINES = 6
#: so many of them are a header of table four
FEWEST_WORDS = 2
#: and so many parts of them
_FEWEST_PARTS = 4


@dataclass(slots=True)
class Row:
    """Values, and the pieces of text in front of them: headers and captions, then labels of rows and groups."""

    texts: list[Piece] = field(default_factory=list)
    values: list[Piece] = field(default_factory=list)

    def split(self) -> tuple[list[Piece], list[Piece]]:
        """What heads a table among the texts, and what stands behind it."""
        strong = [
            i
            for i, piece in enumerate(self.texts)
            if piece.kind in (CAPTION, TITLE) or (piece.kind == HEADER and piece.word not in WEAK_HEADERS)
        ]
        end = strong[-1] + 1 if strong else 0
        while strong and end < len(self.texts) and self.texts[end].kind == HEADER:
            end += 1
        return self.texts[:end], self.texts[end:]

    @property
    def heads_disputes(self) -> bool:
        return len({piece.word for piece in self.texts} & _DISPUTE_WORDS) >= FEWEST_WORDS


def print_rows(rows: Sequence[Row]) -> Grid:
    """The grid of a table's rows: headers and captions in rows of their own, then a label's pieces and its values."""
    printer = _Printer()
    torn = [at > 0 and _is_rest(row) for at, row in enumerate(rows)]
    # Values that no label precedes: then each value may stand in front of its label.
    shifted = any(
        row.values and not row.split()[1] and not row.heads_disputes and not is_rest
        for row, is_rest in zip(rows, torn, strict=True)
    )
    filled = [row for row in rows if row.values and not row.heads_disputes]
    printer.in_lines = len(filled) >= _FEWEST_IN_LINES and all(map(_is_in_line, filled))
    full = [_full_spans(row) for row in rows]
    above = [None, *accumulate(full, _latest)]
    below = [None, *accumulate(reversed(full), _latest)][-2::-1]
    for at, row in enumerate(rows):
        header, label = row.split()
        printer.near = [*filter(None, (above[at], below[at]))]
        printer.write_header(header)
        printer.write_row(label, row.values, shifted=shifted, torn=torn[at] or torn[at + 1 : at + 2] == [True])
    columns = max(cell.column for cell in printer.cells) + 1
    return Grid(printer.rows, columns, tuple(printer.cells), METHOD, exact=False, unsure=frozenset(printer.unsure))


def label_widths(texts: Sequence[Piece]) -> frozenset[int]:
    """How many columns the editions give the row whose label the last pieces spell; empty where they spell none."""
    return next(filter(None, (widths_of(_joined(texts[first:])) for first in range(len(texts)))), frozenset())


def _latest(before: Spans | None, spans: Spans | None) -> Spans | None:
    return spans or before


def _full_spans(row: Row) -> Spans | None:
    """Where the values of a row stand that has all of them in one line."""
    widths = widths_of(_joined(row.texts[-1:]))
    beside = bool(row.values) and row.texts[-1:] and row.texts[-1].line is row.values[0].line
    return spans_of(row.values) if beside and len(row.values) in widths else None


def _is_in_line(row: Row) -> bool:
    """Whether the values of a row stand behind their label in one line."""
    return bool(row.texts) and {value.line.number for value in row.values} == {row.texts[-1].line.number}


def _heads_of_disputes(pieces: Sequence[Piece]) -> list[Piece]:
    """The words over the columns of table four, left to right; none where they are not one for each column."""
    leaves = [normalise(column.path[-1]) for column in _DISPUTE_COLUMNS]
    heads = [piece for piece in pieces if piece.word in leaves]
    heads.sort(key=lambda piece: width(piece.line.text[: piece.offset]))
    return heads if [piece.word for piece in heads] == leaves else []


def _are_sums(slots: Sequence[Piece]) -> bool:
    """Whether the last of each five is the sum of the others, where all are numbers; and of one five that is so."""
    groups = [slots[start : start + _GROUP] for start in range(0, len(slots), _GROUP)]
    numbers = [[value for slot in group if (value := read_value(slot.text).value) is not None] for group in groups]
    held = [sum(others) == total for group in numbers if len(group) == _GROUP for *others, total in [group]]
    return bool(held) and all(held)


def _is_rest(row: Row) -> bool:
    """Whether the values are ends of numbers that a narrow column broke: in front of them stand rests of labels."""
    header, texts = row.split()
    if header or not row.values or _names_row(texts):
        return False
    joins = [_joined(texts[first:]) for first in range(len(texts))]
    return all(is_fragment(piece.text) for piece in texts) and not any(
        begins(each) or widths_of(each) for each in joins
    )


class _Printer:
    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.rows = 0
        self.unsure: set[int] = set()  #: rows of which it is not known which value is whose
        self.in_lines = False  #: whether every row stands in a line of its own
        self.near: list[Spans] = []  #: where the values of the full rows next to the row to be written stand
        self._columns = 0  #: that the last header names behind 信息内容
        self._disputes = False  #: whether the last header is that of table four
        self._heads: list[Piece] = []  #: its words, left to right, where each column has its own

    def write_header(self, pieces: Sequence[Piece]) -> None:
        row: list[Piece] = []
        for piece in pieces:
            if piece.kind == CAPTION:
                self._append(row)
                self._append([piece])
                row = []
            else:
                row.append(piece)
        self._append(row)
        words = [piece.word for piece in row if piece.kind == HEADER]
        if words:
            self._columns = len(words) - 1 if words[0] == _CORNER else 0
            self._disputes = len(set(words) & _DISPUTE_WORDS) >= FEWEST_WORDS
            self._heads = _heads_of_disputes(row)

    def write_row(self, texts: Sequence[Piece], values: Sequence[Piece], *, shifted: bool, torn: bool) -> None:
        """Write one row of values, and in front of it those whose labels have none."""
        if values and _is_torn_header(texts):
            self._append(texts)
            self._disputes, self._heads, texts = True, [], []
        labels = _labels(texts)
        slots, certain = self._slots(labels[-1], values)
        beside = bool(values) and any(piece.line is values[0].line for piece in labels[-1])
        doubtful = [
            label for label in labels[:-1] if not beside or any(piece.line is values[0].line for piece in label)
        ]
        if values and doubtful:  # beside which of these labels the values stand cannot be told
            for label in labels[: -1 - len(doubtful)]:
                self._append(label, self._empty(label))
            for label in [*doubtful, labels[-1]]:
                self._append(label, slots, sure=False)
            return
        for label in labels[:-1]:
            self._append(label, self._empty(label))
        paged = _may_hold_a_page_number(values, beside=beside) and not adds_up(slots)
        sure = certain and not torn and not paged and (beside or not shifted)
        self._append(labels[-1], slots or self._empty(labels[-1]), sure=sure)

    def _slots(self, label: Sequence[Piece], values: Sequence[Piece]) -> tuple[list[Piece], bool]:
        """The values, cut apart where they were run together; and whether it is certain which value is whose."""
        width = self._width(label)
        if width is None or len(values) >= width:
            return list(values), not _are_run_together(values) or (len(values) == width and adds_up(values))
        runs = cut([piece.text for piece in values], width)
        if runs:
            return [part for piece, numbers in zip(values, runs, strict=True) for part in _parts(piece, numbers)], True
        placed = place(values, [spans for spans in self.near if len(spans) == width])
        if placed:
            return placed, not _are_run_together(values)
        slots = [part for piece in values for part in _parts(piece, _LONGEST_NUMBER.findall(piece.text))]
        if self._disputes and values and not _names_row(label):
            placed = place_under(values, self._heads) if self._heads else None
            if placed and _are_sums(placed):
                return placed, not _are_run_together(values)
            # More slots than columns, which of them are empty being unknown: such a row is refused with a reason.
            slots += [values[-1]._replace(text="")] * (width + 1 - len(slots))
        return slots, not _are_run_together(values)

    def _empty(self, label: Sequence[Piece]) -> list[Piece]:
        """Empty slots of a row without values, where all rows have theirs in a line, or those beside it in columns."""
        width = self._width(label)
        in_columns = any(len(spans) == width and are_apart(spans) for spans in self.near)
        if width and _names_row(label) and (in_columns or self.in_lines):
            return [Piece("", VALUE, label[-1].line, label[-1].offset)] * width
        return []

    def _width(self, label: Sequence[Piece]) -> int | None:
        """How many columns the table of a label has; None where that is not known."""
        if self._disputes and not _names_row(label):
            return len(_DISPUTE_COLUMNS)
        widths = label_widths(label)
        if self._columns in widths:
            return self._columns
        return next(iter(widths)) if len(widths) == 1 else None

    def _append(self, label: Sequence[Piece], slots: Sequence[Piece] = (), *, sure: bool = True) -> None:
        if not label and not slots:
            return
        self.cells += [_cell(self.rows, column, piece) for column, piece in enumerate((*label, *slots))]
        if not sure:
            self.unsure.add(self.rows)
        self.rows += 1


def _are_run_together(values: Sequence[Piece]) -> bool:
    """Whether values stand one right behind the other with no unit or stroke between that parts them."""
    return any(
        before.line is after.line
        and before.offset + len(before.text) == after.offset
        and before.text[-1:] not in _ENDS
        and after.text[:1] not in _ENDS
        for before, after in pairwise(values)
    )


def _may_hold_a_page_number(values: Sequence[Piece], *, beside: bool) -> bool:
    """Whether a value stands alone in a line, all others in one above or below, as the number of a page does."""
    lines = [value.line.number for value in values]
    if len(lines) <= 2 or lines[0] == lines[-1]:
        return False
    at = -1 if lines[0] == lines[-2] else 0 if lines[1] == lines[-1] and not beside else None
    return at is not None and _PAGE_NUMBER.fullmatch(values[at].text) is not None


def _is_torn_header(texts: Sequence[Piece]) -> bool:
    """Whether texts are words of table four's header in several lines each: 结果, 维持."""
    parts = [piece for piece in texts if piece.kind == OTHER and any(piece.text in word for word in _DISPUTE_WORDS)]
    return len(parts) >= _FEWEST_PARTS and not _names_row(texts)


def _names_row(label: Sequence[Piece]) -> bool:
    return any(piece.kind == ROW for piece in label)


def _labels(texts: Sequence[Piece]) -> list[Sequence[Piece]]:
    """The texts in front of values parted behind each whole label of a row; the last part is the values' own."""
    ends = [i + 1 for i, piece in enumerate(texts) if piece.kind == ROW]
    if ends and (ends[-1] == len(texts) or not widths_of(texts[-1].text)):
        ends.pop()  # the last label has its rest behind it; （六）其他处理, a row in one edition, is one of its own
    return [texts[start:end] for start, end in pairwise([0, *ends, len(texts)])]


def _joined(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _parts(piece: Piece, numbers: Sequence[str]) -> list[Piece]:
    parts = []
    offset = piece.offset
    for number in numbers:
        parts.append(Piece(number, VALUE, piece.line, offset))
        offset += len(number)
    return parts


def _cell(row: int, column: int, piece: Piece) -> Cell:
    # A part of a run of values may begin with a mark, which would make it text to the recogniser.
    text = piece.text.strip(_MARKS) if piece.kind == VALUE else piece.text
    return Cell(row, column, text, piece.text, place=piece.line.place(piece.offset))
