"""``load_documents`` of reports into an empty warehouse beside a bare ``executemany`` or COPY of the same facts.

``python -m benchmarks.load [--rounds N]``: on SQLite and on PostgreSQL, the peer writes the rows that a load left in
the fact tables into a warehouse with the same tables and keys, in one transaction. It checks nothing, finds no ids and
can't be run twice; what it takes is the floor. PostgreSQL is that of the tests (tests/servers/postgres.py).
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text

from benchmarks.timing import Ratio, interleave, run
from disclosure.report import Agency
from parsers import PARSER_VERSION, parse
from replica.press.html import print_html
from replica.press.truth import make_truth
from tests.servers.postgres import postgres_server
from warehouse.engine import connect
from warehouse.loader import load_documents
from warehouse.migrations import upgrade
from warehouse.rows import ParsedDocument

REPORTS = 2000
PRINTED = 40  #: different ones: the others are theirs under other names
NIGHT = date(2026, 1, 20)
TABLES = (
    "dim_document",
    "dim_agency",
    "dim_report",
    "fact_parse",
    "fact_cell",
    "fact_section",
    "fact_mention",
    "fact_finding",
)
Rows = list[tuple[Any, ...]]
Facts = dict[str, Rows]


def measure(rounds: int) -> list[Ratio]:
    """One ratio an engine: the seconds of both sides are those for all reports."""
    documents = _documents()
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.sqlite"
        upgrade(connect(f"sqlite:///{empty}"))
        with closing(sqlite3.connect(empty)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made = iter(range(1000))

        def new_file() -> str:
            path = Path(folder) / f"{next(made)}.sqlite"
            path.write_bytes(empty.read_bytes())
            return f"sqlite:///{path}"

        ratios = [_measure(rounds, "SQLite", "executemany", documents, new_file, _execute_many)]
    with postgres_server() as server:
        template = server.new_database()
        upgrade(connect(template))
        ratios.append(_measure(rounds, "PostgreSQL", "COPY", documents, lambda: server.new_database(template), _copy))
    return ratios


def _measure(
    rounds: int,
    engine: str,
    peer: str,
    documents: list[ParsedDocument],
    new_warehouse: Callable[[], str],
    insert: Callable[[str, Facts], None],
) -> Ratio:
    facts = _facts_of(_load(new_warehouse(), documents))
    fresh = [new_warehouse() for _ in range(2 * (rounds + 1))]  # made beforehand: to make them is no part of the load
    what = f"load of {REPORTS} reports ({len(facts['fact_cell'])} cells) to {engine}: `load_documents` beside `{peer}`"
    ratio = interleave(rounds, lambda: _load(fresh.pop(), documents), lambda: insert(fresh.pop(), facts), what)
    return replace(ratio, pieces=REPORTS)


def _documents() -> list[ParsedDocument]:
    reports = [parse(print_html(make_truth(number))) for number in range(PRINTED)]
    return [
        ParsedDocument(
            sha256=sha256(str(number).encode()).hexdigest(),
            media_type="text/html",
            byte_count=number,
            url=f"http://www.qingshan.gov.cn.example/{number}.html",
            site_code="990101",
            parser_version=PARSER_VERSION,
            reports=[replace(reports[number % PRINTED], agency=Agency(f"第{number}镇人民政府"))],
        )
        for number in range(REPORTS)
    ]


def _load(url: str, documents: list[ParsedDocument]) -> str:
    engine = connect(url)
    load_documents(engine, NIGHT, documents)
    engine.dispose()
    return url


def _facts_of(url: str) -> Facts:
    with connect(url).connect() as connection:
        facts = {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608
            for table in TABLES
        }
    assert len(facts["dim_report"]) == REPORTS
    assert len(facts["fact_cell"]) > REPORTS * 100
    return facts


def _execute_many(url: str, facts: Facts) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            database.execute(f"PRAGMA {pragma}")
        for table, rows in facts.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def _copy(url: str, facts: Facts) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table, rows in facts.items():
            with cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)


if __name__ == "__main__":
    run(measure, __doc__)
