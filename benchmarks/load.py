"""``load_documents`` of reports into an empty SQLite warehouse beside a bare ``executemany`` of the same facts.

``python -m benchmarks.load [--rounds N]``: the peer writes the rows that the load left in the fact tables into a file
with the same tables and keys, in one transaction and with the same settings of SQLite. It checks nothing, finds no ids
and can't be run twice; what it takes is the floor.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.timing import Ratio, interleave, run
from disclosure.report import Agency
from parsers import PARSER_VERSION, parse
from replica.press.html import print_html
from replica.press.truth import make_truth
from warehouse.engine import connect
from warehouse.loader import load_documents
from warehouse.migrations import upgrade
from warehouse.rows import ParsedDocument

REPORTS = 200
NIGHT = date(2026, 1, 20)
TABLES = ("dim_document", "dim_agency", "dim_report", "fact_parse", "fact_cell", "fact_section", "fact_finding")
Rows = list[tuple[Any, ...]]


def measure(rounds: int) -> list[Ratio]:
    """One ratio: the seconds of both sides are those for all reports."""
    documents = [_document(number) for number in range(REPORTS)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = _empty_warehouse(folder / "empty.sqlite")
        facts = _facts_of(_load(folder / "model.sqlite", empty, documents))
        cells = len(facts["fact_cell"])
        ratio = interleave(
            rounds,
            lambda: _load(folder / "ours.sqlite", empty, documents),
            lambda: _insert(folder / "peer.sqlite", empty, facts),
            f"load of {REPORTS} reports ({cells} cells): `load_documents` beside bare `executemany`",
        )
        return [replace(ratio, pieces=REPORTS)]


def _document(number: int) -> ParsedDocument:
    payload = print_html(make_truth(number))
    report = replace(parse(payload), agency=Agency(f"第{number}镇人民政府"))
    return ParsedDocument(
        sha256=sha256(payload).hexdigest(),
        media_type="text/html",
        byte_count=len(payload),
        url=f"http://www.qingshan.gov.cn.example/{number}.html",
        site_code="990101",
        parser_version=PARSER_VERSION,
        reports=[report],
    )


def _empty_warehouse(path: Path) -> bytes:
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def _fresh(path: Path, empty: bytes) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(empty)


def _load(path: Path, empty: bytes, documents: list[ParsedDocument]) -> Path:
    _fresh(path, empty)
    engine = connect(f"sqlite:///{path}")
    load_documents(engine, NIGHT, documents)
    engine.dispose()
    return path


def _facts_of(path: Path) -> dict[str, Rows]:
    with closing(sqlite3.connect(path)) as database:
        facts = {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608
    assert len(facts["dim_report"]) == REPORTS
    assert len(facts["fact_cell"]) > REPORTS * 100
    return facts


def _insert(path: Path, empty: bytes, facts: dict[str, Rows]) -> None:
    _fresh(path, empty)
    with closing(sqlite3.connect(path)) as database, database:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            database.execute(f"PRAGMA {pragma}")
        for table, rows in facts.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                database.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)  # noqa: S608


if __name__ == "__main__":
    run(measure, __doc__)
