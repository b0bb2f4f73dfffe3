"""### reparse: the archive, read again by a newer parser version

Started by hand after an upgrade. Per province **reparse** reads what older parser versions have read, and loads it
beside theirs; the views show the newer reading. Its log and the view `runs` count the cells that stayed the same,
changed, were gained or lost; `gongkai reparse --dry-run` shows them one by one before. **check** wakes the DAG
`publish`.

* **A red `reparse` task**: the archive lacks a document, or the warehouse refused one; its log says which. All others
  are loaded. Mend it and clear the task with downstream: what was read already is not read again.
* **A red `check` task**: fewer shards than the quorum passed, so `publish` was not started.
"""

from airflow.sdk import Asset, Param, TriggerRule, dag, get_current_context, task, task_group

from pipeline import alerts, orchestration

REPORTS = Asset("reports")


@dag(
    schedule=None,
    is_paused_upon_creation=False,  # nobody starts it but an operator
    catchup=False,
    max_active_runs=1,
    default_args=orchestration.TASK_DEFAULTS,
    on_failure_callback=alerts.night_failed,
    params={"night": Param(None, type=["null", "string"], format="date", description="YYYY-MM-DD; empty: today")},
    doc_md=__doc__,
    tags=["gongkai"],
)
def reparse() -> None:
    @task
    def archived() -> list[str]:
        return orchestration.archived_shards()

    @task(task_id="reparse", map_index_template="{{ shard }}")
    def read_again(shard: str) -> None:
        context = get_current_context()
        orchestration.run_stage("reparse", context, orchestration.night_of_run(context), shard)

    @task_group
    def reports(shard: str) -> None:
        read_again(shard)

    @task(outlets=[REPORTS], trigger_rule=TriggerRule.ALL_DONE)
    def check(shards: list[str] | None) -> str:
        context = get_current_context()
        night = orchestration.night_of_run(context)
        orchestration.run_stage("check", context, night)
        context["outlet_events"][REPORTS].extra = {"night": night.isoformat()}
        return orchestration.require_quorum(context, "reports", shards)

    shards = archived()
    reports.expand(shard=shards) >> check(shards)


reparse()
