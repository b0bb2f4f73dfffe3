"""The nightly job and its stages as verbs."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import HARVEST_SETTINGS, STORE_SETTINGS, night_option, settings_options
from pipeline.errors import GongkaiError

if TYPE_CHECKING:
    from pipeline.nightly import Stage
    from pipeline.settings import Settings

shard_option = click.option("--shard", "shards", multiple=True, help="Only this shard (may be repeated).")
only_option = click.option("--only", multiple=True, metavar="CODE", help="Only the site with this division code.")


def tell(stage: str, shard: str, counts: dict[str, int]) -> None:
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    click.echo(" ".join(filter(None, (f"{stage:8}", shard, told))))


def _tell_failures(failures: list[str]) -> None:
    for failure in failures:
        click.echo(f"Failed: {failure}", err=True)


def finish(failures: list[str]) -> None:
    _tell_failures(failures)
    if failures:
        sys.exit(1)


def _tell_lost(settings: Settings, night: date) -> None:
    from pipeline.lost import find_lost, tell_lost
    from pipeline.stages.publish import summary_file

    for line in tell_lost(find_lost(settings, night), summary_file(settings)):
        click.echo(line)


def _planned(settings: Settings, night: date) -> tuple[str, ...]:
    from pipeline import layout

    planned = tuple(layout.planned_shards(settings.archive, night))
    if not planned:
        raise GongkaiError(f"No shard is planned for {night}: run `gongkai plan --date {night}` first.")
    return planned


def _run_stages(settings: Settings, night: date, shards: tuple[str, ...], *stages: Stage) -> None:
    from pipeline import nightly, recording

    chosen = shards or _planned(settings, night)
    recording.upgrade_warehouse(settings)
    finish([failure for stage in stages for failure in nightly.run_stage(stage, settings, night, chosen, tell)])


@click.command()
@settings_options(*HARVEST_SETTINGS, "exports")
@night_option
@only_option
def nightly(settings: Settings, night: date, only: tuple[str, ...]) -> None:
    """Do the whole nightly job once: plan, harvest, ingest, read, load, check, publish.

    Ends with what was lost. The exit status is 1 when a site could not be harvested or a stage failed; a page that is
    gone or a file that is unreadable at its source is told and no failure.

    \b
    Example: gongkai nightly --contact you@example.org --date 2026-01-20 --only 500155
    """
    from pipeline.nightly import run_night
    from pipeline.stages.plan import end_night

    failures = run_night(settings, night, only, tell)
    _tell_failures(failures)
    _tell_lost(settings, night)
    if failures:
        sys.exit(1)
    end_night(settings, night)


@click.command()
@settings_options(*HARVEST_SETTINGS)
@night_option
@only_option
def plan(settings: Settings, night: date, only: tuple[str, ...]) -> None:
    """Write what is due tonight, a file a shard."""
    from pipeline.stages.plan import UNUSABLE, plan_night, unusable_files

    shards = plan_night(settings, night, only)
    planned = ", ".join(shard for shard in shards if shard != UNUSABLE)
    click.echo(f"Planned for {night}: {planned or 'nothing, since no site of the registry is active'}.")
    finish(unusable_files(settings) if UNUSABLE in shards else [])


@click.command()
@settings_options(*HARVEST_SETTINGS)
@night_option
@shard_option
def harvest(settings: Settings, night: date, shards: tuple[str, ...]) -> None:
    """Crawl the planned shards into the archive."""
    from pipeline.stages import harvest as stage

    _run_stages(settings, night, shards, stage.run)


@click.command()
@settings_options(*STORE_SETTINGS)
@night_option
@shard_option
def ingest(settings: Settings, night: date, shards: tuple[str, ...]) -> None:
    """Record the captures of the night in the warehouse."""
    from pipeline.stages import ingest as stage

    _run_stages(settings, night, shards, stage.run)


@click.command()
@settings_options(*STORE_SETTINGS)
@night_option
@shard_option
def read(settings: Settings, night: date, shards: tuple[str, ...]) -> None:
    """Parse the documents that are due, from the archive."""
    from pipeline.stages import read as stage

    _run_stages(settings, night, shards, stage.run)


@click.command()
@settings_options(*STORE_SETTINGS)
@night_option
@shard_option
def load(settings: Settings, night: date, shards: tuple[str, ...]) -> None:
    """Load the parsed reports into the warehouse."""
    from pipeline.stages import load as stage

    _run_stages(settings, night, shards, stage.run)


@click.command()
@settings_options(*STORE_SETTINGS)
@night_option
def check(settings: Settings, night: date) -> None:
    """Count reports and findings as a whole."""
    from pipeline.stages import check as stage

    _run_stages(settings, night, ("",), stage.run)


@click.command()
@settings_options(*STORE_SETTINGS)
@night_option
def process(settings: Settings, night: date) -> None:
    """Read, load and check what the night captured."""
    from pipeline.nightly import process_shards
    from pipeline.recording import upgrade_warehouse

    planned = _planned(settings, night)
    upgrade_warehouse(settings)
    finish(process_shards(settings, night, planned, tell))


@click.command()
@settings_options(*STORE_SETTINGS, "exports")
@night_option
def publish(settings: Settings, night: date) -> None:
    """Write every public view and a summary to the exports folder."""
    from pipeline.stages import plan
    from pipeline.stages import publish as stage

    _run_stages(settings, night, ("",), stage.run)
    plan.end_night(settings, night)
