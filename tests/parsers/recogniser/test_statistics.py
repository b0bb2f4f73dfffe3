"""政府信息公开情况统计表 in the looks of agencies, and what must be refused."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

import pytest

from disclosure.report import Report, State, Status
from parsers import parse
from parsers.recogniser.statistics.labels import lines_of_form
from replica.press.html import HtmlOptions, print_html
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.statistics_table import LAST_YEAR, StatisticsOptions
from replica.press.tab_text import TabTextOptions, print_tab_text
from replica.press.truth import STAT2014, Truth, make_truth, read_cells

TRUTH = make_truth(5, editions=STAT2014, year=2016)
OPTIONS = {
    "form": StatisticsOptions(),
    "unit in label": StatisticsOptions(unit="label"),
    "no unit": StatisticsOptions(unit="none"),
    "code before, note": StatisticsOptions(code="before", note=True),
    "code behind": StatisticsOptions(code="after", header="seen"),
    "last year": StatisticsOptions(earlier=True),
    "years in header": StatisticsOptions(earlier=True, header="seen", note=True),
    "chapters merged": StatisticsOptions(chapters="merged"),
    "no numbers": StatisticsOptions(numbered=False),
    "halves": StatisticsOptions(halves=True),
    "halves, merged": StatisticsOptions(halves=True, chapters="merged", note=True),
    "lines added": StatisticsOptions(extra_lines=True),
    "labels as seen": StatisticsOptions(seen_labels=True, header="seen"),
    "apart": StatisticsOptions(apart=True, title_inside=True),
}


def html(options: StatisticsOptions | None = None, truth: Truth = TRUTH) -> str:
    return print_html(truth, HtmlOptions(wrapping="plain", statistics=options or StatisticsOptions())).decode()


def wrong(report: Report, truth: Truth = TRUTH) -> dict[str, str]:
    """Cells that are not read as printed: address -> what was read."""
    expected = read_cells(truth.cells)
    return {
        address: f"{reading.state} {reading.value}"
        for address, reading in report.cells.items()
        if (reading.state, reading.value) != (expected[address]["state"], expected[address]["value"])
    } | dict.fromkeys(expected.keys() - report.cells.keys(), "absent")


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings} - {"s14_reply_a_request"}


@pytest.mark.parametrize("name", OPTIONS)
def test_every_look_is_read_whole(name: str) -> None:
    for payload in (
        html(OPTIONS[name]).encode(),
        print_tab_text(TRUTH, TabTextOptions(statistics=OPTIONS[name])),
    ):
        report = parse(payload)
        assert wrong(report) == {}
        assert (report.status, report.year, report.editions["statistics"]) == (Status.RECONCILED, 2016, "stat2014")
        assert rules(report) == ({"unknown_row"} if name == "lines added" else set())
        assert {"二", "三", "四", "五"} <= {section.number for section in report.sections}
        assert not any("当面申请数" in section.text for section in report.sections)


@pytest.mark.parametrize("layout", ["lines", "spaces", "joined", "aligned", "grid"])
@pytest.mark.parametrize("options", [StatisticsOptions(), StatisticsOptions(unit="none", numbered=False)])
def test_text_that_has_lost_its_table_is_read(layout: str, options: StatisticsOptions) -> None:
    report = parse(print_plain_text(TRUTH, PlainTextOptions(layout=layout, statistics=options)))
    assert wrong(report) == {}
    assert report.status is Status.RECONCILED


def test_lines_of_the_province_are_told_and_not_taken() -> None:
    report = parse(html(OPTIONS["lines added"]).encode())
    told = [finding.message for finding in report.findings if finding.rule == "unknown_row"]
    assert ["政务客户端公开政府信息数" in told[0], "电子邮件申请数" in told[1]] == [True, True]


def test_labels_repeat_only_where_chapters_tell_them_apart() -> None:
    form = lines_of_form()
    repeated = {place for places in form.places.values() if len(places) > 1 for place in places}
    codes = {(form.lines[place].address or "").partition(".")[2] for place in repeated}
    assert codes == {f"s14_{kind}_{result}" for kind in ("rev", "lit") for result in ("upheld", "corrected", "other")}


def test_the_same_label_in_two_chapters_is_told_by_the_chapter_alone() -> None:
    """Without the lines of their chapters, nobody knows whose 其他情形数 it is; none may be guessed."""
    page = re.sub(r"<tr><td>[四五]、行政.*?</tr>", "", html())
    report = parse(page.encode())
    lost = {"s14_rev_total", "s14_rev_upheld", "s14_rev_corrected", "s14_rev_other", "s14_lit_total"}
    assert wrong(report) == {f"statistics.{code}": "missing None" for code in lost}, (
        "驳回原告 tells that it is a lawsuit"
    )
    assert report.status is Status.INCOMPLETE


@pytest.mark.parametrize(
    ("header", "year_of_title"),
    [
        ("<td>第一列</td><td>第二列</td>", "2016"),
        ("<td>2014年</td><td>2015年</td>", "2016"),
        ("<td>本期</td><td>本年累计</td>", "2016"),
    ],
)
def test_of_two_columns_the_reporting_years_is_taken_only_when_sure(header: str, year_of_title: str) -> None:
    page = html(StatisticsOptions(earlier=True)).replace("<td>统计数</td><td>上年统计数</td>", header)
    report = parse(page.replace("2016", year_of_title).encode())
    assert {reading.state for reading in report.cells.values()} == {State.UNREADABLE}
    assert "slots_ambiguous" in rules(report)


def test_two_columns_without_a_header_are_refused() -> None:
    page = re.sub(r"<tr><td>统计指标.*?</tr>", "", html(StatisticsOptions(earlier=True)))
    report = parse(page.encode())
    assert {reading.state for reading in report.cells.values()} == {State.UNREADABLE}
    assert f"{TRUTH.cells['statistics.s14_meetings']}\t{LAST_YEAR}"[:9] in report.cells["statistics.s14_meetings"].raw


def test_a_column_of_another_year_alone_is_refused() -> None:
    report = parse(html().replace("<td>统计数</td>", "<td>2015年</td>").encode())
    assert {reading.state for reading in report.cells.values()} == {State.UNREADABLE}


def test_a_misspelt_label_between_its_neighbours_is_taken_and_told() -> None:
    report = parse(html().replace("8.告知通过其他途径办理数", "8.告知通过其他途经办理数").encode())
    assert wrong(report) == {}
    assert "label_fuzzy" in rules(report)


def test_a_new_line_that_resembles_a_line_of_the_form_is_not_taken_for_it() -> None:
    row = "<tr><td>6.政务微视公开政府信息数</td><td>条</td><td>77</td></tr>"
    page = html().replace("<tr><td>二、回应解读情况", f"{row}<tr><td>二、回应解读情况")
    report = parse(page.encode())
    assert wrong(report) == {}
    assert rules(report) == {"unknown_row"}


def test_a_line_that_stands_twice_with_two_numbers_is_refused() -> None:
    row = "<tr><td>六、举报投诉数量</td><td>件</td><td>7</td></tr>"
    report = parse(html().replace("<tr><td>七、", f"{row}<tr><td>七、").encode())
    assert wrong(report) == {"statistics.s14_complaints": "unreadable None"}
    assert rules(report) == {"row_repeated", "F"}


def test_a_label_that_a_page_end_cut_gets_its_number() -> None:
    label = "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）"
    row = f"<tr><td>{label}</td><td>万元</td><td>{TRUTH.cells['statistics.s14_budget_wan']}</td></tr>"
    assert row in html()
    first, second = label[:24], label[24:]
    for pieces in (
        f"<tr><td>{first}</td><td></td><td></td></tr>" + row.replace(label, second),
        row.replace(label, first) + f"<tr><td>{second}</td><td></td><td></td></tr>",
    ):
        report = parse(html().replace(row, pieces).encode())
        assert wrong(report) == {}
        assert rules(report) <= {"label_joined"}


def test_an_amount_in_yuan_is_told() -> None:
    row = re.search(r"<tr><td>七、.*?</tr>", html())
    assert row
    report = parse(html().replace(row[0], row[0].replace("万元", "元")).encode())
    assert report.cells["statistics.s14_fee_wan"].unit == "元"
    assert "unit_differs" in rules(report)


def alone(title: str, filled_by: str = "填报单位：屏锦镇人民政府（盖章）", name: str = "tjb.xls") -> Report:
    table = re.search(r"<table.*?</table>", html().replace("2016年度", ""), re.DOTALL)
    assert table
    rows = f'<tr><td colspan="3">{title}</td></tr><tr><td colspan="3">{filled_by}</td></tr>'
    end = "<tr><td>单位负责人：甲</td><td>联系电话：</td><td>02353200000</td></tr></tbody>"
    body = table[0].replace("<tbody>", f"<tbody>{rows}").replace("</tbody>", end)
    return parse(f"<html><body><p>附件2</p>{body}</body></html>".encode(), name=name)


def test_a_table_alone_is_a_report_of_the_agency_and_year_it_names() -> None:
    report = alone("政府信息公开情况统计表（2016年度）")
    assert wrong(report) == {}
    assert (report.status, report.year) == (Status.RECONCILED, 2016)
    assert report.agency is not None
    assert report.agency.name == "屏锦镇人民政府"
    assert rules(report) == set()
    assert alone("梁平县2015年政府信息公开工作情况统计表", "").year == 2015
    named = alone("政府信息公开情况统计表", "", "附件：梁平县屏锦镇人民政府2017年政府信息公开情况统计表.xls")
    assert (named.year, named.agency and named.agency.name) == (2017, "梁平县屏锦镇人民政府")
    assert alone("政府信息公开情况统计表", "").year is None


def test_the_agency_that_a_table_names_may_be_a_namesake_that_has_gone() -> None:
    agency = alone("政府信息公开情况统计表（2016年度）", "填报单位：草场乡人民政府").agency
    assert agency is not None
    assert (agency.name, agency.division_code, len(agency.candidates)) == ("草场乡人民政府", None, 1)


@pytest.mark.parametrize("title", ["2016年第三季度政府信息公开情况统计表", "政府信息公开情况统计表（2016年1-6月）"])
def test_statistics_of_a_part_of_a_year_are_no_report(title: str) -> None:
    report = alone(title)
    assert (report.status, report.cells) == (Status.NOT_A_REPORT, {})
    assert "not_a_year" in rules(report)
    assert alone("政府信息公开情况统计表（2016年1月-12月）").status is Status.RECONCILED


LOCAL = [
    "主动公开信息数",
    "其中全文电子化",
    "现场接待人数",
    "咨询电话接听数",
    "申请总数",
    "当面申请",
    "答复总数",
    "同意公开",
    "行政复议数",
    "行政诉讼数",
]


def test_a_local_table_from_before_2014_gives_a_reason_and_no_cells() -> None:
    rows = "".join(
        f"<tr><td>{n:02}</td><td>{label}</td><td>条</td><td>{n + 40}</td></tr>" for n, label in enumerate(LOCAL)
    )
    page = f"<html><body><h1>安定区2011年政府信息公开工作年度报告</h1><p>附表</p><table>{rows}</table></body></html>"
    report = parse(page.encode())
    assert (report.cells, report.editions["statistics"]) == ({}, None)
    assert "layout_unknown" in rules(report)


def test_a_table_that_has_run_together_gives_a_reason_and_no_cells() -> None:
    report = parse(print_plain_text(TRUTH, PlainTextOptions(layout="stripped")))
    assert report.cells == {}
    assert "layout_unknown" in rules(report)


def test_a_report_of_the_later_form_holds_no_statistics() -> None:
    report = parse(print_html(make_truth(3), HtmlOptions()))
    assert report.editions["statistics"] is None
    assert report.status is Status.RECONCILED


def test_all_zero_statistics_are_reconciled_only_with_every_slot() -> None:
    zero = replace(TRUTH, cells=dict.fromkeys(TRUTH.cells, "0"))
    assert parse(html(truth=zero).encode()).status is Status.RECONCILED
    page = re.sub(r"<tr><td>2\.兼职人员数.*?</tr>", "", html(truth=zero))
    assert parse(page.encode()).status is Status.INCOMPLETE


ROWS = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", html())[1:]


def page_with(body: str) -> bytes:
    return re.sub(r"<table.*?</table>", lambda _: body, html(), flags=re.DOTALL).encode()


@pytest.mark.parametrize("form", ["{0}　{1}　{2}", "{0}：{2}{1}；", "{0}{1}{2}"])
def test_lines_in_paragraphs_are_read(form: str) -> None:
    report = parse(page_with("".join(f"<p>{form.format(*row)}</p>" for row in ROWS)))
    assert wrong(report) == {}
    assert [section.number for section in report.sections][:2] == ["一", "二"], "the chapters before it are still prose"


def table(*rows: str) -> str:
    """A table with these cells in each row, as HTML; {0}, {1}, {2} stand for label, unit and number, {3} counts."""
    return f"<table>{''.join(row.format(*line, n) for n, line in enumerate(ROWS) for row in rows)}</table>"


def run_together(column: int, between: str) -> str:
    return between.join(row[column] for row in ROWS)


REFUSED = {
    "one paragraph": ("<p>" + " ".join("".join(row) for row in ROWS) + "</p>", "layout_unknown"),
    "two numbers": ("".join(f"<p>{row[0]} {row[2]} 77</p>" for row in ROWS), "slots_ambiguous"),
    "column after column": ("".join(f"<p>{row[column]}</p>" for column in range(3) for row in ROWS), "F"),
    "transposed": (
        "<table>" + "".join(f"<tr><td>{run_together(column, '</td><td>')}</td></tr>" for column in (0, 2)) + "</table>",
        "layout_unknown",
    ),
    "number before label": (table("<tr><td>{2}</td><td>{0}</td></tr>"), "slots_ambiguous"),
    "all in two cells": (
        f"<table><tr><td>{run_together(0, '<br>')}</td><td>{run_together(2, '<br>')}</td></tr></table>",
        "layout_unknown",
    ),
    "codes without a header that do not count the lines": (
        table("<tr><td>{0}</td><td>{3}0</td><td>{1}</td><td>{2}</td></tr>"),
        "slots_ambiguous",
    ),
}


@pytest.mark.parametrize(("body", "rule"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_told_is_refused(body: str, rule: str) -> None:
    report = parse(page_with(body))
    assert not any(reading.state is State.NUMBER for reading in report.cells.values())
    assert rule in rules(report)


def test_a_number_in_a_note_is_not_the_value() -> None:
    page = html(StatisticsOptions(note=True))
    row = re.search(r"<tr><td>\D*六、举报投诉.*?</tr>", page)
    assert row
    noted = row[0].replace(f"<td>{TRUTH.cells['statistics.s14_complaints']}</td><td></td>", "<td></td><td>3</td>")
    report = parse(page.replace(row[0], noted).encode())
    assert wrong(report) == {"statistics.s14_complaints": "blank None"}


@pytest.mark.parametrize("halves", [False, True])
@pytest.mark.parametrize("before", [False, True])
def test_numbers_that_count_the_lines_are_no_values(halves: bool, before: bool) -> None:
    lines = lines_of_form().lines
    values = {line.address: 300 + 7 * place for place, line in enumerate(lines) if line.address}
    values["statistics.s14_trainings"] = ""
    rows = []
    for place, line in enumerate(lines, 1):
        rows.append([line.labels[0], str(values.get(line.address, ""))])
        rows[-1].insert(0 if before else 1, str(place))
    if halves:
        middle = (len(rows) + 1) // 2
        rows = [[*left, *right] for left, right in zip_longest(rows[:middle], rows[middle:], fillvalue=[])]
    body = "\n".join("\t".join(row) for row in rows)
    report = parse(f"某县2016年政府信息公开工作年度报告\n附表\n政府信息公开情况统计表\n{body}".encode())
    read = {address: "" if reading.value is None else int(reading.value) for address, reading in report.cells.items()}
    assert {address: read[address] for address in values} == values


def test_two_numbers_under_a_header_that_has_lost_a_word_are_refused() -> None:
    page = html(StatisticsOptions(code="after", note=True, unit="none")).replace("<td>代码</td>", "<td></td>")
    row = re.search(r"<tr><td>\D*六、举报投诉.*?</tr>", page)
    assert row
    torn = row[0].replace("<tr><td>", "<tr><td></td><td>").replace("<td></td></tr>", "</tr>")
    cell = parse(page.replace(row[0], torn).encode()).cells["statistics.s14_complaints"]
    assert cell.state is State.UNREADABLE or str(cell.value) == TRUTH.cells["statistics.s14_complaints"]
