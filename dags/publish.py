"""### publish: the warehouse as files

Runs when `process` has updated the reports: writes every public view as CSV and Parquet, and a summary, to
GONGKAI_EXPORTS.

* **A red `publish` task**: its log says which file could not be written; the warehouse is not touched. Clear the task
  when there is room.
"""

from airflow.sdk import Asset, AsyncCallback, DeadlineAlert, DeadlineReference, Param, dag, get_current_context, task

from pipeline import alerts, orchestration

REPORTS = Asset("reports")
EXPORTS = Asset("exports")


@dag(
    schedule=[REPORTS],
    catchup=False,
    max_active_runs=1,
    default_args=orchestration.TASK_DEFAULTS,
    on_failure_callback=alerts.night_failed,
    on_success_callback=alerts.night_published,
    deadline=DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, alerts.DEADLINE, AsyncCallback(alerts.night_late)),
    params={"night": Param(None, type=["null", "string"], format="date", description="For a run by hand: YYYY-MM-DD")},
    doc_md=__doc__,
    tags=["gongkai"],
)
def publish() -> None:
    @task(outlets=[EXPORTS], task_id="publish")
    def write_exports() -> None:
        context = get_current_context()
        nights = orchestration.nights_of_events(context)
        orchestration.run_stage("publish", context, nights[-1])
        for night in nights:
            orchestration.end_night(night)

    write_exports()


publish()
