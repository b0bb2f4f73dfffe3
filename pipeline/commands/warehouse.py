"""Verbs that ask or keep the warehouse: sql, export, db."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import settings_options

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from pipeline.settings import Settings
    from warehouse.query import Answer


@click.command()
@settings_options("warehouse")
@click.argument("query")
@click.option("--format", "style", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def sql(settings: Settings, query: str, style: str) -> None:
    """Answer one SQL QUERY on the public views; the warehouse is opened for reading only.

    \b
    Example: gongkai sql "SELECT agency_name, status FROM reports WHERE reporting_year = 2023" --format csv
    """
    from pipeline.recording import open_warehouse

    answer = _answer(open_warehouse(settings), query)
    {"table": _print_table, "csv": _print_csv, "json": _print_json}[style](answer)


def _answer(engine: Engine, query: str) -> Answer:
    from pipeline.recording import answering
    from warehouse.query import run

    with answering():
        return run(engine, query)


def _print_table(answer: Answer) -> None:
    from pipeline.tables import print_table

    print_table(answer.columns, answer.rows)


def _print_csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(answer.rows)


def _print_json(answer: Answer) -> None:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    click.echo(json.dumps(rows, ensure_ascii=False, default=str))


@click.command()
@settings_options("warehouse")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(settings: Settings, folder: Path) -> None:
    """Write every public view of the warehouse to FOLDER, as CSV and Parquet."""
    from pipeline.recording import open_warehouse
    from warehouse.exports import export as write_exports

    engine = open_warehouse(settings)
    _answer(engine, "SELECT COUNT(*) FROM reports")  # says so if there is no warehouse, rather than making an empty one
    for path in write_exports(engine, folder):
        click.echo(path)


@click.group()
def db() -> None:
    """Look after the warehouse's database."""


@db.command()
@settings_options("warehouse")
def upgrade(settings: Settings) -> None:
    """Make the tables and views, or bring older ones up to date. Facts stay."""
    from pipeline.recording import upgrade_warehouse

    upgrade_warehouse(settings)
    click.echo("The warehouse is up to date.")


@db.command()
@settings_options("warehouse")
@click.argument("role")
def grant(settings: Settings, role: str) -> None:
    """Let a ROLE of PostgreSQL read the public views, and nothing else. Its transactions there are read-only.

    \b
    Example: gongkai db grant analyst --warehouse postgresql://gongkai@db.example/gongkai
    """
    from pipeline.errors import GongkaiError
    from pipeline.recording import answering, open_warehouse
    from warehouse import readers

    try:
        with answering():
            readers.grant(open_warehouse(settings), role)
    except readers.GrantError as error:
        raise GongkaiError(str(error)) from error
    click.echo(f"The role {role} may read the public views.")
