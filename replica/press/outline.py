"""What a report consists of, in order: chapters of prose, and tables under their headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from replica.press.layout import SECTION_TITLES, TABLES, TableLayout, table_layout
from replica.press.statistics_table import StatisticsOptions, statistics_tables
from replica.press.truth import Section, Truth


@dataclass(frozen=True, slots=True)
class Tables:
    """A heading, and the grids under it, filled in."""

    name: str
    heading: str
    grids: tuple[TableLayout, ...]


def outline(truth: Truth, statistics: StatisticsOptions | None = None) -> Iterator[Section | Tables]:
    """The chapters between the opening and the end."""
    if "statistics" in truth.editions:
        yield from truth.sections
        yield statistics_of(truth, statistics or StatisticsOptions())
        return
    yield truth.section("一")
    for name in TABLES:
        yield Tables(name, SECTION_TITLES[name], (table_layout(name, truth.editions[name]).filled(truth.cells),))
    yield truth.section("五")
    yield truth.section("六")


def statistics_of(truth: Truth, options: StatisticsOptions) -> Tables:
    title = f"政府信息公开情况统计表（{truth.year}年度）"
    grids = statistics_tables(truth.editions["statistics"], truth.cells, truth.year, options, title)
    return Tables("statistics", "附表" if options.title_inside else title, tuple(grids))
