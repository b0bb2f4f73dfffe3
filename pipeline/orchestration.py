"""What the DAGs ask of the pipeline besides the stages; knows nothing of Airflow but the shapes of its context.

Nothing heavy is imported before a task runs: a DAG file is parsed again and again.
"""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from datetime import date, timedelta
from typing import Any

from pipeline import disk, layout, processes, settings
from pipeline.errors import GongkaiError, StageError
from pipeline.nights import night_at, read_night

log = logging.getLogger(__name__)

SCHEDULE = os.environ.get("GONGKAI_SCHEDULE") or "0 22 * * *"
TASK_DEFAULTS = {
    "owner": "gongkai",
    "retries": int(os.environ.get("GONGKAI_RETRIES") or 1),
    "retry_delay": timedelta(seconds=float(os.environ.get("GONGKAI_RETRY_DELAY") or 300)),
}


def night_of_run(context: Mapping[str, Any]) -> date:
    """The parameter ``night``, else the date in Asia/Shanghai for which the run was due."""
    given = context["params"].get("night")
    return read_night(given) if given else night_at(context["dag_run"].run_after)


def nights_of_events(context: Mapping[str, Any]) -> list[date]:
    """The nights of the asset events that triggered the run; without events, that of a run started by hand."""
    events = [event for group in context["triggering_asset_events"].values() for event in group]
    return sorted({read_night(event.extra["night"]) for event in events}) or [night_of_run(context)]


def plan_shards(night: date) -> list[str]:
    """Write the plans of the night; the names of its shards."""
    from pipeline.stages import plan

    return plan.plan_night(settings.from_environment(), night)


def archived_shards() -> list[str]:
    """The shards of all that is archived, for who reads it again."""
    from pipeline.recording import upgrade_warehouse
    from pipeline.stages import reparse

    chosen = settings.from_environment()
    upgrade_warehouse(chosen)
    return list(reparse.shards(chosen))


def end_night(night: date) -> None:
    """When it was published: planned once more, the night begins another round."""
    from pipeline.stages import plan

    plan.end_night(settings.from_environment(), night)


def planned_work(nights: Iterable[date]) -> list[dict[str, str]]:
    """The shards to process, as arguments of mapped tasks."""
    archive = settings.from_environment().archive
    return [
        {"night": night.isoformat(), "shard": shard}
        for night in nights
        for shard in layout.planned_shards(archive, night)
    ]


def run_stage(name: str, context: MutableMapping[str, Any], night: date, shard: str = "") -> dict[str, int]:
    """Run one stage with the settings of the environment; its counts.

    Names a mapped task after its shard, and puts what went wrong into the log as one sentence. Ends when the process
    that runs the task does, so that a task that Airflow holds for lost and tries again is not at work still.
    """
    context["shard"] = shard
    processes.end_with_parent()
    stage = importlib.import_module(f"pipeline.stages.{name}")
    chosen = settings.from_environment()
    try:
        with disk.telling(chosen):
            counts: dict[str, int] = stage.run(chosen, night, shard)
    except GongkaiError as error:
        log.error("%s", error)
        raise
    log.info("%s %s %s: %s", name, night, shard, counts)
    return counts


def has_ended(context: Mapping[str, Any], task: str) -> bool:
    """Whether another task of this run has ended already, so that this one was cleared without it."""
    run = context["run_id"]
    states = context["ti"].get_task_states(dag_id=context["dag"].dag_id, task_ids=[task], run_ids=[run])[run]
    return states.get(task) in ("success", "failed", "upstream_failed")


def require_quorum(context: Mapping[str, Any], group: str, shards: Sequence[str] | None) -> str:
    """One sentence on how the mapped tasks of ``group`` fared; StageError when fewer shards than the quorum passed.

    ``shards`` are the names by map index. A leaf must ask this, since a DAG run is as green as its leaves.
    """
    if shards is None:
        raise StageError("No shards are known, since the first task failed; see its log.")
    run = context["run_id"]
    states = context["ti"].get_task_states(dag_id=context["dag"].dag_id, task_group_id=group, run_ids=[run])[run]
    failed = sorted({shards[int(task.rpartition("_")[2])] for task, state in states.items() if state != "success"})
    quorum = settings.from_environment().quorum
    passed = len(shards) - len(failed)
    told = f"{passed} of {len(shards)} shards passed" + (f"; failed: {', '.join(failed)}." if failed else ".")
    if passed < quorum * len(shards):
        raise StageError(f"{told} That is below the quorum of {quorum:.0%}; see the logs of the red tasks.")
    return told
