"""The printed HTML holds each number once, in a rectangular table, beside its label."""

import itertools
from typing import get_args

import lxml.html
import pytest

from replica.press.html import HtmlOptions, Wrapping, print_html
from replica.press.layout import EXTRA_ROW
from replica.press.truth import FMT2019, FMT2021, HYBRID, make_truth, with_blanks

OPTIONS = [
    HtmlOptions(four_tables, wrapping, spaced, extra)
    for four_tables, wrapping in itertools.product((False, True), get_args(Wrapping))
    for spaced, extra in ((False, False), (True, True))
]


def geometry(table: lxml.html.HtmlElement) -> dict[tuple[int, int], str]:
    """Text by (row, column), spans expanded; a slot taken twice is an error."""
    taken: dict[tuple[int, int], str] = {}
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            for down, right in itertools.product(
                range(int(cell.get("rowspan", 1))), range(int(cell.get("colspan", 1)))
            ):
                assert (row + down, column + right) not in taken
                taken[row + down, column + right] = "".join(cell.text_content().split())
    return taken


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("edition", [FMT2021, FMT2019, HYBRID], ids=["fmt2021", "fmt2019", "hybrid"])
def test_tables_are_rectangular_and_hold_each_number_once(edition: dict[str, str], options: HtmlOptions) -> None:
    truth = make_truth(1, editions=edition)
    page = lxml.html.fromstring(print_html(truth, options))
    tables = [geometry(table) for table in page.iter("table")]
    blocks = 5 if edition is FMT2019 else 4
    assert len(tables) == 2 + (blocks if options.four_tables else 1)
    for table in tables:
        rows, columns = (max(place[axis] for place in table) + 1 for axis in (0, 1))
        assert len(table) == rows * columns
    texts = ["".join(cell.text_content().split()) for cell in page.iter("td")]
    assert [number for number in truth.cells.values() if texts.count(number) != 1] == []
    assert (EXTRA_ROW[0] in texts) is options.extra_row


def test_a_number_stands_in_its_row_and_column() -> None:
    truth = make_truth(6)
    page = lxml.html.fromstring(print_html(truth))
    _, applications, disputes = (geometry(table) for table in page.iter("table"))
    (row,) = {place[0] for place, text in applications.items() if text == "3.补正后申请内容仍不明确"}
    (column,) = {place[1] for place, text in applications.items() if text == "科研机构"}
    assert applications[row, column] == truth.cells["applications.unavailable_unclear.org_research"]
    assert applications[row, 0] == "三、本年度办理结果"
    assert applications[row, 1] == "（四）无法提供"
    assert [disputes[level, 12] for level in range(4)] == [
        "行政诉讼",
        "复议后起诉",
        "其他结果",
        truth.cells["disputes.litpost_other"],
    ]


def test_a_blank_is_a_slot_without_text() -> None:
    address = "applications.granted.total"
    truth = make_truth(7)
    page = lxml.html.fromstring(print_html(with_blanks(truth, [address])))
    whole = lxml.html.fromstring(print_html(truth))
    assert len(list(page.iter("td"))) == len(list(whole.iter("td")))
    assert truth.cells[address] not in ["".join(cell.text_content().split()) for cell in page.iter("td")]


def test_the_page_says_that_it_is_a_demonstration() -> None:
    truth = make_truth(1)
    assert "虚构" in truth.notice
    assert truth.notice in lxml.html.fromstring(print_html(truth)).text_content()
