"""A night by the command, without Airflow: every number that the sites publish, and nothing else, with its evidence."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crawler.archive import read_payload
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from tests.servers.postgres import PostgresServer
from warehouse import query
from warehouse.sameness import differing_views

FIRST, SECOND = "2026-01-20", "2026-01-21"
SHARDS = ("33", "50", "53")
CELLS = """
SELECT agency_name, reporting_year, address, value, state FROM applications
UNION ALL SELECT agency_name, reporting_year, address, value, state FROM active_disclosure
UNION ALL SELECT agency_name, reporting_year, address, value, state FROM disputes
"""
# One query from a number to where it stands. A number that stands nowhere is missing in the answer: SQLite takes a
# hundredth of the time for it that a LEFT JOIN takes, which scans the view for each number.
TRACE = """
SELECT c.value, e.url, e.sha256, e.warc_file, e.warc_offset, e.place, e.raw
FROM (SELECT report_id, address, value FROM applications WHERE state = 'number'
      UNION ALL SELECT report_id, address, value FROM active_disclosure WHERE state = 'number'
      UNION ALL SELECT report_id, address, value FROM disputes WHERE state = 'number') AS c
JOIN evidence AS e ON e.report_id = c.report_id AND e.address = c.address
"""


def _ask(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    return query.run(open_warehouse(settings), sql).rows


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    printed = subprocess.run([sys.executable, "-m", "replica", "truth"], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in printed.stdout.splitlines()]


@pytest.fixture(scope="module")
def first_night(served: Settings, gongkai: Any) -> Settings:
    done = gongkai("nightly", "--date", FIRST, settings=served)
    assert (done.returncode, done.stderr) == (0, "")
    return served


def test_every_report_of_the_sites_is_found_and_no_trap_is_taken(
    first_night: Settings, truth: list[dict[str, Any]]
) -> None:
    found = _ask(first_night, "SELECT agency_name, division_code, agency_kind, reporting_year, url FROM reports")
    expected = [
        (each["agency"], each["division_code"], each["agency_kind"], each["year"], each["document_url"])
        for each in truth
    ]
    assert len(expected) == 46
    assert sorted(found) == sorted(expected)


def test_every_cell_has_the_value_and_the_state_that_were_printed(
    first_night: Settings, truth: list[dict[str, Any]]
) -> None:
    found = {tuple(key): (value, state) for *key, value, state in _ask(first_night, CELLS)}
    expected = {
        (each["agency"], each["year"], address): (value, each["states"][address])
        for each in truth
        for address, value in each["cells"].items()
    }
    wrong = {
        key: (found.get(key), expected.get(key)) for key in found | expected if found.get(key) != expected.get(key)
    }
    assert wrong == {}
    assert len(expected) == 9184


def test_what_contradicts_itself_is_said_and_nothing_else(first_night: Settings, truth: list[dict[str, Any]]) -> None:
    status = {
        (name, year): status
        for name, year, status in _ask(first_night, "SELECT agency_name, reporting_year, status FROM reports")
    }
    for each in truth:
        blank = any(state != "number" for state in each["states"].values())
        expected = "incomplete" if blank else "reconciled" if each["consistent"] else "printed_inconsistent"
        assert status[each["agency"], each["year"]] == expected


def test_every_number_leads_to_archived_bytes(first_night: Settings) -> None:
    rows = _ask(first_night, TRACE)
    assert len(rows) == 9178
    payloads: dict[tuple[str, int], str] = {}
    for value, url, digest, warc_file, warc_offset, place, raw in rows:
        assert url.startswith("https://")
        assert json.loads(place)
        assert float(raw.replace(",", "").replace("，", "")) == value
        where = (warc_file, warc_offset)
        if where not in payloads:
            payloads[where] = sha256(read_payload(first_night.archive, *where)).hexdigest()
        assert payloads[where] == digest
    assert len(payloads) == 46


def test_the_archive_holds_the_files_of_the_night(first_night: Settings) -> None:
    for shard in SHARDS:
        assert (first_night.archive / "plans" / FIRST / f"{shard}.json").is_file()
        assert (first_night.archive / "captures" / FIRST / f"{shard}-0001.jsonl").is_file()
        assert (first_night.archive / "parsed" / FIRST / f"{shard}.jsonl").is_file()
    assert len(list((first_night.archive / "warc" / FIRST).glob("*.warc.gz"))) == 3
    summary = json.loads((first_night.exports / "summary.json").read_text("utf-8"))
    assert summary["night"] == FIRST
    assert sum(summary["reports_by_status"].values()) == 46


def test_each_stage_is_on_record_with_its_counts(first_night: Settings) -> None:
    rows = _ask(first_night, f"SELECT stage, shard, outcome, counts FROM runs WHERE night = '{FIRST}'")
    counts = {(stage, shard): json.loads(told) for stage, shard, _, told in rows}
    assert {outcome for _, _, outcome, _ in rows} == {"ok"}
    shards = {(stage, shard) for stage in ("plan", "harvest", "ingest", "read", "load") for shard in SHARDS}
    assert set(counts) == shards | {("check", ""), ("publish", "")}
    assert {shard: counts["load", shard]["versions"] for shard in SHARDS} == {"33": 16, "50": 15, "53": 15}
    assert counts["harvest", "50"]["conditional"] == 0


def test_stages_done_again_change_nothing(first_night: Settings, gongkai: Any) -> None:
    views = ("reports", "applications", "findings", "evidence", "captures", "link_decisions")
    before = {view: sorted(_ask(first_night, f"SELECT * FROM {view}"), key=repr) for view in views}
    for verb in ("ingest", "load", "process"):
        done = gongkai(verb, "--date", FIRST, settings=first_night)
        assert (done.returncode, done.stderr) == (0, "")
    assert {view: sorted(_ask(first_night, f"SELECT * FROM {view}"), key=repr) for view in views} == before


def test_a_load_whose_database_is_restarted_fails_in_a_sentence_and_can_be_done_again(
    first_night: Settings, gongkai: Any, postgres: PostgresServer
) -> None:
    """On PostgreSQL the night says in the end what it said on SQLite."""
    own = replace(first_night, warehouse=postgres.new_database())
    for verb in ("ingest", "read"):  # what was read last for the other warehouse is not all that is due in this one
        done = gongkai(verb, "--date", FIRST, settings=own)
        assert (done.returncode, done.stderr) == (0, "")
    _change(own, "CREATE FUNCTION wait() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(60); END' LANGUAGE plpgsql")
    _change(own, "CREATE TRIGGER wait BEFORE INSERT ON fact_section EXECUTE FUNCTION wait()")
    with ThreadPoolExecutor() as threads:
        load = threads.submit(gongkai, "load", "--date", FIRST, "--shard", "50", settings=own)
        waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        end = time.monotonic() + 60
        while not _ask(own, waiting):
            assert not load.done()
            assert time.monotonic() < end
            time.sleep(0.1)
        postgres.restart()
        done = load.result()
    assert done.returncode == 1
    assert done.stderr.startswith("Failed: The warehouse does not answer: ")
    assert done.stderr.count("\n") == 1
    assert _ask(own, "SELECT COUNT(*) FROM fact_parse") == [(0,)]
    _change(own, "DROP TRIGGER wait ON fact_section")
    for verb in ("load", "check"):
        done = gongkai(verb, "--date", FIRST, settings=own)
        assert (done.returncode, done.stderr) == (0, "")
    assert differing_views(open_warehouse(first_night), open_warehouse(own)) == []


def _change(settings: Settings, sql: str) -> None:
    with open_warehouse(settings).begin() as connection:
        connection.execute(text(sql))


def test_the_second_night_is_quiet(first_night: Settings, gongkai: Any) -> None:
    facts = f"SELECT * FROM ({CELLS}) ORDER BY 1, 2, 3"
    before = _ask(first_night, facts), _ask(first_night, "SELECT COUNT(*) FROM findings")
    requests = Path(first_night.archive).parent / "requests.jsonl"
    asked_before = len(requests.read_text("utf-8").splitlines())

    done = gongkai("nightly", "--date", SECOND, settings=first_night)

    assert (done.returncode, done.stderr) == (0, "")
    asked = [json.loads(line) for line in requests.read_text("utf-8").splitlines()[asked_before:]]
    lists = _ask(first_night, "SELECT DISTINCT url FROM captures WHERE verdict = 'list'")
    assert len(lists) == 13
    pages = [each for each in asked if each["path"] != "/robots.txt"]
    # The address of a list that is had by POST ends in its form.
    listed = sorted(url.partition("#post:")[0] for (url,) in lists)
    assert sorted(f"https://{each['host']}{each['path']}" for each in pages) == listed
    # A page that came with validators is asked for with them, and only the programs (jsp) give none.
    answers = {(".jsp" in each["path"], each["status"], each["if_none_match"]) for each in pages}
    assert answers == {(False, 304, True), (True, 200, False)}
    assert (_ask(first_night, facts), _ask(first_night, "SELECT COUNT(*) FROM findings")) == before
    assert _ask(first_night, "SELECT DISTINCT version, first_seen, last_seen FROM reports") == [(1, FIRST, SECOND)]
    new = [
        json.loads(counts)
        for (counts,) in _ask(first_night, f"SELECT counts FROM runs WHERE stage = 'load' AND night = '{SECOND}'")
    ]
    assert [sum(counts.values()) for counts in new] == [0, 0, 0]


def test_a_dead_site_fails_alone_and_the_night_is_repaired(served: Settings, gongkai: Any, tmp_path: Path) -> None:
    fresh = replace(
        served, archive=tmp_path / "archive", warehouse=f"sqlite:///{tmp_path}/w.sqlite", exports=tmp_path / "exports"
    )
    dead = replace(fresh, connect_to={**served.connect_to, "www.songming.gov.cn.example": "127.0.0.1:9"})
    done = gongkai("nightly", "--date", FIRST, settings=dead)
    assert done.returncode == 1
    assert done.stderr.startswith("Failed: Shard 53: 嵩明县 (530127) failed: ")
    assert done.stderr.count("\n") == 1
    assert _ask(fresh, "SELECT COUNT(*) FROM reports WHERE division_code LIKE '500155%'") == [(15,)]

    # The stages by hand, as a cleared task does them: the plan still names the closed port, so plan comes first.
    for verb in ("plan", "harvest", "ingest", "process"):
        done = gongkai(verb, "--date", FIRST, settings=fresh)
        assert (done.returncode, done.stderr) == (0, "")
    assert _ask(fresh, "SELECT COUNT(*) FROM reports") == [(46,)]


def test_the_evidence_of_a_number_is_shown_from_the_archive(
    first_night: Settings, gongkai: Any, tmp_path: Path, truth: list[dict[str, Any]]
) -> None:
    address = "applications.new_received.total"
    each = next(each for each in truth if each["document_url"].endswith(".pdf"))
    chosen = ("--agency", each["agency"], "--year", str(each["year"]), "--out", tmp_path / "cell.png", "--json")
    done = gongkai("evidence", address, *chosen, settings=first_night)
    assert (done.returncode, done.stderr) == (0, "")
    facts = json.loads(done.stdout)
    assert (facts["value"], facts["url"], facts["is_current"]) == (each["cells"][address], each["document_url"], True)
    payload = read_payload(first_night.archive, facts["warc_file"], facts["warc_offset"])
    assert sha256(payload).hexdigest() == facts["sha256"]
    assert facts["fetched_at"].endswith("Z")
    assert (tmp_path / "cell.png").read_bytes().startswith(b"\x89PNG")
    several = gongkai("evidence", address, "--year", str(each["year"]), settings=first_night)
    assert several.returncode == 2
    assert "reports fit" in several.stderr
    assert "Name one by --report" in several.stderr
    none = gongkai("evidence", address, "--year", "1999", settings=first_night)
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr == f"Error: No report in the warehouse that fits has a cell {address}.\n"
