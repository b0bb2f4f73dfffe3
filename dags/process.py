"""### process: captured documents, read and loaded as reports

Runs when `harvest` has landed a night; the night comes with the event. Per shard **read** parses the documents that are
due and **load** puts the reports into the warehouse; **check** counts what it now holds and wakes the DAG `publish`.

* **A red `read` task**: the archive could not be read; its log says which file. A document that can't be understood is
  no failure but a finding in the warehouse.
* **A red `load` task**: the warehouse did not take the reports; its log says why. Mend it and clear the task with
  downstream: loading twice is loading once.
* **A red `check` task**: fewer shards than the quorum were loaded, so `publish` was not started.
"""

from airflow.sdk import (
    Asset,
    AsyncCallback,
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
from pipeline.nights import read_night

CAPTURES = Asset("captures")
REPORTS = Asset("reports")


@dag(
    schedule=[CAPTURES],
    catchup=False,
    max_active_runs=1,
    default_args=orchestration.TASK_DEFAULTS,
    on_failure_callback=alerts.night_failed,
    deadline=DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, alerts.DEADLINE, AsyncCallback(alerts.night_late)),
    params={"night": Param(None, type=["null", "string"], format="date", description="For a run by hand: YYYY-MM-DD")},
    doc_md=__doc__,
    tags=["gongkai"],
)
def process() -> None:
    @task
    def planned() -> list[dict[str, str]]:
        return orchestration.planned_work(orchestration.nights_of_events(get_current_context()))

    @task(map_index_template="{{ shard }}")
    def read(night: str, shard: str) -> None:
        orchestration.run_stage("read", get_current_context(), read_night(night), shard)

    @task(map_index_template="{{ shard }}")
    def load(night: str, shard: str) -> None:
        orchestration.run_stage("load", get_current_context(), read_night(night), shard)

    @task_group
    def reports(night: str, shard: str) -> None:
        read(night, shard) >> load(night, shard)

    @task(outlets=[REPORTS], trigger_rule=TriggerRule.ALL_DONE)
    def check(work: list[dict[str, str]] | None) -> str:
        context = get_current_context()
        nights = orchestration.nights_of_events(context)
        for night in nights:
            orchestration.run_stage("check", context, night)
        context["outlet_events"][REPORTS].extra = {"night": nights[-1].isoformat()}
        return orchestration.require_quorum(
            context, "reports", work and [f"{item['shard']} ({item['night']})" for item in work]
        )

    work = planned()
    reports.expand_kwargs(work) >> check(work)


process()
