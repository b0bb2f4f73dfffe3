"""Many rows at once, as fast as each driver can: COPY on PostgreSQL, ``executemany`` on SQLite.

PostgreSQL gets them in a staging table of the session first, so that a stream of rows that breaks off has not touched
the facts, and these are written by one statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError


def append(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add rows of plain values, in the order of the table's columns. A row whose key is taken is an error."""
    names = ", ".join(column.name for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    insert = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 (our names)
    driver = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()  # SQLAlchemy's way to it would want all rows in a list
    try:
        if connection.dialect.name == "sqlite":
            cursor.executemany(insert, rows)
        else:
            staging = f"staging_{table.name}"
            cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {staging} (LIKE {table.name}) ON COMMIT DELETE ROWS")
            with cursor.copy(f"COPY {staging} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {staging}")  # noqa: S608
            cursor.execute(f"TRUNCATE {staging}")
    except driver.Error as error:
        raise DBAPIError.instance(
            f"rows into {table.name}", None, error, driver.Error, dialect=connection.dialect
        ) from error
