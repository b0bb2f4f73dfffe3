"""Connections: SQLite (the embedded default) and PostgreSQL, both by SQLAlchemy URL.

SQLite has one writer at a time. A transaction that reads first and writes later fails at once when another wrote in
between; so writers take the lock at the start (``BEGIN IMMEDIATE``) and wait for it, and readers never take it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import NullPool

BUSY_SECONDS = 30  #: how long a SQLite writer waits for another one


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
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("gongkai_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: committed at the end, rolled back when the block raises."""
    with engine.execution_options(gongkai_writes=True).begin() as connection:
        yield connection


def insert(connection: Connection, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, which both engines spell alike but SQLAlchemy keeps per dialect."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
