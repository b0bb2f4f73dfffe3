"""The verb that reads report files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from disclosure.report import Report


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each report, with every cell.")
def parse(files: tuple[Path, ...], as_json: bool) -> None:
    """Read reports from FILE... in whatever format they come.

    A file that can't be read is told as unreadable, and the next one is read; then the exit status is 1.

    \b
    Examples:
      gongkai parse report.html scan.pdf
      gongkai parse *.txt --json > reports.jsonl
    """
    from disclosure.report import Status
    from disclosure.serialise import report_to_json

    unreadable = 0
    rows = []
    for path, report in _read(files):
        unreadable += report.status is Status.UNREADABLE
        if as_json:
            click.echo(json.dumps(report_to_json(report, file=str(path)), ensure_ascii=False))
        else:
            rows.append(_row(path, report))
    if not as_json:
        _print_summary(rows)
    sys.exit(1 if unreadable else 0)


def _read(files: tuple[Path, ...]) -> Iterator[tuple[Path, Report]]:
    from disclosure.report import Finding, Report, Severity, Status
    from pipeline.workers import ParserWorker

    with ParserWorker() as worker:
        for path in files:
            payload = _payload(path)
            if isinstance(payload, bytes):
                yield from ((path, report) for report in worker.parse(payload, name=path.name))
            else:
                finding = Finding(rule="unreadable", severity=Severity.ERROR, message=payload)
                yield path, Report(status=Status.UNREADABLE, findings=(finding,))


def _payload(path: Path) -> bytes | str:
    """The bytes of a file, or why no reader gets them."""
    from parsers.readers.limits import LARGEST_FILE

    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            return f"too large: the file has {size} bytes, {LARGEST_FILE} are read at most"
        return path.read_bytes()
    except OSError as error:
        return f"{path} can't be opened: {error.strerror}."


Row = tuple[str, str | None, int | None, str, int, int, str]


def _row(path: Path, report: Report) -> Row:
    from disclosure.report import Severity, State

    numbers = sum(reading.state is State.NUMBER for reading in report.cells.values())
    told = [finding.message for finding in report.findings if finding.severity is not Severity.INFO]
    name = report.agency.name if report.agency else None
    file = f"{path}: {report.member}" if report.member else str(path)
    return file, name, report.year, report.status.value, numbers, len(report.cells), "\n".join(told)


def _print_summary(rows: list[Row]) -> None:
    from pipeline.tables import print_table

    print_table(("file", "agency", "year", "status", "numbers", "cells", "findings"), rows)
