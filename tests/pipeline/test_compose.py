"""The production compose file: valid, and its parts know each other. tests/scale starts what it says."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = PROJECT / "docker-compose.yml"
AIRFLOW = {"init", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return loaded


def test_it_is_valid() -> None:
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(COMPOSE)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_part_of_airflow_is_there(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"postgres", "redis"} | AIRFLOW


def test_every_part_knows_whom_to_tell(compose: dict[str, Any]) -> None:
    for name in ("dag-processor", "triggerer"):
        assert {"GONGKAI_ALERT_WEBHOOK", "GONGKAI_ALIVE_WEBHOOK", "GONGKAI_DEADLINE"} <= set(
            compose["services"][name]["environment"]
        )


def test_what_is_named_exists(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        for mount in service["volumes"]:
            source = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", mount).split(":")[0]
            assert (PROJECT / source).is_dir() if source.startswith("./") else source in compose["volumes"]
        for name, need in service.get("depends_on", {}).items():
            wanted = {"service_healthy": "healthcheck", "service_completed_successfully": "command"}[need["condition"]]
            assert wanted in services[name]


def test_what_runs_all_the_time_is_watched_and_started_again(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["restart"] == ("no" if name == "init" else "unless-stopped"), name
        assert ("healthcheck" in service) == (name != "init"), name


def test_only_the_pages_are_published_and_only_to_this_machine(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports == {"api-server": ["127.0.0.1:8080:8080"]}


def test_every_setting_of_airflow_exists(compose: dict[str, Any]) -> None:
    look = """
import json
from airflow.configuration import conf
from airflow.providers_manager import ProvidersManager
known = dict(conf.configuration_description)
for _, provider in ProvidersManager().provider_configs:
    known.update(provider)
print("KNOWN" + json.dumps({section: list(each["options"]) for section, each in known.items()}))
"""
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    known = json.loads(done.stdout.rpartition("KNOWN")[2])
    for service in AIRFLOW:
        for name in compose["services"][service]["environment"]:
            if match := re.fullmatch(r"AIRFLOW__([A-Z_]+?)__([A-Z_]+)", name):
                assert match[2].lower() in known[match[1].lower()], name


def test_every_setting_that_it_asks_for_is_described(compose: dict[str, Any]) -> None:
    told = (PROJECT / "docs" / "operations.md").read_text("utf-8").partition("## Production")[2]
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text("utf-8")))
    assert {name for name in asked if f"`{name}`" not in told} == set()


def test_no_secret_stands_in_the_file_nor_comes_into_the_image_or_the_repository(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "SECRET" in name:
                assert value.startswith(("${", "/opt/")), name
    for ignored in (".dockerignore", ".gitignore"):
        assert ".env" in (PROJECT / ignored).read_text("utf-8").split()


def test_the_image_holds_the_locked_dependencies_and_nothing_besides() -> None:
    installs = re.findall(r"pip install ([^\n&\\]*)", (PROJECT / "Dockerfile").read_text("utf-8"))
    assert [each.strip() for each in installs] == ["--no-deps -r requirements.txt", "--no-deps --editable ."]


def test_the_image_can_back_up_the_database_of_the_file(compose: dict[str, Any]) -> None:
    server = re.fullmatch(r"postgres:(\d+)", compose["services"]["postgres"]["image"])
    client = re.search(r"postgresql-client-(\d+)", (PROJECT / "Dockerfile").read_text("utf-8"))
    assert server is not None
    assert client is not None
    assert server[1] == client[1]
