"""Tables of which an extractor left only lines: labels and values in reading order, and nothing that parts the cells.

A value may have a line of its own, stand behind its label, or be run together with it and with its neighbours. What is
kept is the order of a row's values. Where even that does not say which value is whose, the recogniser refuses the row:
it is one of the grid's unsure rows, or has another number of slots than the form has columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from parsers.document import Block, Grid, Paragraph
from parsers.readers.text_lines import Line
from parsers.readers.text_rows import Row, label_widths, print_rows
from parsers.readers.text_spaced import add_empty_cells
from parsers.readers.text_words import (
    HEADER,
    OTHER,
    ROW,
    TITLE,
    VALUE,
    WEAK_HEADERS,
    Piece,
    begins,
    completes,
    heads_rows,
    is_fragment,
    is_prose,
    pieces_of,
)

#: labels and headers of which every report with tables has some
_HINTS = ("信息内容", "本年新收", "结果维持", "予以公开", "行政许可", "行政处罚")
_LAST_OF_VALUE = frozenset("0123456789０１２３４５６７８９/-—–无件项元")
_LONGEST_VALUE = 16
#: paragraphs behind a label within which its first value stands
_NEAR = 5
_NUMBERED_TITLE = re.compile(r"^\s*#*\s*[一二三四五六七八九]\s*[、，．.,]")
#: rows with values that lines must have to be a table, where no header says what they are
_FEWEST_ROWS = 2
#: pieces in front of a row's values, and behind them, that may be parts of its label
_MOST_PARTS = 16
_MOST_TAILS = 6


def tables_of(lines: Sequence[Line]) -> Iterator[Line | Grid]:
    """The lines that are prose, and grids of what the others hold of tables; blank lines say nothing."""
    run: list[tuple[Line, list[Piece]]] = []
    for line in lines:
        if not line.text.strip():
            continue
        pieces = _without_marks(pieces_of(line))
        if _may_be_of_table(pieces, begun=bool(run)):
            run.append((line, pieces))
            continue
        yield from _table_and_rest(run)
        run = []
        yield line
    yield from _table_and_rest(run)


def _without_marks(pieces: list[Piece]) -> list[Piece]:
    """The pieces behind the marks that Markdown puts in front of a heading."""
    return pieces[1:] if len(pieces) > 1 and not pieces[0].text.strip("#") else pieces


def with_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with grids in place of the paragraphs that are cells or rows of a table."""
    found: list[Block] = []
    for is_grid, run in groupby(blocks, key=lambda block: isinstance(block, Grid)):
        if is_grid:
            found += run
            continue
        paragraphs = [block for block in run if isinstance(block, Paragraph)]
        if _may_hold_rows(paragraphs):
            lines = [Line(at, each.text, source=each.place) for at, each in enumerate(paragraphs)]
            found += [paragraphs[each.number] if isinstance(each, Line) else each for each in tables_of(lines)]
        else:
            found += paragraphs
    return tuple(found)


def _may_hold_rows(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a label of the form seems to have a value behind it: a look that costs nothing where all is prose."""
    return any(
        any(word in paragraph.text for word in _HINTS)
        and any(
            each.text[-1:] in _LAST_OF_VALUE and (each is paragraph or len(each.text) <= _LONGEST_VALUE)
            for each in paragraphs[at : at + _NEAR]
        )
        for at, paragraph in enumerate(paragraphs)
    )


def _may_be_of_table(pieces: Sequence[Piece], *, begun: bool) -> bool:
    first = pieces[0]
    if first.kind == TITLE or (
        first.kind == OTHER and _NUMBERED_TITLE.match(first.text) and not is_fragment(first.text)
    ):
        return False
    if any(map(is_prose, pieces)):
        return False
    return begun or _is_of_form(pieces)


def _is_of_form(pieces: Sequence[Piece]) -> bool:
    """Whether a line holds a word of the form, a part of one, or nothing but values."""
    return any(
        piece.kind not in (OTHER, VALUE) or (piece.kind == OTHER and is_fragment(piece.text)) for piece in pieces
    ) or all(piece.kind == VALUE for piece in pieces)


def _table_and_rest(run: Sequence[tuple[Line, list[Piece]]]) -> Iterator[Line | Grid]:
    """A run of lines as a grid, with what stands behind its last word or value as prose."""
    end = len(run)
    while end and not _is_of_form(run[end - 1][1]):
        end -= 1
    pieces = [piece for _, line_pieces in run[:end] for piece in line_pieces]
    rows = _rows(pieces)
    if _is_table(rows):
        add_empty_cells(rows)
        yield print_rows(rows)
    else:
        end = 0
    yield from (line for line, _ in run[end:])


def _is_table(rows: Sequence[Row]) -> bool:
    words = {piece.word for row in rows for piece in row.texts if piece.kind == HEADER} - WEAK_HEADERS
    filled = sum(bool(row.values) and label_widths(row.texts) != frozenset() for row in rows)
    return filled >= _FEWEST_ROWS or (len(words) >= _FEWEST_ROWS and any(row.values for row in rows))


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    rows = [Row()]
    for piece in pieces:
        if piece.kind == VALUE:
            rows[-1].values.append(piece)
        else:
            if rows[-1].values:
                rows.append(Row())
            rows[-1].texts.append(piece)
    for row, following in pairwise(rows):
        _complete(row, following)
    return rows


def _complete(row: Row, following: Row) -> None:
    """Put the parts into which columns broke labels together, and mark the last part of each as a label's end.

    Between them stand parts of the group's label, which the page sets beside them; the last label's rest may stand
    behind the values.
    """
    header, texts = row.split()
    parts = [*texts, *following.texts[:_MOST_TAILS]]
    whole: dict[int, list[Piece]] = {}  # by the place of a label's last part among the texts
    used: set[int] = set()
    for first in range(len(texts)):
        if first in used or texts[first].kind == ROW or not begins(texts[first].text):
            continue
        chosen = _spell(parts[: first + _MOST_PARTS], (first,))
        if chosen and not used & set(chosen):
            used |= set(chosen)
            label = [parts[at] for at in chosen]
            end = max(at for at in chosen if at < len(texts))
            # （六）其他处理 is a row in one edition; in the other it heads rows, whose labels follow.
            is_row = end == len(texts) - 1 or not heads_rows("".join(part.text for part in label))
            whole[end] = [*label[:-1], label[-1]._replace(kind=ROW)] if is_row else label
    kept = [[] if at in used else [piece] for at, piece in enumerate(texts)]
    row.texts = header + [piece for at in range(len(texts)) for piece in whole.get(at, kept[at])]
    following.texts = [piece for at, piece in enumerate(following.texts, start=len(texts)) if at not in used]


def _spell(parts: Sequence[Piece], chosen: tuple[int, ...]) -> tuple[int, ...] | None:
    """The first parts, in order, that spell a whole label together with those chosen."""
    text = "".join(parts[i].text for i in chosen)
    if completes(text):
        return chosen
    for i in range(chosen[-1] + 1, len(parts)):
        if begins(text + parts[i].text) and (found := _spell(parts, (*chosen, i))):
            return found
    return None
