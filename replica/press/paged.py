"""The report on pages with ruled tables, whatever the format of the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from replica.press.layout import TableLayout
from replica.press.outline import outline
from replica.press.page import PageStyle, column_shares
from replica.press.ruled_table import PageBreak, TableStyle, draw_table
from replica.press.sheet import MARGIN, PAGE_WIDTH, Sheet
from replica.press.statistics_table import StatisticsOptions
from replica.press.truth import Section, Truth
from replica.press.typist import Typing, type_labels

COLUMN_WIDTHS = {
    "active_disclosure": (160.0, 105.0, 105.0, 105.0),
    "applications": (24.0, 56.0, 130.0, *(36.0,) * 7),
    "disputes": (31.0,) * 15,
}


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How the pages are set. Table three always breaks over two pages at the row ``break_row`` (a row code).

    ``cut_row``: the page ends inside that row, after the first line of its label (which must have several) and without
    a closing rule; ``cut_values`` says on which side of the cut its numbers stand. Otherwise the page ends before that
    row, with a rule there when ``closing_rule``.
    ``open_sides``: the outer vertical rules are not drawn. ``repeat_header``: the header comes again on the next page.
    ``rules``: drawn as strokes, or as thin filled rectangles as word processors do.
    ``typing`` and ``statistics``: see there.
    """

    break_row: str = "rejected_reconfirm"
    cut_row: bool = False
    cut_values: Literal["first", "second"] = "first"
    closing_rule: bool = True
    open_sides: bool = False
    repeat_header: bool = False
    rules: Literal["stroke", "fill"] = "stroke"
    typing: Typing = field(default_factory=Typing)
    statistics: StatisticsOptions = field(default_factory=StatisticsOptions)


def set_report(sheet: Sheet, truth: Truth, options: PageOptions) -> bytes:
    """The whole report on a fresh sheet."""
    sheet.write(truth.title, size=16, centred=True)
    for text in (truth.notice, *truth.opening):
        sheet.write(text)
    for part in outline(truth, options.statistics):
        if isinstance(part, Section):
            _write_section(sheet, part)
            continue
        sheet.write(part.heading, size=14)
        for grid in part.grids:
            table = type_labels(grid, options.typing)
            draw_table(sheet, table, _widths(table), _style(table, options))
    return sheet.finish()


def _style(table: TableLayout, options: PageOptions) -> TableStyle:
    page_break = None
    if table.name == "applications":
        page_break = PageBreak(table.row_of(options.break_row), options.cut_row, options.cut_values)
    return TableStyle(
        page_break=page_break,
        closing_rule=options.closing_rule,
        open_sides=options.open_sides,
        repeat_header=options.repeat_header,
        filled_rules=options.rules == "fill",
    )


def _widths(table: TableLayout) -> tuple[float, ...]:
    if len(widths := COLUMN_WIDTHS.get(table.name, ())) == table.columns:
        return widths
    room = PAGE_WIDTH - 2 * MARGIN
    return tuple(share * room for share in column_shares(table, PageStyle()))


def _write_section(sheet: Sheet, section: Section) -> None:
    sheet.write(f"{section.number}、{section.title}", size=14)
    for text in section.paragraphs:
        sheet.write(text)
