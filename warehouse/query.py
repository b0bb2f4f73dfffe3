"""Questions in SQL, read-only whatever the question says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from warehouse.values import plain

_READING_ONLY = "The warehouse is opened for reading only: ask with SELECT."


class QueryError(Exception):
    """A query that can't be answered; ``str(error)`` says why in a sentence. Shown by the command as it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names, and rows of plain values: int, float, str or None."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def run(engine: Engine, sql: str) -> Answer:
    """The answer to one SQL statement. Raises QueryError for bad SQL, an attempt to write, or a missing warehouse."""
    with _reader(engine) as cursor:
        try:
            cursor.execute(sql)
            rows = [tuple(map(plain, row)) for row in cursor.fetchall()] if cursor.description else []
        except (sqlite3.Error, sqlite3.Warning, psycopg.Error) as error:
            raise QueryError(_READING_ONLY if _would_write(error, sql) else _sentence(error)) from error
        return Answer(tuple(column[0] for column in cursor.description or ()), rows)


@contextmanager
def _reader(engine: Engine) -> Iterator[Any]:
    """A cursor of the driver, on a connection that can't write."""
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or "")
        if not path.is_file():
            raise QueryError(f"There is no warehouse at {path} yet: run `gongkai nightly` first.")
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # ATTACH would open other files for writing
            connection.execute("PRAGMA query_only = ON")
            yield connection.cursor()
        finally:
            connection.close()
    else:
        try:
            pooled = engine.raw_connection()
        except OperationalError as error:
            raise QueryError(f"The warehouse does not answer: {_sentence(error.orig or error)}") from error
        try:
            session: Any = pooled.driver_connection
            session.read_only = True
            # DECLARE takes one query and nothing else: no second statement, COPY or DO, which could leave the
            # transaction or write files although it is read-only.
            with session.cursor("question") as cursor:
                yield cursor
        finally:
            pooled.invalidate()  # the session's settings go with it
            pooled.close()


def _would_write(error: BaseException, sql: str) -> bool:
    """Whether the statement was refused because it is no question. PostgreSQL calls some of these syntax errors."""
    if isinstance(error, psycopg.errors.SyntaxError):
        return not sql.lstrip("( \n\t").upper().startswith(("SELECT", "WITH", "VALUES", "TABLE"))
    refusals = ("readonly database", "data-modifying")
    return isinstance(error, psycopg.errors.ReadOnlySqlTransaction) or any(words in str(error) for words in refusals)


def _sentence(error: BaseException) -> str:
    message = str(error).strip().splitlines()[0].rstrip(".")
    return f"{message[:1].upper()}{message[1:]}."
