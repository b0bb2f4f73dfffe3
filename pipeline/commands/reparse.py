"""The verb that reads the archive again: reparse."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import STORE_SETTINGS, night_option, settings_options
from pipeline.commands.stages import finish, only_option, tell
from pipeline.errors import StageError

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.stages.reparse import Difference

MOST_SHOWN = 40  #: differences in the terminal; --json gives all


@click.command()
@settings_options(*STORE_SETTINGS)
@night_option
@only_option
@click.option("--year", type=int, help="Only articles with a report of this reporting year.")
@click.option("--dry-run", is_flag=True, help="Show what would differ, and load nothing.")
@click.option("--json", "as_json", is_flag=True, help="Every cell that differs as one JSON object a line.")
def reparse(
    settings: Settings, night: date, only: tuple[str, ...], year: int | None, dry_run: bool, as_json: bool
) -> None:
    """Read again what older parser versions read, from the archive, and tell which cells differ.

    Both readings are kept; the views show the newer one. What this parser version has read is not read again.

    \b
    Examples:
      gongkai reparse --dry-run --only 500155
      gongkai reparse --year 2023 --json > differences.jsonl
    """
    from pipeline.recording import upgrade_warehouse
    from pipeline.stages import check
    from pipeline.stages import reparse as stage

    upgrade_warehouse(settings)
    failures, differences = [], []
    for shard, codes in stage.shards(settings, only).items():
        try:
            counts, found = stage.reparse(settings, night, shard, codes, year, load=not dry_run)
        except StageError as error:
            failures.append(str(error))
            continue
        differences += found
        if not as_json:
            tell("reparse", shard, counts)
    if not dry_run:
        check.run(settings, night)
    _show(differences, as_json=as_json)
    finish(failures)


def _show(differences: Sequence[Difference], *, as_json: bool) -> None:
    if as_json:
        for each in differences:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
        return
    if not differences:
        click.echo("No cell is read otherwise than before.")
        return
    from pipeline.tables import print_table

    rows = [astuple(each) for each in differences[:MOST_SHOWN]]
    print_table(("url", "member", "part", "address", "kind", "was", "now"), rows)
    if len(differences) > MOST_SHOWN:
        click.echo(f"and {len(differences) - MOST_SHOWN} more; --json gives all of them.")
