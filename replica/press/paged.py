"""The report on pages with ruled tables, whatever the format of the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from replica.press.layout import SECTION_TITLES, TABLES, TableLayout, table_layout
from replica.press.ruled_table import PageBreak, TableStyle, draw_table
from replica.press.sheet import Sheet
from replica.press.truth import Truth
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
    ``typing``: see there.
    """

    break_row: str = "rejected_reconfirm"
    cut_row: bool = False
    cut_values: Literal["first", "second"] = "first"
    closing_rule: bool = True
    open_sides: bool = False
    repeat_header: bool = False
    rules: Literal["stroke", "fill"] = "stroke"
    typing: Typing = field(default_factory=Typing)


def set_report(sheet: Sheet, truth: Truth, options: PageOptions) -> bytes:
    """The whole report on a fresh sheet."""
    sheet.write(truth.title, size=16, centred=True)
    for text in (truth.notice, *truth.opening):
        sheet.write(text)
    _write_section(sheet, truth, "一")
    for name in TABLES:
        sheet.write(SECTION_TITLES[name], size=14)
        table = type_labels(table_layout(name, truth.editions[name]).filled(truth.cells), options.typing)
        draw_table(sheet, table, COLUMN_WIDTHS[name], _style(table, options))
    for number in ("五", "六"):
        _write_section(sheet, truth, number)
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


def _write_section(sheet: Sheet, truth: Truth, number: str) -> None:
    section = truth.section(number)
    sheet.write(f"{section.number}、{section.title}", size=14)
    for text in section.paragraphs:
        sheet.write(text)
