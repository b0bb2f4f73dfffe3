"""The DAG files, as Airflow's own DagBag sees them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
# In a process of its own: Airflow sets up logging and configuration for the whole process when it is imported.
LOOK = """
import json, sys, time
from pathlib import Path
from airflow.dag_processing.dagbag import DagBag
seen = {"errors": {}, "seconds": {}, "dags": {}}
for path in sorted(Path(sys.argv[1]).glob("[a-z]*.py")):
    began = time.process_time()
    bag = DagBag(dag_folder=path)
    seen["seconds"][path.name] = time.process_time() - began
    seen["errors"].update(bag.import_errors)
    for name, dag in bag.dags.items():
        seen["dags"][name] = {
            "timetable": repr(dag.timetable), "catchup": dag.catchup, "runs": dag.max_active_runs, "doc": dag.doc_md,
            "tasks": {t.task_id: {"pool": t.pool, "rule": t.trigger_rule, "after": sorted(t.upstream_task_ids),
                                  "mapped": t.get_closest_mapped_task_group() is not None,
                                  "retries": t.retries, "outlets": [o.name for o in t.outlets]} for t in dag.tasks},
        }
print("SEEN" + json.dumps(seen, default=str))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("airflow")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    environment |= {"AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False", "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(PROJECT / "dags")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.rpartition("SEEN")[2])
    return answer


def test_every_file_imports(seen: dict[str, Any]) -> None:
    assert seen["errors"] == {}
    assert sorted(seen["dags"]) == ["harvest", "process", "publish", "reparse"]


def test_every_file_parses_within_a_second(seen: dict[str, Any]) -> None:
    assert {name for name in seen["seconds"] if name != "__init__.py"} == {
        "harvest.py",
        "process.py",
        "publish.py",
        "reparse.py",
    }
    assert max(seen["seconds"].values()) < 1, seen["seconds"]


def test_one_night_at_a_time_and_no_catching_up(seen: dict[str, Any]) -> None:
    for dag in seen["dags"].values():
        assert (dag["catchup"], dag["runs"]) == (False, 1)


def test_every_dag_tells_an_operator_what_red_means(seen: dict[str, Any]) -> None:
    for name, dag in seen["dags"].items():
        assert dag["doc"].startswith(f"### {name}: ")
        assert "red" in dag["doc"]
        assert "lear" in dag["doc"]  # Clear, clear


def test_harvest_runs_at_ten_in_the_evening_in_shanghai(seen: dict[str, Any]) -> None:
    timetable = seen["dags"]["harvest"]["timetable"]
    assert "0 22 * * *" in timetable
    assert "Asia/Shanghai" in timetable


def test_a_failed_crawl_is_ingested_all_the_same(seen: dict[str, Any]) -> None:
    tasks = seen["dags"]["harvest"]["tasks"]
    assert tasks["sites.ingest"]["after"] == ["plan", "sites.harvest"]
    assert tasks["sites.ingest"]["rule"] == "all_done"
    assert tasks["landed"]["rule"] == "all_done"
    assert set(tasks["landed"]["after"]) == {"plan", "sites.ingest"}
    assert tasks["landed"]["outlets"] == ["captures"]


def test_crawls_share_a_pool_and_are_mapped_over_shards(seen: dict[str, Any]) -> None:
    harvest, process = seen["dags"]["harvest"]["tasks"], seen["dags"]["process"]["tasks"]
    assert harvest["sites.harvest"]["pool"] == "harvest"
    assert {name for name, task in harvest.items() if task["mapped"]} == {"sites.harvest", "sites.ingest"}
    assert {name for name, task in process.items() if task["mapped"]} == {"reports.read", "reports.load"}


def test_the_archive_is_read_again_by_hand_and_wakes_publish(seen: dict[str, Any]) -> None:
    dag = seen["dags"]["reparse"]
    assert "None" in dag["timetable"] or "Null" in dag["timetable"]
    assert {name for name, task in dag["tasks"].items() if task["mapped"]} == {"reports.reparse"}
    check = dag["tasks"]["check"]
    assert (set(check["after"]), check["rule"]) == ({"archived", "reports.reparse"}, "all_done")
    assert check["outlets"] == seen["dags"]["process"]["tasks"]["check"]["outlets"] == ["reports"]


def test_tasks_are_tried_again(seen: dict[str, Any]) -> None:
    retries = {task["retries"] for dag in seen["dags"].values() for task in dag["tasks"].values()}
    assert retries == {1}
