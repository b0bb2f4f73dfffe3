"""The demonstration sites, and the command run as a user runs it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.tonight import replica_settings

Gongkai = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with replica_settings(tmp_path_factory.mktemp("replica")) as settings:
        yield settings


@pytest.fixture(scope="session")
def gongkai() -> Gongkai:
    """Runs ``gongkai ARGUMENTS``, with GONGKAI_* as given and no other."""

    def run(
        *arguments: str | Path, settings: Settings | None = None, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
        clean |= settings.to_environment() if settings else {}
        return subprocess.run(
            [str(Path(sys.executable).with_name("gongkai")), *map(str, arguments)],
            env=clean | (environment or {}),
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run
