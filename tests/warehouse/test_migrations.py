"""Tables from nothing, as the schema says; views as their description says; reference data as the forms say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from disclosure.forms import load_forms
from warehouse.dictionary import dictionary
from warehouse.engine import connect, reading
from warehouse.loader import load_documents
from warehouse.migrations import upgrade
from warehouse.query import run
from warehouse.rows import ParsedDocument
from warehouse.schema import metadata
from warehouse.views import public_views


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """A database without any table, in a folder that is not there yet."""
    if request.param == "sqlite":
        return connect(f"sqlite:///{tmp_path / 'new' / 'folder' / 'w.sqlite'}")
    return connect(request.getfixturevalue("postgres").new_database())


def test_the_migrations_make_what_the_schema_says(empty: Engine) -> None:
    upgrade(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert set(inspect(empty).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_upgrading_again_keeps_facts_and_mends_views_and_labels(
    engine: Engine, make_document: Callable[..., ParsedDocument]
) -> None:
    load_documents(engine, date(2025, 1, 17), [make_document()])
    before = run(engine, "SELECT * FROM disputes").rows
    with engine.begin() as connection:
        connection.execute(text("DROP VIEW disputes"))
        connection.execute(text("UPDATE dim_cell SET label_en = 'old'"))
        connection.execute(text("UPDATE dim_division SET name = 'old' WHERE division_code = '410308109'"))
    upgrade(engine)
    assert run(engine, "SELECT * FROM disputes").rows == before
    assert run(engine, "SELECT division_name FROM reports").rows == [("常袋镇",)]


def test_upgrading_what_is_up_to_date_waits_for_no_reader(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.engine.LOCK_SECONDS", 1)
    with reading(engine) as connection:
        connection.execute(text("SELECT * FROM reports, findings"))
        upgrade(engine)


def test_every_statutory_cell_is_there(engine: Engine) -> None:
    counted = run(engine, "SELECT edition, COUNT(*) FROM dim_cell GROUP BY edition").rows
    assert dict(counted) == {"fmt2021": 200, "fmt2019": 198, "stat2014": 58}
    stored = set(run(engine, "SELECT edition, address FROM dim_cell").rows)
    assert stored == {
        (form.edition, cell.address)
        for form in load_forms().values()
        for table in form.tables.values()
        for cell in table.cells
    }


@pytest.mark.parametrize("name", public_views())
def test_a_view_has_the_columns_that_are_described(engine: Engine, name: str) -> None:
    described = tuple(column.name for column in public_views()[name].columns)
    assert run(engine, f"SELECT * FROM {name}").columns == described


def test_the_data_dictionary_is_up_to_date() -> None:
    written = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    assert written.read_text(encoding="utf-8") == dictionary(), (
        "run: python -m warehouse.dictionary > docs/data-dictionary.md"
    )


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://user:secret@host/db"])
def test_an_address_that_is_no_warehouse_is_refused_without_telling_secrets(url: str) -> None:
    with pytest.raises(ValueError, match="warehouse") as refusal:
        connect(url)
    assert "secret" not in str(refusal.value)
