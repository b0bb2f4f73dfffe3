"""A role for analysts on PostgreSQL, tried by logging in as it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import date

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, Engine, make_url, text

from tests.servers.postgres import PostgresServer
from warehouse import readers
from warehouse.engine import connect
from warehouse.loader import load_documents
from warehouse.migrations import upgrade
from warehouse.query import QueryError, run
from warehouse.readers import GrantError, grant
from warehouse.rows import ParsedDocument
from warehouse.schema import metadata
from warehouse.views import public_views

NewRole = Callable[..., URL]


@pytest.fixture
def new_role(postgres: PostgresServer) -> Iterator[NewRole]:
    """Makes a role and gives the server's URL with its name and password."""
    made: list[str] = []

    def make(name: str = "", options: str = "") -> URL:
        made.append(name or f"analyst_{secrets.token_hex(4)}")
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            words = sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'asks' " + options)
            connection.execute(words.format(sql.Identifier(made[-1])))
        return make_url(postgres.url).set(username=made[-1], password="asks")

    yield make
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        databases = connection.execute(
            "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate"
        ).fetchall()
    for (database,) in databases:  # what a role may do holds it in each database
        with psycopg.connect(postgres.url, dbname=database, autocommit=True) as connection:
            for name in made:
                connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        for name in made:
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.fixture
def loaded(new_postgresql: Callable[[], Engine], make_document: Callable[..., ParsedDocument]) -> Engine:
    engine = new_postgresql()
    load_documents(engine, date(2025, 1, 17), [make_document()])
    return engine


def as_role(engine: Engine, role: URL) -> Engine:
    url = engine.url.set(username=role.username, password=role.password)
    return connect(url.render_as_string(hide_password=False))


def test_a_reader_reads_the_public_views_and_nothing_else(loaded: Engine, new_role: NewRole) -> None:
    role = new_role()
    analyst = as_role(loaded, role)
    with pytest.raises(QueryError, match="Permission denied for view reports"):
        run(analyst, "SELECT * FROM reports")
    grant(loaded, str(role.username))
    for view in public_views():
        assert run(analyst, f"SELECT * FROM {view}").rows == run(loaded, f"SELECT * FROM {view}").rows
    assert run(analyst, "SELECT COUNT(*) FROM disputes").rows == [(15,)]
    for name in (*metadata.tables, "alembic_version", "newest_parse", "current_version"):
        with pytest.raises(QueryError, match="Permission denied"):
            run(analyst, f"SELECT * FROM {name}")


def test_a_readers_transactions_are_read_only_and_its_statements_end(
    loaded: Engine, new_role: NewRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "STATEMENT_SECONDS", 1)
    role = new_role()
    grant(loaded, str(role.username))
    with psycopg.connect(as_role(loaded, role).url.set(drivername="postgresql").render_as_string(False)) as connection:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TEMPORARY TABLE own (x integer)")
        connection.rollback()
        with pytest.raises(psycopg.errors.QueryCanceled, match="statement timeout"):
            connection.execute("SELECT pg_sleep(30)")
        connection.rollback()
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM runs")


def test_views_made_anew_keep_their_readers(loaded: Engine, new_role: NewRole) -> None:
    role = new_role()
    grant(loaded, str(role.username))
    with loaded.begin() as connection:
        connection.execute(text("DROP VIEW findings"))
    upgrade(loaded)
    assert len(run(as_role(loaded, role), "SELECT * FROM findings").rows) == 1


def test_a_role_may_have_any_name(loaded: Engine, new_role: NewRole) -> None:
    role = new_role(name='分析 "Ana"; DROP VIEW reports --')
    grant(loaded, str(role.username))
    assert len(run(as_role(loaded, role), "SELECT * FROM reports").rows) == 1


def test_the_user_that_loads_needs_no_more_than_a_database_of_its_own(
    postgres: PostgresServer, new_role: NewRole, make_document: Callable[..., ParsedDocument]
) -> None:
    owner, analyst = new_role(), new_role()
    own = connect(postgres.new_database(options=f'OWNER "{owner.username}"'))
    loader = as_role(own, owner)
    upgrade(loader)
    load_documents(loader, date(2025, 1, 17), [make_document()])
    grant(own, str(analyst.username))  # by the administrator
    upgrade(loader)
    assert run(as_role(own, analyst), "SELECT COUNT(*) FROM disputes").rows == [(15,)]
    with pytest.raises(GrantError, match="loads the warehouse"):
        grant(own, str(owner.username))
    postgres.drop_database(own.url.render_as_string(hide_password=False))


def test_a_role_that_cannot_be_a_reader_is_refused_in_a_sentence(
    loaded: Engine, postgres: PostgresServer, new_role: NewRole, new_sqlite: Callable[[], Engine]
) -> None:
    with pytest.raises(GrantError, match="There is no role nobody's: make it first"):
        grant(loaded, "nobody's")
    with pytest.raises(GrantError, match=r"The role .* is a superuser"):
        grant(loaded, str(new_role(options="SUPERUSER").username))
    with pytest.raises(GrantError, match=r"loads the warehouse: make one of its own"):
        grant(loaded, str(loaded.url.username))
    with pytest.raises(GrantError, match="There is no warehouse yet: run `gongkai db upgrade` first"):
        grant(connect(postgres.new_database()), str(new_role().username))
    with pytest.raises(GrantError, match="Roles are PostgreSQL's"):
        grant(new_sqlite(), "anyone")
    weak = new_role()
    with pytest.raises(
        GrantError, match=rf"The user {weak.username} may not change the role .*: ask as its administrator"
    ):
        grant(as_role(loaded, weak), str(new_role().username))
