"""What editors, word processors and content systems make of cells and pages."""

from __future__ import annotations

import pytest
from lxml import html

from disclosure.report import ElementPath
from parsers.document import Grid, Paragraph
from parsers.readers.html import read

TWO_GROUPS = "甲<td>1<tr><td>2<tbody><tr><td>乙<td>3"


def grids(payload: str) -> list[Grid]:
    return [block for block in read(payload.encode()).blocks if isinstance(block, Grid)]


def lines(payload: str) -> list[str]:
    return [block.text for block in read(payload.encode()).blocks if isinstance(block, Paragraph)]


def table(content: str) -> str:
    return f"<table><tr><td>甲</td><td>{content}</td></tr></table>"


@pytest.mark.parametrize(
    ("content", "raw"),
    [
        ("<p class=MsoNormal><span lang=EN-US style='mso-bidi-font-size:10.5pt'>3<o:p></o:p></span></p>", "3"),
        ("<!--[if !supportEmptyParas]-->&nbsp;<!--[endif]-->5", "5"),
        ("<![if !supportEmptyParas]>&nbsp;<![endif]>5", "5"),
        ("<!--[if gte vml 1]><v:shape><td>9</td></v:shape><![endif]--><![if !vml]><img><![endif]>5", "5"),
        ("1<span>2</span><!-- x --><font>3</font>", "123"),
        ("<span>1</span>\n<span>2</span>", "1 2"),
        ("3&shy;<wbr>5", "3\xad5"),
        ("3<hr>5", "3\n5"),
        ("<dl><dd>3</dd><dd>5</dd></dl>", "3\n5"),
        ("<ruby>五<rp>(</rp><rt>wu</rt></ruby>", "五"),
        ("a&lt;b&amp;gt;", "a<b&gt;"),
    ],
)
def test_a_cell_reads_as_it_shows(content: str, raw: str) -> None:
    assert [cell.raw for cell in grids(table(content))[0].cells] == ["甲", raw]


@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'>"])
@pytest.mark.parametrize(
    "hidden",
    [
        "<span hidden>3</span>",
        "<div style='display:none'>3</div>",
        "<span style='VISIBILITY: hidden'>3</span>",
        "<span style='display:none;mso-hide:all'>3</span>",
        "<input type=hidden value=3>",
        "<select><option>3</select>",
    ],
)
def test_what_a_cell_hides_is_no_digit_of_its_number(hidden: str, doctype: str) -> None:
    assert grids(doctype + table(f"1{hidden}5"))[0].cells[1].raw == "15"


def test_what_shows_again_inside_something_hidden_is_read() -> None:
    content = "<p style='visibility:hidden'>7<span style='visibility:visible'>3</span></p>"
    assert "3" in grids(table(content))[0].cells[1].raw


@pytest.mark.parametrize(
    ("content", "raw", "text"),
    [
        ("3<sup>2</sup>", "3[2]", "3[2]"),
        ("3<sub>a</sub>", "3[a]", "3[a]"),
        ("3<sup>[2]</sup>", "3[2]", "3[2]"),
        ("3<sup></sup>", "3", "3"),
        ("规章<sup>1</sup>", "规章[1]", "规章"),
        ("其他（单位：件）<sup>①</sup>", "其他（单位：件）①", "其他（单位：件）"),
        ("<del>3</del>5", "~~3~~5", "5"),
        ("<s><b>3</b></s>5", "~~3~~5", "5"),
        ("<span style='text-decoration: line-through'>3</span>5", "~~3~~5", "5"),
    ],
)
def test_notes_and_what_is_struck_out_do_not_run_into_the_number(content: str, raw: str, text: str) -> None:
    cell = grids(table(content))[0].cells[1]
    assert (cell.raw, cell.text) == (raw, text)


@pytest.mark.parametrize("field", ["<input value='3'>", "<input type=TEXT readonly value=3>", "<textarea>3</textarea>"])
def test_the_value_of_a_field_is_read(field: str) -> None:
    assert grids(table(field))[0].cells[1].raw == "3"


@pytest.mark.parametrize(
    ("groups", "rows"),
    [
        ("<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3", [(0, 0, 3), (0, 1, 1), (1, 1, 1), (2, 1, 1)]),
        (f"<tbody><tr><td rowspan=0>{TWO_GROUPS}", [(0, 0, 2), (0, 1, 1), (1, 1, 1), (2, 0, 1)]),
        (f"<tbody><tr><td rowspan=9>{TWO_GROUPS}", [(0, 0, 2), (0, 1, 1), (1, 1, 1), (2, 0, 1)]),
    ],
)
def test_a_cell_goes_on_to_the_end_of_its_group_of_rows(groups: str, rows: list[tuple[int, int, int]]) -> None:
    cells = grids(f"<table>{groups}</table>")[0].cells
    assert [(cell.row, cell.column, cell.row_span) for cell in cells][:4] == rows


def test_a_head_stands_first_and_a_foot_last() -> None:
    foot = "<tfoot><tr><td>合计</td><td>9</td></tr></tfoot>"
    head = "<thead><tr><th>头</th><th>数</th></tr></thead>"
    page = f"<table>{foot}<tbody><tr><td>甲</td><td>1</td></tr></tbody>{head}</table>"
    assert [cell.text for cell in grids(page)[0].cells] == ["头", "数", "甲", "1", "合计", "9"]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><form><td>甲</td><td>1</td></form></tr><tr><td>乙</td><td>2</td></tr>",
        "<tr><font><td>甲</td></font><font><td>1</td></font></tr><tr><td>乙</td><td>2</td></tr>",
        "<tr><td>甲<td>1<tr><td>乙<td>2",
        "<tr><td <p>甲</td><td <td 5>1</td></tr><tr <b><td>乙</td><td x<\x01y=3>2</td></tr>",
        "<font><tbody><tr><td>甲</td><td>1</td></tr></tbody></font><tr><td>乙</td><td>2</td></tr>",
        "<tr><td><div>甲<td><span><b>1<tr><td><p>乙<td>2",
        "<tr><td>甲</td><!--<td>9</td>--><td>1</td></tr><tr><td style='display:none'>8</td><td>乙<td>2",
        "<tr style='display:none'><td>甲</td><td>9</td></tr><tr><th>甲</th><td>1</td></tr><tr><td>乙<td>2",
        "<tr><td>甲</td><td><table><tr><td>1</td></tr></table></td></tr><tr><td>乙</td><td>2</td></tr>",
    ],
)
def test_cells_are_found_where_browsers_show_them(rows: str) -> None:
    page = f"<html><body><table>{rows}</table></body></html>"
    (grid,) = grids(page)
    assert [(cell.row, cell.column, cell.text) for cell in grid.cells] == [
        *((0, 0, "甲"), (0, 1, "1")),
        *((1, 0, "乙"), (1, 1, "2")),
    ]
    tree = html.document_fromstring(page)
    for cell in grid.cells:
        (place,) = cell.place
        assert isinstance(place, ElementPath)
        (element,) = tree.xpath(place.xpath)
        assert element.text_content().startswith(cell.text)  # what was never closed holds what follows


@pytest.mark.parametrize("prose", ["一、总体情况。" * 5, "打印 关闭", "2024年1月16日"])
def test_a_table_of_prose_in_a_cell_makes_the_outer_one_layout(prose: str) -> None:
    page = f"<table><tr><td>栏目</td><td><table><tr><td>{prose}</td></tr></table></td></tr></table>"
    assert (grids(page), lines(page)) == ([], ["栏目", prose])


def test_a_form_around_the_page_is_no_search_form() -> None:
    search = "<form><p>站内搜索</p><input value='请输入'></form>"
    assert lines(f"<form>{search}<p>正文</p>{table('5')}</form>") == ["正文"]
    assert lines(f"<form>{search}<p>{'正文' * 100}</p></form>") == ["正文" * 100]


def test_an_article_in_several_holders_is_read_whole() -> None:
    page = "".join(f"<div class='TRS_Editor'><p>{text}</p>{table('1')}</div>" for text in "一二")
    assert lines(f"<body><p>菜单</p><div>{page}</div></body>") == ["一", "二"]


def test_a_page_that_only_shows_a_file_says_so() -> None:
    page = "<p>年度报告</p><iframe src='/pdfjs/web/viewer.html?file=/upload/2023.pdf'></iframe>"
    (finding,) = read(page.encode()).findings
    assert finding.rule == "embedded_document"
    assert "2023.pdf" in finding.message
    assert read(f"{page}{table('5')}".encode()).findings == ()
    assert read(b"<p>x</p><iframe src='/top.html'></iframe>").findings == ()
