"""The production compose file: valid, and its parts know each other. Nothing is built or started."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = PROJECT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return loaded


def test_it_is_valid() -> None:
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(COMPOSE)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_part_of_airflow_is_there(compose: dict[str, Any]) -> None:
    expected = {"postgres", "redis", "init", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
    assert set(compose["services"]) == expected


def test_every_part_knows_whom_to_tell(compose: dict[str, Any]) -> None:
    for name in ("dag-processor", "triggerer"):
        assert {"GONGKAI_ALERT_WEBHOOK", "GONGKAI_ALIVE_WEBHOOK", "GONGKAI_DEADLINE"} <= set(
            compose["services"][name]["environment"]
        )


def test_what_is_named_exists(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("depends_on", {})) <= set(compose["services"])
        volumes = {mount.partition(":")[0] for mount in service.get("volumes", [])}
        assert volumes <= set(compose["volumes"])
        assert {config["source"] for config in service.get("configs", [])} <= set(compose["configs"])
    for name, need in compose["services"]["worker"]["depends_on"].items():
        wanted = {"service_healthy": "healthcheck", "service_completed_successfully": "command"}[need["condition"]]
        assert wanted in compose["services"][name]


def test_only_the_pages_are_published_and_only_to_this_machine(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports == {"api-server": ["127.0.0.1:8080:8080"]}


def test_every_setting_of_airflow_exists(compose: dict[str, Any]) -> None:
    look = (
        "from airflow.configuration import conf; import json; print(json.dumps(list(conf.configuration_description)))"
    )
    sections = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    for name in compose["x-airflow"]["environment"]:
        if match := re.fullmatch(r"AIRFLOW__([A-Z_]+?)__([A-Z_]+)", name):
            assert f'"{match[1].lower()}"' in sections, name


def test_the_pool_that_the_dags_ask_for_is_made(compose: dict[str, Any]) -> None:
    [script] = [line for line in compose["services"]["init"]["command"] if "airflow" in line]
    assert "airflow pools set harvest " in script
    assert "gongkai db upgrade" in script


def test_no_secret_stands_in_the_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "SECRET" in name:
                assert value.startswith(("${", "/opt/")), name
