"""A crawl that is killed in the middle: nothing is lost, the task says so, and the next try goes on from there.

tests/crash kills whole nights at random.
"""

import json
import os
import shutil
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import psutil
import pytest

from pipeline import layout
from pipeline.errors import StageError
from pipeline.parsed import read_parsed
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.stages import harvest, ingest, load, plan, read
from warehouse import query
from warehouse.loader import load_documents
from warehouse.sameness import differing_views

NIGHT = date(2026, 1, 20)
LINES = 30  #: of about 45 in the log of this shard: links are told, some articles are fetched


def _kill_crawler_in_the_middle(settings: Settings) -> None:
    log = layout.next_capture_log(settings.archive, NIGHT, "50")
    while not log.exists() or log.read_bytes().count(b"\n") < LINES:
        time.sleep(0.005)
    [crawler] = [child for child in psutil.Process(os.getpid()).children() if str(log) in child.cmdline()]
    crawler.send_signal(signal.SIGKILL)


def test_a_killed_crawl_is_told_and_the_next_one_fetches_only_the_rest(served: Settings) -> None:
    plan.plan_night(served, NIGHT, ["500155"])
    killer = threading.Thread(target=_kill_crawler_in_the_middle, args=(served,))
    killer.start()
    with pytest.raises(
        StageError, match=r"the crawler ended with exit status -9.*梁平区 \(500155\) failed: its visit was not finished"
    ):
        harvest.run(served, NIGHT, "50")
    killer.join()
    first = ingest.run(served, NIGHT, "50")["captures"]
    assert 1 < first < 23
    plan.end_night(served, NIGHT)
    assert layout.open_night_mark(served.archive, NIGHT).exists()

    told = harvest.run(served, NIGHT, "50")
    assert told["requests"] + told["resumed"] == 21
    assert told["resumed"] >= first - 2  # two addresses were refused, for which nothing is asked
    for stage in (ingest, read, load):
        stage.run(served, NIGHT, "50")
    plan.end_night(served, NIGHT)
    assert not layout.open_night_mark(served.archive, NIGHT).exists()

    engine = open_warehouse(served)
    assert query.run(engine, "SELECT COUNT(*) FROM reports").rows == [(15,)]
    twice = "SELECT url FROM captures WHERE verdict IN ('article', 'attachment') GROUP BY url HAVING COUNT(*) > 1"
    assert query.run(engine, twice).rows == []
    outcomes = query.run(engine, "SELECT outcome, counts FROM runs WHERE stage = 'harvest' ORDER BY started").rows
    assert [outcome for outcome, _ in outcomes] == ["failed", "ok"]
    assert json.loads(outcomes[0][1])["failed"] == 1


def test_a_shard_harvested_twice_at_once_is_harvested_once(served: Settings, tmp_path: Path) -> None:
    settings = _fresh(served, tmp_path)
    plan.plan_night(settings, NIGHT, ["500155"])
    with ThreadPoolExecutor(2) as pool:
        told = [done.result() for done in [pool.submit(harvest.run, settings, NIGHT, "50") for _ in range(2)]]
    assert sorted((each["requests"], each["failed"]) for each in told) == [(0, 0), (21, 0)]
    assert [path.name for path in layout.capture_logs(settings.archive, NIGHT, "50")] == ["50-0001.jsonl"]


def test_what_a_killed_night_left_behind_is_taken_in_by_the_next_one(served: Settings, tmp_path: Path) -> None:
    settings = _fresh(served, tmp_path)
    plan.plan_night(settings, NIGHT, ["500155"])
    killer = threading.Thread(target=_kill_crawler_in_the_middle, args=(settings,))
    killer.start()
    with pytest.raises(StageError):
        harvest.run(settings, NIGHT, "50")
    killer.join()

    tomorrow = NIGHT + timedelta(days=1)
    plan.plan_night(settings, tomorrow, ["500155"])
    engine = open_warehouse(settings)
    captured = "SELECT COUNT(*) FROM captures WHERE verdict IN ('article', 'attachment')"
    [(before,)] = query.run(engine, captured).rows
    assert before > 0
    harvest.run(settings, tomorrow, "50")
    ingest.run(settings, tomorrow, "50")
    assert query.run(engine, captured).rows == [(17,)]
    twice = "SELECT url FROM captures WHERE verdict IN ('article', 'attachment') GROUP BY url HAVING COUNT(*) > 1"
    assert query.run(engine, twice).rows == []


def test_a_load_cut_off_between_two_transactions_ends_as_a_whole_one(served: Settings, tmp_path: Path) -> None:
    settings = _fresh(served, tmp_path)
    plan.plan_night(settings, NIGHT, ["331024"])
    for stage in (harvest, ingest, read):
        stage.run(settings, NIGHT, "33")
    documents = list(read_parsed(layout.parsed_file(settings.archive, NIGHT, "33")))
    cut_off = []
    for loaded in range(1, len(documents), 7):
        cut_off.append(replace(settings, warehouse=f"sqlite:///{tmp_path}/{loaded}.sqlite"))
        shutil.copy(tmp_path / "w.sqlite", tmp_path / f"{loaded}.sqlite")
        load_documents(open_warehouse(cut_off[-1]), NIGHT, documents[:loaded])
    load.run(settings, NIGHT, "33")
    for each in cut_off:
        assert read.run(each, NIGHT, "33")["documents"] > 0
        load.run(each, NIGHT, "33")
        assert differing_views(open_warehouse(settings), open_warehouse(each)) == []


def _fresh(served: Settings, folder: Path) -> Settings:
    return replace(served, archive=folder / "archive", warehouse=f"sqlite:///{folder}/w.sqlite")
