"""A crawl that is killed in the middle: nothing is lost, the task says so, and the next try goes on from there."""

import json
import os
import signal
import threading
import time
from datetime import date

import psutil
import pytest

from pipeline import layout
from pipeline.errors import StageError
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.stages import harvest, ingest, load, plan, read
from warehouse import query

NIGHT = date(2026, 1, 20)
LINES = 30  #: of about 45 in the log of this shard: links are told, some articles are fetched


def _kill_crawler_in_the_middle(settings: Settings) -> None:
    log = layout.next_capture_log(settings.archive, NIGHT, "50")
    while not log.exists() or log.read_bytes().count(b"\n") < LINES:
        time.sleep(0.005)
    [crawler] = [child for child in psutil.Process(os.getpid()).children() if str(log) in child.cmdline()]
    crawler.send_signal(signal.SIGKILL)


def test_a_killed_crawl_is_told_and_the_next_one_fetches_only_the_rest(served: Settings) -> None:
    plan.plan_night(served, NIGHT)
    killer = threading.Thread(target=_kill_crawler_in_the_middle, args=(served,))
    killer.start()
    with pytest.raises(
        StageError, match=r"the crawler ended with exit status -9.*梁平区 \(500155\) failed: its visit was not finished"
    ):
        harvest.run(served, NIGHT, "50")
    killer.join()
    first = ingest.run(served, NIGHT, "50")["captures"]
    assert 1 < first < 23

    harvest.run(served, NIGHT, "50")
    for stage in (ingest, read, load):
        stage.run(served, NIGHT, "50")

    engine = open_warehouse(served)
    assert query.run(engine, "SELECT COUNT(*) FROM reports").rows == [(15,)]
    twice = "SELECT url FROM captures WHERE verdict IN ('article', 'attachment') GROUP BY url HAVING COUNT(*) > 1"
    assert query.run(engine, twice).rows == []
    outcomes = query.run(engine, "SELECT outcome, counts FROM runs WHERE stage = 'harvest' ORDER BY started").rows
    assert [outcome for outcome, _ in outcomes] == ["failed", "ok"]
    assert json.loads(outcomes[0][1])["failed"] == 1
