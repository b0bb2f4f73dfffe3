"""The printed DOCX opens in python-docx and holds each number once, in its row and column."""

from __future__ import annotations

import io
from collections import Counter

import docx
import pytest
from docx.table import Table

from replica.press.collection import EDITIONS
from replica.press.docx import DocxOptions, print_docx
from replica.press.page import PageStyle
from replica.press.truth import make_truth
from replica.press.typist import Typing

OPTIONS = [
    DocxOptions(),
    DocxOptions(blocks_apart=True, runs=3),
    DocxOptions(
        runs=2, page=PageStyle(open_sides=True, repeat_header=True, narrow=True), typing=Typing(seen_labels=True)
    ),
]


def texts(table: Table) -> list[list[str]]:
    """A text for each grid slot; a merged cell's stands in all of its slots."""
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("options", OPTIONS, ids=["plain", "apart", "styled"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_each_number_is_printed_once(edition: str, options: DocxOptions) -> None:
    truth = make_truth(1, editions=EDITIONS[edition])
    document = docx.Document(io.BytesIO(print_docx(truth, options)))
    cells = {id(cell._tc): cell for table in document.tables for row in table.rows for cell in row.cells}
    counted = Counter(cell.text for cell in cells.values())
    assert [number for number in truth.cells.values() if counted[number] != 1] == []


def test_a_number_stands_in_its_row_and_column() -> None:
    truth = make_truth(6)
    tables = [texts(table) for table in docx.Document(io.BytesIO(print_docx(truth))).tables]
    applications = tables[1]
    (row,) = [row for row in applications if row[2] == "3.补正后申请内容仍不明确"]
    assert row[:2] == ["三、本年度办理结果", "（四）无法提供"]
    column = applications[2].index("科研机构")
    assert row[column] == truth.cells["applications.unavailable_unclear.org_research"]


def test_the_same_truth_gives_the_same_bytes() -> None:
    assert print_docx(make_truth(2)) == print_docx(make_truth(2))
    assert print_docx(make_truth(2)) != print_docx(make_truth(3))
