"""Connections: SQLite (the embedded default) and PostgreSQL, both by SQLAlchemy URL.

A warehouse has one writer at a time. What a writer works out (ids, first and last seen) rests on what it reads first,
so two at once could miss each other's rows, or wait for each other. SQLite knows no other way: writers take its lock at
the start (``BEGIN IMMEDIATE``). On PostgreSQL they take an advisory lock. Readers never wait for either.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import SQLITE_BUSY, OperationalError
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import NullPool

BUSY_SECONDS = 30  #: how long a SQLite writer waits for another one
LOCK_SECONDS = 600  #: how long a PostgreSQL writer waits for the others
SILENT_SECONDS = 300  #: how long a PostgreSQL writer may do nothing before the server ends its session
WRITERS = 0x676F6E676B6169  #: the advisory lock, "gongkai" in ASCII


def connect(url: str) -> Engine:
    """An engine for a warehouse URL: ``sqlite:///path/to/file.sqlite`` or ``postgresql://...``.

    A SQLite file and the folders above it are made when they are missing; its tables are made by
    ``warehouse.migrations.upgrade``.
    """
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(address.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    if address.get_backend_name() != "sqlite":
        raise ValueError(
            f"A warehouse is sqlite:///FILE or postgresql://..., not {address.render_as_string(hide_password=True)}."
        )
    if not address.database or address.database == ":memory:":
        raise ValueError("A warehouse needs a file, as in sqlite:///var/gongkai.sqlite: several processes write to it.")
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SQLiteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and leaves DDL out
    _use_write_ahead_log(connection)
    for pragma in ("synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _use_write_ahead_log(connection: SQLiteConnection) -> None:
    """SQLite refuses the change at once while another connection writes; its own waiting does not cover it."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except OperationalError as error:
            if error.sqlite_errorcode != SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.05)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("gongkai_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(place: Engine | Connection) -> Iterator[Connection]:
    """A transaction that writes: committed at the end, rolled back when the block raises. Others wait their turn.

    On a connection, several in a row save the opening of one each; none may be in a transaction already.
    """
    if isinstance(place, Engine):
        with place.connect() as connection, writing(connection):
            yield connection
        return
    with place.execution_options(gongkai_writes=True).begin():
        if place.dialect.name == "postgresql":
            place.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
            # A writer whose machine vanished would keep the lock until TCP gives up, hours later.
            place.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = '{SILENT_SECONDS}s'"))
            place.execute(text(f"SELECT pg_advisory_xact_lock({WRITERS})"))
        yield place


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction in which every question sees the same state of the warehouse, whatever is loaded meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def insert(connection: Connection, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, which both engines spell alike but SQLAlchemy keeps per dialect."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
