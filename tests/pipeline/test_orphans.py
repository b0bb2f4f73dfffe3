"""A worker of Airflow is killed; the task that it watched, and its spider, end too: the second try meets nobody."""

import os
import signal
import subprocess
import sys
import time
from datetime import date

import psutil
import pytest

from crawler.archive import verify
from pipeline import layout
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.stages import harvest, ingest, load, plan, read
from warehouse import query

NIGHT = date(2026, 1, 22)
LINES = 25  #: of about 45 in the log of this shard
# As Airflow has it: the worker watches a task in a process of its own, which runs the stage.
WORKER = f"""
import os
from datetime import date
from pipeline.orchestration import run_stage
if os.fork() == 0:
    run_stage("harvest", {{}}, date.fromisoformat("{NIGHT}"), "50")
    os._exit(0)
os.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux tells a child of its parent's end")
def test_a_task_is_tried_again_alone(served: Settings) -> None:
    plan.plan_night(served, NIGHT)
    log = layout.next_capture_log(served.archive, NIGHT, "50")
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=os.environ | served.to_environment())
    while not log.exists() or log.read_bytes().count(b"\n") < LINES:
        assert worker.poll() is None
        time.sleep(0.005)
    family = psutil.Process(worker.pid).children(recursive=True)
    assert any(str(log) in each.cmdline() for each in family)
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    harvest.run(served, NIGHT, "50")
    assert [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE] == []
    for stage in (ingest, read, load):
        stage.run(served, NIGHT, "50")
    engine = open_warehouse(served)
    assert query.run(engine, "SELECT COUNT(*) FROM reports").rows == [(15,)]
    twice = "SELECT url FROM captures WHERE verdict IN ('article', 'attachment') GROUP BY url HAVING COUNT(*) > 1"
    assert query.run(engine, twice).rows == []
    files = sorted(served.archive.rglob("*.warc.gz"))
    assert len(files) == 2
    assert [verify(path).torn_at for path in files] == [None, None]
