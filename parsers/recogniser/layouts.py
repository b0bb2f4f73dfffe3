"""Header rows to the columns that they announce: which of the form's columns stands where in a grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from disclosure.forms import BlockForm
from disclosure.labels import alike, key
from parsers.document import Grid
from parsers.recogniser.printed_heads import (
    columns_in_one_row,
    names_of_columns,
    runs_otherwise,
    starts_of_groups,
    totals_come_first,
)
from parsers.recogniser.rows import Header

#: a table of fewer columns is not recognised by most of them
_FEWEST_TO_LACK = 5
TOTALS_FIRST = "总计 before 自然人"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A lowest header cell over the grid columns start..end-1; ``column`` indexes the block's, None if foreign."""

    column: int | None
    start: int
    end: int
    text: str


class Layout(NamedTuple):
    """How the value slots of a block run. ``leaves`` is empty where the header is not known; then order decides."""

    leaves: tuple[Leaf, ...]
    grid: Grid | None
    foreign: tuple[str, ...] = ()
    before: tuple[Leaf, ...] = ()  #: columns with heads between that of the labels and the first of the form
    lacking: bool = False  #: the header has fewer columns than the form, or none knows in which order they run
    plain: bool = False  #: the heads with text are exactly the columns of the form, in the form's order


#: a head over columns: row, column, text, row_span, column_span
_Head = tuple[int, int, str, int, int]
UNKNOWN = Layout((), None)


def layout_of(header: Header | None, block: BlockForm) -> Layout:
    """The columns that a header announces, if it names each of the block's columns exactly once."""
    if header is None:
        return UNKNOWN
    if not header.grid.exact:
        return _layout_in_text(header, block)
    grid = header.grid
    first, last = header.rows[0].index, header.rows[-1].index
    heads = [
        (cell.row, cell.column, cell.text, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.row <= last and cell.row + cell.row_span > first
    ]
    layout = _layout_under(tuple(heads), first, grid.columns, block)
    ragged = _is_ragged(header)
    known = [leaf.column for leaf in layout.leaves if leaf.column is not None]
    if layout.leaves and (known == sorted(known) or not ragged):
        return layout._replace(grid=grid)
    askew = not _runs_as_the_form(header, block) or (layout.lacking and not ragged)
    return Layout((), None, lacking=askew)


@lru_cache(maxsize=512)
def _layout_under(heads: tuple[_Head, ...], first: int, columns: int, block: BlockForm) -> Layout:
    """The layout, of no grid yet, under the heads in rows ``first`` and below of a grid of so many columns.

    Offices of one system print the same header over and over.
    """
    leaves = _united(_leaves(heads, first, columns, block))
    known = [leaf.column for leaf in leaves if leaf.column is not None]
    whole = list(range(len(block.columns)))
    if sorted(known) != whole and not _lacks_columns(leaves, known, block):
        return UNKNOWN._replace(lacking=_stands_elsewhere(leaves, block))
    start = next(i for i, leaf in enumerate(leaves) if leaf.column is not None)
    values = tuple(leaves[start:])
    foreign = tuple(leaf.text for leaf in values if leaf.column is None and leaf.text)
    plain = not foreign and known == whole
    before = tuple(leaf for leaf in leaves[1:start] if leaf.text)
    return Layout(values, None, foreign, before, lacking=len(known) < len(whole), plain=plain)


def _layout_in_text(header: Header, block: BlockForm) -> Layout:
    """The columns of a header without spans: known where one row names them all, and not needed where they are the
    form's in its order.
    """
    if totals_come_first(header):
        return Layout((), None, (TOTALS_FIRST,), lacking=runs_otherwise(header, block))
    heads = columns_in_one_row(header, block)
    known = [column for column, _ in heads if column is not None]
    if len(heads) > len(known) or known != sorted(known):
        leaves = tuple(Leaf(column, place, place + 1, text) for place, (column, text) in enumerate(heads))
        foreign = tuple(text for column, text in heads if column is None)
        return Layout(leaves, None, foreign, lacking=True)
    return Layout((), None, lacking=runs_otherwise(header, block))


def _lacks_columns(leaves: list[Leaf], known: list[int], block: BlockForm) -> bool:
    """Whether an agency left columns of the form away: most are there, once each, and no other word heads a column."""
    first = next((i for i, leaf in enumerate(leaves) if leaf.column is not None), 0)
    whole = all(leaf.column is not None for leaf in leaves[first:])
    return whole and len(set(known)) == len(known) and len(known) * 2 > len(block.columns) > _FEWEST_TO_LACK


def _stands_elsewhere(leaves: list[Leaf], block: BlockForm) -> bool:
    """Whether a column has not the place that it has in the form, where the header has as many as the form or more."""
    while leaves and not leaves[-1].text:
        leaves = leaves[:-1]
    named = leaves[-len(block.columns) :]
    found = [_resembling(leaf.text, block) if leaf.column is None else leaf.column for leaf in named]
    whole = len(named) == len(block.columns)
    return whole and any(column is not None and column != place for place, column in enumerate(found))


@lru_cache(maxsize=4096)
def _resembling(head: str, block: BlockForm) -> int | None:
    """The one column of which a header cell holds the name among other words, or a part of it."""
    word = alike(key(head))
    fitting = [
        place
        for place, (names, outer) in enumerate(names_of_columns(block))
        if word and not outer and any(word in name or name in word for name in names)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_ragged(header: Header) -> bool:
    """Whether header rows end in different columns: where spans are lost, what stands below what tells nothing."""
    return len({max(cell.column + cell.column_span for cell in row.cells) for row in header.rows if row.cells}) > 1


def _runs_as_the_form(header: Header, block: BlockForm) -> bool:
    """Whether the columns, and the groups of columns, that each header row names follow one another as in the form."""
    groups = starts_of_groups(block)
    for row in header.rows:
        texts = [cell.text for cell in row.cells if cell.row == row.index]
        own = [groups.get(alike(key(text)), _column_under((text,), block)) for text in texts]
        named = [column for column in own if column is not None]
        if named != sorted(named):
            return False
    return True


def _leaves(heads: Sequence[_Head], first: int, columns: int, block: BlockForm) -> Iterable[Leaf]:
    above: list[list[_Head]] = [[] for _ in range(columns)]  # over each grid column, outermost first
    for head in sorted(heads, key=lambda head: (max(head[0], first), head[1])):
        _, left, _, _, column_span = head
        for column in range(left, min(left + column_span, columns)):
            above[column].append(head)
    for over in above:  # an empty cell as wide as the head above it is a part of that, which lost its span
        while len(over) > 1 and not over[-1][2] and over[-1][1::3] == over[-2][1::3]:
            del over[-1]
    groups = {head for over in above for head in over[:-1]}
    start = 0
    for column in range(1, columns + 1):
        following = above[column] if column < columns else []
        if not following or not above[start] or following[-1] is not above[start][-1]:
            if above[start]:
                texts = tuple([text for _, _, text, _, _ in above[start]])
                # A column over which only the head of other columns reaches has none of its own.
                own = "" if above[start][-1] in groups else texts[-1]
                yield Leaf(_column_under(texts, block), start, column, own)
            start = column


def _united(leaves: Iterable[Leaf]) -> list[Leaf]:
    """Leaves side by side of one column and one text as one: a converter wrote a merged head once for each place."""
    united: list[Leaf] = []
    for leaf in leaves:
        last = united[-1] if united else None
        if last and leaf.column is not None and (leaf.column, leaf.text) == (last.column, last.text):
            united[-1] = Leaf(last.column, last.start, leaf.end, last.text)
        else:
            united.append(leaf)
    return united


@lru_cache(maxsize=4096)
def _column_under(heads: tuple[str, ...], block: BlockForm) -> int | None:
    """The column of a block that stands under these header texts, outermost first."""
    path = [alike(key(head)) for head in heads]
    names = names_of_columns(block)
    fitting = (i for i, (own, outer) in enumerate(names) if path[-1] in own and outer.issubset(path))
    return next(fitting, None)
