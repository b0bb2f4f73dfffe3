"""A 政府信息公开情况统计表, from the page to the view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import Engine

from parsers import parse
from replica.press.html import print_html
from replica.press.truth import STAT2014, make_truth, number_cells, reprinted
from warehouse.loader import load_documents
from warehouse.query import run
from warehouse.rows import ParsedDocument


def test_its_cells_stand_in_the_view_statistics_with_their_evidence(
    engine: Engine, make_document: Callable[..., ParsedDocument]
) -> None:
    truth = reprinted(make_truth(4, editions=STAT2014, year=2016), {"statistics.s14_trainings": "/"})
    load_documents(engine, date(2025, 1, 17), [make_document(reports=[parse(print_html(truth))])])
    stored = run(engine, "SELECT reporting_year, edition, address, value, state FROM statistics").rows
    assert {(row[0], row[1]) for row in stored} == {(2016, "stat2014")}
    assert {row[2]: row[3] for row in stored if row[4] == "number"} == {
        address: float(number) for address, number in number_cells(truth).items()
    }
    assert [row[2:] for row in stored if row[4] != "number"] == [("statistics.s14_trainings", None, "na")]
    labels = "SELECT unit, label_zh, label_en FROM statistics WHERE cell_code = 's14_budget_wan'"
    assert run(engine, labels).rows[0][0] == "万元"
    placed = "SELECT COUNT(*) FROM evidence WHERE address LIKE 'statistics.%' AND place LIKE '%xpath%'"
    assert run(engine, placed).rows == [(58,)]
    assert run(engine, "SELECT status FROM reports").rows == [("incomplete",)]
