"""Settings of the whole suite, and the servers that any room's tests may ask for."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.servers.postgres import PostgresServer, postgres_server

# The tests start some hundred programs. Where the environment forbids Python to keep what it has compiled, each of them
# would compile all our modules anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Where a property fails, hypothesis writes a patch with libcst (which Airflow brings along); beside zope.interface that
# ends in an internal error and hides the failure. Without the module it prints the failing example and goes on.
sys.modules["hypothesis.extra._patching"] = None  # type: ignore[assignment]
# No property is about time, and a busy machine may stop an example for any number of milliseconds. The examples are the
# same in each run, so that main turns red by changes only; `--hypothesis-profile default` draws new ones.
hypothesis.settings.register_profile("gongkai", deadline=None, derandomize=True)
hypothesis.settings.load_profile("gongkai")

# What takes longest begins first, so that no worker of pytest-xdist is left alone with it in the end. Neighbours run
# at the same time, so those that start an Airflow stand apart.
BEGIN_WITH = (
    "dags/test_night.py",
    "accuracy/test_accuracy.py",
    "scale/test_celery.py",
    "crash/test_nights.py",
    "pipeline/test_night.py",
    "docs/test_make_run.py",
    "pipeline/test_bad_sites.py",
    "pipeline/test_backup.py",
    "docs/test_documentation.py",
    "crawler/test_night.py",
    "crash/test_full_disk.py",
    "warehouse/test_loader.py",
    "warehouse/test_captures.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files by ``BEGIN_WITH``; the others follow as they were, and the tests of a file keep their order."""
    folder = Path(__file__).parent
    places = {folder / name: place for place, name in enumerate(BEGIN_WITH)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for all tests of this process: ask it for ``new_database()``."""
    with postgres_server() as server:
        yield server
