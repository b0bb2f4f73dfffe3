"""One demonstration site, and a night on it that was left in peace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.crash import Bench, Peace
from pipeline.tonight import replica_settings


@pytest.fixture(scope="package")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("crash")
    with replica_settings(folder / "replica") as served:
        yield Bench(served, folder, ["500155"])


@pytest.fixture(scope="package")
def peace(bench: Bench) -> Peace:
    return bench.peace(bench.settings("peace"))
