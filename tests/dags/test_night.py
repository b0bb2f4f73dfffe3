"""Nights through the real Airflow, started once. The tests of this file follow one another, as the nights do:

the schedule starts a night in which one site is dead; its task is cleared when the site is back; another night is
quiet; the last one fails. A webhook hears of what a person should know.
"""

import contextlib
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest

from pipeline import processes
from pipeline.airflow_local import PASSWORDS, PROJECT, Airflow, running
from pipeline.doctor.airflow import airflow_checks
from pipeline.errors import GongkaiError
from pipeline.following import follow_night
from pipeline.nights import SHANGHAI
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.tonight import replica_settings
from warehouse import query

DEAD = "www.songming.gov.cn.example"
ALIVE = "www.liangping.gov.cn.example"
SECRET = "xoxb-4711"
LIMIT = 240.0  # seconds


@dataclass
class Webhook:
    """A real one on loopback: its address, and what was posted to it."""

    url: str
    messages: list[dict[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def webhook_server() -> Iterator[Webhook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == f"/{SECRET}" + ("/alive" if message["id"].startswith("published ") else "")
            webhook.messages.append(message)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        webhook = Webhook(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield webhook
        server.shutdown()


@dataclass
class Night:
    """A running Airflow, its settings, and when its schedule is due (a whole minute)."""

    airflow: Airflow
    settings: Settings
    due: datetime
    dead_port: int
    webhook: Webhook
    home: Path

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return query.run(open_warehouse(self.settings), sql).rows

    def task(self, dag: str, run: str, task: str, label: str) -> dict[str, Any]:
        return next(
            each
            for each in self.airflow.tasks(dag, run)
            if each["task_id"] == task and each["rendered_map_index"] == label
        )

    def wait_for_run(self, dag: str, count: int) -> dict[str, Any]:
        """The newest run when ``count`` runs of the DAG have ended."""
        limit = time.monotonic() + LIMIT
        while time.monotonic() < limit:
            runs = self.airflow.runs(dag)
            if len(runs) == count and all(run["state"] in ("success", "failed") for run in runs):
                return runs[0]
            time.sleep(0.3)
        raise AssertionError(f"{dag} has no {count} ended runs: {self.airflow.runs(dag)}")

    def wait_for_messages(self, start: str, count: int) -> list[dict[str, str]]:
        """What the webhook heard under ids with this start, once that is ``count`` messages."""
        limit = time.monotonic() + LIMIT
        while time.monotonic() < limit:
            found = [message for message in self.webhook.messages if message["id"].startswith(start)]
            if len({message["id"] for message in found}) >= count:
                return found
            time.sleep(0.3)
        raise AssertionError(f"No {count} messages {start}: {self.webhook.messages}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _next_minute_after(seconds: int) -> datetime:
    return (datetime.now(UTC) + timedelta(seconds=seconds + 60)).replace(second=0, microsecond=0)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("night")
    before = psutil.Process().children(recursive=True)  # a database that serves other tests of this process
    with replica_settings(folder) as served, webhook_server() as webhook:
        port = _free_port()
        settings = replace(
            served,
            connect_to={**served.connect_to, DEAD: f"127.0.0.1:{port}"},
            alert_webhook=f"{webhook.url}/{SECRET}",
            alive_webhook=f"{webhook.url}/{SECRET}/alive",
        )
        due = _next_minute_after(65)
        local = due.astimezone(SHANGHAI)
        environment = settings.to_environment() | {
            "GONGKAI_SCHEDULE": f"{local.minute} {local.hour} * * *",
            "GONGKAI_RETRIES": "1",
            "GONGKAI_RETRY_DELAY": "1",
            "GONGKAI_DEADLINE": "0.001",  # hours: every harvest is late
        }
        with running(folder / "airflow", environment) as airflow:
            assert datetime.now(UTC) < due, "Airflow took too long to start for this test's schedule."
            yield Night(airflow, settings, due, port, webhook, folder / "airflow")
            started = set(psutil.Process().children(recursive=True)).difference(before)
            assert len(started) > 6
    assert [process for process in started if process.is_running()] == []
    # The address of a webhook is a secret: it stands in no log, nor anywhere else.
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {".log", ".out", ".db"} <= {path.suffix for path in files}
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_the_schedule_starts_the_night_by_itself_and_a_dead_site_is_red_while_the_other_loads(night: Night) -> None:
    assert night.airflow.runs("harvest") == []
    time.sleep(max(0.0, (night.due - datetime.now(UTC)).total_seconds()))
    run = night.wait_for_run("harvest", 1)
    assert run["run_type"] == "scheduled"
    assert datetime.fromisoformat(run["logical_date"]) == night.due
    night.wait_for_run("process", 1)
    assert night.wait_for_run("publish", 1)["state"] == "success"

    states = {
        (task["task_id"], task["rendered_map_index"]): task["state"]
        for task in night.airflow.tasks("harvest", run["dag_run_id"])
    }
    assert states == {
        ("plan", None): "success",
        ("sites.harvest", "33"): "success",
        ("sites.harvest", "50"): "success",
        ("sites.harvest", "53"): "failed",
        ("sites.ingest", "33"): "success",
        ("sites.ingest", "50"): "success",
        ("sites.ingest", "53"): "success",
        ("landed", None): "success",
    }
    red = night.task("harvest", run["dag_run_id"], "sites.harvest", "53")
    assert red["try_number"] == 2
    cause = night.airflow.cause("harvest", run["dag_run_id"], red)
    assert cause.startswith("Shard 53: 嵩明县 (530127) failed: ")
    assert "\n" not in cause
    assert night.ask("SELECT DISTINCT SUBSTR(division_code, 1, 6) FROM reports ORDER BY 1") == [
        ("331024",),
        ("500155",),
    ]
    assert night.ask("SELECT COUNT(*) FROM reports") == [(31,)]
    nights = night.ask("SELECT DISTINCT night FROM captures")
    assert nights == [(night.due.astimezone(SHANGHAI).date().isoformat(),)]
    assert (night.settings.exports / "reports.csv").read_text("utf-8-sig").count("\n") == 32

    # The night went on without the dead site, so it did not fail; but it took longer than this test allows.
    told = night.due.astimezone(SHANGHAI).date().isoformat()
    late = night.wait_for_messages(f"late harvest {run['dag_run_id']}", 1)[0]
    assert late["cause"] == "It has not succeeded within 0.001 hours."
    assert late["url"] == f"{night.airflow.url}/dags/harvest/runs/{quote(run['dag_run_id'])}"
    assert late["text"] == f"Gongkai: harvest of the night {told} is late: {late['cause']} {late['url']}"
    assert night.wait_for_messages("published ", 1)[0]["text"] == f"Gongkai: the night {told} was published."
    assert [message for message in night.webhook.messages if message["id"].startswith("failed ")] == []


def test_clearing_the_red_task_when_the_site_is_back_repairs_the_night(night: Night) -> None:
    [run] = night.airflow.runs("harvest")
    red = night.task("harvest", run["dag_run_id"], "sites.harvest", "53")
    before = night.ask("SELECT url, sha256, first_seen, last_seen FROM reports ORDER BY url")
    ready = night.settings.archive / "back.json"
    command = [sys.executable, "-m", "replica", "serve", "--port", str(night.dead_port), "--ready", str(ready)]
    server = processes.start([*command, "--site", DEAD], output=None, environment=os.environ, directory=PROJECT)
    try:
        while not ready.exists():
            assert server.poll() is None
            time.sleep(0.05)
        # Just that task: what comes after it has ended and stays so, and the night is repaired all the same.
        night.airflow.clear("harvest", run["dag_run_id"], "sites.harvest", red["map_index"], downstream=False)
        night.wait_for_run("process", 2)
        assert night.wait_for_run("publish", 2)["state"] == "success"
        tasks = night.airflow.tasks("harvest", run["dag_run_id"])
        assert {task["state"] for task in tasks} == {"success"}
        assert night.ask("SELECT COUNT(*) FROM reports") == [(46,)]
        assert night.ask("SELECT DISTINCT first_seen FROM reports") == night.ask("SELECT DISTINCT night FROM captures")
        kept = night.ask("SELECT url, sha256, first_seen, last_seen FROM reports ORDER BY url")
        assert set(before) < set(kept)

        # Another night by hand: the night is a parameter, and there is nothing new.
        counts = night.ask("SELECT COUNT(*) FROM evidence"), night.ask("SELECT COUNT(*) FROM findings")
        tomorrow = (night.due.astimezone(SHANGHAI).date() + timedelta(days=1)).isoformat()
        followed = follow_night(night.airflow, tomorrow, lambda _: None)
        assert followed.failed == []
        assert list(followed.runs) == ["harvest", "process", "publish"]
        assert followed.seconds < 60
        assert night.ask("SELECT DISTINCT last_seen FROM reports") == [(tomorrow,)]
        assert night.ask("SELECT DISTINCT version FROM reports") == [(1,)]
        assert (night.ask("SELECT COUNT(*) FROM evidence"), night.ask("SELECT COUNT(*) FROM findings")) == counts
        asked = night.ask(f"SELECT verdict, status FROM captures WHERE night = '{tomorrow}' ORDER BY verdict")
        assert asked == [("list", 200)] * 6 + [("list_not_modified", 304)] * 7 + [("robots", 200)] * 3
    finally:
        processes.stop(server)


def test_a_run_that_fails_is_told_with_its_cause(night: Night) -> None:
    files = night.settings.exports
    files.rename(files.with_name("kept"))
    files.write_text("in the way")
    try:
        run = night.airflow.trigger("publish", {"night": "2026-01-20"})
        [message, *again] = night.wait_for_messages("failed ", 1)
    finally:
        files.unlink()
        files.with_name("kept").rename(files)
    assert night.airflow.run_state("publish", run) == "failed"
    assert (message["id"], message["dag"], message["night"]) == (f"failed publish {run}", "publish", "2026-01-20")
    assert message["text"] == (
        f"Gongkai: publish of the night 2026-01-20 failed: {message['cause']} "
        f"{night.airflow.url}/dags/publish/runs/{quote(run)}"
    )
    assert str(files) in message["cause"]
    assert "\n" not in message["cause"]
    assert all(other == message for other in again)


def test_the_doctor_sees_what_keeps_nights_from_starting(night: Night) -> None:
    def examine() -> dict[str, tuple[str, str]]:
        environment = {"AIRFLOW_HOME": str(night.home)}
        return {name: (each.state, each.found) for name, check in airflow_checks(environment)
                for each in [check(night.settings)]}  # fmt: skip

    assert examine() == {
        "Airflow: database": ("ok", "sqlite"),
        "Airflow: scheduler": ("ok", "at work"),
        "Airflow: pool": ("ok", "harvest, 2 slots"),
        "Airflow: DAGs": ("ok", "harvest, process, publish: none is paused"),
        "Airflow: DAG files": ("ok", "all can be imported"),
    }
    night.airflow.call("PATCH", "/api/v2/dags/process", {"is_paused": True})
    night.airflow.call("DELETE", "/api/v2/pools/harvest")
    try:
        found = examine()
    finally:
        night.airflow.set_up()
    assert found["Airflow: DAGs"] == ("warning", "paused, so no night goes through: process")
    assert found["Airflow: pool"][0] == "failed"
    assert examine()["Airflow: pool"][0] == "ok"


def test_all_that_listens_does_so_on_loopback(night: Night) -> None:
    listening = set()
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            listening |= {each.laddr for each in process.net_connections("tcp") if each.status == psutil.CONN_LISTEN}
    assert ("127.0.0.1", int(night.airflow.url.rpartition(":")[2])) in listening
    assert {address.ip for address in listening} == {"127.0.0.1"}


def test_the_pages_want_the_password_which_its_owner_alone_may_read_and_no_log_tells(night: Night) -> None:
    home = night.settings.archive.parent / "airflow"
    passwords, key = home / PASSWORDS, home / "jwt_secret"
    assert [path.stat().st_mode & 0o777 for path in (passwords, key)] == [0o600, 0o600]
    for guess in ("", "admin"):
        with pytest.raises(GongkaiError, match=r"answered 40\d to POST /auth/token"):
            Airflow(night.airflow.url, guess).log_in()
    with pytest.raises(GongkaiError, match="answered 401 to GET /api/v2/dags"):
        Airflow(night.airflow.url, "").runs("harvest")
    password = json.loads(passwords.read_text("ascii"))["admin"]
    Airflow(night.airflow.url, password).log_in()
    told = [path for path in (*home.glob("*.out"), *home.glob("logs/**/*.log")) if path.is_file()]
    assert len(told) > 20
    for path in told:
        text = path.read_text("utf-8")
        assert password not in text, path
        assert key.read_text("ascii") not in text, path
