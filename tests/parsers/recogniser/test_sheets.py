"""Sheets of a workbook that only their names tell apart: what is of another year or made up never fills the report."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlwt

from disclosure.report import Report
from parsers import parse, parse_all
from tests.parsers.sheet_files import data, number, text, xlsx

TITLE = "友谊县教育局2023年政府信息公开工作年度报告"
HEADING = "二、主动公开政府信息情况"
ROWS = ("行政许可", "行政处罚", "行政强制")
CODES = ("license_decisions", "penalty_decisions", "coercion_decisions")


def sheet(values: tuple[int | None, ...], title: str = "", *, headed: bool = True) -> str:
    """Rows of table two; None is a row that the sheet does not have."""
    lines = [text(line) for line in (title, HEADING if headed else "") if line]
    head = text("信息内容") + text("本年处理决定数量")
    rows = [text(row) + number(str(value)) for row, value in zip(ROWS, values, strict=True) if value is not None]
    return data(*lines, head, *rows)


def read(report: Report) -> list[int | str]:
    readings = [report.cells[f"active_disclosure.{code}"] for code in CODES]
    return [each.state.value if each.value is None else int(each.value) for each in readings]


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


OWN, OTHER = (71, 72, None), (11, 12, 13)


@pytest.mark.parametrize(
    ("other", "own", "rule"),
    [
        ("2022年", "2023年", "other_year"),
        ("2022", "2023", "other_year"),
        ("表二（2022年度）", "表二（2023年度）", "other_year"),
        ("附件2-2022年报", "附件1-2023年报", "other_year"),
        ("上年", "本年", "other_year"),
        ("上年数据", "Sheet1", "other_year"),
        ("2022年", "Sheet1", "other_year"),
        ("示例", "Sheet1", "example_left_out"),
        ("填报样例", "填报表", "example_left_out"),
        ("模板", "2023年", "example_left_out"),
        ("空表", "年报", "example_left_out"),
    ],
)
@pytest.mark.parametrize("headed", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_another_sheet_fills_nothing(other: str, own: str, rule: str, *, headed: bool, first: bool) -> None:
    sheets = {other: sheet(OTHER, headed=headed), own: sheet(OWN, TITLE)}
    names = tuple(sheets if first else reversed(sheets))
    (report,) = parse_all(xlsx(*(sheets[name] for name in names), names=names))
    assert read(report) == [71, 72, "missing"]
    assert rule in rules(report)
    assert report.year == 2023


def test_a_made_up_title_on_an_example_is_no_report() -> None:
    names = ("示例", "年报")
    made_up = sheet(OTHER, "某某县某某局2021年政府信息公开工作年度报告")
    (report,) = parse_all(xlsx(made_up, sheet(OWN, TITLE), names=names))
    assert (read(report), report.year) == ([71, 72, "missing"], 2023)


def test_sheets_of_years_with_their_titles_are_two_reports() -> None:
    sheets = (sheet(OWN, TITLE), sheet(OTHER, TITLE.replace("2023", "2022")))
    own, other = parse_all(xlsx(*sheets, names=("2023年", "2022年")))
    assert (read(own), read(other)) == ([71, 72, "missing"], [11, 12, 13])


def test_years_of_which_none_is_known_to_be_the_reports_are_both_left_out() -> None:
    title = TITLE.replace("2023年", "")
    report = parse(xlsx(sheet(OWN, title), sheet((None, None, 13)), names=("2023年", "2022年")))
    assert report.year is None
    assert read(report) == ["missing"] * 3


@pytest.mark.parametrize(
    "names",
    [("2024年",), ("模板",), ("示例",), ("表二（2024年）", "表三（2024年）"), ("封面", "2024年"), ("表1", "表2")],
)
def test_a_name_that_tells_nothing_apart_takes_nothing_away(names: tuple[str, ...]) -> None:
    """An office may call its sheets by the year in which it reports, or leave the name of the form that it filled."""
    sheets = [sheet(OWN, TITLE), data(text("填报单位") + text("教育局"))]
    last = sheets[: len(names)] if names[0] != "封面" else [*reversed(sheets)]
    report = parse(xlsx(*last, names=names))
    assert read(report) == [71, 72, "missing"]


def test_sheets_that_are_all_of_the_year_of_reporting_are_read() -> None:
    rest = data(text(HEADING), text("信息内容") + text("本年处理决定数量"), text(ROWS[2]) + number("73"))
    report = parse(xlsx(sheet(OWN, TITLE), rest, names=("表二（2024年）", "续表（2024年）")))
    assert read(report) == [71, 72, 73]


def test_old_workbooks_name_their_sheets_too() -> None:
    book = xlwt.Workbook()
    for name, values, title in (("2022年", OTHER, ""), ("2023年", OWN, TITLE)):
        page = book.add_sheet(name)
        page.write(0, 0, title)
        page.write(1, 0, HEADING)
        for column, head in enumerate(("信息内容", "本年处理决定数量")):
            page.write(2, column, head)
        for row, (label, value) in enumerate(zip(ROWS, values, strict=True), start=3):
            if value is not None:
                page.write(row, 0, label)
                page.write(row, 1, value)
    stream = BytesIO()
    book.save(stream)
    assert read(parse(stream.getvalue())) == [71, 72, "missing"]
