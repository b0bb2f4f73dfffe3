"""Labels as copies, converters and agencies leave them: taken with a finding, or refused; never silently wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from disclosure.report import Report, State
from parsers import parse
from replica.press.html import print_html
from replica.press.layout import SECTION_TITLES, TableLayout, table_layout
from replica.press.truth import FMT2019, FMT2021, Truth, expected_json, make_truth

PREFIX = "applications."


@cache
def truth(edition: str = "fmt2021") -> Truth:
    return make_truth(7, editions={"fmt2021": FMT2021, "fmt2019": FMT2019}[edition])


def relabelled(change: Callable[[str], str], edition: str = "fmt2021") -> Report:
    """A report whose table three has other labels; its page is printed by hand, so that only they differ."""
    table = table_layout("applications", edition).filled(truth(edition).cells)
    slots = (slot if slot.address else replace(slot, text=change(slot.text)) for slot in table.slots)
    return printed(replace(table, slots=tuple(slots)), edition)


def printed(table: TableLayout, edition: str = "fmt2021") -> Report:
    rows = []
    for number in range(table.rows):
        cells = (
            f"<td rowspan='{slot.row_span}' colspan='{slot.column_span}'>{slot.text}</td>"
            for slot in table.slots
            if slot.row == number
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    page = print_html(truth(edition)).decode()
    start = page.index("<table", page.index(SECTION_TITLES["applications"]))
    end = page.index("</table>", start)
    return parse((page[:start] + "<table>" + "".join(rows) + page[end:]).encode())


def read_right(report: Report, edition: str = "fmt2021") -> set[str]:
    """Codes of the rows of table three whose cells are all right; the others must have no numbers."""
    expected = expected_json(truth(edition))
    right, wrong = set(), set()
    for address in expected:
        if address.startswith(PREFIX):
            reading, row = report.cells[address], address.split(".")[1]
            if reading.state is State.NUMBER:
                assert float(reading.value or 0) == expected[address]["value"], address
                right.add(row)
            else:
                wrong.add(row)
    return right - wrong


def rows_of(edition: str = "fmt2021") -> set[str]:
    return {address.split(".")[1] for address in truth(edition).cells if address.startswith(PREFIX)}


def rules(report: Report, address: str) -> set[str]:
    return {finding.rule for finding in report.findings if address in finding.addresses}


def test_a_whole_table_in_traditional_script() -> None:
    traditional = str.maketrans("请数结转务机关组织业总计开国规举报诉获确", "請數結轉務機關組織業總計開國規舉報訴獲確")
    report = relabelled(lambda text: text.translate(traditional))
    assert read_right(report) == rows_of()
    assert not [finding for finding in report.findings if finding.rule.startswith("label_")]


def test_pinyin_of_a_copied_page_is_told() -> None:
    report = relabelled(lambda text: text.replace("公开", "公(gong)开(kai)"))
    assert read_right(report) == rows_of()
    assert rules(report, "applications.granted.total") == {"label_pinyin"}


@pytest.mark.parametrize(
    ("statutory", "confused"),
    [
        ("（一）予以公开", "（一）子以么开"),
        ("2.重复申请", "2.重夏中请"),
        ("3.要求提供公开出版物", "3.耍求提供公开出版物"),
    ],
)
def test_characters_that_look_alike_are_told(statutory: str, confused: str) -> None:
    report = relabelled(lambda text: confused if text == statutory else text)
    assert read_right(report) == rows_of()
    assert [finding.expected for finding in report.findings if finding.rule == "label_alike"] == [statutory]


def test_an_explanation_behind_a_label_is_told() -> None:
    report = relabelled(lambda text: "2.重复申请（条例第三十六条第六项）" if text == "2.重复申请" else text)
    assert read_right(report) == rows_of()
    assert rules(report, "applications.rejected_repeat.total") == {"label_glossed"}


def test_an_explanation_that_narrows_down_is_another_row() -> None:
    report = relabelled(lambda text: "2.重复申请（仅统计网络申请）" if text == "2.重复申请" else text)
    assert rows_of() - read_right(report) == {"rejected_repeat"}
    assert report.cells["applications.rejected_repeat.total"].state is State.MISSING


@pytest.mark.parametrize("label", ["■■■■", "4.", "", "4.保护第■■合法■■"])
def test_the_order_of_rows_tells_what_an_unreadable_label_is(label: str) -> None:
    report = relabelled(lambda text: label if text == "4.保护第三方合法权益" else text)
    assert read_right(report) == rows_of()
    assert rules(report, "applications.denied_third_party.total") == {"label_order"}


def test_two_unreadable_labels_where_the_order_leaves_two_places() -> None:
    lost = ("4.保护第三方合法权益", "5.属于三类内部事务信息")
    report = relabelled(lambda text: "????" if text in lost else text)
    assert read_right(report) == rows_of()


def test_a_row_of_the_agencys_own_does_not_take_the_place_of_a_missing_one() -> None:
    report = relabelled(lambda text: "其中：网络申请数量" if text == "4.保护第三方合法权益" else text)
    assert rows_of() - read_right(report) == {"denied_third_party"}
    assert any(finding.rule == "unknown_row" for finding in report.findings)


def test_two_unreadable_labels_in_one_place_are_refused() -> None:
    table = table_layout("applications", "fmt2021").filled(truth().cells)
    row = table.row_of("denied_third_party")
    slots = [replace(slot, text="■") if slot.row == row and not slot.address else slot for slot in table.slots]
    slots = [slot for slot in slots if slot.row != row + 1]
    moved = [replace(slot, row=slot.row - 1) if slot.row > row + 1 else slot for slot in slots]
    report = printed(replace(table, slots=tuple(moved), rows=table.rows - 1))
    assert {"denied_third_party", "denied_internal_affairs"}.isdisjoint(read_right(report))


def test_another_chapter_called_other_is_not_the_row_other() -> None:
    table = table_layout("applications", "fmt2019").filled(truth("fmt2019").cells)
    last = [slot for slot in table.slots if slot.row == table.rows - 1]
    extra = [
        replace(slot, row=table.rows, text="五、其他" if slot.column == 0 else "900", address=None) for slot in last
    ]
    report = printed(replace(table, slots=(*table.slots, *extra), rows=table.rows + 1), "fmt2019")
    assert report.editions["applications"] == "fmt2019"
    assert read_right(report, "fmt2019") == rows_of("fmt2019")


def test_a_misread_row_of_a_group_is_not_the_group_itself() -> None:
    label = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    report = relabelled(lambda text: "甲乙丙丁戊己" if text == label else text)
    assert report.editions["applications"] == "fmt2021"
    assert rows_of() - read_right(report) == {"other_no_correction"}
