"""Backup and restore by the command, on both engines: warehouse, archive and Airflow's metadata come back whole."""

import filecmp
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from tests.servers.postgres import PostgresServer, installed, packaged
from warehouse import query
from warehouse.sameness import differing_views

NIGHT, NEXT = "2026-01-20", "2026-01-21"
SITE = "530127"
# Both in one process: to import Airflow takes most of the time.
METADATA = """
import sys
from airflow.__main__ import main
for arguments in ("db migrate", "pools set harvest 7 crawls"):
    sys.argv[1:] = arguments.split()
    main()
"""
POOL = "SELECT pool, slots FROM slot_pool ORDER BY pool"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the URL of an empty database, by a name; skipped where there is no PostgreSQL or not its pg_dump."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path}/{name}.sqlite"
    if not shutil.which("pg_dump") and not (installed() or packaged()):
        pytest.skip("no pg_dump here")
    server: PostgresServer = request.getfixturevalue("postgres")
    return lambda name: server.new_database()


@pytest.fixture
def programs() -> dict[str, str]:
    """The environment in which pg_dump is found."""
    folder = installed() or packaged()
    return {"PATH": os.pathsep.join(filter(None, (str(folder or ""), os.environ["PATH"])))}


def _make_metadata(url: str, home: Path) -> None:
    """Airflow's own tables, and a pool that tells this Airflow from a new one."""
    url = url.replace("postgresql://", "postgresql+psycopg2://")
    environment = {**os.environ, "AIRFLOW_HOME": str(home), "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url}
    subprocess.run([sys.executable, "-c", METADATA], env=environment, check=True, capture_output=True)


def _pools(url: str) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///")).execute(POOL).fetchall()
    with psycopg.connect(url) as connection:
        return connection.execute(POOL).fetchall()


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_what_was_backed_up_comes_back_and_the_next_night_goes_on(
    served: Settings, gongkai: Any, new_url: Callable[[str], str], programs: dict[str, str], tmp_path: Path
) -> None:
    settings = replace(served, archive=tmp_path / "archive", warehouse=new_url("w"), exports=tmp_path / "exports")
    assert gongkai("nightly", "--date", NIGHT, "--only", SITE, settings=settings).returncode == 0
    metadata = new_url("airflow")
    _make_metadata(metadata, tmp_path / "home")

    folder = tmp_path / "backup"
    done = gongkai("backup", folder, "--airflow", metadata, settings=settings, environment=programs)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 3
    mirrored = {path: path.stat().st_ctime_ns for path in (folder / "archive").rglob("*") if path.is_file()}
    again = gongkai("backup", folder, "--airflow", metadata, settings=settings, environment=programs)
    assert again.returncode == 0
    assert {path: path.stat().st_ctime_ns for path in mirrored} == mirrored, "nothing is copied twice"

    elsewhere = replace(settings, archive=tmp_path / "restored", warehouse=new_url("restored"))
    new_metadata = new_url("new_airflow")
    done = gongkai("restore", folder, "--airflow", new_metadata, settings=elsewhere, environment=programs)
    assert (done.returncode, done.stderr) == (0, "")
    assert differing_views(open_warehouse(settings), open_warehouse(elsewhere)) == []
    names = _files(settings.archive)
    assert set(filecmp.cmpfiles(settings.archive, elsewhere.archive, names, shallow=False)[0]) == names
    assert _pools(new_metadata) == _pools(metadata) == [("default_pool", 128), ("harvest", 7)]

    done = gongkai("nightly", "--date", NEXT, "--only", SITE, settings=elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 conditional, 3 not modified" in done.stdout, "the restored ledger knows what the lists looked like"

    refused = gongkai("restore", folder, settings=elsewhere, environment=programs)
    assert refused.returncode == 1
    assert "overwrites nothing" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_folder_without_a_whole_backup_is_refused(gongkai: Any, served: Settings, tmp_path: Path) -> None:
    settings = replace(served, archive=tmp_path / "archive", warehouse=f"sqlite:///{tmp_path}/nothing.sqlite")
    done = gongkai("backup", tmp_path / "backup", settings=settings)
    assert (done.returncode, done.stderr) == (1, f"Error: There is no database at {tmp_path}/nothing.sqlite.\n")
    done = gongkai("restore", tmp_path / "backup", settings=settings)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "holds no whole backup" in done.stderr


def test_a_missing_pg_dump_is_named(gongkai: Any, served: Settings, tmp_path: Path) -> None:
    settings = replace(served, warehouse="postgresql://gongkai@127.0.0.1:9/gongkai")
    done = gongkai("backup", tmp_path / "backup", settings=settings, environment={"PATH": str(tmp_path)})
    assert done.returncode == 1
    assert "pg_dump is missing: install the PostgreSQL client" in done.stderr


def test_a_lost_warehouse_is_made_again_from_the_archive(served: Settings, gongkai: Any, tmp_path: Path) -> None:
    settings = replace(
        served, archive=tmp_path / "archive", warehouse=f"sqlite:///{tmp_path}/w.sqlite", exports=tmp_path / "exports"
    )
    for night in (NIGHT, NEXT):
        assert gongkai("nightly", "--date", night, "--only", SITE, settings=settings).returncode == 0
    anew = replace(settings, warehouse=f"sqlite:///{tmp_path}/anew.sqlite")
    for night in (NIGHT, NEXT):
        for verb in ("ingest", "process"):
            done = gongkai(verb, "--date", night, settings=anew)
            assert (done.returncode, done.stderr) == (0, "")
    assert differing_views(open_warehouse(settings), open_warehouse(anew)) == []
    assert query.run(open_warehouse(anew), "SELECT COUNT(*) FROM reports").rows == [(15,)]
