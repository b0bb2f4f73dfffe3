"""### harvest: what the sites published, into the archive and the warehouse's ledger

Every night at 22:00 (Asia/Shanghai): **plan** writes what is due per shard (a province, or a platform in it),
**harvest**
crawls it, **ingest** records what was fetched. **landed** counts the shards and wakes the DAG `process`.

* **A red `harvest` task**: a site of that shard failed; its log names the site and the cause in one sentence. All other
  sites are safe and go on to `process`. When the site is back, *Clear* that task, alone or with *Downstream*: the night
  is repaired, and pages already fetched are not fetched again.
* **A red `ingest` task**: the captures are on disk, but the warehouse did not take them. Mend the warehouse, then clear
  the task with downstream.
* **A red `landed` task**: fewer shards than the quorum (GONGKAI_QUORUM, half) passed, so `process` was not started.
* **Another night**: trigger with the parameter `night` (YYYY-MM-DD).
"""

from airflow.sdk import (
    Asset,
    AssetAlias,
    AsyncCallback,
    CronTriggerTimetable,
    DeadlineAlert,
    DeadlineReference,
    Param,
    TriggerRule,
    dag,
    get_current_context,
    task,
    task_group,
)

from pipeline import alerts, orchestration

CAPTURES = Asset("captures")
# An alias has an event only when a task says so: here, when a shard is repaired after its night has landed.
REPAIRED = AssetAlias("repaired_captures")


@dag(
    schedule=CronTriggerTimetable(orchestration.SCHEDULE, timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    default_args=orchestration.TASK_DEFAULTS,
    on_failure_callback=alerts.night_failed,
    deadline=DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, alerts.DEADLINE, AsyncCallback(alerts.night_late)),
    params={
        "night": Param(None, type=["null", "string"], format="date", description="YYYY-MM-DD; empty: the schedule's")
    },
    doc_md=__doc__,
    tags=["gongkai"],
)
def harvest() -> None:
    @task
    def plan() -> list[str]:
        return orchestration.plan_shards(orchestration.night_of_run(get_current_context()))

    @task(task_id="harvest", pool="harvest", map_index_template="{{ shard }}", outlets=[REPAIRED])
    def crawl(shard: str) -> None:
        context = get_current_context()
        night = orchestration.night_of_run(context)
        orchestration.run_stage("harvest", context, night, shard)
        if orchestration.has_ended(context, "landed"):  # cleared by itself: nothing after it will run again
            orchestration.run_stage("ingest", context, night, shard)
            context["outlet_events"][REPAIRED].add(CAPTURES, extra={"night": night.isoformat()})

    # Also after a failed crawl: what it captured must not be lost.
    @task(trigger_rule=TriggerRule.ALL_DONE, map_index_template="{{ shard }}")
    def ingest(shard: str) -> None:
        context = get_current_context()
        orchestration.run_stage("ingest", context, orchestration.night_of_run(context), shard)

    @task_group
    def sites(shard: str) -> None:
        crawl(shard) >> ingest(shard)

    @task(outlets=[CAPTURES], trigger_rule=TriggerRule.ALL_DONE)
    def landed(shards: list[str] | None) -> str:
        context = get_current_context()
        night = orchestration.night_of_run(context)
        context["outlet_events"][CAPTURES].extra = {"night": night.isoformat()}
        return orchestration.require_quorum(context, "sites", shards)

    shards = plan()
    sites.expand(shard=shards) >> landed(shards)


harvest()
