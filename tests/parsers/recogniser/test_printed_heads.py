"""Tables of text whose printed heads are not those of the form, or run in another order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest

from disclosure.report import Report
from parsers import parse
from replica.press.markdown import print_markdown
from replica.press.plain_text import PlainTextOptions, print_plain_text
from replica.press.tab_text import print_tab_text
from replica.press.truth import Truth, expected_json, make_truth

PLAIN = ("lines", "spaces", "aligned", "grid", "box")
PRINTERS: dict[str, Callable[[Truth], bytes]] = {
    "tabs": print_tab_text,
    "pipes": print_markdown,
    **{layout: partial(print_plain_text, options=PlainTextOptions(layout)) for layout in PLAIN},
}
#: heads that change places, and the parts of addresses that do so with them
EXCHANGES = [
    ("法律服务机构", "其他", ".org_legal_service", ".org_other"),
    ("商业企业", "科研机构", ".org_business", ".org_research"),
    ("本年废止件数", "现行有效件数", "_repealed", "_in_force"),
    ("未经复议直接起诉", "复议后起诉", ".litdirect_", ".litpost_"),
]


def exchanged(text: str, first: str, second: str) -> str:
    other = {first: second, second: first}
    return re.sub(rf"(?<![\w.])(?:{first}|{second})(?![\w（])", lambda word: other[word[0]], text)


def wrong(report: Report, truth: Truth, first: str, second: str) -> list[str]:
    """Addresses with a number that is not printed under the head of their column."""
    numbers = {address: expected["value"] for address, expected in expected_json(truth).items()}
    source = {
        address: address.replace(first, second) if first in address else address.replace(second, first)
        for address in numbers
    }
    return [
        address
        for address, reading in report.cells.items()
        if reading.value is not None and float(reading.value) != numbers.get(source[address])
    ]


@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize(("first", "second", "here", "there"), EXCHANGES, ids=[each[0] for each in EXCHANGES])
def test_columns_in_another_order_are_never_read_by_the_forms(
    printer: str, first: str, second: str, here: str, there: str
) -> None:
    truth = make_truth(7)
    text = PRINTERS[printer](truth).decode()
    assert exchanged(text, first, second) != text
    assert wrong(parse(exchanged(text, first, second).encode()), truth, here, there) == []


def row_of(report: Report, *columns: str) -> list[float | None]:
    cells = [report.cells[f"active_disclosure.normdoc_{column}"] for column in columns]
    return [None if cell.value is None else float(cell.value) for cell in cells]


@pytest.mark.parametrize("between", ["\t", " | ", "  "])
@pytest.mark.parametrize("place", [0, 3])
def test_a_column_of_last_year_beside_a_blank(between: str, place: int) -> None:
    heads, values = ["本年制发件数", "本年废止件数", "现行有效件数"], ["", "75", "54"]
    heads.insert(place, "上年现行有效件数")
    values.insert(place, "902")
    lines = ["二、主动公开政府信息情况", "第二十条第（一）项"]
    for label, cells in (("信息内容", heads), ("规章", ["59", "81", "83", "901"]), ("行政规范性文件", values)):
        lines.append(between.join([label, *cells] if between != "  " else [label, *filter(None, cells)]))
    report = parse("\n".join(["白水镇2023年政府信息公开工作年度报告", *lines]).encode())
    found = row_of(report, "issued", "repealed", "in_force")
    assert found in ([None, 75, 54], [None, None, None])
    assert found == [None, 75, 54] or between == "  " or place == 0


def test_one_row_of_heads_above_blocks_of_several_widths() -> None:
    truth = make_truth(7)
    lines = print_tab_text(truth).decode().splitlines()
    heads = [line for line in lines if line.startswith(("信息内容", "第二十条第"))]
    text = "\n".join(line for line in lines if line not in heads[2:])
    report, expected = parse(text.encode()), expected_json(truth)
    table = {address for address in expected if address.startswith("active_disclosure.")}
    values = {address: report.cells[address].value for address in table}
    assert {address: value and float(value) for address, value in values.items()} == {
        address: expected[address]["value"] for address in table
    }


def test_a_table_without_the_column_of_totals() -> None:
    truth = make_truth(7)
    rows = [line.split("|") for line in print_markdown(truth).decode().splitlines()]
    text = "\n".join("|".join(row[:-2] + row[-1:]) if len(row) == 12 else "|".join(row) for row in rows)
    report = parse(text.encode())
    expected = expected_json(truth)
    assert text != print_markdown(truth).decode()
    assert [
        address
        for address, reading in report.cells.items()
        if reading.value is not None and float(reading.value) != expected[address]["value"]
    ] == []
