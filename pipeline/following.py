"""Following a night through its three DAGs over Airflow's API."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.airflow_local import DAGS, Airflow
from pipeline.errors import GongkaiError

ENDED = ("success", "failed")
EVENT_LIMIT = 60.0  # seconds from a DAG's end to the start of the one that its asset wakes
Task = Mapping[str, Any]


@dataclass
class Followed:
    """The runs of a night by DAG, and their task instances as Airflow's API gives them."""

    runs: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, list[Task]] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """From the start of the first task to the end of the last one."""
        instances = [task for tasks in self.tasks.values() for task in tasks if task["start_date"] and task["end_date"]]
        if not instances:
            return 0.0
        starts = [datetime.fromisoformat(task["start_date"]) for task in instances]
        ends = [datetime.fromisoformat(task["end_date"]) for task in instances]
        return (max(ends) - min(starts)).total_seconds()

    @property
    def failed(self) -> list[str]:
        """The tasks that did not succeed, as ``<dag>.<task> [<shard>]``."""
        return [
            " ".join(filter(None, (f"{dag}.{task['task_id']}", task["rendered_map_index"])))
            for dag, tasks in self.tasks.items()
            for task in tasks
            if task["state"] != "success"
        ]


def follow_night(airflow: Airflow, night: str, tell: Callable[[Followed], None], pause: float = 0.4) -> Followed:
    """Trigger ``harvest`` and follow it and the DAGs that it wakes to their end; ``tell`` hears of every look.

    Stops after a DAG that failed, since it wakes no other. GongkaiError when a part of Airflow has ended.
    """
    former = {dag: {run["dag_run_id"] for run in airflow.runs(dag)} for dag in DAGS}
    airflow.trigger(DAGS[0], {"night": night})
    followed = Followed()
    for dag in DAGS:
        run = followed.runs[dag] = _new_run(airflow, dag, former[dag])
        while True:
            state = airflow.run_state(dag, run)
            followed.tasks[dag] = list(airflow.tasks(dag, run))
            tell(followed)
            if state in ENDED:
                break
            airflow.require_components()
            time.sleep(pause)
        if state == "failed":
            break
    return followed


def _new_run(airflow: Airflow, dag: str, former: set[str]) -> str:
    limit = time.monotonic() + EVENT_LIMIT
    while time.monotonic() < limit:
        new = [run["dag_run_id"] for run in airflow.runs(dag) if run["dag_run_id"] not in former]
        if new:
            return str(new[-1])
        airflow.require_components()
        time.sleep(0.2)
    raise GongkaiError(f"Airflow started no run of the DAG {dag} within {EVENT_LIMIT:.0f} s.")
