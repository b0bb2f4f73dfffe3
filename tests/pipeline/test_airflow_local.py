"""A part of Airflow that has died is told; nobody waits for it."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from pipeline.airflow_local import Airflow
from pipeline.errors import GongkaiError
from pipeline.following import follow_night

CLOSED = "http://127.0.0.1:9"


@pytest.fixture
def scheduler() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], text=True) as process:
        yield process
        process.kill()


def test_a_killed_scheduler_is_told_in_one_sentence(scheduler: subprocess.Popen[str]) -> None:
    airflow = Airflow(CLOSED, "")
    airflow.components["scheduler"] = scheduler
    airflow.require_components()
    with pytest.raises(GongkaiError, match=f"^Airflow does not answer at {CLOSED}: .*refused"):
        follow_night(airflow, "2026-01-20", lambda _: None)
    scheduler.kill()
    scheduler.wait()
    for wait in (airflow.require_components, lambda: follow_night(airflow, "2026-01-20", lambda _: None)):
        with pytest.raises(
            GongkaiError, match=r"^The scheduler of Airflow ended with exit status -9, .* run this again"
        ):
            wait()
