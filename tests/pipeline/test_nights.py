"""A night is a date in Asia/Shanghai."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.errors import GongkaiError
from pipeline.nights import night_at, read_night, schedule_far_from
from pipeline.orchestration import night_of_run, nights_of_events


def test_the_night_begins_at_midnight_in_shanghai() -> None:
    assert night_at(datetime(2026, 1, 20, 15, 59, tzinfo=UTC)) == date(2026, 1, 20)
    assert night_at(datetime(2026, 1, 20, 16, 0, tzinfo=UTC)) == date(2026, 1, 21)


def test_a_night_is_written_as_a_date() -> None:
    assert read_night("2026-01-20") == date(2026, 1, 20)
    with pytest.raises(GongkaiError, match="write it YYYY-MM-DD"):
        read_night("20 January")


def _context(night: str | None, *event_nights: str) -> dict[str, Any]:
    return {
        "params": {"night": night},
        "dag_run": SimpleNamespace(run_after=datetime(2026, 1, 20, 17, 30, tzinfo=UTC)),
        "triggering_asset_events": {"captures": [SimpleNamespace(extra={"night": each}) for each in event_nights]},
    }


def test_a_run_is_for_the_night_it_is_told_else_for_its_own_date_in_shanghai() -> None:
    assert night_of_run(_context("2026-01-19")) == date(2026, 1, 19)
    assert night_of_run(_context(None)) == date(2026, 1, 21)


def test_a_woken_run_takes_every_night_of_its_events() -> None:
    assert nights_of_events(_context(None, "2026-01-19", "2026-01-18", "2026-01-19")) == [
        date(2026, 1, 18),
        date(2026, 1, 19),
    ]
    assert nights_of_events(_context("2026-01-17")) == [date(2026, 1, 17)]


@pytest.mark.parametrize(
    ("moment", "line"), [("2026-01-20T14:30+00:00", "0 10 * * *"), ("2026-01-20T02:00+08:00", "0 14 * * *")]
)
def test_a_schedule_far_from_a_moment_is_half_a_day_away_in_shanghai(moment: str, line: str) -> None:
    assert schedule_far_from(datetime.fromisoformat(moment)) == line
