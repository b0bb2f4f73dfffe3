"""What the doctor finds, on machines and warehouses that are well and on some that are not."""

import resource
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.doctor import examine, machine, project
from pipeline.nights import tonight
from pipeline.recording import open_warehouse, upgrade_warehouse
from pipeline.settings import Settings
from tests.pipeline.conftest import Gongkai
from tests.servers.postgres import PostgresServer
from warehouse import runs

SITE = """\
code: "990101"
name: 青山县
root: https://www.qingshan.gov.cn/
columns: [{url: https://www.qingshan.gov.cn/nb/}]
state: active
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    registry = tmp_path / "registry"
    registry.mkdir()
    (registry / "990101.yaml").write_text(SITE, encoding="utf-8")
    return Settings(
        registry=registry,
        archive=tmp_path / "not" / "yet" / "archive",
        warehouse=f"sqlite:///{tmp_path}/new/w.sqlite",
        exports=tmp_path / "exports",
        contact="mailto:harvest@example.org",
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def with_warehouse(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        settings = replace(settings, warehouse=server.new_database())
    upgrade_warehouse(settings)
    return settings


def publish(settings: Settings, nights_ago: int) -> None:
    now = datetime.now(UTC)
    engine = open_warehouse(settings)
    night = tonight() - timedelta(days=nights_ago)
    runs.record(
        engine, night=night, stage="publish", shard="", run="1", started=now, ended=now, outcome="ok", counts={}
    )
    engine.dispose()


def test_a_new_machine_is_told_what_is_to_come_and_nothing_is_made(
    gongkai: Gongkai, settings: Settings, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = gongkai("doctor", settings=settings, environment={"AIRFLOW_HOME": str(tmp_path / "airflow")})
    assert done.returncode == 0, done.stdout
    assert sorted(tmp_path.rglob("*")) == before
    lines = {line.split("  ")[0].strip(): line for line in done.stdout.splitlines()}
    assert "1 sites, 1 active" in lines["registry"]
    assert "The first night makes it: gongkai nightly" in lines["warehouse"]
    assert "none yet" in lines["last published night"]
    assert "not set up" in lines["Airflow"]
    assert "Set GONGKAI_ALERT_WEBHOOK." in lines["alerts"]
    assert "as in the lock" in lines["packages"]
    assert "Asia/Shanghai" in lines["time zone"]


def test_a_failed_check_makes_the_exit_status_1(gongkai: Gongkai, settings: Settings) -> None:
    (settings.registry / "bad.yaml").write_text("code: [", encoding="utf-8")
    done = gongkai("doctor", settings=settings)
    assert done.returncode == 1
    told = " ".join(done.stdout.split())  # where its lines break depends on the folder's name
    assert "unusable" in told
    assert "gongkai sites check" in told
    assert done.stderr == ""


def test_a_warehouse_that_is_well_and_published_last_night(with_warehouse: Settings) -> None:
    assert project.check_last_night(with_warehouse).found == "none yet"
    publish(with_warehouse, nights_ago=1)
    assert project.check_warehouse(with_warehouse).state == "ok"
    assert project.check_last_night(with_warehouse).state == "ok"


@pytest.mark.parametrize(("nights_ago", "found"), [(2, ", 2 days ago"), (-1, ", which is still to come")])
def test_a_night_that_is_too_old_or_still_to_come_is_a_failure(settings: Settings, nights_ago: int, found: str) -> None:
    upgrade_warehouse(settings)
    publish(settings, nights_ago)
    told = project.check_last_night(settings)
    assert (told.state, told.found) == ("failed", f"{tonight() - timedelta(days=nights_ago)}{found}")


def test_a_warehouse_without_its_tables_wants_an_upgrade(settings: Settings, postgres: PostgresServer) -> None:
    empty = replace(settings, warehouse=postgres.new_database())
    told = project.check_warehouse(empty)
    assert (told.state, told.advice) == ("failed", "gongkai db upgrade")
    found = dict(examine(empty))
    assert found["last published night"].state == "failed"  # that check could not ask, and the others went on
    assert found["Airflow"] if "Airflow" in found else found["Airflow: database"]


def test_a_warehouse_that_does_not_answer_is_told_without_its_password(gongkai: Gongkai, settings: Settings) -> None:
    gone = replace(settings, warehouse="postgresql://gongkai:pass4711word@127.0.0.1:9/gongkai")
    done = gongkai("doctor", settings=gone)
    assert done.returncode == 1
    assert "pass4711word" not in "".join((done.stdout + done.stderr).split())  # the table folds long lines
    told = project.check_warehouse(gone)
    assert told.found.startswith("The warehouse does not answer: ")
    assert "gongkai:***@127.0.0.1:9/gongkai" in told.advice


def test_room_and_limits(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(settings.registry).free
    monkeypatch.setattr(machine, "LITTLE_SPACE", 0)
    assert machine.check_disk(settings.archive, settings).state == "ok"
    monkeypatch.setattr(machine, "LITTLE_SPACE", 2 * free)
    assert machine.check_disk(settings.archive, settings).state == "warning"
    monkeypatch.setattr(machine, "NO_SPACE", 2 * free)
    assert machine.check_disk(settings.archive, settings).state == "failed"


@pytest.fixture
def few_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("few_files")
def test_few_open_files_are_a_warning(settings: Settings) -> None:
    assert machine.check_open_files(settings).found == "512 at a time"
    assert machine.check_open_files(settings).state == "warning"


def test_programs_that_are_missing_are_warnings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "apt-get install" in machine.check_libreoffice(settings).advice
    assert "apt-get install" in machine.check_fonts(settings).advice
    assert machine.check_python(replace(settings, crawler_python="python9")).state == "failed"


def test_packages_that_differ_from_the_lock_are_named(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements.txt").write_text(
        "# a lock\nclick==0.1\n    # via x\nno-such-package==1.0\npsutil>=1\nfar-away==1 ; sys_platform == 'win32'\n"
    )
    monkeypatch.setattr(machine, "PROJECT", tmp_path)
    told = machine.check_packages(settings)
    assert told.state == "warning"
    assert told.found.startswith("2 of 3 differ from the lock: click is ")
    assert told.found.endswith("not 0.1; no-such-package is missing, not 1.0")
