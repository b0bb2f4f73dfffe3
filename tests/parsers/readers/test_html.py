from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from disclosure.report import ElementPath
from parsers.document import Grid, Paragraph, UnreadableError
from parsers.readers.element_paths import Paths
from parsers.readers.html import read
from tests.clocks import computing_seconds
from tests.parsers.grids import Drawn, drawn_grids


def grids(payload: str) -> list[Grid]:
    return [block for block in read(payload.encode()).blocks if isinstance(block, Grid)]


def lines(payload: str) -> list[str]:
    return [block.text for block in read(payload.encode()).blocks if isinstance(block, Paragraph)]


def print_table(drawn: Drawn, wrap: str) -> str:
    rows = [
        "".join(
            f"<td rowspan='{box.row_span}' colspan={box.column_span}>{wrap.format(box.text)}</td>"
            for box in drawn.boxes
            if box.row == row
        )
        for row in range(drawn.rows)
    ]
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


@given(drawn_grids(), st.sampled_from(["{}", "<p> <span>{}</span></p>", "&nbsp;<b><i>{}</i></b>\n"]))
def test_spans_come_back_as_drawn(drawn: Drawn, wrap: str) -> None:
    read_back = [block for block in grids(print_table(drawn, wrap)) if block.columns > 1]
    if drawn.rows == 1 and len(drawn.boxes) == 1:
        return
    assert len(read_back) == 1
    cells = {(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in read_back[0].cells}
    assert cells == {(box.row, box.column, box.row_span, box.column_span, box.text) for box in drawn.boxes}
    assert read_back[0].exact


def test_the_place_of_a_cell_is_its_xpath() -> None:
    page = "<html><body><div id='zoom'><table><tr><td>甲</td><td>7</td></tr></table></div></body></html>"
    cell = grids(page)[0].cells[1]
    (place,) = cell.place
    assert isinstance(place, ElementPath)
    (element,) = html.document_fromstring(page).xpath(place.xpath)
    assert element.text == "7"


def test_line_breaks_are_kept_in_raw_and_dropped_in_text() -> None:
    cell = grids("<table><tr><td>结果<br>维持</td><td><p>3</p><p>5</p></td></tr></table>")[0].cells
    assert [(each.raw, each.text) for each in cell] == [("结果\n维持", "结果维持"), ("3\n5", "35")]


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        ("<td>部分公开</td><td>541</td>492</td><td>3</td>", ["部分公开", "541", "3"]),  # a tag was lost
        ("<td><p>部分公开</p></td><td><p>541</p></td>492<td><p>3</p></td>", ["部分公开", "541", "3"]),
        ("<td>部分公开</td><td></td>492<td>3</td>", ["部分公开", "", "3"]),
        ("<td>部分公开</td><td>541</td><td>3</td>492", ["部分公开", "541", "3"]),
    ],
)
def test_what_stands_between_cells_is_of_none(row: str, texts: list[str]) -> None:
    assert [cell.text for cell in grids(f"<table><tr>{row}</tr></table>")[0].cells] == texts


@pytest.mark.parametrize(
    ("cell", "raw"),
    [
        ("<p>2025</p>53", "2025\n53"),
        ("\n<p class='a'> 2025 </p>\n", "2025"),
        ("<p>2025</p><p>53</p>", "2025\n53"),
        ("20<p>25</p>", "20\n25"),
        ("<p/>2025<br/>", "2025"),
        ("<div><p>2025</p></div>53", "2025\n53"),
        ("&lt;p&gt;", "<p>"),
    ],
)
def test_paragraphs_break_lines_within_a_cell_and_not_at_its_ends(cell: str, raw: str) -> None:
    row = f"<tr><td>部分公开</td><td>{cell}</td><td>7</td></tr>"
    assert [each.raw for each in grids(f"<table>{row}</table>")[0].cells] == ["部分公开", raw, "7"]


def test_a_layout_table_is_no_grid_but_its_inner_tables_are() -> None:
    page = "<table><tr><td>侧栏</td><td><p>前言</p><table><tr><td>甲</td><td>1</td></tr></table>后记</td></tr></table>"
    assert [cell.text for cell in grids(page)[0].cells] == ["甲", "1"]
    assert lines(page) == ["侧栏", "前言", "后记"]


@pytest.mark.parametrize("span", ["100000000", "-3", "x", "0", ""])
def test_absurd_spans_are_clamped(span: str) -> None:
    grid = grids(f"<table><tr><td colspan='{span}' rowspan='{span}'>甲</td><td>1</td></tr></table>")[0]
    assert grid.columns <= 201
    assert grid.rows == 1


def test_hidden_text_is_not_read() -> None:
    page = "<p>看得见</p><p style='display: none'>看不见</p><script>var a='藏';</script><!-- 注 -->"
    assert lines(f"<html><body>{page}</body></html>") == ["看得见"]


def test_what_a_cell_hides_is_not_read_and_the_rest_of_it_is() -> None:
    hidden = "<script>7</script>1<!-- 6 --><div style='DISPLAY : none'><p>9</p></div>2<select><option>5</select>3"
    page = f"<table><caption>表一<s style='display:none'>二</s></caption><tr><td>甲</td><td>{hidden}</td></tr></table>"
    assert lines(page) == ["表一"]
    assert [cell.raw for cell in grids(page)[0].cells] == ["甲", "123"]


@pytest.mark.parametrize(("row", "body"), [(" style='display:none'", ""), ("", " style='display:none'")])
def test_hidden_rows_are_not_read(row: str, body: str) -> None:
    hidden = f"<tbody{body}><tr{row}><td>乙</td><td>2</td></tr></tbody>"
    page = f"<table><tr><td>甲</td><td>1</td></tr>{hidden}<tbody><tr><td>丙</td><td>3</td></tr></table>"
    assert [(cell.row, cell.text) for cell in grids(page)[0].cells] == [(0, "甲"), (0, "1"), (1, "丙"), (1, "3")]


def test_a_hidden_caption_is_not_read() -> None:
    caption = "<caption style='display:none'>表一</caption>"
    assert lines(f"<table>{caption}<tr><td>甲</td><td>1</td></tr></table>") == []


def test_an_article_that_a_script_shows_later_is_read() -> None:
    page = "<div style='display:none'><div id='zoom' style='display:none'><table><tr><td>甲</td><td>1</td></tr></table>"
    assert [cell.text for cell in grids(f"<body><p>菜单</p>{page}</div></div>")[0].cells] == ["甲", "1"]


def test_control_characters_at_line_breaks_do_no_harm() -> None:
    cells = grids("<table><tr><td>甲&#9;乙<br>\x0c丙</td><td><p>3&#1;</p>5\uffff<br></td></tr></table>")[0].cells
    assert [cell.raw for cell in cells] == ["甲 乙\n丙", "3\ufffd\n5\uffff"]


def test_the_known_container_is_read_and_the_chrome_is_not() -> None:
    page = (
        "<div class='menu'>首页</div><div class='a TRS_Editor'><p>正文第一段</p>第二段<br>第三段</div><div>版权</div>"
    )
    page = page.replace("正文第一段", "正文第一段" * 20)
    assert lines(f"<body>{page}</body>") == ["正文第一段" * 20, "第二段", "第三段"]


def test_an_empty_container_is_passed_over() -> None:
    page = "<div id='zoom'></div><div><p>正文</p><table><tr><td>甲</td><td>1</td></tr></table></div>"
    assert lines(f"<body>{page}</body>") == ["正文"]


def test_what_the_page_says_of_itself() -> None:
    page = """<html><head><title>某县</title><meta name="articletitle" content="某镇2023年报告">
    <META NAME="SiteIDCode" CONTENT="1410240020"></head><body><table><tr><td>索引号：</td><td>0001/2024-1</td>
    <td>发布机构：</td><td>某县教育局</td></tr></table><li>发布日期：2024-01-16</li></body></html>"""
    document = read(page.encode())
    assert document.title == "某镇2023年报告"
    assert document.metadata == {
        "PageTitle": "某县",
        "ArticleTitle": "某镇2023年报告",
        "SiteIDCode": "1410240020",
        "索引号": "0001/2024-1",
        "发布机构": "某县教育局",
        "发布日期": "2024-01-16",
    }


def test_a_fact_is_never_taken_from_a_comment() -> None:
    page = "<table><tr><td>发布机构</td><!-- 旧:某局 --><td>某县<br>教育局</td></tr></table><!-- <li>索引号：1</li> -->"
    assert read(page.encode()).metadata == {"发布机构": "某县教育局"}


def test_a_fact_is_never_taken_from_a_script() -> None:
    page = "<div><script>发布机构：错误镇人民政府</script><span>友谊县</span></div>"
    assert "发布机构" not in read(page.encode()).metadata


def test_facts_are_found_among_much_text_and_the_first_of_them_counts() -> None:
    prose = f"<div><p>{'信息公开与发布。' * 40}</p></div>" * 50
    page = f"<div>{prose}<ul><li><b>发布</b>机构：甲局</li><li><span>公开责任部门：乙局</span></li></ul>{prose}</div>"
    assert read(page.encode()).metadata == {"发布机构": "甲局"}


@pytest.mark.parametrize(("page", "title"), [("<h1>甲</h1><title>乙</title>", "甲"), ("<title>乙</title><p>x", "乙")])
def test_the_title_without_meta(page: str, title: str) -> None:
    assert read(page.encode()).title == title


def test_a_preformatted_text_keeps_its_lines() -> None:
    assert lines("<body><pre>一、总体情况\n正文\n</pre></body>") == ["一、总体情况", "正文"]


@pytest.mark.parametrize("payload", [b"", b"   ", b"<!-- x -->"])
def test_a_page_of_nothing_is_unreadable(payload: bytes) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        read(payload)


def test_an_over_large_page_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="too large"):
        read(b"<p>" + b"x" * (10 * 2**20))


@pytest.mark.parametrize("opening", ["<div>", "<table><tr><td>甲</td><td>"])
def test_a_page_too_deep_to_be_followed_is_unreadable_and_not_half_read(opening: str) -> None:
    with pytest.raises(UnreadableError, match="too deep"):
        read((opening * 100_000 + "底").encode())


@pytest.mark.parametrize("row", ["<td rowspan=200 colspan=200>7</td>" * 50, "<td>7</td><td>8</td>" * 100])
def test_a_table_too_large_to_be_one_is_unreadable(row: str) -> None:
    with pytest.raises(UnreadableError, match="too large"):
        read(("<table>" + f"<tr>{row}</tr>" * 600 + "</table>").encode())


def test_a_cell_whose_tag_another_opens_within_keeps_its_span_and_text() -> None:
    [grid] = grids('<table><tr><td colspan="4" %<span style="x">甲</td><td>2</td></tr><tr><td>3</td></tr></table>')
    assert [(cell.column, cell.text) for cell in grid.cells] == [(0, "甲"), (4, "2"), (0, "3")]


@pytest.mark.parametrize("piece", ["<p class='a b' id='x'>字</p>", "<i style='display:none'><b>字</b></i>"])
def test_eight_times_the_page_takes_about_eight_times_as_long(piece: str) -> None:
    few, many = (f"<body>{piece * count}</body>".encode() for count in (2_500, 20_000))
    # Quadratic would be 64 times as long.
    assert computing_seconds(lambda: read(many)) < 32 * min(computing_seconds(lambda: read(few)) for _ in range(5))


def test_paths_are_those_of_lxml() -> None:
    page = "<html><body><div id='zoom'><p>1</p><!-- x --><div><p>2</p><p>3<b>4</b></p></div><p>5</p>"
    page += "<table><tr><td>6</td><td>7</td></tr><tr><td>8</td><td>9</td></tr></table></div></body></html>"
    root = html.document_fromstring(page)
    paths = Paths(root)
    elements = list(root.iter("p", "b", "td"))
    assert [paths.place(each).xpath for each in elements] == [root.getroottree().getpath(each) for each in elements]


@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_document_or_a_reason(payload: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        assert read(payload).media_type == "text/html"


@pytest.mark.parametrize("around", ["object", "select", "noscript", "template", "xml"])
def test_an_article_within_what_shows_nothing_is_read(around: str) -> None:
    article = "<div id='zoom'><p>一、总体情况</p><table><tr><td>规章</td><td>3</td></tr></table></div>"
    page = f"<html><body><{around}>{article}</{around}<p>版权所有</p></body></html>"
    document = read(page.encode())
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一、总体情况"]
    assert [cell.text for block in document.blocks if isinstance(block, Grid) for cell in block.cells] == ["规章", "3"]
