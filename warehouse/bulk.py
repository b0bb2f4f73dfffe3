"""Many rows at once, as fast as each driver can: COPY on PostgreSQL, ``executemany`` on SQLite."""

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
            with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    except driver.Error as error:
        raise DBAPIError.instance(
            f"rows into {table.name}", None, error, driver.Error, dialect=connection.dialect
        ) from error
