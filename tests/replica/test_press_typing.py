"""What a typist changes: digits, separators, units and labels, and nothing of what they say."""

from __future__ import annotations

import lxml.html

from replica.press.collection import COLLECTION, EDITIONS, FORM_EDITIONS
from replica.press.html import HtmlOptions, print_html
from replica.press.layout import table_layout
from replica.press.truth import FMT2019, make_truth
from replica.press.typist import SEEN_LABELS, Typing, type_labels, type_values
from tests.replica.test_html import geometry

TOTAL = "applications.result_total.total"
FEE = "active_disclosure.fee_amount_wan"


def test_values() -> None:
    truth = make_truth(3)
    total, fee = truth.cells[TOTAL], truth.cells[FEE]
    assert len(total) == 5
    separated = f"{total[:2]},{total[2:]}"
    assert type_values(truth, Typing()).cells == truth.cells
    assert type_values(truth, Typing(separators=True)).cells[TOTAL] == separated
    assert type_values(truth, Typing(units=True)).cells[TOTAL] == f"{total}件"
    assert type_values(truth, Typing(units=True)).cells[FEE] == f"{fee}万元"
    wide = type_values(truth, Typing(full_width=True, separators=True)).cells[TOTAL]
    assert len(wide) == 6
    assert wide[2] == "，"
    assert int(wide.replace("，", "")) == int(total)


def test_signs_are_kept() -> None:
    truth = make_truth(3, editions=FMT2019)
    typed = type_values(truth, Typing(separators=True)).cells
    signed = [address for address in truth.cells if address.endswith("_item_change")]
    assert signed
    assert {address: typed[address] for address in signed} == {address: truth.cells[address] for address in signed}


def test_labels() -> None:
    table = table_layout("active_disclosure", "fmt2021")
    typed = type_labels(table, Typing(seen_labels=True, spaced_labels=True))
    changed = {old.text: new.text for old, new in zip(table.slots, typed.slots, strict=True) if old.text != new.text}
    assert changed["本年废止件数"] == "本年度止件数"
    assert changed["行政许可"] == "行 政 许 可"
    assert [slot.address for slot in typed.slots] == [slot.address for slot in table.slots]


def test_every_seen_label_is_one_of_a_form() -> None:
    printed = {
        slot.text
        for editions in FORM_EDITIONS.values()
        for name in editions
        for slot in table_layout(name, editions[name]).slots
    }
    assert SEEN_LABELS.keys() <= printed


def test_header_and_data_rows_may_split_their_columns_differently() -> None:
    page = lxml.html.fromstring(print_html(make_truth(4, editions=FMT2019), HtmlOptions(disagreeing_spans=True)))
    table = geometry(next(page.iter("table")))
    assert len(table) == 5 * (max(row for row, _ in table) + 1)
    row = next(row for (row, column), text in table.items() if column == 0 and text == "行政许可")
    header = next(above for above in range(row, 0, -1) if table[above, 0] == "信息内容")
    assert [table[header, column] for column in range(1, 5)] == [
        "上一年项目数量",
        "本年增/减",
        "本年增/减",
        "处理决定数量",
    ]
    assert table[row, 1] == table[row, 2] != table[row, 3] != table[row, 4]


def test_frames_and_header_cells() -> None:
    truth = make_truth(5)
    page = lxml.html.fromstring(print_html(truth, HtmlOptions(frame="nested", header_cells=True)))
    assert len(list(page.iter("table"))) == 5
    assert "申请人情况" in {cell.text_content() for cell in page.iter("th")}
    word = print_html(truth, HtmlOptions(frame="word", wrapping="word")).decode()
    assert "<o:p></o:p>" in word
    assert "MsoNormal" in word


def test_the_collection_holds_many_different_reports() -> None:
    assert len(COLLECTION) >= 20
    assert len({entry.seed for entry in COLLECTION}) == len({entry.name for entry in COLLECTION}) == len(COLLECTION)
    assert {entry.edition for entry in COLLECTION} == set(EDITIONS)
    assert sum(not entry.truth.consistent for entry in COLLECTION) >= 2
    printed = {text for entry in COLLECTION for text in entry.typed.cells.values()}
    assert {"", "/", "—", "无", "不适用", "0"} <= printed
    assert any("," in text for text in printed)
    assert any("，" in text for text in printed)
    assert any(text.endswith("万元") for text in printed)
