"""Layouts of real pages that the press does not print: spans that disagree, columns and rows of an agency's own."""

from __future__ import annotations

import pytest

from disclosure.forms import load_forms
from disclosure.report import State
from parsers import parse
from tests.parsers.recogniser.pages import HEADINGS, OUTCOMES, STATUTORY, applications, numbers, page, row, td, values


def test_header_and_data_that_disagree_in_spans() -> None:
    table = (
        row(td("第二十条第（五）项", 4))
        + row("信息内容", "上一年项目数量", td("本年增/减", 2), "处理决定数量")
        + row("行政许可", td(11, 2), -3, 12)
        + row("其他对外管理服务事项", td(13, 2), "+4", 14)
    )
    report = page(table, "active_disclosure")
    assert report.editions["active_disclosure"] == "fmt2019"
    assert values(
        report,
        *(f"active_disclosure.license_{part}" for part in ("prev_items", "item_change", "decisions")),
        *(f"active_disclosure.otherservice_{part}" for part in ("prev_items", "item_change", "decisions")),
    ) == [11, -3, 12, 13, 4, 14]


def test_a_subtotal_column_of_the_agencys_own_is_left_out() -> None:
    leaves = [*STATUTORY[:6], "小计", "总计"]
    rows = [row(td(label, 3), *numbers(100 * i + 1, 8)) for i, label in enumerate(OUTCOMES)]
    report = page(applications(leaves, rows), "applications")
    columns = ("natural_person", "org_other", "total")
    assert values(report, *(f"applications.new_received.{column}" for column in columns)) == [1, 6, 8]
    assert not any("subtotal" in address for address in report.cells)
    broken = [finding for finding in report.findings if finding.rule == "C'"]
    parts = [finding for finding in broken if any("org_business" in address for address in finding.addresses)]
    assert len(parts) == 25, "2 + 3 + 4 + 5 + 6 is not 7"
    assert len(broken) - len(parts) == 24, "1 + 7 is 8 in the first row only"
    assert values(report, *(f"applications.carried_out.{column}" for column in columns)) == [2401, 2406, 2408]


def test_a_remarks_column_at_the_end() -> None:
    leaves = [*STATUTORY, "备注"]
    head = (
        row(td("勾稽关系", 3, 3), td("申请人情况", 7), td("备注", 1, 3))
        + row(td("自然人", 1, 2), td("法人或其他组织", 5), td("总计", 1, 2))
        + row(*leaves[1:6])
    )
    rows = [row(td(label, 3), *numbers(100 * i + 1, 7), "说明") for i, label in enumerate(OUTCOMES)]
    report = page(head + "".join(rows), "applications")
    assert values(report, "applications.granted.natural_person", "applications.granted.total") == [201, 207]


@pytest.mark.parametrize("swapped", [False, True], ids=["as the form", "columns swapped"])
def test_an_empty_cell_below_a_head_is_a_part_of_it(swapped: bool) -> None:
    leaves = [*STATUTORY[:1], *(STATUTORY[2:0:-1] if swapped else STATUTORY[1:3]), *STATUTORY[3:]]
    head = (
        row(td("勾稽关系", 3, 3), td("申请人情况", 7))
        + row("自然人", td("法人或其他组织", 5), "总计")
        + row("", *leaves[1:6], "&nbsp;")
    )
    rows = [row(td(label, 3), *numbers(100 * i + 1, 7)) for i, label in enumerate(OUTCOMES)]
    report = page(head + "".join(rows), "applications")
    columns = ("natural_person", "org_business", "org_research", "total")
    expected = [201, 203, 202, 207] if swapped else [201, 202, 203, 207]
    assert values(report, *(f"applications.granted.{column}" for column in columns)) == expected


def test_a_blank_total_column_stays_blank() -> None:
    rows = [row(td(label, 3), *numbers(100 * i + 1, 6), "") for i, label in enumerate(OUTCOMES)]
    report = page(applications(STATUTORY, rows), "applications")
    addresses = [f"applications.denied_admin_inquiry.{column}" for column in ("natural_person", "org_other", "total")]
    assert values(report, *addresses) == [1101, 1106, "blank"]


def test_a_value_merged_over_columns_belongs_to_none_of_them() -> None:
    rows = [row(td(label, 3), *numbers(100 * i + 1, 7)) for i, label in enumerate(OUTCOMES)]
    rows[4] = row(td(OUTCOMES[4], 3), td(77, 7))
    report = page(applications(STATUTORY, rows), "applications")
    addresses = [
        cell.address for cell in load_forms()["fmt2021"].tables["applications"].cells if "state_secret" in cell.address
    ]
    assert set(values(report, *addresses)) == {"unreadable"}
    assert any(finding.rule == "slots_ambiguous" for finding in report.findings)


def test_one_table_that_runs_on_over_the_sections() -> None:
    table = (
        row(td(HEADINGS["active_disclosure"], 16))
        + row("信息内容", td("本年处理决定数量", 15))
        + row("行政许可", td(31, 15))
        + row(td(HEADINGS["applications"], 16))
        + row("", *STATUTORY)
        + "".join(row(label, *numbers(100 * i + 1, 7)) for i, label in enumerate(OUTCOMES))
        + row(td(HEADINGS["disputes"], 16))
        + row(td("行政复议", 5), td("行政诉讼", 10))
        + row(*["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
        + row(*numbers(9001, 15))
    )
    report = page(table, "active_disclosure")
    assert values(
        report, "active_disclosure.license_decisions", "applications.carried_out.total", "disputes.litpost_total"
    ) == [31, 2407, 9015]


def test_a_caption_cell_beside_its_block() -> None:
    table = (
        row(td("第二十条第（六）项", 1, 3), "信息内容", "本年处理决定数量") + row("行政处罚", 41) + row("行政强制", 42)
    )
    report = page(table, "active_disclosure")
    assert values(report, "active_disclosure.penalty_decisions", "active_disclosure.coercion_decisions") == [41, 42]


@pytest.mark.parametrize("header", ["本年收费金额（单位：元）", "本年收费金额（元）"])
def test_money_in_another_unit_keeps_number_and_unit_and_is_told(header: str) -> None:
    table = row("信息内容", header) + row("行政事业性收费", 253000)
    report = page(row(td("第二十条第（八）项", 2)) + table, "active_disclosure")
    reading = report.cells["active_disclosure.fee_amount_wan"]
    assert (reading.value, reading.unit) == (253000, "元")
    assert "unit_differs" in [finding.rule for finding in report.findings if finding.addresses]


def test_disputes_with_a_word_before_the_numbers_and_an_empty_row() -> None:
    header = row("", td("行政复议", 5), td("行政诉讼", 10)) + row(
        "", *["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    )
    named = page(header + row("数量", *numbers(11, 15)), "disputes")
    assert values(named, "disputes.review_upheld", "disputes.litpost_total") == [11, 25]
    empty = page(header + row("", *[""] * 15), "disputes")
    assert {reading.state for reading in empty.cells.values()} == {State.BLANK}


def test_the_same_row_twice_with_other_values_is_nobodys() -> None:
    table = row("信息内容", "本年处理决定数量") + row("行政处罚", 5) + row("行政处罚", 6)
    report = page(row(td("第二十条第（六）项", 2)) + table, "active_disclosure")
    assert values(report, "active_disclosure.penalty_decisions") == ["unreadable"]
    assert any(finding.rule == "row_repeated" for finding in report.findings)


@pytest.mark.parametrize("label", ["其他行政规范性文件", "其中：行政许可", "其他主动公开文件", "9.属于其他情形"])
def test_a_row_of_the_agencys_own_gives_a_finding_never_a_value(label: str) -> None:
    table = (
        row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
        + row("规章", 41, 42, 43)
        + row(label, 51, 52, 53)
    )
    report = page(row(td("第二十条第（一）项", 4)) + table, "active_disclosure")
    assert not {51, 52, 53} & {reading.value for reading in report.cells.values()}
    assert any(finding.rule == "unknown_row" and label in finding.message for finding in report.findings)


def test_a_page_without_tables_or_headings_is_no_report() -> None:
    report = parse(
        "<html><body><p>关于开展政府信息公开培训的通知</p><p>各镇、街道：定于下周培训。</p></body></html>".encode()
    )
    assert report.status == "not_a_report"
    assert not report.cells


def application_rows() -> list[str]:
    return [row(td(label, 3), *numbers(index * 10, 6), "") for index, label in enumerate(OUTCOMES, start=1)]


def test_heads_that_lost_their_spans_do_not_move_the_total() -> None:
    header = row(td("勾稽关系", 1, 3), "申请人情况") + row(td("自然人", 1, 2), "法人或其他组织", td("总计", 1, 2))
    table = header + row(*STATUTORY[1:-1]) + "".join(application_rows())
    report = page(table, "applications")
    assert values(report, "applications.granted.natural_person", "applications.granted.org_research") == [30, 32]
    assert values(report, "applications.granted.org_other", "applications.granted.total") == [35, "blank"]


def test_heads_that_lost_their_spans_and_run_otherwise_than_the_form_place_nothing() -> None:
    header = row(td("勾稽关系", 1, 3), "申请人情况") + row(td("总计", 1, 2), td("自然人", 1, 2), "法人或其他组织")
    table = header + row(*STATUTORY[1:-1]) + "".join(application_rows())
    report = page(table, "applications")
    assert {reading.state for reading in report.cells.values()} == {State.UNREADABLE}
    assert any(finding.rule == "slots_ambiguous" for finding in report.findings)


@pytest.mark.parametrize(("extra", "first"), [("", [30, 31, 32]), ("0", ["unreadable"] * 3)])
def test_a_cell_too_many_in_one_row(extra: str, first: list[object]) -> None:
    rows = [row(td(label, 3), *numbers(index * 10, 7)) for index, label in enumerate(OUTCOMES, start=1)]
    rows[2] = row(td(OUTCOMES[2], 3), 30, 31, extra, *numbers(32, 5))
    report = page(applications(STATUTORY, rows), "applications")
    columns = ("natural_person", "org_business", "org_research")
    assert values(report, *(f"applications.granted.{column}" for column in columns)) == first
    assert values(report, "applications.carried_in.total") == [26]


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        (["", "", 7, "", "", "", "", ""], ["unreadable"] * 3),
        ([30, 31, 32, 33, 34, 35, "", ""], ["unreadable"] * 3),
        ([30, 31, 32, 33, 34, 35, 36, ""], [30, 31, 32]),
        ([""] * 8, ["blank"] * 3),
    ],
)
def test_a_cell_too_many_among_blanks(slots: list[object], expected: list[object]) -> None:
    rows = [row(td(label, 3), *numbers(index * 10, 7)) for index, label in enumerate(OUTCOMES, start=1)]
    rows[2] = row(td(OUTCOMES[2], 3), *slots)
    report = page(applications(STATUTORY, rows), "applications")
    columns = ("natural_person", "org_business", "org_research")
    assert values(report, *(f"applications.granted.{column}" for column in columns)) == expected
    assert values(report, "applications.carried_in.total") == [26]


@pytest.mark.parametrize("before", [[], ["件数"]])
def test_a_text_among_the_numbers_of_table_four_hides_no_others(before: list[str]) -> None:
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    header = row(*[""] * len(before), td("行政复议", 5), td("未经复议直接起诉", 5), td("复议后起诉", 5))
    header += row(*[""] * len(before), *leaves * 3)
    report = page(header + row(*before, *numbers(1, 6), "七", *numbers(8, 8)), "disputes")
    addresses = [f"disputes.{code}" for code in ("review_upheld", "litdirect_corrected", "litpost_total")]
    assert values(report, *addresses) == [1, "text", 15]


def test_a_remark_behind_table_four_that_no_head_announces_moves_nothing() -> None:
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    header = row(td("行政复议", 5), td("未经复议直接起诉", 5), td("复议后起诉", 5)) + row(*leaves * 3)
    report = page(header + row(*numbers(1, 15), "已核对"), "disputes")
    assert values(report, "disputes.review_upheld") != [2]
    assert values(report, "disputes.litpost_total") in ([15], ["unreadable"])


def test_heads_in_a_disorder_that_no_span_explains_place_nothing() -> None:
    header = row(td("勾稽关系", 3), td("申请人情况", 7)) + row("总计", "自然人", td("法人或其他组织", 5), td("", 3))
    table = header + row(*STATUTORY[1:-1], td("", 5)) + "".join(application_rows())
    assert {reading.state for reading in page(table, "applications").cells.values()} == {State.UNREADABLE}


def test_a_kind_of_case_that_a_lost_span_moved_to_the_left_is_not_read_askew() -> None:
    rows = [
        row(td("", 2), "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"),
        row(td("行政复议", 2), *numbers(1, 5)),
        row("行政诉讼", "未经复议直接起诉", *numbers(6, 5)),
        row("复议后起诉", *numbers(11, 5), ""),
    ]
    tables = applications(STATUTORY, application_rows()) + "</table><table>" + "".join(rows)
    report = page(tables, "applications")
    assert not [address for address in report.cells if address.startswith("disputes.")]
    assert any(finding.rule == "table_missing" for finding in report.findings)
