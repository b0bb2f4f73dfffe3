"""The statistics of FY2014 to FY2018 where an extractor kept the look of the page: columns of characters.

The columns are what blanks part in every line of the table. A label may stand in several lines, its values beside one
of them; the grids have a row for each line, and of two halves side by side there is a grid for each. Where a column has
numbers and words, or a cell two numbers, it is no column, and the lines stay lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise

from disclosure.forms import forms_with
from disclosure.labels import normalise
from parsers.document import Cell, Grid
from parsers.readers.text_columns import width
from parsers.readers.text_lines import Line
from parsers.readers.text_rows import METHOD
from parsers.readers.text_words import is_fragment
from parsers.values import is_number, is_value

#: characters of a part of a label, so that it is not one by chance
_SHORTEST_PART = 4
#: lines with a part of a label, and cells with a number, before lines are taken for the table
_FEWEST = 6
#: and lines with a number on one of its pages
_FEWEST_OF_PAGE = 3
_LONGEST_LINE = 300
_LONGEST_HEAD = 12
_NUMBER_OF_A_LINE = re.compile(r"\d{1,3}")

#: labels with a number at the end of a line: 相同信息计 1; of more it is no column of words
_MOST_AT_ENDS = 2
#: cells with a part of a label, before a column behind numbers is the labels of a right half
_FEWEST_LABELS = 2

_Band = tuple[int, int]
#: the text in each band, and its offset in the line
_Row = list[tuple[str, int]]


def parted(lines: Sequence[Line]) -> Iterator[Grid | list[Line]]:
    """The lines in order, with grids in place of those that are a table of statistics set in columns."""
    for is_prose, run in groupby(lines, key=_is_prose):
        stretch = list(run)
        if is_prose or sum(map(_begins_label, stretch)) < _FEWEST:
            yield stretch
            continue
        first = next(at for at, line in enumerate(stretch) if _begins_label(line))
        while first and _heads(stretch[first - 1]):
            first -= 1
        last = max(at for at, line in enumerate(stretch) if _begins_label(line) or _ends_row(line)) + 1
        while last < len(stretch) and normalise(stretch[last].text) in _labels():
            last += 1  # the end of the last label
        yield stretch[:first]
        yield from _tables(stretch[first:last])
        yield stretch[last:]


def _is_prose(line: Line) -> bool:
    return "。" in line.text or "统计表" in line.text or len(line.text) > _LONGEST_LINE


@cache
def _labels() -> str:
    tables = [table for form in forms_with("statistics").values() for table in form.tables.values()]
    return "\n".join(normalise(label) for table in tables for line in table.lines for label in line.labels)


def _is_part(text: str) -> bool:
    """Whether a text is a part of a label, and of none of the later form."""
    return len(text) >= _SHORTEST_PART and normalise(text) in _labels() and not is_fragment(text)


def _begins_label(line: Line) -> bool:
    return any(_is_part(word) for word in line.text.split())


def _ends_row(line: Line) -> bool:
    words = line.text.split()
    return bool(words) and is_value(words[-1])


def _heads(line: Line) -> bool:
    """Whether a line may head columns: short words with blanks between."""
    words = line.text.split()
    return not words or (len(words) > 1 and all(len(word) <= _LONGEST_HEAD and not is_number(word) for word in words))


def _tables(lines: Sequence[Line]) -> Iterator[Grid | list[Line]]:
    """The whole as one table; else, since each page and each table has columns of its own, one by one."""
    found = _columns(lines)
    if found:
        yield from found
        return
    header = lines[0].text.split() if _heads(lines[0]) else None
    starts = [at for at, line in enumerate(lines) if not at or line.starts_page or line.text.split() == header]
    for start, end in pairwise([*starts, len(lines)]):
        part = list(lines[start:end])
        grids = _columns(part, fewest=_FEWEST_OF_PAGE) if len(starts) > 1 else None
        yield from grids or ()
        if not grids:
            yield part


def _columns(lines: Sequence[Line], *, fewest: int = _FEWEST) -> list[Grid] | None:
    """The grids that blanks in every line make of a table; None where they make none."""
    printed = [line for line in lines if line.text.strip()]
    bands = _bands(printed)
    if not bands:
        return None
    rows = [_cut(line, bands) for line in printed]
    start = next((at for at, line in enumerate(printed) if _begins_label(line)), 0)
    numbers = []
    for column in range(len(bands)):
        texts = [text for row in rows[start:] if (text := row[column][0])]
        numbers.append(all(map(is_value, texts)) and sum(map(is_number, texts)) > 0)
        if not numbers[-1] and sum(is_number(text.split()[-1]) for text in texts) > _MOST_AT_ENDS:
            return None
    filled = sum(any(is_number(text) for text, _ in row) for row in rows)
    if not any(numbers) or filled < fewest:
        return None
    cuts = [0, *_halves(rows, numbers)]
    return [_grid(printed, [row[left:right] for row in rows]) for left, right in pairwise([*cuts, len(bands)])]


def _halves(rows: Sequence[_Row], numbers: Sequence[bool]) -> Iterator[int]:
    """The columns with which right halves begin: labels, or numbers of lines before them, behind labels and values."""
    labels = values = None
    for column, holds_numbers in enumerate(numbers):
        if holds_numbers:
            values = column
        elif _holds_labels(rows, column):
            if labels is not None and values is not None and labels < values:
                yield values if _counts(rows, values) else column
            labels = column


def _holds_labels(rows: Sequence[_Row], column: int) -> bool:
    return sum(_is_part(row[column][0].replace(" ", "")) for row in rows) >= _FEWEST_LABELS


def _counts(rows: Sequence[_Row], column: int) -> bool:
    """Whether a column holds the numbers of the lines, each one more than the one above."""
    texts = [row[column][0] for row in rows if is_number(row[column][0])]
    if len(texts) < _FEWEST_LABELS or not all(map(_NUMBER_OF_A_LINE.fullmatch, texts)):
        return False
    return all(int(after) == int(before) + 1 for before, after in pairwise(texts))


def _bands(lines: Sequence[Line]) -> list[_Band]:
    """The columns of a terminal that no blanks part in all lines at once.

    A line with one text alone may run over several columns: it says nothing.
    """
    taken: set[int] = set()
    for line in lines:
        words = line.text.split()
        if len(words) > 1 or is_value(words[0]):
            at = 0
            for character in line.text:
                size = width(character)
                if not character.isspace():
                    taken.update(range(at, at + size))
                at += size
    bands: list[_Band] = []
    for column in sorted(taken):
        if bands and bands[-1][1] == column:
            bands[-1] = (bands[-1][0], column + 1)
        else:
            bands.append((column, column + 1))
    return bands


def _cut(line: Line, bands: Sequence[_Band]) -> _Row:
    """The text in each band and its offset; a text alone, and what runs over a band's end, stands where it begins."""
    cells = [("", 0)] * len(bands)
    for match in re.finditer(r"\S+", line.text):
        start = width(line.text[: match.start()])
        column = max((at for at, (left, _) in enumerate(bands) if left <= start), default=0)
        text, offset = cells[column]
        cells[column] = (f"{text} {match[0]}", offset) if text else (match[0], match.start())
    return cells


def _grid(lines: Sequence[Line], rows: Sequence[_Row]) -> Grid:
    cells = tuple(
        Cell(row, column, text, text, place=line.place(offset))
        for row, (line, texts) in enumerate(zip(lines, rows, strict=True))
        for column, (text, offset) in enumerate(texts)
    )
    return Grid(len(lines), len(rows[0]), cells, METHOD, exact=False)
