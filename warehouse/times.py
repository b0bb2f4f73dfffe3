"""ISO texts to dates and UTC times."""

from __future__ import annotations

from datetime import UTC, date, datetime


def to_date(text: str | None) -> date | None:
    """``'2025-01-17'`` -> a date; None and '' -> None. ValueError for anything else."""
    return date.fromisoformat(text) if text else None


def to_utc(moment: str | datetime) -> datetime:
    """ISO 8601 text or an aware time -> UTC without zone, as the tables keep it. A text without zone is UTC."""
    time = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
