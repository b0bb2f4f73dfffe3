"""Airflow, through its metadata database: importing Airflow would take four seconds."""

from __future__ import annotations

import configparser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.airflow_local import DAGS, POOL, PROJECT
from pipeline.doctor.diagnosis import Check, Diagnosis, failed, ok, warning

if TYPE_CHECKING:
    from sqlalchemy import Connection

CONNECTION = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"
SILENT = timedelta(minutes=5)  # a scheduler gives a sign of life every few seconds
TIME_LIMIT = 5  # seconds for the database to answer


def airflow_checks(environment: Mapping[str, str]) -> Iterator[tuple[str, Check]]:
    """The checks by name; a single one that says so where no Airflow is set up."""
    home = Path(environment.get("AIRFLOW_HOME") or PROJECT / "var" / "airflow")
    url = environment.get(CONNECTION) or _configured(home)
    if url is None:
        yield "Airflow", lambda _: ok(f"not set up (no AIRFLOW_HOME, nothing in {home})")
        return
    looks: dict[str, Callable[[Connection], Diagnosis]] = {
        "database": look_at_database,
        "scheduler": look_at_scheduler,
        "pool": look_at_pool,
        "DAGs": look_at_dags,
        "DAG files": look_at_import_errors,
    }
    for name, look in looks.items():
        yield f"Airflow: {name}", partial(_look, url, look)


def _configured(home: Path) -> str | None:
    """The database's URL by the configuration file; the one that Airflow makes by itself when that does not say."""
    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.read(home / "airflow.cfg", encoding="utf-8")
    url = config.get("database", "sql_alchemy_conn", fallback="")
    if url or (home / "airflow.db").exists():
        return url or f"sqlite:///{home / 'airflow.db'}"
    return None


def _look(url: str, look: Callable[[Connection], Diagnosis], _settings: object) -> Diagnosis:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with _connected(url) as connection:
            return look(connection)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        return failed(f"does not answer: {cause}", "Start the database, then: airflow db migrate")


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    from sqlalchemy import create_engine, make_url

    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        # For reading only, so that a file which is not there is not made.
        address = address.set(
            database=f"file:{Path(address.database or '').absolute()}", query={"mode": "ro", "uri": "true"}
        )
        arguments = {"timeout": TIME_LIMIT}
    else:
        arguments = {"connect_timeout": TIME_LIMIT}
    engine = create_engine(address, connect_args=arguments)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def look_at_database(connection: Connection) -> Diagnosis:
    """That it answers and was migrated."""
    from sqlalchemy import text

    connection.execute(text("SELECT version_num FROM alembic_version")).one()
    return ok(connection.engine.dialect.name)


def look_at_scheduler(connection: Connection) -> Diagnosis:
    """Its last sign of life."""
    from sqlalchemy import DateTime, column, func, select, table

    jobs = table("job", column("job_type"), column("latest_heartbeat", DateTime))
    seen = connection.execute(
        select(func.max(jobs.c.latest_heartbeat)).where(jobs.c.job_type == "SchedulerJob")
    ).scalar()
    if seen is None:
        return warning("never ran", "Start it: no night starts by itself (make ui, docker compose up).")
    seen = seen.replace(tzinfo=seen.tzinfo or UTC)
    if datetime.now(UTC) - seen > SILENT:
        return warning(f"last seen {seen:%Y-%m-%d %H:%M} UTC", "Start it: no night starts by itself.")
    return ok("at work")


def look_at_pool(connection: Connection) -> Diagnosis:
    """The pool of crawls, without which no harvest task is ever started."""
    from sqlalchemy import text

    asked = text("SELECT slots FROM slot_pool WHERE pool = :pool")
    slots = connection.execute(asked, {"pool": POOL["name"]}).scalar()
    if not slots:
        advice = f'airflow pools set {POOL["name"]} 4 "Crawls at a time"'
        return failed(f"{POOL['name']} is missing or has no slot: no harvest task would ever start", advice)
    return ok(f"{POOL['name']}, {slots} slots")


def look_at_dags(connection: Connection) -> Diagnosis:
    """That all are known and none is paused."""
    from sqlalchemy import text

    known = dict(connection.execute(text("SELECT dag_id, is_paused FROM dag WHERE NOT is_stale")).tuples().all())
    if missing := [dag for dag in DAGS if dag not in known]:
        return failed(f"not known: {', '.join(missing)}", "Start the DAG processor; core.dags_folder is dags/.")
    if paused := [dag for dag in DAGS if known[dag]]:
        advice = "; ".join(f"airflow dags unpause {dag}" for dag in paused)
        return warning(f"paused, so no night goes through: {', '.join(paused)}", advice)
    return ok(f"{', '.join(DAGS)}: none is paused")


def look_at_import_errors(connection: Connection) -> Diagnosis:
    """Files that Airflow can't read."""
    from sqlalchemy import text

    broken = connection.execute(text("SELECT filename, stacktrace FROM import_error ORDER BY filename")).all()
    if broken:
        last = broken[0].stacktrace.strip().splitlines()[-1]
        return failed(f"{len(broken)} can't be imported: {broken[0].filename}: {last}", "Mend the file.")
    return ok("all can be imported")
