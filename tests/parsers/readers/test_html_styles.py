"""What style sheets and inline styles raise, strike out or hide must not run into the number beside it."""

from __future__ import annotations

import pytest

from parsers.document import Cell, Grid, Paragraph, UnreadableError
from parsers.readers import html_sheets
from parsers.readers.html import read
from parsers.values import read_value

RAISED = "position:relative;top:-5.0pt"


def second_cell(content: str, sheet: str = "", attributes: str = "") -> Cell:
    """The cell behind a label, in a page with this style sheet."""
    page = f"{sheet and f'<style>{sheet}</style>'}<table><tr><td>甲</td><td {attributes}>{content}</td></tr></table>"
    (grid,) = read(page.encode()).blocks
    assert isinstance(grid, Grid)
    return grid.cells[1]


@pytest.mark.parametrize(
    ("content", "raw"),
    [
        ("6<span style='vertical-align:super'>2</span>", "6[2]"),
        ("6<span style='font-size:8pt;VERTICAL-ALIGN: Sub'>2</span>", "6[2]"),
        ("6<span style='vertical-align:4pt'>2</span>", "6[2]"),
        ("6<span style='vertical-align:-30%'>a</span>", "6[a]"),
        ("6<span style='position:relative;top:-5.0pt;mso-text-raise:5.0pt'>2</span>", "6[2]"),
        ("6<span style='position:relative;top:-.5em'>2</span>", "6[2]"),
        ("6<span style='vertical-align:middle'>2</span>", "62"),
        ("6<span style='vertical-align:super;vertical-align:baseline'>2</span>", "62"),
        ("6<span style='position:relative;top:-1.0pt;mso-text-raise:1.0pt'>2</span>", "62"),
        (
            "<span style='position:relative;top:-5.0pt'>6</span><span style='position:relative;top:-5.0pt'>2</span>",
            "62",
        ),
        ("<p style='vertical-align:super'>6</p>", "6"),
        ("<span style='text-decoration:LINE-THROUGH'>3</span>8", "~~3~~8"),
        ("<span style='text-decoration-line: underline line-through'>3</span>8", "~~3~~8"),
        ("<span style='text-decoration:line-through'><s>3</s></span>8", "~~3~~8"),
        ("7<span style='font-size:0'>4</span>", "7"),
        ("7<span style='font-size: 0.0pt'>4</span>", "7"),
        ("7<span style='font-size:1px'>4</span>", "7"),
        ("7<span style='font-size:.9em'>4</span>", "74"),
        ("<div style='font-size:0'>5<span style='font-size:14px'>7</span>4</div>", "7"),
        ("7<span style='position:absolute;left:-9999px'>4</span>", "7"),
        ("7<span style='opacity:0'>4</span>", "7"),
        ("<span style='color:#FFF'>4</span>7", "~~4~~7"),
        ("<span style='color:white'>4</span>", "~~4~~"),
        ("<span style='color:white;background:#900'>4</span>7", "47"),
        ("<span style='color:#fff'>总计</span>7", "总计7"),
    ],
)
def test_what_a_style_says_of_its_text(content: str, raw: str) -> None:
    assert second_cell(content).raw == raw


def test_white_on_something_coloured_is_read() -> None:
    assert second_cell("<b style='color:#fff'>4</b>", attributes="bgcolor=navy").raw == "4"
    assert second_cell("<b style='color:#fff'>4</b>", attributes="class=head").raw == "4"


@pytest.mark.parametrize(
    ("sheet", "content", "raw"),
    [
        (".s{vertical-align:super}", "6<span class='x s'>2</span>", "6[2]"),
        ("#s { VERTICAL-ALIGN : SUPER }", "6<span id=s>2</span>", "6[2]"),
        ("em{vertical-align:super}", "6<em>2</em>", "6[2]"),
        ("em.s, b{vertical-align:sub}", "6<em class=s>2</em>7<em>1</em>", "6[2]71"),
        (".x.s{vertical-align:super}", "6<i class='s x'>2</i>7<i class=s>1</i>", "6[2]71"),
        ("/* .s{} */ .s{color:red;vertical-align:super}", "6<i class=s>2</i>", "6[2]"),
        ("<!-- .s{vertical-align:super} -->", "6<i class=s>2</i>", "6[2]"),
        ("table .s{vertical-align:super}", "6<i class=s>2</i>", "6[2]"),
        ("tr > td > .s{vertical-align:super}", "6<i class=s>2</i>", "6[2]"),
        ("tr > .s{vertical-align:super}", "6<i class=s>2</i>", "62"),
        ("ul .s{vertical-align:super}", "6<i class=s>2</i>", "62"),
        (".s:hover{vertical-align:super}", "6<i class=s>2</i>", "62"),
        (".s::after{display:none}", "6<i class=s>2</i>", "62"),
        (".h{display:none}", "7<span class=h>4</span>", "7"),
        (".h{visibility:hidden}", "7<span class=h>4</span>", "7"),
        (".h{font-size:0}", "7<span class=h>4</span>", "7"),
        (".h{display:none}.h{display:inline}", "7<span class=h>4</span>", "74"),
        (".h.on{display:inline}.h{display:none}", "7<span class='h on'>4</span>", "74"),
        ("#h{display:none!important}", "7<span id=h style='display:inline'>4</span>", "7"),
        (".h{display:none}", "7<span class=h style='display:inline'>4</span>", "74"),
        ("@media print{.h{display:none}}", "7<span class=h>4</span>", "74"),
        ("@media (max-width:600px){.h{display:none}} .d{text-decoration:line-through}", "7<i class=h>4</i>", "74"),
        ("@charset 'utf-8'; @media screen{.h{display:none}}", "7<span class=h>4</span>", "7"),
        (".d{text-decoration:line-through}", "<span class=d>3</span>8", "~~3~~8"),
        (".d{text-decoration-line:Line-Through}", "<span class=d>3</span>8", "~~3~~8"),
        (".w{color:#ffffff}", "<span class=w>4</span>7", "~~4~~7"),
        (".w{color:#ffffff;background-color:red}", "<span class=w>4</span>7", "47"),
        (".h{display:none", "7<span class=h>4</span>", "7"),
        ("}{;.h{display:none}", "7<span class=h>4</span>", "74"),
    ],
)
def test_what_a_style_sheet_says_of_an_element(sheet: str, content: str, raw: str) -> None:
    assert second_cell(content, sheet).raw == raw


def test_a_sheet_for_paper_is_none() -> None:
    page = "<style media=print>.h{display:none}</style><table><tr><td>甲<td>7<i class=h>4</i></table>"
    (grid,) = read(page.encode()).blocks
    assert isinstance(grid, Grid)
    assert grid.cells[1].raw == "74"


def test_a_row_that_is_struck_out_is_so_in_each_cell() -> None:
    page = "<table><tr style='text-decoration:line-through'><td>甲<td>4<tr><td>乙<td>7</table>"
    (grid,) = read(page.encode()).blocks
    assert isinstance(grid, Grid)
    assert [cell.raw for cell in grid.cells] == ["~~甲~~", "~~4~~", "乙", "7"]


def test_rows_and_prose_that_a_sheet_hides_are_not_read_but_what_holds_a_table_is() -> None:
    rows = "<table><tr class=h><td>甲<td>4<tr><td>乙<td>7</table>"
    hidden = "<div class=h><p>文</p><table><tr><td>丙<td>5</table></div>"
    blocks = read(f"<style>.h{{display:none}}</style><p class=h>字</p>{rows}{hidden}<p>正</p>".encode()).blocks
    texts = [block.text if isinstance(block, Paragraph) else [cell.raw for cell in block.cells] for block in blocks]
    assert texts == [["乙", "7"], "文", ["丙", "5"], "正"]  # a script or a rule that is not followed may show it


def test_what_a_script_is_to_show_is_read_where_else_no_table_shows() -> None:
    page = "<div class=tab><p>文</p><table><tr><td>甲<td>7<i class=tab>4</i></table></div>"
    blocks = read(f"<style>.tab{{display:none}}</style>{page}".encode()).blocks
    assert len(blocks) == 2
    assert isinstance(blocks[1], Grid)
    assert blocks[1].cells[1].raw == "7"


def test_a_sheet_that_asks_for_more_than_any_page_needs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_sheets, "MOST_WORK", 100)
    sheet = "div div div i{display:none}" * 60
    with pytest.raises(UnreadableError, match="too large"):
        second_cell("<div>" * 20 + "<i>4</i>" + "</div>" * 20, sheet)


@pytest.mark.parametrize(
    ("content", "raw"),
    [
        ("<img src='7.png'>", "[图]"),
        ("<p>&nbsp;<img src='7.png' width=90 height='30px'></p>", "[图]"),
        ("<img src='7.png'>5", "5"),
        ("<img src='dot.gif' width=1 height=1>", ""),
        ("<img src='dot.gif' style='width:90px;HEIGHT: 2px'>", ""),
        ("<img src='7.png' style='display:none'>", ""),
        ("<span style='display:none'><img src='7.png'></span>", ""),
        ("<img>", ""),
        ("<img src='7.png'><img src='8.png'>", "[图]"),
    ],
)
def test_a_picture_behind_a_label_is_not_nothing(content: str, raw: str) -> None:
    cell = second_cell(content)
    assert cell.raw == raw
    assert (read_value(cell.raw).state.value == "text") is (raw == "[图]")


def test_a_picture_in_front_of_a_label_only_adorns_it() -> None:
    (grid,) = read(b"<table><tr><td><img src=dot.png></td><td>x</td><td>5</td></tr></table>").blocks
    assert isinstance(grid, Grid)
    assert [cell.raw for cell in grid.cells] == ["", "x", "5"]
