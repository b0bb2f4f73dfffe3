"""Nights that are killed, started twice, cut off from their database: they end as one that was left in peace.

``python -m benchmarks.crash`` does the same at length.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator

import pytest

from benchmarks.crash import Bench, Peace, differences
from tests.servers.postgres import PostgresServer


@pytest.fixture
def warehouses(request: pytest.FixtureRequest) -> Iterator[str]:
    server: PostgresServer | None = None if request.param == "sqlite" else request.getfixturevalue("postgres")
    return iter(lambda: server.new_database() if server else "", None)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("warehouses", ["sqlite", "postgres"], indirect=True)
def test_a_night_killed_at_random_ends_as_one_that_was_not(
    bench: Bench, peace: Peace, warehouses: Iterator[str], seed: int, request: pytest.FixtureRequest
) -> None:
    names = (f"{request.node.name}-{number}" for number in itertools.count())
    kill = bench.disturb(lambda: bench.settings(next(names), next(warehouses)), peace, random.Random(seed))
    assert kill.problems == (), kill


def test_of_two_nights_at_once_one_does_the_work(bench: Bench, peace: Peace) -> None:
    settings = bench.settings("two")
    before = bench.asked()
    with bench.night(settings) as first, bench.night(settings) as second:
        outputs = [process.communicate(timeout=120)[0] for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], outputs
    assert "Shard 50 is being harvested by process" in "".join(outputs)
    assert differences(settings, peace, bench.asked() - before - peace.asked) == []
    assert bench.asked() - before == peace.asked


def test_a_database_that_restarts_ends_the_night_loudly_and_the_next_try_repairs_it(
    bench: Bench, peace: Peace, postgres: PostgresServer
) -> None:
    settings = bench.settings("restart", postgres.new_database())
    before = bench.asked()
    with bench.night(settings) as night:
        assert night.stdout is not None
        while not night.stdout.readline().startswith("ingest"):
            assert night.poll() is None
        time.sleep(0.5)
        postgres.stop()
        output, _ = night.communicate(timeout=120)
    postgres.start()
    assert night.returncode == 1
    assert "The warehouse does not answer: " in output
    assert "Traceback" not in output
    with bench.night(settings) as again:
        output, _ = again.communicate(timeout=120)
    assert again.returncode == 0, output
    assert differences(settings, peace, bench.asked() - before - peace.asked) == []
    assert bench.asked() - before == peace.asked
