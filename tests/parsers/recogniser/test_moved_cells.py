"""A cell too many, or columns in another order: read where the form's sums can tell, else refused; never askew."""

from __future__ import annotations

import pytest

from tests.parsers.recogniser.pages import OUTCOMES, STATUTORY, applications, numbers, page, row, td, values

GRANTED = [f"applications.granted.{column}" for column in ("natural_person", "org_business", "total")]
NORMDOC = [f"active_disclosure.normdoc_{column}" for column in ("issued", "repealed", "in_force")]
UNREADABLE = ["unreadable"] * 3
KINDS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
SUITS = ["未经复议直接起诉", "复议后起诉"]


def summed(first: int) -> list[int]:
    parts = numbers(first, 6)
    return [*parts, sum(parts)]


@pytest.mark.parametrize("at", [0, 3])
def test_an_empty_cell_too_many_in_all_rows_moves_no_value(at: int) -> None:
    rows = []
    for index, label in enumerate(OUTCOMES, start=1):
        slots: list[object] = [*summed(index * 10)]
        slots.insert(at, "")
        rows.append(row(td(label, 3), *slots))
    report = page(applications(STATUTORY, rows), "applications")
    assert values(report, *GRANTED) == [30, 31, 195]
    assert values(report, "applications.carried_out.org_other") == [255]


def test_a_header_one_column_further_right_than_the_values_moves_none() -> None:
    rows = [row(td(label, 2), *summed(index * 10), "") for index, label in enumerate(OUTCOMES, start=1)]
    report = page(applications(STATUTORY, rows), "applications")
    assert values(report, *GRANTED) == [30, 31, 195]


def test_a_number_under_no_head_beside_a_blank_refuses_the_row() -> None:
    rows = [row(td(label, 3), 2023, "", *summed(index * 10)[1:]) for index, label in enumerate(OUTCOMES, start=1)]
    rows = [each.replace("</tr>", "<td>88</td></tr>") for each in rows]
    report = page(applications(STATUTORY, rows), "applications")
    assert values(report, *GRANTED) == UNREADABLE


def test_a_total_that_an_editor_split_in_two_is_not_half_a_total() -> None:
    rows = [row(td(label, 3), *summed(index * 10)[:-1], 1, 95) for index, label in enumerate(OUTCOMES, start=1)]
    report = page(applications(STATUTORY, rows), "applications")
    assert values(report, *GRANTED) == UNREADABLE


def test_a_row_that_begins_before_its_neighbours_is_refused_where_it_has_blanks() -> None:
    rows = [row(td(label, 3), *summed(index * 10)) for index, label in enumerate(OUTCOMES, start=1)]
    rows[2] = row(td(OUTCOMES[2], 2), "", *numbers(30, 6))
    report = page(applications(STATUTORY, rows), "applications")
    assert values(report, *GRANTED) == UNREADABLE
    assert values(report, "applications.carried_in.natural_person") == [20]


def test_an_empty_column_that_has_no_head_of_its_own_moves_no_value() -> None:
    rows = [row(td(label, 3), "", *summed(index * 10)) for index, label in enumerate(OUTCOMES, start=1)]
    table = applications(STATUTORY, rows).replace(td("法人或其他组织", 5), td("法人或其他组织", 6))
    assert values(page(table, "applications"), *GRANTED) == [30, 31, 195]


def test_a_row_with_blanks_among_rows_that_were_moved_is_refused() -> None:
    rows = [row(td(label, 3), "", *summed(index * 10)) for index, label in enumerate(OUTCOMES, start=1)]
    rows[2] = row(td(OUTCOMES[2], 3), "", *numbers(30, 6), "")
    report = page(applications(STATUTORY, rows), "applications")
    assert values(report, *GRANTED) == UNREADABLE
    assert values(report, "applications.carried_in.total") == [135]


@pytest.mark.parametrize("left", [[30, 31, 32, 33, 34, 160], [30, 31, 33, 34, 35, 195]])
def test_a_sum_before_an_empty_total_tells_of_a_lost_value(left: list[int]) -> None:
    rows = [row(td(label, 3), *summed(index * 10)) for index, label in enumerate(OUTCOMES, start=1)]
    rows[2] = row(td(OUTCOMES[2], 3), *left, "")
    assert values(page(applications(STATUTORY, rows), "applications"), *GRANTED) == UNREADABLE


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        (["", 2, 1, 9], [2, 1, 9]),
        ([2, 1, 9, ""], [2, 1, 9]),
        ([2023, 2, "", 9], UNREADABLE),
        ([2, "", 1, 9], UNREADABLE),
    ],
)
def test_table_two_has_no_sum_that_could_tell_which_numbers_are_whose(
    slots: list[object], expected: list[object]
) -> None:
    header = row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    report = page(header + row("行政规范性文件", *slots), "active_disclosure")
    assert values(report, *NORMDOC) == expected


def test_a_column_of_the_agency_before_those_of_the_form_moves_none() -> None:
    header = row("信息内容", "上年有效件数", "本年制发件数", "本年废止件数", "现行有效件数")
    report = page(header + row("行政规范性文件", 8, 2, 1, 9), "active_disclosure")
    assert values(report, *NORMDOC) == [2, 1, 9]


def test_a_number_behind_a_row_whose_sum_holds_is_a_remark() -> None:
    rows = [row(td(label, 3), *summed(index * 10), index) for index, label in enumerate(OUTCOMES, start=1)]
    assert values(page(applications(STATUTORY, rows), "applications"), *GRANTED) == [30, 31, 195]


def test_a_head_left_blank_and_one_misspelt_in_a_header_in_order() -> None:
    leaves = [{"科研机构": "", "法律服务机构": "法律服务机够"}.get(each, each) for each in STATUTORY]
    rows = [row(td(label, 3), *summed(index * 10)) for index, label in enumerate(OUTCOMES, start=1)]
    assert values(page(applications(leaves, rows), "applications"), *GRANTED) == [30, 31, 195]


def test_an_empty_cell_before_the_values_of_table_four() -> None:
    header = row(td("行政复议", 5, 2), td("行政诉讼", 10)) + row(*(td(each, 5) for each in SUITS)) + row(*KINDS * 3)
    slots = [value for first in (1, 11, 21) for value in (*numbers(first, 4), 4 * first + 6)]
    report = page(header + row("", *slots), "disputes")
    assert values(report, "disputes.review_upheld", "disputes.litpost_total") == [1, 90]


@pytest.mark.parametrize(
    ("groups", "suits"), [(["行政诉讼", "行政复议"], SUITS), (["行政复议", "行政诉讼"], SUITS[::-1])]
)
def test_groups_of_columns_in_another_order_whose_spans_are_lost_place_nothing(
    groups: list[str], suits: list[str]
) -> None:
    header = row(*groups) + row(*suits, *KINDS) + row(*KINDS * 2)
    report = page(header + row(*numbers(3, 15)), "disputes")
    assert values(report, "disputes.review_upheld", "disputes.litpost_total") == ["unreadable"] * 2


@pytest.mark.parametrize(
    "leaves",
    [
        ["商业企业", "自然人", "科研单位", "社会公益组织", "法律服务机构", "其他", "总计"],
        ["自然人", "科研单位", "商业企业", "社会公益组织", "法律服务机构", "其他", "总计"],
    ],
)
def test_columns_in_another_order_of_which_one_has_another_name_place_nothing(leaves: list[str]) -> None:
    rows = [row(td(label, 3), *numbers(index * 10, 7)) for index, label in enumerate(OUTCOMES, start=1)]
    head = row(td("勾稽关系", 3, 2), td("申请人情况", 7)) + row(*leaves)
    assert values(page(head + "".join(rows), "applications"), *GRANTED) == UNREADABLE


def test_one_column_with_another_name_in_its_own_place_is_read() -> None:
    leaves = [each.replace("科研机构", "科研单位") for each in STATUTORY]
    rows = [row(td(label, 3), *numbers(index * 10, 7)) for index, label in enumerate(OUTCOMES, start=1)]
    assert values(page(applications(leaves, rows), "applications"), *GRANTED) == [30, 31, 36]


def test_short_names_of_columns_in_another_order_place_nothing() -> None:
    short = ["有效件数", "制发件数", "废止件数"]
    assert (
        values(page(row("信息内容", *short) + row("行政规范性文件", 9, 2, 1), "active_disclosure"), *NORMDOC)
        == UNREADABLE
    )
    in_order = row("信息内容", *short[1:], short[0]) + row("行政规范性文件", 2, 1, 9)
    assert values(page(in_order, "active_disclosure"), *NORMDOC) == [2, 1, 9]
