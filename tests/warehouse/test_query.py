"""Questions, frames and exports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, text

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


NO_SELECT = "The warehouse is opened for reading only: ask with SELECT."


@pytest.mark.parametrize(
    ("sql", "answers"),
    [
        ("DELETE FROM fact_cell", (NO_SELECT,)),
        ("CREATE TABLE extra (x integer)", (NO_SELECT,)),
        (
            "SELECT 1; COMMIT; DELETE FROM fact_cell",
            (
                "You can only execute one statement at a time.",
                "Cannot insert multiple commands into a prepared statement.",
            ),
        ),
        ("SELEKT 1", ('Near "SELEKT": syntax error.', NO_SELECT)),
        ("SELECT FROM FROM reports", ('Near "FROM": syntax error.', 'Syntax error at or near "FROM".')),
        ("SELECT * FROM nowhere", ("No such table: nowhere.", 'Relation "nowhere" does not exist.')),
    ],
)
def test_a_bad_question_gets_one_sentence_and_changes_nothing(
    loaded: Engine, sql: str, answers: tuple[str, ...]
) -> None:
    with pytest.raises(QueryError) as error:
        run(loaded, sql)
    assert str(error.value) == answers[0 if loaded.dialect.name == "sqlite" else -1]
    assert run(loaded, "SELECT COUNT(*) FROM fact_cell").rows == [(25,)]


def test_no_other_file_is_opened_by_sqlite(new_sqlite: Callable[[], Engine]) -> None:
    with pytest.raises(QueryError, match="Too many attached databases - max 0"):
        run(new_sqlite(), "ATTACH DATABASE 'other.sqlite' AS other")


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO PROGRAM 'cat > {file}'",
        "COPY (SELECT 1) TO '{file}'",
        "DO $$ BEGIN SET TRANSACTION READ WRITE; DELETE FROM dim_cell; END $$",
        "WITH gone AS (DELETE FROM dim_cell RETURNING 1) SELECT * FROM gone",
        "SELECT * FROM dim_cell FOR UPDATE",
        "SET default_transaction_read_only = off",
    ],
)
def test_what_a_read_only_transaction_lets_through_is_refused_too(
    new_postgresql: Callable[[], Engine], tmp_path: Path, sql: str
) -> None:
    file = tmp_path / "written"
    tmp_path.chmod(0o777)
    with pytest.raises(QueryError, match=NO_SELECT):
        run(new_postgresql(), sql.format(file=file))
    assert not file.exists()


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
    if loaded.dialect.name == "sqlite":
        steps = [str(row[-1]) for row in run(loaded, "EXPLAIN QUERY PLAN SELECT * FROM evidence").rows]
        assert any(step.startswith("SEARCH capture USING INTEGER PRIMARY KEY") for step in steps)
        assert not any(step.startswith("SCAN capture") for step in steps)
        return
    with loaded.begin() as connection:  # so many captures that PostgreSQL bothers to look into an index
        connection.execute(
            text(
                "INSERT INTO log_capture (night, site_code, url, fetched_at, verdict, sha256, reasons)"
                " SELECT '2025-01-17', '410308', 'https://' || n, '2025-01-17', 'article', 'body ' || n, '[]'"
                " FROM generate_series(1, 5000) AS n"
            )
        )
        connection.execute(text("ANALYZE"))
        steps = list(connection.scalars(text("EXPLAIN SELECT * FROM evidence")))
    assert any("on log_capture" in step for step in steps)
    assert not any("Seq Scan on log_capture" in step for step in steps)
