"""``make run``: the nightly job once, through the real DAGs.

On the demonstration sites, unless GONGKAI_REGISTRY is set.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.table import Table

from pipeline import airflow_local, processes
from pipeline.errors import GongkaiError
from pipeline.following import Followed, follow_night
from pipeline.landed import print_landed
from pipeline.nights import schedule_far_from, tonight
from pipeline.recording import answering
from pipeline.settings import Settings, from_environment, parse_connect_to
from pipeline.stages.plan import due_sites
from pipeline.tables import make_console

VARIABLE = airflow_local.PROJECT / "var"
REPLICA_START_LIMIT = 30.0  # seconds
RETRY_DELAY = "5"  # seconds: somebody is waiting
MARKS = {"success": "[green]done[/]", "failed": "[red]failed[/]", "running": "[yellow]running[/]"}


def main() -> int:
    """Do the night and print what landed; 0 when all of it succeeded."""
    console = make_console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that nothing that was started is left behind
    try:
        return run_once(console)
    except GongkaiError as error:
        console.print(f"Error: {error}", style="red")
        return 1
    except KeyboardInterrupt:
        console.print("Stopped.")
        return 1


def run_once(console: Console) -> int:
    """Start what is needed, follow the three DAGs, stop it all, and report."""
    began = time.monotonic()
    night = tonight()
    with contextlib.ExitStack() as stack:
        if os.environ.get("GONGKAI_REGISTRY"):
            settings, home = from_environment(), VARIABLE / "airflow"
            console.print(f"Harvesting the live sites of {settings.registry}, night {night}.")
        else:
            settings, home = stack.enter_context(replica_settings(VARIABLE / "replica")), VARIABLE / "replica/airflow"
            console.print(f"Harvesting the demonstration sites with invented numbers, night {night}.")
        sites = due_sites(settings)
        if not sites:
            raise GongkaiError(f"No site of the registry {settings.registry} has state: active, so nothing is due.")
        settings.require_contact(host for site in sites for host in site.hosts)
        console.print("Starting Airflow ...")
        environment = {
            "GONGKAI_RETRY_DELAY": os.environ.get("GONGKAI_RETRY_DELAY") or RETRY_DELAY,
            "GONGKAI_SCHEDULE": os.environ.get("GONGKAI_SCHEDULE") or schedule_far_from(datetime.now(UTC)),
        }
        airflow = stack.enter_context(airflow_local.running(home, settings.to_environment() | environment))
        started = time.monotonic() - began
        console.print(f"Airflow is ready after {started:.1f} s.")
        followed = _follow(airflow, night.isoformat(), console)
        for failure in _causes(airflow, followed):
            console.print(failure, style="red", markup=False)
    with answering():
        print_landed(settings, night, followed, console)
    console.print(
        f"\nAirflow took {started:.1f} s to start; the DAGs {followed.seconds:.1f} s from the first task to the last; "
        f"{time.monotonic() - began:.1f} s in all."
    )
    _print_directions(settings, home, console)
    return 1 if followed.failed or len(followed.runs) < len(airflow_local.DAGS) else 0


@contextlib.contextmanager
def replica_settings(folder: Path) -> Iterator[Settings]:
    """The demonstration sites, served on loopback while the block runs, and settings that keep to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / "ready.json"
    ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "replica", "serve", "--ready", str(ready), "--log", str(folder / "requests.jsonl")]
    with (folder / "replica.out").open("w", encoding="utf-8") as output:
        server = processes.start(command, output=output, directory=airflow_local.PROJECT)
        try:
            limit = time.monotonic() + REPLICA_START_LIMIT
            while not ready.exists():
                if server.poll() is not None or time.monotonic() > limit:
                    raise GongkaiError(f"The demonstration sites did not start; see {output.name}.")
                time.sleep(0.05)
            yield Settings(
                registry=airflow_local.PROJECT / "replica" / "registry",
                archive=folder / "archive",
                warehouse=f"sqlite:///{folder}/gongkai.sqlite",
                exports=folder / "exports",
                connect_to=parse_connect_to(json.loads(ready.read_text(encoding="utf-8"))["connect_to"]),
            )
        finally:
            processes.stop(server, patience=5)


def _follow(airflow: airflow_local.Airflow, night: str, console: Console) -> Followed:
    if console.is_terminal:
        with Live(console=console, refresh_per_second=4) as live:
            return follow_night(airflow, night, lambda followed: live.update(_table(followed)))
    told: set[tuple[str, str, int]] = set()

    def tell(followed: Followed) -> None:
        for dag, tasks in followed.tasks.items():
            for task in tasks:
                key = (dag, task["task_id"], task["map_index"])
                if task["end_date"] and key not in told:
                    told.add(key)
                    label = task["rendered_map_index"] or ""
                    console.print(f"{dag}.{task['task_id']} {label} {task['state']} ({task['duration']:.1f} s)")

    return follow_night(airflow, night, tell)


def _table(followed: Followed) -> Table:
    table = Table("DAG", "task", "shard", "state", "seconds", box=None)
    for dag, tasks in followed.tasks.items():
        for task in sorted(tasks, key=lambda task: task["start_date"] or "~"):
            state = MARKS.get(task["state"], task["state"] or "waiting")
            seconds = f"{task['duration']:.1f}" if task["duration"] else ""
            table.add_row(dag, task["task_id"], task["rendered_map_index"] or "", state, seconds)
    return table


def _causes(airflow: airflow_local.Airflow, followed: Followed) -> Iterator[str]:
    """A sentence for each failed task: the error that its log tells first."""
    for dag, tasks in followed.tasks.items():
        for task in tasks:
            if task["state"] == "failed":
                cause = airflow.cause(dag, followed.runs[dag], task)
                yield f"{dag}.{task['task_id']} {task['rendered_map_index'] or ''} failed: {cause}"


def _print_directions(settings: Settings, home: Path, console: Console) -> None:
    console.print("\nAsk the warehouse yourself:")
    console.print(f"  export GONGKAI_WAREHOUSE={settings.warehouse}", soft_wrap=True)
    console.print(f"  export GONGKAI_ARCHIVE={settings.archive}", soft_wrap=True)
    console.print('  .venv/bin/gongkai sql "SELECT agency_name, reporting_year, status FROM reports"', soft_wrap=True)
    console.print(f"The views as CSV and Parquet: {settings.exports}", soft_wrap=True)
    console.print("Airflow's own pages, with the runs above (127.0.0.1:8080):")
    console.print(f"  AIRFLOW_HOME={home} make ui", soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
