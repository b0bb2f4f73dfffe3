"""Pages and documents whose tables are paragraphs: a cell a paragraph, a line a row, preformatted text."""

from __future__ import annotations

import html
import io

import docx
import pytest

from disclosure.report import ElementPath, Report
from parsers import parse
from parsers.document import Paragraph
from parsers.readers.html import read
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.truth import Truth, expected_json, make_truth

TRUTH = make_truth(14)
PAGE = '<html><head><title>公开</title></head><body><div class="TRS_Editor">{}</div></body></html>'


def page_of(options: PlainTextOptions, markup: str) -> bytes:
    lines = [html.escape(line) for line in print_plain_text(TRUTH, options).decode().split("\n")]
    match markup:
        case "p":
            body = "\n".join(f'<p style="text-indent: 2em"><span>{line}</span></p>' for line in lines)
        case "br":
            body = f"<p>{'<br/>'.join(lines)}</p>"
        case _:
            body = "<pre>" + "\n".join(lines) + "</pre>"
    return PAGE.format(body).encode()


def is_right(report: Report, truth: Truth) -> bool:
    return {
        address: {"state": reading.state.value, "value": None if reading.value is None else float(reading.value)}
        for address, reading in report.cells.items()
    } == expected_json(truth)


@pytest.mark.parametrize("layout", ["lines", "spaces", "aligned"])
@pytest.mark.parametrize("markup", ["p", "br", "pre"])
def test_lines_of_a_page_that_are_cells_or_rows(layout: str, markup: str) -> None:
    report = parse(page_of(PlainTextOptions(layout, wrap=9), markup))
    assert is_right(report, TRUTH)
    assert [section.number for section in report.sections] == list("一二三四五六")
    for reading in report.cells.values():
        assert all(isinstance(place, ElementPath) and "/div/" in place.xpath for place in reading.place)


@pytest.mark.parametrize("layout", ["grid", "box"])
def test_a_table_drawn_in_preformatted_text(layout: str) -> None:
    assert is_right(parse(page_of(PlainTextOptions(layout), "pre")), TRUTH)


def test_tabs_in_preformatted_text_part_cells() -> None:
    text = "二、主动公开政府信息情况\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t1.5\n"
    assert parse(PAGE.format(f"<pre>{text}</pre>").encode()).cells["active_disclosure.fee_amount_wan"].raw == "1.5"


def test_prose_of_a_page_stays_as_it_is() -> None:
    body = "<h2>一、总体情况</h2><p>行政许可：5</p><p>办理行政处罚 3 件，规章 0 件。</p><p>2024-01-16</p>"
    blocks = read(PAGE.format(body).encode()).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "一、总体情况",
        "行政许可：5",
        "办理行政处罚 3 件，规章 0 件。",
        "2024-01-16",
    ]


def test_paragraphs_of_a_document_that_are_cells() -> None:
    document = docx.Document()
    for line in print_plain_text(TRUTH, PlainTextOptions("lines")).decode().split("\n"):
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    assert is_right(parse(written.getvalue()), TRUTH)
