"""Line breaks, spaces and signs that HTML spells as tags and entities, left in text that an extractor made of it."""

from __future__ import annotations

import pytest

from disclosure.report import State, TextPosition
from parsers import parse
from parsers.document import Grid, Paragraph
from parsers.readers.text import read
from replica.press.markdown import print_markdown
from replica.press.tab_text import print_tab_text
from replica.press.truth import expected_json, make_truth

PRINTERS = {"tabs": print_tab_text, "pipes": print_markdown}
REMNANTS = {
    "行政事业性收费": "行政事<br>业性收费",
    "重复申请": "重复<br />申请",
    "属于国家秘密": "属于&nbsp;国家秘密",
    "“三安全一稳定”": "&ldquo;三安全<BR/>一稳定&rdquo;",
    "3. 其他": "3.&#160;其他",
    "不予处理": "<strong>不予处理</strong>",
}


@pytest.mark.parametrize("printer", PRINTERS)
def test_labels_with_remnants(printer: str) -> None:
    truth = make_truth(17)
    text = PRINTERS[printer](truth).decode()
    for label, printed in REMNANTS.items():
        text = text.replace(label, printed)
    cells = parse(text.encode()).cells
    found = {address: None if cell.value is None else float(cell.value) for address, cell in cells.items()}
    assert found == {address: cell["value"] for address, cell in expected_json(truth).items()}


@pytest.mark.parametrize(
    ("printed", "state", "value"),
    [
        ("&nbsp;7", State.NUMBER, 7),
        ("7<br>", State.NUMBER, 7),
        ("<b>7</b>", State.NUMBER, 7),
        ("&nbsp;", State.BLANK, None),
        ("7<br>8", State.TEXT, None),
        ("7<sup>2</sup>", State.TEXT, None),
    ],
)
def test_values_with_remnants(printed: str, state: State, value: int | None) -> None:
    lines = ["云岭镇2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"]
    lines += ["信息内容\t本年处理决定数量", f"行政许可\t{printed}", "行政处罚\t31"]
    cell = parse("\n".join(lines).encode()).cells["active_disclosure.license_decisions"]
    assert (cell.state, cell.value) == (state, value)


def test_places_count_the_remnants() -> None:
    (grid,) = read(b"a&amp;b\t<b>7</b>\n").blocks
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.place) for cell in grid.cells] == [
        ("a&b", (TextPosition(1, 1),)),
        ("7", (TextPosition(1, 12),)),
    ]


def test_addresses_in_prose_stay() -> None:
    (block,) = read("见 <http://www.example.gov.cn/?a=1&copy=2> 栏目。\n".encode()).blocks
    assert isinstance(block, Paragraph)
    assert block.text == "见 <http://www.example.gov.cn/?a=1&copy=2> 栏目。"
