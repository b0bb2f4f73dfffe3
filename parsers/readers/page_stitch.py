"""Tables that go on over a page end: pieces to one table, cut rows joined, repeated headers dropped.

A row is joined to the one before the page end only when nothing speaks against it: both are divided alike, at most
one of them holds numbers, and where both hold text the first breaks off for want of room. Two rows with numbers are
joined only when each number below stands under digits that fill their cell, and no label begins there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.document import Cell, Grid, new_cell
from parsers.readers.marks import STRIKE, plain_text
from parsers.readers.page_grid import Piece
from parsers.readers.page_lattice import SNAP, nearest
from parsers.readers.page_slots import REMNANT, Slot, breaks_off

SAME_WIDTH = 6.0  #: points by which pieces of one table may differ in width
LARGEST_SHIFT = 60.0  #: points by which a piece may stand aside, as mirrored margins put it
_WRAP = 2.5  #: characters that may be missing at a full line's end: what may not begin a line takes one along
_UNIT = r"(?:[%％]|[万亿]?元|[万件项条个次份宗篇人])?"
_NUMBER = re.compile(rf"[-+－＋]?[\d０-９][\d０-９,，.．\s]*{_UNIT}")
_MARK = re.compile(r"[/／\\—–―-]{1,3}|无|不适用|N/?A", re.IGNORECASE)
#: units in a column of their own
_APART = re.compile(r"[万亿]?元|人次|场次|[件项条个次份宗篇人场部]|[—–―-]{1,2}")
_REST = re.compile(rf"[\d０-９,，.．\s]*{_UNIT}")
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}(?:[）)、．]|\.(?!\d))")


def stitch(pieces: Sequence[Piece], method: str) -> Grid:
    """One grid of the pieces of one table, in the order of pages. Their slots stand row by row, and stay so."""
    table = pieces[0]
    for piece in pieces[1:]:
        _append(table, piece)
    return Grid(table.row_count, len(table.edges) - 1, tuple(map(_cell, table.slots)), method)


def _cell(slot: Slot) -> Cell:
    raw = slot.raw
    text = slot.text if len(slot.lines) > 1 else raw
    text = plain_text(text) if STRIKE in text else text
    return new_cell((slot.row, slot.column, text, raw, slot.row_span, slot.column_span, slot.places, None))


def same_table(above: Piece, below: Piece) -> bool:
    """Whether a piece can go on a table of the page before: as wide, at most pushed aside."""
    widths = [piece.edges[-1] - piece.edges[0] for piece in (above, below)]
    return (
        below.page == above.page + 1
        and abs(widths[0] - widths[1]) <= SAME_WIDTH
        and abs(above.edges[0] - below.edges[0]) <= LARGEST_SHIFT
    )


def _append(table: Piece, piece: Piece) -> None:
    _unite_columns(table, piece)
    headed = _drop_repeated_header(table, piece)
    last, first = _row(table.slots, table.row_count - 1), _row(piece.slots, 0)
    pairs = _pairs(last, first)
    alike = len(pairs) == len(first) == len(last)
    joined = alike and _is_cut_row(table, piece, pairs, headed=headed)
    if not alike:
        upper, lower = _divided(table.slots, last, first), _divided(piece.slots, first, last)
        last_parts, first_parts = _row(upper, table.row_count - 1), _row(lower, 0)
        parts = _pairs(last_parts, first_parts)
        if len(parts) == len(first_parts) == len(last_parts) and _is_cut_row(table, piece, parts, headed=headed):
            table.slots, piece.slots, pairs, joined = upper, lower, parts, True
    merged = [
        (above, below) for above, below in pairs if joined or _is_cut_group(above, below, last, first, table, piece)
    ]
    offset = table.row_count - 1 if joined else table.row_count
    for slot in piece.slots:
        slot.row += offset
    for above, below in merged:
        _merge(above, below)
    gone = {id(below) for _, below in merged}
    table.slots += [slot for slot in piece.slots if id(slot) not in gone]
    table.row_count = offset + piece.row_count
    table.page, table.open_bottom, table.last_row_height = piece.page, piece.open_bottom, piece.last_row_height


def _row(slots: Iterable[Slot], row: int) -> list[Slot]:
    """The cells that stand on a row, wherever they begin."""
    return [slot for slot in slots if slot.row <= row < slot.row + slot.row_span]


def _pairs(last: list[Slot], first: list[Slot]) -> list[tuple[Slot, Slot]]:
    """The cells of two rows that stand in the same columns."""
    partners = {(slot.column, slot.column_span): slot for slot in last}
    return [(partners[key], slot) for slot in first if (key := (slot.column, slot.column_span)) in partners]


def _divided(slots: list[Slot], row: list[Slot], other: list[Slot]) -> list[Slot]:
    """Slots with the blank ones of a row divided as the other row is, where only words stand there.

    What is left of a cut row may be without the rules between its cells.
    """
    divided: list[Slot] = []
    blank = {id(slot) for slot in row if not slot.lines}
    for slot in slots:
        end = slot.column + slot.column_span
        parts = [each for each in other if slot.column <= each.column < end] if id(slot) in blank else []
        if sum(each.column_span for each in parts) == slot.column_span and not any(
            _is_number(each.text) for each in parts
        ):
            divided += [replace(slot, column=each.column, column_span=each.column_span, lines=[]) for each in parts]
        else:
            divided.append(slot)
    return divided


def _merge(above: Slot, below: Slot) -> None:
    above.row_span = below.row + below.row_span - above.row
    above.torn = below.torn
    if above.raw != below.raw:
        above.lines = above.lines + below.lines
    above.places += below.places


def _unite_columns(table: Piece, piece: Piece) -> None:
    """Gives both the columns of both; a piece pushed aside is measured from its own left side."""
    shift = table.edges[0] - piece.edges[0]
    moved = [edge + shift for edge in piece.edges]
    union = list(table.edges)
    for edge in moved:
        if min(abs(edge - known) for known in union) > max(SNAP, SAME_WIDTH * (edge in (moved[0], moved[-1]))):
            union.append(edge)
    union.sort()
    for part, edges in ((table, table.edges), (piece, moved)):
        index = [nearest(union, edge) for edge in edges]
        for slot in part.slots:
            end = index[slot.column + slot.column_span]
            slot.column = index[slot.column]
            slot.column_span = end - slot.column
    table.edges = union


def _drop_repeated_header(table: Piece, piece: Piece) -> bool:
    """Takes away the first rows of a piece when they say what the first rows of the table say, all in words."""
    if _first_cells(table.slots) != _first_cells(piece.slots):
        return False
    for count in range(piece.row_count - 1, 0, -1):
        head, again = _block(table.slots, count), _block(piece.slots, count)
        if head is not None and head == again and not any(_is_number(cell[-1]) for cell in head):
            piece.slots = [slot for slot in piece.slots if slot.row >= count]
            for slot in piece.slots:
                slot.row -= count
            piece.row_count -= count
            return True
    return False


def _first_cells(slots: list[Slot]) -> list[tuple[int, int, int, str]]:
    return sorted((slot.column, slot.row_span, slot.column_span, slot.text) for slot in slots if slot.row == 0)


def _block(slots: list[Slot], count: int) -> list[tuple[int, int, int, int, str]] | None:
    """The cells of the first rows; None if a cell reaches below them or nothing is printed there."""
    inside = [slot for slot in slots if slot.row < count]
    if any(slot.row + slot.row_span > count for slot in inside) or not any(slot.lines for slot in inside):
        return None
    return sorted((slot.row, slot.column, slot.row_span, slot.column_span, slot.text) for slot in inside)


def _is_cut_row(table: Piece, piece: Piece, pairs: list[tuple[Slot, Slot]], *, headed: bool) -> bool:
    above, below = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if not any(slot.lines for slot in below):
        open_row = table.open_bottom and piece.open_top and any(_is_number(slot.text) for slot in above)
        return open_row or piece.first_row_height <= REMNANT
    if not any(slot.lines for slot in above):
        return table.last_row_height <= REMNANT or table.open_bottom
    if any(_is_number(slot.text) for slot in above) and any(_is_number(slot.text) for slot in below):
        return _are_cut_numbers(pairs, cut=table.open_bottom and (piece.open_top or headed))
    return all(_goes_on(*pair, cut=table.open_bottom and piece.open_top) for pair in pairs)


def _are_cut_numbers(pairs: list[tuple[Slot, Slot]], *, cut: bool) -> bool:
    """Whether a row with numbers is what did not fit into the cells of the row above, and no row of its own.

    Each number then stands under digits that fill their cell, and words only where words go on. Where all numbers would
    go on, the row above must have a label and the one below none, unless what stands above is plainly torn. A number
    that went down whole stands under an empty cell, where no rule is printed (``cut``), in a row with no label but a
    group's, or with one that went down as well.
    """
    pairs = sorted(pairs, key=lambda pair: pair[0].column)
    values = [pair for pair in pairs if _is_number(pair[0].text) or _is_number(pair[1].text)]
    words = [pair for pair in pairs if pair not in values]
    labels = [pair for pair in words if pair[0].lines]
    moved = [pair for pair in values if not pair[0].lines]
    rests = [pair for pair in values if pair[1].lines and pair not in moved]
    named = any(above.lines and above.row_span == 1 for above, _ in words)
    if moved and not cut:
        return False
    if moved and any(below.lines and (above.lines or (below.row_span == 1 and named)) for above, below in words):
        return False
    if rests and len(rests) == len(values) and (not labels or (labels[-1][1].lines and not _are_torn(labels, rests))):
        return False
    return all(_goes_on(*pair, cut=False) for pair in words) and all(
        _is_number(above.text) and _REST.fullmatch(below.text) is not None and _is_full(above) for above, below in rests
    )


def _are_torn(labels: list[tuple[Slot, Slot]], rests: list[tuple[Slot, Slot]]) -> bool:
    """Whether a bracket is left open above, a number breaks off behind a comma, or only its unit stands below."""
    label = labels[-1][0].text
    opened = sum(map(label.count, "（("))
    torn = any(breaks_off(above.text) for above, _ in rests)
    torn = torn or not all(any(map(str.isdigit, below.text)) for _, below in rests)
    return torn or opened > sum(map(label.count, "）)"))


def _is_full(slot: Slot) -> bool:
    """Whether the last line has no room for another digit."""
    return slot.fills(slot.lines[-1], slot.lines[-1].size * 0.5)


def _goes_on(above: Slot, below: Slot, *, cut: bool) -> bool:
    """Whether the text below may be the rest of that above. ``cut``: no rule was printed at the page end."""
    if not above.lines or not below.lines:
        return True
    if _is_number(above.text) or _is_number(below.text) or _ORDINAL.match(below.text) or _MARK.fullmatch(below.text):
        return False
    line = above.lines[-1]
    return cut or above.fills(line, line.size * _WRAP)


def _is_cut_group(above: Slot, below: Slot, last: list[Slot], first: list[Slot], table: Piece, piece: Piece) -> bool:
    """Whether two cells are one group label (of several rows) although the rows on both sides are whole."""
    if _is_number(above.text) or _is_number(below.text):
        return False
    if above.torn and not below.lines:
        return True
    if any(slot.row_span == 1 and not _heads_a_label(slot, row) for slot, row in ((above, last), (below, first))):
        return False
    return above.raw == below.raw or _goes_on(above, below, cut=table.open_bottom and piece.open_top)


def _heads_a_label(slot: Slot, row: list[Slot]) -> bool:
    """Whether the cell to the right holds words: then this one names a group."""
    right = next((other for other in row if other.column == slot.column + slot.column_span), None)
    return right is not None and bool(right.lines) and not _is_number(right.text) and not _APART.fullmatch(right.text)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None
