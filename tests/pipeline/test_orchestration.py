"""What the leaves of the DAGs decide, and the work that a night's plans hold."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline import layout
from pipeline.errors import StageError
from pipeline.orchestration import planned_work, require_quorum

SHARDS = ["23", "50", "53-trs"]


def _context(*states: tuple[str, str]) -> dict[str, Any]:
    """As Airflow has it: the states of a run's mapped tasks, by task id and map index."""

    def get_task_states(*, dag_id: str, task_group_id: str, run_ids: list[str]) -> dict[str, dict[str, str]]:
        assert (dag_id, task_group_id, run_ids) == ("harvest", "sites", ["run 1"])
        return {"run 1": dict(states)}

    task_instance = SimpleNamespace(get_task_states=get_task_states)
    return {"run_id": "run 1", "ti": task_instance, "dag": SimpleNamespace(dag_id="harvest")}


def _states(*failed: str) -> list[tuple[str, str]]:
    tasks = [f"{task}_{index}" for task in ("sites.harvest", "sites.ingest") for index in range(len(SHARDS))]
    return [(task, "failed" if task in failed else "success") for task in tasks]


def test_failed_shards_are_counted_and_named_once() -> None:
    told = require_quorum(_context(*_states("sites.harvest_2", "sites.ingest_2")), "sites", SHARDS)
    assert told == "2 of 3 shards passed; failed: 53-trs."
    assert require_quorum(_context(*_states()), "sites", SHARDS) == "3 of 3 shards passed."


def test_below_the_quorum_the_night_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    context = _context(*_states("sites.harvest_0", "sites.ingest_2"))
    with pytest.raises(StageError, match=r"1 of 3 shards passed; failed: 23, 53-trs\. That is below the quorum of 50%"):
        require_quorum(context, "sites", SHARDS)
    monkeypatch.setenv("GONGKAI_QUORUM", "0.3")
    assert require_quorum(context, "sites", SHARDS) == "1 of 3 shards passed; failed: 23, 53-trs."


def test_a_failed_first_task_stops_the_night_in_one_sentence() -> None:
    with pytest.raises(StageError, match="the first task failed"):
        require_quorum(_context(), "sites", None)


def test_the_work_of_a_night_is_what_was_planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGKAI_ARCHIVE", str(tmp_path))
    for night, shard in (("2026-01-20", "53-trs"), ("2026-01-20", "23"), ("2026-01-21", "50")):
        layout.write_atomically(layout.plan_file(tmp_path, date.fromisoformat(night), shard), "{}")
    assert planned_work([date(2026, 1, 20), date(2026, 1, 21), date(2026, 1, 22)]) == [
        {"night": "2026-01-20", "shard": "23"},
        {"night": "2026-01-20", "shard": "53-trs"},
        {"night": "2026-01-21", "shard": "50"},
    ]
