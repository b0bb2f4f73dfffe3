"""Nothing in a table is passed over: a number put anywhere is read as its cell, or a finding shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.report import Report
from parsers import parse
from replica.press.html import print_html
from replica.press.html_table import TableDress, print_table
from replica.press.layout import SECTION_TITLES, TABLES, Slot, TableLayout, active_disclosure_blocks, table_layout
from replica.press.truth import FMT2019, FMT2021, HYBRID, Truth, make_truth

STRANGER = "987654"
DRESS = TableDress("span", header_cells=False, page=None)
TRUTHS = {seed: make_truth(seed, editions=editions) for seed, editions in enumerate((FMT2021, FMT2019, HYBRID))}


def tables_of(truth: Truth, *, apart: bool) -> list[tuple[str, TableLayout]]:
    """Each table with the text that stands before it."""
    found = []
    for name in TABLES:
        edition, heading = truth.editions[name], f"<p>{SECTION_TITLES[name]}</p>"
        if name == "active_disclosure" and apart:
            blocks = active_disclosure_blocks(edition)
            found += [(heading if number == 0 else "", block) for number, block in enumerate(blocks)]
        else:
            found.append((heading, table_layout(name, edition)))
    return [(heading, table.filled(truth.cells)) for heading, table in found]


def page(truth: Truth, tables: list[tuple[str, TableLayout]]) -> bytes:
    whole = print_html(truth).decode()
    start = whole.index("<p", whole.index("</p>", whole.index("一、总体情况")))
    stop = whole.index("五、存在的主要问题", start)
    printed = "\n".join(f"{heading}\n{print_table(table, DRESS)}" for heading, table in tables)
    return f"{whole[:start]}{printed}<p>{whole[stop:]}".encode()


def shown(report: Report) -> str:
    return " ".join(f"{finding.message} {finding.found}" for finding in report.findings)


@settings(max_examples=600)
@given(st.sampled_from(sorted(TRUTHS)), st.booleans(), st.data())
def test_a_number_in_any_cell_is_read_or_told(seed: int, apart: bool, data: st.DataObject) -> None:
    truth = TRUTHS[seed]
    tables = tables_of(truth, apart=apart)
    which = data.draw(st.integers(0, len(tables) - 1))
    heading, table = tables[which]
    position = data.draw(st.integers(0, len(table.slots) - 1))
    slot = table.slots[position]
    text = data.draw(st.sampled_from([STRANGER, f"{slot.text} {STRANGER}", f"{STRANGER}{slot.text}"]))
    slots = (*table.slots[:position], replace(slot, text=text), *table.slots[position + 1 :])
    tables[which] = heading, replace(table, slots=slots)
    report = parse(page(truth, tables))
    taken = {address for address, reading in report.cells.items() if reading.value == Decimal(STRANGER)}
    if slot.address and text == STRANGER:
        assert taken == {slot.address}
    else:
        assert taken == set()
        kept = {address for address, reading in report.cells.items() if STRANGER in reading.raw}
        assert kept == {slot.address} or STRANGER in shown(report), text


@pytest.mark.parametrize("seed", sorted(TRUTHS))
@pytest.mark.parametrize("apart", [False, True])
def test_a_plain_report_leaves_nothing_over(seed: int, *, apart: bool) -> None:
    report = parse(page(TRUTHS[seed], tables_of(TRUTHS[seed], apart=apart)))
    assert not [finding for finding in report.findings if "left_over" in finding.rule or finding.rule == "unknown_row"]


def around(*rows: tuple[str, ...]) -> TableLayout:
    slots = [Slot(i, j, text) for i, row in enumerate(rows) for j, text in enumerate(row)]
    return TableLayout("other", len(rows), max(map(len, rows)), 0, tuple(slots))


def with_table(*rows: tuple[str, ...]) -> list[tuple[str, str]]:
    truth = TRUTHS[0]
    report = parse(page(truth, [("", around(*rows)), *tables_of(truth, apart=False)]))
    return [(finding.rule, finding.severity) for finding in report.findings if finding.rule == "left_over"]


def test_a_table_of_numbers_that_is_none_of_the_forms_is_told() -> None:
    assert with_table(("平台", "条数"), ("网站", "318"), ("微信", "77")) == [("left_over", "warning")]


def test_a_table_of_words_is_told_as_such() -> None:
    assert with_table(("渠道", "名称"), ("网站", "县政府网")) == [("left_over", "info")]


@pytest.mark.parametrize(
    "rows",
    [
        (("索引号", "11500228/2024-00012"), ("发布机构", "屏锦镇"), ("发文日期", "2024-01-12")),
        (("首页", "政务公开", "政府信息公开年报"),),
        (("上一篇：无", "下一篇：2022年年报"),),
    ],
)
def test_the_card_of_a_document_and_the_menu_of_a_page_are_ignored(rows: tuple[tuple[str, ...], ...]) -> None:
    assert with_table(*rows) == []


def lines(name: str, *rows: tuple[str, ...]) -> Iterator[tuple[str, TableLayout]]:
    """The tables of a report, with rows below one of them."""
    for heading, table in tables_of(TRUTHS[0], apart=False):
        more = [Slot(table.rows + i, j, text) for i, row in enumerate(rows) for j, text in enumerate(row)]
        below = replace(table, rows=table.rows + len(rows), slots=(*table.slots, *more))
        yield heading, below if table.name == name else table


@pytest.mark.parametrize(
    "text", ["单位：件", "注：本表数据截至年底。", "填表人：张三", "2024年1月12日", "- 3 -", "备注"]
)
def test_lines_of_a_table_that_named_rules_ignore(text: str) -> None:
    report = parse(page(TRUTHS[0], list(lines("applications", (text,)))))
    assert not [finding for finding in report.findings if finding.rule in ("left_over", "unknown_row")]


def test_a_heading_that_the_form_does_not_have_is_told() -> None:
    truth = TRUTHS[0]
    tables = tables_of(truth, apart=False)
    report = parse(page(truth, [("<p>七、附件目录</p>", tables[0][1]), *tables]))
    assert [finding.found for finding in report.findings if finding.rule == "heading_left_over"] == ["七、附件目录"]
