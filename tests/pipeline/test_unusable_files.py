"""A site file that can't be used is told, and the other sites' night goes on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.airflow_local import PROJECT
from pipeline.errors import SettingsError, StageError
from pipeline.nightly import run_night
from pipeline.recording import open_warehouse
from pipeline.settings import Settings
from pipeline.stages import harvest, plan
from pipeline.tonight import replica_settings
from warehouse import query

NIGHT = date(2026, 1, 20)


def with_registry(settings: Settings, folder: Path, **files: str) -> Settings:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return replace(settings, registry=folder)


def test_the_night_goes_on_without_it_and_says_so(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "replica" / "registry" / "yunnan", tmp_path / "registry")
    with replica_settings(tmp_path) as served:
        settings = with_registry(served, tmp_path / "registry", torn="code: [", nameless="code: '530129'")
        failures = run_night(settings, NIGHT, (), lambda *_: None)
        (failure,) = failures
        assert failure.startswith("2 site files were left out: ")
        assert "torn.yaml: not readable as YAML" in failure
        assert "nameless.yaml: name: " in failure
        engine = open_warehouse(settings)
        assert query.run(engine, "SELECT COUNT(*) FROM reports").rows == [(15,)]
        engine.dispose()

        for name in ("torn", "nameless"):
            (tmp_path / "registry" / f"{name}.yaml").unlink()
        assert harvest.run(settings, NIGHT, plan.UNUSABLE) == {}, "mended, the red shard clears"


def test_a_registry_of_nothing_else_is_refused(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("registry", "archive", "exports")}
    settings = with_registry(Settings(**paths, warehouse=f"sqlite:///{tmp_path}/w.sqlite"), tmp_path, torn="code: [")
    with pytest.raises(SettingsError, match=r"torn\.yaml"):
        plan.plan_night(settings, NIGHT)
    with pytest.raises(StageError, match=r"torn\.yaml"):
        harvest.run(settings, NIGHT, plan.UNUSABLE)
