"""A local Airflow: metadata in SQLite, LocalExecutor, bound to loopback, stopped without orphans.

Set-up is part of starting: the metadata database is migrated, the pool made, the DAGs unpaused.
For one person on one machine; docker-compose.yml is the production shape.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from pipeline import processes
from pipeline.errors import GongkaiError
from pipeline.layout import write_atomically
from pipeline.settings import from_environment

DAGS = ("harvest", "process", "publish")
PROJECT = Path(__file__).resolve().parent.parent
UI_PORT = 8080
USER = "admin"
PASSWORDS = "passwords.json"  #: below AIRFLOW_HOME; Airflow reads it at every log-in
LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 -- told apart, never chosen here
# The log server would listen on every interface of the machine.
COMPONENTS: dict[str, list[str]] = {"api-server": [], "scheduler": ["--skip-serve-logs"], "dag-processor": []}
# No task of ours defers: it is there to say that a run is late, where somebody is to be told.
TRIGGERER = {"triggerer": ["--skip-serve-logs"]}
POOL = {"name": "harvest", "slots": 2, "description": "Crawls at a time", "include_deferred": False}
# The executor forks its workers from the scheduler: what that has imported, no task imports again (4 s the first time).
PRELOADED = "import airflow.dag_processing.dagbag; from airflow.__main__ import main; main()"
START_LIMIT = 120.0  # seconds


class Airflow:
    """A running Airflow, spoken to over its REST API (``/api/v2``)."""

    def __init__(self, url: str, password: str) -> None:
        self.url = url
        self.components: dict[str, subprocess.Popen[str]] = {}  #: those that we have started, by name
        self._password = password
        self._token = ""

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One request; the answer's JSON, or GongkaiError with Airflow's own words."""
        request = urllib.request.Request(  # noqa: S310 -- the address is our own loopback server
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise GongkaiError(f"Airflow answered {error.code} to {method} {path}: {error.read().decode()}") from error
        except OSError as error:
            self.require_components()
            raise GongkaiError(f"Airflow does not answer at {self.url}: {error}.") from error

    def require_components(self) -> None:
        """Raise when one has ended: the others would wait for it for ever."""
        for component, process in self.components.items():
            if process.poll() is not None:
                raise GongkaiError(
                    f"The {component} of Airflow ended with exit status {process.returncode}, see its {component}.out; "
                    "run this again: the night goes on from what it has."
                )

    def healthy(self) -> bool:
        """Whether the API, the scheduler and the DAG processor are all at work."""
        try:
            health = self.call("GET", "/api/v2/monitor/health")
        except GongkaiError:
            return False
        return all(health[part]["status"] == "healthy" for part in ("metadatabase", "scheduler", "dag_processor"))

    def log_in(self) -> None:
        """Get a token; wake the part of the API that tasks speak to, which imports 3 s worth at its first request."""
        self._token = self.call("POST", "/auth/token", {"username": USER, "password": self._password})["access_token"]
        self.call("GET", "/execution/health")

    def set_up(self) -> None:
        """Make the pool and unpause the DAGs as soon as they are parsed; raise if one can't be."""
        pools = {pool["name"] for pool in self.call("GET", "/api/v2/pools")["pools"]}
        if POOL["name"] not in pools:
            self.call("POST", "/api/v2/pools", POOL)
        limit = time.monotonic() + START_LIMIT
        while True:
            paused = {dag["dag_id"]: dag["is_paused"] for dag in self.call("GET", "/api/v2/dags")["dags"]}
            if set(DAGS) <= paused.keys():
                break
            errors = self.call("GET", "/api/v2/importErrors")["import_errors"]
            if errors:
                raise GongkaiError(f"{errors[0]['filename']} can't be imported: {errors[0]['stack_trace']}")
            if time.monotonic() > limit:
                raise GongkaiError(f"Airflow did not find the DAGs {', '.join(DAGS)} within {START_LIMIT:.0f} s.")
            time.sleep(0.2)
        for dag in DAGS:
            if paused[dag]:
                self.call("PATCH", f"/api/v2/dags/{dag}", {"is_paused": False})

    def trigger(self, dag: str, conf: Mapping[str, Any]) -> str:
        """Start a run by hand; its id."""
        run = self.call("POST", f"/api/v2/dags/{dag}/dagRuns", {"logical_date": None, "conf": conf})
        return str(run["dag_run_id"])

    def runs(self, dag: str) -> list[dict[str, Any]]:
        """The runs of a DAG, newest first."""
        return list(self.call("GET", f"/api/v2/dags/{dag}/dagRuns?order_by=-run_after&limit=50")["dag_runs"])

    def run_state(self, dag: str, run: str) -> str:
        """``queued``, ``running``, ``success`` or ``failed``."""
        return str(self.call("GET", f"/api/v2/dags/{dag}/dagRuns/{run}")["state"])

    def tasks(self, dag: str, run: str) -> list[dict[str, Any]]:
        """The task instances of a run."""
        return list(self.call("GET", f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances?limit=1000")["task_instances"])

    def clear(self, dag: str, run: str, task: str, map_index: int, *, downstream: bool) -> None:
        """Clear one mapped task, alone or with what comes after it, as a person does in the UI to repair a night."""
        self.call(
            "POST",
            f"/api/v2/dags/{dag}/clearTaskInstances",
            {
                "dag_run_id": run,
                "task_ids": [[task, map_index]],
                "include_downstream": downstream,
                "only_failed": False,
                "dry_run": False,
            },
        )

    def cause(self, dag: str, run: str, task: Mapping[str, Any]) -> str:
        """The first error in the log of a task instance's last try: stages say in one sentence what went wrong."""
        path = f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{task['task_id']}/logs/{task['try_number']}"
        events = self.call("GET", f"{path}?map_index={task['map_index']}&full_content=true")["content"]
        return next((event["event"] for event in events if event.get("level") == "error"), "its log tells no error.")


@contextlib.contextmanager
def running(home: Path, settings: Mapping[str, str], *, port: int = 0, tasks_at_a_time: int = 4) -> Iterator[Airflow]:
    """Airflow at work on our DAGs with GONGKAI_* ``settings``; stopped on leaving the block.

    ``port`` 0 takes a free one. What the components print goes to ``home/<component>.out``.
    """
    home.mkdir(parents=True, exist_ok=True)
    port = _free_port(port)
    password = password_of(home)
    environment = {**os.environ, **airflow_environment(home, port, tasks_at_a_time), **settings}
    _migrate(home, environment)
    components = COMPONENTS | (TRIGGERER if environment.get("GONGKAI_ALERT_WEBHOOK") else {})
    with contextlib.ExitStack() as stack:
        airflow = Airflow(environment["AIRFLOW__API__BASE_URL"], password)
        stack.callback(lambda: processes.stop(*airflow.components.values()))
        for component, options in components.items():
            output = stack.enter_context((home / f"{component}.out").open("w", encoding="utf-8"))
            command = [sys.executable, "-c", PRELOADED, component, *options]
            process = processes.start(command, output=output, environment=environment, directory=PROJECT)
            airflow.components[component] = process
        _wait_until_healthy(airflow, home)
        airflow.log_in()
        airflow.set_up()
        yield airflow


def airflow_environment(home: Path, port: int, tasks_at_a_time: int) -> dict[str, str]:
    """Airflow's settings for one machine; all three addresses, or the tasks would call another server.

    It listens on loopback, unless AIRFLOW__API__HOST names another address of this machine.
    """
    host = os.environ.get("AIRFLOW__API__HOST") or LOOPBACK
    url = f"http://{LOOPBACK if host == EVERYWHERE else host}:{port}"
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__API__HOST": host,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": _kept(home / "jwt_secret", secrets.token_hex(32)),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / PASSWORDS),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": str(tasks_at_a_time),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
        # After how long a task is held for lost and tried again: 300 s by default, for which nobody here would wait.
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        # How late an executor may notice that a task has ended: 5 s by default, which is long beside tasks of a second.
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH")))),
    }


def password_of(home: Path) -> str:
    """The password of the one user of the Airflow in ``home``; made at the first asking."""
    passwords = _kept(home / PASSWORDS, json.dumps({USER: secrets.token_urlsafe(12)}))
    return str(json.loads(passwords)[USER])


def _kept(path: Path, new: str) -> str:
    """A secret that is made once and kept in a file that only its owner reads."""
    if not path.exists():
        write_atomically(path, new)
    return path.read_text(encoding="ascii")


def _free_port(wanted: int) -> int:
    """``wanted`` if nothing listens there, any free port for 0; GongkaiError otherwise."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as error:
            raise GongkaiError(f"Port {wanted} on 127.0.0.1 is taken; stop what listens there first.") from error
        port: int = probe.getsockname()[1]
        return port


def _migrate(home: Path, environment: Mapping[str, str]) -> None:
    """Make or update Airflow's database; skipped when this release of Airflow has done so before."""
    release = metadata.version("apache-airflow-core")
    done = home / "migrated"
    if done.exists() and done.read_text(encoding="ascii") == release:
        return
    out = home / "migrate.out"
    with out.open("w", encoding="utf-8") as output:
        command = [sys.executable, "-m", "airflow", "db", "migrate"]
        code = subprocess.call(command, env=environment, stdout=output, stderr=output)
    if code:
        raise GongkaiError(f"The Airflow database in {home} can't be migrated; see {out}.")
    done.write_text(release, encoding="ascii")


def _wait_until_healthy(airflow: Airflow, home: Path) -> None:
    limit = time.monotonic() + START_LIMIT
    while not airflow.healthy():
        for component, process in airflow.components.items():
            if process.poll() is not None:
                raise GongkaiError(f"The {component} of Airflow ended at once; see {home / component}.out.")
        if time.monotonic() > limit:
            raise GongkaiError(f"Airflow was not ready within {START_LIMIT:.0f} s; see {home}/*.out.")
        time.sleep(0.3)


def main() -> int:
    """``make ui``: Airflow at 127.0.0.1:8080 until Ctrl-C, with the settings of the environment."""
    home = Path(os.environ.get("AIRFLOW_HOME") or PROJECT / "var" / "airflow").absolute()
    known = (home / PASSWORDS).exists()
    try:
        with running(home, from_environment().to_environment(), port=UI_PORT) as airflow:
            told = "that" if known else f"{password_of(home)}, which is told this once and kept"
            sys.stdout.write(
                f"Airflow is at {airflow.url}; its scheduler runs. Stop it with Ctrl-C.\n"
                f"The user is {USER}, the password {told} in {home / PASSWORDS}.\n"
            )
            sys.stdout.flush()
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            while True:
                time.sleep(1)
                airflow.require_components()
    except KeyboardInterrupt:
        pass
    except GongkaiError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
