"""The night: a date in Asia/Shanghai. Everything but fetch times counts in nights."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.errors import GongkaiError

SHANGHAI = ZoneInfo("Asia/Shanghai")


def night_at(moment: datetime) -> date:
    """The night to which an aware moment belongs."""
    return moment.astimezone(SHANGHAI).date()


def tonight() -> date:
    """The night that a person means who names none."""
    return night_at(datetime.now(UTC))


def read_night(text: str) -> date:
    """A night as it is written: YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GongkaiError(f"{text!r} is not a night: write it YYYY-MM-DD.") from None


def schedule_far_from(moment: datetime) -> str:
    """A daily cron line, in Asia/Shanghai, half a day away from a moment.

    For a night that is started by hand: Airflow would make up beside it for a scheduled one that it has just missed.
    """
    return f"0 {(moment.astimezone(SHANGHAI) + timedelta(hours=12)).hour} * * *"
