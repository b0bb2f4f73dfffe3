"""The verb that takes in documents which were not fetched: add."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import STORE_SETTINGS, night_option, settings_options
from pipeline.commands.stages import finish, tell

if TYPE_CHECKING:
    from pipeline.settings import Settings


@click.command()
@settings_options("registry", *STORE_SETTINGS)
@night_option
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="How it came, in words: by mail from whom, on which request.")
@click.option("--url", default="", help="Where it stands or stood on the web; of one FILE.")
@click.option("--agency", help="Whose report it is, where the document does not say so.")
@click.option("--year", type=int, help="Its reporting year, where the document does not say so.")
@click.option(
    "--division",
    default="",
    metavar="CODE",
    help="The division within which the agency is; default: of the URL's site.",
)
def add(
    settings: Settings,
    night: date,
    files: tuple[Path, ...],
    source: str,
    url: str,
    agency: str | None,
    year: int | None,
    division: str,
) -> None:
    """Load reports that were handed over: archive each FILE as such, with its source, read it and load it.

    --agency and --year complete what the document says. Where it says otherwise it is refused, and nothing of it is
    stored. A FILE that was added before is not added again.

    \b
    Example: gongkai add report.pdf --source "mail from the office" --agency 梁平区屏锦镇 --year 2023
    """
    from pipeline.handed_over import Giving
    from pipeline.handed_over import add as add_files

    if url and len(files) > 1:
        raise click.UsageError("--url is the address of one document: give one FILE with it.")
    if not source.strip():
        raise click.UsageError("--source is empty: say how the document came.")
    finish(add_files(settings, night, files, Giving(source, url, agency, year, division), tell))
