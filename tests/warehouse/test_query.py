"""Questions, frames and exports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

import warehouse
from disclosure.report import Reading, Report, State
from warehouse.engine import connect
from warehouse.exports import export
from warehouse.loader import load_documents
from warehouse.query import QueryError, run
from warehouse.rows import ParsedDocument
from warehouse.views import public_views


@pytest.fixture
def loaded(engine: Engine, make_document: Callable[..., ParsedDocument], make_report: Callable[..., Report]) -> Engine:
    cells = {
        "active_disclosure.fee_amount_wan": Reading(raw="7730.28", state=State.NUMBER, value=Decimal("7730.28")),
        "active_disclosure.rule_issued": Reading(raw="", state=State.BLANK),
    }
    report = make_report(tables=("active_disclosure", "disputes"), cells=cells)
    load_documents(engine, date(2025, 1, 17), [make_document(reports=[report])])
    return engine


def test_a_question_is_answered(loaded: Engine) -> None:
    answer = run(
        loaded, "SELECT cell_code, value FROM disputes WHERE cell_code LIKE 'review_%' ORDER BY value DESC LIMIT 2"
    )
    assert answer.columns == ("cell_code", "value")
    assert answer.rows == [("review_total", 25), ("review_pending", 24)]


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("DELETE FROM fact_cell", "The warehouse is opened for reading only: ask with SELECT."),
        ("CREATE TABLE extra (x)", "The warehouse is opened for reading only: ask with SELECT."),
        ("SELECT 1; DELETE FROM fact_cell", "You can only execute one statement at a time."),
        ("SELEKT 1", 'Near "SELEKT": syntax error.'),
        ("SELECT * FROM nowhere", "No such table: nowhere."),
        ("ATTACH DATABASE 'other.sqlite' AS other", "Too many attached databases - max 0."),
    ],
)
def test_a_bad_question_gets_one_sentence_and_changes_nothing(loaded: Engine, sql: str, answer: str) -> None:
    with pytest.raises(QueryError) as error:
        run(loaded, sql)
    assert str(error.value) == answer
    assert run(loaded, "SELECT COUNT(*) FROM fact_cell").rows == [(25,)]


def test_no_warehouse_yet_is_said_and_none_is_made(tmp_path: Path) -> None:
    path = tmp_path / "none.sqlite"
    with pytest.raises(QueryError, match=r"There is no warehouse at .*none\.sqlite yet"):
        run(connect(f"sqlite:///{path}"), "SELECT 1")
    assert not path.exists()


def test_tables_are_typed_frames_of_the_public_views(loaded: Engine) -> None:
    frames = warehouse.tables(loaded)
    assert list(frames) == list(public_views())
    cells = frames["active_disclosure"].set_index("cell_code").value
    assert cells["fee_amount_wan"] == 7730.28
    assert cells["normdoc_issued"] == 14
    assert pd.isna(cells["rule_issued"])
    assert frames["captures"].dtypes.astype(str).to_dict()["byte_count"] == "Int64"


def test_exports_say_the_same_as_the_views_and_are_the_same_twice(loaded: Engine, tmp_path: Path) -> None:
    paths = export(loaded, tmp_path / "one")
    again = export(loaded, tmp_path / "two")
    assert sorted(path.name for path in paths) == sorted(
        f"{view}.{e}" for view in public_views() for e in ("csv", "parquet")
    )
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in again]
    frame = warehouse.tables(loaded)["active_disclosure"]
    assert pd.read_parquet(tmp_path / "one" / "active_disclosure.parquet").equals(frame)
    text = (tmp_path / "one" / "active_disclosure.csv").read_text(encoding="utf-8-sig")
    assert "fee_amount_wan,7730.28,number," in text
    assert "normdoc_issued,14,number,件," in text
    assert "rule_issued,,blank,件," in text


def test_evidence_finds_captures_by_index(loaded: Engine) -> None:
    """A join that scans all captures for each cell takes minutes on a million cells, not seconds."""
    steps = [str(row[-1]) for row in run(loaded, "EXPLAIN QUERY PLAN SELECT * FROM evidence").rows]
    assert any(step.startswith("SEARCH capture USING INTEGER PRIMARY KEY") for step in steps)
    assert not any(step.startswith("SCAN capture") for step in steps)
