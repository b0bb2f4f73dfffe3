"""Reports in prose: chapters in whatever style, half a page without any, and pages that are no report."""

from __future__ import annotations

import pytest

from disclosure.report import Report, Status
from parsers.document import Block, Cell, Document, Grid, Paragraph
from parsers.recogniser import recognise

TITLE = "遂溪县建新镇2018年政府信息公开工作年度报告"
OPENING = "根据《中华人民共和国政府信息公开条例》，现将我镇2018年政府信息公开工作情况报告如下。"
CHAPTERS = {
    "概述": "2018年，我镇高度重视政府信息公开工作，明确专人负责，及时更新内容。",
    "主动公开政府信息情况": "全年通过政府网站主动公开政府信息165条，通过微信公众号公开信息30余条。",
    "依申请公开政府信息情况": "2018年共收到政府信息公开申请3件，其中当面申请1件，网络申请2件，均按时答复。",
    "收费及减免情况": "2018年未收取任何费用。",
    "行政复议、行政诉讼情况": "没有发生因政府信息公开申请行政复议、提起行政诉讼的情况。",
    "存在的问题和改进措施": "公开内容还不够丰富，更新不够及时，今后要加强管理。",
}
NARRATIVE = {"active_disclosure": "narrative", "applications": "narrative", "disputes": "narrative", "statistics": None}
SAID = {
    ("disclosed_on_website", 165),
    ("disclosed_on_wechat", 30),
    ("requests_received", 3),
    ("requests_in_person", 1),
    ("requests_online", 2),
    ("info_fee_amount", 0),
    ("reviews_total", 0),
    ("suits_total", 0),
}


def read(*blocks: str | Block, title: str = "") -> Report:
    parts = tuple(Paragraph(block) if isinstance(block, str) else block for block in blocks)
    return recognise(Document(parts, "text/plain", title))


def said(report: Report) -> set[tuple[str, int]]:
    return {(mention.measure, int(mention.value)) for mention in report.mentions}


def grid(*rows: tuple[str, ...]) -> Grid:
    cells = tuple(Cell(row, column, text, text) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    return Grid(len(rows), max(map(len, rows)), cells, "html")


STYLES = {
    "numerals": "一二三四五六",
    "bracketed numerals": ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"],
    "digits": ["1.", "2.", "3.", "4.", "5.", "6."],
    "digits with a comma": ["1、", "2、", "3、", "4、", "5、", "6、"],
    "bracketed digits": ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
    "no number": [""] * 6,
}


@pytest.mark.parametrize("style", STYLES)
def test_chapters_in_every_style(style: str) -> None:
    marks = [f"{mark}、" if style == "numerals" else mark for mark in STYLES[style]]
    lines = [line for mark, (title, text) in zip(marks, CHAPTERS.items(), strict=True) for line in (mark + title, text)]
    report = read(TITLE, OPENING, *lines)
    assert report.editions == NARRATIVE
    assert report.status is Status.INCOMPLETE, "no equation could be tested"
    assert [section.title for section in report.sections] == [
        mark + title for mark, title in zip(marks, CHAPTERS, strict=True)
    ]
    assert [section.text for section in report.sections] == list(CHAPTERS.values())
    assert said(report) == SAID
    assert [finding.rule for finding in report.findings] == ["narrative"]
    assert (report.year, report.agency and report.agency.division_code) == (2018, "440823109")


def test_a_narrative_in_traditional_script_is_one() -> None:
    report = read(
        "沙塘鎮2016年政府信息公開年度報告",
        "一、政府信息主動公開情況",
        "2016年全鎮主動公開各類信息247條，均在政府門戶網站發布，方便群衆查閱。",
        "二、依申請公開政府信息情況",
        "2016年共收到申請1宗，已按時答復，沒有收取任何費用。",
        "三、申請行政復議和提起行政訴訟情況",
        "2016年未發生申請行政復議和提起行政訴訟的情況。",
    )
    assert report.editions == NARRATIVE
    assert report.year == 2016


def test_headings_that_go_on_in_their_paragraph() -> None:
    lines = [f"{mark}、{title}。{text}" for mark, (title, text) in zip("一二三四五六", CHAPTERS.items(), strict=True)]
    report = read(TITLE, OPENING, *lines)
    assert [(each.number, each.text) for each in report.sections] == [
        (mark, text) for mark, text in zip("一二三四五六", CHAPTERS.values(), strict=True)
    ]
    assert said(report) == SAID


def test_half_a_page_without_any_heading() -> None:
    report = read(TITLE, OPENING, *CHAPTERS.values(), "建新镇人民政府", "2019年1月18日")
    assert report.editions == NARRATIVE
    (section,) = report.sections
    assert (section.number, section.title) == ("", "")
    assert section.text.startswith(OPENING)
    assert said(report) == SAID


def test_short_chapters_need_less_prose() -> None:
    lines = [
        "概况",
        "我局认真落实各项要求。",
        "主动公开情况",
        "主动公开信息1 024条。",
        "依申请公开情况",
        "受理申请2件，均予以公开。",
    ]
    report = read("关于2017年政府信息公开工作情况的报告", *lines, "存在问题", "更新不及时，需要加强。", "米易县水利局")
    assert report.editions == NARRATIVE
    assert [section.title for section in report.sections] == [*lines[::2], "存在问题"]


def test_a_list_of_contents_is_no_chapter() -> None:
    headings = [f"{mark}、{title}" for mark, title in zip("一二三四五六", CHAPTERS, strict=True)]
    lines = [line for pair in zip(headings, CHAPTERS.values(), strict=True) for line in pair]
    for parts in (("目录", *headings, OPENING, *lines), (OPENING, *lines, *headings), (*headings, *lines, *headings)):
        texts = [section.text for section in read(TITLE, *parts).sections]
        assert texts[:5] == list(CHAPTERS.values())[:5]
        assert texts[5].startswith(CHAPTERS["存在的问题和改进措施"])


def test_offsets_lead_from_the_document_to_the_chapter() -> None:
    pairs = [(f"{mark}、{title}", text) for mark, (title, text) in zip("一二三四五六", CHAPTERS.items(), strict=True)]
    lines = [TITLE, OPENING, *(line for pair in pairs for line in pair)]
    text = "\n".join(lines)
    for section in read(*lines).sections:
        assert text[section.start : section.end] == f"{section.title}\n{section.text}"


def test_the_form_without_its_tables_has_lost_them_and_is_no_narrative() -> None:
    titles = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    report = read(TITLE.replace("2018", "2022"), *(line for title in titles for line in (title, "见下图。")))
    assert set(report.editions.values()) == {None}
    assert [finding.rule for finding in report.findings] == ["table_missing"] * 3
    assert report.status is Status.INCOMPLETE


def test_tables_that_no_edition_knows_stop_the_report_with_a_reason() -> None:
    local = grid(
        ("指标", "计量", "本期", "累计"),
        ("公开目录", "条", "3", "9"),
        ("接待", "人次", "4", "8"),
        ("来电", "次", "5", "7"),
    )
    report = read(TITLE, OPENING, *CHAPTERS.values(), local)
    assert set(report.editions.values()) == {None}
    assert report.cells == {}
    (finding,) = [finding for finding in report.findings if finding.rule == "layout_unknown"]
    assert "指标" in finding.message
    assert report.status is Status.INCOMPLETE


@pytest.mark.parametrize(
    ("title", "blocks"),
    [
        ("关于做好2018年政府信息公开工作年度报告编制发布工作的通知", [OPENING, *CHAPTERS.values()]),
        ("建新镇2018年政府信息公开工作年度报告解读", [OPENING, *CHAPTERS.values()]),
        (TITLE, ["附件：建新镇2018年政府信息公开工作年度报告.doc", "打印本页"]),
        ("建新镇政府信息公开指南", [OPENING, *CHAPTERS.values()]),
        ("2018年法治政府建设年度报告", ["我镇依法行政，办理行政复议3件。", *CHAPTERS.values()]),
        (TITLE, ["某村喜获丰收，农民增收致富，全镇上下一片欢腾。" * 6]),
    ],
)
def test_pages_that_are_no_report(title: str, blocks: list[str]) -> None:
    report = read(title, *blocks, title=title)
    assert report.status is Status.NOT_A_REPORT
    assert [finding.rule for finding in report.findings] == ["not_a_report"]
