"""How the pages of a word processor or browser are set, for the files that these programs make into PDF."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from replica.press.layout import TableLayout

LABELS = {"active_disclosure": (3.0,), "applications": (0.7, 1.3, 4.0), "disputes": ()}
"""Widths of the label columns, in widths of a value column."""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """``points``: size of the type in tables. ``padding``: room above and below a row's text, in points.

    ``open_sides``: no rules at the left and right of tables. ``repeat_header``: header rows come again on each page.
    ``narrow``: value columns so narrow that longer numbers wrap. ``lead``: empty room before the first heading, in
    points; it moves all page ends.
    """

    points: float = 10.5
    padding: float = 2.0
    open_sides: bool = False
    repeat_header: bool = False
    narrow: bool = False
    lead: float = 0.0


def column_shares(table: TableLayout, page: PageStyle) -> list[float]:
    """The width of each column as a share of the table's, summing to 1."""
    if table.name == "statistics":
        widths = _widths_of_statistics(table)
    else:
        labels = LABELS[table.name]
        if page.narrow and table.name == "applications":
            labels = tuple(3 * width for width in labels)
        widths = [*labels, *[1.0] * (table.columns - len(labels))]
    return [width / sum(widths) for width in widths]


def _widths_of_statistics(table: TableLayout) -> list[float]:
    """Columns as wide as their longest text asks for, between bounds."""
    longest = [3] * table.columns
    for slot in table.slots:
        if slot.column_span == 1:
            longest[slot.column] = max(longest[slot.column], len(slot.text))
    return [min(max(length, 4), 16) for length in longest]


def column_edges(table: TableLayout, page: PageStyle, width: int) -> list[int]:
    """The edges of the columns of a table ``width`` wide, in whole units, one more than there are columns."""
    return [0, *(round(edge * width) for edge in accumulate(column_shares(table, page)))]
