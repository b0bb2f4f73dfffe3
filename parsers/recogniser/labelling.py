"""Rows to the rows of the form: each gets the statutory label that its own text names, or is left without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from disclosure.labels import key, normalise
from parsers.document import Block, Cell
from parsers.recogniser.lexicon import (
    ACTIVE,
    APPLICATIONS,
    DISPUTES,
    OTHER_SUBROWS,
    OTHER_TOTAL,
    RowMatch,
    lexicon,
    match_exact,
    row_order,
)
from parsers.recogniser.rows import GridRow, Tables, walk

#: characters of a unit in a column of its own: 件, 人次
_LONGEST_UNIT = 2
#: over which a label is spread
_MOST_LINES = 3
#: columns of table four
_DISPUTES = 15


def find_rows(blocks: Iterable[Block]) -> Tables:
    """Labelled rows of all statutory tables in a document, in reading order."""
    found = walk(blocks)
    found.rows, found.unknown = _label(found.rows)
    return found


def _label(rows: list[GridRow]) -> tuple[list[GridRow], list[GridRow]]:
    """Give each row its label, joining rows that a page end cut; returns (labelled, unknown)."""
    labelled: list[GridRow] = []
    unknown: list[GridRow] = []
    position = 0
    while position < len(rows):
        row = rows[position]
        whole = _match_whole(row)
        joined, size = (None, 0) if whole and row.has_values else _join_some(rows[position : position + _MOST_LINES])
        if joined:
            labelled.append(joined)
            position += size
        elif whole:
            position += 1 + _absorbs(row, rows[position + 1] if position + 1 < len(rows) else None)
            labelled.append(row)
        else:
            known = _match_unlabelled(row) or _match_damaged(row)
            (labelled if known else unknown).append(row)
            position += 1
    if unknown and _place_by_order(rows):
        labelled += [row for row in unknown if row.match]
        unknown = [row for row in unknown if not row.match]
    return labelled, [row for row in unknown if not _is_group_only(row)]


def _tables_for(row: GridRow) -> tuple[str, ...]:
    """Where to look a label up: the announced table first; a label decides when nothing was announced."""
    if row.table is None or row.table == DISPUTES:
        return (ACTIVE, APPLICATIONS) if row.table is None else ()
    other = APPLICATIONS if row.table == ACTIVE else ACTIVE
    return (row.table, other)


def _match_whole(row: GridRow) -> bool:
    """A label in one cell, or split over neighbouring cells of the row; the rightmost match is the row's own."""
    tables = _tables_for(row)
    texts = row.texts
    for last in range(len(texts), 0, -1):
        for first in range(last - 1, -1, -1):
            text = "".join([cell.text for cell in texts[first:last]])
            match = match_exact(text, tables)
            foreign = match and match.table != row.table and key(text) in ("其他", "总计")
            if match and not foreign and not _heads(row, match, last):
                _set(row, match, texts[last - 1])
                return True
    return False


def _heads(row: GridRow, match: RowMatch, last: int) -> bool:
    """Whether （六）其他处理 stands before another label, as the group that it is in one edition, not as a row."""
    if match.label != OTHER_TOTAL or last == len(row.texts) or len(row.texts[last].text) <= _LONGEST_UNIT:
        return False
    group, label = row.cells.index(row.texts[last - 1]), row.cells.index(row.texts[last])
    return not any(cell.text for cell in row.cells[group + 1 : label])


def _match_unlabelled(row: GridRow) -> bool:
    """The one row of table four has no label, or a word such as 数量 that names nothing."""
    if row.table != DISPUTES or row.label_end:
        return False
    after = row.cells.index(row.texts[-1]) + 1 if row.texts else 0
    if len(row.cells) - after < _DISPUTES and row.has_values:  # a text among the values is one of them
        before = next(i for i, cell in enumerate(row.cells) if cell not in row.texts)
        after = min(before, len(row.cells) - _DISPUTES)
    if not 0 <= after <= len(row.cells) - _DISPUTES:
        return False
    row.match, row.label_end = RowMatch(DISPUTES, "", "exact"), after
    return True


def _match_damaged(row: GridRow) -> bool:
    if row.table not in (ACTIVE, APPLICATIONS) or not row.texts or not row.has_values:
        return False
    match = lexicon().match_damaged(row.label, row.table)
    if match:
        _set(row, match, row.texts[-1])
    return match is not None


def _set(row: GridRow, match: RowMatch, label_cell: Cell) -> None:
    row.match, row.label_end, row.table = match, row.cells.index(label_cell) + 1, match.table


def _absorbs(row: GridRow, following: GridRow | None) -> int:
    """1 when the next row is only the tail of this row's label (部分公开 + its explanation)."""
    if following is None or following.has_values or not following.texts or _match_whole(following):
        return 0
    joined = match_exact(row.label + following.label, _tables_for(row))
    return int(joined is not None and row.match is not None and joined.label == row.match.label)


def _join_some(rows: Sequence[GridRow]) -> tuple[GridRow | None, int]:
    """The row that the first two or three of some are together, and how many they are."""
    for size in range(2, len(rows) + 1):
        if joined := _join(rows[:size]):
            return joined, size
    return None, 0


def _join(rows: Sequence[GridRow]) -> GridRow | None:
    """Of grid rows over which a page end, or a narrow column, spread one row's label, that with the values, labelled.

    The first may bear a whole label, 部分公开, of which what explains it has the values beside it.
    """
    if not all(row.texts for row in rows) or sum(row.has_values for row in rows) > 1:
        return None
    text = "".join(row.label for row in rows)
    match = match_exact(text, _tables_for(rows[0]))
    if match is None or (rows[0].match and (rows[0].match.label != match.label or not rows[-1].has_values)):
        return None
    own = [found for row in rows[1:] if (found := match_exact(row.label, _tables_for(row)))]
    # A whole row, not the tail of “（七）” alone; 其他 may be the middle of （六）其他处理.
    if any(each.label == match.label for each in own) and not rows[0].has_values:
        return None
    if any(each.label != match.label for each in own) and normalise(text) not in lexicon().numbered[match.table]:
        return None
    bearer = next((row for row in rows if row.has_values), rows[0])
    _set(bearer, RowMatch(match.table, match.label, "joined"), bearer.texts[-1])
    return bearer


def _is_group_only(row: GridRow) -> bool:
    """A group's label alone, or its cut-off end, with nothing beside it."""
    return not row.has_values and all(key(cell.text) in lexicon().group_keys for cell in row.texts)


def _place_by_order(rows: list[GridRow]) -> bool:
    """Label rows of table three whose labels tell nothing, where the order of the form leaves one place for each.

    Between two labelled rows there must be as many others as the form has rows between the two.
    """
    present = {row.match.label for row in rows if row.match and row.table == APPLICATIONS}
    order = [label for label in row_order() if label not in _impossible_beside(present)]
    known: str | None = None
    between: list[GridRow] = []
    placed = False
    for row in rows:
        if row.table != APPLICATIONS:
            known, between = None, []
        elif row.match is None:
            between += [row] if row.has_values else []
        elif row.match.label in order:
            if known and between:
                free = order[order.index(known) + 1 : order.index(row.match.label)]
                placed |= _place(between, free) if not present.intersection(free) else False
            known, between = row.match.label, []
    return placed


def _impossible_beside(present: set[str]) -> frozenset[str]:
    """Rows of the edition that the present ones rule out; both where none of them tells."""
    return OTHER_SUBROWS if OTHER_TOTAL in present and not OTHER_SUBROWS & present else frozenset((OTHER_TOTAL,))


def _place(rows: list[GridRow], labels: list[str]) -> bool:
    if len(rows) != len(labels):
        return False
    matches = [lexicon().match_placed(row.label, APPLICATIONS, label) for row, label in zip(rows, labels, strict=True)]
    if not all(matches):
        return False
    for row, match in zip(rows, matches, strict=True):
        row.match, row.label_end = match, row.cells.index(row.texts[-1]) + 1 if row.texts else 0
    return True
