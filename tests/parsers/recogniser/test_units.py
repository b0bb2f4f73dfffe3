"""The unit of the fees, wherever it is printed: told where it is not the form's, the number kept as it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.report import Report
from parsers import parse

FEE = "active_disclosure.fee_amount_wan"
HEAD, LABEL, ITEM = "本年收费金额", "行政事业性收费", "第二十条第（八）项"


def report_of(*, above: str = "", caption: str = ITEM, head: str = HEAD, label: str = LABEL, tail: str = "") -> Report:
    line = f"<p>{above}</p>" if above else ""
    return parse(
        "<html><body><h1>友谊县教育局2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>"
        f"{line}<table><tr><td colspan=3>{caption}</td></tr><tr><td>信息内容</td><td colspan=2>{head}</td></tr>"
        f"<tr><td>{label}</td><td colspan=2>437</td></tr>{tail}</table></body></html>".encode()
    )


def differing(report: Report) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(finding.found, finding.addresses) for finding in report.findings if finding.rule == "unit_differs"]


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ({"head": f"{HEAD}（元）"}, "元"),
        ({"head": f"{HEAD}（千元）"}, "千元"),
        ({"head": f"{HEAD}（百万元）"}, "百万元"),
        ({"head": f"{HEAD}（单位：亿元）"}, "亿元"),
        ({"head": f"{HEAD}（单位：人民币元）"}, "元"),
        ({"head": f"{HEAD}（人民币千元）"}, "千元"),
        ({"head": f"{HEAD}/元"}, "元"),
        ({"head": f"{HEAD}元"}, "元"),
        ({"head": f"{HEAD}（单位为元）"}, "元"),
        ({"caption": f"{ITEM}（单位：元）"}, "元"),
        ({"caption": "单位：千元"}, "千元"),
        ({"label": f"{LABEL}（元）"}, "元"),
        ({"above": "单位：元"}, "元"),
        ({"above": "金额单位：人民币元"}, "元"),
        ({"above": "单位：件、元"}, "元"),
        ({"tail": "<tr><td colspan=3>注：收费金额单位为元</td></tr>"}, "元"),
    ],
)
def test_another_unit_is_told_and_the_number_kept(printed: dict[str, str], unit: str) -> None:
    report = report_of(**printed)
    assert (report.cells[FEE].value, report.cells[FEE].unit) == (Decimal(437), unit)
    assert differing(report) == [(unit, (FEE,))]


@pytest.mark.parametrize(
    "printed",
    [{"head": f"{HEAD}（单位：万元）"}, {"head": f"{HEAD}（万元）", "above": "单位：元"}, {"above": "单位：件、万元"}],
)
def test_the_unit_of_the_form_needs_no_word(printed: dict[str, str]) -> None:
    report = report_of(**printed)
    assert (report.cells[FEE].value, report.cells[FEE].unit) == (Decimal(437), "万元")
    assert not differing(report)


@pytest.mark.parametrize("line", ["公开内容多元化", "收费0元", "第一单元", "单位：件"])
def test_a_word_that_is_no_unit_tells_none(line: str) -> None:
    report = report_of(above=line)
    assert report.cells[FEE].unit is None
    assert not differing(report)


def test_the_line_above_the_first_of_several_tables_holds_for_all() -> None:
    blocks = "".join(
        f"<table><tr><td>信息内容</td><td>{head}</td></tr><tr><td>{label}</td><td>{value}</td></tr></table>"
        for head, label, value in (("本年处理决定数量", "行政许可", 5), (HEAD, LABEL, 437))
    )
    report = parse(
        "<html><body><h1>友谊县教育局2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>"
        f"<p>金额单位：元</p>{blocks}</body></html>".encode()
    )
    assert differing(report) == [("元", (FEE,))]
