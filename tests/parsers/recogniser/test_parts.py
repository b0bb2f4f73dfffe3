"""Several reports in one document are parts of their own; one report stays one, however often its title stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.report import Status
from parsers import SeveralReportsError, parse, parse_all
from parsers.document import Block, Document, Paragraph
from parsers.readers.html import read
from parsers.recogniser import recognise_all
from parsers.recogniser.parts import split_reports
from replica.press.docx import print_docx
from replica.press.html import HtmlOptions, print_body, print_html
from replica.press.tab_text import print_tab_text
from replica.press.truth import FMT2019, Truth, expected_json, make_truth

TOWNS = {"得石镇": "510421102", "撒莲镇": None, "白马镇": None}
PROSE = (
    "现将2018年政府信息公开工作情况报告如下。全年通过网站公开政府信息{number}条，内容涉及财政、民政与应急事项。",
    "全年收到政府信息公开申请{number}件，均已答复，未收取费用，没有发生行政复议和行政诉讼。存在的问题是更新不够及时。",
)


def truths() -> list[Truth]:
    return [
        make_truth(1, agency="梁平区屏锦镇人民政府"),
        make_truth(2, agency="梁平区云龙镇人民政府", division_code="500155103"),
        make_truth(3, agency="梁平区教育局", agency_kind="county_dept", division_code="500155", editions=FMT2019),
    ]


def paragraphs(*texts: str) -> Document:
    blocks: tuple[Block, ...] = tuple(Paragraph(text) for text in texts)
    return Document(blocks, "text/plain")


def narrative(agency: str, number: int, year: int = 2018) -> list[str]:
    return [f"{agency}{year}年政府信息公开工作年度报告", *(line.format(number=number) for line in PROSE)]


def check(payload: bytes, expected: list[Truth]) -> None:
    reports = parse_all(payload)
    assert [report.part for report in reports] == list(range(1, len(expected) + 1))
    for report, truth in zip(reports, expected, strict=True):
        assert (report.agency and report.agency.name, report.year) == (truth.agency, truth.year)
        values = {address: float(cell.value) for address, cell in report.cells.items() if cell.value is not None}
        assert values == {address: float(cell["value"]) for address, cell in expected_json(truth).items()}
        assert [section.number for section in report.sections] == list("一二三四五六")
        assert report.status is Status.RECONCILED


def test_a_page_with_three_reports() -> None:
    body = "".join(f"<h2>{truth.title}</h2>{print_body(truth, HtmlOptions())}" for truth in truths())
    page = f"<html><body><h1>政府信息公开工作年度报告汇编</h1>{body}</body></html>".encode()
    check(page, truths())
    with pytest.raises(SeveralReportsError):
        parse(page)


def test_text_with_two_reports() -> None:
    check(b"\n".join(print_tab_text(truth) for truth in truths()[:2]), truths()[:2])


def test_one_agency_two_years() -> None:
    reports = recognise_all(paragraphs(*narrative("米易县得石镇", 17, 2017), *narrative("米易县得石镇", 18, 2018)))
    assert [report.year for report in reports] == [2017, 2018]


def test_reports_in_prose_after_a_list_of_contents() -> None:
    titles = [narrative(town, 0)[0] for town in TOWNS]
    lines = [line for number, town in enumerate(TOWNS, start=11) for line in narrative(town, number)]
    reports = recognise_all(paragraphs("各镇年度报告汇编", *titles, *lines))
    assert [report.agency and report.agency.name for report in reports] == list(TOWNS)
    said = [
        {int(each.value) for each in report.mentions if each.measure == "disclosed_on_website"} for report in reports
    ]
    assert said == [{11}, {12}, {13}]


def test_a_title_over_two_lines_belongs_to_the_part_below_it() -> None:
    second = ["撒莲镇人民政府", "2018年政府信息公开工作年度报告", *narrative("", 8)[1:]]
    first, other = recognise_all(paragraphs(*narrative("得石镇", 7), *second))
    assert other.agency is not None
    assert other.agency.name == "撒莲镇人民政府"
    assert "撒莲镇" not in first.sections[-1].text


@pytest.mark.parametrize("copies", [1, 2])
def test_one_report_stays_one(copies: int) -> None:
    truth = truths()[0]
    again = f"<div style='display:none'>{print_body(truth, HtmlOptions())}</div>"
    page = print_html(truth).decode()
    assert len(parse_all(page.replace("</body>", again * (copies - 1) + "</body>").encode())) == 1
    body = print_body(truth, HtmlOptions())
    twice = f"<html><body><h1>{truth.title}</h1>{body}<h1>{truth.title}</h1>{body}</body></html>".encode()
    (report,) = parse_all(twice)
    values = {address: float(cell.value) for address, cell in report.cells.items() if cell.value is not None}
    assert values == {address: float(cell["value"]) for address, cell in expected_json(truth).items()}


def test_titles_that_are_only_named_cut_nothing() -> None:
    lines = narrative("米易县得石镇", 7)
    lines += ["相关链接", "米易县撒莲镇2018年政府信息公开工作年度报告", "上一篇：白马镇2018年政府信息公开工作年度报告"]
    assert len(recognise_all(paragraphs(lines[0], *lines))) == 1


LINES = st.sampled_from(
    [
        "得石镇2018年政府信息公开工作年度报告",
        "撒莲镇人民政府",
        "2018年政府信息公开工作年度报告",
        "一、总体情况",
        "三、收到和处理政府信息公开申请情况",
        "（一）主动公开。全年公开信息3条。",
        "",
        "报告",
        *PROSE,
    ]
)


@given(lines=st.lists(LINES, max_size=24))
def test_whatever_the_lines_are_none_is_lost_or_taken_twice(lines: list[str]) -> None:
    whole = paragraphs(*lines)
    parts = split_reports(whole)
    assert [block for part in parts for block in part.blocks] == list(whole.blocks)
    assert [report.part for report in recognise_all(whole)] == list(range(1, len(parts) + 1))


def test_titles_and_nothing_else_cut_nothing() -> None:
    assert len(recognise_all(paragraphs(*(narrative(town, 0)[0] for town in TOWNS)))) == 1


def test_docx_and_the_reader_agree_that_one_is_one() -> None:
    truth = truths()[0]
    assert len(parse_all(print_docx(truth))) == 1
    assert len(recognise_all(read(print_html(truth)))) == 1


def test_a_list_of_other_reports_beside_the_page_cuts_nothing() -> None:
    truth = make_truth(4)
    items = "".join(
        f"<li><a href='/a/{year}.html'>友谊县财政局{year}年政府信息公开年度报告</a><span>{year + 1}-01-17</span></li>"
        for year in (2021, 2022)
    )
    card = "<table><tr><th>索引号：</th><td>000014349</td><th>发文日期：</th><td>2024-01-22</td></tr></table>"
    page = f"<body><div><ul>{items}</ul></div><div>{card}<h1>{truth.title}</h1>{print_body(truth, HtmlOptions())}</div>"
    report = parse(page.encode())
    assert (report.title, report.status) == (truth.title, Status.RECONCILED)
