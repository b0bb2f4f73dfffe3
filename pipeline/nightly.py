"""The nightly job without Airflow: the same stages in the same order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from pipeline.errors import StageError
from pipeline.settings import Settings
from pipeline.stages import check, harvest, ingest, load, plan, publish, read

CRAWLS_AT_A_TIME = 4
Stage = Callable[[Settings, date, str], dict[str, int]]
Tell = Callable[[str, str, dict[str, int]], None]  #: stage, shard, counts


def run_night(settings: Settings, night: date, only: Collection[str], tell: Tell) -> list[str]:
    """Plan to publish for the sites that are due; the sentences of the stages that failed, none when all is well."""
    shards = plan.plan_night(settings, night, only)
    failures = harvest_shards(settings, night, shards, tell)
    failures += process_shards(settings, night, [shard for shard in shards if shard != plan.UNUSABLE], tell)
    return failures + run_stage(publish.run, settings, night, [""], tell)


def harvest_shards(settings: Settings, night: date, shards: Collection[str], tell: Tell) -> list[str]:
    """Harvest and ingest, several shards at a time; what a failed crawl captured is ingested too."""

    def one(shard: str) -> list[str]:
        failures = run_stage(harvest.run, settings, night, [shard], tell)
        return failures + run_stage(ingest.run, settings, night, [shard], tell)

    with ThreadPoolExecutor(CRAWLS_AT_A_TIME) as pool:
        return [failure for failures in pool.map(one, shards) for failure in failures]


def process_shards(settings: Settings, night: date, shards: Collection[str], tell: Tell) -> list[str]:
    """Read and load each shard, then check."""
    failures = []
    for shard in shards:
        failures += run_stage(read.run, settings, night, [shard], tell)
        failures += run_stage(load.run, settings, night, [shard], tell)
    return failures + run_stage(check.run, settings, night, [""], tell)


def run_stage(stage: Stage, settings: Settings, night: date, shards: Iterable[str], tell: Tell) -> list[str]:
    """Run one stage shard by shard; one that fails does not stop the next."""
    failures = []
    for shard in shards:
        try:
            tell(stage.__module__.rpartition(".")[2], shard, stage(settings, night, shard))
        except StageError as error:
            failures.append(str(error))
    return failures
