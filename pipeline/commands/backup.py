"""Verbs that put the data aside and back: backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import STORE_SETTINGS, settings_options

if TYPE_CHECKING:
    from pipeline.settings import Settings

_FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
_AIRFLOW = click.option(
    "--airflow",
    "metadata",
    envvar="AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
    help="SQLAlchemy URL of Airflow's metadata database, to take it along.",
)


@click.command()
@settings_options(*STORE_SETTINGS)
@_AIRFLOW
@_FOLDER
def backup(settings: Settings, metadata: str | None, folder: Path) -> None:
    """Back up the warehouse and the archive to FOLDER, and Airflow's metadata if it is named.

    A night may run meanwhile. The same FOLDER again takes only what is new in the archive.

    \b
    Examples:
      gongkai backup /backup/gongkai
      gongkai backup /backup/gongkai --airflow sqlite:///var/airflow/airflow.db
    """
    from pipeline.backup import make_backup

    for path in make_backup(settings, folder, metadata):
        click.echo(path)


@click.command()
@settings_options(*STORE_SETTINGS)
@_AIRFLOW
@_FOLDER
def restore(settings: Settings, metadata: str | None, folder: Path) -> None:
    """Put the backup in FOLDER back to where --archive, --warehouse and --airflow say; nothing there is overwritten.

    \b
    Example: gongkai restore /backup/gongkai --warehouse sqlite:///restored/gongkai.sqlite --archive restored/archive
    """
    from pipeline.backup import restore_backup

    restored = restore_backup(settings, folder, metadata)
    for path in restored:
        click.echo(path)
    for left in sorted(set(folder.glob("airflow.*")) - set(restored)):
        click.echo(f"{left} was left aside: --airflow names the database where it belongs.", err=True)
